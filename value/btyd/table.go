package btyd

import (
	"slices"

	"github.com/clientele-go/clientele"
)

// table is a panel made ready for a likelihood: distinct histories as rows,
// and the distinct values of x, t_x and T, so that whatever depends on one of
// them alone is computed once for each value and not once a row. Times are
// divided by unit, the mean age, which puts the parameters near 1.
type table struct {
	rows      []row
	counts    []float64 // distinct x, ascending
	lasts     []float64 // distinct t_x, ascending, in units of unit
	ages      []float64 // distinct T, ascending, in units of unit
	customers int       // with Age > 0; the others say nothing and are left out
	repeats   float64   // repeat purchases of all customers
	repeaters int       // customers with a repeat purchase
	twice     int       // customers with two or more
	silent    int       // customers whose last purchase is not at the end of observation
	unit      float64
	meanCount float64 // mean of x
}

// row is one distinct history; count, last and age are places in the lists of
// distinct values.
type row struct {
	count, last, age int32
	gap              float64 // T − t_x, in units of unit, without cancellation
	weight           float64 // customers
}

// newTable compiles a panel.
func newTable(p *clientele.Panel) *table {
	t := &table{unit: 1}
	sum := 0.0
	for h, n := range p.All() {
		if h.Age == 0 {
			continue
		}
		t.customers += n
		sum += float64(n) * h.Age
		t.repeats += float64(n) * float64(h.Repeats)
		if h.Repeats > 0 {
			t.repeaters += n
		}
		if h.Repeats > 1 {
			t.twice += n
		}
		if h.Last < h.Age {
			t.silent += n
		}
	}
	if t.customers == 0 {
		return t
	}
	t.unit = sum / float64(t.customers)
	t.meanCount = t.repeats / float64(t.customers)
	t.compile(p)
	return t
}

// compile fills the rows and the lists of distinct values.
func (t *table) compile(p *clientele.Panel) {
	n := p.Distinct()
	hs := make([]clientele.History, 0, n)
	t.rows = make([]row, 0, n)
	for h, w := range p.All() {
		if h.Age > 0 {
			hs = append(hs, h)
			t.rows = append(t.rows, row{gap: (h.Age - h.Last) / t.unit, weight: float64(w)})
		}
	}
	places := func(value func(clientele.History) float64, unit float64, set func(*row, int32)) []float64 {
		at := make(map[float64]int32, 1024)
		var distinct []float64
		for _, h := range hs {
			v := value(h)
			if _, known := at[v]; !known {
				at[v] = 0
				distinct = append(distinct, v)
			}
		}
		slices.Sort(distinct)
		for i, v := range distinct {
			at[v] = int32(i)
		}
		for i, h := range hs {
			set(&t.rows[i], at[value(h)])
		}
		for i := range distinct {
			distinct[i] /= unit
		}
		return distinct
	}
	t.counts = places(func(h clientele.History) float64 { return float64(h.Repeats) }, 1, func(r *row, i int32) { r.count = i })
	t.lasts = places(func(h clientele.History) float64 { return h.Last }, t.unit, func(r *row, i int32) { r.last = i })
	t.ages = places(func(h clientele.History) float64 { return h.Age }, t.unit, func(r *row, i int32) { r.age = i })
}
