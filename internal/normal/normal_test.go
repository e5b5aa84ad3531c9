package normal

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestPublished: the worked figures of Newcombe (1998, two papers): 81 of 263
// is 0.3080 with Wilson limits 0.2553 and 0.3662; 56/70 against 48/80 differ by
// 0.2000 with limits 0.0524 and 0.3339; 0 of 20 has the limits 0 and 0.1611.
func TestPublished(t *testing.T) {
	iv := Wilson(81, 263, 0.95)
	assert.InDelta(t, 0.2553, iv.Lo, 5e-5)
	assert.InDelta(t, 0.3662, iv.Hi, 5e-5)
	iv = Wilson(0, 20, 0.95)
	assert.Zero(t, iv.Lo)
	assert.InDelta(t, 0.1611, iv.Hi, 5e-5)
	iv = Newcombe(48, 80, 56, 70, 0.95)
	assert.InDelta(t, 0.0524, iv.Lo, 5e-5)
	assert.InDelta(t, 0.3339, iv.Hi, 5e-5)
}

func TestEdges(t *testing.T) {
	assert.InDelta(t, 1.959964, Z(0.95), 1e-6)
	assert.InDelta(t, 0.05, PValue(1.959964), 1e-7)
	assert.InDelta(t, 0.025, Upper(1.959964), 1e-7)
	iv := Wilson(0, 0, 0.9)
	assert.Equal(t, [2]float64{0, 1}, [2]float64{iv.Lo, iv.Hi})
	iv = Wilson(5, 5, 0.9)
	assert.Equal(t, 1.0, iv.Hi)
	iv = Newcombe(0, 0, 1, 2, 0.9)
	assert.Equal(t, [2]float64{-1, 1}, [2]float64{iv.Lo, iv.Hi})
	assert.Panics(t, func() { Z(1) })
}
