package lifecycle

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExpAndLog(t *testing.T) {
	for x := -690.0; x < 690; x += 0.7131 {
		assert.InEpsilon(t, math.Exp(x), exp(x), 1e-9)
	}
	for x := 1e-15; x < 1e15; x *= 1.0937 {
		assert.InDelta(t, math.Log(x), log(x), 2e-10*max(1, math.Abs(math.Log(x))))
	}
	for x := 0.9; x < 1.1; x += 0.000173 {
		assert.InDelta(t, math.Log(x), log(x), 2e-10)
	}
	assert.Zero(t, exp(-1e9))
	assert.Zero(t, exp(math.Inf(-1)))
	assert.Equal(t, 1.0, exp(0))
}
