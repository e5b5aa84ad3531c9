package mle

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
)

// Refitter maximises a problem again from a known maximum: under other weights
// of the rows (Weighted), or with a function of the model held (Profile). M is the model
// that a point of the search stands for. It is for one goroutine.
type Refitter[M any] struct {
	s     *search
	model func(x []float64) M // that a point of the free scale stands for
	rows  sample
	top   *place // the maximum, on the rows as they are
}

// NewRefitter prepares refits of prob from the estimate at, natural scale, which stands
// for model(at): itself, where the search runs over the model's own parameters. Of
// the options, Ridge and MaxIter count.
func NewRefitter[P clientele.Model[P], M any](ctx context.Context, prob *Problem[P], at P, model func(P) M, opt *clientele.FitOptions) (*Refitter[M], error) {
	var o clientele.FitOptions
	if opt != nil {
		o = clientele.FitOptions{Ridge: opt.Ridge, MaxIter: opt.MaxIter}
	}
	o.Start = values(at)
	s, err := newSearch(ctx, prob, &o)
	if err != nil {
		return nil, err
	}
	r := &Refitter[M]{s: s, rows: sample{scale: 1}, top: s.evaluate(s.starts[0], allRows)}
	r.model = func(x []float64) M {
		p := s.toNatural(x)
		for i := range p {
			p[i] *= scaleOf(prob.Scale, i)
		}
		return model(prob.Model.WithParams(p))
	}
	if ctx.Err() != nil {
		return nil, s.stopped()
	}
	if !r.top.finite() {
		return nil, fmt.Errorf("%s: %w: the likelihood is not finite at the estimate; was it fitted to other data?", prob.Name, clientele.ErrNotConverged)
	}
	for i := range prob.Rows {
		r.rows.rows = append(r.rows.rows, pick{i, 1})
	}
	return r, nil
}

// Refitting returns r with what as makes of its models; nil for nil.
func Refitting[M, N any](r *Refitter[M], as func(M) N) *Refitter[N] {
	if r == nil {
		return nil
	}
	return &Refitter[N]{s: r.s, rows: r.rows, top: r.top, model: func(x []float64) N { return as(r.model(x)) }}
}

// Weights returns the customers that each row stands for.
func (r *Refitter[M]) Weights() []float64 {
	out := make([]float64, len(r.rows.rows))
	for i := range out {
		out[i] = r.s.weight(i)
	}
	return out
}

// values returns the parameters of m.
func values[M clientele.Model[M]](m M) []float64 {
	var v []float64
	for _, p := range m.Params() {
		v = append(v, p.Value)
	}
	return v
}

// Outcome is how a refit ended.
type Outcome uint8

// The outcomes of a refit.
const (
	Settled  Outcome = iota + 1 // at a maximum
	Boundary                    // on a ridge or far away: the likelihood rises towards a limit
	Stopped                     // neither, within the steps allowed
)

// Weighted maximises with the weight of row i multiplied by factor(i).
func (r *Refitter[M]) Weighted(factor func(i int) float64) (M, Outcome, error) {
	for i := range r.rows.rows {
		r.rows.rows[i].factor = factor(i)
	}
	// Other weights move the maximum by a standard error or two: it is close, and
	// half of the digits do, the polish brings the rest.
	run, err := r.s.climb(r.top.x, 0, r.rows, enough)
	if err != nil || run.place == nil {
		var none M
		return none, Stopped, err
	}
	end := Settled
	switch {
	case far(run.x, r.top.x) || (run.converged && ridge(run.hess)):
		end = Boundary
	case !run.converged:
		end = Stopped
	default: // the last step is known and brings the other half of the digits
		dir, _, _ := ascent(r.s.inside(run.place))
		run.place = run.polished(dir)
	}
	return r.model(run.x), end, nil
}

// Slopes returns the derivatives of what of says of the model by the coordinates of the
// search, at the estimate, by differences: one row an answer.
func (r *Refitter[M]) Slopes(of func(M) []float64) *mat.Dense {
	x := append([]float64(nil), r.top.x...)
	out := mat.NewDense(len(of(r.model(x))), len(x), nil)
	for j := range x {
		h := 1e-5 * math.Max(1, math.Abs(x[j]))
		x[j] += h
		up := of(r.model(x))
		x[j] = r.top.x[j] - h
		for i, down := range of(r.model(x)) {
			out.Set(i, j, (up[i]-down)/(2*h))
		}
		x[j] = r.top.x[j]
	}
	return out
}

// Step returns what one Newton step would change of the estimate it was given,
// on the free scale of the parameters that are not Fixed, and the sandwich
// covariance of that change. Directions that the data do not identify do not move.
// Of the estimate of other data it tells how far these would move it, for one pass.
func (r *Refitter[M]) Step() (step []float64, cov *mat.SymDense) {
	k := len(r.s.free)
	step, cov = make([]float64, k), mat.NewSymDense(k, nil)
	values, vectors, ok := eigen(r.top.hess)
	if !ok {
		return step, cov
	}
	inverse := mat.NewDense(k, k, nil)
	for c, v := range values {
		if -v < 1.0/(flatSE*flatSE) { // not identified: the step along it would be noise
			continue
		}
		u := vectors.ColView(c)
		inverse.RankOne(inverse, -1/v, u, u)
	}
	mat.NewVecDense(k, step).MulVec(inverse, mat.NewVecDense(k, r.top.grad))
	if robust, ok := sandwich(inverse, r.s.freeOuter(r.s.toNatural(r.top.x), r.top.outer)); ok {
		cov = robust
	}
	return step, cov
}
