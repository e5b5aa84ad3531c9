package value

import (
	"math"
	"reflect"
	"sync"

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
	clientele.SpendForecaster
}

// FittedCLV is a CLV whose models were estimated, so that its answers have
// intervals. The two fits are taken as independent. It is safe for concurrent
// use: its CLV does not change, and the intervals of the mean, which remember
// what customers share, take turns. To compute many on several processors, make
// a FittedCLV for each.
type FittedCLV[P FittedPurchases[P], S FittedSpend[S]] struct {
	*CLV
	purchases *clientele.Fit[P]
	spend     *clientele.Fit[S]
	domain    clientele.Domain // of values: Real if the spend may be negative, else Positive

	turn   sync.Mutex        // of those who look at tables
	tables map[any]*CLVTable // of the models that a derivative is taken with; nil if models cannot be keys
}

// MarshalJSON refuses: models are of any type.
func (f *FittedCLV[P, S]) MarshalJSON() ([]byte, error) { return nil, notStored("value.FittedCLV") }

// SpendQuantiler says where a customer's mean amount may lie. A spend model
// whose quantile 0 is below 0, such as spend.Normal of margins, may make values
// negative; intervals of such values are symmetric and may hold 0.
type SpendQuantiler interface {
	SpendQuantile(s clientele.Spend, prob float64) float64
}

// NewFittedCLV returns the computation for two fits and the terms, or the terms'
// error. To count purchases, pass Amount(1).Known() as the spend. The fits' Cov
// is used: pass fit.Sandwich() for intervals that do not trust the model.
func NewFittedCLV[P FittedPurchases[P], S FittedSpend[S]](purchases *clientele.Fit[P], spend *clientele.Fit[S], t Terms) (*FittedCLV[P, S], error) {
	if purchases == nil || spend == nil {
		panic("value: NewFitted of a nil fit")
	}
	c, err := NewCLV(purchases.Model, spend.Model, t)
	if err != nil {
		return nil, err
	}
	f := &FittedCLV[P, S]{CLV: c, purchases: purchases, spend: spend, domain: clientele.DomainPositive}
	if q, ok := any(spend.Model).(SpendQuantiler); ok && q.SpendQuantile(clientele.Spend{}, 0) < 0 {
		f.domain = clientele.DomainReal
	}
	if reflect.ValueOf(purchases.Model).Comparable() {
		f.tables = make(map[any]*CLVTable)
	}
	return f, nil
}

// purchasesOf returns the expected discounted purchases under the model m. It is
// the caller's turn.
func (f *FittedCLV[P, S]) purchasesOf(m P) func(clientele.History) float64 {
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
func (f *FittedCLV[P, S]) with(m P) *CLV {
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
// of the other's, so the variances of their logarithms, by the delta method, add;
// where the spend may be negative (SpendQuantiler), those of the value itself.
// Special cases are: a value of 0 of a model of positive spend gives [0, 0]; a
// value that is not finite, [0, +Inf], or [−Inf, +Inf] where the spend may be
// negative. Level must lie in (0, 1), or it panics.
func (f *FittedCLV[P, S]) MeanInterval(x Customer, level float64) clientele.Interval {
	f.turn.Lock()
	defer f.turn.Unlock()
	spend, bought := f.spend.Model.ExpectedSpend(x.Spend), f.purchasesOf(f.purchases.Model)(x.History)
	return f.around(f.times(bought, spend),
		func(m P) float64 { return f.times(f.purchasesOf(m)(x.History), spend) },
		func(m S) float64 { return f.times(bought, m.ExpectedSpend(x.Spend)) }, level)
}

// TotalMean returns the interval of the total of CLV.Of over the customers, all
// or a segment: where the expected total lies, given that the parameters are
// estimates. With many customers the estimates' uncertainty is shared by all
// and does not average out.
func (f *FittedCLV[P, S]) TotalMean(customers []Customer, level float64) clientele.Interval {
	f.turn.Lock()
	defer f.turn.Unlock()
	now := f.purchasesOf(f.purchases.Model)
	spend := make([]float64, len(customers))
	bought := make([]float64, len(customers))
	var sum total
	for i, x := range customers {
		spend[i], bought[i] = f.spend.Model.ExpectedSpend(x.Spend), now(x.History)
		sum.add(f.times(bought[i], spend[i]))
	}
	return f.around(sum.value(),
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
		}, level)
}

// around returns the interval about v from v as a function of each fit's
// parameters, the other's at their estimates.
func (f *FittedCLV[P, S]) around(v float64, ofPurchases func(P) float64, ofSpend func(S) float64, level float64) clientele.Interval {
	d := f.domainOf(v)
	p := halfWidth(d, f.purchases.Interval(d, ofPurchases, level))
	s := halfWidth(d, f.spend.Interval(d, ofSpend, level))
	return about(d, v, math.Hypot(p, s), level)
}

// domainOf returns the domain of a value that is v at the estimates.
func (f *FittedCLV[P, S]) domainOf(v float64) clientele.Domain {
	if v < 0 {
		return clientele.DomainReal
	}
	return f.domain
}

// halfWidth returns half the width of an interval on d's free scale.
func halfWidth(d clientele.Domain, iv clientele.Interval) float64 {
	return (d.Free(iv.Hi) - d.Free(iv.Lo)) / 2
}

// about returns the interval that lies half on either side of v on d's free
// scale, and all of d where that is not known.
func about(d clientele.Domain, v, half, level float64) clientele.Interval {
	at := d.Free(v)
	switch {
	case v == 0 && d == clientele.DomainPositive:
		return clientele.Interval{Lo: 0, Hi: 0, Level: level}
	case math.IsInf(at, 0) || math.IsNaN(at+half):
		return whole(d, level)
	}
	return clientele.Interval{Lo: d.Bind(at - half), Hi: d.Bind(at + half), Level: level}
}

// whole returns the interval of all values of d.
func whole(d clientele.Domain, level float64) clientele.Interval {
	return clientele.Interval{Lo: d.Bind(math.Inf(-1)), Hi: math.Inf(1), Level: level}
}
