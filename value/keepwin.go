package value

import (
	"github.com/clientele-go/clientele/internal/wire"
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

// MarshalJSON writes the fields; a number that is not finite is null.
func (e MarketingEffort) MarshalJSON() ([]byte, error) { return wire.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes.
func (e *MarketingEffort) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, e) }

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

var choices = enum.New[KeepWinChoice]("value.KeepWinChoice",
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

// TextbookCostRatio is the price of a customer won over that of one kept, the
// least of the 5 to 10 that textbooks quote and few have measured.
const TextbookCostRatio = 5

// PriceOfWinning returns the price of a customer won, where only the price of
// keeping one is known: costRatio (such as TextbookCostRatio) times Price of e,
// the effort to keep. Measure it where you can. Special cases are: NaN unless
// costRatio > 0.
func (e MarketingEffort) PriceOfWinning(costRatio float64) float64 {
	if !(costRatio > 0) {
		return math.NaN()
	}
	return costRatio * e.Price()
}

// KeepWinDecision is where the next unit of money goes, and what it brings.
type KeepWinDecision struct {
	Choice KeepWinChoice // unassigned if an effort is not valid
	Keep   float64       // what a unit of money spent on keeping brings beyond itself
	Win    float64       // what one spent on winning brings
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (d KeepWinDecision) MarshalJSON() ([]byte, error) { return wire.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (d *KeepWinDecision) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, d) }

// KeepOrWin compares an effort to keep customers with one to win them by what a
// unit of money brings (MarketingEffort.Return; 0 for nothing at no cost). A tie
// goes to keeping: the value of a customer one has is known better.
//
// Special cases are: the zero Choice, and NaN, if an effort is not valid.
func KeepOrWin(keep, win MarketingEffort) KeepWinDecision {
	d := KeepWinDecision{Keep: keep.Return(), Win: win.Return()}
	if keep.Cost == 0 && keep.Gain() == 0 {
		d.Keep = 0 // nothing for nothing
	}
	if win.Cost == 0 && win.Gain() == 0 {
		d.Win = 0
	}
	switch {
	case math.IsNaN(d.Keep) || math.IsNaN(d.Win):
	case d.Keep <= 0 && d.Win <= 0:
		d.Choice = KeepWinChoiceNeither
	case d.Keep >= d.Win:
		d.Choice = KeepWinChoiceKeep
	default:
		d.Choice = KeepWinChoiceWin
	}
	return d
}

// AppendReasons appends why the money goes there; nothing for the zero Choice.
func (d KeepWinDecision) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	switch d.Choice {
	case KeepWinChoiceNeither:
		return append(dst, clientele.Reason{Code: ReasonKeepingLoses, Value: d.Keep}, clientele.Reason{Code: ReasonWinningLoses, Value: d.Win})
	case KeepWinChoiceKeep:
		return append(dst, clientele.Reason{Code: ReasonKeepingPays, Value: d.Keep, Limit: d.Win})
	case KeepWinChoiceWin:
		return append(dst, clientele.Reason{Code: ReasonWinningPays, Value: d.Win, Limit: d.Keep})
	}
	return dst
}
