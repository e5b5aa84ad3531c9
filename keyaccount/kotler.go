package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// RelationshipType is how much of a relationship a firm keeps up with a group
// of customers (Kotler).
type RelationshipType uint8

// The types, from the loosest to the closest. The zero value is unassigned.
const (
	RelationshipTypeBasic       RelationshipType = iota + 1 // 基本型: sells, and that is all
	RelationshipTypeReactive                                // 被动型: sells, and asks to be called if there is a question
	RelationshipTypeAccountable                             // 负责型: calls after the sale to hear whether it is right
	RelationshipTypeProactive                               // 能动型: calls from time to time with something useful
	RelationshipTypePartnership                             // 伙伴型: works with the customer all the time
)

var relationshipTypes = enum.New[RelationshipType]("keyaccount.RelationshipType",
	enum.Row{Name: "basic", English: "Basic", Chinese: "基本型"},
	enum.Row{Name: "reactive", English: "Reactive", Chinese: "被动型"},
	enum.Row{Name: "accountable", English: "Accountable", Chinese: "负责型"},
	enum.Row{Name: "proactive", English: "Proactive", Chinese: "能动型"},
	enum.Row{Name: "partnership", English: "Partnership", Chinese: "伙伴型"},
)

// String returns the permanent name, such as "partnership".
func (t RelationshipType) String() string { return relationshipTypes.String(t) }

// Label returns the type's name in lang.
func (t RelationshipType) Label(lang clientele.Lang) string {
	return relationshipTypes.Label(t, uint8(lang))
}

// MarshalText implements encoding.TextMarshaler.
func (t RelationshipType) MarshalText() ([]byte, error) { return relationshipTypes.MarshalText(t) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (t *RelationshipType) UnmarshalText(text []byte) error {
	return relationshipTypes.UnmarshalText(t, text)
}

// KotlerPolicy holds the cuts and the table of Kotler's levels of relationship
// marketing (P. Kotler, Marketing Management). The cuts are ours. A zero field
// means the default.
type KotlerPolicy struct {
	MediumMargin float64 `json:"medium_margin,omitempty"` // margin from which it is medium; default 0.15
	HighMargin   float64 `json:"high_margin,omitempty"`   // and high; default 0.30
	Medium       int     `json:"medium,omitempty"`        // customers from which they are of medium number; default 50
	Many         int     `json:"many,omitempty"`          // and many; default 1000
	// Types by number of customers (few, medium, many) and margin (low, medium, high). The default is
	//
	//	            low margin    medium        high
	//	few         accountable   proactive     partnership
	//	medium      reactive      accountable   proactive
	//	many        basic         reactive      accountable
	Types [3][3]RelationshipType `json:"types,omitzero"`
}

var kotlerTypes = [3][3]RelationshipType{
	{RelationshipTypeAccountable, RelationshipTypeProactive, RelationshipTypePartnership},
	{RelationshipTypeReactive, RelationshipTypeAccountable, RelationshipTypeProactive},
	{RelationshipTypeBasic, RelationshipTypeReactive, RelationshipTypeAccountable},
}

// Type returns the relationship to keep up with a group of customers of the
// given number ≥ 1 who bring the margin (profit over revenue, at most 1). Values
// out of range give an *InputError.
func (p *KotlerPolicy) Type(margin float64, customers int) (RelationshipType, error) {
	q, err := p.withDefaults()
	if err != nil {
		return 0, err
	}
	if !(margin >= -maxMoney && margin <= 1) {
		return 0, bad("Kotler", "margin", margin, "profit over revenue, at most 1")
	}
	if customers < 1 {
		return 0, bad("Kotler", "customers", customers, "a number of customers >= 1")
	}
	m, n := q.levels(margin, customers)
	return q.Types[n-clientele.LevelLow][m-clientele.LevelLow], nil
}

// levels returns those of margin and number.
func (p *KotlerPolicy) levels(margin float64, customers int) (m, n clientele.Level) {
	return levelOf(margin, p.MediumMargin, p.HighMargin), levelOf(float64(customers), float64(p.Medium), float64(p.Many))
}

func (p *KotlerPolicy) withDefaults() (KotlerPolicy, error) {
	var q KotlerPolicy
	if p != nil {
		q = *p
	}
	if q.MediumMargin == 0 && q.HighMargin == 0 {
		q.MediumMargin, q.HighMargin = .15, .30
	}
	if q.Medium == 0 && q.Many == 0 {
		q.Medium, q.Many = 50, 1000
	}
	if q.Types == ([3][3]RelationshipType{}) {
		q.Types = kotlerTypes
	}
	if !(q.MediumMargin <= q.HighMargin && q.HighMargin <= 1 && q.MediumMargin >= -100) || !(q.Medium >= 1 && q.Medium <= q.Many) {
		return q, bad("KotlerPolicy", "cuts", [4]float64{q.MediumMargin, q.HighMargin, float64(q.Medium), float64(q.Many)}, "margins up to 1 and numbers >= 1, medium no larger than high")
	}
	for _, row := range q.Types {
		for _, t := range row {
			if !relationshipTypes.Valid(t) {
				return q, bad("KotlerPolicy", "type", t, "one of the declared types in every cell")
			}
		}
	}
	return q, nil
}

// AppendReasons appends why Type answers as it does: the levels of margin and number.
func (p *KotlerPolicy) AppendReasons(dst []clientele.Reason, margin float64, customers int) []clientele.Reason {
	q, err := p.withDefaults()
	if err != nil {
		return dst
	}
	m, n := q.levels(margin, customers)
	return append(dst,
		axisReason(axisMargin, m, 100*margin, 100*q.MediumMargin, 100*q.HighMargin),
		axisReason(axisCustomers, n, float64(customers), float64(q.Medium), float64(q.Many)))
}
