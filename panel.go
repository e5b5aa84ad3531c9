package clientele

import (
	"iter"
	"math"
	"slices"
	"time"

	"github.com/clientele-go/clientele/internal/exact"
)

// Panel counts equal histories; every likelihood runs over it, so its cost
// follows the distinct histories and not the customers. The zero value is an
// empty panel. A panel may be read by several goroutines, but not while it changes.
//
// Unit and AsOf say what the times are counted in and when observation ended;
// the panel of a ledger's records knows both, and a fit takes them over.
type Panel struct {
	Unit Unit      // of the histories; 0 if it is not known
	AsOf time.Time // end of observation, the latest one; zero if it is not known

	cells []cell
	index []uint32 // open addressing: 0 free, otherwise 1 + position in cells
	n     int

	repeaters int       // customers with a repeat purchase
	timed     int       // those of them whose gaps are known
	gaps      exact.Sum // Σ ln(gap) of the timed
}

type cell struct {
	h History
	n int
}

// Add counts one customer. If h fails its Check, that error is returned and
// the panel is unchanged.
func (p *Panel) Add(h History) error { return p.AddN(h, 1) }

// AddN counts n ≥ 0 customers with the same history.
func (p *Panel) AddN(h History, n int) error {
	if err := h.Check(); err != nil {
		return err
	}
	if n < 0 || p.n+n < p.n {
		return &InputError{Where: "clientele.Panel", Field: "n", Value: n, Want: "a number of customers >= 0"}
	}
	if n > 0 {
		h.Last, h.Age = h.Last+0, h.Age+0 // -0 becomes +0: one cell, one hash
		p.count(h, n)
	}
	return nil
}

// AddTimed counts one customer of whom the times between purchases are known
// too: logGaps is the sum of the logarithms of the Repeats gaps, in the unit of
// the history, and 0 if there is none. Models of regular timing need it to
// compare their degrees of regularity; it changes no estimate of the others.
func (p *Panel) AddTimed(h History, logGaps float64) error {
	if !(math.Abs(logGaps) <= 1e6*float64(h.Repeats)) {
		return &InputError{Where: "clientele.Panel", Field: "logGaps", Value: logGaps, Want: "the sum of the logarithms of the gaps, 0 if there is none; merge purchases of the same moment"}
	}
	if err := p.Add(h); err != nil {
		return err
	}
	if h.Repeats > 0 {
		p.timed++
		p.gaps.Add(logGaps)
	}
	return nil
}

// LogGaps returns the sum of the logarithms of all times between purchases,
// and whether it is complete: known of every customer with a repeat purchase.
func (p *Panel) LogGaps() (total float64, complete bool) {
	return p.gaps.Value(), p.timed == p.repeaters
}

// count adds n customers to the cell of h, making it if need be.
func (p *Panel) count(h History, n int) {
	if 2*(len(p.cells)+1) > len(p.index) {
		p.grow()
	}
	p.n += n
	if h.Repeats > 0 {
		p.repeaters += n
	}
	mask := uint64(len(p.index) - 1)
	for i := h.hash() & mask; ; i = (i + 1) & mask {
		switch at := p.index[i]; {
		case at == 0:
			p.cells = append(p.cells, cell{h, n})
			p.index[i] = uint32(len(p.cells))
			return
		case p.cells[at-1].h == h:
			p.cells[at-1].n += n
			return
		}
	}
}

// grow doubles the index and enters every cell again.
func (p *Panel) grow() {
	p.index = make([]uint32, max(64, 2*len(p.index)))
	mask := uint64(len(p.index) - 1)
	for k, c := range p.cells {
		i := c.h.hash() & mask
		for p.index[i] != 0 {
			i = (i + 1) & mask
		}
		p.index[i] = uint32(k + 1)
	}
}

// Merge adds the customers of q to p; q is unchanged, and nil counts as empty.
// Panels in two units, both known, give an *InputError, and p is unchanged. The
// merged panel keeps the later end of observation.
func (p *Panel) Merge(q *Panel) error {
	if q == nil {
		return nil
	}
	if q.n > math.MaxInt-p.n {
		return &InputError{Where: "clientele.Panel", Field: "customers of the merged panel", Value: q.n, Want: "no more in all than an int holds"}
	}
	switch {
	case p.Unit == 0:
		p.Unit = q.Unit
	case q.Unit != 0 && q.Unit != p.Unit:
		return &InputError{Where: "clientele.Panel", Field: "unit of the merged panel", Value: q.Unit, Want: "that of the other, " + p.Unit.String() + "; read the ledger in one unit, or scale the histories"}
	}
	if q.AsOf.After(p.AsOf) {
		p.AsOf = q.AsOf
	}
	for _, c := range slices.Clone(q.cells) { // p.Merge(p) doubles p
		p.count(c.h, c.n)
	}
	p.timed += q.timed
	p.gaps.Merge(q.gaps)
	return nil
}

// Len returns the number of customers.
func (p *Panel) Len() int { return p.n }

// Distinct returns the number of different histories.
func (p *Panel) Distinct() int { return len(p.cells) }

// All yields the different histories, sorted, each with its number of
// customers. Sums that run over it do not depend on the order in which the
// customers came.
func (p *Panel) All() iter.Seq2[History, int] {
	return func(yield func(History, int) bool) {
		cells := slices.Clone(p.cells)
		slices.SortFunc(cells, func(a, b cell) int { return a.h.Compare(b.h) })
		for _, c := range cells {
			if !yield(c.h, c.n) {
				return
			}
		}
	}
}

// Collect returns the panel of the histories in seq. It stops at the first
// impossible history and returns its error.
func Collect(seq iter.Seq[History]) (*Panel, error) {
	p := new(Panel)
	for h := range seq {
		if err := p.Add(h); err != nil {
			return nil, err
		}
	}
	return p, nil
}
