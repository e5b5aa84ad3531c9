package lifecycle_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	. "github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/btyd"
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

func TestDetectorBeatsTheBaselines(t *testing.T) {
	base := simulateBase(rand.New(rand.NewPCG(6, 1)), 2000)
	bestShare, bestRecall := 0.0, 0.0
	for _, limit := range []Day{45, 60, 90, 120, 180} { // each baseline at its best setting
		share, recall, _ := accuracy(base, func(p person, day Day) Stage { return byRecency(p.events, day, limit) })
		t.Logf("recency threshold of %d days: accuracy %.3f, mean recall %.3f", limit, share, recall)
		bestShare, bestRecall = max(bestShare, share), max(bestRecall, recall)
	}
	for _, window := range []Day{60, 90, 120} {
		for _, band := range []float64{0, 0.25, 0.5} {
			share, recall, _ := accuracy(base, func(p person, day Day) Stage { return byTrend(p.events, day, window, band) })
			t.Logf("trend over %d days, band %.2f: accuracy %.3f, mean recall %.3f", window, band, share, recall)
			bestShare, bestRecall = max(bestShare, share), max(bestRecall, recall)
		}
	}
	share, recall, confusion := accuracy(base, detected(t, nil, base))
	t.Logf("detector: accuracy %.3f, mean recall %.3f", share, recall)
	for s := StageExploration; s <= StageLost; s++ {
		t.Logf("%-12v %v", s, confusion[s][2:])
	}
	assert.Greater(t, share, bestShare+0.01)
	assert.Greater(t, recall, bestRecall+0.01)
}

// P(alive) of a model fitted to other customers of the same kind beats the
// rules alone, at their defaults both.
func TestFittedAliveBeatsTheRules(t *testing.T) {
	var panel clientele.Panel
	for _, p := range simulateBase(rand.New(rand.NewPCG(6, 2)), 2000) {
		require.NoError(t, panel.Add(wholeHistory(p.events, 900)))
	}
	fit, err := btyd.FitMBGNBD(context.Background(), &panel, nil)
	require.NoError(t, err)
	alive, err := NewRules(nil, fit.Model)
	require.NoError(t, err)
	for seed := range uint64(3) {
		base := simulateBase(rand.New(rand.NewPCG(6, 10+seed)), 1500)
		alone, aloneRecall, _ := accuracy(base, detected(t, nil, base))
		with, withRecall, _ := accuracy(base, detected(t, alive, base))
		t.Logf("rules alone: accuracy %.3f, mean recall %.3f; with P(alive): %.3f, %.3f", alone, aloneRecall, with, withRecall)
		assert.Greater(t, with, alone)
		assert.Greater(t, withRecall, aloneRecall)
	}
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

// The probabilities know more than the label: over all month ends their Brier
// score is below that of the label (probability 1 for its stage) and below that
// of the base's own shares.
func TestProbsScore(t *testing.T) {
	base := simulateBase(rand.New(rand.NewPCG(6, 3)), 1000)
	type look struct {
		p     StageProbs
		label Stage
		truth Stage
	}
	var looks []look
	var shares StageProbs
	for _, p := range base {
		var d Detector
		next := Day(30)
		peek := func(until Day) {
			for ; next < until; next += 30 {
				if truth := StageAt(p.truth, next); truth != 0 && d.Stage() != 0 {
					require.NoError(t, d.Advance(next))
					looks = append(looks, look{d.Probs(), d.Stage(), truth})
					shares[truth-1]++
				}
			}
		}
		for _, e := range p.events {
			peek(e.Day)
			require.NoError(t, d.Observe(e))
		}
		peek(baseEnd)
	}
	for i := range shares {
		shares[i] /= float64(len(looks))
	}
	brier := func(of func(look) StageProbs) float64 {
		sum := 0.0
		for _, l := range looks {
			for i, v := range of(l) {
				if Stage(i+1) == l.truth {
					v--
				}
				sum += v * v / float64(len(looks))
			}
		}
		return sum
	}
	probs := brier(func(l look) StageProbs { return l.p })
	label := brier(func(l look) (p StageProbs) { p[l.label-1] = 1; return p })
	prior := brier(func(look) StageProbs { return shares })
	t.Logf("Brier score: probabilities %.3f, label %.3f, shares of the base %.3f", probs, label, prior)
	assert.Less(t, probs, label)
	assert.Less(t, probs, prior)
}
