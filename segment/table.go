package segment

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
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
			return nil, &clientele.InputError{Where: "segment.NewTable", Field: fmt.Sprintf("column %d", i), Value: fmt.Sprintf("%q", name), Want: "distinct names that are not empty"}
		}
	}
	if len(names) == 0 {
		return nil, &clientele.InputError{Where: "segment.NewTable", Field: "number of columns", Value: 0, Want: "at least one"}
	}
	return &Table{names: slices.Clone(names)}, nil
}

// Add appends a customer's measurements, one a column. They must be finite and
// within ±1e100; otherwise the table is unchanged and the error is an
// *clientele.InputError.
func (t *Table) Add(row ...float64) error {
	if err := t.check("segment.Table", row); err != nil {
		return err
	}
	for _, v := range row {
		t.data = append(t.data, v+0) // -0 becomes +0
	}
	return nil
}

// check returns an error unless row fits the columns.
func (t *Table) check(where string, row []float64) error {
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
func (t *Table) Len() int { return len(t.data) / len(t.names) }

// Columns returns the names.
func (t *Table) Columns() []string { return slices.Clone(t.names) }

// Row returns row i, 0 ≤ i < Len; it is not to be changed.
func (t *Table) Row(i int) []float64 {
	d := len(t.names)
	return t.data[i*d : i*d+d : i*d+d]
}

// column returns a copy of column j.
func (t *Table) column(j int) []float64 {
	out := make([]float64, t.Len())
	for i := range out {
		out[i] = t.Row(i)[j]
	}
	return out
}

// pick returns the table of the given rows.
func (t *Table) pick(rows []int) *Table {
	out := &Table{t.names, make([]float64, 0, len(rows)*len(t.names))}
	for _, i := range rows {
		out.data = append(out.data, t.Row(i)...)
	}
	return out
}

// sorted returns the rows in lexicographic order, and where each came from.
// What is computed on it does not depend on the order of the customers.
func (t *Table) sorted() (*Table, []int) {
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
	return t.pick(rows), rows
}

// distinct returns the number of different rows of a sorted table, but at most limit.
func (t *Table) distinct(limit int) int {
	n := min(t.Len(), 1)
	for i := 1; i < t.Len() && n < limit; i++ {
		if !slices.Equal(t.Row(i), t.Row(i-1)) {
			n++
		}
	}
	return n
}

// needClusters returns an error unless k clusters can be made of a sorted table.
func (t *Table) needClusters(where string, k int) error {
	if t.Len() == 0 {
		return fmt.Errorf("%s: %w: add at least one customer", where, clientele.ErrNoData)
	}
	if k < 1 {
		return &clientele.InputError{Where: where, Field: "k", Value: k, Want: "at least one cluster"}
	}
	if m := t.distinct(k); m < k {
		return fmt.Errorf("%s: %w: %d clusters need as many different customers, and there are %d", where, clientele.ErrNotIdentified, k, m)
	}
	return nil
}
