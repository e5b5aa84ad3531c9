package vec_test

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/vec"
	"github.com/stretchr/testify/assert"
)

func TestDot(t *testing.T) {
	assert.Equal(t, 32.0, vec.Dot([]float64{1, 2, 3}, []float64{4, 5, 6, 7}))
	assert.Zero(t, vec.Dot(nil, nil))
}

func TestFinite(t *testing.T) {
	assert.True(t, vec.Finite())
	assert.True(t, vec.Finite(0, -1, math.MaxFloat64))
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		assert.False(t, vec.Finite(1, bad, 2))
	}
}
