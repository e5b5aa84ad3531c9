package api

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty/programme"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/loyalty/survey"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unanimous are the intervals of what is measured on customers: each from n
// customers who all say, or do, the same. The estimate lies in [lo, hi]; a
// share has the one interval of shares.
var unanimous = []struct {
	method string
	lo, hi float64
	share  bool
	of     func(t *testing.T, n int, level float64) (estimate float64, iv clientele.Interval)
}{
	{"retention.SurvivalCurve.Interval", 0, 1, true, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		c, err := watched(t, n, 0).KaplanMeier()
		require.NoError(t, err)
		return c.At(3), c.Interval(3, 0, level)
	}},
	{"retention.SurvivalCurve.Interval", 0, 1, true, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		c, err := watched(t, n, retention.CauseActive).KaplanMeier()
		require.NoError(t, err)
		return c.At(5), c.Interval(5, 0, level)
	}},
	{"retention.SurvivalCurve.QuantileInterval", 0, math.Inf(1), false, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		c, err := watched(t, n, 0).KaplanMeier()
		require.NoError(t, err)
		return 5, c.QuantileInterval(.9, 0, level) // no higher than the last time watched
	}},
	{"retention.Incidence.Interval", 0, 1, true, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		inc, err := watched(t, n, 0).AalenJohansen()
		require.NoError(t, err)
		return inc.At(3, retention.CausePassive), inc.Interval(3, retention.CausePassive, level)
	}},
	{"retention.Incidence.Interval", 0, 1, true, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		inc, err := watched(t, n, retention.CausePassive).AalenJohansen()
		require.NoError(t, err)
		return inc.At(5, retention.CausePassive), inc.Interval(5, retention.CausePassive, level)
	}},
	{"retention.Incidence.QuantileInterval", 0, math.Inf(1), false, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		inc, err := watched(t, n, 0).AalenJohansen()
		require.NoError(t, err)
		return 5, inc.QuantileInterval(.9, retention.CausePassive, level)
	}},
	{"retention.CohortRow.Interval", 0, 1, true, func(_ *testing.T, n int, level float64) (float64, clientele.Interval) {
		r := retention.CohortRow{Customers: []int{n, n}}
		return r.Retention(1), r.Interval(1, level)
	}},
	{"retention.CohortPoint.Interval", 0, 1, true, func(_ *testing.T, n int, level float64) (float64, clientele.Interval) {
		p := retention.CohortPoint{Active: n, Size: n, Retention: 1}
		return p.Retention, p.Interval(level)
	}},
	{"retention.Revenue.GRRInterval", 0, 1, true, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		r := revenue(t, n, 70)
		return r.GRR(), r.GRRInterval(level)
	}},
	{"retention.Revenue.GRRInterval", 0, 1, true, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		r := revenue(t, n, 0)
		return r.GRR(), r.GRRInterval(level)
	}},
	{"retention.Revenue.NRRInterval", 0, math.Inf(1), false, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		r := revenue(t, n, 77)
		return r.NRR(), r.NRRInterval(level)
	}},
	{"retention.Revenue.LogoChurnInterval", 0, 1, true, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		r := revenue(t, n, 70)
		return r.LogoChurn(), r.LogoChurnInterval(level)
	}},
	{"survey.NPS.Interval", -100, 100, false, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		var a survey.NPS
		require.NoError(t, a.AddN(10, n))
		return a.Score(), a.Interval(level)
	}},
	{"survey.NPS.Interval", -100, 100, false, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		var a survey.NPS
		require.NoError(t, a.AddN(8, n))
		return a.Score(), a.Interval(level)
	}},
	{"survey.Weighted.Interval", -100, 100, false, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		var a survey.NPS
		require.NoError(t, a.AddN(10, n+1))
		w, err := survey.Weight([]survey.Stratum{{Share: 1, Answers: &a}, {Share: 2, Answers: &a}})
		require.NoError(t, err)
		return w.Score, w.Interval(level)
	}},
	{"survey.CSAT.Interval", 0, 1, true, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		var a survey.CSAT
		require.NoError(t, a.AddN(5, n))
		return a.Share(), a.Interval(level)
	}},
	{"survey.CES.ShareInterval", 0, 1, true, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		var a survey.CES
		require.NoError(t, a.AddN(1, n))
		return a.Share(), a.ShareInterval(level)
	}},
	{"survey.CES.Interval", 1, 7, false, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		var a survey.CES
		require.NoError(t, a.AddN(6, n))
		return a.Mean(), a.Interval(level)
	}},
	{"lifecycle.MigrationChain.Interval", 0, 1, true, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		c := lifecycle.MigrationChain{P: [][]float64{{0, 1}, {0, 1}}, Weight: []float64{float64(n), 0}}
		return c.P[0][0], c.Interval(0, 0, level)
	}},
	{"survey.NPSChange", -200, 200, false, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		var a, b survey.NPS
		require.NoError(t, a.AddN(10, n))
		require.NoError(t, b.AddN(0, n))
		c := survey.NPSChange(&a, &b, level)
		return c.Difference, c.Interval
	}},
	{"survey.CSATChange", -1, 1, false, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		var a, b survey.CSAT
		require.NoError(t, a.AddN(5, n))
		require.NoError(t, b.AddN(1, n))
		c := survey.CSATChange(&a, &b, level)
		return c.Difference, c.Interval
	}},
	{"programme.Compare", math.Inf(-1), math.Inf(1), false, func(t *testing.T, n int, level float64) (float64, clientele.Interval) {
		var a, b programme.TrialArm
		for range n + 2 {
			require.NoError(t, a.Add(1, 2))
			require.NoError(t, b.Add(1, 1))
		}
		u, err := programme.Compare(&a, &b, 1, level)
		require.NoError(t, err)
		return u.PerMember, u.Interval
	}},
}

// watched is n customers who are seen up to time 5 and leave then by the cause.
func watched(t *testing.T, n int, cause retention.Cause) *retention.Subjects {
	s := new(retention.Subjects)
	for range n {
		require.NoError(t, s.Add(retention.Subject{Exit: 5, Cause: cause}))
	}
	return s
}

// revenue is n customers who paid 70 and pay after now.
func revenue(t *testing.T, n int, after float64) *retention.Revenue {
	r := new(retention.Revenue)
	for range n {
		require.NoError(t, r.Add(70, after))
	}
	return r
}

// ofModels are the methods that give an interval from a model or an estimate
// made elsewhere, which no customers are counted for.
var ofModels = map[string]string{
	"lifecycle.Rhythm.Window":          "of a model's gap",
	"loyalty.BetaBinomial.Interval":    "a posterior under the base",
	"loyalty.Lapsed.BreakEvenInterval": "from the caller's standard error",
	"loyalty.LoyaltyScore.Interval":    "a posterior under the base",
	"spend.GammaGamma.SpendInterval":   "of a model's posterior",
	"spend.LogNormal.SpendInterval":    "of a model's posterior",
	"spend.Normal.SpendInterval":       "of a model's posterior",
	"..Fit.Interval":                   "of a function of a fitted model",
	"value.FittedCLV.MeanInterval":     "of a function of fitted models",
	"value.FittedCLV.OutcomeInterval":  "simulated from models",
	"value.FittedCLV.TotalMean":        "of a function of fitted models",
	"value.FittedCLV.TotalOutcome":     "simulated from models",
	"btyd.Resampled.Interval":          "of refitted models",

	"mcmc.AbePosterior.DropoutInterval":          "of draws of one customer's posterior",
	"mcmc.AbePosterior.RateInterval":             "of draws of one customer's posterior",
	"mcmc.ParetoGGGPosterior.DropoutInterval":    "of draws of one customer's posterior",
	"mcmc.ParetoGGGPosterior.RateInterval":       "of draws of one customer's posterior",
	"mcmc.ParetoGGGPosterior.RegularityInterval": "of draws of one customer's posterior",

	"checking.TrackRecord.Interval":        "of forecasts and a prior",
	"checking.TrackRecord.OutcomeInterval": "of forecasts",
	"checking.TrackRecord.Amend":           "of another interval",
}

// TestUnanimityIsNotCertainty: the interval of customers who all agree holds the
// estimate, has a width, stays inside the domain, narrows as customers are
// added, and is Wilson's where the estimate is a share.
func TestUnanimityIsNotCertainty(t *testing.T) {
	covered := map[string]bool{}
	for i, u := range unanimous {
		covered[u.method] = true
		t.Run(fmt.Sprint(i, " ", u.method), func(t *testing.T) {
			for _, level := range []float64{.2, .5, .95, .999} {
				width := math.Inf(1)
				for _, n := range []int{1, 2, 3, 10, 1000} {
					estimate, iv := u.of(t, n, level)
					assert.True(t, iv.Contains(estimate), "%d customers, level %v: %v in %v", n, level, estimate, iv)
					assert.True(t, iv.Lo >= u.lo && iv.Hi <= u.hi, "%v outside of its domain", iv)
					assert.False(t, iv.Hi-iv.Lo == 0, "%d customers, level %v: %v is certain", n, level, iv)
					assert.LessOrEqual(t, iv.Hi-iv.Lo, width+1e-9, "%d customers, level %v", n, level)
					width = iv.Hi - iv.Lo
					assert.Equal(t, level, iv.Level)
					if u.share {
						want := normal.Wilson(estimate*float64(n), float64(n), level)
						assert.InDelta(t, want.Lo, iv.Lo, 1e-12)
						assert.InDelta(t, want.Hi, iv.Hi, 1e-12)
					}
				}
			}
		})
	}
	for _, l := range listed {
		for _, kind := range []reflect.Type{l.kind, reflect.PointerTo(l.kind)} {
			for m := range kind.NumMethod() {
				m := kind.Method(m)
				if m.Type.NumOut() == 0 || m.Type.Out(0) != reflect.TypeFor[clientele.Interval]() {
					continue
				}
				name := l.name[strings.LastIndex(l.name, "/")+1:] + "." + m.Name
				if !covered[name] && ofModels[name] == "" {
					t.Errorf("%s returns an interval: say in unanimous what it is where all customers agree, or in ofModels why it counts none", name)
				}
			}
		}
	}
}
