package spend

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

// SpendPanel collects what customers spent, count and mean, for fitting. The zero
// value is empty. Sums over it run in sorted order, so they do not depend on
// the order in which customers came.
//
// AsOf says when observation ended, and fits carry it on; merging keeps the
// later one.
type SpendPanel struct {
	AsOf time.Time // end of observation; zero if it is not known

	cells    cells[clientele.Spend]
	excluded int
}

// Collect returns the panel of the spends in seq. It stops at the first
// impossible one and returns its error.
func Collect(seq iter.Seq[clientele.Spend]) (*SpendPanel, error) {
	p := new(SpendPanel)
	for s := range seq {
		if err := p.Add(s); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// CollectRecords returns the panel of a ledger's records: the repeat purchases
// of each customer, which is what value.CustomerOf takes.
func CollectRecords[K clientele.Key](r *clientele.Records[K]) (*SpendPanel, error) {
	p := &SpendPanel{AsOf: r.AsOf}
	for rec := range r.All() {
		if err := p.Add(rec.Spend); err != nil {
			return nil, fmt.Errorf("customer %v: %w", rec.Customer, err)
		}
	}
	return p, nil
}

// maxAmount bounds amounts, and 1/maxAmount positive ones, so that sums of
// squares stay finite and parameters in money stay in their domain.
const maxAmount = 1e30

// Add counts one customer; Count may be 0, for one who told nothing about
// spend yet, and Mean may be negative, though not every model takes that. The
// error is an *InputError if s fails its Check or the mean is beyond 1e30;
// the panel is then unchanged.
func (p *SpendPanel) Add(s clientele.Spend) error { return p.AddN(s, 1) }

// AddN counts n ≥ 0 customers with the same spend.
func (p *SpendPanel) AddN(s clientele.Spend, n int) error {
	if err := s.Check(); err != nil {
		return err
	}
	switch {
	case !(s.Mean >= -maxAmount && s.Mean <= maxAmount):
		return &clientele.InputError{Where: "spend.SpendPanel", Field: "Mean", Value: s.Mean, Want: "an amount in [-1e30, 1e30]"}
	case n < 0 || p.Len()+n < p.Len():
		return &clientele.InputError{Where: "spend.SpendPanel", Field: "n", Value: n, Want: "a number of customers >= 0"}
	}
	s.Mean += 0 // -0 becomes +0
	p.cells.add(s, n)
	return nil
}

// Merge adds the customers of q to p; q is unchanged, and nil counts as empty.
func (p *SpendPanel) Merge(q *SpendPanel) error {
	if q == nil {
		return nil
	}
	if q.cells.n > math.MaxInt-p.cells.n || q.excluded > math.MaxInt-p.excluded {
		return &clientele.InputError{Where: "spend.SpendPanel", Field: "customers of the merged panel", Value: q.cells.n, Want: "no more in all than an int holds"}
	}
	p.cells.merge(&q.cells)
	p.excluded += q.excluded
	if q.AsOf.After(p.AsOf) {
		p.AsOf = q.AsOf
	}
	return nil
}

// Len returns the number of customers, those without a purchase too.
func (p *SpendPanel) Len() int { return p.cells.n }

// Excluded returns the number of customers that Positive left out.
func (p *SpendPanel) Excluded() int { return p.excluded }

// All yields the different spends, sorted by count and mean, each with its
// number of customers.
func (p *SpendPanel) All() iter.Seq2[clientele.Spend, int] {
	return p.cells.all(compareSpend)
}

func compareSpend(a, b clientele.Spend) int {
	if c := cmp.Compare(a.Count, b.Count); c != 0 {
		return c
	}
	return cmp.Compare(a.Mean, b.Mean)
}

// Positive returns a panel without the customers whose purchases have a mean
// of 0 or less, or below 1e-30 (returns outweigh them, or they were gifts), which models of
// positive amounts cannot take. Their number stays with the panel as Excluded,
// and every fit to it warns of them.
func (p *SpendPanel) Positive() *SpendPanel {
	q := &SpendPanel{AsOf: p.AsOf, excluded: p.excluded}
	for _, c := range p.cells.rows {
		if c.item.Count > 0 && c.item.Mean < 1/maxAmount {
			q.excluded += c.n
		} else {
			q.cells.add(c.item, c.n)
		}
	}
	return q
}

const (
	panelTag     = "sppn"
	panelVersion = 2
)

// AppendBinary implements encoding.BinaryAppender; equal panels give equal bytes.
func (p *SpendPanel) AppendBinary(dst []byte) ([]byte, error) {
	if p == nil {
		p = new(SpendPanel)
	}
	start := len(dst)
	dst = codec.Time(codec.Header(dst, panelTag, panelVersion), p.AsOf)
	dst = codec.Uint(dst, uint64(p.excluded))
	rows := p.cells.sorted(compareSpend)
	dst = codec.Uint(dst, uint64(len(rows)))
	for _, c := range rows {
		dst = codec.Uint(dst, uint64(c.item.Count))
		dst = codec.Float(dst, c.item.Mean)
		dst = codec.Uint(dst, uint64(c.n))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *SpendPanel) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how a panel stands in JSON.
func (p *SpendPanel) MarshalText() ([]byte, error) { return codec.MarshalText(p) }

// UnmarshalText reads what MarshalText writes; p is unchanged on error.
func (p *SpendPanel) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "spend.SpendPanel", p)
}

// UnmarshalBinary implements encoding.BinaryUnmarshaler; p is unchanged on error.
func (p *SpendPanel) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "spend.SpendPanel", panelTag, panelVersion)
	q := SpendPanel{AsOf: r.Time(), excluded: r.Number(math.MaxInt)}
	for range r.Count(10) {
		s := clientele.Spend{Count: r.Number(math.MaxInt), Mean: r.Float()}
		if err := q.AddN(s, r.Number(math.MaxInt)); err != nil {
			r.Fail("holds a bad row: %v", err)
		}
		if r.Err() != nil {
			break
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	*p = q
	return nil
}
