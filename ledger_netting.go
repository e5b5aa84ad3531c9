package clientele

import (
	"iter"
	"math"
	"time"

	"github.com/clientele-go/clientele/internal/book"
)

// nettedAway is the part of a purchase that is taken for nothing when refunds
// leave it: decimal amounts are not exact in binary, so that 0.1 + 0.2 − 0.3 is
// not quite 0.
const nettedAway = 1e-12

// purchase is what remains of a customer's purchases in one period.
type purchase struct {
	tick   int32
	amount float64
}

// reader reads one account after the other: its purchases in order of time,
// refunds netted. Several readers may read one ledger at the same time.
type reader struct {
	book    book.Reader
	entries []book.Entry // of the open account, not yet read
	out     []purchase
	tally   tally
	chains  []*book.Chain // see fetch
	touched uint32
}

// tally counts what netting did to the accounts read so far.
type tally struct {
	periods   int // with a purchase
	occasions int // that remain
	netted    int // purchases that refunds took away
	unmatched int // periods whose refunds found nothing more to be netted against
}

// open turns to the account with these entries.
func (r *reader) open(b *book.Book, c *book.Chain) { r.entries = r.book.Read(b, c) }

// plain reports whether the account has purchases up to last, and nothing else.
func (r *reader) plain(b *book.Book, c *book.Chain, last int32) bool {
	entries := r.book.Raw(b, c)
	for _, e := range entries {
		if e.Slot&1 != 0 || e.Slot>>1 > last {
			return false
		}
	}
	return len(entries) > 0
}

// ahead is the number of accounts that are fetched together.
const ahead = 16

// fetch has the entries of n accounts at hand before they are read one by one.
func (l *Ledger[K]) fetch(r *reader, n int, row func(i int) uint32) {
	r.chains = r.chains[:0]
	for i := range n {
		r.chains = append(r.chains, &l.accounts.At(row(i)).Value.chain)
	}
	r.touched ^= l.book.Fetch(r.chains)
}

// purchases takes the periods up to last off the open account and returns
// their purchases, until the next call. Refunds are netted within what it takes.
func (r *reader) purchases(p RefundRule, last int32) []purchase {
	r.out = r.out[:0]
	for len(r.entries) > 0 && r.entries[0].Slot>>1 <= last {
		tick := r.entries[0].Slot >> 1
		paid, bought := r.take(2 * tick)
		back, refunded := r.take(2*tick + 1)
		if bought {
			r.tally.periods++
		}
		switch left := paid - back; {
		case bought && (!refunded || left > nettedAway*paid):
			r.out = append(r.out, purchase{tick, left})
		default:
			if bought {
				r.tally.netted++
			}
			r.repay(p, -left, nettedAway*back)
		}
	}
	r.tally.occasions += len(r.out)
	return r.out
}

// take removes the entries of a slot and returns its total.
func (r *reader) take(slot int32) (total float64, any bool) {
	for len(r.entries) > 0 && r.entries[0].Slot == slot {
		if !any {
			total, any = r.entries[0].Amount(), true
		}
		r.entries = r.entries[1:]
	}
	return total, any
}

// repay nets a debt, what the refunds of a period exceed its purchases by,
// against earlier purchases, if that is the policy.
func (r *reader) repay(p RefundRule, debt, nothing float64) {
	for p == RefundNetEarlier && debt > nothing && len(r.out) > 0 {
		last := &r.out[len(r.out)-1]
		if left := last.amount - debt; left > nettedAway*last.amount {
			last.amount = left
			return
		}
		debt -= last.amount
		r.out = r.out[:len(r.out)-1]
		r.tally.netted++
	}
	if debt > nothing {
		r.tally.unmatched++
	}
}

// Purchases yields the customer's purchase occasions in order of time: the
// beginning of the period and the amount, refunds netted. What is settled is
// not among them.
func (l *Ledger[K]) Purchases(customer K) iter.Seq2[time.Time, float64] {
	return func(yield func(time.Time, float64) bool) {
		l.flush()
		row, found := l.accounts.Find(customer)
		if !found {
			return
		}
		var r reader
		r.open(&l.book, &l.accounts.At(row).Value.chain)
		for _, p := range r.purchases(l.policy.Refunds, math.MaxInt32) {
			if !yield(l.clock.time(p.tick), p.amount) {
				return
			}
		}
	}
}
