package portrait

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/contractual"
	"github.com/clientele-go/clientele/value/silence"
	"github.com/clientele-go/clientele/value/spend"
)

// purchases is what a portrait asks about purchases to come, in days. There are
// two kinds of trade: customers who leave unseen, and customers under contract.
type purchases interface {
	// history is the customer's as the models see it.
	history(d *Dossier) clientele.History
	worth(d *Dossier) float64
	forecast(d *Dossier) Worth // without the interval
	interval(d *Dossier, level float64) clientele.Interval
	loss(d *Dossier) clientele.LossVerdict
}

// amounts is the spend model that was chosen: one of the fits.
type amounts struct {
	GammaGamma *clientele.Fit[spend.GammaGamma] `json:"gamma_gamma,omitempty"`
	LogNormal  *clientele.Fit[spend.LogNormal]  `json:"log_normal,omitempty"`
	Amount     *clientele.Fit[value.Amount]     `json:"amount,omitempty"`
}

func (a *amounts) model() clientele.SpendForecaster {
	switch {
	case a.GammaGamma != nil:
		return a.GammaGamma.Model
	case a.LogNormal != nil:
		return a.LogNormal.Model
	}
	return a.Amount.Model
}

func (a *amounts) warnings() []clientele.Warning {
	switch {
	case a.GammaGamma != nil:
		return a.GammaGamma.Warnings
	case a.LogNormal != nil:
		return a.LogNormal.Warnings
	}
	return nil
}

// valued makes the interval of the mean of two fits; the fits remember what
// customers share, so one is made for each portrayer.
func (a *amounts) valued(fit *clientele.Fit[btyd.AnyModel], t value.Terms) (func(value.Customer, float64) clientele.Interval, error) {
	switch {
	case a.GammaGamma != nil:
		return meanOf(fit, a.GammaGamma, t)
	case a.LogNormal != nil:
		return meanOf(fit, a.LogNormal, t)
	}
	return meanOf(fit, a.Amount, t)
}

func meanOf[S value.FittedSpend[S]](fit *clientele.Fit[btyd.AnyModel], s *clientele.Fit[S], t value.Terms) (func(value.Customer, float64) clientele.Interval, error) {
	f, err := value.NewFittedCLV(fit, s, t)
	if err != nil {
		return nil, err
	}
	return f.MeanInterval, nil
}

// open is a trade without contracts.
type open struct {
	model    btyd.AnyModel
	clv      *value.CLV
	alive    value.AliveDiscounter // the model, if it is one
	within   func(value.Customer, float64) clientele.Interval
	rule     *silence.LossRule
	calendar *btyd.Calendar
	margin   float64
	spend    clientele.SpendForecaster
}

func newOpen(fit *clientele.Fit[btyd.AnyModel], a *amounts, rule *silence.LossRule, p *PortraitPolicy) (*open, error) {
	held, ok := fit.Model.Held().(value.PurchaseModel)
	if !ok {
		return nil, &clientele.InputError{Where: "portrait.Portrayer", Field: "purchases", Value: fit.Model.Kind(), Want: "a model of btyd.Kinds"}
	}
	o := &open{model: fit.Model, rule: rule, calendar: p.Calendar, margin: p.Margin, spend: a.model()}
	o.alive, _ = held.(value.AliveDiscounter)
	var err error
	if o.clv, err = value.NewCLV(held, o.spend, p.Terms()); err != nil {
		return nil, err
	}
	o.within, err = a.valued(fit, p.Terms())
	return o, err
}

// first is the day of the first purchase on the clock of the calendar.
func first(d *Dossier) float64 { return float64(lifecycle.DayOf(d.First)) }

func (o *open) history(d *Dossier) clientele.History {
	if o.calendar == nil {
		return d.History
	}
	return o.calendar.History(first(d), d.History)
}

// season is what the horizon ahead holds of purchases beside one without a season.
func (o *open) season(d *Dossier) float64 {
	if o.calendar == nil {
		return 1
	}
	t := o.clv.Horizon()
	h := o.history(d)
	flat := o.clv.Purchases(h)
	if !(flat > 0) {
		return 1
	}
	return o.calendar.DiscountedPurchasesWithin(o.model, first(d), d.History, o.clv.Rate(), t) / flat
}

func (o *open) customer(d *Dossier) value.Customer {
	return value.Customer{History: o.history(d), Spend: d.Spend}
}

func (o *open) worth(d *Dossier) float64 { return o.clv.Of(o.customer(d)) * o.season(d) }

// forecast asks each question once. What a living customer does has its own answer
// in models that know it, and otherwise is what all do over P(alive).
func (o *open) forecast(d *Dossier) Worth {
	h, t := o.history(d), o.clv.Horizon()
	w := Worth{Value: o.worth(d), Alive: o.model.ProbAlive(h), Days: t}
	span := t
	if o.calendar != nil {
		span = o.calendar.Span(first(d)+d.History.Age, t)
	}
	living := func(t float64) float64 { return o.model.ExpectedPurchases(h, t) / w.Alive }
	if o.alive != nil {
		living = func(t float64) float64 { return o.alive.DiscountedIfAlive(h.Repeats, h.Age, 0, t) }
	}
	pays := o.margin * o.spend.ExpectedSpend(d.Spend)
	switch {
	case w.Alive > 1e-9:
		w.Present = w.Value / w.Alive
	case o.alive != nil:
		w.Present = pays * o.alive.DiscountedIfAlive(h.Repeats, h.Age, o.clv.Rate(), t) * o.season(d)
	default:
		return w // nothing is known of a customer who has surely left
	}
	w.Purchases = w.Alive * living(span)
	// Purchases at the rate of one who is there, up to the horizon, each discounted.
	const soon = 1e-3 // days in which hardly anybody leaves
	w.Stays = pays * living(soon) / soon * t
	if rate := o.clv.Rate(); rate > 0 {
		w.Stays *= -math.Expm1(-rate*t) / (rate * t)
	}
	return w
}

func (o *open) interval(d *Dossier, level float64) clientele.Interval {
	i, c := o.within(o.customer(d), level), o.season(d)
	i.Lo *= c
	i.Hi *= c
	return i
}

func (o *open) loss(d *Dossier) clientele.LossVerdict { return o.rule.Classify(o.history(d)) }

// contract is a trade under contract: a payment covers a term, and whoever pays no
// more when the next is due has left.
type contract struct {
	fit     *clientele.Fit[contractual.SBG]
	spend   clientele.SpendForecaster
	margin  float64
	rate    float64 // effective per term
	term    float64 // days
	periods int     // terms inside the horizon
	days    float64 // the horizon
}

func newContract(fit *clientele.Fit[contractual.SBG], a *amounts, p *PortraitPolicy) *contract {
	term := p.Term.In(Days)
	return &contract{fit: fit, spend: a.model(), margin: p.Margin, term: term,
		rate: math.Expm1(p.Rate.Force(Days) * term), periods: int(math.Floor(p.Horizon.In(Days)/term + 1e-9)), days: p.Horizon.In(Days)}
}

// grace is the part of a term by which a payment may be late and still renew.
const grace = 0.25

// state returns the terms a customer has renewed for, and whether they left since.
func (c *contract) state(h clientele.History) (age int, ended bool) {
	age = int(math.Floor(h.Last/c.term + 0.5))
	return age, h.Age-h.Last > (1+grace)*c.term
}

func (c *contract) history(d *Dossier) clientele.History { return d.History }

// discounted is the expected number of payments inside the horizon, discounted.
func (c *contract) discounted(m contractual.SBG, age int) float64 {
	sum := 0.0
	for k := 1; k <= c.periods; k++ {
		sum += m.SurvivalFrom(age, k) * math.Pow(1+c.rate, -float64(k))
	}
	return sum
}

func (c *contract) worth(d *Dossier) float64 {
	if age, ended := c.state(d.History); !ended {
		return c.margin * c.spend.ExpectedSpend(d.Spend) * c.discounted(c.fit.Model, age)
	}
	return 0
}

func (c *contract) forecast(d *Dossier) Worth {
	age, ended := c.state(d.History)
	pays := c.margin * c.spend.ExpectedSpend(d.Spend)
	w := Worth{Present: pays * c.discounted(c.fit.Model, age), Days: c.days}
	for k := 1; k <= c.periods; k++ {
		w.Stays += pays * math.Pow(1+c.rate, -float64(k))
	}
	if ended {
		return w
	}
	w.Value, w.Alive = w.Present, 1
	for k := 1; k <= c.periods; k++ {
		w.Purchases += c.fit.Model.SurvivalFrom(age, k)
	}
	return w
}

func (c *contract) interval(d *Dossier, level float64) clientele.Interval {
	age, ended := c.state(d.History)
	if ended {
		return clientele.Interval{Level: level}
	}
	pays := c.margin * c.spend.ExpectedSpend(d.Spend)
	return c.fit.Interval(clientele.DomainPositive, func(m contractual.SBG) float64 { return pays * c.discounted(m, age) }, level)
}

// loss is that of the contract; beside it stands the probability that they do not
// renew next time.
func (c *contract) loss(d *Dossier) clientele.LossVerdict {
	age, ended := c.state(d.History)
	v := clientele.ClassifyTerm(ended)
	v.Silence, v.Gap, v.Horizon, v.Unit = d.History.Age-d.History.Last, c.term, c.term, Days
	if v.ProbSilent = 1; !ended {
		v.ProbSilent = 1 - c.fit.Model.SurvivalFrom(age, 1)
	}
	return v
}

// fitContract fits the renewals of a base.
func fitContract(ctx context.Context, histories []clientele.History, p *PortraitPolicy) (*clientele.Fit[contractual.SBG], error) {
	c := contract{term: p.Term.In(Days)}
	ts := contractual.Tenures{Unit: p.Term}
	for _, h := range histories {
		age, ended := c.state(h)
		if ended {
			age++ // lost at the renewal that did not come
		}
		if err := ts.Add(contractual.Tenure{Age: float64(age), Lost: ended}); err != nil {
			return nil, err
		}
	}
	fit, err := contractual.FitSBG(ctx, &ts, nil)
	if fit == nil {
		return nil, fmt.Errorf("portrait.Fit: renewals every %v: %w", p.Term, err)
	}
	return fit, nil
}
