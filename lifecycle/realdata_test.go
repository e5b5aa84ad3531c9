package lifecycle_test

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/silence"
)

// realBase is a base of the shared material: the purchase days of each
// customer, in the order of the file, and when calibration ends.
type realBase struct {
	name       string
	customers  [][]Event
	split, end Day
}

func readBase(t *testing.T, name, file, split, end string) realBase {
	t.Helper()
	day := func(text string) Day {
		at, err := time.Parse(time.DateOnly, text)
		require.NoError(t, err)
		return DayOf(at)
	}
	b := realBase{name: name, split: day(split), end: day(end)}
	index := map[string]int{}
	for _, row := range check.CSV(t, check.Shared(t, "data", file)) {
		i, known := index[row["customer_id"]]
		if !known {
			i = len(b.customers)
			index[row["customer_id"]] = i
			b.customers = append(b.customers, nil)
		}
		e := Event{Day: day(row["date"]), Amount: check.Number(t, row["amount"])}
		e.Free = e.Amount == 0
		events := &b.customers[i]
		if n := len(*events); n > 0 && (*events)[n-1].Day == e.Day {
			(*events)[n-1].Amount += e.Amount
		} else {
			*events = append(*events, e)
		}
	}
	return b
}

// loss returns the loss rule of the calibration period, in weeks.
func (b *realBase) loss(t *testing.T, horizon float64) *silence.LossRule {
	t.Helper()
	panel := btyd.TimelinePanel{Unit: clientele.Week}
	for _, events := range b.customers {
		c := btyd.Timeline{Age: float64(b.split-events[0].Day) / 7}
		for _, e := range events[1:] {
			if e.Day <= b.split {
				c.Purchases = append(c.Purchases, float64(e.Day-events[0].Day)/7)
			}
		}
		if events[0].Day < b.split {
			require.NoError(t, panel.Add(c))
		}
	}
	rule, err := silence.FitLossRule(context.Background(), &panel, &silence.LossPolicy{Horizon: horizon})
	require.NoError(t, err)
	return rule
}

// On real bases the four stages are not empty, and a verdict of loss by a
// fitted model is right as often as its limit says, or nearly, and seldom
// revoked.
func TestRealBases(t *testing.T) {
	if testing.Short() {
		t.Skip("fits two bases")
	}
	for _, c := range []struct {
		realBase
		horizon            float64 // 0: the base's own
		precision, revoked float64
	}{
		{readBase(t, "CDNOW", "cdnow_sample_transactions.csv", "1997-09-30", "1998-06-30"), 273, 0.86, 0.15},
		{readBase(t, "apparel", "apparel_transactions.csv", "2006-12-31", "2010-12-20"), 0, 0.88, 0.18},
	} {
		loss := c.loss(t, c.horizon/7)
		rhythm := loss.Rhythm()
		rules, err := NewRules(&StagePolicy{Gap: 7 * rhythm.Gap, GapWeight: rhythm.Weight}, loss, nil)
		require.NoError(t, err)
		var stages [NumStages + 1]int
		horizon := Day(7 * loss.Policy().Horizon)
		verdicts, revoked, refuted, right, called := 0.0, 0.0, 0.0, 0.0, 0.0
		for _, events := range c.customers {
			history, _, err := Trace(rules, events, c.end)
			require.NoError(t, err)
			for i, e := range history {
				if e.Stage == StageLost {
					verdicts++
					if i+1 < len(history) {
						revoked++
						if history[i+1].Day-e.Day <= horizon {
							refuted++
						}
					}
				}
			}
			stage := StageAt(history, c.split)
			stages[stage]++
			if stage == StageLost {
				called++
				if !slices.ContainsFunc(events, func(e Event) bool { return e.Day > c.split && e.Day <= c.split+horizon }) {
					right++
				}
			}
		}
		t.Logf("%s: stages %v; lost %v of which silent %.3f; verdicts %v of which refuted within %v days %.3f, revoked ever %.3f", c.name, stages[1:], called, right/called, verdicts, int(horizon), refuted/verdicts, revoked/verdicts)
		for s := StageExploration; s <= StageLost; s++ {
			assert.GreaterOrEqual(t, stages[s], 10, "%s %v", c.name, s)
		}
		assert.Greater(t, right/called, c.precision)
		// The rule promises what it says of its horizon, the sampling error allowed
		// for; that hardly more are revoked in all the years to come is the data's.
		assert.Less(t, refuted/verdicts, loss.Policy().Refuted+1/math.Sqrt(8*verdicts))
		assert.Less(t, revoked/verdicts, c.revoked+2*math.Sqrt(c.revoked*(1-c.revoked)/verdicts))
	}
}
