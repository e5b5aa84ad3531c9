package segment

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/concentration"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// Grade is a customer's grade in a CRM.
type Grade uint8

// The grades. The zero value is unassigned.
const (
	GradePotential Grade = iota + 1 // 潜在客户: has not bought yet
	GradeOrdinary                   // 普通客户
	GradeImportant                  // 重要客户
	GradeVIP                        // VIP 客户
)

var grades = enum.New[Grade]("segment.Grade",
	enum.Row{Name: "potential", English: "Potential customer", Chinese: "潜在客户"},
	enum.Row{Name: "ordinary", English: "Ordinary customer", Chinese: "普通客户"},
	enum.Row{Name: "important", English: "Important customer", Chinese: "重要客户"},
	enum.Row{Name: "vip", English: "VIP customer", Chinese: "VIP 客户"},
)

// String returns the permanent name, such as "vip".
func (g Grade) String() string { return grades.String(g) }

// Label returns the grade's name in lang.
func (g Grade) Label(lang clientele.Lang) string { return grades.Label(g, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (g Grade) MarshalText() ([]byte, error) { return grades.MarshalText(g) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (g *Grade) UnmarshalText(text []byte) error { return grades.UnmarshalText(g, text) }

// GradePolicy says which share of the buyers, by heads, is important or VIP. Nil
// and zero fields mean 20 % important or better and 1 % VIP, the borders of the
// default pyramid, or the other one where that is beyond.
type GradePolicy struct {
	Important float64 `json:"important"` // share that is important or better
	VIP       float64 `json:"vip"`       // share that is VIP
}

func (p *GradePolicy) filled() GradePolicy {
	q := policy.Copy(p)
	policy.Default(&q.Important, max(0.20, q.VIP))
	policy.Default(&q.VIP, min(0.01, q.Important))
	return q
}

// Check returns nil if, filled, 0 < VIP ≤ Important ≤ 1, and otherwise an
// *clientele.InputError.
func (p *GradePolicy) Check() error {
	if q := p.filled(); !(q.VIP > 0 && q.VIP <= q.Important && q.Important <= 1) {
		return &clientele.InputError{Where: "segment.GradePolicy", Field: "shares", Value: q, Want: "0 < VIP <= Important <= 1"}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p GradePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *GradePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Grades tell a customer's grade. They are a comparable value.
type Grades struct {
	cuts   Cuts // important, VIP
	policy GradePolicy
}

// NewGrades returns the grades with the caller's own limits: a buyer of a value
// above important is important, above vip a VIP.
func NewGrades(important, vip float64) (Grades, error) {
	cuts, err := NewCuts(CutEdgeBelow, important, vip)
	if err != nil {
		return Grades{}, fmt.Errorf("segment.NewGrades: %w", err)
	}
	return Grades{cuts: cuts}, nil
}

// FitGrades returns the grades of a base, from the values of its customers who
// have bought; the borders are drawn as those of FitPyramid. Buyers who are all
// alike are unassigned.
func FitGrades(buyers []float64, policy *GradePolicy) (Grades, error) {
	if err := policy.Check(); err != nil {
		return Grades{}, err
	}
	p := policy.filled()
	ranked, err := concentration.Rank("segment.FitGrades", buyers)
	if err != nil {
		return Grades{}, err
	}
	if alike(ranked) {
		return Grades{policy: p}, nil
	}
	cuts, err := NewCuts(CutEdgeBelow, beyond(ranked, p.Important), beyond(ranked, p.VIP))
	return Grades{cuts, p}, err
}

// Policy returns the policy with its defaults written out; the zero policy if
// the limits were given.
func (g *Grades) Policy() GradePolicy { return g.policy }

// GradeVerdict is a customer's grade and the limits around it.
type GradeVerdict struct {
	Grade     Grade             `json:"grade"`
	Purchases int               `json:"purchases"`
	Value     float64           `json:"value"`
	Above     clientele.Measure `json:"above"` // the limit under the grade; missing for potential and ordinary customers
	UpTo      clientele.Measure `json:"up_to"` // the limit over the grade; missing for potential customers and VIPs
}

// Classify returns the grade of a customer with this number of purchases and
// value: potential before the first purchase, whatever the value.
//
// Special cases are: unassigned if purchases is negative, the value NaN, or the
// base was all alike.
func (g *Grades) Classify(purchases int, value float64) GradeVerdict {
	out := GradeVerdict{Purchases: purchases, Value: value}
	switch bin := g.cuts.Bin(value); {
	case purchases < 0 || bin == 0:
	case purchases == 0:
		out.Grade = GradePotential
	case g.cuts.n > 0:
		out.Grade = GradePotential + Grade(bin)
		out.Above, out.UpTo = g.cuts.around(value)
	}
	return out
}

// AppendReasons appends why the customer has their grade.
func (v GradeVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if v.Grade == GradePotential {
		return append(dst, clientele.Reason{Code: ReasonNoPurchase, Value: 0, Limit: 1})
	}
	return appendSides(dst, v.Value, v.Above, v.UpTo, ReasonValueAbove, ReasonValueBelow)
}

// MarshalJSON writes the fields.
func (v GradeVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *GradeVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

type gradesJSON struct {
	At     []float64
	Policy GradePolicy
}

// MarshalJSON writes the limits of important and VIP, and the policy.
func (g Grades) MarshalJSON() ([]byte, error) { return wire.Marshal(gradesJSON{g.cuts.At(), g.policy}) }

// UnmarshalJSON reads what MarshalJSON writes and validates it; g is unchanged on error.
func (g *Grades) UnmarshalJSON(data []byte) error {
	var j gradesJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	cuts, err := storedCuts("segment.Grades", j.At, 2, CutEdgeBelow)
	if err == nil {
		err = j.Policy.Check()
	}
	if err == nil {
		*g = Grades{cuts, j.Policy}
	}
	return err
}
