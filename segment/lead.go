package segment

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
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
	enum.Row{Name: "h", English: "H: hot", Chinese: "H 级（最近）"},
	enum.Row{Name: "a", English: "A: soon", Chinese: "A 级（较近）"},
	enum.Row{Name: "b", English: "B: later", Chinese: "B 级（稍后）"},
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
// Nil and zero fields mean 7, 15 and 30 days, as Chinese sales funnels have it,
// or the neighbour where that is beyond.
type LeadPolicy struct {
	H float64 `json:"h"`
	A float64 `json:"a"`
	B float64 `json:"b"`
}

func (p *LeadPolicy) filled() LeadPolicy {
	q := policy.Copy(p)
	if q.A == 0 {
		q.A = max(15, q.H)
		if q.B > 0 {
			q.A = min(q.A, q.B)
		}
	}
	policy.Default(&q.H, min(7, q.A))
	policy.Default(&q.B, max(30, q.A))
	return q
}

// Check returns nil if the limits, filled, ascend from above 0, and otherwise an
// *clientele.InputError.
func (p *LeadPolicy) Check() error {
	if q := p.filled(); !(q.H > 0 && q.A >= q.H && q.B >= q.A && !math.IsInf(q.B, 1)) {
		return &clientele.InputError{Where: "segment.LeadPolicy", Field: "days", Value: q, Want: "0 < H <= A <= B"}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p LeadPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *LeadPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Leads grade sales leads. They are a comparable value.
type Leads struct{ policy LeadPolicy }

// NewLeads returns the grades of a policy.
func NewLeads(policy *LeadPolicy) (Leads, error) {
	if err := policy.Check(); err != nil {
		return Leads{}, err
	}
	return Leads{policy.filled()}, nil
}

// Policy returns the policy with its defaults written out.
func (l *Leads) Policy() LeadPolicy { return l.policy }

// LeadVerdict is the grade of a lead and the limit that decided it.
type LeadVerdict struct {
	Lead  Lead              `json:"lead"`
	Days  clientele.Measure `json:"days"`  // until the expected purchase
	Limit clientele.Measure `json:"limit"` // the days of the grade; of C those of B
}

// Classify returns the grade of a lead whose purchase is expected in so many
// days; LeadC if that is not known: an open time is what C stands for.
//
// Special cases are: unassigned if the days are negative or NaN, and for the
// zero Leads.
func (l *Leads) Classify(days clientele.Measure) LeadVerdict {
	out := LeadVerdict{Days: days}
	d, known := days.Value()
	p := l.policy
	grade := func(g Lead, limit float64) LeadVerdict {
		out.Lead, out.Limit = g, clientele.Known(limit)
		return out
	}
	switch {
	case p.B == 0 || known && !(d >= 0):
		return out
	case !known:
		out.Lead = LeadC
		return out
	case d <= p.H:
		return grade(LeadH, p.H)
	case d <= p.A:
		return grade(LeadA, p.A)
	case d <= p.B:
		return grade(LeadB, p.B)
	}
	return grade(LeadC, p.B)
}

// Label returns the grade with its limit in lang, such as "H 级（7 日内购买）".
func (v LeadVerdict) Label(lang clientele.Lang) string {
	limit, known := v.Limit.Value()
	switch {
	case !known || v.Lead == LeadC || v.Lead == 0:
		return v.Lead.Label(lang)
	case lang == clientele.LangChinese:
		return fmt.Sprintf("%c 级（%.4g 日内购买）", "HAB"[v.Lead-LeadH], limit)
	case lang == clientele.LangEnglish:
		return fmt.Sprintf("%c: buys within %.4g days", "HAB"[v.Lead-LeadH], limit)
	}
	return v.Lead.Label(lang)
}

// AppendReasons appends why the lead has its grade.
func (v LeadVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	d, known := v.Days.Value()
	switch {
	case v.Lead == 0:
		return dst
	case !known:
		return append(dst, clientele.Reason{Code: ReasonPurchaseOpen, Value: math.NaN(), Limit: math.NaN()})
	case v.Lead == LeadC:
		return append(dst, clientele.Reason{Code: ReasonPurchaseAfter, Value: d, Limit: v.Limit.Or(0)})
	}
	return append(dst, clientele.Reason{Code: ReasonPurchaseWithin, Value: d, Limit: v.Limit.Or(0)})
}

// MarshalJSON writes the fields.
func (v LeadVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *LeadVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// MarshalJSON writes the policy.
func (l Leads) MarshalJSON() ([]byte, error) {
	if l.policy == (LeadPolicy{}) {
		return nil, &clientele.InputError{Where: "segment.Leads", Field: "policy", Value: l.policy, Want: "what NewLeads returned"}
	}
	return wire.Marshal(l.policy)
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; l is unchanged on error.
func (l *Leads) UnmarshalJSON(data []byte) error {
	var p LeadPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	v, err := NewLeads(&p)
	if err == nil {
		*l = v
	}
	return err
}
