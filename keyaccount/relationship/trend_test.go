package relationship

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCompare(t *testing.T) {
	c := chain(t, board())
	later := chain(t, append(board(), Person{ID: "novice", ReportsTo: "finance"}))
	a, err := Assess(c, RelationshipReview{Date: day("2026-01-01"), People: []Rated{{"chief", allOf(2)}, {"buyer", allOf(3)}, {"finance", allOf(1)}}}, DefaultScale(), nil)
	require.NoError(t, err)
	b, err := Assess(later, RelationshipReview{Date: day("2026-07-01"), People: []Rated{{"chief", allOf(3)}, {"buyer", allOf(2)}, {"finance", seen(1, 1, 1, 1, 1, 2)}, {"novice", allOf(1)}}}, DefaultScale(), nil)
	require.NoError(t, err)
	trend := Compare(a, c, b, later)
	assert.Equal(t, 181, trend.Days)
	assert.Equal(t, TrendDirectionSteady, trend.Composite.Direction) // one layer up, one down
	assert.Equal(t, TrendDirectionImproving, trend.Layers[LayerKeyPersons-1].Direction)
	assert.Equal(t, TrendDirectionWorsening, trend.Layers[LayerBroad-1].Direction)
	assert.Equal(t, TrendDirectionSteady, trend.Layers[LayerOrganisation-1].Direction)
	assert.Equal(t, []PersonChange{{"chief", ScoreChange{2, 3, TrendDirectionImproving}}, {"buyer", ScoreChange{3, 2, TrendDirectionWorsening}}, {"novice", ScoreChange{0, 1, TrendDirectionImproving}}}, trend.People)
	assert.Panics(t, func() { Compare(a, later, b, later) })
}
