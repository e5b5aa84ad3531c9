package loyalty

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/clientele-go/clientele/loyalty/retention"
)

// Lapsed is a lost customer who might be won back, in one currency. The
// probability of return is the caller's: from past campaigns (BetaBinomial.Shrunk
// by segment), or from ReturnProbability. Standard errors are 0 where nothing is uncertain.
type Lapsed struct {
	// Loss is whether they are lost, of the base's loss rule: who is not is not won
	// back. Zero if the caller knows that they are.
	Loss clientele.LossVerdict `json:"loss"`

	Return   float64 `json:"return"`    // probability of coming back if contacted, in [0, 1]
	ReturnSE float64 `json:"return_se"` // its standard error, >= 0
	Value    float64 `json:"value"`     // second lifetime value: what a returned customer will bring
	ValueSE  float64 `json:"value_se"`  // its standard error, >= 0
	Contact  float64 `json:"contact"`   // cost of the contact, >= 0, spent on everyone
	Offer    float64 `json:"offer"`     // cost of the offer, >= 0, spent on those who return
}

// Check returns an *clientele.InputError for the first value out of range, or
// if contact and offer are both free, which no budget can ration.
func (l Lapsed) Check() error {
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "loyalty.Lapsed", Field: field, Value: value, Want: want}
	}
	amount := func(v float64) bool { return v >= 0 && v <= maxAmount }
	if err := l.Loss.Check(); err != nil {
		return err
	}
	switch {
	case !unit(l.Return):
		return bad("return", l.Return, "a probability in [0, 1]")
	case !unit(l.ReturnSE):
		return bad("return_se", l.ReturnSE, "a standard error in [0, 1]")
	case !(math.Abs(l.Value) <= maxAmount):
		return bad("value", l.Value, "a finite amount")
	case !amount(l.ValueSE):
		return bad("value_se", l.ValueSE, "a finite standard error >= 0")
	case !amount(l.Contact):
		return bad("contact", l.Contact, "a finite cost >= 0")
	case !amount(l.Offer):
		return bad("offer", l.Offer, "a finite cost >= 0")
	case !(l.Spend() > 0) && l.Return > 0:
		return bad("spend", l.Spend(), "a contact or an offer that costs something")
	}
	return nil
}

// Spend returns the expected spend, Contact + Return · Offer.
func (l Lapsed) Spend() float64 { return l.Contact + l.Return*l.Offer }

// Net returns the expected net value, Return · (Value − Offer) − Contact
// (Stauss and Friege 1999).
func (l Lapsed) Net() float64 { return l.Return*(l.Value-l.Offer) - l.Contact }

// NetSE returns the standard error of Net, the errors of return and value taken
// as independent: √(p² s_V² + V² s_p² + s_p² s_V²) with V = Value − Offer. What
// chance makes of the customer's own decision is not in it.
func (l Lapsed) NetSE() float64 {
	a, b := l.Return*l.ValueSE, (l.Value-l.Offer)*l.ReturnSE
	return math.Sqrt(a*a + b*b + l.ReturnSE*l.ReturnSE*l.ValueSE*l.ValueSE)
}

// ProbGain returns the probability that Net is truly positive, normal: 0 or 1
// without uncertainty.
func (l Lapsed) ProbGain() float64 {
	net, se := l.Net(), l.NetSE()
	switch {
	case se > 0:
		return normal.Upper(-net / se)
	case net > 0:
		return 1
	}
	return 0
}

// BreakEven returns the probability of return at which a contact pays:
// Contact / (Value − Offer); +Inf if a return brings nothing.
func (l Lapsed) BreakEven() float64 {
	if !(l.Value > l.Offer) {
		return math.Inf(1)
	}
	return l.Contact / (l.Value - l.Offer)
}

// BreakEvenInterval returns the interval of BreakEven from the error of the
// value, up to +Inf where the value may not exceed the offer. It panics unless
// level lies in (0, 1).
func (l Lapsed) BreakEvenInterval(level float64) clientele.Interval {
	half := normal.Z(level) * l.ValueSE
	low, high := l, l
	low.Value -= half
	high.Value += half
	return clientele.Interval{Lo: high.BreakEven(), Hi: low.BreakEven(), Level: level}
}

// ReturnProbability returns the probability that a customer who lapsed so many
// periods ago comes back within horizon periods, and its standard error, from a
// hazard model fitted to lapsed customers with the return as the event
// (retention.FitHazard). NaN where the model has no answer; the error is NaN
// without a covariance and +Inf where the data do not identify it.
func ReturnProbability(fit *clientele.Fit[retention.Hazard], lapsed, horizon int, x []float64) (p, se float64) {
	returns := func(m retention.Hazard) float64 { return m.Churn(lapsed, horizon, x) }
	p = returns(fit.Model)
	if !(p > 0 && p < 1) || fit.Cov == nil {
		return p, math.NaN()
	}
	const level = 0.95
	d := clientele.DomainProbability
	iv := fit.Interval(d, returns, level)
	return p, (d.Free(iv.Hi) - d.Free(iv.Lo)) / 2 / normal.Z(level) * d.Slope(p)
}

// SecondLifetimeValue returns what a returned customer brings for ever: margin a
// period from the return on, kept with probability retention and discounted at
// rate discount a period, margin · (1 + d)/(1 + d − r). NaN unless retention
// lies in [0, 1], discount ≥ 0 and retention < 1 + discount.
func SecondLifetimeValue(margin, retention, discount float64) float64 {
	if !(unit(retention) && discount >= 0 && retention < 1+discount) {
		return math.NaN()
	}
	if math.IsInf(discount, 1) {
		return margin
	}
	return margin * (1 + discount) / (1 + discount - retention)
}

// WinBack is the verdict on one lapsed customer.
type WinBack struct {
	Index  int              `json:"index"` // in the list given
	Chosen bool             `json:"chosen"`
	Ratio  float64          `json:"ratio"` // net value a unit of money spent
	Reason clientele.Reason `json:"reason"`
}

// WinBackPlan says whom to contact.
type WinBackPlan struct {
	Ranking []WinBack `json:"ranking"` // best ratio first
	Spend   float64   `json:"spend"`   // expected, of the chosen
	Net     float64   `json:"net"`     // expected, of the chosen
	NetSE   float64   `json:"net_se"`  // its standard error, customers taken as independent
	CutOff  float64   `json:"cut_off"` // smallest ratio chosen; 0 if nobody is
	Bound   float64   `json:"bound"`   // no choice within the budget nets more: Net is short of the best by at most the difference
}

// RankWinBack chooses whom to win back under a budget of expected spend: by net
// value a unit of money spent, as far as the budget reaches (a customer who no
// longer fits is passed over for a cheaper one). Nobody is chosen whom the loss rule
// does not call lost, whose net
// value is not positive, or whose probability of a gain is below level;
// level ½ asks no more than a positive expectation, 0.9 demands certainty.
// The order of the list does not matter but among equal ratios, where the
// earlier comes first. Bad data are an *clientele.InputError with the number of
// the customer; an empty list matches clientele.ErrNoData.
func RankWinBack(lapsed []Lapsed, budget, level float64) (*WinBackPlan, error) {
	if !(budget >= 0) {
		return nil, &clientele.InputError{Where: "loyalty.RankWinBack", Field: "budget", Value: budget, Want: "an amount >= 0; +Inf for no limit"}
	}
	if !(level >= 0 && level < 1) {
		return nil, &clientele.InputError{Where: "loyalty.RankWinBack", Field: "level", Value: level, Want: "a probability in [0, 1)"}
	}
	if len(lapsed) == 0 {
		return nil, fmt.Errorf("loyalty.RankWinBack: %w", clientele.ErrNoData)
	}
	plan := &WinBackPlan{Ranking: make([]WinBack, len(lapsed))}
	for i, l := range lapsed {
		if err := l.Check(); err != nil {
			return nil, fmt.Errorf("loyalty.RankWinBack: customer %d: %w", i+1, err)
		}
		ratio := 0.0 // one who never returns and costs nothing
		if l.Spend() > 0 {
			ratio = l.Net() / l.Spend()
		}
		plan.Ranking[i] = WinBack{Index: i, Ratio: ratio}
	}
	slices.SortStableFunc(plan.Ranking, func(a, b WinBack) int { return cmp.Compare(b.Ratio, a.Ratio) })
	plan.choose(lapsed, budget, level)
	return plan, nil
}

// choose goes down the ranking with the budget.
func (p *WinBackPlan) choose(lapsed []Lapsed, budget, level float64) {
	variance, whole := 0.0, budget // whole is the budget left to a plan that may split customers
	for k := range p.Ranking {
		w := &p.Ranking[k]
		l := lapsed[w.Index]
		net, spend := l.Net(), l.Spend()
		switch gain := l.ProbGain(); {
		case l.Loss.Known() && !l.Loss.Lost():
			w.Reason = clientele.Reason{Code: ReasonWinBackPresent, Value: l.Loss.ProbSilent, Limit: l.Loss.Limit}
			continue
		case !(net > 0):
			w.Reason = clientele.Reason{Code: ReasonWinBackLoss, Value: net, Limit: 0}
			continue
		case gain < level:
			w.Reason = clientele.Reason{Code: ReasonWinBackUnsure, Value: gain, Limit: level}
			continue
		}
		p.Bound += net * math.Min(1, whole/spend)
		whole = math.Max(0, whole-spend)
		if p.Spend+spend > budget {
			w.Reason = clientele.Reason{Code: ReasonWinBackBudget, Value: w.Ratio}
			continue
		}
		w.Chosen = true
		w.Reason = clientele.Reason{Code: ReasonWinBackChosen, Value: w.Ratio}
		p.Spend += spend
		p.Net += net
		p.CutOff = w.Ratio
		variance += l.NetSE() * l.NetSE()
	}
	p.NetSE = math.Sqrt(variance)
	for k := range p.Ranking {
		if w := &p.Ranking[k]; w.Reason.Code == ReasonWinBackChosen || w.Reason.Code == ReasonWinBackBudget {
			w.Reason.Limit = p.CutOff
		}
	}
}
