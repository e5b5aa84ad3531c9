package integral

import (
	"math"

	"github.com/clientele-go/clientele/internal/bisect"
)

// LogConcaveSteps returns ∫ e^{f(z)−c} g(z) dz for a concave f with the given derivative,
// which is positive far to the left and negative from hi on, and a g that varies little
// against e^f, by the trapezoidal rule: from the mode to both sides until f has fallen by
// 44, in steps that step gives for the mode. For integrands that are analytic on a strip
// it needs a fraction of the nodes of panels. NaN where a side would need more than 20,000.
func LogConcaveSteps(f, slope func(float64) float64, hi, c float64, step func(mode float64) float64, g func(float64) float64) float64 {
	lo := hi - 1
	for width := 1.0; slope(lo) < 0; width *= 2 {
		lo -= width
	}
	mode, _ := bisect.Between(lo, hi, halvings, func(z float64) bool { return slope(z) > 0 })
	top := f(mode)
	if math.IsInf(top, -1) || math.IsNaN(top) {
		return math.NaN()
	}
	const drop, most = 44, 20_000 // e^−44 is 8e-20
	h := step(mode)
	sum := 0.0
	for side := -1.0; side <= 1; side += 2 {
		for i := (1 + side) / 2; ; i++ { // the mode itself once
			z := mode + side*i*h
			fall := f(z) - top
			if !(fall > -drop) {
				break
			}
			if i > most {
				return math.NaN()
			}
			sum += math.Exp(fall) * g(z)
		}
	}
	return math.Exp(top-c) * h * sum
}
