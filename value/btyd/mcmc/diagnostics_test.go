package mcmc

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// autoregressive draws chains of x' = φx + noise around their means.
func autoregressive(r *rand.Rand, phi float64, n int, means ...float64) [][]float64 {
	var out [][]float64
	for _, mean := range means {
		x := r.NormFloat64()
		var c []float64
		for range n {
			x = phi*x + math.Sqrt(1-phi*phi)*r.NormFloat64()
			c = append(c, mean+x)
		}
		out = append(out, c)
	}
	return out
}

func TestDiagnostics(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	independent := autoregressive(r, 0, 2000, 0, 0, 0, 0)
	assert.InDelta(t, 1, rHat(independent), 0.005)
	assert.InEpsilon(t, 8000, effective(independent), 0.1)
	for _, phi := range []float64{0.5, 0.9, 0.97} {
		assert.InEpsilon(t, 20_000*(1-phi)/(1+phi), effective(autoregressive(r, phi, 5000, 0, 0, 0, 0)), 0.25, phi)
	}
	// Draws that shun each other are worth more than independent ones.
	assert.Greater(t, effective(autoregressive(r, -0.5, 2000, 0, 0)), 8000.0)
	// Ranks make both blind to the scale, heavy tails included.
	heavy := clone(independent)
	for _, c := range heavy {
		for i, v := range c {
			c[i] = v * v * v * 1e6
		}
	}
	assert.InDelta(t, effective(independent), effective(heavy), 1e-6)

	assert.Greater(t, rHat(autoregressive(r, 0, 500, 0, 0, 0, 2)), 1.3)
	narrow := autoregressive(r, 0, 500, 0, 0)
	for i := range narrow[1] {
		narrow[1][i] /= 5 // same centre, other spread
	}
	assert.Greater(t, rHat(narrow), 1.2)
	drift := autoregressive(r, 0, 500, 0, 0)
	for _, c := range drift {
		for i := range c {
			c[i] += float64(i) / 100 // both alike, neither at rest
		}
	}
	assert.Greater(t, rHat(drift), 1.3)
	still := [][]float64{{1, 1, 1, 1}, {1, 1, 1, 1}}
	assert.True(t, math.IsNaN(rHat(still)))
	assert.True(t, math.IsNaN(effective(still)))
}

func TestRankedSharesTies(t *testing.T) {
	z := ranked([][]float64{{3, 1}, {1, 7}})
	assert.Equal(t, z[0][1], z[1][0])
	assert.InDelta(t, 0, z[0][0]+z[0][1]+z[1][0]+z[1][1], 0.3)
	assert.Greater(t, z[1][1], z[0][0])
}
