package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/special"
)

// rise is lnΓ(a+x) − lnΓ(a) and its first two derivatives in a.
type rise struct{ log, d, dd float64 }

// rises returns the rises of a to each of the counts, which ascend. From one
// count to the next it adds ln(a+i), 1/(a+i) and −1/(a+i)², exact differences
// at a fraction of the cost, unless the next is far away.
func rises(a float64, counts []float64) []rise {
	const far = 64
	out := make([]rise, len(counts))
	var at rise
	x := 0.0
	for k, to := range counts {
		if to-x > far {
			at = rise{special.LogRise(a, to), special.DigammaRise(a, to), special.TrigammaRise(a, to)}
			x = to
		}
		for ; x < to; x++ {
			inv := 1 / (a + x)
			at.log += math.Log(a + x)
			at.d += inv
			at.dd -= inv * inv
		}
		out[k] = at
	}
	return out
}
