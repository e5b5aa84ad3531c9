package mcmc

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/internal/quad"
	"github.com/stretchr/testify/assert"
)

var abePopulations = []struct{ ma, mb, sdA, slope, sdB float64 }{
	{0, -0.3, 1, 0.3, 1.2}, {1, 2, 0.3, -2, 0.5}, {-2, -3, 2.5, 0.5, 3}, {1.5, 1, 1, 1.5, 0.15}}

var abePeople = []abePerson{{gap: 1}, {gap: 0.2}, {x: 1, last: 0.02, gap: 1.2}, {x: 1, last: 0.9}, {x: 4, last: 0.5, gap: 0.5},
	{x: 60, last: 0.4, gap: 0.6}, {x: 7, last: 1, gap: 1e-3}}

// precise integrates f times what a customer says over ln λ and ln μ.
func (k *abeIntegral) precise(p *abePerson, f func(a, b float64) float64) float64 {
	return quad.Panels(func(a float64) float64 {
		return quad.Panels(func(w float64) float64 {
			b := k.mb + k.slope*(a-k.ma) + k.sdB*w
			return math.Exp(k.log(p, a, b)) * f(a, b)
		}, -8, 8, 40)
	}, k.ma-9*k.sdA, k.ma+18*k.sdA, 300) / (2 * math.Pi * k.sdA)
}

// The sums over nodes are the integrals over a customer's rates.
func TestAbeIntegral(t *testing.T) {
	for _, c := range abePopulations {
		var k abeIntegral
		k.reset(c.sdA, c.slope, c.sdB)
		for _, p := range abePeople {
			got := k.logProb(&p, c.ma, c.mb)
			want := k.precise(&p, func(float64, float64) float64 { return 1 })
			t.Log(len(k.rows), math.Log(want)-got)
			assert.InDelta(t, math.Log(want), got, 2e-6, "%+v %+v", c, p)
		}
	}
}

// Customers are drawn from what is integrated.
func TestAbeIntegralDraws(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	for _, c := range abePopulations {
		var k abeIntegral
		k.reset(c.sdA, c.slope, c.sdB)
		for _, p := range abePeople[1:5] {
			k.logProb(&p, c.ma, c.mb)
			mass := k.precise(&p, func(float64, float64) float64 { return 1 })
			for name, f := range map[string]func(a, b float64) float64{
				"a": func(a, _ float64) float64 { return a }, "aa": func(a, _ float64) float64 { return a * a },
				"b": func(_, b float64) float64 { return b }, "ab": func(a, b float64) float64 { return a * b }, "bb": func(_, b float64) float64 { return b * b }} {
				var m moments
				for range 4000 {
					m.add(f(k.draw(r, &p)))
				}
				m.near(t, k.precise(&p, f)/mass, name, c, p)
			}
		}
	}
}
