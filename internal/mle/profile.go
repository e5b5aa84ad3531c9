package mle

import (
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Profile returns the profile-likelihood interval of g, a function of the model with
// values in domain: all values that g has where twice the log-likelihood is within the
// χ² quantile of the maximum. An end that the data do not give is that of the domain.
// The error matches clientele.ErrNotConverged if the estimate turns out not to be the
// maximum, or an end is not found.
func (r *Refitter[M]) Profile(domain clientele.Domain, g func(M) float64, level float64) (clientele.Interval, error) {
	iv := clientele.Interval{Level: level}
	z := distuv.UnitNormal.Quantile((1 + level) / 2)
	for _, side := range []struct {
		sign float64
		end  *float64
	}{{-1, &iv.Lo}, {1, &iv.Hi}} {
		w := walk{s: r.s, top: r.top, target: r.top.value - z*z/2, fall: z * z / 2}
		w.g = func(x []float64) float64 { return side.sign * domain.Free(g(r.model(x))) }
		end, err := w.end()
		if err != nil {
			return iv, err
		}
		*side.end = domain.Bind(side.sign * end)
	}
	return iv, nil
}

// walk looks for the greatest value of g above a contour of the likelihood. There the
// slopes of both have one direction, and each step goes where they would if the
// likelihood were a parabola and g a plane [Neale and Miller 1997]: one ellipsoid and
// the plane that touches it, with no search inside a search. How g bends is learnt
// from its slopes on the way, and bends the ellipsoid.
type walk struct {
	s            *search
	g            func(x []float64) float64
	top          *place
	target, fall float64 // of the log-likelihood: the contour, and how far it lies below the top
	unit         []float64
	slopes       []float64
	bend         *mat.SymDense // second derivatives of g, as far as they are known
}

const (
	// walkSteps is far more than a walk takes that gets anywhere.
	walkSteps = 200
	// little is the least curvature that counts: below, a direction is as free as can be.
	little = 1e-6 / (flatSE * flatSE)
)

// end returns the greatest g, +Inf if the likelihood puts no bound to it within reach.
func (w *walk) end() (float64, error) {
	at, here := w.top, w.g(w.top.x)
	begun := here
	w.measure()
	w.gradient(at.x, here)
	far := math.Inf(1) // of g
	for range walkSteps {
		free := w.inReach(at)
		step, left := w.step(at, free)
		if far = math.Min(far, reach*math.Max(1, left.error)); here-begun > far-1e-6 || left.error == 0 {
			return math.Inf(1), nil
		}
		if math.Abs(at.value-w.target) < 1e-8*(1+w.fall) && left.gain < 1e-8 {
			return here, nil
		}
		next, there, err := w.move(at, step)
		if err != nil {
			return 0, err
		}
		if next == nil { // below the digits of the likelihood, or at a wall beyond which there is none
			return here, nil
		}
		before := slices.Clone(w.slopes)
		w.gradient(next.x, there)
		w.learn(minus(next.x, at.x), minus(w.slopes, before))
		at, here = next, there
	}
	return 0, fmt.Errorf("%s: %w: no end of the interval is found", w.s.name, clientele.ErrNotConverged)
}

// measure sets the unit of each coordinate: its standard error, if that is more than 1.
func (w *walk) measure() {
	w.unit = make([]float64, len(w.top.x))
	values, vectors, ok := eigen(w.top.hess)
	for i := range w.unit {
		w.unit[i] = 1
		if !ok {
			continue
		}
		variance := 0.0
		for c, v := range values {
			if -v > 0 {
				variance -= vectors.At(i, c) * vectors.At(i, c) / v
			}
		}
		if w.s.domains[w.s.free[i]] == clientele.DomainReal {
			w.unit[i] = math.Max(1, math.Sqrt(variance))
		}
	}
	w.slopes = make([]float64, len(w.top.x))
	w.bend = mat.NewSymDense(len(w.top.x), nil)
}

// learn takes from a move, and how the slopes changed over it, what they say of the
// second derivatives: the symmetric update of rank one [Conn, Gould and Toint 1991],
// left out where it says nothing.
func (w *walk) learn(move, change []float64) {
	short := mat.NewVecDense(len(move), slices.Clone(change))
	var known mat.VecDense
	known.MulVec(w.bend, mat.NewVecDense(len(move), move))
	short.SubVec(short, &known)
	along := floats.Dot(short.RawVector().Data, move)
	if math.Abs(along) > 1e-8*floats.Norm(move, 2)*mat.Norm(short, 2) {
		w.bend.SymRankOne(w.bend, 1/along, short)
	}
}

// gradient sets the slopes of g, by differences.
func (w *walk) gradient(x []float64, here float64) {
	y := append([]float64(nil), x...)
	for i := range x {
		h := 1e-5 * math.Max(1, math.Abs(x[i]))
		y[i] = x[i] + h
		up := w.g(y)
		y[i] = x[i] - h
		down := w.g(y)
		y[i] = x[i]
		// At the end of the model's domain there is one side only.
		for _, slope := range []float64{(up - down) / (2 * h), (up - here) / h, (here - down) / h, 0} {
			if w.slopes[i] = slope; !math.IsNaN(slope) && !math.IsInf(slope, 0) {
				break
			}
		}
	}
}

// inReach reports which coordinates have not come to the end of their reach.
func (w *walk) inReach(at *place) []bool {
	free := make([]bool, len(at.x))
	for i, x := range at.x {
		free[i] = math.Abs(x-w.top.x[i]) < reach*w.unit[i]-1e-6
	}
	return free
}

// remains is what a walk has before it: the standard error of g, and what the
// likelihood would gain with g as it is.
type remains struct{ error, gain float64 }

// step returns the step to where the plane of g touches the ellipsoid of the contour.
func (w *walk) step(at *place, free []bool) ([]float64, remains) {
	grad, hess, slopes := at.grad, at.hess, append([]float64(nil), w.slopes...)
	for i, f := range free {
		if !f {
			grad, hess = without(grad, hess, i)
			slopes[i] = 0
		}
	}
	step := make([]float64, len(at.x))
	e, ok := w.onAxes(grad, hess, slopes)
	if !ok || e.size == 0 {
		return step, remains{}
	}
	// Where the slopes oppose each other as on the contour, a move along it changes g by
	// its own bend too, which counts by the ratio of the slopes.
	if ratio := -floats.Dot(e.s, e.a) / floats.Dot(e.s, e.s); ratio > 0 && !math.IsInf(ratio, 0) {
		bent := mat.NewSymDense(len(at.x), nil)
		for i := range free {
			for j := i; j < len(free); j++ {
				if free[i] && free[j] {
					bent.SetSym(i, j, hess.At(i, j)+w.bend.At(i, j)/ratio)
				} else {
					bent.SetSym(i, j, hess.At(i, j))
				}
			}
		}
		if f, ok := w.onAxes(grad, bent, slopes); ok && f.values[len(f.values)-1] <= math.Max(e.values[len(e.values)-1], 0)+1e-12 {
			e = f
		}
	}
	along := floats.Dot(e.s, e.a) / e.size
	room := 2*(at.value-w.target) + floats.Dot(e.s, e.s)
	lambda := math.Sqrt(math.Max(room, 0)) / e.size
	for c, scale := range e.scale {
		for i := range step {
			step[i] += e.vectors.At(i, c) * (e.s[c] + lambda*e.a[c]) * scale
		}
	}
	return step, remains{e.size, (floats.Dot(e.s, e.s) - along*along) / 2}
}

// axes are those of the ellipsoid of a Hessian, the slopes of the likelihood and of g
// in their units, and the size of the latter.
type axes struct {
	values, scale, s, a []float64
	vectors             *mat.Dense
	size                float64
}

func (w *walk) onAxes(grad []float64, hess *mat.SymDense, slopes []float64) (e axes, ok bool) {
	if e.values, e.vectors, ok = eigen(hess); !ok {
		return e, false
	}
	k := len(e.values)
	e.scale, e.s, e.a = make([]float64, k), make([]float64, k), make([]float64, k)
	for c, v := range e.values {
		e.scale[c] = 1 / math.Sqrt(math.Max(math.Abs(v), little))
		for i := range k {
			e.s[c] += e.vectors.At(i, c) * grad[i] * e.scale[c]
			e.a[c] += e.vectors.At(i, c) * slopes[i] * e.scale[c]
		}
	}
	e.size = floats.Norm(e.a, 2)
	return e, true
}

// move takes a step, at most maxStep and as far as reach allows, and halved until the
// likelihood is there and not far below the contour; nil if no part of it will do.
func (w *walk) move(at *place, step []float64) (*place, float64, error) {
	length := 1.0
	for i, d := range step {
		length = math.Min(length, maxStep*w.unit[i]/math.Abs(d))
		if left := reach*w.unit[i] - math.Copysign(1, d)*(at.x[i]-w.top.x[i]); left > 0 {
			length = math.Min(length, left/math.Abs(d))
		}
	}
	for range 40 {
		x := append([]float64(nil), at.x...)
		floats.AddScaled(x, length, step)
		to := w.s.evaluate(x, allRows)
		if w.s.ctx.Err() != nil {
			return nil, 0, w.s.stopped()
		}
		if to.value > w.top.value+1e-3 {
			return nil, 0, fmt.Errorf("%s: %w: the profile is higher than the estimate by %.2g; fit again, without Start", w.s.name, clientele.ErrNotConverged, to.value-w.top.value)
		}
		there := w.g(x)
		if to.finite() && !math.IsNaN(there) && !math.IsInf(there, 0) && to.value > math.Min(w.target-w.fall/2, at.value) {
			return to, there, nil
		}
		length /= 2
	}
	return nil, 0, nil
}
