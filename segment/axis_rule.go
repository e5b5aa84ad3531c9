package segment

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// AxisRule says where an axis is cut into levels.
type AxisRule uint8

// The rules. The zero value behaves as AxisQuantile.
const (
	AxisQuantile AxisRule = iota + 1 // at shares of the base
	AxisMean                         // at the mean: two levels
	AxisFixed                        // at given values
)

var axisRules = enum.New[AxisRule]("segment.AxisRule",
	enum.Row{Name: "quantile", English: "Quantiles of the base", Chinese: "按分位数"},
	enum.Row{Name: "mean", English: "Mean of the base", Chinese: "按均值"},
	enum.Row{Name: "fixed", English: "Given values", Chinese: "按固定值"},
)

// String returns the permanent name, such as "quantile".
func (r AxisRule) String() string { return axisRules.String(r) }

// Label returns the rule's name in lang.
func (r AxisRule) Label(lang clientele.Lang) string { return axisRules.Label(r, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (r AxisRule) MarshalText() ([]byte, error) { return axisRules.MarshalText(r) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (r *AxisRule) UnmarshalText(text []byte) error { return axisRules.UnmarshalText(r, text) }
