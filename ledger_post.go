package clientele

import (
	"math"

	"github.com/clientele-go/clientele/internal/book"
)

// batch is the number of rows that are posted together.
const batch = 64

// posting is a row on its way into the books.
type posting[K Key] struct {
	customer K
	tick     int32
	amount   float64
	seat     *Seat // nil if the customer has none
}

// post puts the pending rows into the books. With a million customers each row
// touches memory in three places that no cache holds, each leading to the next.
// Taking every step for all rows before the next step lets the processor wait
// for many places at once, which makes the ledger twice as fast.
func (l *Ledger[K]) post() {
	if cap(l.pending) == 0 {
		l.pending = make([]posting[K], 0, batch)
		return
	}
	l.accounts.Grow(batch)
	var steps [batch]struct {
		hash                uint64
		row                 uint32
		seated, known, full bool
	}
	at := steps[:len(l.pending)]
	for i := range at {
		p := &l.pending[i]
		if l.seated(p.seat) {
			at[i].row, at[i].seated, at[i].known = p.seat.row, true, true
		} else {
			at[i].hash = l.accounts.Hash(p.customer)
		}
	}
	// What a branch hangs on is read before the loop that branches: a branch that was
	// guessed wrong would wait for memory, and with it all that follows.
	var touched uint64
	for i := range at {
		if !at[i].seated {
			touched ^= l.accounts.Touch(at[i].hash)
		}
	}
	for i := range at {
		if !at[i].seated {
			at[i].row, at[i].known = l.accounts.Guess(at[i].hash)
		}
	}
	for i := range at {
		if at[i].known {
			at[i].full = l.accounts.At(at[i].row).Value.chain.Full()
		}
	}
	for i := range at {
		at[i].known = at[i].seated || at[i].known && l.accounts.At(at[i].row).Key == l.pending[i].customer
	}
	l.touched = int32(touched)
	var due [batch]*book.Chain
	n := 0
	for i := range at {
		if !at[i].known || !at[i].full {
			continue
		}
		c := &l.accounts.At(at[i].row).Value.chain
		l.touched ^= l.book.Touch(c)
		if l.book.Due(c) {
			due[n], n = c, n+1
		}
	}
	l.touched ^= int32(l.book.Fetch(due[:n]))
	for i, p := range l.pending {
		if !at[i].known {
			at[i].row = l.account(p.customer, at[i].hash)
		}
		if !at[i].seated {
			l.seat(p.seat, at[i].row)
		}
		a := &l.accounts.At(at[i].row).Value
		l.book.Add(&a.chain, slotOf(p.tick, p.amount), math.Abs(p.amount))
	}
	clear(l.pending)
	l.pending = l.pending[:0]
}

// slotOf returns the slot in which the book keeps a row: an even one for a
// purchase, the odd one after it for a refund of the same period.
func slotOf(tick int32, amount float64) int32 {
	if amount < 0 {
		return 2*tick + 1
	}
	return 2 * tick
}

// flush posts what is pending, before the ledger is read.
func (l *Ledger[K]) flush() {
	l.posting.Lock()
	defer l.posting.Unlock()
	if len(l.pending) > 0 {
		l.post()
	}
}

// put returns the customer's row, making it if need be.
func (l *Ledger[K]) put(customer K) uint32 {
	l.accounts.Grow(1)
	return l.account(customer, l.accounts.Hash(customer))
}

// account is put for a key whose hash is known, in a table that has room. A new
// row gets its own copy of the key, so that it does not hold the line of a file
// that the key was cut from.
func (l *Ledger[K]) account(customer K, hash uint64) uint32 {
	row, added := l.accounts.Put(customer, hash)
	if added {
		l.accounts.At(row).Key = ownKey(customer)
	}
	return row
}
