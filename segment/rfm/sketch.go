package rfm

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/quantile"
	"github.com/clientele-go/clientele/segment"
)

// Sketch collects a base that does not fit in memory, in at most a few
// megabytes: collect each part where it lies, merge, and take the cut points.
// Order and sharding make no difference, to the last bit. Up to 32,768
// distinct values an axis, whole numbers up to 32,768 among them, the cut
// points are exact; beyond, RankError says how far off they can be.
//
// The zero value is empty. Reading tidies up: a sketch is for one goroutine.
type Sketch struct {
	r, f, m quantile.Summary
}

// Add adds a customer. If their Check fails, that error is returned and the
// sketch is unchanged.
func (s *Sketch) Add(c RFM) error {
	if err := c.Check(); err != nil {
		return err
	}
	s.r.Add(c.SinceLast)
	s.f.Add(c.Purchases)
	s.m.Add(c.Money)
	return nil
}

// Merge adds the customers of other, which says the same as before; nil counts
// as empty. The error is always nil.
func (s *Sketch) Merge(other *Sketch) error {
	if other == nil {
		return nil
	}
	s.r.Merge(&other.r)
	s.f.Merge(&other.f)
	s.m.Merge(&other.m)
	return nil
}

// Len returns the number of customers.
func (s *Sketch) Len() int { return s.r.Len() }

// RankError returns the largest share of the customers by which a cut point
// can be off: at most that share lies on the other side of it than with exact
// cut points. It is known, not expected; 0 means exact. A million amounts
// spread over five orders of magnitude give about 0.0002.
func (s *Sketch) RankError() float64 {
	return max(s.r.RankError(), s.f.RankError(), s.m.RankError())
}

// Bins returns cut points as Fit does. Nested cut points need the customers
// themselves: the policy's Nested gives an error.
func (s *Sketch) Bins(policy *BinsPolicy) (*Bins, error) {
	if err := policy.Check(); err != nil {
		return nil, err
	}
	p := policy.filled()
	if p.Nested {
		return nil, &clientele.InputError{Where: "rfm.Sketch", Field: "Nested", Value: true, Want: "false: a sketch keeps each axis alone; fit nested cut points with Fit, on a sample if need be"}
	}
	if s.Len() == 0 {
		return nil, fmt.Errorf("rfm.Sketch: %w: add at least one customer", clientele.ErrNoData)
	}
	var axes [3]segment.Cuts
	for i, q := range []*quantile.Summary{&s.r, &s.f, &s.m} {
		if q.Quantile(quantile.Linear, 0) == q.Quantile(quantile.Linear, 1) {
			continue // all alike: no cut points
		}
		at := make([]float64, p.Bins-1)
		for k := range at {
			at[k] = q.Quantile(position(p.Rule), float64(k+1)/float64(p.Bins))
		}
		var err error
		if axes[i], err = p.Rule.CutsAt(at); err != nil {
			return nil, err
		}
	}
	return &Bins{axes[0], []segment.Cuts{axes[1]}, []segment.Cuts{axes[2]}, uint8(p.Bins), p.Rule}, nil
}

// position returns the quantile behind a rule.
func position(r segment.CutRule) quantile.Rule {
	switch r {
	case segment.CutLower:
		return quantile.Lower
	case segment.CutAverage:
		return quantile.Average
	}
	return quantile.Linear
}

// AppendBinary implements encoding.BinaryAppender; nil counts as empty.
func (s *Sketch) AppendBinary(dst []byte) ([]byte, error) {
	if s == nil {
		s = new(Sketch)
	}
	start := len(dst)
	dst = codec.Header(dst, "rfms", 2)
	for _, q := range []*quantile.Summary{&s.r, &s.f, &s.m} {
		part, err := q.MarshalBinary()
		if err != nil {
			return nil, err
		}
		dst = codec.String(dst, string(part))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (s *Sketch) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler; s is unchanged on error.
func (s *Sketch) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "rfm.Sketch", "rfms", 2)
	var v Sketch
	for _, q := range []*quantile.Summary{&v.r, &v.f, &v.m} {
		part := r.String()
		if r.Err() != nil {
			break
		}
		if err := q.UnmarshalBinary([]byte(part)); err != nil {
			r.Fail("has a bad part: %v", err)
		}
	}
	if v.f.Len() != v.r.Len() || v.m.Len() != v.r.Len() {
		r.Fail("counts %d, %d and %d customers on its axes", v.r.Len(), v.f.Len(), v.m.Len())
	}
	if err := r.Close(); err != nil {
		return err
	}
	*s = v
	return nil
}

// MarshalText returns the binary form in base64, which JSON holds as a string.
func (s *Sketch) MarshalText() ([]byte, error) { return codec.MarshalText(s) }

// UnmarshalText reads what MarshalText returned.
func (s *Sketch) UnmarshalText(text []byte) error { return codec.UnmarshalText(text, "rfm.Sketch", s) }
