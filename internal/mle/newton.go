package mle

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
)

const (
	// goal is the gain in log-likelihood that a Newton step still promises at
	// convergence; a quadratic method gets far below it for one step more.
	goal = 1e-9
	// enough is the promise that counts as converged where rounding of a large
	// log-likelihood hides smaller gains.
	enough = 1e-6
	// noise is a promise that rounding can fake far out on a ridge, where the
	// curvature is lost among the digits; patience is the number of steps in a
	// row that promised no more than that and brought less than enough, after
	// which the climb is over.
	noise    = 1e-2
	patience = 3
	// reach bounds how far a free parameter may go from the first start: a factor
	// of e²⁴. A likelihood that still rises there, like the reciprocal of the
	// logarithm, is at its limit for every purpose.
	reach = 24
	// maxStep bounds a step on the free scale: a factor of e² a parameter.
	maxStep = 2
	// coarseRows is the number of rows on which the starting points compete,
	// coarseGoal the gain, in units of the sample, at which they stop there, and coarseWalk
	// how far they may go: a sample may have no maximum where all rows have one.
	coarseRows = 256
	growth     = 16 // of the sample, from one refinement to the next
	coarseGoal = 0.05
	coarseWalk = 6
	// sure is a step, on the free scale, that is nearly always accepted: it is
	// tried with derivatives at once.
	sure = 0.5
)

// place is a point on the free scale and what is known of it.
type place struct {
	x      []float64
	value  float64 // log-likelihood with the prior
	logLik float64 // without
	grad   []float64
	hess   *mat.SymDense
	outer  []float64 // packed sum of the outer products of the customers' natural scores
}

// ascentRun is a search from one starting point.
type ascentRun struct {
	*place
	iters     int
	gain      float64 // promise of the last Newton step
	converged bool
}

// run lets the starting points compete on a sample of the rows, if there are
// many, refines the best on larger samples, and finishes on all rows. If that
// ends on a ridge, or there is no sample, it climbs from all starts on all
// rows, the further ones too: few rows, or a ridge, go with several maxima.
func (s *search) run(o *clientele.FitOptions) (ascentRun, error) {
	if o.Start == nil && s.eval.rows > 2*coarseRows {
		best, err := s.refined()
		if err != nil || (best.place != nil && best.converged && !ridge(best.hess)) {
			return best, err
		}
	}
	best, err := s.best(append(s.starts[:len(s.starts):len(s.starts)], s.more...), everything, goal)
	if err == nil && best.place == nil {
		err = fmt.Errorf("%s: %w: the likelihood is not finite at any starting point; check the unit of time and money, or give Start", s.name, clientele.ErrNotConverged)
	}
	return best, err
}

// refined is the search that begins on samples.
func (s *search) refined() (ascentRun, error) {
	of := draw(s.weight, s.eval.rows, coarseRows)
	best, err := s.best(s.starts, of, coarseGoal*of.scale)
	for n := coarseRows * growth; err == nil && best.place != nil && n <= s.eval.rows/4; n *= growth {
		of = draw(s.weight, s.eval.rows, n)
		best, err = s.follow(best, of, coarseGoal*of.scale)
	}
	if err == nil && best.place != nil {
		best, err = s.follow(best, everything, goal)
	}
	return best, err
}

// follow climbs on from where a coarser search ended.
func (s *search) follow(from ascentRun, of sample, tol float64) (ascentRun, error) {
	run, err := s.climb(from.x, 0, of, tol)
	run.iters += from.iters
	return run, err
}

// best climbs from each of the starts and returns the highest place reached;
// its place is nil if the likelihood was finite at none.
func (s *search) best(starts [][]float64, of sample, tol float64) (ascentRun, error) {
	var best ascentRun
	for k, x := range starts {
		run, err := s.climb(x, k, of, tol)
		if err != nil {
			return run, err
		}
		if run.place == nil {
			continue
		}
		better := best.place == nil || run.value > best.value+1e-7
		if better || (run.converged && !best.converged && run.value > best.value-1e-4) {
			best = run
		}
	}
	return best, nil
}

// climb takes damped Newton steps from x until they promise less than tol.
func (s *search) climb(x []float64, start int, of sample, tol float64) (ascentRun, error) {
	run := ascentRun{gain: math.Inf(1)}
	if s.ctx.Err() != nil {
		return run, s.stopped()
	}
	at := s.look(x, of)
	if !at.finite() {
		return run, nil
	}
	run.place = at
	stalled := 0
	for ; run.iters < s.maxIter; run.iters++ {
		if s.progress != nil {
			s.progress(clientele.Progress{Start: start, Iter: run.iters, LogLik: run.value + s.offset})
		}
		if s.ctx.Err() != nil {
			return run, s.stopped()
		}
		dir, gain, ok := s.direction(run.place)
		run.gain = gain
		if !ok || gain < tol {
			run.converged = ok
			if ok && of.rows == nil {
				run.place = run.polished(dir)
			}
			return run, nil
		}
		next := s.step(run.place, dir, of)
		if next == nil {
			// No step raises the likelihood: what is left is below rounding, which
			// far out on a ridge is coarse.
			run.converged = gain < noise+1e-13*math.Abs(run.value) || (gain < 1 && ridge(run.hess))
			return run, nil
		}
		if next.value-run.value < enough && gain < noise {
			if stalled++; stalled == patience {
				run.place, run.converged = next, true
				return run, nil
			}
		} else {
			stalled = 0
		}
		run.place = next
		if of.rows != nil && far(next.x, x) {
			return run, nil
		}
	}
	run.converged = run.gain < enough
	return run, nil
}

func (s *search) stopped() error {
	return fmt.Errorf("%s: fit stopped: %w", s.name, context.Cause(s.ctx))
}

// far reports whether a coarse search has gone farther than a sample can tell.
func far(x, from []float64) bool {
	for i := range x {
		if math.Abs(x[i]-from[i]) > coarseWalk {
			return true
		}
	}
	return false
}

// polished returns the place with the last Newton step taken, which is known
// already, where it is short enough to be surely quadratic: that brings the
// parameters from half of their digits to all of them, at no cost. The
// likelihood changes by less than goal, its derivatives by as little.
func (p *place) polished(dir []float64) *place {
	to := *p
	to.x = append([]float64(nil), p.x...)
	for i, d := range dir {
		if !(math.Abs(d) < 1e-3) {
			return p
		}
		to.x[i] += d
	}
	return &to
}

// step returns a higher place along dir, or nil: the full step, but at most
// maxStep, halved until the likelihood rises as a quadratic would have it; a
// long step that is worth its promise is doubled, so that a likelihood which
// rises towards infinity is followed in few steps.
func (s *search) step(from *place, dir []float64, of sample) *place {
	slope, size := 0.0, 0.0
	for i, d := range dir {
		slope += d * from.grad[i]
		size = math.Max(size, math.Abs(d))
	}
	length := math.Min(1, maxStep/size)
	move := func(length float64) []float64 {
		x := make([]float64, len(dir))
		for i, d := range dir {
			x[i] = from.x[i] + length*d
		}
		return x
	}
	longest := math.Inf(1) // within reach
	for i, d := range dir {
		if room := reach - math.Copysign(1, d)*(from.x[i]-s.starts[0][i]); longest*math.Abs(d) > room {
			longest = math.Max(room, 0) / math.Abs(d)
		}
	}
	length = math.Min(length, longest)
	slack := 1e-14 * math.Abs(from.value)
	rises := func(v, length float64) bool { // false for NaN
		return v > from.value && v >= from.value+1e-4*length*slope-slack && !math.IsInf(v, 0)
	}
	if size*length <= sure {
		if to := s.look(move(length), of); to.finite() && rises(to.value, length) {
			return to
		}
		length /= 2
	}
	for range 40 {
		v := s.value(move(length), of)
		if rises(v, length) {
			if size*length > 0.9 && 2*length <= longest {
				if w := s.value(move(2*length), of); w > v+0.1*length*slope && !math.IsInf(w, 0) {
					length *= 2
				}
			}
			if to := s.look(move(length), of); to.finite() && to.value > from.value {
				return to
			}
		}
		length /= 2
	}
	return nil
}

// direction returns the Newton direction at p within reach: a parameter at the
// end of its reach that the direction would take farther stays where it is,
// though its own slope may point inwards.
func (s *search) direction(p *place) (dir []float64, gain float64, ok bool) {
	grad, hess := s.inside(p)
	for range grad {
		dir, gain, ok = ascent(grad, hess)
		out := -1
		for i := range dir {
			if gone := p.x[i] - s.starts[0][i]; math.Abs(gone) > reach-1e-6 && gone*dir[i] > 0 {
				out = i
			}
		}
		if !ok || out < 0 {
			break
		}
		grad, hess = without(grad, hess, out)
	}
	return dir, gain, ok
}

// inside returns gradient and Hessian with the parameters left out that are at
// the end of their reach and would go farther.
func (s *search) inside(p *place) ([]float64, *mat.SymDense) {
	grad, hess := p.grad, p.hess
	for i := range p.grad {
		if s.atEnd(p, i) {
			grad, hess = without(grad, hess, i)
		}
	}
	return grad, hess
}

// without returns copies in which parameter i does not appear.
func without(grad []float64, hess *mat.SymDense, i int) ([]float64, *mat.SymDense) {
	grad = append([]float64(nil), grad...)
	h := mat.NewSymDense(len(grad), nil)
	h.CopySym(hess)
	grad[i] = 0
	for j := range grad {
		h.SetSym(i, j, 0)
	}
	return grad, h
}

// atEnd reports whether parameter i is at the end of its reach and the
// likelihood does not clearly fall beyond.
func (s *search) atEnd(p *place, i int) bool {
	gone := p.x[i] - s.starts[0][i]
	return math.Abs(gone) > reach-1e-6 && gone*p.grad[i] > -noise
}

// ridge reports whether −hess has a direction that the data do not identify.
func ridge(hess *mat.SymDense) bool {
	_, flat, ok := invert(hess, false)
	return !ok || len(flat) > 0
}

// ascent returns the Newton direction for a maximum, made an ascent direction
// where the Hessian is not negative definite, and half its promised gain. At a
// saddle with no slope it follows the upward curvature.
func ascent(grad []float64, hess *mat.SymDense) (dir []float64, gain float64, ok bool) {
	k := len(grad)
	values, vectors, ok := eigen(hess)
	if !ok {
		return nil, math.NaN(), false
	}
	dir = make([]float64, k)
	top := 0.0
	for _, v := range values {
		top = math.Max(top, math.Abs(v))
	}
	floor := math.Max(1e-13*top, 1e-300)
	for j, v := range values {
		along := 0.0
		for i := range k {
			along += vectors.At(i, j) * grad[i]
		}
		curve := math.Max(math.Abs(v), floor)
		if v > 1e-9*top && along*along/curve < enough {
			along = math.Copysign(math.Sqrt(2*enough*curve)+maxStep/4*curve, along) // leave the saddle
		}
		gain += 0.5 * along * along / curve
		for i := range k {
			dir[i] += vectors.At(i, j) * along / curve
		}
	}
	return dir, gain, !math.IsNaN(gain)
}

// eigen returns the eigenvalues (ascending) and vectors of a symmetric matrix.
func eigen(m *mat.SymDense) (values []float64, vectors *mat.Dense, ok bool) {
	n := m.SymmetricDim()
	for i := range n {
		for j := i; j < n; j++ {
			if v := m.At(i, j); math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, nil, false
			}
		}
	}
	var e mat.EigenSym
	if !e.Factorize(m, true) {
		return nil, nil, false
	}
	vectors = new(mat.Dense)
	e.VectorsTo(vectors)
	return e.Values(nil), vectors, true
}

// value returns the (penalised) log-likelihood at x.
func (s *search) value(x []float64, of sample) float64 {
	return s.eval.sum(s.at(s.toNatural(x)), of, false).LogLik() + s.logPrior(x)
}

// logPrior returns the log-density of the prior, up to a constant.
func (s *search) logPrior(x []float64) float64 {
	if s.prior == nil {
		return 0
	}
	v := 0.0
	for i, prec := range s.prior.Precision {
		d := x[i] - s.prior.Mean[i]
		v -= 0.5 * prec * d * d
	}
	return v
}

// look returns the place x with everything that is known there.
func (s *search) look(x []float64, of sample) *place {
	p := s.toNatural(x)
	sums := s.eval.sum(s.at(p), of, true)
	at := &place{x: x, logLik: sums.LogLik(), outer: append([]float64(nil), sums.outer...)}
	at.grad, at.hess = s.chain(p, sums.grad, sums.hess)
	if s.prior != nil {
		for i, prec := range s.prior.Precision {
			at.grad[i] -= prec * (x[i] - s.prior.Mean[i])
			at.hess.SetSym(i, i, at.hess.At(i, i)-prec)
		}
	}
	at.value = at.logLik + s.logPrior(x)
	return at
}

// finite reports whether the log-likelihood and its gradient exist.
func (p *place) finite() bool {
	sum := p.value
	for _, g := range p.grad {
		sum += g * 0
	}
	return !math.IsNaN(sum) && !math.IsInf(sum, 0)
}

// chain maps a natural gradient and packed Hessian to the free scale:
// ∂ℓ/∂θᵢ = pᵢ′gᵢ and ∂²ℓ/∂θᵢ∂θⱼ = pᵢ′pⱼ′Hᵢⱼ + [i=j] pᵢ″gᵢ.
func (s *search) chain(p, g, h []float64) ([]float64, *mat.SymDense) {
	grad := make([]float64, len(s.free))
	hess := mat.NewSymDense(len(s.free), nil)
	for a, i := range s.free {
		si := s.domains[i].Slope(p[i])
		grad[a] = si * g[i]
		for b := a; b < len(s.free); b++ {
			j := s.free[b]
			v := si * s.domains[j].Slope(p[j]) * h[packed(i, j, len(p))]
			if a == b {
				v += bend(s.domains[i], p[i]) * g[i]
			}
			hess.SetSym(a, b, v)
		}
	}
	return grad, hess
}

// bend is the second derivative of Domain.Bind at the point that gives v.
func bend(d clientele.Domain, v float64) float64 {
	switch d {
	case clientele.DomainPositive:
		return v
	case clientele.DomainProbability:
		return v * (1 - v) * (1 - 2*v)
	}
	return 0
}

// packed is the place of (i, j), i ≤ j, in an upper triangle of k columns.
func packed(i, j, k int) int { return i*k - i*(i-1)/2 + j - i }
