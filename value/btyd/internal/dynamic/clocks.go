package dynamic

import (
	"math"
	"slices"
)

// walk walks a stretch of a trajectory in pieces in which the covariates do
// not change: there both clocks run evenly. Rows that follow each other with the
// same covariates are one piece: a weekly table of a season that changes four times
// a year costs four integrals and not fifty.
type walk[C Clocks] struct {
	m       *Model[C]
	c       *Course
	row     int
	at, end float64
	from    float64

	piece
}

// piece is where the clocks stand and how fast they run. Length may be +Inf.
type piece struct {
	start, length    float64 // start is counted from the beginning of the walk
	purchase, death  float64 // what the clocks gained before the piece: ∫A and ∫C
	ratePurch, rateD float64 // A and C in the piece
}

// walk begins a walk from one age to another.
func (m *Model[C]) walk(c *Course, from, to float64) walk[C] {
	return walk[C]{m: m, c: c, row: c.row(from, 0), at: from, from: from, end: to}
}

// next moves to the next piece, and reports whether there is one. When there
// is none, purchase and death are what the clocks gained in all.
func (w *walk[C]) next() bool {
	if w.length > 0 {
		w.purchase += w.ratePurch * w.length
		w.death += w.rateD * w.length
		w.length = 0
	}
	if !(w.at < w.end) {
		return false
	}
	z := w.c.Covariates[w.row]
	w.ratePurch, w.rateD = w.m.Clocks.Rates(z)
	to := math.Inf(1)
	// The last row holds for ever: only then is a piece endless.
	for w.row+1 < len(w.c.Starts) {
		if w.c.Starts[w.row+1] >= w.end || !slices.Equal(z, w.c.Covariates[w.row+1]) {
			to = w.c.Starts[w.row+1]
			w.row++
			break
		}
		w.row++
	}
	to = math.Min(to, w.end)
	w.start, w.length = w.at-w.from, to-w.at
	w.at = to
	return true
}

// gained runs through the walk and returns what the clocks gained.
func (w walk[C]) gained() (purchase, death float64) {
	for w.next() {
	}
	return w.purchase, w.death
}
