package dynamic

import (
	"encoding/binary"
	"math"
	"slices"
)

// Effect is what the covariate in one column acts on: the purchase rate, the
// dropout rate or both.
type Effect struct {
	Column            int
	Purchase, Dropout bool
}

// Table is a base of trajectories made ready for a likelihood: the
// distinct rows of covariates, whose rates are computed once for each set of
// parameters, and for each customer the time spent under each row before the
// last purchase and the pieces after it.
type Table struct {
	effects   []Effect
	Rows      [][]float64
	customers []observed
	counts    []float64 // distinct numbers of repeats, ascending
	pieces    int       // most pieces of a customer
}

// observed is a customer with Age > 0. Before the last purchase only how long each
// row held matters, in any order, for ∫A and ∫C; after it the pieces stay apart, since
// a death may lie in any of them.
type observed struct {
	count  int32
	before []spell   // up to the last purchase, each row of covariates once
	after  []spell   // since then, in order
	bought []float64 // Σ z over the purchases, one for each effect
}

// spell is a time under one row of covariates.
type spell struct {
	row    int32
	length float64
}

// NewTable compiles the customers that were observed, of whom at gives
// the i-th; times are divided by unit.
func NewTable(n int, at func(i int) *Course, effects []Effect, unit float64) *Table {
	t := &Table{effects: effects}
	known := make(map[string]int32)
	for i := range n {
		if c := at(i); c.Age > 0 {
			t.add(c, known, unit)
		}
	}
	for i := range t.customers {
		x := float64(t.customers[i].count)
		if at, found := slices.BinarySearch(t.counts, x); !found {
			t.counts = slices.Insert(t.counts, at, x)
		}
	}
	for i := range t.customers {
		at, _ := slices.BinarySearch(t.counts, float64(t.customers[i].count))
		t.customers[i].count = int32(at)
		t.pieces = max(t.pieces, len(t.customers[i].after))
	}
	return t
}

func (t *Table) add(c *Course, known map[string]int32, unit float64) {
	r := observed{count: int32(len(c.Purchases)), bought: make([]float64, len(t.effects))}
	last := c.History().Last
	for k := 0; k < len(c.Starts); k++ {
		from := math.Max(c.Starts[k], 0)
		to := c.Age
		if k+1 < len(c.Starts) {
			to = math.Min(to, c.Starts[k+1])
		}
		if !(from < to) {
			continue
		}
		at := t.place(c.Covariates[k], known)
		if early := math.Min(to, last) - from; early > 0 {
			i := slices.IndexFunc(r.before, func(s spell) bool { return s.row == at })
			if i < 0 {
				i = len(r.before)
				r.before = append(r.before, spell{row: at})
			}
			r.before[i].length += early / unit
		}
		if late := to - math.Max(from, last); late > 0 {
			if n := len(r.after); n > 0 && r.after[n-1].row == at {
				r.after[n-1].length += late / unit
			} else {
				r.after = append(r.after, spell{at, late / unit})
			}
		}
	}
	row := 0
	for _, u := range c.Purchases {
		row = c.row(u, row)
		for i, e := range t.effects {
			r.bought[i] += c.Covariates[row][e.Column]
		}
	}
	t.customers = append(t.customers, r)
}

// Len returns the number of customers with Age > 0.
func (t *Table) Len() int { return len(t.customers) }

// place returns the number of a row of covariates, as the effects see it.
func (t *Table) place(z []float64, known map[string]int32) int32 {
	row := make([]float64, len(t.effects))
	var key []byte
	for i, e := range t.effects {
		row[i] = z[e.Column]
		key = binary.LittleEndian.AppendUint64(key, math.Float64bits(z[e.Column]))
	}
	at, ok := known[string(key)]
	if !ok {
		at = int32(len(t.Rows))
		known[string(key)] = at
		t.Rows = append(t.Rows, row)
	}
	return at
}

// Deviations returns the standard deviation of each effect's covariate over
// the time of all customers.
func (t *Table) Deviations() []float64 {
	time := make([]float64, len(t.Rows))
	total := 0.0
	for i := range t.customers {
		for _, s := range t.customers[i].before {
			time[s.row] += s.length
		}
		for _, s := range t.customers[i].after {
			time[s.row] += s.length
		}
	}
	for _, v := range time {
		total += v
	}
	out := make([]float64, len(t.effects))
	for e := range out {
		mean, square := 0.0, 0.0
		for k, v := range time {
			mean += v / total * t.Rows[k][e]
		}
		for k, v := range time {
			square += v / total * (t.Rows[k][e] - mean) * (t.Rows[k][e] - mean)
		}
		out[e] = math.Sqrt(square)
	}
	return out
}
