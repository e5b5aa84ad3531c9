package btyd

import (
	"iter"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

// DiscretePanel counts equal discrete histories. It takes single customers as
// well as the rows of a recency–frequency table. The zero value is an empty
// panel. It may be read by several goroutines, but not while it changes.
type DiscretePanel struct{ timed clientele.Panel }

// Add counts one customer. If h fails its Check, that error is returned and
// the panel is unchanged.
func (p *DiscretePanel) Add(h DiscreteHistory) error { return p.AddN(h, 1) }

// AddN counts n ≥ 0 customers with the same history: a row of a
// recency–frequency table.
func (p *DiscretePanel) AddN(h DiscreteHistory, n int) error {
	if err := h.Check(); err != nil {
		return err
	}
	return p.timed.AddN(h.timed(), n)
}

// Merge adds the customers of q to p; q is unchanged, and nil counts as empty.
func (p *DiscretePanel) Merge(q *DiscretePanel) error {
	if q == nil {
		return nil
	}
	return p.timed.Merge(&q.timed)
}

// panel returns the histories with opportunities as times; nil for nil.
func (p *DiscretePanel) panel() *clientele.Panel {
	if p == nil {
		return nil
	}
	return &p.timed
}

// Len returns the number of customers.
func (p *DiscretePanel) Len() int { return p.timed.Len() }

// Distinct returns the number of different histories.
func (p *DiscretePanel) Distinct() int { return p.timed.Distinct() }

// All yields the different histories, sorted, each with its number of
// customers: the recency–frequency table.
func (p *DiscretePanel) All() iter.Seq2[DiscreteHistory, int] {
	return func(yield func(DiscreteHistory, int) bool) {
		for h, n := range p.timed.All() {
			if !yield(DiscreteHistory{h.Repeats, int(h.Last), int(h.Age)}, n) {
				return
			}
		}
	}
}

// CollectDiscrete returns the panel of the histories in seq. It stops at the
// first impossible history and returns its error.
func CollectDiscrete(seq iter.Seq[DiscreteHistory]) (*DiscretePanel, error) {
	p := new(DiscretePanel)
	for h := range seq {
		if err := p.Add(h); err != nil {
			return nil, err
		}
	}
	return p, nil
}

const (
	discreteTag     = "DPAN"
	discreteVersion = 1
)

// AppendBinary implements encoding.BinaryAppender. Panels with the same
// customers have the same encoding, whatever came when.
func (p *DiscretePanel) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	if p == nil {
		p = new(DiscretePanel)
	}
	timed, err := p.timed.MarshalBinary()
	if err != nil {
		return dst, err
	}
	dst = codec.String(codec.Header(dst, discreteTag, discreteVersion), string(timed))
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *DiscretePanel) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler. Every history must
// pass its Check; p is unchanged on error.
func (p *DiscretePanel) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "btyd.DiscretePanel", discreteTag, discreteVersion)
	timed := r.String()
	if err := r.Close(); err != nil {
		return err
	}
	var in DiscretePanel
	if err := in.timed.UnmarshalBinary([]byte(timed)); err != nil {
		return err
	}
	for h := range in.timed.All() {
		d := DiscreteHistory{h.Repeats, int(h.Last), int(h.Age)}
		if err := d.Check(); err != nil {
			return err
		}
		if d.timed() != h {
			r.Fail("has times between opportunities: %v", h)
			return r.Err()
		}
	}
	*p = in
	return nil
}

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how a panel stands in JSON.
func (p *DiscretePanel) MarshalText() ([]byte, error) { return codec.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; p is unchanged on error.
func (p *DiscretePanel) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "btyd.DiscretePanel", p)
}
