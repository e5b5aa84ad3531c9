package lifecycle

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
)

// Rhythms adds up the cadences of a base, from which Rhythm estimates what to
// expect of a customer. The zero value is empty; merging is exact, in any order.
type Rhythms struct {
	customers int // with a gap
	repeated  int // with two gaps or more
	sums      [numRhythmSums]exact.Sum
}

// What Rhythms adds up over the customers with two gaps or more, but for the
// first two, which are over all.
const (
	rhythmGaps    = iota // number of gaps
	rhythmDays           // their sum
	rhythmWithin         // (n−1)·CV²
	rhythmFreedom        // n−1
	rhythmMeans          // own means
	rhythmSquares        // their squares
	rhythmNoise          // own squared mean over the number of gaps
	numRhythmSums
)

// Add counts a customer; one without gaps says nothing and is left out. If c
// fails its Check, that error is returned and nothing changes.
func (r *Rhythms) Add(c Cadence) error {
	if err := c.Check(); err != nil {
		return err
	}
	if c.Gaps == 0 {
		return nil
	}
	n, mean := float64(c.Gaps), c.Mean()
	r.customers++
	r.sums[rhythmGaps].Add(n)
	r.sums[rhythmDays].Add(c.Sum)
	if c.Gaps < 2 {
		return nil
	}
	r.repeated++
	cv := c.CV()
	r.sums[rhythmWithin].Add((n - 1) * cv * cv)
	r.sums[rhythmFreedom].Add(n - 1)
	r.sums[rhythmMeans].Add(mean)
	r.sums[rhythmSquares].Add(mean * mean)
	r.sums[rhythmNoise].Add(mean * mean / n)
	return nil
}

// Merge adds the customers of o; o is unchanged, and nil counts as empty.
func (r *Rhythms) Merge(o *Rhythms) error {
	if o == nil {
		return nil
	}
	r.customers += o.customers
	r.repeated += o.repeated
	for i := range r.sums {
		r.sums[i].Merge(o.sums[i])
	}
	return nil
}

// Len returns the number of customers with at least one gap.
func (r *Rhythms) Len() int { return r.customers }

// Rhythm estimates by moments. The shape is 1/mean CV² within customers. The
// variance of the own means, less what the spread within customers explains,
// is the variance v between them, and Weight is the number of gaps for which
// the noise of a mean equals it: (g²/k)/v, at most 100. Gap is the mean of the
// customers' own mean gaps. It matches clientele.ErrNotIdentified if fewer than
// ten customers have two gaps.
func (r *Rhythms) Rhythm() (Rhythm, error) {
	if r.repeated < 10 {
		return Rhythm{}, fmt.Errorf("lifecycle.Rhythms: %w: %d customers have two gaps, at least 10 are needed; use DefaultRhythm or a policy figure", clientele.ErrNotIdentified, r.repeated)
	}
	n := float64(r.repeated)
	value := func(i int) float64 { return r.sums[i].Value() }
	inverse := math.Max(value(rhythmWithin)/value(rhythmFreedom), 1e-4)
	mean := value(rhythmMeans) / n
	between := (value(rhythmSquares)-n*mean*mean)/(n-1) - inverse*value(rhythmNoise)/n
	weight := 100.0
	if noise := inverse * value(rhythmSquares) / n; between*weight > noise {
		weight = noise / between
	}
	return Rhythm{Gap: mean, Weight: math.Max(weight, 0.01), Shape: 1 / inverse}, nil
}

const (
	rhythmTag     = "CLRH"
	rhythmVersion = 1
)

// AppendBinary appends the encoding of r.
func (r *Rhythms) AppendBinary(dst []byte) ([]byte, error) {
	if r == nil {
		r = new(Rhythms)
	}
	start := len(dst)
	dst = codec.Header(dst, rhythmTag, rhythmVersion)
	dst = appendCount(appendCount(dst, r.customers), r.repeated)
	for i := range r.sums {
		dst = r.sums[i].Append(dst)
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (r *Rhythms) MarshalBinary() ([]byte, error) { return r.AppendBinary(nil) }

// MarshalText writes the binary form in base64, so that JSON holds it as text.
func (r *Rhythms) MarshalText() ([]byte, error) { return codec.MarshalText(r) }

// UnmarshalText reads what MarshalText wrote; r is unchanged on error.
func (r *Rhythms) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "lifecycle.Rhythms", r)
}

// UnmarshalBinary reads what AppendBinary wrote; r is unchanged on error.
func (r *Rhythms) UnmarshalBinary(data []byte) error {
	in := codec.NewReader(data, "lifecycle.Rhythms", rhythmTag, rhythmVersion)
	var n Rhythms
	n.customers, n.repeated = readCount(in), readCount(in)
	for i := range n.sums {
		n.sums[i].Read(in, maxSum)
	}
	if n.repeated > n.customers {
		in.Fail("has more repeat customers than customers")
	}
	if err := in.Close(); err != nil {
		return err
	}
	*r = n
	return nil
}
