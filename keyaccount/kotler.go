package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
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

// RelationshipGrid holds a type for each cell of number of customers (few,
// medium, many) by margin (low, medium, high). As JSON it is an object of
// objects by the names of the levels.
type RelationshipGrid [3][3]RelationshipType

// MarshalJSON writes an object of objects, both by the names of the levels.
func (g RelationshipGrid) MarshalJSON() ([]byte, error) { return marshalGrid(g[:]) }

// UnmarshalJSON reads what MarshalJSON writes; g is unchanged on error.
func (g *RelationshipGrid) UnmarshalJSON(data []byte) error {
	var read RelationshipGrid
	err := unmarshalGrid("keyaccount.RelationshipGrid", data, read[:])
	if err == nil {
		*g = read
	}
	return err
}

// KotlerPolicy holds the cuts and the table of Kotler's levels of relationship
// marketing (P. Kotler, Marketing Management). The cuts are ours. Nil and each
// missing or zero field mean the default.
type KotlerPolicy struct {
	MediumMargin clientele.Measure `json:"medium_margin,omitzero"` // margin from which it is medium, −100 … 1; default 0.15, or HighMargin where that is less
	HighMargin   clientele.Measure `json:"high_margin,omitzero"`   // and high; default 0.30, or MediumMargin where that is more
	Medium       int               `json:"medium,omitempty"`       // customers from which they are of medium number; default 50, or Many where that is less
	Many         int               `json:"many,omitempty"`         // and many; default 1000, or Medium where that is more
	// Types by number of customers (few, medium, many) and margin (low, medium, high). The default is
	//
	//	            low margin    medium        high
	//	few         accountable   proactive     partnership
	//	medium      reactive      accountable   proactive
	//	many        basic         reactive      accountable
	Types RelationshipGrid `json:"types,omitzero"`
}

var kotlerTypes = RelationshipGrid{
	{RelationshipTypeAccountable, RelationshipTypeProactive, RelationshipTypePartnership},
	{RelationshipTypeReactive, RelationshipTypeAccountable, RelationshipTypeProactive},
	{RelationshipTypeBasic, RelationshipTypeReactive, RelationshipTypeAccountable},
}

func (p *KotlerPolicy) filled() KotlerPolicy {
	q := policy.Copy(p)
	fillCuts(&q.MediumMargin, &q.HighMargin, .15, .30)
	if q.Medium == 0 {
		q.Medium = 50
		if q.Many != 0 {
			q.Medium = min(50, q.Many)
		}
	}
	policy.Default(&q.Many, max(1000, q.Medium))
	policy.Default(&q.Types, kotlerTypes)
	return q
}

// Check returns an *clientele.InputError unless the cuts are in order and in
// range, and every cell has a type.
func (p *KotlerPolicy) Check() error {
	q := p.filled()
	margins := [2]float64{q.MediumMargin.Or(0), q.HighMargin.Or(0)}
	if !(margins[0] >= -100 && margins[0] <= margins[1] && margins[1] <= 1) || !(q.Medium >= 1 && q.Medium <= q.Many) {
		return bad("KotlerPolicy", "cuts", [4]float64{margins[0], margins[1], float64(q.Medium), float64(q.Many)}, "margins up to 1 and numbers >= 1, medium no larger than high")
	}
	for _, row := range q.Types {
		for _, t := range row {
			if !relationshipTypes.Valid(t) {
				return bad("KotlerPolicy", "type", t, "one of the declared types in every cell")
			}
		}
	}
	return nil
}

// KotlerTable says which relationship to keep up with a group of customers.
// Make it with NewKotlerTable; the zero value is the default.
type KotlerTable struct{ policy KotlerPolicy }

// NewKotlerTable returns the table of a policy, nil for the default. A policy
// that makes no sense is an *clientele.InputError.
func NewKotlerTable(policy *KotlerPolicy) (KotlerTable, error) {
	if err := policy.Check(); err != nil {
		return KotlerTable{}, err
	}
	return KotlerTable{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (k KotlerTable) Policy() KotlerPolicy { return k.policy.filled() }

// RelationshipAdvice is the type of relationship for a group of customers, with
// what was seen and the cuts.
type RelationshipAdvice struct {
	Type      RelationshipType `json:"type"`
	Margin    float64          `json:"margin"` // profit over revenue
	Customers int              `json:"customers"`
	Cuts      KotlerPolicy     `json:"cuts"`
}

// Classify returns the relationship to keep up with a group of customers of the
// given number ≥ 1 who bring the margin (profit over revenue, at most 1). Values
// out of range give an *InputError.
func (k KotlerTable) Classify(margin float64, customers int) (RelationshipAdvice, error) {
	if !(margin >= -maxMoney && margin <= 1) {
		return RelationshipAdvice{}, bad("Kotler", "margin", margin, "profit over revenue, at most 1")
	}
	if customers < 1 {
		return RelationshipAdvice{}, bad("Kotler", "customers", customers, "a number of customers >= 1")
	}
	a := RelationshipAdvice{Margin: margin, Customers: customers, Cuts: k.Policy()}
	m, n := a.levels()
	a.Type = a.Cuts.Types[n-clientele.LevelLow][m-clientele.LevelLow]
	return a, nil
}

// levels returns those of margin and number.
func (a *RelationshipAdvice) levels() (m, n clientele.Level) {
	return levelOf(a.Margin, a.Cuts.MediumMargin.Or(0), a.Cuts.HighMargin.Or(0)), levelOf(float64(a.Customers), float64(a.Cuts.Medium), float64(a.Cuts.Many))
}

// AppendReasons appends why it is this type: the levels of margin and number;
// nothing for an unassigned one.
func (a RelationshipAdvice) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if a.Type == 0 {
		return dst
	}
	m, n := a.levels()
	return append(dst,
		axisReason(axisMargin, m, a.Margin, a.Cuts.MediumMargin.Or(0), a.Cuts.HighMargin.Or(0)),
		axisReason(axisCustomers, n, float64(a.Customers), float64(a.Cuts.Medium), float64(a.Cuts.Many)))
}
