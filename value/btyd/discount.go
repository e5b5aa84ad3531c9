package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
)

// within returns the expected discounted purchases up to t from the expected
// undiscounted ones, by parts:
//
//	e^{−δt}·E(t) + δ·∫₀ᵗ e^{−δu} E(u) du
//
// with 16 nodes a panel, panels short enough that e^{−δu} falls by less than e⁴.
func within[P interface{ mean(t float64) float64 }](p P, rate, t float64) float64 {
	total := math.Exp(-rate*t) * p.mean(t)
	if rate == 0 {
		return total
	}
	end := math.Min(t, 745/rate)
	panels := math.Max(1, math.Ceil(rate*end/4))
	half := end / panels / 2
	for k := 0.0; k < panels; k++ {
		for _, node := range quad.Legendre16 {
			u := half * (2*k + 1 + node.X)
			total += rate * half * node.W * math.Exp(-rate*u) * p.mean(u)
		}
	}
	return total
}
