package clientele

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// ErrSettled means that a time lies before the date to which the ledger is
// settled: what happened then is summed up, and cannot be changed nor be read
// as of an earlier date.
var ErrSettled = errors.New("before the settled date")

// summary is all that a reading needs of a run of purchases in order of time.
type summary struct {
	first, last int32
	purchases   uint32
	initial     float64 // amount of the first one
	repeats     float64 // total of the others, added in order
	logGaps     float64 // Σ ln(ticks from one to the next)
}

// add continues the run; the bits do not depend on how it is cut.
func (s *summary) add(run []purchase) {
	for _, p := range run {
		if s.purchases == 0 {
			s.first, s.initial = p.tick, p.amount
		} else {
			s.repeats += p.amount
			s.logGaps += math.Log(float64(p.tick - s.last))
		}
		s.last = p.tick
		s.purchases++
	}
}

// Settle folds everything before the period of the given time into one summary
// of 40 bytes a customer, and gives the memory to what comes next. From then on
// Add refuses earlier times, and readings as of earlier dates are refused, both
// with ErrSettled; readings as of later dates have the same bits as without
// settling. Under RefundNetEarlier a refund cannot reach behind the settled date any
// more; ids of settled rows are forgotten. Settling to an earlier date than
// before changes nothing.
//
// A time outside of the years 1800 to 2299 gives an *InputError.
func (l *Ledger[K]) Settle(before time.Time) error {
	tick, ok := l.clock.tick(before)
	if !ok {
		return badTime("clientele.Ledger", "before", before)
	}
	if l.isSettled && tick <= l.settled {
		return nil
	}
	l.settle(tick)
	return nil
}

func (l *Ledger[K]) settle(tick int32) {
	l.flush()
	l.changes++
	l.settled, l.isSettled = tick, true
	var r reader
	for row := range uint32(l.Len()) {
		l.fold(&l.accounts.At(row).Value, tick, &r)
	}
	l.counts.settled = l.counts.settled.plus(r.tally)
	for id, seen := range l.ids {
		if seen.tick < tick {
			delete(l.ids, id)
		}
	}
}

// fold moves the periods before tick from an account's chain to its summary.
func (l *Ledger[K]) fold(a *account, tick int32, r *reader) {
	r.open(&l.book, &a.chain)
	if len(r.entries) == 0 || r.entries[0].Slot>>1 >= tick {
		return
	}
	if a.summary == 0 {
		a.summary = 1 + l.summaries.Append(summary{})
	}
	l.summaries.At(a.summary - 1).add(r.purchases(l.policy.Refunds, tick-1))
	l.book.Rewrite(&a.chain, r.entries)
}

// Settled returns the date to which the ledger is settled: the beginning of
// the first period that is not; the zero time if nothing is settled.
func (l *Ledger[K]) Settled() time.Time {
	if !l.isSettled {
		return time.Time{}
	}
	return l.clock.time(l.settled)
}

// late returns the error of a time before the settled date.
func (l *Ledger[K]) late(t time.Time) error {
	return fmt.Errorf("clientele.Ledger: %v is %w %s: add late rows before you settle, and read as of later dates", t, ErrSettled, l.Settled().Format(time.DateOnly))
}
