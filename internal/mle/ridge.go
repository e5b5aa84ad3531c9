package mle

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A likelihood that rises towards a limit, as 1 − 1/s does, is climbed by
// Newton's method a unit of ln s a step, and its end is hard to judge by its
// curvature: of many customers, rounding alone looks like one. What counts is
// what is gained. A search that has gone the same way twice leaps to where the
// rest is not worth a step; and an estimate that gains next to nothing over one
// far away along a weak direction is on a ridge.
const (
	// leapTo is the gain that is left where a leap ends, and longestLeap how far
	// it goes at most: a factor of e¹². The search is over where less than leapt
	// is left: far out, the digits of a large log-likelihood promise more.
	leapTo      = 1e-6
	leapt       = 1e-5
	longestLeap = 12
	// shortestLeap is worth one: a Newton step goes as far in a few steps.
	shortestLeap = 4
	// leapSteps are those that the other parameters get to follow.
	leapSteps = 8
	// worth is the log-likelihood that an estimate must gain over one at flatSE
	// from it to count as identified.
	worth = 0.1
)

// holding returns the search in which free parameter k is held at v, and x
// without it.
func (s *search) holding(k int, v float64, x []float64) (*search, []float64) {
	without := func(v []float64) []float64 { return slices.Delete(slices.Clone(v), k, k+1) }
	held := *s
	held.free = slices.Delete(slices.Clone(s.free), k, k+1)
	held.start = slices.Clone(s.start)
	held.start[s.free[k]] = s.domains[s.free[k]].Bind(v)
	held.starts = [][]float64{without(s.starts[0])}
	held.progress, held.held = nil, true
	if s.prior != nil {
		held.prior = &Prior{Mean: without(s.prior.Mean), Precision: without(s.prior.Precision)}
	}
	return &held, without(x)
}

// beyond reports whether a search that must reach a value to be of use has no hope
// left: settled a little, it is further from it than ten times what it promises.
func (s *search) beyond(run ascentRun, gain float64) bool {
	const settled, hope = 2, 10
	return s.wanted != 0 && run.iters >= settled && run.value+hope*gain < s.wanted
}

// along returns the best place at which the parameter that moves most in
// direction u is distance farther, the others following; nil if there is none
// within reach. A search for a value that is wanted may end on its way.
func (s *search) along(from *place, u []float64, distance, wanted float64, of sample) (*place, error) {
	k := largest(u)
	if k < 0 || len(u) < 2 {
		return nil, nil
	}
	step := math.Copysign(distance, u[k])
	at := from.x[k] + step
	if math.Abs(at-s.starts[0][k]) > reach-1 {
		return nil, nil
	}
	x := make([]float64, len(u))
	for i := range x {
		x[i] = from.x[i] + u[i]*step/u[k]
		if math.Abs(x[i]-s.starts[0][i]) > reach-1 {
			return nil, nil
		}
	}
	held, rest := s.holding(k, at, x)
	held.maxIter, held.wanted = leapSteps, wanted
	run, err := held.climb(rest, 0, of, enough)
	if err != nil || run.place == nil || run.value < wanted && wanted != 0 {
		return nil, err
	}
	to := s.evaluate(slices.Insert(slices.Clone(run.x), k, at), of)
	if s.ctx.Err() != nil {
		return nil, s.stopped()
	}
	if !to.finite() {
		return nil, nil
	}
	return to, nil
}

// largest returns the place of the largest entry, -1 if all are 0 or not numbers.
func largest(u []float64) int {
	k, top := -1, 0.0
	for i, v := range u {
		if math.Abs(v) > top {
			k, top = i, math.Abs(v)
		}
	}
	return k
}

// sameWay reports whether two moves are long and of one direction.
func sameWay(u, v []float64) bool {
	var uv, uu, vv float64
	for i := range u {
		uv, uu, vv = uv+u[i]*v[i], uu+u[i]*u[i], vv+v[i]*v[i]
	}
	return math.Min(uu, vv) > 0.8 && uv > 0.99*math.Sqrt(uu*vv)
}

// unit returns u with length 1.
func unit(u []float64) []float64 {
	length := 0.0
	for _, v := range u {
		length = math.Hypot(length, v)
	}
	out := make([]float64, len(u))
	for i, v := range u {
		out[i] = v / length
	}
	return out
}

func minus(x, y []float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = x[i] - y[i]
	}
	return out
}

// leap takes a search that goes u for the second time to where the gain that is
// left, now about gain, is not worth a step, and returns that place and what is
// left there if the rise is that to a limit; nil if it is no higher.
func (s *search) leap(from *place, u []float64, gain float64, of sample) (to *place, left float64, err error) {
	distance := math.Min(math.Log(2*gain/leapTo), longestLeap)
	if k := largest(u); k >= 0 {
		distance = math.Min(distance, reach-2-math.Copysign(1, u[k])*(from.x[k]-s.starts[0][k]))
	}
	if s.held || of.rows != nil || !(distance >= shortestLeap) {
		return nil, 0, nil
	}
	to, err = s.along(from, u, distance, 0, of)
	if err != nil || to == nil || !(to.value > from.value) {
		return nil, 0, err
	}
	if left = 2 * gain * math.Exp(-distance); to.value-from.value > 8*gain { // it rises to more than a limit
		left = math.Inf(1)
	}
	return to, left, nil
}

// worthless returns the weakest direction of the estimate, if the estimate gains
// next to nothing over one far away along it; otherwise nil.
func (s *search) worthless(best *place) ([]float64, error) {
	values, vectors, ok := eigen(best.hess)
	if !ok || len(values) < 2 || s.prior != nil {
		return nil, nil
	}
	weakest := len(values) - 1 // the Hessian is negative, its eigenvalues ascend
	if info := -values[weakest]; info > 1 || info < 1.0/(flatSE*flatSE) {
		return nil, nil
	}
	u := mat.Col(nil, weakest, vectors)
	for _, sign := range []float64{1, -1} {
		for i := range u {
			u[i] *= sign
		}
		to, err := s.along(best, u, flatSE, best.value-worth, allRows)
		if err != nil {
			return nil, err
		}
		if to != nil && best.value-to.value < worth {
			return unit(minus(to.x, best.x)), nil
		}
	}
	return nil, nil
}

// flattened returns the Hessian without curvature along the unit direction u.
func flattened(hess *mat.SymDense, u []float64) *mat.SymDense {
	n := len(u)
	p := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			p.Set(i, j, -u[i]*u[j])
		}
		p.Set(i, i, 1-u[i]*u[i])
	}
	var half, whole mat.Dense
	half.Mul(p, hess)
	whole.Mul(&half, p)
	out := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			out.SetSym(i, j, whole.At(i, j)/2+whole.At(j, i)/2)
		}
	}
	return out
}
