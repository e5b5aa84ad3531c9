package switching

import (
	"math"

	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Limit names the model that a flat direction u of the free parameters leads to;
// unit is a typical age.
func (m Model) Limit(u []float64, unit float64) string {
	const part, none = 0.3, 1e-4
	in := func(i int) bool { return math.Abs(u[i]) > part }
	switch {
	case in(4) && m.Slow*unit < none, in(6) && m.Rho > 1-none, in(4) && in(5) && m.Return*unit > 1/none:
		return warn.NeverSlow
	case in(5) && m.Return*unit < none:
		return warn.NoReturn
	case in(6) && m.Rho < none:
		return warn.NoPurchaseSlow
	case (in(2) || in(3)) && m.S/m.Beta*unit < none:
		return warn.NoDropout
	case in(0) && !in(2) && !in(3):
		return warn.CommonRate
	case in(2) && in(3) && m.S > 1:
		return warn.CommonDropout
	}
	return ""
}
