package lifecycle_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/clientele-go/clientele/lifecycle"
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
	histories := map[*Event][]Entry{}
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
	for s := Exploration; s <= Lost; s++ {
		t.Logf("%-12v %v", s, confusion[s][2:])
	}
	assert.Greater(t, share, bestShare+0.01)
	assert.Greater(t, recall, bestRecall+0.01)
}
