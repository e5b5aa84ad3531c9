package checking

import (
	"maps"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

const (
	trackerTag     = "TRCK"
	trackerVersion = 1
)

// AppendBinary implements encoding.BinaryAppender. Trackers of the same
// customers have the same encoding, whoever came when.
func (k *Tracker) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	if k == nil {
		k = new(Tracker)
	}
	dst = codec.Uint(codec.Header(dst, trackerTag, trackerVersion), uint64(len(k.births)))
	for _, b := range slices.Sorted(maps.Keys(k.births)) {
		dst = codec.Uint(codec.Float(dst, b), uint64(k.births[b]))
	}
	dst = codec.Uint(dst, uint64(len(k.repeats)))
	for _, t := range slices.Sorted(slices.Values(k.repeats)) {
		dst = codec.Float(dst, t)
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (k *Tracker) MarshalBinary() ([]byte, error) { return k.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler; k is unchanged on error.
func (k *Tracker) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "checking.Tracker", trackerTag, trackerVersion)
	var in Tracker
	first, last, most := math.Inf(1), math.Inf(-1), maxCustomers
	for range r.Count(8 + 1) {
		b, n := r.Float(), r.Number(maxCustomers)
		if most = max(most-n, -1); r.Err() == nil && (!(math.Abs(b) <= clientele.MaxAge) || !(b > last) || n == 0 || most < 0) {
			r.Fail("has first purchases out of order, or of nobody")
		}
		if r.Err() != nil {
			return r.Err()
		}
		if in.births == nil {
			in.births = make(map[float64]int)
		}
		in.births[b+0] = n
		first, last = math.Min(first, b), b
	}
	last = math.Inf(-1)
	for range r.Count(8) {
		t := r.Float()
		if r.Err() == nil && !(t > first && t >= last && t <= clientele.MaxAge) {
			r.Fail("has a repeat purchase at %v, out of order or before all first ones", t)
		}
		if r.Err() != nil {
			return r.Err()
		}
		in.repeats = append(in.repeats, t)
		last = t
	}
	if err := r.Close(); err != nil {
		return err
	}
	*k = in
	return nil
}

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how a tracker stands in JSON.
func (k *Tracker) MarshalText() ([]byte, error) { return codec.MarshalText(k) }

// UnmarshalText implements encoding.TextUnmarshaler; k is unchanged on error.
func (k *Tracker) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "checking.Tracker", k)
}
