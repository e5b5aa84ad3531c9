// Package table compiles a panel for a likelihood: distinct histories, in units
// near 1, so that what depends on one number is computed once for each value.
package table

import (
	"slices"
	"time"

	"github.com/clientele-go/clientele"
)

// Table is a panel made ready for a likelihood: distinct histories as rows,
// and the distinct values of x, t_x and T, so that whatever depends on one of
// them alone is computed once for each value and not once a row. Times are
// divided by unit, the mean age, which puts the parameters near 1.
type Table struct {
	Rows      []Row
	Counts    []float64 // distinct x, ascending
	Lasts     []float64 // distinct t_x, ascending, in units of unit
	Ages      []float64 // distinct T, ascending, in units of unit
	Customers int       // with Age > 0; the others say nothing and are left out
	Repeats   float64   // repeat purchases of all customers
	Unit      float64
	TimeUnit  clientele.Unit // of the panel
	AsOf      time.Time
	MeanCount float64 // mean of x
}

// Row is one distinct history; count, last and age are places in the lists of
// distinct values.
type Row struct {
	Count, Last, Age int32
	Gap              float64 // T − t_x, in units of unit: subtracted before it is divided, so 0 stays 0
	Weight           float64 // customers
}

// New compiles a panel.
func New(p *clientele.Panel) *Table {
	hs := make([]clientele.History, 0, p.Distinct())
	weights := make([]float64, 0, p.Distinct())
	customers, sum := 0, 0.0
	for h, n := range p.All() {
		if h.Age == 0 {
			continue
		}
		hs = append(hs, h)
		weights = append(weights, float64(n))
		customers += n
		sum += float64(n) * h.Age
	}
	if customers == 0 {
		return &Table{Unit: 1}
	}
	return Of(hs, weights, sum/float64(customers))
}

// Of compiles distinct histories in ascending order, each with its number of customers.
func Of(hs []clientele.History, weights []float64, unit float64) *Table {
	t := &Table{Unit: unit, Rows: make([]Row, len(hs))}
	customers := 0.0
	for i, h := range hs {
		t.Rows[i] = Row{Gap: (h.Age - h.Last) / unit, Weight: weights[i]}
		customers += weights[i]
		t.Repeats += weights[i] * float64(h.Repeats)
	}
	t.Customers = int(customers)
	t.MeanCount = t.Repeats / customers
	t.Counts = places(hs, 1, func(h *clientele.History) float64 { return float64(h.Repeats) }, func(i int) *int32 { return &t.Rows[i].Count })
	t.Lasts = places(hs, unit, func(h *clientele.History) float64 { return h.Last }, func(i int) *int32 { return &t.Rows[i].Last })
	t.Ages = places(hs, unit, func(h *clientele.History) float64 { return h.Age }, func(i int) *int32 { return &t.Rows[i].Age })
	return t
}

// places returns the distinct values of the histories, ascending and divided
// by unit, and sets every row's place among them. Histories come in order, so
// that one value follows itself for long stretches: the map is asked at its changes.
func places(hs []clientele.History, unit float64, value func(*clientele.History) float64, place func(i int) *int32) []float64 {
	seen := make(map[float64]int32) // in order of appearance
	var distinct []float64
	var last float64
	var at int32 = -1
	for i := range hs {
		if v := value(&hs[i]); at < 0 || v != last {
			known := false
			if at, known = seen[v]; !known {
				at = int32(len(distinct))
				seen[v] = at
				distinct = append(distinct, v)
			}
			last = v
		}
		*place(i) = at
	}
	order := make([]int32, len(distinct))
	sorted := slices.Sorted(slices.Values(distinct))
	for i, v := range sorted {
		order[seen[v]] = int32(i)
		sorted[i] = v / unit
	}
	for i := range hs {
		*place(i) = order[*place(i)]
	}
	return sorted
}

// Weight returns the customers of row i.
func (t *Table) Weight(i int) float64 { return t.Rows[i].Weight }
