package mcmc

import (
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mixes holds the default settings to 400 independent draws of every parameter.
func mixes[M clientele.Model[M]](t *testing.T, p *Posterior[M], err error) {
	t.Helper()
	require.NoError(t, err)
	for _, e := range p.Estimates(0.95) {
		assert.Greater(t, e.ESS, 400., "%+v", e)
		assert.Less(t, e.RHat, 1.05, "%+v", e)
	}
}

// By default chains mix, whether customers buy rarely or often. The bases are
// small, where posteriors are wider and less like a normal one than with the
// 1,500 customers of the benchmarks.
func TestDefaultsMix(t *testing.T) {
	if testing.Short() {
		t.Skip("samples for seconds")
	}
	r := rand.New(rand.NewPCG(1, 2))
	age := func() float64 { return 27 + 12*r.Float64() }
	for _, m := range []btyd.ParetoNBD{{R: 0.55, Alpha: 10.6, S: 0.6, Beta: 11.7}, {R: 0.3, Alpha: 60, S: 0.5, Beta: 20}, {R: 2, Alpha: 4, S: 1.5, Beta: 40}} {
		var p clientele.Panel
		for range 400 {
			require.NoError(t, p.Add(m.Rand(r, age())))
		}
		post, err := SampleParetoNBD(ctx, &p, nil, r, nil)
		require.NoError(t, err)
		mixes(t, &post.Posterior, err)
	}
	for _, m := range []Abe{{Rate: []float64{-3}, Dropout: []float64{-3.5}, RateVar: 1, Cov: 0.3, DropoutVar: 1.5}, {Rate: []float64{-1, 0.3}, Dropout: []float64{-3.5, 0}, RateVar: 0.6, Cov: -0.3, DropoutVar: 0.8}} {
		var customers []SampledCustomer
		for range 200 {
			x := []float64{float64(r.IntN(2))}[:len(m.Rate)-1]
			customers = append(customers, SampledCustomer{History: m.Rand(r, age(), x...), Covariates: x})
		}
		post, err := SampleAbe(ctx, customers, nil, r, &SamplingOptions{Thinned: 4})
		require.NoError(t, err)
		mixes(t, &post.Posterior, err)
	}
	var customers []SampledCustomer
	for range 80 {
		customers = append(customers, ParetoGGG{T: 4, Gamma: 2.5, R: 0.8, Alpha: 8, S: 0.7, Beta: 12}.Rand(r, age()))
	}
	post, err := SampleParetoGGG(ctx, customers, nil, r, &SamplingOptions{Thinned: 4})
	require.NoError(t, err)
	mixes(t, &post.Posterior, err)
}
