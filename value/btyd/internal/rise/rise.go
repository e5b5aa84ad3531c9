// Package rise holds differences of lnΓ and their derivatives, to all counts of a table.
package rise

import (
	"math"

	"github.com/clientele-go/clientele/internal/special"
)

// Rise is lnΓ(a+x) − lnΓ(a) and its first two derivatives in a.
type Rise struct{ Log, D, Dd float64 }

// To returns (D3) the rises of a to each of the counts, which ascend. From one
// count to the next it adds ln(a+i), 1/(a+i) and −1/(a+i)², exact differences
// at a fraction of the cost, unless the next is so far away that the three series
// cost less than the terms. ψ(a+x) − ψ(a) from two digammas would be lost for
// a ≫ x, which is where a search goes whose customers are all alike (D17).
func To(a float64, counts []float64) []Rise {
	const far = 64
	out := make([]Rise, len(counts))
	var at Rise
	x := 0.0
	for k, to := range counts {
		if to-x > far {
			at = Rise{special.LogRise(a, to), special.DigammaRise(a, to), special.TrigammaRise(a, to)}
			x = to
		}
		for ; x < to; x++ {
			inv := 1 / (a + x)
			at.Log += math.Log(a + x)
			at.D += inv
			at.Dd -= inv * inv
		}
		out[k] = at
	}
	return out
}
