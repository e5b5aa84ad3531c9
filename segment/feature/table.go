// Package feature holds measurements of customers in a table with named
// columns, and brings the columns to one scale. Clustering, learned trees and
// profiles read such tables.
package feature

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// Table holds measurements of customers: one row a customer, one named column
// a measurement. A table may be read by several goroutines, but not while it
// changes.
type Table struct {
	names []string
	data  []float64 // row after row
}

// NewTable returns an empty table with these columns. Names must be distinct
// and not empty.
func NewTable(names ...string) (*Table, error) {
	for i, name := range names {
		if name == "" || slices.Contains(names[:i], name) {
			return nil, &clientele.InputError{Where: "feature.NewTable", Field: fmt.Sprintf("column %d", i), Value: fmt.Sprintf("%q", name), Want: "distinct names that are not empty"}
		}
	}
	if len(names) == 0 {
		return nil, &clientele.InputError{Where: "feature.NewTable", Field: "number of columns", Value: 0, Want: "at least one"}
	}
	return &Table{names: slices.Clone(names)}, nil
}

// Add appends a customer's measurements, one a column. They must be finite and
// within ±1e100; otherwise the table is unchanged and the error is an
// *clientele.InputError.
func (t *Table) Add(row ...float64) error {
	if err := t.Check("feature.Table", row); err != nil {
		return err
	}
	for _, v := range row {
		t.data = append(t.data, v+0) // -0 becomes +0
	}
	return nil
}

// Check returns nil if row has one measurement a column, each finite and
// within ±1e100, and otherwise an *clientele.InputError that begins with where.
func (t *Table) Check(where string, row []float64) error {
	if len(row) != len(t.names) {
		return &clientele.InputError{Where: where, Field: "number of measurements", Value: len(row), Want: fmt.Sprintf("%d, one a column", len(t.names))}
	}
	for j, v := range row {
		if !(v >= -1e100 && v <= 1e100) {
			return &clientele.InputError{Where: where, Field: t.names[j], Value: v, Want: "a number in [-1e100, 1e100]"}
		}
	}
	return nil
}

// Len returns the number of rows.
func (t *Table) Len() int { return len(t.data) / max(len(t.names), 1) }

// Width returns the number of columns.
func (t *Table) Width() int { return len(t.names) }

// Columns returns the names.
func (t *Table) Columns() []string { return slices.Clone(t.names) }

// Row returns row i, 0 ≤ i < Len; it is not to be changed.
func (t *Table) Row(i int) []float64 {
	d := len(t.names)
	return t.data[i*d : i*d+d : i*d+d]
}

// Data returns all rows, one after the other; it is not to be changed.
func (t *Table) Data() []float64 { return t.data }

// Column returns a copy of column j, 0 ≤ j < Width.
func (t *Table) Column(j int) []float64 {
	out := make([]float64, t.Len())
	for i := range out {
		out[i] = t.Row(i)[j]
	}
	return out
}

// Like returns a table with the same columns and these rows, one after the
// other; it keeps the slice. It panics if their length does not fit.
func (t *Table) Like(rows []float64) *Table {
	if len(rows)%len(t.names) != 0 {
		panic("feature: Like needs whole rows")
	}
	return &Table{t.names, rows}
}

// Pick returns the table of the given rows, in their order.
func (t *Table) Pick(rows []int) *Table {
	out := &Table{t.names, make([]float64, 0, len(rows)*len(t.names))}
	for _, i := range rows {
		out.data = append(out.data, t.Row(i)...)
	}
	return out
}

// Sorted returns the rows in lexicographic order, and the row each came from.
// What is computed on it does not depend on the order of the customers.
func (t *Table) Sorted() (*Table, []int) {
	type entry struct {
		first float64
		row   int
	}
	order := make([]entry, t.Len())
	for i := range order {
		order[i] = entry{t.Row(i)[0], i}
	}
	slices.SortFunc(order, func(a, b entry) int {
		switch {
		case a.first < b.first:
			return -1
		case a.first > b.first:
			return 1
		}
		if c := slices.Compare(t.Row(a.row), t.Row(b.row)); c != 0 {
			return c
		}
		return cmp.Compare(a.row, b.row)
	})
	rows := make([]int, len(order))
	for i, e := range order {
		rows[i] = e.row
	}
	return t.Pick(rows), rows
}

type tableJSON struct {
	Columns []string
	Rows    [][]float64
}

// MarshalJSON writes the names of the columns and the rows.
func (t *Table) MarshalJSON() ([]byte, error) {
	if t == nil {
		return []byte("null"), nil
	}
	if len(t.names) == 0 {
		return nil, &clientele.InputError{Where: "feature.Table", Field: "number of columns", Value: 0, Want: "a table that NewTable returned"}
	}
	j := tableJSON{t.names, make([][]float64, t.Len())}
	for i := range j.Rows {
		j.Rows[i] = t.Row(i)
	}
	return wire.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes and checks every row; t is
// unchanged on error.
func (t *Table) UnmarshalJSON(data []byte) error {
	var j tableJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	v, err := NewTable(j.Columns...)
	for i := 0; err == nil && i < len(j.Rows); i++ {
		err = v.Add(j.Rows[i]...)
	}
	if err == nil {
		*t = *v
	}
	return err
}
