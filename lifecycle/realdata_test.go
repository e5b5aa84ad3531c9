package lifecycle_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/btyd"
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

// fit returns Pareto/NBD of the calibration period, in weeks.
func (b *realBase) fit(t *testing.T) btyd.ParetoNBD {
	t.Helper()
	var panel clientele.Panel
	for _, events := range b.customers {
		h := clientele.History{Age: float64(b.split-events[0].Day) / 7}
		for _, e := range events[1:] {
			if e.Day <= b.split {
				h.Repeats++
				h.Last = float64(e.Day-events[0].Day) / 7
			}
		}
		if events[0].Day < b.split {
			require.NoError(t, panel.Add(h))
		}
	}
	fit, err := btyd.FitParetoNBD(context.Background(), &panel, nil)
	require.NoError(t, err)
	return fit.Model
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
		horizon            float64
		precision, revoked float64
	}{
		{readBase(t, "CDNOW", "cdnow_sample_transactions.csv", "1997-09-30", "1998-06-30"), 273, 0.86, 0.18},
		{readBase(t, "apparel", "apparel_transactions.csv", "2006-12-31", "2010-12-20"), 365, 0.84, 0.18},
	} {
		m := c.fit(t)
		rules, err := NewRules(&StagePolicy{Gap: 7 * m.Alpha / m.R, GapWeight: m.R, Horizon: c.horizon}, m, nil)
		require.NoError(t, err)
		var stages [NumStages + 1]int
		verdicts, revoked, right, called := 0.0, 0.0, 0.0, 0.0
		for _, events := range c.customers {
			history, _, err := Trace(rules, events, c.end)
			require.NoError(t, err)
			for i, e := range history {
				if e.Stage == StageLost {
					verdicts++
					if i+1 < len(history) {
						revoked++
					}
				}
			}
			stage := StageAt(history, c.split)
			stages[stage]++
			if stage == StageLost {
				called++
				if !slices.ContainsFunc(events, func(e Event) bool { return e.Day > c.split && e.Day <= c.split+Day(c.horizon) }) {
					right++
				}
			}
		}
		t.Logf("%s: stages %v; lost %v of which silent %.3f; verdicts %v of which revoked %.3f", c.name, stages[1:], called, right/called, verdicts, revoked/verdicts)
		for s := StageExploration; s <= StageLost; s++ {
			assert.GreaterOrEqual(t, stages[s], 20, "%s %v", c.name, s)
		}
		assert.Greater(t, right/called, c.precision)
		assert.Less(t, revoked/verdicts, c.revoked)
	}
}
