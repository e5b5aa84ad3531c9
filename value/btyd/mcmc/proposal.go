package mcmc

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele/internal/variate"
	"gonum.org/v1/gonum/mat"
)

// proposal proposes points of a chain from what the warm-up has seen: a mean, a
// covariance and a step size, all of which stay as they are afterwards, as a
// valid chain demands.
type proposal struct {
	n       float64 // points seen
	mean    []float64
	scatter *mat.SymDense // Σ (x−mean)(x−mean)ᵀ
	root    *mat.TriDense // lower; root·rootᵀ is the covariance
	step    float64       // of the random walk, in units of root
	z, y    []float64
}

// newProposal begins with a covariance.
func newProposal(at []float64, cov *mat.SymDense) *proposal {
	k := len(at)
	// 2.4/√k standard deviations are the best steps for a normal density in k dimensions
	// [Gelman, Roberts, Gilks 1996]; adapt goes on from there.
	w := &proposal{mean: append([]float64(nil), at...), scatter: mat.NewSymDense(k, nil), step: 2.4 / math.Sqrt(float64(k)), z: make([]float64, k), y: make([]float64, k)}
	w.factorise(cov)
	return w
}

// clone returns a walk of its own that has learned the same.
func (w *proposal) clone() *proposal {
	c := *w
	k := len(w.mean)
	c.mean, c.z, c.y = slices.Clone(w.mean), make([]float64, k), make([]float64, k)
	c.scatter = mat.NewSymDense(k, nil)
	c.scatter.CopySym(w.scatter)
	return &c
}

func (w *proposal) factorise(cov mat.Symmetric) bool {
	var c mat.Cholesky
	if !c.Factorize(cov) {
		return false
	}
	w.root = new(mat.TriDense) // clones keep the old one
	c.LTo(w.root)
	return true
}

// see takes in a point of the warm-up. Now and then, and with as many points
// behind it as dimensions ask for, the covariance is learned anew.
func (w *proposal) see(x []float64) {
	w.n++
	for i, v := range x {
		w.y[i] = v - w.mean[i]
		w.mean[i] += w.y[i] / w.n
	}
	for i := range x {
		for j := i; j < len(x); j++ {
			w.scatter.SetSym(i, j, w.scatter.At(i, j)+w.y[i]*(x[j]-w.mean[j]))
		}
	}
	if n := int(w.n); n >= 20*len(x) && n%25 == 0 {
		cov := mat.NewSymDense(len(x), nil)
		cov.ScaleSym(1/w.n, w.scatter)
		for i := range x { // never a flat direction
			cov.SetSym(i, i, cov.At(i, i)*(1+1e-6)+1e-12)
		}
		w.factorise(cov)
	}
}

// forget drops what was seen so far, but not what was learned from it.
func (w *proposal) forget() {
	w.n = 0
	w.scatter.Zero()
}

// adapt makes steps longer or shorter, so that a share of target is accepted.
func (w *proposal) adapt(accepted bool, target float64) {
	w.step *= nudge(accepted, target, 0.05)
}

// nudge is the factor of a step size that learns the share of accepted steps: the
// logarithm moves by gain·(accepted − target), 0 on the average at the target
// [Robbins and Monro 1951].
func nudge(accepted bool, target, gain float64) float64 {
	if accepted {
		return math.Exp(gain * (1 - target))
	}
	return math.Exp(-gain * target)
}

// propose writes a step of the random walk from x to dst: of many lengths, for
// a place that calls for short ones and one that calls for long ones.
func (w *proposal) propose(dst []float64, r *rand.Rand, x []float64) {
	w.scatterRound(dst, r, x, w.step*math.Exp(0.8*r.NormFloat64()))
}

// freedom is the degrees of freedom of the independent proposals: tails
// heavier than those of any posterior here.
const freedom = 6

// leap writes a point from the t distribution around the mean to dst.
func (w *proposal) leap(dst []float64, r *rand.Rand) {
	w.scatterRound(dst, r, w.mean, math.Sqrt(freedom/(2*variate.Gamma(r, freedom/2., 1))))
}

func (w *proposal) scatterRound(dst []float64, r *rand.Rand, centre []float64, scale float64) {
	for i := range w.z {
		w.z[i] = r.NormFloat64()
	}
	for i := range dst {
		dst[i] = centre[i]
		for j := range i + 1 {
			dst[i] += scale * w.root.At(i, j) * w.z[j]
		}
	}
}

// logLeap returns the log density of leap at x, up to a constant.
func (w *proposal) logLeap(x []float64) float64 {
	square := 0.0
	for i := range x {
		v := x[i] - w.mean[i]
		for j := range i {
			v -= w.root.At(i, j) * w.z[j]
		}
		w.z[i] = v / w.root.At(i, i)
		square += w.z[i] * w.z[i]
	}
	return -(freedom + float64(len(x))) / 2 * math.Log1p(square/freedom)
}
