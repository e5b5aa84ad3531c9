package btyd

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/wire"
)

// Timeline is every purchase of a customer: what a model sees that looks at the gaps
// and not only at their number and sum. Times are ages, counted from the first
// purchase, in one unit of the caller's choice.
type Timeline struct {
	Purchases []float64 `json:"purchases"` // ages at the repeat purchases, ascending, in (0, Age]
	Age       float64   `json:"age"`       // from the first purchase to the end of observation
}

// MarshalJSON writes the fields; a time that is not finite is null.
func (c Timeline) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (c *Timeline) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// Check returns nil if the timeline is possible, and otherwise a
// [*clientele.InputError].
func (c Timeline) Check() error {
	if err := c.History().Check(); err != nil {
		return err
	}
	last := 0.0
	for i, u := range c.Purchases {
		if !(u > last && u <= c.Age) {
			return &clientele.InputError{Where: "btyd.Timeline", Field: fmt.Sprintf("Purchases[%d]", i), Value: u, Want: "an age in (0, Age], after the purchase before it; merge purchases of one moment"}
		}
		last = u
	}
	return nil
}

// History returns what models see that do not look at the gaps.
func (c Timeline) History() clientele.History {
	h := clientele.History{Repeats: len(c.Purchases), Age: c.Age}
	if h.Repeats > 0 {
		h.Last = c.Purchases[h.Repeats-1]
	}
	return h
}

// Until returns the timeline as it was known at the given age, which shares the
// purchases: what a model would have seen on an earlier day.
func (c Timeline) Until(age float64) Timeline {
	n, _ := slices.BinarySearchFunc(c.Purchases, age, func(u, age float64) int {
		if u <= age {
			return -1
		}
		return 1
	})
	return Timeline{c.Purchases[:n:n], age}
}

// gaps returns the times from each purchase to the next.
func (c Timeline) gaps() []float64 {
	out := make([]float64, len(c.Purchases))
	last := 0.0
	for i, u := range c.Purchases {
		out[i], last = u-last, u
	}
	return out
}

// compare orders timelines by age, then by the purchases.
func (c Timeline) compare(o Timeline) int {
	if d := cmp.Compare(c.Age, o.Age); d != 0 {
		return d
	}
	return slices.Compare(c.Purchases, o.Purchases)
}

// TimelinePanel holds timelines: what [FitSwitchingParetoNBD] runs over. The zero
// value is an empty panel; it may be read by several goroutines, but not while it changes.
type TimelinePanel struct {
	Unit clientele.Unit // of the times; 0 if it is not known
	AsOf time.Time      // end of observation; zero if it is not known

	all []Timeline
}

// Add counts one customer and keeps a copy. If c fails its Check, that error is
// returned and the panel is unchanged.
func (p *TimelinePanel) Add(c Timeline) error {
	if err := c.Check(); err != nil {
		return err
	}
	p.all = append(p.all, Timeline{slices.Clone(c.Purchases), c.Age + 0})
	return nil
}

// Merge adds the customers of q to p; q is unchanged, and nil counts as empty.
// Panels in two units, both known, give a [*clientele.InputError], and p is unchanged.
// The merged panel keeps the later end of observation.
func (p *TimelinePanel) Merge(q *TimelinePanel) error {
	if q == nil {
		return nil
	}
	if p.Unit != 0 && q.Unit != 0 && p.Unit != q.Unit {
		return &clientele.InputError{Where: "btyd.TimelinePanel", Field: "unit of the merged panel", Value: q.Unit, Want: "that of the other, " + p.Unit.String()}
	}
	p.Unit = max(p.Unit, q.Unit)
	if q.AsOf.After(p.AsOf) {
		p.AsOf = q.AsOf
	}
	p.all = append(p.all, q.all...)
	return nil
}

// Len returns the number of customers; a nil panel has none.
func (p *TimelinePanel) Len() int {
	if p == nil {
		return 0
	}
	return len(p.all)
}

// All yields every timeline, sorted; the purchases must not be changed. Sums that
// run over it do not depend on the order in which the customers came.
func (p *TimelinePanel) All() iter.Seq[Timeline] {
	return func(yield func(Timeline) bool) {
		if p == nil {
			return
		}
		all := slices.Clone(p.all)
		slices.SortFunc(all, Timeline.compare)
		for _, c := range all {
			if !yield(c) {
				return
			}
		}
	}
}

// Customers returns the customers as a [PanelOf] timelines, each alone.
func (p *TimelinePanel) Customers() PanelOf[Timeline] { return timelineCustomers{p} }

type timelineCustomers struct{ p *TimelinePanel }

func (t timelineCustomers) All() iter.Seq2[Timeline, int] {
	return func(yield func(Timeline, int) bool) {
		for c := range t.p.All() {
			if !yield(c, 1) {
				return
			}
		}
	}
}

// Thinned returns a systematic sample, every k-th timeline in their order, so that there
// are at most so many customers and about so many purchases; p itself if there are.
func (p *TimelinePanel) Thinned(customers, purchases int) *TimelinePanel {
	bought := 0
	for c := range p.All() {
		bought += len(c.Purchases)
	}
	k := max((p.Len()+customers-1)/customers, (bought+purchases-1)/purchases)
	if k <= 1 {
		return p
	}
	out := &TimelinePanel{Unit: p.Unit, AsOf: p.AsOf}
	i := 0
	for c := range p.All() {
		if i++; i%k == k/2 {
			_ = out.Add(c) // it passed its Check
		}
	}
	return out
}

// Panel returns the histories, for models that do not look at the gaps, and the sum of
// the gaps' logs, for those of regular timing.
func (p *TimelinePanel) Panel() *clientele.Panel {
	out := new(clientele.Panel)
	for c := range p.All() {
		logGaps, last := 0.0, 0.0
		for _, u := range c.Purchases {
			logGaps += math.Log(u - last)
			last = u
		}
		_ = out.AddTimed(c.History(), logGaps) // it passed its Check
	}
	if p != nil {
		out.Unit, out.AsOf = p.Unit, p.AsOf
	}
	return out
}

const (
	timelineTag     = "TLPN"
	timelineVersion = 2
)

// AppendBinary implements encoding.BinaryAppender. Panels with the same customers
// have the same encoding, whatever came when.
func (p *TimelinePanel) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	dst = codec.Header(dst, timelineTag, timelineVersion)
	if p == nil {
		p = new(TimelinePanel)
	}
	dst = codec.Time(codec.Uint(dst, uint64(p.Unit)), p.AsOf)
	dst = codec.Uint(dst, uint64(p.Len()))
	for c := range p.All() {
		dst = codec.Float(dst, c.Age)
		dst = codec.Uint(dst, uint64(len(c.Purchases)))
		for _, u := range c.Purchases {
			dst = codec.Float(dst, u)
		}
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *TimelinePanel) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler. Every customer must pass
// the checks of Add; p is unchanged on error.
func (p *TimelinePanel) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "btyd.TimelinePanel", timelineTag, timelineVersion)
	unit := r.Uint()
	if unit > 1<<62 {
		return &clientele.InputError{Where: "btyd.TimelinePanel", Field: "unit", Value: unit, Want: "a unit of time"}
	}
	in := TimelinePanel{Unit: clientele.Unit(unit), AsOf: r.Time()}
	for range r.Count(8 + 1) {
		c := Timeline{Age: r.Float()}
		if n := r.Count(8); n > 0 {
			c.Purchases = make([]float64, n)
		}
		for i := range c.Purchases {
			c.Purchases[i] = r.Float()
		}
		if r.Err() != nil {
			return r.Err()
		}
		if err := in.Add(c); err != nil {
			return err
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	*p = in
	return nil
}

// MarshalText implements encoding.TextMarshaler: the binary form in base64, which is
// how a panel stands in JSON.
func (p *TimelinePanel) MarshalText() ([]byte, error) { return codec.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; p is unchanged on error.
func (p *TimelinePanel) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "btyd.TimelinePanel", p)
}
