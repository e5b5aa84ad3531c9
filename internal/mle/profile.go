package mle

import (
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/stat/distuv"
)

// Profile returns the profile-likelihood interval of parameter i, natural
// scale: all values at which the others, maximised anew, keep twice the
// log-likelihood within the χ² quantile of the maximum. An end that the data
// do not give is that of the domain. Parameter i must not be Fixed. The error
// matches clientele.ErrNotConverged if the estimate turns out not to be the maximum.
func (r *Refitter[M]) Profile(i int, level float64) (clientele.Interval, error) {
	iv := clientele.Interval{Level: level}
	z := distuv.UnitNormal.Quantile((1 + level) / 2)
	domain, scale := r.s.domains[i], scaleOf(r.prob.Scale, i)
	for _, side := range []struct {
		sign float64
		end  *float64
	}{{-1, &iv.Lo}, {1, &iv.Hi}} {
		w := r.walk(i, side.sign)
		distance, err := w.distance(z)
		if err != nil {
			return iv, err
		}
		*side.end = domain.Bind(w.from+side.sign*distance) * scale
	}
	return iv, nil
}

// walk goes along the profile likelihood of one parameter, to one side.
type walk struct {
	s    *search // with the parameter held
	hold int
	top  float64 // the maximum
	x    []float64
	from float64 // the held parameter at the maximum, free scale
	sign float64

	mean, precision float64 // prior of the held parameter
	first           float64 // distance to try first, in units of a standard error
}

func (r *Refitter[M]) walk(i int, sign float64) *walk {
	k := slices.Index(r.s.free, i)
	held, x := r.s.holding(k, r.top.x[k], r.top.x)
	held.starts[0] = x
	w := &walk{s: held, hold: i, top: r.top.value, x: x, from: r.top.x[k], sign: sign, first: 1}
	if p := r.s.prior; p != nil {
		w.mean, w.precision = p.Mean[k], p.Precision[k]
	}
	if values, vectors, ok := eigen(r.top.hess); ok && !ridge(r.top.hess) {
		variance := 0.0 // of the held parameter, the others free
		for c, v := range values {
			variance -= vectors.At(k, c) * vectors.At(k, c) / v
		}
		w.first = math.Sqrt(variance)
	}
	return w
}

// root returns the signed root √(2·(top − profile)) at a distance from the
// maximum. Of a parabola it is a straight line through 0 with slope 1/standard
// error, and close to one otherwise, so that a few secants find where it is z. The
// others go on from where they were.
func (w *walk) root(distance float64) (float64, error) {
	x := w.from + w.sign*distance
	w.s.start[w.hold] = w.s.domains[w.hold].Bind(x)
	var value float64
	if len(w.s.free) == 0 { // there are no others
		value = w.s.value(nil, allRows)
		if w.s.ctx.Err() != nil {
			return 0, w.s.stopped()
		}
	} else {
		run, err := w.s.climb(w.x, 0, allRows, goal)
		if err != nil {
			return 0, err
		}
		if run.place == nil {
			return math.Inf(1), nil
		}
		w.x, value = run.x, run.value // the next place is not far
	}
	if math.IsNaN(value) { // beyond where the likelihood exists
		return math.Inf(1), nil
	}
	// The held parameter's own prior is in top, and not in what the others reached.
	drop := w.top - value + 0.5*w.precision*(x-w.mean)*(x-w.mean)
	if drop < -1e-3 {
		return 0, fmt.Errorf("%s: %w: the profile is higher than the estimate by %.2g; fit again, without Start", w.s.name, clientele.ErrNotConverged, -drop)
	}
	return math.Sqrt(2 * math.Max(drop, 0)), nil
}

// distance returns that at which the root is z; +Inf if it is not within reach:
// the likelihood then never falls so far, and the interval has no end there.
func (w *walk) distance(z float64) (float64, error) {
	const tol = 1e-7
	lo, hi := 0.0, math.Inf(1)
	rootLo, rootHi := 0.0, math.Inf(1)
	at := math.Min(z*w.first, reach) // exact for a parabola
	for range 200 {
		root, err := w.root(at)
		if err != nil {
			return 0, err
		}
		switch {
		case math.Abs(root-z) < tol:
			return at, nil
		case root > z:
			hi, rootHi = at, root
		case at >= reach:
			return math.Inf(1), nil
		default:
			lo, rootLo = at, root
		}
		if math.IsInf(hi, 1) { // not yet bracketed: as far again as a straight line says, and more
			at = math.Min(at*math.Min(1.05*z/math.Max(root, 1e-9), 3), reach)
			continue
		}
		if hi-lo < 1e-10*(1+lo) {
			return at, nil
		}
		// Regula falsi, kept off the ends, at which it would stick where the root bends.
		share := (z - rootLo) / (rootHi - rootLo) // NaN or 0 beyond an infinite root
		if !(share > 0) {
			share = 0.5
		}
		at = lo + math.Min(math.Max(share, 0.02), 0.98)*(hi-lo)
	}
	return at, nil
}
