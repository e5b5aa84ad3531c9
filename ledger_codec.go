package clientele

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/clientele-go/clientele/internal/book"
	"github.com/clientele-go/clientele/internal/codec"
)

const (
	ledgerTag     = "LEDG"
	ledgerVersion = 2
	// maxTotal bounds the totals that a decoder accepts: 2⁶³ rows of maxAmount.
	maxTotal = 1e119
)

// AppendBinary implements encoding.BinaryAppender. Ledgers with the same policy
// and content have the same encoding, whatever came when. Of the time zone it
// holds the name only.
func (l *Ledger[K]) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	if l == nil {
		l = new(Ledger[K])
	}
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
	compare := KeyOrder[K]()
	slices.SortFunc(rows, func(a, b uint32) int { return compare(l.accounts.At(a).Key, l.accounts.At(b).Key) })

	keys := newKeyCodec[K]()
	dst = codec.Uint(dst, uint64(keys.kind))
	dst = codec.Uint(dst, uint64(len(rows)))
	place := make([]uint32, len(rows))
	var r book.Reader
	for i, row := range rows {
		place[row] = uint32(i)
		dst = keys.append(dst, l.accounts.At(row).Key)
		dst = l.appendAccount(dst, &l.accounts.At(row).Value, &r)
	}
	dst = codec.Uint(dst, uint64(len(l.ids)))
	for _, id := range slices.Sorted(maps.Keys(l.ids)) {
		seen := l.ids[id]
		dst = codec.String(dst, id)
		dst = codec.Int(dst, int64(place[seen.account]))
		dst = codec.Int(dst, int64(seen.tick))
		dst = codec.Float(dst, seen.amount)
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (l *Ledger[K]) MarshalBinary() ([]byte, error) { return l.AppendBinary(nil) }

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how a ledger stands in JSON.
func (l *Ledger[K]) MarshalText() ([]byte, error) { return codec.MarshalText(l) }

// UnmarshalText implements encoding.TextUnmarshaler; see UnmarshalBinary.
func (l *Ledger[K]) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "clientele.Ledger", l)
}

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
	if in.counts.kept() > 0 {
		highest = int64(in.counts.last)
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

func appendPolicy(dst []byte, p LedgerPolicy) []byte {
	dst = codec.Int(dst, p.Period.seconds())
	dst = codec.String(dst, zoneMark(p.Zone))
	for _, v := range []uint8{uint8(p.Refunds), uint8(p.Zeros), uint8(p.Duplicates), uint8(p.Later), uint8(p.EmptyKeys)} {
		dst = codec.Int(dst, int64(v))
	}
	return dst
}

// readPolicy reads a policy whose zone must be that of mine.
func readPolicy(r *codec.Reader, mine LedgerPolicy) (LedgerPolicy, error) {
	p := LedgerPolicy{Zone: mine.Zone}
	p.Period = Unit(r.Between(1, Year.seconds())) * Unit(time.Second)
	zone := r.String()
	p.Refunds = RefundRule(r.Between(1, math.MaxUint8))
	p.Zeros = ZeroRule(r.Between(1, math.MaxUint8))
	p.Duplicates = DuplicateRule(r.Between(1, math.MaxUint8))
	p.Later = LaterRule(r.Between(1, math.MaxUint8))
	p.EmptyKeys = EmptyKeyRule(r.Between(1, math.MaxUint8))
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
		&c.purchases, &c.zeros, &c.refunds, &c.zerosDropped, &c.refundsDropped, &c.duplicatesDropped, &c.emptyKeys, &c.emptyKeysDropped,
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
		*f = int(r.Between(0, min(1<<56, math.MaxInt))) // the report's sums cannot overflow
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

func (l *Ledger[K]) readIDs(r *codec.Reader) {
	before := ""
	for i := range r.Count(11) {
		id := r.String()
		seen := identity{uint32(r.Between(0, math.MaxUint32)), int32(r.Between(math.MinInt32, math.MaxInt32)), r.Float()}
		switch {
		case r.Err() != nil:
			return
		case id == "" || i > 0 && id <= before || l.policy.Duplicates == DuplicateIgnore:
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
