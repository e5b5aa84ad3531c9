package btyd_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Profile-likelihood intervals of CDNOW, computed from the likelihood with another optimiser.
func TestProfileCDNOW(t *testing.T) {
	p := cdnow(t)
	f, err := btyd.FitBGNBD(context.Background(), p, nil)
	require.NoError(t, err)
	got, err := btyd.Profile(context.Background(), f, p, nil, 0.95)
	require.NoError(t, err)
	for i, want := range [][2]float64{{0.2193, 0.2686}, {3.724, 5.212}, {0.515, 1.319}, {1.430, 4.567}} {
		check.Close(t, want[0], got[i].Interval.Lo, 1e-3, got[i].Name)
		check.Close(t, want[1], got[i].Interval.Hi, 1e-3, got[i].Name)
		assert.Equal(t, f.Model.Params()[i].Value, got[i].Value)
	}
}

// Standard deviations of the logarithms over resampled customers.
func TestResampleCDNOW(t *testing.T) {
	p := cdnow(t)
	f, err := btyd.FitBGNBD(context.Background(), p, nil)
	require.NoError(t, err)
	b, err := btyd.Resample(context.Background(), f, p, rand.New(rand.NewPCG(1, 2)), nil)
	require.NoError(t, err)
	require.Len(t, b.Models, 1000)
	assert.Zero(t, b.Boundary+b.Failed)
	for i, want := range []float64{0.0611, 0.1044, 0.233, 0.296} {
		sum, sum2 := 0.0, 0.0
		for _, m := range b.Models {
			l := math.Log(m.Params()[i].Value)
			sum += l
			sum2 += l * l
		}
		n := float64(len(b.Models))
		assert.InEpsilon(t, want, math.Sqrt((sum2-sum*sum/n)/(n-1)), 0.1, i) // two bootstraps of 1000 differ by 3 % each
	}
}

func benchmarkResample[M btyd.Fittable[M, *clientele.Panel]](b *testing.B, fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error)) {
	p := cdnow(b)
	f, err := fit(context.Background(), p, nil)
	require.NoError(b, err)
	var o *btyd.ResampleOptions
	if testing.Short() { // a benchmark that only has to run
		o = &btyd.ResampleOptions{Replicates: 20}
	}
	for b.Loop() {
		if _, err := btyd.Resample(context.Background(), f, p, rand.New(rand.NewPCG(1, 2)), o); err != nil {
			b.Fatal(err)
		}
	}
}

// Goal on one core: 1,000 refits of BG/NBD to CDNOW in 1 s; CLVTools takes 58 s for 100.
func BenchmarkResampleBGNBD(b *testing.B)     { benchmarkResample(b, btyd.FitBGNBD) }
func BenchmarkResampleParetoNBD(b *testing.B) { benchmarkResample(b, btyd.FitParetoNBD) }
