package integral

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/value/btyd/internal/endtimes"
)

// LogSmooth returns ∫ e^{f(z)} dz over [lo, hi] for a smooth f with
// any number of peaks: panels of 16 nodes in which f moves by about 10, of
// which those are left out that lie 44 below the highest end of one. It takes
// more calls of f than LogConcave, which needs one peak: the density of a Gompertz
// death beside purchases may have two. The ends are walked twice, since the highest
// is not known on the first walk.
func LogSmooth(f, slope func(float64) float64, lo, hi float64) float64 {
	const maxPanel, drop = 3, 10
	next := func(z float64) float64 {
		length := math.Min(maxPanel, drop/math.Abs(slope(z)))
		length = math.Min(length, drop/math.Abs(slope(z+length)))
		return math.Min(z+math.Max(length, 1e-4), hi) // a slope without bound must not stop the walk
	}
	top := f(hi)
	for z := lo; z < hi; z = next(z) {
		top = math.Max(top, f(z))
	}
	if math.IsInf(top, 0) || math.IsNaN(top) {
		return 0
	}
	sum := 0.0
	here := f(lo)
	for z := lo; z < hi; {
		to := next(z)
		there := f(to)
		if math.Max(here, there) > top-endtimes.AllDrop-drop {
			sum += quad.Panels(func(v float64) float64 { return math.Exp(f(v) - top) }, z, to, 1)
		}
		z, here = to, there
	}
	return sum * math.Exp(top)
}
