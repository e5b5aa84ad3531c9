package segment

import (
	"cmp"
	"maps"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment/internal/aligned"
)

// Migration says how customers moved between segments from one date to another.
type Migration[S cmp.Ordered] struct {
	Segments []S     `json:"segments"` // all that occur on either date, sorted
	Counts   [][]int `json:"counts"`   // Counts[i][j] customers went from Segments[i] to Segments[j]
}

// Migrate counts the moves of the same customers, in the same order, between
// two dates. Give customers who were not there a segment of their own.
func Migrate[S cmp.Ordered](before, after []S) (*Migration[S], error) {
	if err := aligned.Check("segment.Migrate", len(before), len(after)); err != nil {
		return nil, err
	}
	index := map[S]int{}
	for i := range before {
		if before[i] != before[i] || after[i] != after[i] {
			return nil, &clientele.InputError{Where: "segment.Migrate", Field: "segments", Value: [2]S{before[i], after[i]}, Want: "labels, not NaN"}
		}
		index[before[i]], index[after[i]] = 0, 0
	}
	m := &Migration[S]{Segments: slices.Sorted(maps.Keys(index))}
	for i, s := range m.Segments {
		index[s] = i
		m.Counts = append(m.Counts, make([]int, len(m.Segments)))
	}
	for i := range before {
		m.Counts[index[before[i]]][index[after[i]]]++
	}
	return m, nil
}

// Probs returns the share of each segment's customers who went to each
// segment; a row of zeros for a segment that was empty before.
func (m *Migration[S]) Probs() [][]float64 {
	out := make([][]float64, len(m.Counts))
	for i, row := range m.Counts {
		total := 0
		for _, n := range row {
			total += n
		}
		out[i] = make([]float64, len(row))
		for j, n := range row {
			if total > 0 {
				out[i][j] = float64(n) / float64(total)
			}
		}
	}
	return out
}

// Stayed returns the share of the customers who are where they were.
func (m *Migration[S]) Stayed() float64 {
	stayed, total := 0, 0
	for i, row := range m.Counts {
		stayed += row[i]
		for _, n := range row {
			total += n
		}
	}
	return float64(stayed) / float64(total)
}

// Totals returns the customers of each segment before and after.
func (m *Migration[S]) Totals() (before, after []int) {
	before, after = make([]int, len(m.Segments)), make([]int, len(m.Segments))
	for i, row := range m.Counts {
		for j, n := range row {
			before[i] += n
			after[j] += n
		}
	}
	return before, after
}

// Stability returns the population stability index between the two dates; see
// StabilityIndex.
func (m *Migration[S]) Stability() (float64, error) {
	before, after := m.Totals()
	return StabilityIndex(before, after)
}

// Move is a customer who changed their segment, and why.
type SegmentMove[S cmp.Ordered] struct {
	Customer int                `json:"customer"` // index in both lists
	From     S                  `json:"from"`
	To       S                  `json:"to"`
	Gone     []clientele.Reason `json:"gone"` // reasons that held before and no longer do
	New      []clientele.Reason `json:"new"`  // reasons that hold now and did not before
}

// Moves lists the customers who changed their segment, in their order, with
// the reasons that changed; reasons returns a customer's reasons on both
// dates, and must not be nil, or Moves panics. A reason has changed if its code
// is not among those of the other date; where all codes are the same (scores,
// for example), if its value is not.
func Moves[S cmp.Ordered](before, after []S, reasons func(customer int) (before, after []clientele.Reason)) ([]SegmentMove[S], error) {
	if reasons == nil {
		panic("segment: Moves without a function that returns the reasons")
	}
	if err := aligned.Check("segment.Moves", len(before), len(after)); err != nil {
		return nil, err
	}
	var out []SegmentMove[S]
	for i := range before {
		if before[i] == after[i] {
			continue
		}
		old, now := reasons(i)
		m := SegmentMove[S]{Customer: i, From: before[i], To: after[i], Gone: missing(old, now, sameCode), New: missing(now, old, sameCode)}
		if len(m.Gone)+len(m.New) == 0 {
			m.Gone, m.New = missing(old, now, sameValue), missing(now, old, sameValue)
		}
		out = append(out, m)
	}
	return out, nil
}

func sameCode(a, b clientele.Reason) bool { return a.Code == b.Code }

func sameValue(a, b clientele.Reason) bool {
	return a.Code == b.Code && (a.Value == b.Value || (a.Value != a.Value && b.Value != b.Value))
}

// missing returns the reasons of a that have no equal in b.
func missing(a, b []clientele.Reason, same func(a, b clientele.Reason) bool) []clientele.Reason {
	var out []clientele.Reason
	for _, r := range a {
		if !slices.ContainsFunc(b, func(o clientele.Reason) bool { return same(r, o) }) {
			out = append(out, r)
		}
	}
	return out
}

// MarshalJSON writes the segments and the counts.
func (m Migration[S]) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes: as many rows and columns as
// segments. M is unchanged on error.
func (m *Migration[S]) UnmarshalJSON(data []byte) error {
	var v Migration[S]
	if err := wire.Unmarshal(data, &v); err != nil {
		return err
	}
	for _, row := range v.Counts {
		if len(row) != len(v.Segments) || slices.ContainsFunc(row, func(n int) bool { return n < 0 }) {
			return &clientele.InputError{Where: "segment.Migration", Field: "counts", Value: row, Want: "one count >= 0 a segment"}
		}
	}
	if len(v.Counts) != len(v.Segments) {
		return &clientele.InputError{Where: "segment.Migration", Field: "number of rows", Value: len(v.Counts), Want: "one a segment"}
	}
	*m = v
	return nil
}

// MarshalJSON writes the fields.
func (m SegmentMove[S]) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes.
func (m *SegmentMove[S]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }
