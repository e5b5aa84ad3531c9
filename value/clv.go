package value

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// AliveDiscounter is a model in which the time of the last purchase says
// whether a customer is alive, and nothing else: what a living customer will do
// depends on repeats and age alone. Then
//
//	DiscountedPurchasesWithin(h, δ, t) = ProbAlive(h) · DiscountedIfAlive(h.Repeats, h.Age, δ, t)
//
// and the second factor, the expensive one, has few different values in a base
// of customers. BG/NBD, MBG/NBD, Pareto/NBD and NBD are such models.
type AliveDiscounter interface {
	DiscountedIfAlive(repeats int, age, rate, t float64) float64
}

// PurchaseModel is what a CLV needs to know about purchases; every model of
// package btyd is one.
type PurchaseModel interface {
	clientele.PurchaseForecaster
	clientele.PurchaseDiscounter
	clientele.AliveProber
}

// Customer is all that the value of a customer is computed from.
type Customer struct {
	History clientele.History
	Spend   clientele.Spend // zero if the customer has no amounts
}

// CustomerOf returns the customer of a ledger's record: the history, and the
// spend of the repeat purchases, which is what spend.CollectRecords collects.
func CustomerOf[K clientele.Key](r clientele.Record[K]) Customer { return Customer{r.History, r.Spend} }

// MarshalJSON writes the fields; a number that is not finite is null.
func (x Customer) MarshalJSON() ([]byte, error) { return wire.Marshal(x) }

// UnmarshalJSON reads what MarshalJSON writes and checks both parts.
func (x *Customer) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, x) }

// Terms say what counts as value.
type Terms struct {
	Unit    clientele.Unit `json:"unit,omitempty"`   // of the histories and of the purchase model; 0 takes the model's own, if it knows it
	Horizon Horizon        `json:"horizon"`          // how far ahead; required
	Rate    DiscountRate   `json:"rate"`             // the zero value discounts nothing
	Margin  float64        `json:"margin,omitempty"` // profit as a share of spend, in (0, 1]; 0 means 1, so that value is revenue
}

// MarshalJSON writes the fields.
func (t Terms) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes and checks it; t is unchanged on error.
func (t *Terms) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// Check returns nil if the terms can be computed with, and otherwise an
// *clientele.InputError. Whether a Unit of 0 will do, the model says.
func (t Terms) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "value.Terms", Field: field, Value: value, Want: want}
	}
	if t.Unit != 0 && !(yearsIn(t.Unit) > 0) {
		return bad("Unit", t.Unit, "the unit of the histories, such as clientele.Week")
	}
	if !(t.Margin >= 0 && t.Margin <= 1) {
		return bad("Margin", t.Margin, "a share in (0, 1], or 0 for the default of 1")
	}
	if err := t.Horizon.Check(); err != nil {
		return err
	}
	return t.Rate.Check()
}

// CLV computes customer lifetime value: what a customer is expected to bring
// from now to the horizon,
//
//	margin · ExpectedSpend(s) · DiscountedPurchasesWithin(h, δ, t),
//
// with rate and horizon converted to the unit of the histories. Purchases and
// spend are taken as independent given the data, and nothing before the end of
// observation counts. It is safe for concurrent use.
type CLV struct {
	purchases PurchaseModel
	alive     AliveDiscounter // purchases, if it is one; else nil
	spend     clientele.SpendForecaster
	margin    float64
	rate      float64 // continuous, per unit
	horizon   float64 // in units, maybe +Inf
	unit      clientele.Unit
}

// in returns the terms in the unit of the model m, which may say it (a model
// that was fitted to a ledger's records does). Terms in another unit, and a
// unit that nobody says, are an *clientele.InputError.
func (t Terms) in(m any) (Terms, error) {
	if err := t.Check(); err != nil {
		return t, err
	}
	var own clientele.Unit
	if timed, ok := m.(interface{ TimeUnit() clientele.Unit }); ok {
		own = timed.TimeUnit()
	}
	bad := func(want string) error {
		return &clientele.InputError{Where: "value.Terms", Field: "Unit", Value: t.Unit, Want: want}
	}
	switch {
	case t.Unit == 0 && own == 0:
		return t, bad("the unit of the histories, such as clientele.Week, because the model does not know it")
	case t.Unit == 0:
		t.Unit = own
	case own != 0 && own != t.Unit:
		return t, bad(own.String() + ", the unit that the purchase model counts time in; leave Unit out, or fit to histories in the other unit")
	}
	return t, nil
}

// NewCLV returns the computation for two models and the terms, or the terms'
// error; terms in another unit than the purchase model says are one. A nil spend
// counts purchases: every one is worth 1.
func NewCLV(purchases PurchaseModel, spend clientele.SpendForecaster, t Terms) (*CLV, error) {
	if purchases == nil {
		panic("value: NewCLV of a nil purchase model")
	}
	t, err := t.in(purchases)
	if err != nil {
		return nil, err
	}
	if spend == nil {
		spend = Amount(1)
	}
	c := &CLV{purchases: purchases, spend: spend, margin: t.Margin, unit: t.Unit,
		rate: t.Rate.Force(t.Unit), horizon: t.Horizon.In(t.Unit)}
	if t.Margin == 0 {
		c.margin = 1
	}
	c.alive, _ = purchases.(AliveDiscounter)
	if any, ok := purchases.(interface{ Held() any }); ok { // a model chosen at run time: ask the one in it
		c.alive, _ = any.Held().(AliveDiscounter)
	}
	return c, nil
}

// MarshalJSON refuses: models are of any type.
func (c *CLV) MarshalJSON() ([]byte, error) { return nil, notStored("value.CLV") }

// notStored is the error of things that hold models, which JSON could not restore.
func notStored(where string) error {
	return &clientele.InputError{Where: where, Field: "JSON", Value: "models of any type", Want: "its models (or fits) and Terms stored each for itself; make it anew from them"}
}

// Unit returns the unit of the histories.
func (c *CLV) Unit() clientele.Unit { return c.unit }

// Rate returns δ, the continuous rate per unit of the histories.
func (c *CLV) Rate() float64 { return c.rate }

// Horizon returns the horizon in units of the histories, maybe +Inf.
func (c *CLV) Horizon() float64 { return c.horizon }

// Of returns the value of one customer.
//
// Special cases are: an impossible history or spend gives NaN; a customer who
// is certainly dead is worth 0; +Inf where the model's sum has no end (no
// discounting for ever) or the spend model has no mean for the customer.
func (c *CLV) Of(x Customer) float64 {
	return c.times(c.Purchases(x.History), c.spend.ExpectedSpend(x.Spend))
}

// Purchases returns the expected discounted purchases up to the horizon.
func (c *CLV) Purchases(h clientele.History) float64 {
	if c.alive == nil {
		return c.purchases.DiscountedPurchasesWithin(h, c.rate, c.horizon)
	}
	pa := c.purchases.ProbAlive(h)
	if pa == 0 {
		return 0
	}
	return pa * c.alive.DiscountedIfAlive(h.Repeats, h.Age, c.rate, c.horizon)
}

// times multiplies purchases by what one is worth; no purchases are worth
// nothing, even where the mean spend does not exist, and neither are purchases
// without end of which each is worth nothing.
func (c *CLV) times(purchases, spend float64) float64 {
	if (purchases == 0 && !math.IsNaN(spend)) || (spend == 0 && !math.IsNaN(purchases)) {
		return 0
	}
	return c.margin * spend * purchases
}

// Amount is the spend model of customers who all pay the same a purchase: a
// subscription's fee, or 1 to count purchases.
type Amount float64

// ExpectedSpend returns the amount.
func (a Amount) ExpectedSpend(clientele.Spend) float64 { return float64(a) }

// Params lists the amount as a fixed parameter, so that Amount is a model.
func (a Amount) Params() []clientele.Param {
	return []clientele.Param{{Name: "amount", Value: float64(a), Domain: clientele.DomainFixed}}
}

// WithParams returns the amount v[0].
func (Amount) WithParams(v []float64) Amount { return Amount(v[0]) }

// MarshalJSON writes the amount as a stored model.
func (a Amount) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(a) }

// UnmarshalJSON reads what MarshalJSON writes and validates it.
func (a *Amount) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, a) }

// Known returns the amount as a fit without uncertainty, for use where a fit is
// asked for.
func (a Amount) Known() *clientele.Fit[Amount] {
	return &clientele.Fit[Amount]{Model: a, Cov: [][]float64{{0}}}
}
