package segment

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Strategy is what to do with the customers of a cell.
type Strategy uint8

// The strategies. The zero value is unassigned.
const (
	StrategyInvest     Strategy = iota + 1 // valuable, promising and bound to us: spend on the relationship
	StrategyGrow                           // promising: sell more
	StrategyRetain                         // valuable, but not bound to us: bind
	StrategyMaintain                       // good as it is: keep the level of service
	StrategyReactivate                     // promising, but hardly with us any more: win again
	StrategyHarvest                        // nothing to gain: serve at low cost
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
		{{StrategyHarvest, StrategyHarvest, StrategyMaintain}, {StrategyReactivate, StrategyGrow, StrategyGrow}, {StrategyReactivate, StrategyGrow, StrategyGrow}},
		{{StrategyReactivate, StrategyMaintain, StrategyMaintain}, {StrategyReactivate, StrategyGrow, StrategyGrow}, {StrategyGrow, StrategyGrow, StrategyInvest}},
		{{StrategyRetain, StrategyRetain, StrategyMaintain}, {StrategyRetain, StrategyRetain, StrategyMaintain}, {StrategyRetain, StrategyInvest, StrategyInvest}},
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

// MarshalJSON writes the strategies as an object, keyed by the cells, such as
// "high-low-medium".
func (m StrategyMap) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	for c := range cubeCells() {
		s := m.Strategy(c)
		if s != 0 && !strategies.Valid(s) {
			return nil, &clientele.InputError{Where: "segment.StrategyMap", Field: "cell " + c.String(), Value: s, Want: "a strategy"}
		}
		fmt.Fprintf(&b, ",%q:%q", c, s)
	}
	return []byte("{" + b.String()[1:] + "}"), nil
}

// UnmarshalJSON reads what MarshalJSON writes; every cell must have a strategy.
// M is unchanged on error.
func (m *StrategyMap) UnmarshalJSON(data []byte) error {
	var w StrategyMap
	if err := unmarshalCells(data, "segment.StrategyMap", (*[3][3][3]Strategy)(&w), func(raw json.RawMessage, s *Strategy) error { return json.Unmarshal(raw, s) }); err != nil {
		return err
	}
	if err := w.Check(); err != nil {
		return err
	}
	*m = w
	return nil
}
