package lifecycle_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle"
)

// moves is how the stages of a base change from month to month.
var moves = &Chain{P: [][]float64{
	{0.7, 0.2, 0, 0, 0, 0.1},
	{0, 0.6, 0.2, 0.05, 0, 0.15},
	{0, 0, 0.75, 0.15, 0.08, 0.02},
	{0, 0, 0.02, 0.93, 0.04, 0.01},
	{0, 0, 0.05, 0.15, 0.6, 0.2},
	{0, 0.05, 0, 0, 0, 0.95},
}}

// The probabilities are those of simulated relationships.
func TestPatternProbsMatchSimulation(t *testing.T) {
	const long = 18
	m, err := NewPatternModel(moves, long)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(13, 3))
	for _, c := range []struct {
		stage, reached Stage
		periods        int
	}{
		{Exploration, Exploration, 0}, {Formation, Formation, 0}, {Decline, Formation, 0}, {Stability, Stability, 1}, {Stability, Stability, 9},
		{Decline, Stability, 5}, {Formation, Stability, 12}, {Stability, Stability, 20}, {Decline, Stability, 18},
	} {
		const n = 20000
		var count [5]float64
		for range n {
			reached, periods := c.reached, c.periods
			walk(r, moves, int(c.stage)-1, 1_000_000, func(t, s int) bool {
				stage := Stage(s + 1)
				if stage == Formation || stage == Stability {
					reached = max(reached, stage)
				}
				if stage == Stability && t > 0 {
					periods++
				}
				return stage != Lost
			})
			switch {
			case reached == Exploration:
				count[EarlyMiscarriage]++
			case reached == Formation:
				count[MidwayDeath]++
			case periods < long:
				count[EarlyExit]++
			default:
				count[LongLasting]++
			}
		}
		p := m.Probs(c.stage, c.reached, c.periods)
		sum := 0.0
		for q := EarlyMiscarriage; q <= LongLasting; q++ {
			assert.InDelta(t, p.Of(q), count[q]/n, 5*math.Sqrt(0.25/n), "%v from %v, %v, %d", q, c.stage, c.reached, c.periods)
			sum += p.Of(q)
		}
		check.Close(t, 1, sum, 1e-12)
	}
}

func TestPatternProbsSpecialCases(t *testing.T) {
	m, err := NewPatternModel(moves, 24)
	require.NoError(t, err)
	assert.Equal(t, PatternProbs{1, 0, 0, 0}, m.Probs(Lost, Exploration, 0))
	assert.Equal(t, PatternProbs{1, 0, 0, 0}, m.Probs(Lost, 0, 0))
	assert.Equal(t, PatternProbs{0, 1, 0, 0}, m.Probs(Lost, Formation, 0))
	assert.Equal(t, PatternProbs{0, 0, 1, 0}, m.Probs(Lost, Stability, 23))
	assert.Equal(t, PatternProbs{0, 0, 0, 1}, m.Probs(Lost, Stability, 24))
	for _, p := range []PatternProbs{m.Probs(0, 0, 0), m.Probs(9, 0, 0), m.Probs(Stability, Stability, -1)} {
		assert.True(t, math.IsNaN(p[0]))
	}
	last := 0.0
	for k := range 25 { // the longer in stability, the surer
		p := m.Probs(Stability, Stability, k).Of(LongLasting)
		assert.GreaterOrEqual(t, p, last)
		last = p
	}
	assert.Equal(t, 1.0, last)
	// Stages that are never left are no trouble.
	still := &Chain{P: [][]float64{{1, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0}, {0, 0, 1, 0, 0, 0}, {0, 0, 0, 1, 0, 0}, {0, 0, 0, 0, 1, 0}, {0, 0, 0, 0, 0, 1}}}
	m, err = NewPatternModel(still, 24)
	require.NoError(t, err)
	check.Close(t, 1, m.Probs(Stability, Stability, 1).Of(LongLasting), 1e-9)
}

func TestPatternModelRefuses(t *testing.T) {
	var e *clientele.InputError
	for _, c := range []*Chain{nil, {}, {P: moves.P[:5]}} {
		_, err := NewPatternModel(c, 12)
		assert.ErrorAs(t, err, &e)
	}
	_, err := NewPatternModel(moves, 0)
	assert.ErrorAs(t, err, &e)
	m, err := NewPatternModel(moves, 12)
	require.NoError(t, err)
	data, err := json.Marshal(m)
	require.NoError(t, err)
	var back PatternModel
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, m.Probs(Formation, Formation, 0), back.Probs(Formation, Formation, 0))
	assert.Error(t, json.Unmarshal([]byte(`{"long":3}`), &back))
}

func TestStanding(t *testing.T) {
	history, d, err := Trace(nil, scripts[7].events, scripts[7].asOf) // lost, and back after a year
	require.NoError(t, err)
	i := slices.IndexFunc(history, func(e Entry) bool { return e.Stage == Stability })
	stage, reached, stable := Standing(history, history[i].Day+50)
	assert.Equal(t, Stability, stage)
	assert.Equal(t, Stability, reached)
	assert.Equal(t, Day(50), stable)
	stage, reached, stable = Standing(history, 800)
	assert.Equal(t, Exploration, stage)
	assert.Equal(t, Exploration, reached)
	assert.Zero(t, stable)
	stage, reached, _ = Standing(history, scripts[7].asOf)
	assert.Equal(t, d.Stage(), stage)
	assert.Equal(t, d.Reached(), reached)
	stage, reached, _ = Standing(nil, 5)
	assert.Zero(t, stage)
	assert.Zero(t, reached)
	assert.Equal(t, EarlyExit, PatternOf(history[:slices.IndexFunc(history, func(e Entry) bool { return e.Stage == Lost })+1], 0))
	assert.Equal(t, LongLasting, PatternOf(history[:slices.IndexFunc(history, func(e Entry) bool { return e.Stage == Lost })+1], 100))
}

func TestMix(t *testing.T) {
	var m Mix
	require.NoError(t, m.AddEnded(EarlyMiscarriage, -20))
	require.NoError(t, m.AddEnded(EarlyMiscarriage, 10))
	require.NoError(t, m.AddEnded(LongLasting, 900))
	require.NoError(t, m.AddAlive(PatternProbs{0, 0.25, 0.25, 0.5}, 100))
	s := m.Shares()
	assert.Equal(t, Share{EarlyMiscarriage, 2, 0, 0.5, -10}, s[0])
	assert.Equal(t, Share{MidwayDeath, 0, 0.25, 0.0625, 25}, s[1])
	assert.Equal(t, Share{LongLasting, 1, 0.5, 0.375, 950}, s[3])
	assert.Equal(t, 4, m.Len())
	var e *clientele.InputError
	assert.ErrorAs(t, m.AddEnded(0, 1), &e)
	assert.ErrorAs(t, m.AddEnded(EarlyExit, math.NaN()), &e)
	assert.ErrorAs(t, m.AddAlive(PatternProbs{0.5, 0.4}, 1), &e)
	assert.ErrorAs(t, m.AddAlive(PatternProbs{math.NaN(), 1}, 1), &e)
	assert.ErrorAs(t, m.AddAlive(PatternProbs{2, -1}, 1), &e)
	assert.ErrorAs(t, m.AddAlive(PatternProbs{1}, math.Inf(1)), &e)
	assert.Equal(t, 4, m.Len())
	assert.Zero(t, new(Mix).Shares()[0].Share)
	assert.Zero(t, s[0].Pattern-EarlyMiscarriage)
}

func TestBreakdown(t *testing.T) {
	var b Breakdown
	require.NoError(t, b.Add(0, Exploration, 1, Money{10, 100, 120, 0}))
	require.NoError(t, b.Add(EarlyExit, Stability, 2, Money{50, 400, 150, 30}))
	require.NoError(t, b.Add(LongLasting, Stability, 2, Money{50, 500, 150, 0}))
	require.NoError(t, b.Add(LongLasting, Stability, 3, Money{}))
	assert.Equal(t, []BreakdownRow{
		{Stage: Exploration, Period: 1, Customers: 1, Money: Money{10, 100, 120, 0}, Price: 10, Profit: -20},
		{Stage: Stability, Period: 2, Customers: 2, Money: Money{100, 900, 300, 30}, Price: 9, Profit: 630},
		{Stage: Stability, Period: 3, Customers: 1},
	}, slices.Collect(b.ByStage()))
	assert.Equal(t, []BreakdownRow{
		{Stage: Exploration, Customers: 1, Money: Money{10, 100, 120, 0}, Price: 10, Profit: -20},
		{Pattern: EarlyExit, Stage: Stability, Customers: 1, Money: Money{50, 400, 150, 30}, Price: 8, Profit: 280},
		{Pattern: LongLasting, Stage: Stability, Customers: 2, Money: Money{50, 500, 150, 0}, Price: 10, Profit: 350},
	}, slices.Collect(b.ByPattern()))
	for range b.ByStage() {
		break
	}
	var e *clientele.InputError
	assert.ErrorAs(t, b.Add(9, Stability, 1, Money{}), &e)
	assert.ErrorAs(t, b.Add(0, 0, 1, Money{}), &e)
	assert.ErrorAs(t, b.Add(0, Stability, MaxPeriod+1, Money{}), &e)
	assert.ErrorAs(t, b.Add(0, Stability, 1, Money{Cost: math.NaN()}), &e)
	assert.Equal(t, 4, b.Len())
}
