package segment

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/quantile"
)

// RFMSummary collects a base that does not fit in memory, in at most a few
// megabytes: collect each part where it lies, merge, and take the cut points.
// Order and sharding make no difference, to the last bit. Up to 32,768
// distinct values an axis, whole numbers up to 32,768 among them, the cut
// points are exact; beyond, RankError says how far off they can be.
//
// The zero value is empty. Reading tidies up: a summary is for one goroutine.
type RFMSummary struct {
	r, f, m quantile.Summary
}

// Add adds a customer. If his Check fails, that error is returned and the
// summary is unchanged.
func (s *RFMSummary) Add(c RFM) error {
	if err := c.Check(); err != nil {
		return err
	}
	s.r.Add(c.SinceLast)
	s.f.Add(c.Purchases)
	s.m.Add(c.Money)
	return nil
}

// Merge adds the customers of t, which says the same as before; nil counts as empty.
func (s *RFMSummary) Merge(t *RFMSummary) error {
	if t == nil {
		return nil
	}
	s.r.Merge(&t.r)
	s.f.Merge(&t.f)
	s.m.Merge(&t.m)
	return nil
}

// Len returns the number of customers.
func (s *RFMSummary) Len() int { return s.r.Len() }

// RankError returns the largest share of the customers by which a cut point
// can be off: at most that share lies on the other side of it than with exact
// cut points. It is known, not expected; 0 means exact. A million amounts
// spread over five orders of magnitude give about 0.0002.
func (s *RFMSummary) RankError() float64 {
	return max(s.r.RankError(), s.f.RankError(), s.m.RankError())
}

// Cuts returns cut points as FitRFM does. Nested cut points need the customers
// themselves: the options' Nested gives an error.
func (s *RFMSummary) Cuts(opt *RFMOptions) (*RFMCuts, error) {
	o, err := opt.defaults()
	if err != nil {
		return nil, err
	}
	if o.Nested {
		return nil, &clientele.InputError{Where: "segment.RFMSummary", Field: "Nested", Value: true, Want: "false: a summary keeps each axis alone; fit nested cut points with FitRFM, on a sample if need be"}
	}
	if s.Len() == 0 {
		return nil, fmt.Errorf("segment.RFMSummary: %w: add at least one customer", clientele.ErrNoData)
	}
	var axes [3]Cuts
	for i, q := range []*quantile.Summary{&s.r, &s.f, &s.m} {
		at := equalShares(o.Bins)
		for k, p := range at {
			at[k] = q.Quantile(o.Rule.position(), p)
		}
		if axes[i], err = o.Rule.cuts(at); err != nil {
			return nil, err
		}
	}
	return NewRFMCuts(axes[0], axes[1], axes[2]), nil
}

// AppendBinary implements encoding.BinaryAppender.
func (s *RFMSummary) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	dst = codec.Header(dst, "rfms", 1)
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
func (s *RFMSummary) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler; s is unchanged on error.
func (s *RFMSummary) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "segment.RFMSummary", "rfms", 1)
	var v RFMSummary
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
