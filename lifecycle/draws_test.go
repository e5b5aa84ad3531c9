package lifecycle_test

import (
	"math/rand/v2"
	"testing"
	"time"

	. "github.com/clientele-go/clientele/lifecycle"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A draw takes as long whatever is known of the rows.
func TestDrawsOfLightChains(t *testing.T) {
	c, err := RecencyChain([]float64{0.3, 0.2, 0.15, 0.05})
	require.NoError(t, err)
	for _, w := range []float64{1e-300, 1e-12, 1e-3, 1, 1e9} {
		c.Weight = []float64{w, w, w, w, w}
		begun, n := time.Now(), 0
		for d := range c.Draws(rand.New(rand.NewPCG(1, 2))) {
			assert.NoError(t, d.Check())
			if n++; n == 200 {
				break
			}
		}
		assert.Less(t, time.Since(begun), time.Second, w)
	}
}
