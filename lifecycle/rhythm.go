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
	customers int // of whom some time was seen
	waiting   int // of them, without a gap
	repeated  int // with two gaps or more
	sums      [numRhythmSums]exact.Sum
}

// What Rhythms adds up.
const (
	rhythmGaps    = iota // number of gaps
	rhythmDays           // days seen
	rhythmWaiting        // the same of those without a gap
	rhythmSquares        // squared number of gaps
	rhythmTimes          // squared days seen
	rhythmWithin         // (n−1)·CV², of n gaps
	rhythmFreedom        // (n−1)(1 − CV²/n)
	numRhythmSums
)

// Add counts a customer who was seen for the gaps of c and for the days of silence
// since, in [0, 1e6]. The silence is the gap that is not over: without it, and without
// those who have not bought again, a short observation would show the short gaps only.
// It is taken for one of somebody who is still there; where customers leave unseen, it
// makes Gap too long, and that of a model is better (silence.FitRhythm); Shape does not
// depend on it. An impossible number is an *clientele.InputError, and nothing changes.
func (r *Rhythms) Add(c Cadence, silence float64) error {
	if err := c.Check(); err != nil {
		return err
	}
	if !(silence >= 0 && silence <= 1e6) {
		return &clientele.InputError{Where: "lifecycle.Rhythms", Field: "silence", Value: silence, Want: "days from 0 to 1e6"}
	}
	n, days := float64(c.Gaps), c.Sum+silence
	if days == 0 {
		return nil
	}
	r.customers++
	r.sums[rhythmDays].Add(days)
	r.sums[rhythmTimes].Add(days * days)
	if c.Gaps == 0 {
		r.waiting++
		r.sums[rhythmWaiting].Add(days)
		return nil
	}
	r.sums[rhythmGaps].Add(n)
	r.sums[rhythmSquares].Add(n * n)
	if c.Gaps >= 2 {
		r.repeated++
		cv := c.CV()
		r.sums[rhythmWithin].Add((n - 1) * cv * cv)
		r.sums[rhythmFreedom].Add(math.Max((n-1)*(1-cv*cv/n), 0))
	}
	return nil
}

// Merge adds the customers of o; o is unchanged, and nil counts as empty.
func (r *Rhythms) Merge(o *Rhythms) error {
	if o == nil {
		return nil
	}
	r.customers += o.customers
	r.waiting += o.waiting
	r.repeated += o.repeated
	for i := range r.sums {
		r.sums[i].Merge(o.sums[i])
	}
	return nil
}

// Len returns the number of customers of whom some time was seen.
func (r *Rhythms) Len() int { return r.customers }

// Rhythm estimates by moments, without bias for the time that customers were seen.
//
// However long that is, the shares of a customer's n gaps in their sum are Dirichlet
// with parameter Shape, so that the squared CV has the mean n/(n·Shape + 1), and Shape
// is Σ(n−1)(1 − CV²/n)/Σ(n−1)CV². Gap is the reciprocal of the mean rate, days seen over
// gaps, to which half of 1 − 1/Shape is added a customer: so much of a regular gap is
// over on average when the observation ends, or all that was seen, if that is less. The
// variance of rates between customers, r of a gamma distribution, is what the variance of
// counts exceeds that of renewals by (Cox 1962), and Weight is r/Shape, at most 100.
//
// It matches clientele.ErrNotIdentified if fewer than ten customers have two gaps.
func (r *Rhythms) Rhythm() (Rhythm, error) {
	if r.repeated < 10 {
		return Rhythm{}, fmt.Errorf("lifecycle.Rhythms: %w: %d customers have two gaps, at least 10 are needed; use DefaultRhythm or a policy figure", clientele.ErrNotIdentified, r.repeated)
	}
	value := func(i int) float64 { return r.sums[i].Value() }
	inverse := math.Min(math.Max(value(rhythmWithin)/value(rhythmFreedom), 1e-4), 100)
	gaps, days := value(rhythmGaps), value(rhythmDays)
	counted := float64(r.customers)
	begun := math.Max((1-inverse)/2, -gaps/(2*counted)) // of a gap
	rate := (gaps + begun*counted) / days
	if begun*float64(r.waiting) > rate*value(rhythmWaiting) {
		counted -= float64(r.waiting)
		rate = (gaps + begun*counted) / (days - value(rhythmWaiting))
	}
	// E[(n + begun)²] = λ²t² + λt/k + (1 − 1/k²)/12 of a renewal process
	squares := value(rhythmSquares) + 2*begun*gaps + counted*(begun*begun-(1-inverse*inverse)/12) - inverse*(gaps+begun*counted)
	between := squares/value(rhythmTimes)/(rate*rate) - 1 // 1/r
	return Rhythm{Gap: math.Min(1/rate, 1e6), Weight: math.Max(inverse/math.Max(between, inverse/100), 0.01), Shape: 1 / inverse}, nil
}

const (
	rhythmTag     = "CLRH"
	rhythmVersion = 2
)

// AppendBinary appends the encoding of r.
func (r *Rhythms) AppendBinary(dst []byte) ([]byte, error) {
	if r == nil {
		r = new(Rhythms)
	}
	start := len(dst)
	dst = codec.Header(dst, rhythmTag, rhythmVersion)
	dst = appendCount(appendCount(appendCount(dst, r.customers), r.waiting), r.repeated)
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
	n.customers, n.waiting, n.repeated = readCount(in), readCount(in), readCount(in)
	for i := range n.sums {
		n.sums[i].Read(in, maxSum)
	}
	if n.waiting+n.repeated > n.customers {
		in.Fail("has more customers of a kind than customers")
	}
	if err := in.Close(); err != nil {
		return err
	}
	*r = n
	return nil
}
