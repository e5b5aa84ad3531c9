package lifecycle_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/buyer"
	. "github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/btyd"
)

// few is the number of simulated customers: all, or a share in short mode.
func few(all int) int {
	if testing.Short() {
		return all / 5
	}
	return all
}

const sixYears Day = 2190

// sampling is what a share seen n times may lie beyond its bar by chance in short mode;
// with all customers the bars are met as they are.
func sampling(bar, n float64) float64 {
	if !testing.Short() {
		return 0
	}
	return 2 * math.Sqrt(bar*(1-bar)/n)
}

// Customers who never change: gaps of a week to a year, at random to regular,
// amounts ± 40 %. Every verdict on them is false, and they are no more than the
// StagePolicy states, in any of the trades, whether it knows their shape or not.
func TestStationaryCustomers(t *testing.T) {
	for _, gap := range []float64{7, 14, 30, 91, 182, 365} {
		for _, c := range []struct{ shape, stated float64 }{{1, 0}, {2, 0}, {3, 0}, {2, 2}, {3, 3}} {
			shape := c.shape
			rules, err := NewRules(&StagePolicy{Gap: gap, Shape: c.stated}, nil, nil)
			require.NoError(t, err)
			stated := rules.Policy()
			r := rand.New(rand.NewPCG(2027, uint64(10*gap+shape)))
			var m buyer.Lives
			n := few(3000)
			for range n {
				history, _, err := Trace(rules, buyer.New(r, gap, shape).Until(nil, float64(sixYears)), sixYears)
				require.NoError(t, err)
				m.Add(history, sixYears)
			}
			t.Logf("gap %3v shape %v stated %v: ever lost %.3f, time in decline %.4f, changes a year %.3f; years for one loss %.0f, one decline %.0f, one growth %.0f",
				gap, shape, c.stated, m.EverLost(), m.DeclineShare(), m.ChangeRate(), 1/m.LossRate(), 1/m.DeclineRate(), 1/m.GrowthRate())
			assert.Less(t, m.EverLost(), 0.05+sampling(0.05, float64(n)))
			assert.Less(t, m.DeclineShare(), 0.02)
			once := func(years, watched float64) float64 { return 1/years + sampling(1/years/watched, 1) }
			assert.Less(t, m.LossRate(), once(stated.LossYears, m.Years()))
			assert.Less(t, m.DeclineRate(), once(stated.DeclineYears, m.SettledYears()))
			assert.Less(t, m.GrowthRate(), once(stated.GrowthYears, m.SettledYears()))
			// a change comes with the one back
			assert.Less(t, m.ChangeRate(), 0.15+sampling(2*0.15/m.SettledYears(), 1))
		}
	}
}

// found is the share of customers alike in whom a change of the rate after 24
// gaps is found within 24 old gaps.
func found(t *testing.T, gap, shape, factor float64, n int, seed uint64) (share float64) {
	rules, err := NewRules(&StagePolicy{Gap: gap}, nil, nil)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(seed, uint64(gap)))
	for range n {
		b := &buyer.Buyer{R: r, Gap: gap, Shape: shape, Size: 1}
		events, change := b.Purchases(25)
		b.Gap /= factor
		b.Time = change + b.Wait()
		end := change + 24*gap
		history, _, err := Trace(rules, b.Until(events, end), Day(end))
		require.NoError(t, err)
		if slices.ContainsFunc(history, func(e StageEntry) bool {
			return e.Day > Day(change) && (factor > 1 && e.Stage == StageFormation || factor < 1 && e.Stage >= StageDecline)
		}) {
			share += 1 / float64(n)
		}
	}
	return share
}

func TestChangesAreFound(t *testing.T) {
	n := few(4000)
	for _, c := range []struct{ gap, shape, factor, bar float64 }{
		{30, 1, 0.5, 0.36}, {30, 1, 0.25, 0.86}, {30, 1, 2, 0.50},
		{7, 1, 0.25, 0.58}, {91, 1, 0.5, 0.6}, {91, 1, 2, 0.7}, {30, 3, 0.5, 0.62}, {30, 3, 2, 0.74},
	} {
		share := found(t, c.gap, c.shape, c.factor, n, 2028)
		t.Logf("gap %v shape %v rate × %v: found %.3f", c.gap, c.shape, c.factor, share)
		assert.Greater(t, share, c.bar-sampling(c.bar, float64(n)))
	}
}

// Half of a base leaves at random times; what is expected of a customer is
// fitted to that base, half dead as it is.
func TestHalfLeave(t *testing.T) {
	noticedBar := map[float64]float64{7: 0.99, 30: 0.97, 91: 0.70, 182: 0.40}
	for _, gap := range []float64{7, 30, 91, 182} {
		r := rand.New(rand.NewPCG(2029, uint64(gap)))
		var base [][]Event
		var left []float64
		var panel clientele.Panel
		for i := range few(5000) {
			b := buyer.New(r, gap, 1)
			leave := math.Inf(1)
			if i%2 == 0 {
				leave = r.Float64() * float64(sixYears)
			}
			events := b.Until(nil, min(leave, float64(sixYears)))
			base, left = append(base, events), append(left, leave)
			if i < 1000 { // so many say it all
				require.NoError(t, panel.Add(wholeHistory(events, sixYears)))
			}
		}
		fit, err := btyd.FitParetoNBD(context.Background(), &panel, nil)
		require.NoError(t, err)
		m := fit.Model
		// the hazard of leaving in the first three years: −ln P(still there)/3
		leaving := m.S * math.Log1p(3*52.18/m.Beta) / 3
		rules, err := NewRules(&StagePolicy{Gap: 7 * m.Alpha / m.R, GapWeight: m.R, Leaving: leaving}, nil, nil)
		require.NoError(t, err)
		var stayers buyer.Lives
		noticed, gone := 0.0, 0.0
		for i, events := range base {
			history, d, err := Trace(rules, events, sixYears)
			require.NoError(t, err)
			switch {
			case math.IsInf(left[i], 1):
				stayers.Add(history, sixYears)
			case left[i] < float64(sixYears)/2:
				gone++
				if d.Stage() == StageLost {
					noticed++
				}
			}
		}
		t.Logf("gap %v: fitted gap %.1f, weight %.2f, leaving %.3f a year; stayers ever lost %.3f, leavers noticed %.3f", gap, 7*m.Alpha/m.R, m.R, leaving, stayers.EverLost(), noticed/gone)
		assert.Less(t, stayers.EverLost(), 0.06)
		assert.Greater(t, noticed/gone, noticedBar[gap])
	}
}

// The median delay of a true loss beside the best detector there is, which
// knows rate and shape: a silence threshold at the same rate of false alarms.
func TestDelayBesideTheBest(t *testing.T) {
	n, noise := few(3000), 1.0
	if testing.Short() {
		noise = 1.05 // a median of 600
	}
	for _, c := range []struct {
		shape       float64
		known       bool // the shape of the base
		after4, bar float64
	}{{1, false, 2.3, 1.5}, {1.5, false, 2.5, 1.6}, {3, false, 3, 1.8}, {3, true, 1.6, 1.35}} {
		for _, gap := range []float64{7, 30, 91, 182, 365} {
			p := StagePolicy{Gap: gap}
			if c.known {
				p.Shape = c.shape
			}
			rules, err := NewRules(&p, nil, nil)
			require.NoError(t, err)
			detector := buyer.NewBest(nil, c.shape, 0, 0)
			best := gap * detector.Delay(detector.Limit(gap/(rules.Policy().LossYears*365.25)), 0, 1e4, func() float64 { return 1e4 })
			median := func(gaps int) float64 {
				r := rand.New(rand.NewPCG(2030, uint64(gap)))
				var delays []int
				for range n {
					b := &buyer.Buyer{R: r, Gap: gap, Shape: c.shape, Size: 1}
					events, last := b.Purchases(gaps + 1)
					_, d, err := Trace(rules, events, Day(last))
					require.NoError(t, err)
					days, ok := d.LossAfter()
					require.True(t, ok)
					delays = append(delays, days)
				}
				slices.Sort(delays)
				return float64(delays[len(delays)/2])
			}
			four, twelve, forty := median(4)/best, median(12)/best, median(40)/best
			t.Logf("shape %v (known %v) gap %v: %.2f after 4 gaps, %.2f after 12, %.2f after 40", c.shape, c.known, gap, four, twelve, forty)
			assert.Less(t, four, c.after4*noise)
			assert.Less(t, twelve, c.bar*noise)
		}
	}
}

// declined is how long a customer was in decline after a purchase, in days.
func declined(t *testing.T, rules *Rules, events []Event, after, end Day) (days float64) {
	t.Helper()
	history, _, err := Trace(rules, events, end)
	require.NoError(t, err)
	for i, e := range history {
		if e.Stage == StageDecline && e.Day > after {
			until := end
			if i+1 < len(history) {
				until = history[i+1].Day
			}
			days += float64(until - e.Day)
		}
	}
	return days
}

// One large order is a large order, whichever it is: no decline follows it that would
// not have come without it. Punctual customers are in decline for less than a memory of
// the level; random ones, in the mean, for a hundredth of ten years more than they would
// have been, and hardly anybody for more than a memory.
func TestLumpyAmounts(t *testing.T) {
	const tenYears, memory Day = 3650, 730
	for _, c := range []struct {
		name   string
		gap    Day
		at     int
		factor float64
	}{{"an order of six times", 30, 20, 6}, {"a project of twenty times", 30, 12, 20}, {"shelves stocked by the first order", 91, 0, 10}, {"the same, twenty times", 91, 0, 20}, {"a second order of six times", 91, 1, 6}} {
		for seed := range uint64(3) {
			r := rand.New(rand.NewPCG(2031, 1+seed))
			for range 100 {
				b := &buyer.Buyer{R: r, Gap: 1, Shape: 1, Size: 1}
				var events []Event
				for day := Day(0); day < tenYears; day += c.gap {
					events = append(events, Event{Day: day, Amount: b.Amount()})
				}
				events[c.at].Amount = 100 * c.factor
				assert.Less(t, declined(t, nil, events, events[c.at].Day, tenYears), float64(max(memory, 24*c.gap)), c.name)
			}
		}
		for _, gap := range []float64{7, 30, 91} {
			rules, err := NewRules(&StagePolicy{Gap: gap}, nil, nil)
			require.NoError(t, err)
			r := rand.New(rand.NewPCG(2032, uint64(gap)))
			extra, long, n := 0.0, 0.0, 0.0
			for range few(1000) {
				events := buyer.New(r, gap, 1+2*r.Float64()).Until(nil, float64(tenYears))
				if len(events) <= c.at {
					continue
				}
				without := declined(t, rules, events, events[c.at].Day, tenYears)
				events[c.at].Amount *= c.factor
				more := declined(t, rules, events, events[c.at].Day, tenYears) - without
				extra += more
				if more > float64(memory) {
					long++
				}
				n++
			}
			t.Logf("%s, gap %v: %.1f days of decline more in the mean, %.4f of %.0f a memory more", c.name, gap, extra/n, long/n, n)
			assert.Less(t, extra/n, float64(tenYears)/100)
			assert.Less(t, long/n, 0.02)
		}
	}
}

// Whoever is never a day late is never lost, at any pace, under one policy.
func TestPunctualCustomers(t *testing.T) {
	for _, gap := range []Day{1, 7, 30, 90, 104, 120, 182, 365} {
		history, d, err := Trace(nil, every(0, gap, level(int(3650/gap), 100)...), gap*Day(3650/gap))
		require.NoError(t, err)
		for _, e := range history {
			assert.NotContains(t, []Stage{StageDecline, StageLost}, e.Stage, "every %d days", gap)
		}
		assert.Equal(t, StageStability, d.Stage(), "every %d days: %v", gap, history)
	}
}

// Amounts that halve or double at a steady pace.
func TestAmountsAreFound(t *testing.T) {
	for _, c := range []struct {
		factor float64
		want   Stage
	}{{0.5, StageDecline}, {2, StageFormation}} {
		r := rand.New(rand.NewPCG(2032, uint64(c.want)))
		seen := 0.0
		n := few(500)
		for range n {
			b := &buyer.Buyer{R: r, Gap: 30, Shape: 1, Size: 1}
			events := b.Until(nil, 720)
			b.Size = c.factor
			history, _, err := Trace(nil, b.Until(events, 1440), 1440)
			require.NoError(t, err)
			if slices.ContainsFunc(history, func(e StageEntry) bool { return e.Day > 720 && e.Stage == c.want }) {
				seen += 1 / float64(n)
			}
		}
		t.Logf("amounts × %v: found %.2f", c.factor, seen)
		assert.Greater(t, seen, 0.75)
	}
}

// A garden shop sells from April to September, and nobody leaves. In its
// calendar's time December is no silence.
func TestSeason(t *testing.T) {
	weights := []float64{0.02, 0.02, 0.02, 2, 2, 2, 2, 2, 2, 0.02, 0.02, 0.02}
	calendar, err := btyd.NewCalendar(0, 365.25/12, weights)
	require.NoError(t, err)
	const end Day = 6*365 - 1
	count := func(calendar, season Calendar) (wrong int) {
		rules, err := NewRules(&StagePolicy{Gap: 30, Shape: 1}, nil, calendar)
		require.NoError(t, err)
		r := rand.New(rand.NewPCG(2033, 1))
		for range few(1000) {
			b := buyer.New(r, 30, 1)
			var events []Event
			for at := 0.0; ; at += b.Wait() {
				day := Day(season.(*btyd.Calendar).Elapse(0, at))
				if day > end {
					break
				}
				if len(events) == 0 || events[len(events)-1].Day < day {
					events = append(events, Event{Day: day, Amount: b.Amount()})
				}
			}
			_, d, err := Trace(rules, events, end)
			require.NoError(t, err)
			if d.Stage() >= StageDecline {
				wrong++
			}
		}
		return wrong
	}
	without, with := count(nil, calendar), count(calendar, calendar)
	t.Logf("lost or declining in December: %d without the calendar, %d with it, of %d", without, with, few(1000))
	assert.LessOrEqual(t, with, few(1000)/20)
}

// The probability of loss is what it says, for the hazard of leaving of the
// base, and a verdict of loss agrees with it.
func TestProbLostIsCalibrated(t *testing.T) {
	for _, gap := range []float64{30, 91} {
		rules, err := NewRules(&StagePolicy{Gap: gap, Shape: 1, Leaving: 0.2}, nil, nil)
		require.NoError(t, err)
		r := rand.New(rand.NewPCG(2034, uint64(gap)))
		const end Day = 1461
		var said, seen, n [10]float64
		for range few(4000) {
			b := buyer.New(r, gap, 1)
			leave := 365.25 * r.ExpFloat64() / 0.2
			_, d, err := Trace(rules, b.Until(nil, min(leave, float64(end))), end)
			require.NoError(t, err)
			p := d.Probs().Of(StageLost)
			i := min(int(10*p), 9)
			n[i]++
			said[i] += p
			if leave < float64(end) {
				seen[i]++
			}
			if d.Stage() == StageLost {
				assert.GreaterOrEqual(t, p, 0.85)
			} else {
				assert.Less(t, p, 0.97)
			}
		}
		for i := range n {
			if n[i] < 50 {
				continue
			}
			p, q := said[i]/n[i], seen[i]/n[i]
			t.Logf("gap %v: said %.3f seen %.3f of %.0f", gap, p, q, n[i])
			assert.InDelta(t, p, q, 0.05+3*math.Sqrt(q*(1-q)/n[i]))
		}
	}
}

// No reason states the opposite of its verdict: each number lies on that side
// of its limit which the text claims.
func TestReasonsSupportTheirVerdict(t *testing.T) {
	below := map[string]bool{ReasonFew: true, ReasonKnownPace: false, ReasonLevel: true, ReasonCostLow: false, ReasonInTime: true, ReasonNotSilent: true}
	for _, model := range []clientele.LossClassifier{nil, silenceModel{}} {
		rules, err := NewRules(nil, model, nil)
		require.NoError(t, err)
		for _, p := range simulateBase(rand.New(rand.NewPCG(2035, 1)), few(1000)) {
			d := rules.Detector()
			i := 0
			for day := p.events[0].Day; day < baseEnd; day += 30 {
				for ; i < len(p.events) && p.events[i].Day <= day; i++ {
					require.NoError(t, d.Observe(p.events[i]))
				}
				require.NoError(t, d.Advance(day))
				probs := d.Probs()
				switch d.Stage() {
				case StageLost:
					require.Greater(t, probs.Of(StageLost), 0.5)
				case StageDecline:
					require.Greater(t, probs.Of(StageLost)+probs.Of(StageDecline), 0.2)
				}
				for _, r := range d.AppendReasons(nil) {
					if math.IsNaN(r.Limit) {
						continue
					}
					strictly, known := below[r.Code]
					switch {
					case known && strictly:
						require.Less(t, r.Value, r.Limit, "%v %v", d.Stage(), r)
					case known:
						require.LessOrEqual(t, r.Value, r.Limit, "%v %v", d.Stage(), r)
					default:
						require.GreaterOrEqual(t, r.Value, r.Limit, "%v %v", d.Stage(), r)
					}
				}
			}
		}
	}
}
