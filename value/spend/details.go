package spend

import (
	"iter"
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

// DetailPanel collects the details of customers for the models that use single
// purchases. The zero value is empty; sums over it run in sorted order.
//
// Unit is what the times of PurchaseTimes are counted in and AsOf the end of
// observation; a fit carries both on. Merging needs units that agree and keeps
// the later end.
type DetailPanel struct {
	Unit clientele.Unit // of the times; 0 if it is not known, or times are not used
	AsOf time.Time      // end of observation; zero if it is not known

	cells cells[PurchaseDetail]
}

// CollectDetails returns the details in seq. It stops at the first impossible
// one and returns its error.
func CollectDetails(seq iter.Seq[PurchaseDetail]) (*DetailPanel, error) {
	p := new(DetailPanel)
	for d := range seq {
		if err := p.Add(d); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// Add counts one customer. If d fails its Check, that error is returned and p
// is unchanged.
func (p *DetailPanel) Add(d PurchaseDetail) error { return p.AddN(d, 1) }

// AddN counts n ≥ 0 customers with the same detail.
func (p *DetailPanel) AddN(d PurchaseDetail, n int) error {
	if err := d.Check(); err != nil {
		return err
	}
	if n < 0 || p.Len()+n < p.Len() {
		return &clientele.InputError{Where: "spend.DetailPanel", Field: "n", Value: n, Want: "a number of customers >= 0"}
	}
	for _, v := range []*float64{&d.Mean, &d.MeanLog, &d.Times.Mean, &d.Times.With, &d.Times.WithLog} {
		*v += 0 // -0 becomes +0
	}
	p.cells.add(d, n)
	return nil
}

// Merge adds the customers of q; q is unchanged, and nil counts as empty. Panels
// in two units, both known, give an *InputError, and p is unchanged.
func (p *DetailPanel) Merge(q *DetailPanel) error {
	if q == nil {
		return nil
	}
	switch {
	case q.cells.n > math.MaxInt-p.cells.n:
		return &clientele.InputError{Where: "spend.DetailPanel", Field: "customers of the merged panel", Value: q.cells.n, Want: "no more in all than an int holds"}
	case p.Unit == 0:
		p.Unit = q.Unit
	case q.Unit != 0 && q.Unit != p.Unit:
		return &clientele.InputError{Where: "spend.DetailPanel", Field: "unit of the merged panel", Value: q.Unit, Want: "that of the other, " + p.Unit.String()}
	}
	if q.AsOf.After(p.AsOf) {
		p.AsOf = q.AsOf
	}
	p.cells.merge(&q.cells)
	return nil
}

// Len returns the number of customers, those without a purchase too.
func (p *DetailPanel) Len() int { return p.cells.n }

// All yields the different details, sorted by count, mean and the rest, each
// with its number of customers.
func (p *DetailPanel) All() iter.Seq2[PurchaseDetail, int] { return p.cells.all(compareDetail) }

// Panel returns counts and means only.
func (p *DetailPanel) Panel() *SpendPanel {
	q := &SpendPanel{AsOf: p.AsOf}
	for _, c := range p.cells.rows {
		q.cells.add(c.item.Spend(), c.n)
	}
	return q
}

const (
	detailsTag     = "spdt"
	detailsVersion = 2
)

// floats lists the numbers of a detail, in the order of the encoding.
func (d *PurchaseDetail) floats() [8]*float64 {
	return [...]*float64{&d.Mean, &d.Within, &d.MeanLog, &d.WithinLog, &d.Times.Mean, &d.Times.Within, &d.Times.With, &d.Times.WithLog}
}

// AppendBinary implements encoding.BinaryAppender; equal details give equal bytes.
func (p *DetailPanel) AppendBinary(dst []byte) ([]byte, error) {
	if p == nil {
		p = new(DetailPanel)
	}
	start := len(dst)
	dst = codec.Int(codec.Header(dst, detailsTag, detailsVersion), int64(p.Unit))
	dst = codec.Time(dst, p.AsOf)
	rows := p.cells.sorted(compareDetail)
	dst = codec.Uint(dst, uint64(len(rows)))
	for _, c := range rows {
		dst = codec.Uint(dst, uint64(c.item.Count))
		dst = codec.Uint(dst, uint64(c.item.NonPositive))
		for _, v := range c.item.floats() {
			dst = codec.Float(dst, *v)
		}
		dst = codec.Uint(dst, uint64(c.n))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *DetailPanel) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how a panel stands in JSON.
func (p *DetailPanel) MarshalText() ([]byte, error) { return codec.MarshalText(p) }

// UnmarshalText reads what MarshalText writes; p is unchanged on error.
func (p *DetailPanel) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "spend.DetailPanel", p)
}

// UnmarshalBinary implements encoding.BinaryUnmarshaler; p is unchanged on error.
func (p *DetailPanel) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "spend.DetailPanel", detailsTag, detailsVersion)
	q := DetailPanel{Unit: clientele.Unit(r.Between(0, math.MaxInt64)), AsOf: r.Time()}
	if q.Unit%clientele.Unit(time.Second) != 0 {
		r.Fail("has the unit %v", time.Duration(q.Unit))
	}
	for range r.Count(67) {
		d := PurchaseDetail{Count: r.Number(math.MaxInt), NonPositive: r.Number(math.MaxInt)}
		for _, v := range d.floats() {
			*v = r.Float()
		}
		if err := q.AddN(d, r.Number(math.MaxInt)); err != nil {
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
