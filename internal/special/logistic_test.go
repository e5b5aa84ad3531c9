package special

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
)

// Logistic is the same function on both sides of 0, where its two forms meet.
func TestLogistic(t *testing.T) {
	check.Close(t, 0.95257412682243321912, Logistic(3), 1e-15)
	check.Close(t, 1e-300, Logistic(math.Log(1e-300)), 1e-13)
	assert.Equal(t, 0.5, Logistic(0))
	assert.Equal(t, 1., Logistic(800))
	assert.Zero(t, Logistic(math.Inf(-1)))
	assert.True(t, math.IsNaN(Logistic(math.NaN())))
	for x := 0.01; x < 30; x *= 1.5 {
		check.Close(t, 1, Logistic(x)+Logistic(-x), 1e-15)
		check.Close(t, x, math.Log(Logistic(x)/Logistic(-x)), 1e-12)
	}
}
