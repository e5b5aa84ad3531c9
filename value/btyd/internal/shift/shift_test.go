package shift

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// By hand: 60 and 40 customers of no and one repeat, then 30 and 70.
func TestIndices(t *testing.T) {
	panel := func(none, one int) *clientele.Panel {
		p := new(clientele.Panel)
		require.NoError(t, p.AddN(clientele.History{Age: 10}, none))
		require.NoError(t, p.AddN(clientele.History{Repeats: 1, Last: 2, Age: 10}, one))
		return p
	}
	frequency, silence, age := Indices(panel(60, 40), panel(30, 70))
	want := (0.3-0.6)*math.Log(0.3/0.6) + (0.7-0.4)*math.Log(0.7/0.4)
	assert.InDelta(t, want, frequency, 1e-12)
	assert.InDelta(t, want, silence, 1e-12)
	assert.Zero(t, age)
	ages := new(clientele.Panel)
	for a := range 100 {
		require.NoError(t, ages.Add(clientele.History{Age: float64(a)}))
	}
	assert.Equal(t, []float64{9, 19, 29, 39, 49, 59, 69, 79, 89}, ageEnds(ages))
}
