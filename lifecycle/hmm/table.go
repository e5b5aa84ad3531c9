package hmm

import (
	"math"
	"slices"
	"strconv"
)

// table is a panel in the form that every pass runs over: equal sequences
// counted, and each period pointing at the distinct combination of count,
// exposure and covariates (its cell) and at the distinct covariates of the step
// into it. Probabilities are computed once a cell and not once a period, and
// the maximisation runs over cells too.
type table struct {
	rows  []tableRow
	cell  []int32 // of every period; 0 is the cell of missing counts
	step  []int32 // of every period; covariates of the step into it
	cells []cell
	steps [][]float64
	ys    []int // distinct counts; cell.yi points here
	n     int   // customers
}

// tableRow is a distinct sequence.
type tableRow struct {
	from, to    int // its periods
	n           float64
	established bool
}

// cell is a distinct observation.
type cell struct {
	y, yi    int
	exposure float64
	x        []float64
}

// newTable sorts the sequences, so that the order of the customers is lost.
func newTable(seqs []Sequence) *table {
	seqs = slices.Clone(seqs)
	slices.SortStableFunc(seqs, Sequence.compare)
	t := &table{cells: []cell{{y: Missing}}, n: len(seqs)}
	b := tableBuilder{t: t, cells: map[string]int32{}, steps: map[string]int32{}, ys: map[int]int{}}
	for i, s := range seqs {
		if i > 0 && s.compare(seqs[i-1]) == 0 {
			t.rows[len(t.rows)-1].n++
			continue
		}
		b.add(s)
	}
	return t
}

// tableBuilder finds what is there already.
type tableBuilder struct {
	t     *table
	cells map[string]int32
	steps map[string]int32
	ys    map[int]int
	key   []byte
}

func (b *tableBuilder) add(s Sequence) {
	t := b.t
	from := len(t.cell)
	for i, y := range s.Counts {
		t.cell = append(t.cell, b.cellOf(y, s.exposure(i), row(s.Emission, i)))
		t.step = append(t.step, b.stepOf(row(s.Transition, i), i == 0))
	}
	t.rows = append(t.rows, tableRow{from, len(t.cell), 1, s.Established})
}

func (b *tableBuilder) cellOf(y int, exposure float64, x []float64) int32 {
	if y == Missing {
		return 0
	}
	b.key = strconv.AppendInt(b.key[:0], int64(y), 10)
	b.key = appendFloats(append(b.key, '/'), exposure)
	b.key = appendFloats(b.key, x...)
	i, known := b.cells[string(b.key)]
	if !known {
		yi, known := b.ys[y]
		if !known {
			yi = len(b.t.ys)
			b.ys[y] = yi
			b.t.ys = append(b.t.ys, y)
		}
		i = int32(len(b.t.cells))
		b.cells[string(b.key)] = i
		b.t.cells = append(b.t.cells, cell{y, yi, exposure, x})
	}
	return i
}

// stepOf returns the place of the covariates; the first period has no step into it.
func (b *tableBuilder) stepOf(z []float64, first bool) int32 {
	if first {
		return 0
	}
	b.key = appendFloats(b.key[:0], z...)
	i, known := b.steps[string(b.key)]
	if !known {
		i = int32(len(b.t.steps))
		b.steps[string(b.key)] = i
		b.t.steps = append(b.t.steps, z)
	}
	return i
}

func appendFloats(dst []byte, v ...float64) []byte {
	for _, f := range v {
		bits := math.Float64bits(f + 0) // -0 and 0 are one
		for shift := 0; shift < 64; shift += 8 {
			dst = append(dst, byte(bits>>shift))
		}
	}
	return dst
}
