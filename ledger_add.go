package clientele

import (
	"fmt"
	"math"
)

// The largest amount Add accepts, in absolute value: beyond it totals could overflow.
const maxAmount = 1e100

// Add takes one transaction. What the policy refuses, an amount that is not
// finite or beyond ±1e100, and a time before 1800 or after 2299 give an
// *InputError; a time before the settled date gives ErrSettled. On an error the
// ledger is unchanged.
func (l *Ledger[K]) Add(t Transaction[K]) error { return l.AddAt(nil, t) }

// AddAt is Add for a row of the customer of a seat: from their second row on it does
// not look for them. Whoever gives the seat of one customer with the key of another has
// the row counted for the one or the other. A nil seat is none.
func (l *Ledger[K]) AddAt(seat *Seat, t Transaction[K]) error {
	tick, ok := l.clock.tick(t.Time)
	var zero K
	if !ok || l.isSettled && tick < l.settled || !(t.Amount > 0 && t.Amount <= maxAmount) || t.Customer == zero || l.policy.Duplicates > DuplicateIgnore {
		if keep, err := l.admit(&t); !keep {
			return err
		}
	}
	if len(l.pending) == cap(l.pending) {
		l.post()
	}
	l.pending = append(l.pending, posting[K]{t.Customer, tick, t.Amount, seat})
	l.counts.row(tick, t.Amount)
	l.changes++
	return nil
}

// AddBatch takes all rows or none: if Add would refuse one of them, after those
// before it, the ledger is unchanged and the error names the row's index and
// wraps the error of Add.
func (l *Ledger[K]) AddBatch(rows []Transaction[K]) error {
	ids := map[string]Transaction[K]{}
	for i, t := range rows {
		if err := l.tryRow(t, ids); err != nil {
			return fmt.Errorf("clientele.Ledger: row %d of the batch, of which nothing was added: %w", i, err)
		}
	}
	for _, t := range rows {
		if err := l.Add(t); err != nil {
			panic("clientele: a row of a batch was refused after it was looked at: do not change the ledger meanwhile")
		}
	}
	return nil
}

// tryRow returns the error that Add would give for a row, after those whose ids
// the batch has already.
func (l *Ledger[K]) tryRow(t Transaction[K], ids map[string]Transaction[K]) error {
	tick, fate, err := l.judge(&t)
	if err != nil || fate != rowKept || l.policy.Duplicates <= DuplicateIgnore {
		return err
	}
	if before, again := ids[t.ID]; again {
		when, _ := l.clock.tick(before.Time)
		return l.policy.Duplicates.clash(t.ID, before.Customer == t.Customer && when == tick && before.Amount == t.Amount)
	}
	if _, err := l.seen(&t, tick); err != nil {
		return err
	}
	ids[t.ID] = t
	return nil
}

// rowFate is what the policy makes of a row.
type rowFate uint8

const (
	rowKept rowFate = iota
	rowRefundDropped
	rowZeroDropped
	rowEmptyKeyDropped
)

// judge looks at a row without regard to its id, and changes nothing but a
// negative zero in it.
func (l *Ledger[K]) judge(t *Transaction[K]) (tick int32, fate rowFate, err error) {
	bad := func(field string, value any, want string) (int32, rowFate, error) {
		return 0, 0, &InputError{Where: "clientele.Ledger", Field: field, Value: value, Want: want}
	}
	tick, ok := l.clock.tick(t.Time)
	if !ok {
		return 0, 0, badTime("clientele.Ledger", "Time", t.Time)
	}
	if l.isSettled && tick < l.settled {
		return 0, 0, l.late(t.Time)
	}
	p := &l.policy
	t.Amount += 0 // -0 becomes +0
	a, empty := t.Amount, isEmpty(t.Customer)
	switch {
	case !(math.Abs(a) <= maxAmount):
		return bad("Amount", a, "a finite amount in [-1e100, 1e100]")
	case a < 0 && p.Refunds == RefundRefuse:
		return bad("Amount", a, "no refund, as the policy says; RefundDrop or RefundNetPeriod would take it")
	case a == 0 && p.Zeros == ZeroRefuse:
		return bad("Amount", a, "an amount other than 0, as the policy says; ZeroDrop or ZeroKeep would take it")
	case empty && p.EmptyKeys == EmptyKeyRefuse:
		return bad("Customer", "empty", "a key that names somebody, as the policy says; EmptyKeyDrop or EmptyKeyKeep would take the row")
	case empty && p.EmptyKeys == EmptyKeyDrop:
		return tick, rowEmptyKeyDropped, nil
	case a < 0 && p.Refunds == RefundDrop:
		return tick, rowRefundDropped, nil
	case a == 0 && p.Zeros == ZeroDrop:
		return tick, rowZeroDropped, nil
	}
	return tick, rowKept, nil
}

// admit decides on a row that is not a plain purchase: whether it is kept, and
// with which error it is refused. It counts what it drops.
func (l *Ledger[K]) admit(t *Transaction[K]) (keep bool, err error) {
	tick, fate, err := l.judge(t)
	if err != nil {
		return false, err
	}
	switch fate {
	case rowRefundDropped:
		l.counts.refundsDropped++
	case rowZeroDropped:
		l.counts.zerosDropped++
	case rowEmptyKeyDropped:
		l.counts.emptyKeysDropped++
	default:
		if l.policy.Duplicates > DuplicateIgnore {
			if keep, err := l.identify(t, tick); !keep {
				return false, err
			}
		}
		if isEmpty(t.Customer) {
			l.counts.emptyKeys++
		}
		return true, nil
	}
	l.changes++
	return false, nil
}
