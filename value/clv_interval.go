package value

import (
	"math"
	"reflect"

	"github.com/clientele-go/clientele"
)

// FittedPurchases is a purchase model M that can be fitted.
type FittedPurchases[M any] interface {
	clientele.Model[M]
	PurchaseModel
}

// FittedSpend is a spend model M that can be fitted.
type FittedSpend[M any] interface {
	clientele.Model[M]
	SpendForecaster
}

// Fitted is a CLV whose models were estimated, so that its answers have
// intervals. The two fits are taken as independent. It remembers what it has
// computed and is not safe for concurrent use; its CLV is.
type Fitted[P FittedPurchases[P], S FittedSpend[S]] struct {
	*CLV
	purchases *clientele.Fit[P]
	spend     *clientele.Fit[S]
	tables    map[any]*Table // of the models that a derivative is taken with
}

// NewFitted returns the computation for two fits and the terms, or the terms'
// error. To count purchases, pass Amount(1).Known() as the spend. The fits' Cov
// is used: pass fit.Sandwich() for intervals that do not trust the model.
func NewFitted[P FittedPurchases[P], S FittedSpend[S]](purchases *clientele.Fit[P], spend *clientele.Fit[S], t Terms) (*Fitted[P, S], error) {
	if purchases == nil || spend == nil {
		panic("value: NewFitted of a nil fit")
	}
	c, err := NewCLV(purchases.Model, spend.Model, t)
	if err != nil {
		return nil, err
	}
	f := &Fitted[P, S]{CLV: c, purchases: purchases, spend: spend}
	if reflect.TypeFor[P]().Comparable() {
		f.tables = make(map[any]*Table)
	}
	return f, nil
}

// Of returns the value of one customer, as CLV.Of does, and remembers.
func (f *Fitted[P, S]) Of(x Customer) float64 {
	return f.times(f.purchasesOf(f.purchases.Model)(x.History), f.spend.Model.ExpectedSpend(x.Spend))
}

// purchasesOf returns the expected discounted purchases under the model m.
func (f *Fitted[P, S]) purchasesOf(m P) func(clientele.History) float64 {
	if f.tables == nil {
		return f.with(m).Purchases
	}
	t := f.tables[m]
	if t == nil {
		t = f.with(m).Table()
		f.tables[m] = t
	}
	return t.Purchases
}

// with returns f's CLV with another purchase model.
func (f *Fitted[P, S]) with(m P) *CLV {
	c := *f.CLV
	c.purchases = m
	c.alive, _ = any(m).(AliveDiscounter)
	return &c
}

// MeanInterval returns the interval of CLV.Of(x): where the customer's expected
// value lies, given that the parameters are estimates. It does not say what
// the customer will do; that is OutcomeInterval.
//
// The value is a product of a function of one fit's parameters and a function
// of the other's, so the variances of their logarithms, by the delta method, add.
// Special cases are: a value of 0 gives [0, 0]; a value that is not finite,
// [0, +Inf]. Level must lie in (0, 1), or it panics.
func (f *Fitted[P, S]) MeanInterval(level float64, x Customer) clientele.Interval {
	return f.around(level, f.Of(x),
		func(m P) float64 { return f.purchasesOf(m)(x.History) },
		func(m S) float64 { return m.ExpectedSpend(x.Spend) })
}

// TotalMean returns the interval of the total of CLV.Of over the customers, all
// or a segment: where the expected total lies, given that the parameters are
// estimates. With many customers the estimates' uncertainty is shared by all
// and does not average out.
func (f *Fitted[P, S]) TotalMean(level float64, customers []Customer) clientele.Interval {
	now := f.purchasesOf(f.purchases.Model)
	spend := make([]float64, len(customers))
	bought := make([]float64, len(customers))
	var sum total
	for i, x := range customers {
		spend[i], bought[i] = f.spend.Model.ExpectedSpend(x.Spend), now(x.History)
		sum.add(f.times(bought[i], spend[i]))
	}
	return f.around(level, sum.value(),
		func(m P) float64 {
			of := f.purchasesOf(m)
			var s total
			for i, x := range customers {
				s.add(f.times(of(x.History), spend[i]))
			}
			return s.value()
		},
		func(m S) float64 {
			var s total
			for i, x := range customers {
				s.add(f.times(bought[i], m.ExpectedSpend(x.Spend)))
			}
			return s.value()
		})
}

// around returns the interval about v on the log scale, from the functions of
// each fit's parameters that v is proportional to.
func (f *Fitted[P, S]) around(level, v float64, ofPurchases func(P) float64, ofSpend func(S) float64) clientele.Interval {
	p := halfWidth(f.purchases.Interval(level, clientele.Positive, ofPurchases))
	s := halfWidth(f.spend.Interval(level, clientele.Positive, ofSpend))
	return logInterval(level, v, math.Hypot(p, s))
}

// halfWidth returns half the width of a positive interval on the log scale.
func halfWidth(iv clientele.Interval) float64 { return (math.Log(iv.Hi) - math.Log(iv.Lo)) / 2 }

// logInterval returns v·exp(±half), within [0, +Inf].
func logInterval(level, v, half float64) clientele.Interval {
	switch {
	case v == 0:
		return clientele.Interval{Lo: 0, Hi: 0, Level: level}
	case !(v > 0 && v < math.Inf(1)) || math.IsNaN(half):
		return clientele.Interval{Lo: 0, Hi: math.Inf(1), Level: level}
	}
	return clientele.Interval{Lo: v * math.Exp(-half), Hi: v * math.Exp(half), Level: level}
}
