package criteria

import (
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/order"
)

// Column is one criterion of a table.
type Column struct {
	Name      string          `json:"name"`
	Direction ColumnDirection `json:"direction"`
	Missing   MissingRule     `json:"missing,omitempty"` // default MissingRefuse
	// Lo and Hi fix the scale: Lo counts 0 and Hi counts 1 (the other way round
	// for a cost), and what lies beyond counts as the end. If both are 0, the
	// smallest and the largest value of the table take their places, and a
	// score then depends on which rows the table has.
	Lo float64 `json:"lo,omitempty"`
	Hi float64 `json:"hi,omitempty"`
}

// Measurements holds measurements: a row for each alternative (an account), a column
// for each criterion.
type Measurements struct {
	Columns []Column              `json:"columns"`
	Rows    [][]clientele.Measure `json:"rows"`
}

// maxMeasure bounds the magnitude of measurements, so that their squares can be added.
const maxMeasure = 1e100

// Check returns nil if the table can be ranked: at least one column and one
// row, rows as long as the columns, directions assigned, scales with Lo < Hi
// (or both 0), measurements finite and at most 1e100 in magnitude, nothing
// missing in a column that refuses it, and at least one measurement in every
// column and row. Otherwise the error is an *InputError that names the place.
func (t Measurements) Check() error {
	if len(t.Columns) == 0 || len(t.Rows) == 0 {
		return bad("Measurements", "columns × rows", fmt.Sprintf("%d × %d", len(t.Columns), len(t.Rows)), "at least one of each")
	}
	for _, c := range t.Columns {
		if err := c.check(); err != nil {
			return err
		}
	}
	for i, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return bad("Measurements", fmt.Sprintf("length of row %d", i), len(row), fmt.Sprintf("%d measurements, one a column", len(t.Columns)))
		}
		known := 0
		for j, m := range row {
			switch v, ok := m.Value(); {
			case ok && !(v >= -maxMeasure && v <= maxMeasure):
				return bad("Measurements", t.place(i, j), v, "a number in [-1e100, 1e100], or leave it missing")
			case ok:
				known++
			case t.Columns[j].missing() == MissingRefuse:
				return bad("Measurements", t.place(i, j), "missing", "a measurement, or another policy for missing ones in that column")
			}
		}
		if known == 0 {
			return bad("Measurements", fmt.Sprintf("row %d", i), "missing in all columns", "at least one measurement")
		}
	}
	return t.checkColumnsMeasured()
}

// place names a cell in an error.
func (t Measurements) place(i, j int) string {
	return fmt.Sprintf("row %d, column %q", i, t.Columns[j].Name)
}

func (t Measurements) checkColumnsMeasured() error {
	for j, c := range t.Columns {
		if !slices.ContainsFunc(t.Rows, func(row []clientele.Measure) bool { _, ok := row[j].Value(); return ok }) {
			return bad("Measurements", fmt.Sprintf("column %q", c.Name), "missing in all rows", "at least one measurement; leave the column out")
		}
	}
	return nil
}

func (c Column) check() error {
	switch {
	case !directions.Valid(c.Direction):
		return bad("Column", fmt.Sprintf("direction of %q", c.Name), c.Direction, "benefit or cost")
	case c.Missing != 0 && !missings.Valid(c.Missing):
		return bad("Column", fmt.Sprintf("missing policy of %q", c.Name), c.Missing, "a declared policy")
	case !(c.Lo >= -maxMeasure && c.Hi <= maxMeasure && (c.Lo < c.Hi || (c.Lo == 0 && c.Hi == 0))):
		return bad("Column", fmt.Sprintf("scale of %q", c.Name), [2]float64{c.Lo, c.Hi}, "two finite numbers lo < hi, or both 0 to take them from the data")
	}
	return nil
}

func (c Column) missing() MissingRule {
	if c.Missing == 0 {
		return MissingRefuse
	}
	return c.Missing
}

func (c Column) fixed() bool { return c.Lo < c.Hi }

// columnValues returns column j of a checked table with the missing policy
// applied; NaN is a measurement to leave out.
func (t Measurements) columnValues(j int) []float64 {
	c := t.Columns[j]
	v := make([]float64, len(t.Rows))
	known := make([]float64, 0, len(t.Rows))
	for i, row := range t.Rows {
		v[i] = row[j].Or(math.NaN())
		if !math.IsNaN(v[i]) {
			known = append(known, v[i])
		}
	}
	if len(known) == len(v) || c.missing() == MissingReweight {
		return v
	}
	fill := order.Median(known)
	if c.missing() == MissingWorst {
		lo, hi := c.scale(known)
		fill = lo
		if c.Direction == ColumnDirectionCost {
			fill = hi
		}
	}
	for i := range v {
		if math.IsNaN(v[i]) {
			v[i] = fill
		}
	}
	return v
}

// scale returns the ends of the column's scale; sorted are its known values.
func (c Column) scale(sorted []float64) (lo, hi float64) {
	if c.fixed() {
		return c.Lo, c.Hi
	}
	return sorted[0], sorted[len(sorted)-1]
}

// Unit returns the table on the unit scale, 1 the good end and 0 the bad one;
// NaN marks a measurement to leave out (MissingReweight). A column without a
// fixed scale whose values are all equal tells nothing and counts ½ throughout.
func (t Measurements) Unit() ([][]float64, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	u := make([][]float64, len(t.Rows))
	for i := range u {
		u[i] = make([]float64, len(t.Columns))
	}
	for j, c := range t.Columns {
		for i, x := range c.unit(t.columnValues(j)) {
			u[i][j] = x
		}
	}
	return u, nil
}

// unit maps the values of the column to [0, 1].
func (c Column) unit(v []float64) []float64 {
	lo, hi := c.Lo, c.Hi
	if !c.fixed() {
		lo, hi = extremes(v)
	}
	u := make([]float64, len(v))
	for i, x := range v {
		switch {
		case math.IsNaN(x):
			u[i] = x
		case lo == hi:
			u[i] = 0.5
		case c.Direction == ColumnDirectionCost:
			u[i] = math.Min(math.Max((hi-x)/(hi-lo), 0), 1)
		default:
			u[i] = math.Min(math.Max((x-lo)/(hi-lo), 0), 1)
		}
	}
	return u
}

// extremes returns the smallest and the largest of v, NaN left out.
func extremes(v []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, x := range v {
		if x < lo {
			lo = x
		}
		if x > hi {
			hi = x
		}
	}
	return lo, hi
}

// bad returns the error of this package for a value it cannot take.
func bad(where, field string, value any, want string) error {
	return &clientele.InputError{Where: "criteria." + where, Field: field, Value: value, Want: want}
}
