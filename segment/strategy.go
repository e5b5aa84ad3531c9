package segment

import (
	"encoding/json"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Strategy is what to do with the customers of a cell.
type Strategy uint8

// The strategies. The zero value is unassigned.
const (
	Invest     Strategy = iota + 1 // valuable, promising and bound to us: spend on the relationship
	Grow                           // promising: sell more
	Retain                         // valuable, but not bound to us: bind
	Maintain                       // good as it is: keep the level of service
	Reactivate                     // promising, but hardly with us any more: win again
	Harvest                        // nothing to gain: serve at low cost
)

var strategies = enum.New[Strategy]("segment.Strategy",
	enum.Row{Name: "invest", English: "Invest", Chinese: "重点投入"},
	enum.Row{Name: "grow", English: "Grow", Chinese: "培育成长"},
	enum.Row{Name: "retain", English: "Retain", Chinese: "挽留巩固"},
	enum.Row{Name: "maintain", English: "Maintain", Chinese: "维持关系"},
	enum.Row{Name: "reactivate", English: "Reactivate", Chinese: "重新激活"},
	enum.Row{Name: "harvest", English: "Harvest", Chinese: "低成本维护"},
)

// String returns the permanent name, such as "invest".
func (s Strategy) String() string { return strategies.String(s) }

// Label returns the strategy's name in lang.
func (s Strategy) Label(lang clientele.Lang) string { return strategies.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s Strategy) MarshalText() ([]byte, error) { return strategies.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *Strategy) UnmarshalText(text []byte) error { return strategies.UnmarshalText(s, text) }

// StrategyMap names a strategy for each cell, indexed by the levels of value,
// potential and loyalty, low 0, medium 1, high 2. With two levels an axis,
// index 1 is not used.
type StrategyMap [3][3][3]Strategy

// DefaultStrategies returns the library's map; columns are loyalty low, medium, high:
//
//	value high    potential low     retain      retain    maintain
//	              potential medium  retain      retain    maintain
//	              potential high    retain      invest    invest
//	value medium  potential low     reactivate  maintain  maintain
//	              potential medium  reactivate  grow      grow
//	              potential high    grow        grow      invest
//	value low     potential low     harvest     harvest   maintain
//	              potential medium  reactivate  grow      grow
//	              potential high    reactivate  grow      grow
//
// Value without loyalty is to be bound first, potential to be developed, and
// loyalty never dropped. The choice is the library's; the literature gives
// directions, not a table.
func DefaultStrategies() StrategyMap {
	return StrategyMap{
		{{Harvest, Harvest, Maintain}, {Reactivate, Grow, Grow}, {Reactivate, Grow, Grow}},
		{{Reactivate, Maintain, Maintain}, {Reactivate, Grow, Grow}, {Grow, Grow, Invest}},
		{{Retain, Retain, Maintain}, {Retain, Retain, Maintain}, {Retain, Invest, Invest}},
	}
}

// Strategy returns the strategy of a cell; unassigned if a level is.
func (m *StrategyMap) Strategy(c CubeCell) Strategy {
	if v, p, l, ok := c.index(); ok {
		return m[v][p][l]
	}
	return 0
}

// Check returns nil if every cell has a strategy, and otherwise an
// *clientele.InputError that names the first one without.
func (m *StrategyMap) Check() error {
	for v := range m {
		for p := range m[v] {
			for l, s := range m[v][p] {
				if !strategies.Valid(s) {
					cell := CubeCell{clientele.Level(v + 1), clientele.Level(p + 1), clientele.Level(l + 1)}
					return &clientele.InputError{Where: "segment.StrategyMap", Field: "cell " + cell.String(), Value: s, Want: "a strategy: the map must be total"}
				}
			}
		}
	}
	return nil
}

// UnmarshalJSON reads three tables of three rows of three names; m is unchanged on error.
func (m *StrategyMap) UnmarshalJSON(data []byte) error {
	type plain StrategyMap
	var v plain
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	w := StrategyMap(v)
	if err := w.Check(); err != nil {
		return err
	}
	*m = w
	return nil
}

// Treatment is what a high level on an axis calls for, whatever the strategy.
type Treatment uint8

// The treatments. The zero value is unassigned.
const (
	ValueCare     Treatment = iota + 1 // for high value
	PotentialCare                      // for high potential
	LoyaltyCare                        // for high loyalty
)

var treatments = enum.New[Treatment]("segment.Treatment",
	enum.Row{Name: "value-care", English: "Personalised offers and relationship care", Chinese: "个性化优惠与关系维护"},
	enum.Row{Name: "potential-care", English: "Research of needs, tailored service and follow-up", Chinese: "需求调研、定制服务与跟进"},
	enum.Row{Name: "loyalty-care", English: "Care, support and advocacy", Chinese: "关怀、支持与口碑推荐"},
)

// String returns the permanent name, such as "value-care".
func (t Treatment) String() string { return treatments.String(t) }

// Label returns what is to be done, in lang.
func (t Treatment) Label(lang clientele.Lang) string { return treatments.Label(t, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (t Treatment) MarshalText() ([]byte, error) { return treatments.MarshalText(t) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (t *Treatment) UnmarshalText(text []byte) error { return treatments.UnmarshalText(t, text) }

// AppendTreatments appends one treatment for each axis that is high.
func (c CubeCell) AppendTreatments(dst []Treatment) []Treatment {
	for a, level := range [3]clientele.Level{c.Value, c.Potential, c.Loyalty} {
		if level == clientele.LevelHigh {
			dst = append(dst, ValueCare+Treatment(a))
		}
	}
	return dst
}
