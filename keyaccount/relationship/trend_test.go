package relationship

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCompare(t *testing.T) {
	c := chain(t, board())
	later := chain(t, append(board(), Person{ID: "novice", ReportsTo: "finance"}))
	a, err := Assess(c, Review{Date: day("2026-01-01"), People: []Rated{{"chief", allOf(2)}, {"buyer", allOf(3)}, {"finance", allOf(1)}}}, DefaultScale(), nil)
	require.NoError(t, err)
	b, err := Assess(later, Review{Date: day("2026-07-01"), People: []Rated{{"chief", allOf(3)}, {"buyer", allOf(2)}, {"finance", seen(1, 1, 1, 1, 1, 2)}, {"novice", allOf(1)}}}, DefaultScale(), nil)
	require.NoError(t, err)
	trend := Compare(a, c, b, later)
	assert.Equal(t, 181, trend.Days)
	assert.Equal(t, Steady, trend.Composite.Direction) // one layer up, one down
	assert.Equal(t, Improving, trend.Layers[KeyPersons-1].Direction)
	assert.Equal(t, Worsening, trend.Layers[Broad-1].Direction)
	assert.Equal(t, Steady, trend.Layers[Organisation-1].Direction)
	assert.Equal(t, []PersonChange{{"chief", Change{2, 3, Improving}}, {"buyer", Change{3, 2, Worsening}}, {"novice", Change{0, 1, Improving}}}, trend.People)
	assert.Panics(t, func() { Compare(a, later, b, later) })
}
