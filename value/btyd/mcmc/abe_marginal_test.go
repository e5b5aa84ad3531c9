package mcmc

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/internal/quad"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The integrals over a customer's rates agree with finer ones.
func TestAbeKernelIsAnIntegral(t *testing.T) {
	for _, c := range []struct{ ma, mb, sdA, slope, sdB float64 }{{0, -0.3, 1, 0.3, 1.2}, {1, 2, 0.3, -2, 0.5}, {-2, -3, 2.5, 0.5, 3}} {
		k := newAbeKernel(c.sdA, c.slope, c.sdB)
		for _, p := range []abePerson{{gap: 1}, {gap: 0.2}, {x: 1, last: 0.02, gap: 1.2}, {x: 1, last: 0.9}, {x: 4, last: 0.5, gap: 0.5}, {x: 60, last: 0.4, gap: 0.6}, {x: 7, last: 1, gap: 1e-3}} {
			want := quad.Panels(func(a float64) float64 {
				z := (a - c.ma) / c.sdA
				return math.Exp(-z*z/2) * quad.Panels(func(w float64) float64 {
					at := p.at(a, c.mb+c.slope*(a-c.ma)+c.sdB*w)
					return math.Exp(at.until-w*w/2) * at.rest
				}, -8, 8, 40)
			}, c.ma-9*c.sdA, c.ma+18*c.sdA, 300) / (2 * math.Pi * c.sdA)
			assert.InDelta(t, math.Log(want), k.logProb(&p, c.ma, c.mb), 2e-4, "%+v %+v", c, p)
		}
	}
}

// By default every parameter of the population has 400 independent draws.
func TestAbeDrawsAreIndependent(t *testing.T) {
	n, o := 400, new(SamplingOptions) // of 1,500, which take 80 s, it is 1,700
	if testing.Short() {
		n, o = 200, &SamplingOptions{Chains: 2, Draws: 1500}
	}
	r := rand.New(rand.NewPCG(1, 2))
	m := Abe{Rate: []float64{-3}, Dropout: []float64{-3.5}, RateVar: 1, Cov: 0.3, DropoutVar: 1.5}
	var customers []SampledCustomer
	for range n {
		customers = append(customers, SampledCustomer{History: m.Rand(r, 27+12*r.Float64())})
	}
	post, err := SampleAbe(context.Background(), customers, nil, rand.New(rand.NewPCG(3, 4)), o)
	require.NoError(t, err)
	for i, e := range post.Estimates(0.999) {
		t.Logf("%s: %.3f in %.3v, ESS %.0f, R̂ %.4f", e.Name, m.Params()[i].Value, e.Interval, e.ESS, e.RHat)
		assert.Greater(t, e.ESS, map[bool]float64{false: 400, true: 150}[testing.Short()], e.Name)
		assert.Less(t, e.RHat, 1.02, e.Name)
		assert.True(t, e.Interval.Contains(m.Params()[i].Value), "%+v", e)
	}
}
