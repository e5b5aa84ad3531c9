package integral

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
)

// Discounted returns the expected discounted purchases up to t from the expected
// undiscounted ones, by parts (D13):
//
//	e^{−δt}·E(t) + δ·∫₀ᵗ e^{−δu} E(u) du
//
// The integral runs over L = ln(1+u/scale), in which E is smooth: scale is the
// age that the process already has in its own eyes, or its gaps if they are
// regular. Panels of 8 nodes are short enough that L moves by less than panel
// and δu by less than 2; mean gets u and L.
func Discounted(rate, t, scale, panel float64, mean func(u, length float64) float64) float64 {
	last := math.Log1p(t / scale)
	total := math.Exp(-rate*t) * mean(t, last)
	if rate == 0 {
		return total
	}
	end := math.Min(last, math.Log1p(50/(rate*scale))) // from δu = 50 on, e^−50 counts no more
	for lo := 0.0; lo < end; {
		u := scale * math.Expm1(lo)
		length := math.Min(panel, math.Log1p(2/(rate*(scale+u)))) // δu grows by less than 2
		if end-lo < 1.3*length {
			length = end - lo
		}
		half := length / 2
		for _, node := range quad.Legendre8 {
			l := lo + half*(1+node.X)
			u := scale * math.Expm1(l)
			total += rate * half * node.W * (scale + u) * math.Exp(-rate*u) * mean(u, l)
		}
		lo += length
	}
	return total
}
