package keyaccount

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

func TestShrinkRatesByHand(t *testing.T) {
	// Equal rates: much is taken from the others, and the value is the rate of all.
	got, err := ShrinkRates([]clientele.Ratio{{Hits: 2, Trials: 20}, {Hits: 4, Trials: 40}, {Hits: 0, Trials: 0}}, .9)
	require.NoError(t, err)
	mu := 6.5 / 61
	assert.InDelta(t, mu, got[0].Value, .03)
	assert.Less(t, got[0].Weight, .6)
	assert.Less(t, got[0].Weight, got[1].Weight)
	assert.InDelta(t, mu, got[2].Value, .03) // nothing known but the others
	assert.Zero(t, got[2].Weight)
	assert.Equal(t, 0.1, got[0].Raw)

	alone, err := ShrinkRates([]clientele.Ratio{{Hits: 0, Trials: 12}}, .95)
	require.NoError(t, err)
	check.Close(t, .5/13, alone[0].Value, 1e-12)
	assert.InDelta(t, distuv.Beta{Alpha: .5, Beta: 12.5}.Quantile(.975), alone[0].Interval.Hi, 1e-6)

	// Groups that differ: little is taken from the others.
	far, err := ShrinkRates([]clientele.Ratio{{Hits: 5, Trials: 100}, {Hits: 95, Trials: 100}}, .9)
	require.NoError(t, err)
	assert.InDelta(t, .05, far[0].Value, .02)
	assert.Greater(t, far[0].Weight, .95)

	_, err = ShrinkRates([]clientele.Ratio{{Hits: 1, Trials: 4}, {Hits: 2, Trials: 5}}, .9)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	_, err = ShrinkRates([]clientele.Ratio{{Hits: 5, Trials: 4}, {Hits: 2, Trials: 50}}, .9)
	var in *clientele.InputError
	assert.ErrorAs(t, err, &in)
	assert.Panics(t, func() { ShrinkRates(nil, 1.5) })
}

// tally compares estimates of many groups with the truth.
type tally struct {
	raw, shrunk float64 // squared errors
	inside, n   int     // intervals that hold the truth
}

func (a *tally) add(got []Shrunk, truth []float64) {
	for i, s := range got {
		a.raw += math.Pow(s.Raw-truth[i], 2)
		a.shrunk += math.Pow(s.Value-truth[i], 2)
		a.n++
		if s.Interval.Contains(truth[i]) {
			a.inside++
		}
	}
}

// check asserts that shrinking leaves at most a part of the squared error, and
// that the coverage is between two rates.
func (a *tally) check(t *testing.T, part, lowest, highest float64) {
	t.Helper()
	assert.Less(t, a.shrunk, part*a.raw)
	lo, _ := binomialBounds(a.n, lowest)
	_, hi := binomialBounds(a.n, highest)
	assert.True(t, float64(a.inside) > lo && float64(a.inside) < hi, "%d of %d", a.inside, a.n)
	t.Logf("squared error %.2f of raw, coverage of 0.90: %.3f", a.shrunk/a.raw, float64(a.inside)/float64(a.n))
}

// TestShrinkRatesIsBetter draws many portfolios of small tiers: the shrunk
// rates must be nearer to the truth than the raw ones, and the intervals hold it.
func TestShrinkRatesIsBetter(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 22))
	var all tally
	for range 60 {
		var groups []clientele.Ratio
		var truth []float64
		for range 8 {
			p := distuv.Beta{Alpha: 3, Beta: 17, Src: r}.Rand()
			of := 5 + r.IntN(20)
			g := clientele.Ratio{Trials: float64(of)}
			for range of {
				if r.Float64() < p {
					g.Hits++
				}
			}
			groups, truth = append(groups, g), append(truth, p)
		}
		got, err := ShrinkRates(groups, .9)
		require.NoError(t, err)
		all.add(got, truth)
	}
	all.check(t, .5, .87, .93)
}

func TestShrinkMeans(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 23))
	var all tally
	for range 600 {
		var groups []Sample
		var truth []float64
		for range 8 {
			mean := 100 + 10*r.NormFloat64()
			g := Sample{N: 3 + r.IntN(12)}
			sum, square := 0.0, 0.0
			for range g.N {
				x := mean + 40*r.NormFloat64()
				sum += x
				square += x * x
			}
			g.Mean = sum / float64(g.N)
			g.SD = math.Sqrt(math.Max(0, square-sum*sum/float64(g.N)) / float64(g.N-1))
			groups, truth = append(groups, g), append(truth, mean)
		}
		got, err := ShrinkMeans(groups, .9)
		require.NoError(t, err)
		all.add(got, truth)
	}
	all.check(t, .7, .87, .96)

	// Two groups do not shrink; an empty one has only the others.
	got, err := ShrinkMeans([]Sample{{4, 10, 2}, {4, 30, 2}, {}}, .9)
	require.NoError(t, err)
	assert.Equal(t, []float64{10, 30, 20}, []float64{got[0].Value, got[1].Value, got[2].Value})
	assert.Equal(t, []float64{1, 1, 0}, []float64{got[0].Weight, got[1].Weight, got[2].Weight})
	half := distuv.StudentsT{Sigma: 1, Nu: 6}.Quantile(.95)
	check.Close(t, 10+half, got[0].Interval.Hi, 1e-12)

	_, err = ShrinkMeans([]Sample{{3, 10, 2}, {3, 30, 2}}, .9)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	_, err = ShrinkMeans([]Sample{{30, math.NaN(), 2}}, .9)
	var in *clientele.InputError
	assert.ErrorAs(t, err, &in)
	assert.Panics(t, func() { ShrinkMeans(nil, 0) })
}

// TestShrinkMeansByHand has four groups of four: V = 4/4, τ² from
// Q = 4·(1.5²·2 + .5²·2) = 20 over 16 − 4, so (20 − 3·4)/12 = 2/3.
func TestShrinkMeansByHand(t *testing.T) {
	got, err := ShrinkMeans([]Sample{{4, 8.5, 2}, {4, 9.5, 2}, {4, 10.5, 2}, {4, 11.5, 2}}, .9)
	require.NoError(t, err)
	b := 1 / (1 + 2./3) / 3
	check.Close(t, 8.5+b*1.5, got[0].Value, 1e-12)
	check.Close(t, 1-b, got[0].Weight, 1e-12)
	variance := 1 - .75*b + 2*b*b*1.5*1.5
	half := distuv.StudentsT{Sigma: 1, Nu: 12}.Quantile(.95) * math.Sqrt(variance)
	check.Close(t, got[0].Value+half, got[0].Interval.Hi, 1e-12)
}
