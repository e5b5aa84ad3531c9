package lifecycle

import (
	"math"
	"sync"

	"gonum.org/v1/gonum/mathext"
)

// The survival of a gap, before it is known: gaps of a customer are gamma with
// shape k around 1/λ, and λ is gamma(a, b) by what was seen so far, so that
//
//	S(s) = P(gap > s) = I_x(a, k),  x = b/(b + ks)
//
// (the regularised incomplete beta function), for k = 1 the Lomax survival
// (1 + s/b)^−a. The uncertainty of the rate is inside it; nothing else is
// needed for customers of few gaps.
//
// It is tabled, because it stands in every verdict on a silence and costs a
// microsecond: with z = a·ln(1 + ks/b) the hazard H = −ln S is z itself for
// k = 1, whatever a, and ln H is nearly a straight line in ln z for other
// shapes. Linear interpolation in ln k, ln a and ln z is within 0.02 of −ln S,
// relatively (see the test), and keeps S monotone in s.
const (
	survivalShapes = 41 // k = 2^-1½ … 2^3½, in steps of 2^⅛
	survivalRates  = 25 // a = 2^-2 … 2^10, in steps of 2^½
	survivalTimes  = 45 // z = 2^-5 … 2^6, in steps of 2^¼
)

type survivalTable [survivalShapes][survivalRates][survivalTimes]float32

var survivals = sync.OnceValue(func() *survivalTable {
	t := new(survivalTable)
	for i := range t {
		k := math.Exp2(float64(i)/8 - 1.5)
		for j := range t[i] {
			a := math.Exp2(float64(j)/2 - 2)
			for l := range t[i][j] {
				t[i][j][l] = float32(math.Log(gapHazard(k, a, math.Exp2(float64(l)/4-5))))
			}
		}
	}
	return t
})

// gapHazard returns −ln S where a·ln(1 + ks/b) = z.
func gapHazard(k, a, z float64) float64 {
	if below := mathext.RegIncBeta(k, a, -math.Expm1(-z/a)); below < 0.5 {
		return -math.Log1p(-below)
	}
	return -math.Log(mathext.RegIncBeta(a, k, math.Exp(-z/a)))
}

// gapSurvival is S for one customer: the place in the table for k and a.
type gapSurvival struct {
	table          *survivalTable
	k, a, b        float64
	i, j           int     // cell
	right, further float64 // place in it
}

func newGapSurvival(k, a, b float64) gapSurvival {
	g := gapSurvival{table: survivals(), k: k, a: a, b: b}
	g.i, g.right = cell(8/math.Ln2*log(k)+12, survivalShapes)
	g.j, g.further = cell(2/math.Ln2*log(a)+4, survivalRates)
	return g
}

// at returns S(s).
func (g *gapSurvival) at(s float64) float64 {
	if !(s > 0) {
		return 1
	}
	l, on := cell(4/math.Ln2*log(g.a*log(1+g.k*s/g.b)+1e-300)+20, 0)
	l, on = clampCell(l, on, survivalTimes)
	row := func(i, j int) float64 {
		r := &g.table[i][j]
		return float64(r[l]) + on*float64(r[l+1]-r[l])
	}
	low := row(g.i, g.j) + g.further*(row(g.i, g.j+1)-row(g.i, g.j))
	high := row(g.i+1, g.j) + g.further*(row(g.i+1, g.j+1)-row(g.i+1, g.j))
	return exp(-exp(low + g.right*(high-low)))
}

// cell returns the cell of a coordinate in a row of n nodes and the place in
// it; beyond the ends it is the end (n > 0) or goes on (n = 0).
func cell(v float64, n int) (i int, on float64) {
	f := math.Floor(v)
	if n == 0 {
		return int(min(max(f, -1e6), 1e6)), v - f
	}
	if !(v > 0) {
		return 0, 0
	}
	if v >= float64(n-1) {
		return n - 2, 1
	}
	return int(f), v - f
}

// clampCell moves a cell into a row of n nodes; the place in it then lies
// outside of 0 … 1, which carries the line of the last cell on.
func clampCell(i int, on float64, n int) (int, float64) {
	in := min(max(i, 0), n-2)
	return in, on + float64(i-in)
}
