package switching

import (
	"math"

	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Limit names the model that a flat direction u of the free parameters leads to
// (D17); unit is a typical age. Three ways lead back to the Pareto/NBD: nobody turns
// slow, slow is as fast as on, or they come back at once. Those of the states are
// asked first: without them the rates are those of the simpler model, whose limits follow.
func (m Model) Limit(u []float64, unit float64) string {
	const part = 0.3  // of a unit vector
	const none = 1e-4 // turns of a customer in a typical age, or what is left to 1
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
