package value

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// MarketingEffort is an attempt to change what customers do, at so much a head: to keep
// those who would leave, or to win those who would not come.
//
// Special cases are, for all methods: NaN unless 0 ≤ Success ≤ 1 and Cost ≥ 0.
type MarketingEffort struct {
	Value   float64 `json:"value"`   // what a customer kept, or won, is worth
	Success float64 `json:"success"` // share of those addressed who stay, or come, because of it; those who would have anyway do not count
	Cost    float64 `json:"cost"`    // of addressing one
}

func (e MarketingEffort) valid() bool { return e.Success >= 0 && e.Success <= 1 && e.Cost >= 0 }

// Gain returns Success·Value − Cost, what addressing one customer brings.
func (e MarketingEffort) Gain() float64 {
	if !e.valid() {
		return math.NaN()
	}
	return e.Success*e.Value - e.Cost
}

// Price returns Cost/Success, what one customer kept, or won, costs. Special
// cases are: +Inf for an effort that costs and never succeeds.
func (e MarketingEffort) Price() float64 {
	if !e.valid() {
		return math.NaN()
	}
	return e.Cost / e.Success
}

// Return returns Gain/Cost, what a unit of money brings beyond itself. Special
// cases are: +Inf for a gain at no cost.
func (e MarketingEffort) Return() float64 { return e.Gain() / e.Cost }

// KeepWinChoice is where the next unit of money goes.
type KeepWinChoice uint8

// The choices. The zero value is unassigned.
const (
	KeepWinChoiceKeep    KeepWinChoice = iota + 1 // keep customers 维系
	KeepWinChoiceWin                              // win new ones 获取
	KeepWinChoiceNeither                          // both cost more than they bring 均不投入
)

var choices = enum.New[KeepWinChoice]("value.Choice",
	enum.Row{Name: "keep", English: "Keep customers", Chinese: "维系老客户"},
	enum.Row{Name: "win", English: "Win customers", Chinese: "获取新客户"},
	enum.Row{Name: "neither", English: "Neither", Chinese: "均不投入"},
)

// String returns the permanent name, such as "keep".
func (c KeepWinChoice) String() string { return choices.String(c) }

// Label returns the choice's name in lang.
func (c KeepWinChoice) Label(lang clientele.Lang) string { return choices.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c KeepWinChoice) MarshalText() ([]byte, error) { return choices.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *KeepWinChoice) UnmarshalText(text []byte) error { return choices.UnmarshalText(c, text) }

// KeepWinPolicy holds a figure that is often quoted and seldom measured.
type KeepWinPolicy struct {
	CostRatio float64 `json:"cost_ratio"` // price of a customer won over that of one kept; 0 means 5, of the 5 to 10 that textbooks quote
}

// PriceOfWinning returns the price of a customer won, where only the price of
// keeping one is known: CostRatio times it. Measure it where you can.
func (p KeepWinPolicy) PriceOfWinning(keep MarketingEffort) float64 {
	ratio := p.CostRatio
	if ratio == 0 {
		ratio = 5
	}
	if !(ratio > 0) {
		return math.NaN()
	}
	return ratio * keep.Price()
}

// KeepOrWin compares an effort to keep customers with one to win them by what a
// unit of money brings, and appends its reasons to dst. A tie goes to keeping:
// the value of a customer one has is known better.
//
// Special cases are: the zero KeepWinChoice, and no reason, if an effort is not valid.
func KeepOrWin(dst []clientele.Reason, keep, win MarketingEffort) (KeepWinChoice, []clientele.Reason) {
	k, w := keep.Return(), win.Return()
	if keep.Cost == 0 && keep.Gain() == 0 {
		k = 0 // nothing for nothing
	}
	if win.Cost == 0 && win.Gain() == 0 {
		w = 0
	}
	switch {
	case math.IsNaN(k) || math.IsNaN(w):
		return 0, dst
	case k <= 0 && w <= 0:
		return KeepWinChoiceNeither, append(dst, clientele.Reason{Code: ReasonKeepingLoses, Value: k}, clientele.Reason{Code: ReasonWinningLoses, Value: w})
	case k >= w:
		return KeepWinChoiceKeep, append(dst, clientele.Reason{Code: ReasonKeepingPays, Value: k, Limit: w})
	}
	return KeepWinChoiceWin, append(dst, clientele.Reason{Code: ReasonWinningPays, Value: w, Limit: k})
}
