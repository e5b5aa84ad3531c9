package retention

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

// Subject is one customer under observation, in one time unit since the
// customer's own start.
type Subject struct {
	Entry float64 // when observation began; 0 from the start, later for delayed entry (left truncation)
	Exit  float64 // when the customer left, or was last seen as one
	Cause Cause   // why the customer left; 0 if still a customer at Exit
}

// check refuses what cannot be.
func (s Subject) check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "retention.Subjects", Field: field, Value: value, Want: want}
	}
	switch {
	case !(s.Entry >= 0 && s.Entry <= math.MaxFloat64):
		return bad("Entry", s.Entry, "a finite time >= 0")
	case !(s.Exit >= s.Entry && s.Exit <= math.MaxFloat64) || (s.Exit == s.Entry && s.Entry > 0):
		return bad("Exit", s.Exit, "a finite time after the entry")
	case s.Cause > numCauses:
		return bad("Cause", uint8(s.Cause), "a declared cause, or 0 for a customer who has not left")
	}
	return nil
}

// Subjects collects customers under observation. The zero value is empty. What
// is computed from it does not depend on the order in which they came. Times that
// differ by rounding alone, by 1.5·10⁻⁸ or that share of their mean, are the same
// time, as R's survival takes them: choose a unit in which that is nothing.
type Subjects struct {
	exits   [numCauses + 1][]float64 // by cause, 0 the censored
	entries []float64                // delayed ones only
	n       int
}

// Add takes one customer; an impossible one is an *clientele.InputError and
// changes nothing. A customer who leaves at a time counts as at risk then, and
// so does one who is last seen then; one who enters then does not.
func (s *Subjects) Add(x Subject) error { return s.AddN(x, 1) }

// AddN takes n ≥ 0 customers of whom all is the same, as tables count them; up
// to 2^28 a collection, which holds a number for each.
func (s *Subjects) AddN(x Subject, n int) error {
	if err := x.check(); err != nil {
		return err
	}
	if n < 0 || n > maxSubjects-s.n {
		return &clientele.InputError{Where: "retention.Subjects", Field: "n", Value: n, Want: "a number of customers >= 0, and at most 2^28 in all"}
	}
	if x.Entry > 0 {
		s.entries = append(s.entries, slices.Repeat([]float64{x.Entry}, n)...)
	}
	s.exits[x.Cause] = append(s.exits[x.Cause], slices.Repeat([]float64{x.Exit + 0}, n)...)
	s.n += n
	return nil
}

// maxSubjects bounds the customers of a collection.
const maxSubjects = 1 << 28

// Merge adds the customers of t, which is unchanged; nil counts as empty.
func (s *Subjects) Merge(t *Subjects) error {
	if t == nil {
		return nil
	}
	if t.n > maxSubjects-s.n {
		return &clientele.InputError{Where: "retention.Subjects", Field: "customers of the merged collection", Value: t.n, Want: "at most 2^28 in all"}
	}
	for c := range s.exits {
		s.exits[c] = append(s.exits[c], t.exits[c]...)
	}
	s.entries = append(s.entries, t.entries...)
	s.n += t.n
	return nil
}

// Len returns the number of customers.
func (s *Subjects) Len() int { return s.n }

// Lost returns the number of customers who left, by any cause.
func (s *Subjects) Lost() int { return s.n - len(s.exits[0]) }

// AppendBinary appends the encoding; equal collections have equal encodings.
func (s *Subjects) AppendBinary(dst []byte) ([]byte, error) {
	if s == nil {
		s = new(Subjects)
	}
	start := len(dst)
	dst = codec.Header(dst, "rtsu", 1)
	for _, times := range [...][]float64{s.exits[0], s.exits[1], s.exits[2], s.exits[3], s.entries} {
		dst = codec.Uint(dst, uint64(len(times)))
		for _, t := range sorted(times) {
			dst = codec.Float(dst, t)
		}
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary returns the encoding.
func (s *Subjects) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; s is unchanged on error.
func (s *Subjects) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "retention.Subjects", "rtsu", 1)
	var read Subjects
	times := func() []float64 {
		out := make([]float64, 0, min(r.Count(8), 1<<20))
		n := cap(out)
		for range n {
			v := r.Float()
			if !(v >= 0 && v <= math.MaxFloat64) {
				r.Fail("holds the time %v", v)
				return nil
			}
			out = append(out, v+0)
		}
		return out
	}
	for c := range read.exits {
		read.exits[c] = times()
		read.n += len(read.exits[c])
	}
	read.entries = times()
	if err := r.Close(); err != nil {
		return err
	}
	if err := read.plausible(); err != nil {
		return err
	}
	*s = read
	return nil
}

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (s *Subjects) MarshalText() ([]byte, error) { return codec.MarshalText(s) }

// UnmarshalText reads what MarshalText writes; s is unchanged on error.
func (s *Subjects) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "retention.Subjects", s)
}

// plausible refuses entries that no customer can have made: at every time at
// least as many have entered as left after a delayed entry.
func (s *Subjects) plausible() error {
	w := newSweep(s, nil)
	for {
		t, any := w.next()
		if !any {
			break
		}
		if at := w.take(t); at.risk < at.lost()+at.censored {
			return &clientele.InputError{Where: "retention.Subjects", Field: "encoding", Value: t, Want: "no more customers leaving than have entered"}
		}
	}
	if w.entered < len(s.entries) {
		return &clientele.InputError{Where: "retention.Subjects", Field: "encoding", Value: s.entries[len(s.entries)-1], Want: "entries before the last exit"}
	}
	return nil
}

func sorted(times []float64) []float64 {
	out := slices.Clone(times)
	slices.Sort(out)
	return out
}
