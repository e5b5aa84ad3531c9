package sarmanov

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd/internal/jet"
)

// Kernel is w₁ and w₂ as a fit knows them: c·α and c·β, or w for both if c = 0;
// the search counts k in this unit, which is about the length of its range.
type Kernel struct{ C, W, Unit float64 }

// odds returns 1/L₁ − 1 = (1 + w₁/α)^r − 1 as a jet, and ln(1 + w₁/α). With a kernel
// in units of α the latter is a constant: that is why the model with it does not
// depend on the unit of time.
func (k Kernel) odds(shape, rate jet.Jet) (odds, growth jet.Jet) {
	growth = jet.Constant(math.Log1p(k.C))
	if k.C == 0 {
		growth = jet.Constant(0).Plus(k.W, rate.Inverse()).Log1p()
	}
	return shape.Times(growth).Expm1(), growth
}

// Region is a part of the parameter space that a fit searches as a whole: the
// inside, where k is a parameter like the others, or an edge, where the limits
// give k (D14). The search's own scale for k would be its place between the limits;
// but the limits move with the other parameters, and a Newton step near an edge on
// that scale is as short as the distance to it. The limits of k have a crease, where the two quantities of
// which they take the larger are the same; the maximum of the likelihood tends
// to lie right there, so that the crease is a region too.
type Region struct {
	Params int // of the search
	At     func(k Kernel, phi []float64) dependence
	End    float64                      // Mix on the edge; NaN inside
	Valid  func(g Model) bool           // whether the limit is the one that counts
	Phi    func(d dependence) []float64 // the search's parameters at a point nearby
}

// rates are the base's parameters, their logarithms being the first four of the search.
func rates(phi []float64) (r, alpha, s, beta jet.Jet) {
	return jet.Variable(0, phi[0]).Exp(), jet.Variable(1, phi[1]).Exp(), jet.Variable(2, phi[2]).Exp(), jet.Variable(3, phi[3]).Exp()
}

// logs is the inverse of rates.
func logs(d dependence) []float64 {
	return []float64{math.Log(d.v[0].V), math.Log(d.v[1].V), math.Log(d.v[2].V), math.Log(d.v[3].V)}
}

// Inside is where k is free.
var Inside = Region{
	Params: 5, End: math.NaN(),
	At: func(k Kernel, phi []float64) dependence {
		r, alpha, s, beta := rates(phi)
		return dependence{Kernel: k, params: 5, v: [5]jet.Jet{r, alpha, s, beta, jet.Constant(0).Plus(k.Unit, jet.Variable(4, phi[4]))}}
	},
	Valid: func(Model) bool { return true },
	Phi:   func(d dependence) []float64 { return append(logs(d), d.v[4].V/d.Unit) },
}

// Between is Inside with the log odds of Mix for k, which leave no way out of the limits.
var Between = Region{
	Params: 5, End: math.NaN(), Valid: Inside.Valid,
	At: func(k Kernel, phi []float64) dependence {
		r, alpha, s, beta := rates(phi)
		d := dependence{Kernel: k, params: 5, v: [5]jet.Jet{r, alpha, s, beta}}
		lo, hi := d.limits()
		mix := jet.Constant(1).Plus(1, jet.Constant(0).Plus(-1, jet.Variable(4, phi[4])).Exp()).Inverse()
		d.v[4] = lo.Plus(1, hi.Plus(-1, lo).Times(mix))
		return d
	},
	Phi: func(d dependence) []float64 {
		mix := d.Mix()
		return append(logs(d), clientele.DomainProbability.Free(mix.V))
	},
}

// edge is a region where k is a function of the two odds.
func edge(end float64, k func(e1, e2 jet.Jet) jet.Jet, valid func(g Model) bool) Region {
	return Region{
		Params: 4, End: end, Valid: valid, Phi: logs,
		At: func(w Kernel, phi []float64) dependence {
			r, alpha, s, beta := rates(phi)
			e1, _ := w.odds(r, alpha)
			e2, _ := w.odds(s, beta)
			return dependence{Kernel: w, params: 4, v: [5]jet.Jet{r, alpha, s, beta, k(e1, e2)}}
		},
	}
}

// crease is a region where the odds of purchases give those of dropout, and with
// them s, by the logarithm of 1/L₂, and k.
func crease(end float64, log2, k func(e1 jet.Jet) jet.Jet) Region {
	return Region{
		Params: 3, End: end, Valid: func(Model) bool { return true },
		Phi: func(d dependence) []float64 { l := logs(d); return []float64{l[0], l[1], l[3]} },
		At: func(w Kernel, phi []float64) dependence {
			r, alpha, beta := jet.Variable(0, phi[0]).Exp(), jet.Variable(1, phi[1]).Exp(), jet.Variable(2, phi[2]).Exp()
			e1, _ := w.odds(r, alpha)
			_, growth := w.odds(jet.Constant(1), beta)
			s := log2(e1).Times(growth.Inverse())
			return dependence{Kernel: w, params: 3, v: [5]jet.Jet{r, alpha, s, beta, k(e1)}}
		},
	}
}

func minusOne(jet.Jet) jet.Jet { return jet.Constant(-1) }

// Highest and Lowest are the regions with the greatest correlation,
// k = 1/max(e₁, e₂), and with the least, k = −1/max(1, e₁e₂), whose crease is where
// e₁e₂ = 1. The crease comes last: it counts where the
// edges on its sides lead out of where they are valid.
var (
	Highest = []Region{
		edge(1, func(e1, _ jet.Jet) jet.Jet { return e1.Inverse() }, func(g Model) bool { return g.E1 >= g.E2 }),
		edge(1, func(_, e2 jet.Jet) jet.Jet { return e2.Inverse() }, func(g Model) bool { return g.E2 >= g.E1 }),
		crease(1, func(e1 jet.Jet) jet.Jet { return e1.Log1p() }, func(e1 jet.Jet) jet.Jet { return e1.Inverse() }),
	}
	Lowest = []Region{
		edge(0, func(e1, _ jet.Jet) jet.Jet { return minusOne(e1) }, func(g Model) bool { return g.E1*g.E2 <= 1 }),
		edge(0, func(e1, e2 jet.Jet) jet.Jet { return jet.Constant(0).Plus(-1, e1.Times(e2).Inverse()) }, func(g Model) bool { return g.E1*g.E2 >= 1 }),
		crease(0, func(e1 jet.Jet) jet.Jet { return e1.Inverse().Log1p() }, minusOne),
	}
)

// limits returns the range of k.
func (d *dependence) limits() (lo, hi jet.Jet) {
	e1, _ := d.odds(d.v[0], d.v[1])
	e2, _ := d.odds(d.v[2], d.v[3])
	lo, hi = jet.Constant(-1), e1.Inverse()
	if e2.V > e1.V {
		hi = e2.Inverse()
	}
	if both := e1.Times(e2); both.V > 1 {
		lo = jet.Constant(0).Plus(-1, both.Inverse())
	}
	return lo, hi
}

// Mix returns the place of k between its limits.
func (d *dependence) Mix() jet.Jet {
	lo, hi := d.limits()
	return d.v[4].Plus(-1, lo).Times(hi.Plus(-1, lo).Inverse())
}
