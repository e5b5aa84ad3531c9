package clientele

import (
	"math"
	"time"

	"github.com/clientele-go/clientele/internal/codec"
)

const (
	panelTag     = "PANL"
	panelVersion = 2
)

// AppendBinary implements encoding.BinaryAppender. Panels with the same
// customers have the same encoding, whatever came when.
func (p *Panel) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	if p == nil {
		p = new(Panel)
	}
	dst = codec.Header(dst, panelTag, panelVersion)
	dst = codec.Int(dst, int64(p.Unit))
	dst = codec.Time(dst, p.AsOf)
	dst = codec.Uint(dst, uint64(len(p.cells)))
	for h, n := range p.All() {
		dst = codec.Uint(dst, uint64(h.Repeats))
		dst = codec.Float(codec.Float(dst, h.Last), h.Age)
		dst = codec.Uint(dst, uint64(n))
	}
	dst = codec.Uint(dst, uint64(p.timed))
	return codec.Seal(p.gaps.Append(dst), start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *Panel) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler. Every history must
// pass its Check; p is unchanged on error.
func (p *Panel) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "clientele.Panel", panelTag, panelVersion)
	in := Panel{Unit: Unit(r.Between(0, math.MaxInt64)), AsOf: r.Time()}
	if r.Err() == nil && in.Unit != 0 && !in.Unit.valid() {
		r.Fail("has the unit %v", time.Duration(in.Unit))
	}
	var before History
	for i := range r.Count(1 + 8 + 8 + 1) {
		h := History{Repeats: r.Number(MaxRepeats), Last: r.Float(), Age: r.Float()}
		n := r.Number(math.MaxInt)
		switch {
		case r.Err() != nil:
			return r.Err()
		case n == 0 || i > 0 && before.Compare(h) >= 0:
			r.Fail("has histories out of order, or without a customer")
			return r.Err()
		}
		if err := in.AddN(h, n); err != nil {
			return err
		}
		before = h
	}
	timed := r.Number(in.repeaters)
	in.gaps.Read(r, 1e300)
	if err := r.Close(); err != nil {
		return err
	}
	in.timed = timed
	*p = in
	return nil
}

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how a panel stands in JSON.
func (p *Panel) MarshalText() ([]byte, error) { return codec.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; p is unchanged on error.
func (p *Panel) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "clientele.Panel", p)
}
