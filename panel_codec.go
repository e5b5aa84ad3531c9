package clientele

import (
	"math"

	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
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
	return appendExact(dst, p.gaps), nil
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
	timed, gaps := r.Uint(), readExact(r)
	if r.Err() == nil && timed > uint64(in.repeaters) {
		r.Fail("knows the gaps of %d customers of %d with a repeat", timed, in.repeaters)
	}
	if err := r.Close(); err != nil {
		return err
	}
	in.timed, in.gaps = int(timed), gaps
	*p = in
	return nil
}

// appendExact appends an exact sum in its canonical form: the rounded total,
// then the rounded rest, until nothing is left.
func appendExact(dst []byte, s exact.Sum) []byte {
	var parts []float64
	var rest exact.Sum
	for rest.Merge(s); rest.Value() != 0; {
		parts = append(parts, rest.Value())
		rest.Add(-rest.Value())
	}
	dst = codec.Uint(dst, uint64(len(parts)))
	for _, p := range parts {
		dst = codec.Float(dst, p)
	}
	return dst
}

func readExact(r *codec.Reader) (s exact.Sum) {
	for range r.Count(8) {
		v := r.Float()
		if math.IsNaN(v) || math.Abs(v) > 1e300 {
			r.Fail("holds the sum %g", v)
			return exact.Sum{}
		}
		s.Add(v)
	}
	return s
}
