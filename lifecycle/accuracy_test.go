package lifecycle_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	. "github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/silence"
)

// accuracy returns the share of month ends on which classify is right, from
// the first purchase on, and the mean recall over the stages.
func accuracy(base []person, classify func(p person, day Day) Stage) (share, recall float64, confusion [7][7]int) {
	for _, p := range base {
		for day := Day(30); day <= baseEnd; day += 30 {
			truth := StageAt(p.truth, day)
			if truth == 0 || p.events[0].Day > day {
				continue
			}
			confusion[truth][classify(p, day)]++
		}
	}
	right, total, kinds := 0, 0, 0.0
	for i, row := range confusion {
		n := 0
		for _, c := range row {
			n += c
		}
		if n > 0 {
			recall += float64(row[i]) / float64(n)
			kinds++
		}
		right += row[i]
		total += n
	}
	return float64(right) / float64(total), recall / kinds, confusion
}

// detected returns a classifier by the detector under rules.
func detected(t *testing.T, rules *Rules, base []person) func(p person, day Day) Stage {
	histories := map[*Event][]StageEntry{}
	for _, p := range base {
		history, _, err := Trace(rules, p.events, baseEnd)
		require.NoError(t, err)
		histories[&p.events[0]] = history
	}
	return func(p person, day Day) Stage { return StageAt(histories[&p.events[0]], day) }
}

// changeable is a policy for the simulated base, where gaps are regular and half
// of those who are stable are over a year later. A caller who knows that asks
// for faster verdicts.
var changeable = &StagePolicy{Gap: 30, Shape: 3, Leaving: 0.5, LossYears: 20}

// precision returns how many month ends are called lost, the share of those that
// are, and the share of the lost that are called.
func precision(base []person, classify func(p person, day Day) Stage) (right, found float64) {
	_, _, confusion := accuracy(base, classify)
	called, truly := 0.0, 0.0
	for i := range confusion {
		called += float64(confusion[i][StageLost])
		truly += float64(confusion[StageLost][i])
	}
	both := float64(confusion[StageLost][StageLost])
	return both / called, both / truly
}

// No silence that is the same for everybody finds as many of the lost at as few
// errors as the detector.
func TestDetectorBeatsRecency(t *testing.T) {
	base := simulateBase(rand.New(rand.NewPCG(6, 1)), 2000)
	rules, err := NewRules(changeable, nil, nil)
	require.NoError(t, err)
	for name, rules := range map[string]*Rules{"default": nil, "changeable": rules} {
		right, found := precision(base, detected(t, rules, base))
		t.Logf("%s: of the verdicts of loss %.4f are right, of the lost %.3f are found", name, right, found)
		for limit := Day(30); limit < 400; limit += 10 {
			r, f := precision(base, func(p person, day Day) Stage { return byRecency(p.events, day, limit) })
			assert.False(t, r >= right && f >= found, "%s: %d days: %.4f %.3f", name, limit, r, f)
		}
	}
}

// A model fitted to other customers of the same kind finds more of the lost, at
// its defaults, and most of its verdicts are right.
func TestFittedModelFindsMore(t *testing.T) {
	var panel clientele.Panel
	for _, p := range simulateBase(rand.New(rand.NewPCG(6, 2)), 2000) {
		require.NoError(t, panel.Add(wholeHistory(p.events, 900)))
	}
	panel.Unit = clientele.Week
	loss, err := silence.FitLossRuleFromPanel(context.Background(), &panel, nil)
	require.NoError(t, err)
	rules, err := NewRules(nil, loss, nil)
	require.NoError(t, err)
	base := simulateBase(rand.New(rand.NewPCG(6, 10)), 1500)
	_, alone := precision(base, detected(t, nil, base))
	right, found := precision(base, detected(t, rules, base))
	t.Logf("gaps alone find %.3f, with the model %.3f of which right %.3f", alone, found, right)
	assert.Greater(t, found, alone)
	assert.Greater(t, right, 0.95)
}

// wholeHistory is what a transaction model sees of the events up to a day.
func wholeHistory(events []Event, asOf Day) clientele.History {
	h := clientele.History{Age: float64(asOf-events[0].Day) / 7}
	for _, e := range events[1:] {
		if e.Day <= asOf {
			h.Repeats++
			h.Last = float64(e.Day-events[0].Day) / 7
		}
	}
	return h
}
