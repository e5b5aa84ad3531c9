// Package integral holds the one-dimensional integrals that several engines share.
package integral

import (
	"math"

	"github.com/clientele-go/clientele/internal/bisect"
	"github.com/clientele-go/clientele/internal/quad"
)

// halvings leaves no digit of a place that counts: of 2⁶⁰ parts of what was
// stepped over on the way down.
const halvings = 60

// LogConcave returns ∫ e^{f(z)} dz up to hi, for concave f with the
// given derivative, which is positive far to the left. It finds the mode, leaves out what
// lies 44 below it in the logarithm, and takes panels in which f varies by less than 8 on the
// average: on a concave side the one farthest out by up to twice that, which 16
// nodes still bear. An adaptive rule would do worse, since it asks for an absolute
// tolerance of integrals that may be e^−300; here all is relative to the mode.
func LogConcave(f, slope func(float64) float64, hi float64) float64 {
	mode := hi
	if slope(hi) < 0 {
		lo := hi - 1
		for step := 1.0; slope(lo) < 0; step *= 2 {
			lo -= step
		}
		mode, _ = bisect.Between(lo, hi, halvings, func(z float64) bool { return slope(z) > 0 })
	}
	top := f(mode)
	if math.IsInf(top, -1) || math.IsNaN(top) {
		return 0
	}
	const drop = 44 // e^−44 is 8e-20
	lo := mode - 1
	for step := 1.0; f(lo) > top-drop; step *= 2 {
		lo -= step
	}
	lo, _ = bisect.Between(lo, mode, halvings, func(z float64) bool { return f(z) < top-drop })
	if f(hi) < top-drop {
		hi, _ = bisect.Between(mode, hi, halvings, func(z float64) bool { return f(z) > top-drop })
	}
	// The sides apart: on each f is monotone, so that its fall is known from its ends.
	const mostPanels = 1000 // of densities so narrow that rounding of f rules
	half := func(a, b float64) float64 {
		if !(b > a) {
			return 0
		}
		panels := mostPanels
		if n := math.Abs(f(a)-f(b))/8 + (b-a)/2; n < mostPanels {
			panels = 1 + int(n)
		}
		return quad.Panels(func(z float64) float64 { return math.Exp(f(z) - top) }, a, b, panels)
	}
	return math.Exp(top) * (half(lo, mode) + half(mode, hi))
}
