package btyd

import "math"

// kernel is w₁ and w₂ as a fit knows them: c·α and c·β, or w for both if c = 0;
// the search counts k in this unit, which is about the length of its range.
type kernel struct{ c, w, unit float64 }

// odds returns 1/L₁ − 1 = (1 + w₁/α)^r − 1 as a jet, and ln(1 + w₁/α).
func (k kernel) odds(shape, rate jet) (odds, growth jet) {
	growth = constant(math.Log1p(k.c))
	if k.c == 0 {
		growth = constant(0).plus(k.w, rate.inverse()).log1p()
	}
	return shape.times(growth).expm1(), growth
}

// region is a part of the parameter space that a fit searches as a whole: the
// inside, where k is a parameter like the others, or an edge, where the limits
// give k. The limits of k have a crease, where the two quantities of
// which they take the larger are the same; the maximum of the likelihood tends
// to lie right there, so that the crease is a region too.
type region struct {
	params int // of the search
	at     func(k kernel, phi []float64) dependence
	end    float64                      // Mix on the edge; NaN inside
	valid  func(g sarmanov) bool        // whether the limit is the one that counts
	phi    func(d dependence) []float64 // the search's parameters at a point nearby
}

// rates are the base's parameters, their logarithms being the first four of the search.
func rates(phi []float64) (r, alpha, s, beta jet) {
	return variable(0, phi[0]).exp(), variable(1, phi[1]).exp(), variable(2, phi[2]).exp(), variable(3, phi[3]).exp()
}

// logs is the inverse of rates.
func logs(d dependence) []float64 {
	return []float64{math.Log(d.v[0].v), math.Log(d.v[1].v), math.Log(d.v[2].v), math.Log(d.v[3].v)}
}

// inside is where k is free.
var inside = region{
	params: 5, end: math.NaN(),
	at: func(k kernel, phi []float64) dependence {
		r, alpha, s, beta := rates(phi)
		return dependence{kernel: k, params: 5, v: [5]jet{r, alpha, s, beta, constant(0).plus(k.unit, variable(4, phi[4]))}}
	},
	valid: func(sarmanov) bool { return true },
	phi:   func(d dependence) []float64 { return append(logs(d), d.v[4].v/d.unit) },
}

// edge is a region where k is a function of the two odds.
func edge(end float64, k func(e1, e2 jet) jet, valid func(g sarmanov) bool) region {
	return region{
		params: 4, end: end, valid: valid, phi: logs,
		at: func(w kernel, phi []float64) dependence {
			r, alpha, s, beta := rates(phi)
			e1, _ := w.odds(r, alpha)
			e2, _ := w.odds(s, beta)
			return dependence{kernel: w, params: 4, v: [5]jet{r, alpha, s, beta, k(e1, e2)}}
		},
	}
}

// crease is a region where the odds of purchases give those of dropout, and with
// them s, by the logarithm of 1/L₂, and k.
func crease(end float64, log2, k func(e1 jet) jet) region {
	return region{
		params: 3, end: end, valid: func(sarmanov) bool { return true },
		phi: func(d dependence) []float64 { l := logs(d); return []float64{l[0], l[1], l[3]} },
		at: func(w kernel, phi []float64) dependence {
			r, alpha, beta := variable(0, phi[0]).exp(), variable(1, phi[1]).exp(), variable(2, phi[2]).exp()
			e1, _ := w.odds(r, alpha)
			_, growth := w.odds(constant(1), beta)
			s := log2(e1).times(growth.inverse())
			return dependence{kernel: w, params: 3, v: [5]jet{r, alpha, s, beta, k(e1)}}
		},
	}
}

func minusOne(jet) jet { return constant(-1) }

// edges are the regions with the greatest correlation, k = 1/max(e₁, e₂), and
// with the least, k = −1/max(1, e₁e₂). The crease comes last: it counts where the
// edges on its sides lead out of where they are valid.
var (
	highest = []region{
		edge(1, func(e1, _ jet) jet { return e1.inverse() }, func(g sarmanov) bool { return g.e1 >= g.e2 }),
		edge(1, func(_, e2 jet) jet { return e2.inverse() }, func(g sarmanov) bool { return g.e2 >= g.e1 }),
		crease(1, func(e1 jet) jet { return e1.log1p() }, func(e1 jet) jet { return e1.inverse() }),
	}
	lowest = []region{
		edge(0, func(e1, _ jet) jet { return minusOne(e1) }, func(g sarmanov) bool { return g.e1*g.e2 <= 1 }),
		edge(0, func(e1, e2 jet) jet { return constant(0).plus(-1, e1.times(e2).inverse()) }, func(g sarmanov) bool { return g.e1*g.e2 >= 1 }),
		crease(0, func(e1 jet) jet { return e1.inverse().log1p() }, minusOne),
	}
)

// mix returns the place of k between its limits.
func (d *dependence) mix() jet {
	e1, _ := d.odds(d.v[0], d.v[1])
	e2, _ := d.odds(d.v[2], d.v[3])
	lo, hi := constant(-1), e1.inverse()
	if e2.v > e1.v {
		hi = e2.inverse()
	}
	if both := e1.times(e2); both.v > 1 {
		lo = constant(0).plus(-1, both.inverse())
	}
	return d.v[4].plus(-1, lo).times(hi.plus(-1, lo).inverse())
}
