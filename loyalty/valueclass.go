package loyalty

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
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
	enum.Row{Name: "losing", English: "Profitable but losing value", Chinese: "有盈利但正在失去价值的客户"},
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
// losing value. Nil and each zero field mean the default: the fifth of Pareto's
// rule for the largest, the upper half for good, and a loss of a tenth a period
// for losing value; the last two are conventions.
type ValueClassPolicy struct {
	TopShare  float64 `json:"top_share,omitempty"`  // share of the relationship customers that are the largest, in (0, 1); default 0.2, or less where GoodShare is
	GoodShare float64 `json:"good_share,omitempty"` // share that are good, from TopShare up to 1; default 0.5, or more where TopShare is
	Decline   float64 `json:"decline,omitempty"`    // trend at or below which a customer is losing value, in [-1, 0); default -0.1
}

func (p *ValueClassPolicy) filled() ValueClassPolicy {
	q := policy.Copy(p)
	if q.TopShare == 0 {
		q.TopShare = .2
		if q.GoodShare != 0 {
			q.TopShare = math.Min(.2, q.GoodShare)
		}
	}
	policy.Default(&q.GoodShare, math.Max(.5, q.TopShare))
	policy.Default(&q.Decline, -.1)
	return q
}

// Check returns an *clientele.InputError unless the policy makes sense.
func (p *ValueClassPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "loyalty.ValueClassPolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case !(q.TopShare > 0 && q.TopShare < 1):
		return bad("top_share", q.TopShare, "a share between 0 and 1")
	case !(q.GoodShare >= q.TopShare && q.GoodShare <= 1):
		return bad("good_share", q.GoodShare, "a share from the top share to 1")
	case !(q.Decline >= -1 && q.Decline < 0):
		return bad("decline", q.Decline, "a negative relative change, at least -1")
	}
	return nil
}

// ValueClasses sorts relationship customers by the value they have. Make it
// with NewValueClasses; it is a value, safe for concurrent use, and the zero
// value is the default.
type ValueClasses struct{ policy ValueClassPolicy }

// NewValueClasses returns the classes of a policy, nil for the default. A
// policy that makes no sense is an *clientele.InputError.
func NewValueClasses(policy *ValueClassPolicy) (ValueClasses, error) {
	if err := policy.Check(); err != nil {
		return ValueClasses{}, err
	}
	return ValueClasses{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (c ValueClasses) Policy() ValueClassPolicy { return c.policy.filled() }

// ValueVerdict is the class of one relationship customer, with what was seen
// and what it was held against.
type ValueVerdict struct {
	Class    ValueClass     `json:"class"`
	Standing ProfitStanding `json:"standing"`
	Cuts     ProfitCuts     `json:"cuts"`
	Decline  float64        `json:"decline"` // trend at or below which value is lost
}

// Classify returns the class of a relationship customer. In order: one who
// brings the largest profit (a decline does not make less of that, but is given
// as a reason); one who is profitable and losing value; one of good profit
// whose potential reaches the largest; otherwise an ordinary one. A standing
// that fails its Check is unassigned.
func (c ValueClasses) Classify(s ProfitStanding, cuts ProfitCuts) ValueVerdict {
	v := ValueVerdict{Standing: s, Cuts: cuts, Decline: c.Policy().Decline}
	if s.Check() != nil {
		return v
	}
	potential, growth := s.Potential.Value()
	switch {
	case s.Profit > 0 && s.Profit >= cuts.Largest:
		v.Class = ValueClassLargest
	case s.Profit > 0 && v.falling():
		v.Class = ValueClassLosing
	case s.Profit > 0 && s.Profit >= cuts.Good && growth && potential >= cuts.Largest:
		v.Class = ValueClassGrowable
	default:
		v.Class = ValueClassOrdinary
	}
	return v
}

// falling reports whether value is being lost.
func (v *ValueVerdict) falling() bool {
	trend, known := v.Standing.Trend.Value()
	return known && trend <= v.Decline
}

// AppendReasons appends what the verdict rests on, in the order of the rules;
// none for an unassigned one.
func (v ValueVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if v.Class == 0 {
		return dst
	}
	profit, cuts := v.Standing.Profit, v.Cuts
	switch {
	case v.Class == ValueClassLargest:
		dst = append(dst, clientele.Reason{Code: ReasonProfitLargest, Value: profit, Limit: cuts.Largest})
	case !(profit > 0):
		dst = append(dst, clientele.Reason{Code: ReasonProfitNone, Value: profit, Limit: 0})
	case profit >= cuts.Good:
		dst = append(dst, clientele.Reason{Code: ReasonProfitGood, Value: profit, Limit: cuts.Good})
	default:
		dst = append(dst, clientele.Reason{Code: ReasonProfitSmall, Value: profit, Limit: cuts.Good})
	}
	if v.falling() {
		dst = append(dst, clientele.Reason{Code: ReasonValueLosing, Value: v.Standing.Trend.Or(0), Limit: v.Decline})
	}
	potential, growth := v.Standing.Potential.Value()
	switch {
	case v.Class == ValueClassLargest || !growth:
	case potential >= cuts.Largest:
		dst = append(dst, clientele.Reason{Code: ReasonPotentialLargest, Value: potential, Limit: cuts.Largest})
	default:
		dst = append(dst, clientele.Reason{Code: ReasonPotentialSmall, Value: potential, Limit: cuts.Largest})
	}
	return dst
}
