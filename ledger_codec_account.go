package clientele

import (
	"math"
	"reflect"
	"slices"

	"github.com/clientele-go/clientele/internal/book"
	"github.com/clientele-go/clientele/internal/codec"
)

func (l *Ledger[K]) appendAccount(dst []byte, a *account, r *book.Reader) []byte {
	dst = codec.Bool(dst, a.summary > 0)
	if a.summary > 0 {
		s := l.summaries.At(a.summary - 1)
		dst = codec.Int(dst, int64(s.purchases))
		dst = codec.Int(codec.Int(dst, int64(s.first)), int64(s.last))
		dst = codec.Float(codec.Float(codec.Float(dst, s.initial), s.repeats), s.logGaps)
	}
	entries := r.Read(&l.book, &a.chain)
	dst = codec.Uint(dst, uint64(len(entries)))
	before := int32(0)
	for i, e := range entries {
		if i == 0 {
			dst = codec.Int(dst, int64(e.Slot))
		} else {
			dst = codec.Uint(dst, uint64(e.Slot-before))
		}
		before = e.Slot
		dst = codec.Float(dst, e.Amount())
	}
	return dst
}

// readAccounts reads the customers, whose keys must be in order.
func (l *Ledger[K]) readAccounts(r *codec.Reader, lowest, highest int64) {
	keys := newKeyCodec[K]()
	if kind := r.Uint(); r.Err() == nil && kind != uint64(keys.kind) {
		r.Fail("has customers of another kind than %s", reflect.TypeFor[K]())
	}
	var check book.Reader
	var before K
	compare := KeyOrder[K]()
	for i := range r.Count(12) { // key, flag, number, one entry
		key := keys.read(r)
		if i > 0 && r.Err() == nil && compare(key, before) <= 0 {
			r.Fail("has customers out of order")
		}
		if r.Err() != nil {
			return
		}
		before = key
		a := &l.accounts.At(l.put(key)).Value
		if r.Bool() {
			a.summary = 1 + l.summaries.Append(l.readSummary(r))
		}
		if l.readEntries(r, &a.chain, &check, lowest, highest); a.summary == 0 && a.chain.Empty() {
			r.Fail("has a customer without a row")
		}
	}
	if (l.Len() > 0) != (l.counts.kept() > 0) {
		r.Fail("has %d customers but counts no row, or the other way round", l.Len())
	}
}

// readSummary reads the summary of a settled customer.
func (l *Ledger[K]) readSummary(r *codec.Reader) summary {
	lowest, _ := l.clock.span()
	s := summary{purchases: uint32(r.Between(0, math.MaxUint32))}
	s.first = int32(r.Between(math.MinInt32, math.MaxInt32))
	s.last = int32(r.Between(math.MinInt32, math.MaxInt32))
	s.initial, s.repeats, s.logGaps = r.Float(), r.Float(), r.Float()
	if !l.isSettled || !s.possible(lowest, int64(l.settled)) {
		r.Fail("has an impossible summary")
	}
	return s
}

// possible reports whether a run of purchases from tick lo to before tick end
// can have this summary.
func (s summary) possible(lo, end int64) bool {
	first, last, n := int64(s.first), int64(s.last), int64(s.purchases)
	amounts := s.initial >= 0 && s.initial <= maxTotal && s.repeats >= 0 && s.repeats <= maxTotal && !math.Signbit(s.initial) && !math.Signbit(s.repeats)
	dates := first >= lo && last < end && n-1 <= last-first
	gaps := s.logGaps >= 0 && s.logGaps <= float64(n)*math.Log(float64(end-lo))
	switch n {
	case 0:
		return s == summary{}
	case 1:
		return amounts && dates && first == last && s.repeats == 0 && s.logGaps == 0
	}
	return amounts && dates && gaps
}

// readEntries reads a chain, which must be as book.Reader returns it.
func (l *Ledger[K]) readEntries(r *codec.Reader, c *book.Chain, check *book.Reader, lowest, highest int64) {
	n := r.Count(9)
	entries := make([]book.Entry, 0, n)
	for slot := int64(0); len(entries) < n; {
		first := true
		if len(entries) == 0 {
			slot = r.Between(math.MinInt32, math.MaxInt32)
		} else {
			step := r.Uint()
			slot, first = slot+int64(min(step, math.MaxUint32)), step > 0
		}
		amount := r.Float()
		if tick := slot >> 1; tick < lowest || tick > highest {
			r.Fail("has a purchase in period %d, where none can be", tick)
		}
		if slot&1 == 1 && l.counts.refunds == 0 {
			r.Fail("has a refund and counts none")
		}
		if !(math.Abs(amount) <= maxTotal) || first && (math.Signbit(amount) || amount == 0 && slot&1 == 1) {
			r.Fail("has an impossible amount %v", amount)
		}
		if r.Err() != nil {
			return
		}
		entries = append(entries, book.Of(int32(slot), amount))
	}
	for _, e := range entries {
		l.book.Add(c, e.Slot, e.Amount())
	}
	if !slices.Equal(check.Read(&l.book, c), entries) {
		r.Fail("has amounts that are not in their canonical form")
	}
}
