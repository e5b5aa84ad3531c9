package retention

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// base draws customers who leave at the given yearly rate by either of two
// causes, watched for a random time up to follow.
func base(t *testing.T, r *rand.Rand, n int, active, passive, follow float64) *Subjects {
	s := new(Subjects)
	for range n {
		a, p, end := r.ExpFloat64()/active, r.ExpFloat64()/passive, follow*r.Float64()
		x := Subject{Exit: math.Min(math.Min(a, p), end)}
		switch x.Exit {
		case a:
			x.Cause = CauseActive
		case p:
			x.Cause = CausePassive
		}
		require.NoError(t, s.Add(x))
	}
	return s
}

// TestCoverage: intervals of curves, incidences and their quantiles hold the
// truth as often as they say, in healthy bases without a loss as in sick ones.
func TestCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(141, 142))
	for _, c := range []struct {
		n               int
		active, passive float64
	}{{5, .02, .01}, {30, .002, .001}, {30, .05, .02}, {100, .005, .005}, {100, .3, .3}, {60, 1, .2}, {10, 3, 1}} {
		const runs = 1500
		all := c.active + c.passive
		truth := math.Exp(-all / 2)
		median, tenth := math.Ln2/all, -math.Log1p(-.1*all/c.active)/all // of the curve; the time by which a tenth left actively
		var survival, incidence, medians, quantiles int
		for range runs {
			s := base(t, r, c.n, c.active, c.passive, 2)
			curve, err := s.KaplanMeier()
			require.NoError(t, err)
			inc, err := s.AalenJohansen()
			require.NoError(t, err)
			survival += bitOf(curve.Interval(.5, LimitsLogLog, .95).Contains(truth))
			incidence += bitOf(inc.Interval(.5, CauseActive, .95).Contains(c.active / all * (1 - truth)))
			iv := curve.QuantileInterval(.5, LimitsLogLog, .95)
			assert.LessOrEqual(t, iv.Lo, curve.Points[len(curve.Points)-1].Time)
			medians += bitOf(iv.Contains(median))
			iv = inc.QuantileInterval(.1, CauseActive, .95)
			assert.LessOrEqual(t, iv.Lo, inc.Points[len(inc.Points)-1].Time)
			quantiles += bitOf(iv.Contains(tenth))
		}
		for name, hits := range map[string]int{"survival": survival, "incidence": incidence, "median": medians, "quantile of the incidence": quantiles} {
			share := float64(hits) / runs
			t.Logf("%d customers, rates %v and %v: %s %.3f", c.n, c.active, c.passive, name, share)
			assert.Greater(t, share, .92, fmt.Sprint(name, c))
		}
	}
}

func bitOf(b bool) int { return int(bit(b)) }

// TestIncidenceQuantile: with a single cause the quantiles are those of the
// curve, and a cause that takes a third of the customers has no median.
func TestIncidenceQuantile(t *testing.T) {
	s := collect(t, treated...)
	inc, err := s.AalenJohansen()
	require.NoError(t, err)
	c, err := s.KaplanMeier()
	require.NoError(t, err)
	for p := .05; p < .55; p += .05 {
		assert.Equal(t, c.Quantile(p), inc.Quantile(p, CauseActive), "%v", p)
	}
	assert.Equal(t, c.Median(), inc.Quantile(.5, CauseActive))
	assert.True(t, math.IsNaN(inc.Quantile(.6, CauseActive)))
	assert.True(t, math.IsNaN(inc.Quantile(.1, CauseOther)))
	assert.Equal(t, [2]float64{35, math.Inf(1)}, [2]float64{inc.QuantileInterval(.9, CauseOther, .95).Lo, inc.QuantileInterval(.9, CauseOther, .95).Hi})
	for _, f := range []func(){
		func() { inc.Quantile(0, CauseActive) }, func() { inc.Quantile(.5, 4) }, func() { inc.QuantileInterval(1, CauseActive, .9) }, func() { inc.QuantileInterval(.5, 0, .9) }, func() { inc.QuantileInterval(.5, 1, 1) },
	} {
		assert.Panics(t, f)
	}
}

// TestTies: a share lost that is a tie on paper is a tie after a million times,
// with customers who leave view in between and without.
func TestTies(t *testing.T) {
	const n = 1 << 20
	s, watched := new(Subjects), new(Subjects)
	for i := range n {
		require.NoError(t, s.Add(Subject{Exit: float64(i + 1), Cause: CauseActive}))
		x := Subject{Exit: float64(i + 1), Cause: CauseActive}
		if i%3 == 2 {
			x.Cause = 0
		}
		require.NoError(t, watched.Add(x))
	}
	c, err := s.KaplanMeier()
	require.NoError(t, err)
	inc, err := s.AalenJohansen()
	require.NoError(t, err)
	for _, p := range []float64{1. / 1024, .25, .5, .75, 1 - 1./1024} {
		assert.Equal(t, n*p+.5, c.Quantile(p), "%v", p)
		assert.Equal(t, n*p+.5, inc.Quantile(p, CauseActive), "%v", p)
	}
	curve, err := watched.KaplanMeier()
	require.NoError(t, err)
	want := big.NewFloat(1).SetPrec(300)
	for _, p := range curve.Points[:n-2] {
		if p.Lost > 0 {
			want.Mul(want, new(big.Float).Quo(big.NewFloat(float64(p.AtRisk-p.Lost)).SetPrec(300), big.NewFloat(float64(p.AtRisk))))
		}
	}
	exact, _ := want.Float64()
	check.Close(t, exact, curve.Points[n-3].Survival, 1e-15)
}
