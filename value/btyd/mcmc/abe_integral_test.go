package mcmc

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var abePopulations = []struct{ ma, mb, sdA, slope, sdB float64 }{
	{0, -0.3, 1, 0.3, 1.2}, {1, 2, 0.3, -2, 0.5}, {-2, -3, 2.5, 0.5, 3}, {1.5, -1, 1, 1, 0.15}}

var abePeople = []abePerson{{gap: 1}, {gap: 0.2}, {x: 1, last: 0.02, gap: 1.2}, {x: 1, last: 0.9}, {x: 4, last: 0.5, gap: 0.5},
	{x: 60, last: 0.4, gap: 0.6}, {x: 7, last: 1, gap: 1e-3}, {x: 60, last: 0.05, gap: 1}}

// trapezoid integrates f, several functions at once, by nodes h apart.
func trapezoid[V ~[6]float64](lo, hi, h float64, f func(x float64) V) (sum V) {
	for x := lo; x < hi; x += h {
		for i, v := range f(x) {
			sum[i] += h * v
		}
	}
	return sum
}

type six [6]float64

// precise returns the integral of what a customer says over ln λ and ln μ, and
// the means of a, b, aa, ab and bb.
func (k *abeIntegral) precise(p *abePerson) six {
	all := trapezoid(k.ma-9*k.sdA, k.ma+18*k.sdA, math.Min(0.05*k.sdA, 0.03), func(a float64) six {
		return trapezoid(-8, 8, 0.1, func(w float64) six {
			b := k.mb + k.slope*(a-k.ma) + k.sdB*w
			d := math.Exp(k.log(p, a, b)) / (2 * math.Pi * k.sdA)
			return six{d, d * a, d * b, d * a * a, d * a * b, d * b * b}
		})
	})
	for i := range all[1:] {
		all[i+1] /= all[0]
	}
	return all
}

// The sums over nodes are the integrals over a customer's rates, and customers
// are drawn from what is integrated.
func TestAbeIntegral(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	var k abeIntegral
	for _, c := range abePopulations {
		k.reset(c.sdA, c.slope, c.sdB)
		for _, p := range abePeople {
			what := fmt.Sprintf("%+v %+v", c, p)
			got := k.logProb(&p, c.ma, c.mb)
			want := k.precise(&p)
			assert.InDelta(t, math.Log(want[0]), got, 2e-5, what)
			var drawn [6]moments
			for range 3000 {
				a, b := k.draw(r, &p)
				for i, v := range [6]float64{1, a, b, a * a, a * b, b * b} {
					drawn[i].add(v)
				}
			}
			for i := range want[1:] {
				drawn[i+1].near(t, want[i+1], what, i)
			}
		}
	}
}

// The sampler agrees with the prior weighted by the likelihood, which needs no
// chain, on a base so small that both say much.
func TestAbeAgreesWithWeightedPrior(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	prior := AbePrior{Precision: 1, Freedom: 8, Variance: 1}
	var customers []SampledCustomer
	for i := range 8 {
		h := clientele.History{Age: 10}
		switch i {
		case 0:
			h = clientele.History{Repeats: 3, Last: 2, Age: 10}
		case 1:
			h = clientele.History{Repeats: 1, Last: 9, Age: 10}
		}
		customers = append(customers, SampledCustomer{History: h, Covariates: []float64{r.NormFloat64()}})
	}
	of := func(m Abe) [7]float64 {
		return [7]float64{m.Rate[0], m.Rate[1], m.Dropout[0], m.Dropout[1], math.Log(m.RateVar), m.Cov, math.Log(m.DropoutVar)}
	}
	var integral abeIntegral
	var all, squares float64
	var sums, sumSquares [7]float64
	for range 15_000 {
		m := prior.Rand(r, 1, 10)
		slope := m.Cov / m.RateVar
		integral.reset(math.Sqrt(m.RateVar), slope, math.Sqrt(m.DropoutVar-slope*m.Cov))
		said := 0.0
		for _, c := range customers {
			p := abePerson{x: float64(c.History.Repeats), last: c.History.Last, gap: c.History.Age - c.History.Last}
			said += integral.logProb(&p, m.Rate[0]+m.Rate[1]*c.Covariates[0], m.Dropout[0]+m.Dropout[1]*c.Covariates[0])
		}
		w := math.Exp(said)
		assert.False(t, math.IsNaN(w), "%v", m) // of all that a prior draws
		all, squares = all+w, squares+w*w
		for i, v := range of(m) {
			sums[i] += w * v
			sumSquares[i] += w * v * v
		}
	}
	post, err := SampleAbe(ctx, customers, &prior, r, &SamplingOptions{Thinned: 4})
	require.NoError(t, err)
	for i := range sums {
		mean := sums[i] / all
		sd := math.Sqrt(sumSquares[i]/all - mean*mean)
		e := post.Estimate(func(m Abe) float64 { return of(m)[i] }, 0.9)
		assert.InDelta(t, mean, e.Mean, 4.9*sd*math.Sqrt(squares/(all*all)+1/e.ESS), i)
		assert.InEpsilon(t, sd, e.SD, 0.15, i)
	}
}
