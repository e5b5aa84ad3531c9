package mcmc

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The shape of a Pareto tail is found, and smoothing keeps an expectation of
// weights that have one.
func TestFitTail(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	for _, k := range []float64{-0.3, 0.2, 0.7} {
		var found, scale moments
		for range 100 {
			var values []float64
			for range 300 {
				values = append(values, 2*math.Expm1(k*r.ExpFloat64())/k)
			}
			slices.Sort(values)
			got, sigma := fitTail(values)
			found.add(got)
			scale.add(sigma)
		}
		assert.InDelta(t, (k*300+5)/310, found.sum/found.n, 0.03, k)
		assert.InDelta(t, 2, scale.sum/scale.n, 0.1, k)
	}
	alike := []float64{3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3}
	logProb, k := leftOut(alike)
	assert.Zero(t, k)
	assert.InDelta(t, 3, logProb, 1e-12)
}

// Smoothed weights say of each customer what a posterior without them says.
func TestLeaveOneOutIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(53, 54))
	o := &SamplingOptions{Chains: 2, Draws: 600, Thinned: 4}
	truth := ParetoGGG{T: 6, Gamma: 3, R: 1.5, Alpha: 8, S: 1, Beta: 20}
	var customers []SampledCustomer
	for i := range 8 {
		c := truth.Rand(r, 30)
		c.Covariates = []float64{float64(i % 2)}
		customers = append(customers, c)
	}
	others := func(i int) []SampledCustomer { return slices.Delete(slices.Clone(customers), i, i+1) }
	meanOf := func(n int, logProb func(d int) float64) float64 {
		terms := make([]float64, n)
		for d := range terms {
			terms[d] = logProb(d)
		}
		return special.LogSumExp(terms) - math.Log(float64(n))
	}

	prior := &ParetoNBDPrior{firm, GammaPrior{4, 0.4}, firm, GammaPrior{4, 0.2}}
	panel := mustPanel(t, customers)
	nbd, err := SampleParetoNBD(ctx, panel, prior, r, o)
	require.NoError(t, err)
	l, err := nbd.LeaveOneOut(ctx, panel)
	require.NoError(t, err)
	total := 0.0
	for _, c := range l.Customers {
		i := slices.IndexFunc(customers, func(s SampledCustomer) bool { return s.History == c.History })
		post, err := SampleParetoNBD(ctx, mustPanel(t, others(i)), prior, r, o)
		require.NoError(t, err)
		draws := post.spread(post.Len())
		assert.InDelta(t, meanOf(len(draws), func(d int) float64 { return draws[d].LogProb(c.History) }), c.LogProb, 0.06, "%v", c)
		assert.Less(t, c.K, trustedK, "%v", c)
		total += float64(c.N) * c.LogProb
	}
	assert.InDelta(t, total, l.LogScore, 1e-9)
	assert.Zero(t, l.Unreliable())
	assert.True(t, l.Parameters > 0.1 && l.Parameters < 4, "%v", l.Parameters)
	assert.Positive(t, l.SE)
	var bad *clientele.InputError
	_, err = nbd.LeaveOneOut(ctx, mustPanel(t, others(0)))
	assert.ErrorAs(t, err, &bad)

	abePrior := &AbePrior{Precision: 1, Freedom: 8}
	abe, err := SampleAbe(ctx, customers, abePrior, r, o)
	require.NoError(t, err)
	la, err := abe.LeaveOneOut(ctx)
	require.NoError(t, err)
	gggPrior := &ParetoGGGPrior{GammaPrior{12, 2}, GammaPrior{6, 2}, firm, GammaPrior{4, 0.4}, firm, GammaPrior{4, 0.2}}
	ggg, err := SampleParetoGGG(ctx, customers, gggPrior, r, o)
	require.NoError(t, err)
	lg, err := ggg.LeaveOneOut(ctx)
	require.NoError(t, err)
	for _, i := range []int{0, 3} { // they are dear
		without, err := SampleAbe(ctx, others(i), abePrior, r, o)
		require.NoError(t, err)
		abes := without.spread(without.Len())
		assert.InDelta(t, meanOf(len(abes), abeLogProb(abes, &customers[i])), la.Customers[i].LogProb, 0.06, "%v", la.Customers[i])
		other, err := SampleParetoGGG(ctx, others(i), gggPrior, r, o)
		require.NoError(t, err)
		gggs := other.spread(other.Len())
		assert.InDelta(t, meanOf(len(gggs), gggLogProb(new(gggIntegral), gggs, &customers[i])), lg.Customers[i].LogProb, 0.06, "%v", lg.Customers[i])
	}
}
