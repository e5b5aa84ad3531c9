package stability

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIndex(t *testing.T) {
	assert.InDelta(t, 0.1*math.Log(0.6/0.5)+0.1*math.Log(0.5/0.4), Index([]int{50, 50}, []int{60, 40}), 1e-15)
	assert.Equal(t, Index([]int{3, 4}, []int{5, 1}), Index([]int{5, 1}, []int{3, 4}))
	assert.Zero(t, Index([]int{5, 0, 10}, []int{10, 0, 20}), "a class of nobody does not count")
	half := math.Log((5.5/11)/(0.5/11)) * (5.5/11 - 0.5/11)
	assert.InDelta(t, half+math.Log((5.5/11)/(10.5/11))*(5.5/11-10.5/11), Index([]int{0, 10}, []int{5, 5}), 1e-15)
	assert.True(t, math.IsNaN(Index([]int{0, 0}, []int{1, 2})))
	assert.True(t, math.IsNaN(Index(nil, nil)))
}
