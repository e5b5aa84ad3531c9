package portrait

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/loyalty"
)

// ContactPolicy says what a contact costs and does. Nil and each zero field mean
// the default. The effects are conventions until they are measured, by a trial
// with a control group (package loyalty/programme).
type ContactPolicy struct {
	Budget        float64           `json:"budget"`                   // money for all contacts together, > 0; default no limit
	Cost          float64           `json:"cost"`                     // of one contact, > 0; default 1, so that the budget is a number of contacts
	WinBackCost   float64           `json:"win_back_cost,omitempty"`  // of one to a lost customer, > 0; default Cost
	Effect        clientele.Measure `json:"effect,omitzero"`          // share of what leaving would cost that a contact saves, in [0, 1]; default 0.1
	WinBackEffect clientele.Measure `json:"win_back_effect,omitzero"` // share of those who have left that it brings back, in [0, 1]; default 0.03
	Certainty     clientele.Measure `json:"certainty,omitzero"`       // probability of a gain that a contact must have, in [0, 1); default 0, the expectation decides
}

func (p *ContactPolicy) filled() ContactPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Cost, 1)
	policy.Default(&q.WinBackCost, q.Cost)
	policy.Default(&q.Effect, clientele.Known(0.1))
	policy.Default(&q.WinBackEffect, clientele.Known(0.03))
	policy.Default(&q.Certainty, clientele.Known(0))
	return q
}

// Check returns nil if the policy, filled, is possible, and otherwise an
// *clientele.InputError.
func (p *ContactPolicy) Check() error {
	q := p.filled()
	bad := func(field string, v float64, want string) error {
		return &clientele.InputError{Where: "portrait.ContactPolicy", Field: field, Value: v, Want: want}
	}
	switch {
	case !(q.Budget >= 0 && q.Budget <= 1e15):
		return bad("budget", q.Budget, "money > 0, or 0 for no limit")
	case !(q.Cost > 0 && q.Cost <= 1e12):
		return bad("cost", q.Cost, "money > 0")
	case !(q.WinBackCost > 0 && q.WinBackCost <= 1e12):
		return bad("win_back_cost", q.WinBackCost, "money > 0")
	}
	for field, m := range map[string]clientele.Measure{"effect": q.Effect, "win_back_effect": q.WinBackEffect} {
		if err := m.Check("portrait.ContactPolicy", field, 0, 1); err != nil {
			return err
		}
	}
	return q.Certainty.Check("portrait.ContactPolicy", "certainty", 0, math.Nextafter(1, 0))
}

// MarshalJSON writes the fields that are set.
func (p ContactPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *ContactPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Contact is an entry of a list: a customer, and what contacting them is expected
// to gain.
type Contact[K clientele.Key] struct {
	Customer K       `json:"customer"`
	Advice   Advice  `json:"advice"`
	Gain     float64 `json:"gain"` // expected, the cost taken off; of those to thank and to leave alone what a contact would gain
	Cost     float64 `json:"cost"`
	Value    float64 `json:"value"` // what they bring up to the horizon if they are there
	Stake    float64 `json:"stake"` // what is expected to be lost up to the horizon because they may leave
	Stays    float64 `json:"stays"` // and if they stayed up to the horizon
	Left     float64 `json:"left"`  // probability that they have left already
	Grown    float64 `json:"grown"` // probability that they buy twice what they used to
}

// MarshalJSON writes the fields.
func (c Contact[K]) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Contact[K]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// Codes of the reasons of a contact.
const (
	ReasonStake  = "portrait.stake"   // Value: what is expected to be lost because they may leave; Limit: what they bring if they stay
	ReasonLeft   = "portrait.left"    // Value: probability that they have left; Limit: what they would bring if they came back
	ReasonGain   = "portrait.gain"    // Value: what the contact gains; Limit: its cost
	ReasonNoGain = "portrait.no-gain" // Value: what it would lose; Limit: its cost
	ReasonGrown  = "portrait.grown"   // Value: probability that they buy twice what they used to
)

var _ = reason.Register(map[string]reason.Text{
	ReasonStake: {
		English: "{value:money} is expected to be lost because they may leave; they bring {limit:money} if they stay",
		Chinese: "因其可能离开，预计损失 {value:money}；若一直留住则带来 {limit:money}"},
	ReasonLeft: {
		English: "has left with a probability of {value:%}; worth {limit:money} if they come back",
		Chinese: "已经离开的概率为 {value:%}；若回来则价值 {limit:money}"},
	ReasonGain: {
		English: "a contact is expected to gain {value:money} beyond its cost of {limit:money}",
		Chinese: "联系预计净得 {value:money}（成本 {limit:money} 已扣除）"},
	ReasonNoGain: {
		English: "a contact would bring {value:money}, its cost of {limit:money} taken off: not worth it",
		Chinese: "联系预计净得 {value:money}（成本 {limit:money} 已扣除）：不值得"},
	ReasonGrown: {
		English: "buys twice what they used to with a probability of {value:%}",
		Chinese: "购买额翻倍的概率为 {value:%}"},
})

// AppendReasons appends why the customer is on the list: what they are about to do,
// and what a contact gains.
func (c Contact[K]) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if c.Advice == AdviceThank {
		return append(dst, clientele.Reason{Code: ReasonGrown, Value: c.Grown, Limit: math.NaN()})
	}
	if c.Advice == AdviceWinBack || c.Left > 0.5 {
		dst = append(dst, clientele.Reason{Code: ReasonLeft, Value: c.Left, Limit: c.Value})
	} else {
		dst = append(dst, clientele.Reason{Code: ReasonStake, Value: c.Stake, Limit: c.Stays})
	}
	code := ReasonGain
	if !(c.Gain > 0) {
		code = ReasonNoGain
	}
	return append(dst, clientele.Reason{Code: code, Value: c.Gain, Limit: c.Cost})
}

// ContactPlan is the lists that people act on. A customer stands on one of them.
type ContactPlan[K clientele.Key] struct {
	Call    []Contact[K]  `json:"call"`     // whom to call, the best gain for the money first
	WinBack []Contact[K]  `json:"win_back"` // whom to win back, the same
	Thank   []Contact[K]  `json:"thank"`    // whom to thank: they are growing, the most valuable first
	Alone   []Contact[K]  `json:"alone"`    // whom to leave alone: a contact would not pay, or the budget ends before; the best gain first
	Spend   float64       `json:"spend"`    // of the contacts chosen
	Gain    float64       `json:"gain"`     // expected of them, the cost taken off
	Bound   float64       `json:"bound"`    // no choice within the budget gains more
	Limits  ContactPolicy `json:"limits"`   // with the defaults written out
}

// MarshalJSON writes the lists.
func (p ContactPlan[K]) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *ContactPlan[K]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Plan chooses whom to contact under a budget. A contact saves a share of what is
// expected to be lost because the customer may leave,
//
//	stake = P(alive)·(what they bring if they stay) − (what they are expected to bring)
//
// and brings back a share of those who have left; it gains
//
//	Effect·stake + WinBackEffect·(1 − P(alive))·V − cost,
//
// V what the customer brings up to the horizon if they are there. Customers are
// taken by gain for the money (loyalty.RankWinBack), those to call and those to win back
// in one ranking. Drawings with an error stop it with that error; a bad policy is an
// *clientele.InputError, and no customers match clientele.ErrNoData.
func Plan[K clientele.Key](drawings iter.Seq[Drawing[K]], p *ContactPolicy) (*ContactPlan[K], error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	q := p.filled()
	plan := &ContactPlan[K]{Limits: q}
	var all []Contact[K]
	var lapsed []loyalty.Lapsed
	for d := range drawings {
		if d.Err != nil {
			return nil, d.Err
		}
		w := &d.Portrait
		lost := w.Loss.State == clientele.LossStateLost
		c := Contact[K]{Customer: d.Customer, Advice: AdviceCall, Cost: q.Cost, Value: w.Worth.Present, Stays: w.Worth.Stays, Left: 1 - w.Worth.Alive, Grown: w.Stage.Grown}
		if lost {
			c.Advice, c.Cost = AdviceWinBack, q.WinBackCost
		}
		c.Stake = max(0, w.Worth.Alive*c.Stays-w.Worth.Value)
		l := loyalty.Lapsed{Value: c.Stays, Contact: c.Cost}
		if c.Stays > 0 {
			l.Return = min(1, (q.Effect.Or(0)*c.Stake+q.WinBackEffect.Or(0)*c.Left*c.Value)/c.Stays)
		}
		c.Gain = l.Net()
		if w.Advice == AdviceThank {
			c.Advice = AdviceThank
			plan.Thank = append(plan.Thank, c)
			continue
		}
		all, lapsed = append(all, c), append(lapsed, l)
	}
	slices.SortStableFunc(plan.Thank, func(a, b Contact[K]) int { return cmp.Compare(b.Value, a.Value) })
	if len(all) == 0 && len(plan.Thank) > 0 {
		return plan, nil
	}
	budget := q.Budget
	if budget == 0 {
		budget = math.Inf(1)
	}
	ranked, err := loyalty.RankWinBack(lapsed, budget, q.Certainty.Or(0))
	if err != nil {
		return nil, err
	}
	plan.Spend, plan.Gain, plan.Bound = ranked.Spend, ranked.Net, ranked.Bound
	for _, r := range ranked.Ranking {
		c := all[r.Index]
		switch {
		case !r.Chosen:
			c.Advice = AdviceRelease
			plan.Alone = append(plan.Alone, c)
		case c.Advice == AdviceWinBack:
			plan.WinBack = append(plan.WinBack, c)
		default:
			plan.Call = append(plan.Call, c)
		}
	}
	return plan, nil
}
