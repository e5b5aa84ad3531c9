package clientele

import (
	"github.com/clientele-go/clientele/internal/codec"
)

const (
	panelTag     = "PANL"
	panelVersion = 1
)

// AppendBinary implements encoding.BinaryAppender. Panels with the same
// customers have the same encoding, whatever came when.
func (p *Panel) AppendBinary(dst []byte) ([]byte, error) {
	dst = codec.Header(dst, panelTag, panelVersion)
	dst = codec.Uint(dst, uint64(len(p.cells)))
	for h, n := range p.All() {
		dst = codec.Uint(dst, uint64(h.Repeats))
		dst = codec.Float(codec.Float(dst, h.Last), h.Age)
		dst = codec.Uint(dst, uint64(n))
	}
	dst = codec.Uint(dst, uint64(p.timed))
	return p.gaps.Append(dst), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *Panel) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler. Every history must
// pass its Check; p is unchanged on error.
func (p *Panel) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "clientele.Panel", panelTag, panelVersion)
	var in Panel
	var before History
	for i := range r.Count(1 + 8 + 8 + 1) {
		h := History{Repeats: int(min(r.Uint(), MaxRepeats+1)), Last: r.Float(), Age: r.Float()}
		n := int(min(r.Uint(), 1<<62))
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
	timed := r.Uint()
	in.gaps.Read(r, 1e300)
	if r.Err() == nil && timed > uint64(in.repeaters) {
		r.Fail("knows the gaps of %d customers of %d with a repeat", timed, in.repeaters)
	}
	if err := r.Close(); err != nil {
		return err
	}
	in.timed = int(timed)
	*p = in
	return nil
}
