package contractual_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/contractual"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reference is testdata/contractual.json.
type reference struct {
	Survival map[string][]float64 `json:"survival_percent"`
	Fits     map[string]struct {
		Params    map[string]check.Float `json:"params"`
		LogLik    check.Float            `json:"loglik"`
		StdErrors map[string]any         `json:"std_errors"`
		Projected []check.Float          `json:"projected_survival_t0_12"`
		Retention []check.Float          `json:"retention_rate_t1_12"`
	} `json:"fits"`
	Fixed map[string]struct {
		Params     map[string]float64 `json:"params"`
		Rate       float64            `json:"discount_rate"`
		Survival   []check.Float      `json:"survival_t0_20"`
		PMF        []check.Float      `json:"pmf_t1_20"`
		Retention  []check.Float      `json:"retention_t1_20"`
		DEL        check.Float        `json:"DEL"`
		DERLBefore []check.Float      `json:"DERL_before_nth_renewal_n1_10"`
		DERLAfter  []check.Float      `json:"DERL_after_nth_renewal_n0_10"`
	} `json:"fixed"`
}

// cohort returns the first n years of a published segment as 1,000 customers.
func cohort(t testing.TB, ref reference, segment string, years int) *contractual.Tenures {
	t.Helper()
	c := contractual.Cohort{}
	for _, percent := range ref.Survival[segment][:years+1] {
		c.Survivors = append(c.Survivors, int(math.Round(10*percent)))
	}
	ts := new(contractual.Tenures)
	require.NoError(t, ts.AddCohort(c))
	return ts
}

func TestFitsReachReference(t *testing.T) {
	ref := check.JSON[reference](t, "testdata/contractual.json")
	require.Len(t, ref.Fits, 12)
	for name, want := range ref.Fits {
		segment := "regular"
		if strings.HasPrefix(name, "high_end") {
			segment = "high_end"
		}
		years := int(name[len(name)-1] - '0')
		ts := cohort(t, ref, segment, years)
		var survival, retention func(int) float64
		if strings.Contains(name, "_sbg_") {
			fit, err := contractual.FitSBG(context.Background(), ts, nil)
			require.NoError(t, err)
			check.Close(t, float64(want.Params["alpha"]), fit.Model.A, 1e-8, name, "a")
			check.Close(t, float64(want.Params["beta"]), fit.Model.B, 1e-8, name, "b")
			check.Close(t, float64(want.LogLik), fit.LogLik, 1e-13, name, "log-likelihood")
			check.Close(t, want.StdErrors["alpha"].(float64), math.Sqrt(fit.Cov[0][0]), 1e-5, name, "SE a")
			check.Close(t, want.StdErrors["beta"].(float64), math.Sqrt(fit.Cov[1][1]), 1e-5, name, "SE b")
			survival, retention = fit.Model.Survival, fit.Model.RetentionRate
		} else {
			fit, err := contractual.FitBdW(context.Background(), ts, nil)
			require.NoError(t, err)
			check.Close(t, float64(want.Params["gamma"]), fit.Model.A, 1e-8, name, "a")
			check.Close(t, float64(want.Params["delta"]), fit.Model.B, 1e-8, name, "b")
			check.Close(t, float64(want.Params["c"]), fit.Model.C, 1e-8, name, "c")
			check.Close(t, float64(want.LogLik), fit.LogLik, 1e-13, name, "log-likelihood")
			check.Close(t, want.StdErrors["c"].(float64), math.Sqrt(fit.Cov[2][2]), 1e-5, name, "SE c")
			survival, retention = fit.Model.Survival, fit.Model.RetentionRate
		}
		for i, v := range want.Projected {
			check.Close(t, float64(v), survival(i), 1e-9, name, "S", i)
		}
		for i, v := range want.Retention {
			check.Close(t, float64(v), retention(i+1), 1e-9, name, "r", i+1)
		}
	}
}

// TestPublishedParameters checks the digits printed in Fader & Hardie (2007)
// and the survival they project for the years that were held out.
func TestPublishedParameters(t *testing.T) {
	ref := check.JSON[reference](t, "testdata/contractual.json")
	for _, c := range []struct {
		segment string
		years   int
		a, b    float64
	}{{"regular", 7, 0.704, 1.182}, {"high_end", 7, 0.668, 3.806}, {"regular", 4, 0.764, 1.296}, {"high_end", 4, 1.281, 7.790}} {
		fit, err := contractual.FitSBG(context.Background(), cohort(t, ref, c.segment, c.years), nil)
		require.NoError(t, err)
		assert.InDelta(t, c.a, fit.Model.A, 0.0005, c.segment)
		assert.InDelta(t, c.b, fit.Model.B, 0.0005, c.segment)
		if c.years == 7 { // twelve years projected from seven
			assert.InDelta(t, ref.Survival[c.segment][12]/100, fit.Model.Survival(12), 0.02, c.segment)
		}
	}
}

func TestPredictionsAtFixedParameters(t *testing.T) {
	ref := check.JSON[reference](t, "testdata/contractual.json")
	require.Len(t, ref.Fixed, 7)
	for name, want := range ref.Fixed {
		p := want.Params
		bdw := contractual.BdW{A: p["gamma"], B: p["delta"], C: p["c"]}
		sbg, isSBG := contractual.SBG{}, p["c"] == 0
		if isSBG {
			sbg = contractual.SBG{A: p["alpha"], B: p["beta"]}
			bdw = contractual.BdW{A: sbg.A, B: sbg.B, C: 1} // the same, by the other code
		}
		for i, v := range want.Survival {
			check.Close(t, float64(v), bdw.Survival(i), 1e-13, name, "S", i)
			if isSBG {
				check.Close(t, float64(v), sbg.Survival(i), 1e-13, name, "S", i)
			}
		}
		for i, v := range want.PMF {
			check.Close(t, float64(v), bdw.Prob(i+1), 2e-13, name, "P", i+1)
			if isSBG {
				check.Close(t, float64(v), sbg.Prob(i+1), 2e-13, name, "P", i+1)
			}
		}
		for i, v := range want.Retention {
			check.Close(t, float64(v), bdw.RetentionRate(i+1), 1e-14, name, "r", i+1)
			if isSBG {
				check.Close(t, float64(v), sbg.RetentionRate(i+1), 1e-15, name, "r", i+1)
			}
		}
		check.Close(t, float64(want.DEL), bdw.DEL(want.Rate), 1e-14, name, "DEL")
		for i, v := range want.DERLBefore {
			check.Close(t, float64(v), bdw.DERLDue(i+1, want.Rate), 1e-13, name, "DERL due", i+1)
			if isSBG {
				check.Close(t, float64(v), sbg.DERLDue(i+1, want.Rate), 1e-14, name, "DERL due", i+1)
			}
		}
		for i, v := range want.DERLAfter {
			check.Close(t, float64(v), bdw.DERL(i, want.Rate), 1e-13, name, "DERL", i)
			check.Close(t, float64(v), sbg.DERL(i, want.Rate), 1e-14, name, "DERL", i)
		}
		if isSBG {
			check.Close(t, float64(want.DEL), sbg.DEL(want.Rate), 1e-14, name, "DEL")
		}
	}
}

// TestCheckValues holds the beta-discrete-Weibull and the constant-retention
// values of 30-digit arithmetic.
func TestCheckValues(t *testing.T) {
	m := contractual.BdW{A: 0.668, B: 3.806, C: 1.5}
	check.Close(t, 0.6816206799039797, m.Survival(2), 1e-14)
	check.Close(t, 0.2995422710285838, m.Survival(7), 1e-14)
	check.Close(t, 0.881179942429471, m.RetentionRate(7), 1e-14)
	ts := new(contractual.Tenures)
	for i, n := range []int{131, 126, 90, 60, 42, 34, 26} {
		require.NoError(t, ts.AddN(contractual.Tenure{Age: float64(i + 1), Lost: true}, n))
	}
	require.NoError(t, ts.AddN(contractual.Tenure{Age: 7}, 491))
	check.Close(t, -1688.944775014506, m.LogLikelihood(ts), 1e-14)

	c := contractual.ConstantRetention{Retention: 0.8, Discount: 0.12}
	check.Close(t, 3.5, c.MultipleNow(), 1e-15)
	check.Close(t, 2.5, c.Multiple(), 1e-15)
	c.Growth = 0.05
	check.Close(t, 2.857142857142857, c.Multiple(), 1e-15)
}
