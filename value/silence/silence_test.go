package silence_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/silence"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A base that buys about once a month: who is lost?
func Example() {
	rhythm := silence.BaseRhythm{Gap: 30, Weight: 2, Leave: 0.08, Unit: clientele.Day}
	rule, err := silence.NewLossRule(nil, rhythm, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range []clientele.History{{Repeats: 12, Last: 350, Age: 370}, {Repeats: 12, Last: 350, Age: 600}, {Repeats: 4, Last: 1460, Age: 1550}} {
		v := rule.Classify(h)
		fmt.Printf("%s: %s\n", v.State, v.AppendReasons(nil)[0].Text(clientele.LangEnglish))
	}
	// Output:
	// present: the probability of no purchase in the time ahead is 20.5 %, below 85 %: not lost
	// lost: the probability of no purchase in the time ahead is 98.8 %, at or above 85 %: lost
	// present: the probability of no purchase in the time ahead is 19.7 %, below 85 %: not lost
}

// bases are trades of known truth.
var bases = map[string]interface {
	clientele.PurchaseProber
	Rand(r *rand.Rand, age float64) clientele.History
	AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64
}{
	"weekly groceries":  btyd.ParetoNBD{R: 4, Alpha: 4, S: 1, Beta: 60},
	"cdnow":             btyd.ParetoNBD{R: .553, Alpha: 10.578, S: .606, Beta: 11.669},
	"clothes":           btyd.ParetoNBD{R: 1.5, Alpha: 45, S: .6, Beta: 50},
	"dropout at buying": btyd.MBGNBD{R: 2, Alpha: 10, A: 1, B: 6},
}

// What the verdict says is what comes: of those called lost, at least the limit buys
// nothing within their horizon, by a model of the trade and by the rhythm alone.
func TestLossesAreSilent(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 1))
	for name, m := range bases {
		var p clientele.Panel
		var hs []clientele.History
		for range 4000 {
			h := m.Rand(r, 60+40*r.Float64())
			require.NoError(t, p.Add(h))
			hs = append(hs, h)
		}
		rhythm, err := silence.FitRhythm(context.Background(), &p)
		require.NoError(t, err)
		for _, model := range []clientele.PurchaseProber{m, nil} {
			rule, err := silence.NewLossRule(model, rhythm, nil)
			require.NoError(t, err)
			var called, kept, said, silent float64
			for _, h := range hs {
				v := rule.Classify(h)
				quiet := len(m.AppendPurchases(nil, r, h, v.Horizon)) == 0
				said += v.ProbSilent
				if quiet {
					silent++
				}
				if v.Lost() {
					called++
					if quiet {
						kept++
					}
				}
			}
			require.Positive(t, called, name)
			slack := 2.6 * math.Sqrt(.85*.15/called)
			assert.Greater(t, kept/called, .85-slack, "%s, model %v", name, model != nil)
			limit := .03
			if model == nil {
				limit = .06
			}
			assert.InDelta(t, silent/4000, said/4000, limit, "%s, model %v", name, model != nil)
			if testing.Verbose() {
				t.Logf("%s, model %v: called %.0f, silent %.3f of them; said %.3f, seen %.3f; %+v", name, model != nil, called, kept/called, said/4000, silent/4000, rhythm)
			}
		}
	}
}

// A punctual yearly buyer is never lost between two purchases in a base that buys
// monthly, and is lost after years of silence.
func TestPunctualBuyersAreNotLost(t *testing.T) {
	rule, err := silence.NewLossRule(nil, silence.BaseRhythm{Gap: 30, Weight: 1, Leave: .05}, nil)
	require.NoError(t, err)
	for years := 3; years < 12; years++ {
		h := clientele.History{Repeats: years, Last: 365 * float64(years)}
		for day := range 370 {
			h.Age = h.Last + float64(day)
			assert.False(t, rule.Classify(h).Lost(), "year %d, day %d", years, day)
		}
	}
	assert.True(t, rule.Classify(clientele.History{Repeats: 6, Last: 6 * 365, Age: 16 * 365}).Lost())
}

// The longer the silence, the surer the loss.
func TestSilenceIsMonotone(t *testing.T) {
	rhythm := silence.BaseRhythm{Gap: 30, Weight: 2, Leave: .1}
	rule, err := silence.NewLossRule(nil, rhythm, &silence.LossPolicy{Horizon: 90})
	require.NoError(t, err)
	last := -1.0
	for age := 100.0; age < 2000; age += 20 {
		v := rule.Classify(clientele.History{Repeats: 3, Last: 100, Age: age})
		assert.Greater(t, v.ProbSilent, last)
		last = v.ProbSilent
	}
	check.Close(t, 1, rhythm.ProbSilent(clientele.History{Age: 3}, 0), 1e-15)
	assert.Equal(t, .85, rule.Policy().Limit)
	assert.Equal(t, 90.0, rule.Policy().Horizon)
}

// Contracts are judged by renewal; what is impossible is not known; bad policies are refused.
func TestVerdicts(t *testing.T) {
	assert.True(t, clientele.ClassifyTerm(true).Lost())
	assert.False(t, clientele.ClassifyTerm(false).Lost())
	rhythm := silence.BaseRhythm{Gap: 30, Weight: 2, Leave: .1}
	rule, err := silence.NewLossRule(nil, rhythm, nil)
	require.NoError(t, err)
	assert.Equal(t, clientele.LossStateUnknown, rule.Classify(clientele.History{Repeats: -1}).State)
	for _, v := range []clientele.LossVerdict{clientele.ClassifyTerm(true), clientele.ClassifyTerm(false), rule.Classify(clientele.History{Repeats: -1}), rule.Classify(clientele.History{Age: 5})} {
		for _, reason := range v.AppendReasons(nil) {
			assert.NotContains(t, reason.Text(clientele.LangEnglish), "NaN")
			assert.NotContains(t, reason.Text(clientele.LangChinese), "NaN")
		}
	}
	for _, p := range []silence.LossPolicy{{Horizon: -1}, {Gaps: math.NaN()}, {Limit: 1}} {
		_, err := silence.NewLossRule(nil, rhythm, &p)
		require.Error(t, err)
	}
	_, err = silence.NewLossRule(nil, silence.BaseRhythm{}, nil)
	require.Error(t, err)
	_, err = silence.FitRhythm(context.Background(), nil)
	require.ErrorIs(t, err, clientele.ErrNoData)
	few := new(clientele.Panel)
	require.NoError(t, few.Add(clientele.History{Repeats: 2, Last: 3, Age: 5}))
	_, err = silence.FitRhythm(context.Background(), few)
	require.ErrorIs(t, err, clientele.ErrNotIdentified)
}
