package mcmc

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ranks counts where truths fall among posterior draws.
type ranks struct {
	bins int
	in   map[string][]float64
}

// add enters the rank of a truth among thinned draws, ties broken at random.
func (k *ranks) add(r *rand.Rand, name string, truth float64, draws []float64) {
	below := 0.0
	for _, d := range draws {
		switch {
		case d < truth:
			below++
		case d == truth:
			below += float64(r.IntN(2))
		}
	}
	if k.in == nil {
		k.in = map[string][]float64{}
	}
	if k.in[name] == nil {
		k.in[name] = make([]float64, k.bins)
	}
	k.in[name][int(below)*k.bins/(len(draws)+1)]++
}

// uniform tests the histograms with χ² at a chance of about 1e-6.
func (k *ranks) uniform(t *testing.T) {
	t.Helper()
	require.NotEmpty(t, k.in)
	for name, counts := range k.in {
		n := 0.0
		for _, c := range counts {
			n += c
		}
		square, mean := 0.0, 0.0
		for i, c := range counts {
			e := n / float64(k.bins)
			square += (c - e) * (c - e) / e
			mean += c / n * (float64(i) + 0.5) / float64(k.bins)
		}
		assert.Less(t, square, map[int]float64{5: 33.4, 10: 45.1}[k.bins], "%s: %v", name, counts)
		assert.Less(t, math.Abs(mean-0.5), 4.9*math.Sqrt(1./12/n), "%s: %v", name, counts)
	}
}

// thinned returns n values of a chain, evenly spread.
func thinned[M any](chain []M, n int, g func(M) float64) []float64 {
	var out []float64
	for i := range n {
		out = append(out, g(chain[(i+1)*len(chain)/n-1]))
	}
	return out
}

// calibrate draws truths from the prior and data from the truths; the truths
// must look like draws from the posteriors [Talts et al. 2018]. So few replicates
// find gross errors alone; 1,000 of Pareto/NBD, 300 of Abe and 400 of Pareto/GGG,
// in ten bins, passed too.
func calibrate[M clientele.Model[M]](t *testing.T, replicates int, truth func(r *rand.Rand) M, sample func(r *rand.Rand, m M) []M) {
	t.Helper()
	const draws = 19
	if testing.Short() {
		replicates /= 2
	}
	k := ranks{bins: 5}
	for rep := range replicates {
		r := rand.New(rand.NewPCG(uint64(rep), 99))
		m := truth(r)
		chain := sample(r, m)
		for i, p := range m.Params() {
			k.add(r, p.Name, p.Value, thinned(chain, draws, func(m M) float64 { return m.Params()[i].Value }))
		}
	}
	k.uniform(t)
}

var firm = GammaPrior{Shape: 4, Rate: 4}

// ofAge is the firm prior of a rate of time, mean age 10.
var ofAge = GammaPrior{Shape: 4, Rate: 0.4}

func TestParetoNBDCalibrated(t *testing.T) {
	prior := ParetoNBDPrior{firm, ofAge, firm, ofAge}
	o := &SamplingOptions{Chains: 1, Warmup: 100, Draws: 190}
	calibrate(t, 40,
		func(r *rand.Rand) btyd.ParetoNBD { return prior.Rand(r, 10) },
		func(r *rand.Rand, m btyd.ParetoNBD) []btyd.ParetoNBD {
			var p clientele.Panel
			for range 25 {
				require.NoError(t, p.Add(m.Rand(r, 10)))
			}
			post, err := SampleParetoNBD(context.Background(), &p, &prior, r, o)
			require.NoError(t, err)
			return post.Chains[0]
		})
}

func TestAbeCalibrated(t *testing.T) {
	prior := AbePrior{Precision: 1, Freedom: 8, Variance: 1}
	o := &SamplingOptions{Chains: 1, Warmup: 100, Draws: 285}
	calibrate(t, 15,
		func(r *rand.Rand) Abe { return prior.Rand(r, 1, 10) },
		func(r *rand.Rand, m Abe) []Abe {
			var customers []SampledCustomer
			for range 8 {
				x := r.NormFloat64()
				customers = append(customers, SampledCustomer{History: m.Rand(r, 10, x), Covariates: []float64{x}})
			}
			post, err := SampleAbe(context.Background(), customers, &prior, r, o)
			require.NoError(t, err)
			return post.Chains[0]
		})
}

func TestParetoGGGCalibrated(t *testing.T) {
	// Rhythms are kept from clumps so close that the simulator sets them apart.
	prior := ParetoGGGPrior{GammaPrior{60, 10}, GammaPrior{40, 10}, firm, ofAge, firm, ofAge}
	o := &SamplingOptions{Chains: 1, Warmup: 100, Draws: 285}
	calibrate(t, 10,
		func(r *rand.Rand) ParetoGGG { return prior.Rand(r, 10) },
		func(r *rand.Rand, m ParetoGGG) []ParetoGGG {
			var customers []SampledCustomer
			for range 6 {
				customers = append(customers, m.Rand(r, 10))
			}
			post, err := SampleParetoGGG(context.Background(), customers, &prior, r, o)
			require.NoError(t, err)
			return post.Chains[0]
		})
}
