package segment

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Lead is the grade of a sales lead by the time of the expected purchase.
type Lead uint8

// The lead grades. The zero value is unassigned.
const (
	LeadH Lead = iota + 1 // hot
	LeadA
	LeadB
	LeadC // open
)

var leads = enum.New[Lead]("segment.Lead",
	enum.Row{Name: "h", English: "H: buys within days", Chinese: "H 级（近期购买）"},
	enum.Row{Name: "a", English: "A: buys within two weeks", Chinese: "A 级（半月内购买）"},
	enum.Row{Name: "b", English: "B: buys within a month", Chinese: "B 级（一月内购买）"},
	enum.Row{Name: "c", English: "C: open", Chinese: "C 级（时间未定）"},
)

// String returns the permanent name, such as "h".
func (l Lead) String() string { return leads.String(l) }

// Label returns the grade's name in lang.
func (l Lead) Label(lang clientele.Lang) string { return leads.Label(l, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (l Lead) MarshalText() ([]byte, error) { return leads.MarshalText(l) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (l *Lead) UnmarshalText(text []byte) error { return leads.UnmarshalText(l, text) }

// LeadPolicy says within how many days a purchase is expected for each grade.
// The zero value is 7, 15 and 30 days, as Chinese sales funnels have it.
type LeadPolicy struct {
	H float64 `json:"h"`
	A float64 `json:"a"`
	B float64 `json:"b"`
}

// orDefault returns the policy, or the default for the zero value.
func (p LeadPolicy) orDefault() LeadPolicy {
	if p == (LeadPolicy{}) {
		return LeadPolicy{7, 15, 30}
	}
	return p
}

// Check returns nil if the limits ascend from above 0.
func (p LeadPolicy) Check() error {
	if p = p.orDefault(); p.H > 0 && p.A >= p.H && p.B >= p.A && !math.IsInf(p.B, 1) {
		return nil
	}
	return &clientele.InputError{Where: "segment.LeadPolicy", Field: "days", Value: p, Want: "0 < H <= A <= B"}
}

// Grade returns the grade of a lead whose purchase is expected in so many
// days; LeadC if that is not known.
//
// Special cases are: unassigned if the days are negative or NaN.
func (p LeadPolicy) Grade(days clientele.Measure) Lead {
	p = p.orDefault()
	d, known := days.Value()
	switch {
	case !known || d > p.B:
		return LeadC
	case !(d >= 0):
		return 0
	case d <= p.H:
		return LeadH
	case d <= p.A:
		return LeadA
	}
	return LeadB
}

// AppendReasons appends why the lead has its grade.
func (p LeadPolicy) AppendReasons(dst []clientele.Reason, days clientele.Measure) []clientele.Reason {
	grade := p.Grade(days)
	p = p.orDefault()
	d, known := days.Value()
	switch {
	case !known:
		return append(dst, clientele.Reason{Code: ReasonPurchaseOpen, Value: math.NaN(), Limit: math.NaN()})
	case grade == LeadC:
		return append(dst, clientele.Reason{Code: ReasonPurchaseAfter, Value: d, Limit: p.B})
	case grade == 0:
		return dst
	}
	return append(dst, clientele.Reason{Code: ReasonPurchaseWithin, Value: d, Limit: [...]float64{p.H, p.A, p.B}[grade-LeadH]})
}
