package clientele

import (
	"cmp"
	"maps"
	"math"
	"reflect"
	"slices"
	"time"

	"github.com/clientele-go/clientele/internal/book"
	"github.com/clientele-go/clientele/internal/codec"
)

const (
	ledgerTag     = "LEDG"
	ledgerVersion = 1
	// maxTotal bounds the totals that a decoder accepts: 2⁶³ rows of maxAmount.
	maxTotal = 1e119
)

// AppendBinary implements encoding.BinaryAppender. Ledgers with the same policy
// and content have the same encoding, whatever came when. Of the time zone it
// holds the name only.
func (l *Ledger[K]) AppendBinary(dst []byte) ([]byte, error) {
	l.flush()
	dst = codec.Header(dst, ledgerTag, ledgerVersion)
	dst = appendPolicy(dst, l.policy.filled())
	dst = l.counts.append(dst)
	if dst = codec.Bool(dst, l.isSettled); l.isSettled {
		dst = codec.Int(dst, int64(l.settled))
	}
	rows := make([]uint32, l.Len())
	for i := range rows {
		rows[i] = uint32(i)
	}
	slices.SortFunc(rows, func(a, b uint32) int { return cmp.Compare(l.accounts.At(a).Key, l.accounts.At(b).Key) })

	keys := newKeyCodec[K]()
	dst = codec.Uint(dst, uint64(keys.kind))
	dst = codec.Uint(dst, uint64(len(rows)))
	place := make([]uint32, len(rows))
	var r book.Reader
	for i, row := range rows {
		place[row] = uint32(i)
		dst = keys.append(dst, l.accounts.At(row).Key)
		dst = l.appendAccount(dst, l.accounts.At(row).Value, &r)
	}
	dst = codec.Uint(dst, uint64(len(l.ids)))
	for _, id := range slices.Sorted(maps.Keys(l.ids)) {
		seen := l.ids[id]
		dst = codec.String(dst, id)
		dst = codec.Int(dst, int64(place[seen.account]))
		dst = codec.Int(dst, int64(seen.tick))
		dst = codec.Float(dst, seen.amount)
	}
	return dst, nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (l *Ledger[K]) MarshalBinary() ([]byte, error) { return l.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler. The ledger takes the
// content and the policy; only the time zone must be there before, because a
// name does not say what a zone is: decode a ledger of another zone than UTC
// into one that NewLedger made with that zone. Every value is checked; on an
// error the ledger is unchanged.
func (l *Ledger[K]) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "clientele.Ledger", ledgerTag, ledgerVersion)
	policy, err := readPolicy(r, l.policy)
	if err != nil {
		return err
	}
	in := &Ledger[K]{policy: policy, clock: newClock(policy)}
	lowest, highest := in.clock.span()
	in.counts = readCounts(r, lowest, highest)
	if in.isSettled = r.Bool(); in.isSettled {
		in.settled = int32(r.Between(lowest, highest))
		lowest = int64(in.settled)
	}
	in.readAccounts(r, lowest, highest)
	in.readIDs(r)
	if err := r.Close(); err != nil {
		return err
	}
	if t := in.tally(); in.counts.purchases < t.periods {
		r.Fail("counts %d purchases in %d periods", in.counts.purchases, t.periods)
		return r.Err()
	}
	l.Reset()
	l.policy, l.clock, l.state = in.policy, in.clock, in.state
	return nil
}

func appendPolicy(dst []byte, p Policy) []byte {
	dst = codec.Int(dst, p.Period.seconds())
	dst = codec.String(dst, zoneMark(p.Zone))
	for _, v := range []uint8{uint8(p.Refunds), uint8(p.Zeros), uint8(p.Duplicates), uint8(p.Later)} {
		dst = codec.Int(dst, int64(v))
	}
	return dst
}

// readPolicy reads a policy whose zone must be that of mine.
func readPolicy(r *codec.Reader, mine Policy) (Policy, error) {
	p := Policy{Zone: mine.Zone}
	p.Period = Unit(r.Between(1, Year.seconds())) * Unit(time.Second)
	zone := r.String()
	p.Refunds = RefundPolicy(r.Between(1, math.MaxUint8))
	p.Zeros = ZeroPolicy(r.Between(1, math.MaxUint8))
	p.Duplicates = DuplicatePolicy(r.Between(1, math.MaxUint8))
	p.Later = LaterPolicy(r.Between(1, math.MaxUint8))
	if err := r.Err(); err != nil {
		return p, err
	}
	if mark := zoneMark(mine.Zone); zone != mark {
		return p, &InputError{Where: "clientele.Ledger", Field: "zone of the encoding", Value: zone, Want: "that of the ledger it is decoded into, " + mark + "; make one with NewLedger"}
	}
	return p.filled(), p.Check()
}

// fields lists what counts are encoded as, but for the two ticks.
func (c *counts) fields() []*int {
	return []*int{
		&c.purchases, &c.zeros, &c.refunds, &c.zerosDropped, &c.refundsDropped, &c.duplicatesDropped,
		&c.settled.periods, &c.settled.occasions, &c.settled.netted, &c.settled.unmatched,
	}
}

func (c counts) append(dst []byte) []byte {
	for _, f := range c.fields() {
		dst = codec.Int(dst, int64(*f))
	}
	if c.kept() > 0 {
		dst = codec.Int(codec.Int(dst, int64(c.first)), int64(c.last))
	}
	return dst
}

func readCounts(r *codec.Reader, lowest, highest int64) counts {
	var c counts
	for _, f := range c.fields() {
		*f = int(r.Between(0, 1<<56)) // the report's sums cannot overflow
	}
	if c.kept() > 0 {
		c.first = int32(r.Between(lowest, highest))
		c.last = int32(r.Between(lowest, highest))
	}
	if c.first > c.last || c.zeros > c.purchases {
		r.Fail("has counts that contradict each other")
	}
	return c
}

func (l *Ledger[K]) appendAccount(dst []byte, a account, r *book.Reader) []byte {
	dst = codec.Bool(dst, a.summary > 0)
	if a.summary > 0 {
		s := l.summaries.At(a.summary - 1)
		dst = codec.Int(dst, int64(s.purchases))
		dst = codec.Int(codec.Int(dst, int64(s.first)), int64(s.last))
		dst = codec.Float(codec.Float(codec.Float(dst, s.initial), s.repeats), s.logGaps)
	}
	entries := r.Read(&l.book, a.chain)
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
	for i := range r.Count(12) { // key, flag, number, one entry
		key := keys.read(r)
		if i > 0 && r.Err() == nil && key <= before {
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
	if !slices.Equal(check.Read(&l.book, *c), entries) {
		r.Fail("has amounts that are not in their canonical form")
	}
}

func (l *Ledger[K]) readIDs(r *codec.Reader) {
	before := ""
	for i := range r.Count(11) {
		id := r.String()
		seen := identity{uint32(r.Between(0, math.MaxUint32)), int32(r.Between(math.MinInt32, math.MaxInt32)), r.Float()}
		switch {
		case r.Err() != nil:
			return
		case id == "" || i > 0 && id <= before || l.policy.Duplicates == IgnoreIDs:
			r.Fail("has transaction ids out of order, or of no use")
		case int(seen.account) >= l.Len() || !(math.Abs(seen.amount) <= maxAmount):
			r.Fail("has an impossible row for transaction id %q", id)
		}
		before = id
		if l.ids == nil {
			l.ids = map[string]identity{}
		}
		l.ids[id] = seen
	}
}

// keyCodec encodes keys by the kind of their type.
type keyCodec[K Key] struct{ kind byte }

func newKeyCodec[K Key]() keyCodec[K] {
	switch kind := reflect.TypeFor[K]().Kind(); {
	case kind == reflect.String:
		return keyCodec[K]{'s'}
	case kind <= reflect.Int64:
		return keyCodec[K]{'i'}
	}
	return keyCodec[K]{'u'}
}

func (c keyCodec[K]) append(dst []byte, key K) []byte {
	switch v := reflect.ValueOf(key); c.kind {
	case 's':
		return codec.String(dst, v.String())
	case 'i':
		return codec.Int(dst, v.Int())
	default:
		return codec.Uint(dst, v.Uint())
	}
}

func (c keyCodec[K]) read(r *codec.Reader) (key K) {
	v := reflect.ValueOf(&key).Elem()
	switch c.kind {
	case 's':
		v.SetString(r.String())
	case 'i':
		n := r.Int()
		if v.OverflowInt(n) {
			r.Fail("has customer %d, too large for %s", n, v.Type())
		}
		v.SetInt(n)
	default:
		n := r.Uint()
		if v.OverflowUint(n) {
			r.Fail("has customer %d, too large for %s", n, v.Type())
		}
		v.SetUint(n)
	}
	return key
}
