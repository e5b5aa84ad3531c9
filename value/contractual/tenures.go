package contractual

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

// Tenures counts equal tenures; every likelihood runs over them, so that its
// cost follows the distinct tenures and not the customers. The zero value is
// empty. Any order and any sharding of the same customers gives the same
// Tenures.
//
// Unit is what ages are counted in (the length of a period, for renewals) and
// AsOf the end of observation; a fit carries both on.
type Tenures struct {
	Unit clientele.Unit // 0 if it is not known
	AsOf time.Time      // zero if it is not known

	cells map[cell]int
	n     int
}

// cell is what customers share who are counted together.
type cell struct {
	Tenure
	weight float64
}

func (c cell) compare(o cell) int {
	if d := c.Tenure.Compare(o.Tenure); d != 0 {
		return d
	}
	return cmp.Compare(c.weight, o.weight)
}

// Add counts one customer. If t fails its Check, that error is returned and
// the receiver is unchanged.
func (ts *Tenures) Add(t Tenure) error { return ts.AddWeighted(t, 1, 1) }

// AddN counts n ≥ 0 customers with the same tenure.
func (ts *Tenures) AddN(t Tenure, n int) error { return ts.AddWeighted(t, n, 1) }

// AddWeighted counts n ≥ 0 customers with the same tenure, the log-likelihood
// of each multiplied by weight in (0, 1e9]: sampling weights, for instance.
// Intervals from weighted data are right with Fit.Sandwich.
func (ts *Tenures) AddWeighted(t Tenure, n int, weight float64) error {
	if err := t.Check(); err != nil {
		return err
	}
	if err := checkCount(ts.n, n); err != nil {
		return err
	}
	if err := checkWeight(weight); err != nil {
		return err
	}
	ts.count(cell{Tenure{t.Age + 0, t.Lost, t.Entry + 0, t.Width + 0}, weight}, n) // -0 becomes +0: one cell
	return nil
}

func checkCount(have, n int) error {
	if n < 0 || have+n < have {
		return &clientele.InputError{Where: "contractual.Tenures", Field: "n", Value: n, Want: "a number of customers >= 0"}
	}
	return nil
}

func checkWeight(w float64) error {
	if !(w > 0 && w <= 1e9) {
		return &clientele.InputError{Where: "contractual.Tenures", Field: "weight", Value: w, Want: "a number in (0, 1e9]"}
	}
	return nil
}

func (ts *Tenures) count(c cell, n int) {
	if n == 0 {
		return
	}
	if ts.cells == nil {
		ts.cells = map[cell]int{}
	}
	ts.cells[c] += n
	ts.n += n
}

// Merge adds the customers of o; o is unchanged, and nil counts as empty.
// Tenures in two units, both known, and more customers than can be counted are
// an *clientele.InputError, and ts is unchanged. The later end of observation stays.
func (ts *Tenures) Merge(o *Tenures) error {
	if o == nil {
		return nil
	}
	if err := checkCount(ts.n, o.n); err != nil {
		return err
	}
	switch {
	case ts.Unit == 0:
		ts.Unit = o.Unit
	case o.Unit != 0 && o.Unit != ts.Unit:
		return &clientele.InputError{Where: "contractual.Tenures", Field: "unit of the merged tenures", Value: o.Unit, Want: "that of the others, " + ts.Unit.String()}
	}
	if o.AsOf.After(ts.AsOf) {
		ts.AsOf = o.AsOf
	}
	for c, n := range maps.Clone(o.cells) { // ts.Merge(ts) doubles ts
		ts.count(c, n)
	}
	return nil
}

// Len returns the number of customers.
func (ts *Tenures) Len() int { return ts.n }

// Distinct returns the number of different tenures (and weights).
func (ts *Tenures) Distinct() int { return len(ts.cells) }

// All yields the different tenures, sorted, each with its number of customers;
// customers of different weights come one after the other.
func (ts *Tenures) All() iter.Seq2[Tenure, int] {
	return func(yield func(Tenure, int) bool) {
		for _, c := range ts.sorted() {
			if !yield(c.Tenure, ts.cells[c]) {
				return
			}
		}
	}
}

func (ts *Tenures) sorted() []cell {
	return slices.SortedFunc(maps.Keys(ts.cells), cell.compare)
}

// CollectTenures returns the tenures in seq. It stops at the first impossible
// one and returns its error.
func CollectTenures(seq iter.Seq[Tenure]) (*Tenures, error) {
	ts := new(Tenures)
	for t := range seq {
		if err := ts.Add(t); err != nil {
			return nil, err
		}
	}
	return ts, nil
}

const (
	tenuresTag     = "CTEN"
	tenuresVersion = 2
)

// AppendBinary appends an encoding that depends on the contents only.
func (ts *Tenures) AppendBinary(dst []byte) ([]byte, error) {
	if ts == nil {
		ts = new(Tenures)
	}
	start := len(dst)
	dst = codec.Int(codec.Header(dst, tenuresTag, tenuresVersion), int64(ts.Unit))
	return codec.Seal(ts.appendCells(codec.Time(dst, ts.AsOf)), start), nil
}

// appendCells appends the customers.
func (ts *Tenures) appendCells(dst []byte) []byte {
	dst = codec.Uint(dst, uint64(len(ts.cells)))
	for _, c := range ts.sorted() {
		lost := uint64(0)
		if c.Lost {
			lost = 1
		}
		dst = codec.Uint(dst, lost)
		for _, v := range []float64{c.Age, c.Entry, c.Width, c.weight} {
			dst = codec.Float(dst, v)
		}
		dst = codec.Uint(dst, uint64(ts.cells[c]))
	}
	return dst
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (ts *Tenures) MarshalBinary() ([]byte, error) { return ts.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes and checks every tenure; the
// receiver is unchanged on error.
func (ts *Tenures) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "contractual.Tenures", tenuresTag, tenuresVersion)
	out := Tenures{Unit: readUnit(r), AsOf: r.Time()}
	out.readCells(r)
	if err := r.Close(); err != nil {
		return err
	}
	*ts = out
	return nil
}

// readUnit reads a unit, 0 if it is not known.
func readUnit(r *codec.Reader) clientele.Unit {
	u := clientele.Unit(r.Between(0, math.MaxInt64))
	if u%clientele.Unit(time.Second) != 0 {
		r.Fail("has the unit %v", time.Duration(u))
	}
	return u
}

// readCells reads what appendCells appended.
func (ts *Tenures) readCells(r *codec.Reader) {
	for range r.Count(34) {
		lost := r.Uint()
		t := Tenure{Age: r.Float(), Lost: lost == 1, Entry: r.Float(), Width: r.Float()}
		weight, n := r.Float(), r.Number(math.MaxInt)
		if r.Err() != nil {
			break
		}
		if err := ts.AddWeighted(t, n, weight); err != nil || lost > 1 || n == 0 {
			r.Fail("holds a tenure that is not possible: %+v", t)
		}
	}
}

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how tenures stand in JSON.
func (ts *Tenures) MarshalText() ([]byte, error) { return codec.MarshalText(ts) }

// UnmarshalText reads what MarshalText writes; the receiver is unchanged on error.
func (ts *Tenures) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "contractual.Tenures", ts)
}
