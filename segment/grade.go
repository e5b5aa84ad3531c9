package segment

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/concentration"
	"github.com/clientele-go/clientele/internal/enum"
)

// Grade is a customer's grade in a CRM.
type Grade uint8

// The grades. The zero value is unassigned.
const (
	PotentialGrade Grade = iota + 1 // 潜在客户: has not bought yet
	OrdinaryGrade                   // 普通客户
	ImportantGrade                  // 重要客户
	VIPGrade                        // VIP 客户
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

// GradePolicy says which share of the buyers, by heads, is important or VIP.
// The zero value is 20 % important or better, 1 % VIP: the borders of the
// default pyramid.
type GradePolicy struct {
	Important float64 `json:"important"` // share that is important or better
	VIP       float64 `json:"vip"`       // share that is VIP
}

// Grades tells a customer's grade. It may be fitted, or written down with the
// caller's own limits.
type Grades struct {
	Important float64 `json:"important"` // a buyer of a value above this is important
	VIP       float64 `json:"vip"`       // above this, VIP
}

// FitGrades returns the limits for a base, from the values of its customers
// who have bought; the borders are drawn as those of FitPyramid.
func FitGrades(buyers []float64, policy *GradePolicy) (Grades, error) {
	const where = "segment.FitGrades"
	p := GradePolicy{0.20, 0.01}
	if policy != nil && *policy != (GradePolicy{}) {
		p = *policy
	}
	if !(p.VIP >= 0 && p.VIP <= p.Important && p.Important <= 1) {
		return Grades{}, &clientele.InputError{Where: where, Field: "shares", Value: p, Want: "0 <= VIP <= Important <= 1"}
	}
	ranked, err := concentration.Rank(where, buyers)
	if err != nil {
		return Grades{}, err
	}
	return Grades{beyond(ranked, p.Important), beyond(ranked, p.VIP)}, nil
}

// Check returns nil if the limits are numbers, VIP not below Important.
func (g Grades) Check() error {
	if _, err := NewCuts(EdgeBelow, g.Important, g.VIP); err != nil {
		return fmt.Errorf("segment.Grades: %w", err)
	}
	return nil
}

// Grade returns the grade of a customer with this number of purchases and
// value: potential before the first purchase, whatever the value.
//
// Special cases are: unassigned if purchases is negative or value NaN.
func (g Grades) Grade(purchases int, value float64) Grade {
	switch {
	case purchases < 0 || value != value:
		return 0
	case purchases == 0:
		return PotentialGrade
	case value > g.VIP:
		return VIPGrade
	case value > g.Important:
		return ImportantGrade
	}
	return OrdinaryGrade
}

// AppendReasons appends why the customer has his grade.
func (g Grades) AppendReasons(dst []clientele.Reason, purchases int, value float64) []clientele.Reason {
	switch g.Grade(purchases, value) {
	case PotentialGrade:
		return append(dst, clientele.Reason{Code: ReasonNoPurchase, Value: 0, Limit: 1})
	case VIPGrade:
		return append(dst, clientele.Reason{Code: ReasonValueAbove, Value: value, Limit: g.VIP})
	case ImportantGrade:
		return append(dst,
			clientele.Reason{Code: ReasonValueAbove, Value: value, Limit: g.Important},
			clientele.Reason{Code: ReasonValueBelow, Value: value, Limit: g.VIP})
	case OrdinaryGrade:
		return append(dst, clientele.Reason{Code: ReasonValueBelow, Value: value, Limit: g.Important})
	}
	return dst
}

// UnmarshalJSON reads the two limits and validates them; g is unchanged on error.
func (g *Grades) UnmarshalJSON(data []byte) error {
	type plain Grades
	var v plain
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := Grades(v).Check(); err != nil {
		return err
	}
	*g = Grades(v)
	return nil
}
