package lifecycle

import "math"

// Activity is how a customer buys, as far as it is known: estimates with their
// relative standard errors, those of logarithms.
type Activity struct {
	Gap         float64 `json:"gap"`          // usual days between purchases
	GapError    float64 `json:"gap_error"`    // its relative standard error
	Shape       float64 `json:"shape"`        // regularity of the gaps: 1 is random, more is regular
	Amount      float64 `json:"amount"`       // usual amount, a geometric mean; 0 if no amount is known
	AmountError float64 `json:"amount_error"` // its relative standard error; 0 if no amount is known
	Change      float64 `json:"change"`       // present rate times amount over the usual: 1 is no change
}

// Activity returns how the customer buys; the zero Activity before the first
// purchase. In a calendar, days are operational.
func (d *Detector) Activity() Activity {
	if !d.buying {
		return Activity{}
	}
	a := Activity{Gap: d.rate.mean(), GapError: d.PaceError(), Shape: d.rate.k, Change: math.Exp(d.rate.turn())}
	if z := &d.size; z.weight > 0 {
		a.Amount = math.Exp(z.mean)
		a.AmountError = math.Sqrt(z.variance / z.weight)
		a.Change *= math.Exp(z.turn())
	}
	return a
}
