package lifecycle_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle"
)

func TestPrior(t *testing.T) {
	var moves Transitions
	require.NoError(t, moves.Add(0, 0, 1))
	c, err := moves.Chain(2, 2)
	require.NoError(t, err)
	assert.Equal(t, &MigrationChain{P: [][]float64{{1.0 / 3, 2.0 / 3}, {0.5, 0.5}}, Weight: []float64{3, 2}}, c)
}

// The χ² of two periods is that of the 2 × k tables of every state, added up:
// here the textbook table 30, 10 / 20, 40 with χ² = 16.667 and one degree of
// freedom.
func TestStationarity(t *testing.T) {
	var moves Transitions
	for _, m := range [][4]int{{1, 0, 0, 30}, {1, 0, 1, 10}, {2, 0, 0, 20}, {2, 0, 1, 40}, {1, 1, 1, 5}} {
		for range m[3] {
			require.NoError(t, moves.Add(m[0], m[1], m[2]))
		}
	}
	chi2, df, p, err := moves.Stationarity(2)
	require.NoError(t, err)
	check.Close(t, 16.6666666666666667, chi2, 1e-12)
	assert.Equal(t, 1, df)
	assert.InDelta(t, 4.5e-5, p, 1e-6)

	var still Transitions
	require.NoError(t, still.Add(0, 0, 1))
	_, _, _, err = still.Stationarity(2)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)

	// Under stationarity p is uniform: its mean over 200 tests is 0.5 ± 0.1 (5 SE).
	r := rand.New(rand.NewPCG(7, 19))
	truth, _ := published(t)
	mean := 0.0
	for range 200 {
		var moves Transitions
		for period := range 4 {
			for from := range 4 {
				for range 60 {
					last := from
					walk(r, truth, from, 1, func(_, s int) bool { last = s; return true })
					require.NoError(t, moves.Add(period, from, last))
				}
			}
		}
		_, df, p, err := moves.Stationarity(5)
		require.NoError(t, err)
		assert.Equal(t, 12, df)
		mean += p / 200
	}
	assert.InDelta(t, 0.5, mean, 0.1)
}

func TestTransitionsMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 19))
	items := make([][3]int, 300)
	for i := range items {
		items[i] = [3]int{r.IntN(5) - 2, r.IntN(6), r.IntN(6)}
	}
	check.MergeLaws(t, check.Merger[*Transitions, [3]int]{
		New:   func() *Transitions { return new(Transitions) },
		Add:   func(a *Transitions, m [3]int) { require.NoError(t, a.Add(m[0], m[1], m[2])) },
		Merge: (*Transitions).Merge,
		Equal: sameBytes[*Transitions],
		Items: items,
	})
}

func TestAddStages(t *testing.T) {
	history := []StageEntry{{Day: 10, Stage: StageExploration}, {Day: 50, Stage: StageFormation, From: StageExploration}, {Day: 75, Stage: StageLost, From: StageFormation}}
	var moves, want Transitions
	require.NoError(t, moves.AddStages(history, 0, 95, 30))
	require.NoError(t, want.Add(1, 1, 2)) // day 30 to 60
	require.NoError(t, want.Add(2, 2, 5)) // day 60 to 90
	sameBytes(t, &want, &moves)
	var e *clientele.InputError
	assert.ErrorAs(t, moves.AddStages(history, 0, 95, 0), &e)
	assert.ErrorAs(t, moves.AddStages(history, MinDay, MaxDay, 1), &e)
	assert.Equal(t, 2, moves.Len())
}
