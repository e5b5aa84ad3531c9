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
var moves = &MigrationChain{P: [][]float64{
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
		{StageExploration, StageExploration, 0}, {StageFormation, StageFormation, 0}, {StageDecline, StageFormation, 0}, {StageStability, StageStability, 1}, {StageStability, StageStability, 9},
		{StageDecline, StageStability, 5}, {StageFormation, StageStability, 12}, {StageStability, StageStability, 20}, {StageDecline, StageStability, 18},
	} {
		const n = 20000
		var count [5]float64
		for range n {
			reached, periods := c.reached, c.periods
			walk(r, moves, int(c.stage)-1, 1_000_000, func(t, s int) bool {
				stage := Stage(s + 1)
				if stage == StageFormation || stage == StageStability {
					reached = max(reached, stage)
				}
				if stage == StageStability && t > 0 {
					periods++
				}
				return stage != StageLost
			})
			switch {
			case reached == StageExploration:
				count[PatternEarlyMiscarriage]++
			case reached == StageFormation:
				count[PatternMidwayDeath]++
			case periods < long:
				count[PatternEarlyExit]++
			default:
				count[PatternLongLasting]++
			}
		}
		p := m.Probs(c.stage, c.reached, c.periods)
		sum := 0.0
		for q := PatternEarlyMiscarriage; q <= PatternLongLasting; q++ {
			assert.InDelta(t, p.Of(q), count[q]/n, 5*math.Sqrt(0.25/n), "%v from %v, %v, %d", q, c.stage, c.reached, c.periods)
			sum += p.Of(q)
		}
		check.Close(t, 1, sum, 1e-12)
	}
}

func TestPatternProbsSpecialCases(t *testing.T) {
	m, err := NewPatternModel(moves, 24)
	require.NoError(t, err)
	assert.Equal(t, PatternProbs{1, 0, 0, 0}, m.Probs(StageLost, StageExploration, 0))
	assert.Equal(t, PatternProbs{1, 0, 0, 0}, m.Probs(StageLost, 0, 0))
	assert.Equal(t, PatternProbs{0, 1, 0, 0}, m.Probs(StageLost, StageFormation, 0))
	assert.Equal(t, PatternProbs{0, 0, 1, 0}, m.Probs(StageLost, StageStability, 23))
	assert.Equal(t, PatternProbs{0, 0, 0, 1}, m.Probs(StageLost, StageStability, 24))
	for _, p := range []PatternProbs{m.Probs(0, 0, 0), m.Probs(9, 0, 0), m.Probs(StageStability, StageStability, -1)} {
		assert.True(t, math.IsNaN(p[0]))
	}
	last := 0.0
	for k := range 25 { // the longer in stability, the surer
		p := m.Probs(StageStability, StageStability, k).Of(PatternLongLasting)
		assert.GreaterOrEqual(t, p, last)
		last = p
	}
	assert.Equal(t, 1.0, last)
	// Stages that are never left are no trouble.
	still := &MigrationChain{P: [][]float64{{1, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0}, {0, 0, 1, 0, 0, 0}, {0, 0, 0, 1, 0, 0}, {0, 0, 0, 0, 1, 0}, {0, 0, 0, 0, 0, 1}}}
	m, err = NewPatternModel(still, 24)
	require.NoError(t, err)
	check.Close(t, 1, m.Probs(StageStability, StageStability, 1).Of(PatternLongLasting), 1e-9)
}

func TestPatternModelRefuses(t *testing.T) {
	var e *clientele.InputError
	for _, c := range []*MigrationChain{nil, {}, {P: moves.P[:5]}} {
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
	assert.Equal(t, m.Probs(StageFormation, StageFormation, 0), back.Probs(StageFormation, StageFormation, 0))
	assert.Error(t, json.Unmarshal([]byte(`{"long":3}`), &back))
}

func TestRelationshipAt(t *testing.T) {
	history, d, err := Trace(nil, scripts[7].events, scripts[7].asOf) // lost, and back after a year
	require.NoError(t, err)
	i := slices.IndexFunc(history, func(e StageEntry) bool { return e.Stage == StageStability })
	stage, reached, stable := RelationshipAt(history, history[i].Day+50)
	assert.Equal(t, StageStability, stage)
	assert.Equal(t, StageStability, reached)
	assert.Equal(t, Day(50), stable)
	stage, reached, stable = RelationshipAt(history, 800)
	assert.Equal(t, StageDecline, stage) // a return is the same relationship
	assert.Equal(t, StageStability, reached)
	assert.Greater(t, stable, Day(200))
	stage, reached, _ = RelationshipAt(history, scripts[7].asOf)
	assert.Equal(t, d.Stage(), stage)
	assert.Equal(t, d.Reached(), reached)
	stage, reached, _ = RelationshipAt(nil, 5)
	assert.Zero(t, stage)
	assert.Zero(t, reached)
	assert.Equal(t, PatternEarlyExit, PatternOf(history[:slices.IndexFunc(history, func(e StageEntry) bool { return e.Stage == StageLost })+1], 0))
	assert.Equal(t, PatternLongLasting, PatternOf(history[:slices.IndexFunc(history, func(e StageEntry) bool { return e.Stage == StageLost })+1], 100))
}

func TestMix(t *testing.T) {
	var m PatternMix
	require.NoError(t, m.AddEnded(PatternEarlyMiscarriage, -20))
	require.NoError(t, m.AddEnded(PatternEarlyMiscarriage, 10))
	require.NoError(t, m.AddEnded(PatternLongLasting, 900))
	require.NoError(t, m.AddAlive(PatternProbs{0, 0.25, 0.25, 0.5}, 100))
	s := m.Shares()
	assert.Equal(t, PatternShare{PatternEarlyMiscarriage, 2, 0, 0.5, -10}, s[0])
	assert.Equal(t, PatternShare{PatternMidwayDeath, 0, 0.25, 0.0625, 25}, s[1])
	assert.Equal(t, PatternShare{PatternLongLasting, 1, 0.5, 0.375, 950}, s[3])
	assert.Equal(t, 4, m.Len())
	var e *clientele.InputError
	assert.ErrorAs(t, m.AddEnded(0, 1), &e)
	assert.ErrorAs(t, m.AddEnded(PatternEarlyExit, math.NaN()), &e)
	assert.ErrorAs(t, m.AddAlive(PatternProbs{0.5, 0.4}, 1), &e)
	assert.ErrorAs(t, m.AddAlive(PatternProbs{math.NaN(), 1}, 1), &e)
	assert.ErrorAs(t, m.AddAlive(PatternProbs{2, -1}, 1), &e)
	assert.ErrorAs(t, m.AddAlive(PatternProbs{1}, math.Inf(1)), &e)
	assert.Equal(t, 4, m.Len())
	assert.Zero(t, new(PatternMix).Shares()[0].Share)
	assert.Zero(t, s[0].Pattern-PatternEarlyMiscarriage)
}

func TestBreakdown(t *testing.T) {
	var b Breakdown
	require.NoError(t, b.Add(0, StageExploration, 1, PeriodMoney{10, 100, 120, 0}))
	require.NoError(t, b.Add(PatternEarlyExit, StageStability, 2, PeriodMoney{50, 400, 150, 30}))
	require.NoError(t, b.Add(PatternLongLasting, StageStability, 2, PeriodMoney{50, 500, 150, 0}))
	require.NoError(t, b.Add(PatternLongLasting, StageStability, 3, PeriodMoney{}))
	assert.Equal(t, []BreakdownRow{
		{Stage: StageExploration, Period: 1, Customers: 1, PeriodMoney: PeriodMoney{10, 100, 120, 0}, Price: 10, Profit: -20},
		{Stage: StageStability, Period: 2, Customers: 2, PeriodMoney: PeriodMoney{100, 900, 300, 30}, Price: 9, Profit: 630},
		{Stage: StageStability, Period: 3, Customers: 1},
	}, slices.Collect(b.ByStage()))
	assert.Equal(t, []BreakdownRow{
		{Stage: StageExploration, Customers: 1, PeriodMoney: PeriodMoney{10, 100, 120, 0}, Price: 10, Profit: -20},
		{Pattern: PatternEarlyExit, Stage: StageStability, Customers: 1, PeriodMoney: PeriodMoney{50, 400, 150, 30}, Price: 8, Profit: 280},
		{Pattern: PatternLongLasting, Stage: StageStability, Customers: 2, PeriodMoney: PeriodMoney{50, 500, 150, 0}, Price: 10, Profit: 350},
	}, slices.Collect(b.ByPattern()))
	for range b.ByStage() {
		break
	}
	var e *clientele.InputError
	assert.ErrorAs(t, b.Add(9, StageStability, 1, PeriodMoney{}), &e)
	assert.ErrorAs(t, b.Add(0, 0, 1, PeriodMoney{}), &e)
	assert.ErrorAs(t, b.Add(0, StageStability, MaxPeriod+1, PeriodMoney{}), &e)
	assert.ErrorAs(t, b.Add(0, StageStability, 1, PeriodMoney{Cost: math.NaN()}), &e)
	assert.Equal(t, 4, b.Len())
}
