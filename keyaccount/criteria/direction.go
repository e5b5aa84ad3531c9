package criteria

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// ColumnDirection says which end of a column is good.
type ColumnDirection uint8

// The directions. The zero value is unassigned and refused.
const (
	ColumnDirectionBenefit ColumnDirection = iota + 1 // more is better 效益型
	ColumnDirectionCost                               // less is better 成本型
)

var directions = enum.New[ColumnDirection]("criteria.ColumnDirection",
	enum.Row{Name: "benefit", English: "Benefit", Chinese: "效益型"},
	enum.Row{Name: "cost", English: "Cost", Chinese: "成本型"},
)

// String returns the permanent name, "benefit" or "cost".
func (d ColumnDirection) String() string { return directions.String(d) }

// Label returns the name in lang.
func (d ColumnDirection) Label(lang clientele.Lang) string { return directions.Label(d, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (d ColumnDirection) MarshalText() ([]byte, error) { return directions.MarshalText(d) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (d *ColumnDirection) UnmarshalText(text []byte) error { return directions.UnmarshalText(d, text) }

// MissingRule says what a measurement that was not made counts as.
type MissingRule uint8

// The rules. The zero value is unassigned and means MissingRefuse.
const (
	MissingRefuse   MissingRule = iota + 1 // an error: every row must be measured
	MissingReweight                        // left out; its weight goes to the row's other columns in proportion
	MissingWorst                           // the bad end of the scale
	MissingMedian                          // the median of the rows that were measured
)

var missings = enum.New[MissingRule]("criteria.MissingRule",
	enum.Row{Name: "refuse", English: "Must be measured", Chinese: "必须测量"},
	enum.Row{Name: "reweight", English: "Left out, others reweighted", Chinese: "略去并重新分配权重"},
	enum.Row{Name: "worst", English: "Counts as the worst", Chinese: "按最差计"},
	enum.Row{Name: "median", English: "Counts as the median", Chinese: "按中位数计"},
)

// String returns the permanent name, such as "reweight".
func (m MissingRule) String() string { return missings.String(m) }

// Label returns the name in lang.
func (m MissingRule) Label(lang clientele.Lang) string { return missings.Label(m, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (m MissingRule) MarshalText() ([]byte, error) { return missings.MarshalText(m) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (m *MissingRule) UnmarshalText(text []byte) error { return missings.UnmarshalText(m, text) }
