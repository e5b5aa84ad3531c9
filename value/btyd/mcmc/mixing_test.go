package mcmc

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
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

// By default chains mix. The bases are smaller than the 1,500 customers of the
// benchmarks: posteriors are wider there and less like a normal one.
func TestDefaultsMix(t *testing.T) {
	if testing.Short() {
		t.Skip("samples for seconds")
	}
	r := rand.New(rand.NewPCG(1, 2))
	age := func() float64 { return 27 + 12*r.Float64() }
	for _, m := range []btyd.ParetoNBD{{R: 0.55, Alpha: 10.6, S: 0.6, Beta: 11.7}, {R: 0.3, Alpha: 60, S: 0.5, Beta: 20}} {
		var p clientele.Panel
		for range 200 {
			require.NoError(t, p.Add(m.Rand(r, age())))
		}
		post, err := SampleParetoNBD(ctx, &p, nil, r, nil)
		require.NoError(t, err)
		mixes(t, &post.Posterior, err)
	}
	for _, m := range []Abe{{Rate: []float64{-1, 0.3}, Dropout: []float64{-3.5, 0}, RateVar: 0.6, Cov: -0.3, DropoutVar: 0.8}} {
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
	for range 25 {
		customers = append(customers, ParetoGGG{T: 4, Gamma: 2.5, R: 0.8, Alpha: 8, S: 0.7, Beta: 12}.Rand(r, age()))
	}
	post, err := SampleParetoGGG(ctx, customers, nil, r, &SamplingOptions{Thinned: 4})
	require.NoError(t, err)
	mixes(t, &post.Posterior, err)
}

// asThePrior explores a density without data and holds the draws of its chains
// to independent ones from the prior: the coordinates cost the density what they
// should, and chains keep it.
func asThePrior[M clientele.Model[M]](t *testing.T, fresh func() density, guess []float64, spread *mat.SymDense, zero M, prior func(r *rand.Rand) M) {
	t.Helper()
	r := rand.New(rand.NewPCG(31, 32))
	found := explore(ctx, r, fresh, guess, spread, 8)
	draws, err := runChains(ctx, "", SamplingOptions{Chains: 2, Warmup: 100, Draws: 2000, Thinned: 1, Workers: 1}, len(zero.Params()), r, found.start)
	require.NoError(t, err)
	post := newPosterior(draws, zero, 0)
	for i, param := range zero.Params() {
		of := func(m M) float64 { // tails are long
			v := m.Params()[i].Value
			if param.Domain == clientele.DomainPositive {
				return math.Log(v)
			}
			return math.Atan(v)
		}
		e := post.Estimate(of, 0.9)
		var want moments
		for range 20_000 {
			want.add(of(prior(r)))
		}
		assert.InDelta(t, want.sum/want.n, e.Mean, 4.9*e.SD/math.Sqrt(e.ESS), param.Name)
		sd := math.Sqrt(want.square/want.n - math.Pow(want.sum/want.n, 2))
		assert.InEpsilon(t, sd, e.SD, 0.1, param.Name)
	}
}

func TestWithoutDataThePosteriorIsThePrior(t *testing.T) {
	gamma := GammaPrior{Shape: 2, Rate: 3}
	nbd, err := ParetoNBDPrior{firm, gamma, gamma, firm}.filled("", 1)
	require.NoError(t, err)
	unit := mat.NewSymDense(4, []float64{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1})
	asThePrior(t, func() density { return &marginal{ctx: ctx, prior: nbd} }, make([]float64, 4), unit, btyd.ParetoNBD{},
		func(r *rand.Rand) btyd.ParetoNBD { return ParetoNBDPrior{firm, gamma, gamma, firm}.Rand(r, 1) })

	silent := &base{customers: []SampledCustomer{{History: clientele.History{Age: 1}}}, unit: 1}
	prior := ParetoGGGPrior{firm, gamma, firm, gamma, gamma, firm}
	ggg, err := prior.filled("", 1)
	require.NoError(t, err)
	s := newGGGSample(ctx, silent, ggg, false, newLatents(1, 2, 4))
	guess, spread := s.guess(ctx)
	s.groups = nil
	asThePrior(t, s.fresh, guess, spread, ParetoGGG{}, func(r *rand.Rand) ParetoGGG { return prior.Rand(r, 1) })

	abe, err := AbePrior{Precision: 1, Freedom: 8}.filled("")
	require.NoError(t, err)
	a := newAbeSample(ctx, silent, newDesign(silent.customers, 1, abe), newLatents(1, 2, 2))
	guess, spread = a.guess(ctx)
	a.groups = nil
	asThePrior(t, a.fresh, guess, spread, Abe{Rate: []float64{0}, Dropout: []float64{0}}, func(r *rand.Rand) Abe { return abe.Rand(r, 0, 1) })
}
