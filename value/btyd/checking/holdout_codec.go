package checking

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"math"
)

const (
	holdoutTag     = "HOLD"
	holdoutVersion = 1
)

// AppendBinary implements encoding.BinaryAppender. Holdouts of the same
// customers have the same encoding, whoever came when.
func (d *Holdout) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	if d == nil {
		d = new(Holdout)
	}
	dst = codec.Float(codec.Header(dst, holdoutTag, holdoutVersion), d.Length)
	dst = codec.Uint(dst, uint64(len(d.counts)))
	for o, n := range d.All() {
		dst = codec.Uint(dst, uint64(o.History.Repeats))
		dst = codec.Float(codec.Float(dst, o.History.Last), o.History.Age)
		dst = codec.Uint(codec.Int(codec.Uint(dst, uint64(o.Purchases)), int64(o.Before)), uint64(n))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (d *Holdout) MarshalBinary() ([]byte, error) { return d.AppendBinary(nil) }

// maxCustomers bounds the customers of a stored count, so that sums cannot overflow.
const maxCustomers = min(1<<60, math.MaxInt)

// UnmarshalBinary implements encoding.BinaryUnmarshaler. Every customer must
// pass the checks of Add; d is unchanged on error.
func (d *Holdout) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "checking.Holdout", holdoutTag, holdoutVersion)
	in := Holdout{Length: r.Float()}
	most := maxCustomers // who are still to come, so that they cannot overflow
	for range r.Count(1 + 8 + 8 + 1 + 1 + 1) {
		h := clientele.History{Repeats: r.Number(clientele.MaxRepeats), Last: r.Float(), Age: r.Float()}
		o := HoldoutObservation{h, r.Number(clientele.MaxRepeats + 1), int(r.Between(-1, clientele.MaxRepeats+1))}
		n := r.Number(maxCustomers)
		if most = max(most-n, -1); r.Err() == nil && (n == 0 || in.counts[o] > 0 || most < 0) {
			r.Fail("counts a customer twice, or nobody")
		}
		if r.Err() != nil {
			return r.Err()
		}
		if err := in.Add(o); err != nil {
			return err
		}
		in.count(o, n-1)
	}
	if err := r.Close(); err != nil {
		return err
	}
	*d = in
	return nil
}

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how a holdout stands in JSON.
func (d *Holdout) MarshalText() ([]byte, error) { return codec.MarshalText(d) }

// UnmarshalText implements encoding.TextUnmarshaler; d is unchanged on error.
func (d *Holdout) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "checking.Holdout", d)
}
