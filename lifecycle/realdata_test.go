package lifecycle_test

import (
	"context"
	"math"
	"math/rand/v2"
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

// lossCount is how verdicts of loss turned out.
type lossCount struct{ verdicts, revoked, refuted float64 }

// add counts the verdicts of a customer; those revoked within the horizon are refuted.
func (n *lossCount) add(history []StageEntry, horizon Day) {
	for i, e := range history {
		if e.Stage != StageLost {
			continue
		}
		n.verdicts++
		if i+1 < len(history) {
			n.revoked++
			if history[i+1].Day-e.Day <= horizon {
				n.refuted++
			}
		}
	}
}

// oracle counts the verdicts on customers of the model of the rule itself, who begin
// when those of the base did, every so many of them: what is revoked there no better
// model would have spared.
func (b *realBase) oracle(t *testing.T, rules *Rules, loss *silence.LossRule, each int) (n lossCount) {
	t.Helper()
	require.Len(t, loss.Models(), 1)
	var m btyd.SwitchingParetoNBD
	switch x := loss.Models()[0].Model.Held().(type) {
	case btyd.SwitchingParetoNBD:
		m = x
	case btyd.ParetoNBD:
		m = btyd.SwitchingParetoNBD{R: x.R, Alpha: x.Alpha, S: x.S, Beta: x.Beta, Slow: 1e-12, Return: 1, Rho: .5}
	default:
		t.Fatalf("no timelines of %T", x)
	}
	r := rand.New(rand.NewPCG(1937, 1))
	for i := 0; i < len(b.customers); i += each {
		events := []Event{{Day: b.customers[i][0].Day, Amount: 50}}
		for _, u := range m.RandTimeline(r, float64(b.end-events[0].Day)/7).Purchases {
			if day := events[0].Day + Day(7*u); day > events[len(events)-1].Day {
				events = append(events, Event{Day: day, Amount: 50})
			}
		}
		history, _, err := Trace(rules, events, b.end)
		require.NoError(t, err)
		n.add(history, Day(7*loss.Policy().Horizon))
	}
	return n
}

// On real bases the four stages are not empty, and a verdict of loss by a fitted model
// is right as often as its limit says, or nearly, and revoked as seldom as the data
// allow: the bars are 15 % on CDNOW and 18 % on apparel, and of customers of the fitted
// models, who have no secrets from the rule, 15.3 ± .8 % and 18.7 ± 1.5 % are revoked in
// a base of that size (six draws of each). Measured: 15.0 and 18.6 %, read day by day;
// 14.2 and 17.6 %, read at the ends of months (examples/verdicts).
func TestRealBases(t *testing.T) {
	if testing.Short() {
		t.Skip("fits two bases")
	}
	for _, c := range []struct {
		realBase
		horizon   float64 // 0: the base's own
		precision float64
		each      int // of the oracle's customers
	}{
		{readBase(t, "CDNOW", "cdnow_sample_transactions.csv", "1997-09-30", "1998-06-30"), 273, 0.86, 2},
		{readBase(t, "apparel", "apparel_transactions.csv", "2006-12-31", "2010-12-20"), 0, 0.88, 1},
	} {
		loss := c.loss(t, c.horizon/7)
		rhythm := loss.Rhythm()
		rules, err := NewRules(&StagePolicy{Gap: 7 * rhythm.Gap, GapWeight: rhythm.Weight}, loss, nil)
		require.NoError(t, err)
		var stages [NumStages + 1]int
		var n lossCount
		horizon := Day(7 * loss.Policy().Horizon)
		right, called := 0.0, 0.0
		for _, events := range c.customers {
			history, _, err := Trace(rules, events, c.end)
			require.NoError(t, err)
			n.add(history, horizon)
			stage := StageAt(history, c.split)
			stages[stage]++
			if stage == StageLost {
				called++
				if !slices.ContainsFunc(events, func(e Event) bool { return e.Day > c.split && e.Day <= c.split+horizon }) {
					right++
				}
			}
		}
		best := c.oracle(t, rules, loss, c.each)
		t.Logf("%s: stages %v; lost %v of which silent %.3f; verdicts %v of which refuted within %v days %.3f, revoked ever %.3f, of the model's own customers %.3f", c.name, stages[1:], called, right/called, n.verdicts, int(horizon), n.refuted/n.verdicts, n.revoked/n.verdicts, best.revoked/best.verdicts)
		for s := StageExploration; s <= StageLost; s++ {
			assert.GreaterOrEqual(t, stages[s], 10, "%s %v", c.name, s)
		}
		assert.Greater(t, right/called, c.precision)
		assert.Less(t, n.refuted/n.verdicts, loss.Policy().Refuted, "what the rule promises of its horizon")
		share := best.revoked / best.verdicts
		assert.Less(t, n.revoked/n.verdicts, share+2*math.Sqrt(share*(1-share)*(1/n.verdicts+1/best.verdicts)))
	}
}
