package silence_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The past is played again with 3,000 customers of a large base. What they choose is
// what all of them would have chosen: the same best model and weights that say the same
// of everybody's P(silent) to within .02; log scores and refuted verdicts are those of
// all within the error of so many customers.
func TestReplayOfSample(t *testing.T) {
	if testing.Short() {
		t.Skip("plays the past of large bases again")
	}
	const customers, sampled, horizon, limit = 9000, 3000, 20, .85
	kinds := []string{"btyd.ParetoNBD", "btyd.MBGNBD"}
	o := &checking.StackOptions{Back: []float64{10, 20}, Candidates: checking.SilenceCandidatesOf(kinds...)}
	refuted := func(s *checking.SilenceStack) (share, called float64) {
		bought := 0.0
		for _, f := range s.Origins() {
			if f.Probability >= limit {
				called++
				if !f.Happened {
					bought++
				}
			}
		}
		return bought / called, called
	}
	for _, names := range [][2]string{{"coffee, gone after a purchase", "groceries"}, {"two kinds", "books, with a slow state"}} {
		r := rand.New(rand.NewPCG(1923, 1))
		p := &btyd.TimelinePanel{Unit: clientele.Week}
		for i := range customers {
			age := 30 + math.Floor(10*r.Float64())
			require.NoError(t, p.Add(trades[names[i%2]](r, age, age)))
		}
		part, err := checking.FitSilenceStack(context.Background(), p.Thinned(sampled, 60_000), horizon, o)
		require.NoError(t, err)
		whole, err := checking.FitSilenceStack(context.Background(), p, horizon, o)
		require.NoError(t, err)
		var models []btyd.AnyModel
		for _, kind := range kinds {
			fit, err := btyd.FitAny(context.Background(), kind, p.Panel(), nil)
			require.NoError(t, err)
			models = append(models, fit.Model)
		}
		most, turned, n := 0.0, 0.0, 0.0
		for c := range p.All() {
			if n++; int(n)%10 != 0 {
				continue
			}
			var said []float64
			for _, m := range models {
				said = append(said, m.ProbPurchases(c.History(), horizon, 0))
			}
			a, b := whole.Silent(said), part.Silent(said)
			most = math.Max(most, math.Abs(a-b))
			if (a >= limit) != (b >= limit) {
				turned += 10
			}
		}
		of, _ := refuted(whole)
		ofPart, called := refuted(part)
		t.Logf("%v: weights %.3f of the sample, %.3f of all, moves P(silent) by %.4f at most, turns %.4f of the verdicts; scores %.4f, %.4f, refuted %.4f, %.4f", names, part.Weights, whole.Weights, most, turned/n, part.Score, whole.Score, ofPart, of)
		assert.Less(t, part.Forecasts, whole.Forecasts/2)
		assert.Equal(t, whole.Best(), part.Best())
		assert.Less(t, most, .02)
		assert.Less(t, turned/n, .02)
		assert.InDelta(t, whole.Score, part.Score, 2/math.Sqrt(sampled))
		assert.InDelta(t, of, ofPart, 3*math.Sqrt(.15*.85/called))
	}
}
