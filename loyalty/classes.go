package loyalty

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// ValueClass is the kind of value that a relationship customer has.
type ValueClass uint8

// The classes of relationship customers; the first three are the valuable ones.
const (
	ValueClassLargest  ValueClass = iota + 1 // brings the largest profit: keep, one-to-one care
	ValueClassGrowable                       // good profit, could become the largest source: raise the share
	ValueClassLosing                         // profitable now but losing value: find out why, spend less
	ValueClassOrdinary                       // none of these
)

var classes = enum.New[ValueClass]("loyalty.ValueClass",
	enum.Row{Name: "largest-profit", English: "Brings the largest profit", Chinese: "利润最大客户"},
	enum.Row{Name: "growable", English: "Could become the largest source", Chinese: "有望成为最大利润来源的客户"},
	enum.Row{Name: "losing", English: "Profitable but losing value", Chinese: "有利润但价值正在流失的客户"},
	enum.Row{Name: "ordinary", English: "Ordinary relationship customer", Chinese: "一般关系型客户"},
)

// String returns the permanent name, such as "growable".
func (c ValueClass) String() string { return classes.String(c) }

// Label returns the class's name in lang.
func (c ValueClass) Label(lang clientele.Lang) string { return classes.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c ValueClass) MarshalText() ([]byte, error) { return classes.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *ValueClass) UnmarshalText(text []byte) error { return classes.UnmarshalText(c, text) }

// ProfitStanding is what a customer brings, all in one currency and period.
type ProfitStanding struct {
	Profit    float64           `json:"profit"`
	Potential clientele.Measure `json:"potential"` // profit if the customer bought everything here; missing if unknown
	Trend     clientele.Measure `json:"trend"`     // relative change of value a period, such as -0.2; missing if unknown
}

// maxAmount bounds amounts of money.
const maxAmount = 1e100

// Check returns an *clientele.InputError unless the amounts are finite and the
// trend is at least −1.
func (s ProfitStanding) Check() error {
	if !(math.Abs(s.Profit) <= maxAmount) {
		return &clientele.InputError{Where: "loyalty.ProfitStanding", Field: "profit", Value: s.Profit, Want: "a finite amount"}
	}
	if err := s.Potential.Check("loyalty.ProfitStanding", "potential", -maxAmount, maxAmount); err != nil {
		return err
	}
	return s.Trend.Check("loyalty.ProfitStanding", "trend", -1, maxAmount)
}

// ProfitCuts are the profits from which a customer counts as one of the largest
// and as a good one; TwoStep takes them from the relationship customers.
type ProfitCuts struct {
	Largest float64 `json:"largest"`
	Good    float64 `json:"good"` // at most Largest
}

// ValueClassPolicy says how the cuts are taken from the base and what counts as
// losing value.
type ValueClassPolicy struct {
	TopShare  float64 `json:"top_share"`  // share of the relationship customers that are the largest, in (0, 1)
	GoodShare float64 `json:"good_share"` // share that are good, from TopShare up to 1
	Decline   float64 `json:"decline"`    // trend at or below which a customer is losing value, in [-1, 0)
}

// DefaultClassPolicy takes the fifth of Pareto's rule for the largest, the
// upper half for good, and a loss of a tenth a period for losing value; the
// last two are conventions.
func DefaultClassPolicy() ValueClassPolicy {
	return ValueClassPolicy{TopShare: 0.2, GoodShare: 0.5, Decline: -0.1}
}

// Check returns an *clientele.InputError unless the policy makes sense.
func (p ValueClassPolicy) Check() error {
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "loyalty.ValueClassPolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case !(p.TopShare > 0 && p.TopShare < 1):
		return bad("top_share", p.TopShare, "a share between 0 and 1")
	case !(p.GoodShare >= p.TopShare && p.GoodShare <= 1):
		return bad("good_share", p.GoodShare, "a share from the top share to 1")
	case !(p.Decline >= -1 && p.Decline < 0):
		return bad("decline", p.Decline, "a negative relative change, at least -1")
	}
	return nil
}

// Classify returns the class of a relationship customer. In order: one who
// brings the largest profit (a decline does not make less of that, but is given
// as a reason); one who is profitable and losing value; one of good profit
// whose potential reaches the largest; otherwise an ordinary one. A standing
// that fails its Check is unassigned. The policy must be valid.
func (p ValueClassPolicy) Classify(s ProfitStanding, cuts ProfitCuts) ValueClass {
	if s.Check() != nil {
		return 0
	}
	trend, known := s.Trend.Value()
	potential, growth := s.Potential.Value()
	switch {
	case s.Profit > 0 && s.Profit >= cuts.Largest:
		return ValueClassLargest
	case s.Profit > 0 && known && trend <= p.Decline:
		return ValueClassLosing
	case s.Profit > 0 && s.Profit >= cuts.Good && growth && potential >= cuts.Largest:
		return ValueClassGrowable
	}
	return ValueClassOrdinary
}

// AppendReasons appends why Classify decides as it does, in the order of its
// rules; none for a standing that fails its Check.
func (p ValueClassPolicy) AppendReasons(dst []clientele.Reason, s ProfitStanding, cuts ProfitCuts) []clientele.Reason {
	class := p.Classify(s, cuts)
	if class == 0 {
		return dst
	}
	trend, known := s.Trend.Value()
	potential, growth := s.Potential.Value()
	switch {
	case class == ValueClassLargest:
		dst = append(dst, clientele.Reason{Code: ReasonProfitLargest, Value: s.Profit, Limit: cuts.Largest})
	case !(s.Profit > 0):
		dst = append(dst, clientele.Reason{Code: ReasonProfitNone, Value: s.Profit, Limit: 0})
	case s.Profit >= cuts.Good:
		dst = append(dst, clientele.Reason{Code: ReasonProfitGood, Value: s.Profit, Limit: cuts.Good})
	default:
		dst = append(dst, clientele.Reason{Code: ReasonProfitSmall, Value: s.Profit, Limit: cuts.Good})
	}
	if known && trend <= p.Decline {
		dst = append(dst, clientele.Reason{Code: ReasonValueLosing, Value: trend, Limit: p.Decline})
	}
	switch {
	case class == ValueClassLargest || !growth:
	case potential >= cuts.Largest:
		dst = append(dst, clientele.Reason{Code: ReasonPotentialLargest, Value: potential, Limit: cuts.Largest})
	default:
		dst = append(dst, clientele.Reason{Code: ReasonPotentialSmall, Value: potential, Limit: cuts.Largest})
	}
	return dst
}
