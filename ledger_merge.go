package clientele

import (
	"fmt"
	"math"
)

// Merge adds what other holds, as if its transactions had been added here;
// other is unchanged, and nil counts as empty. If one of the two is settled,
// both are taken as settled to the later date.
//
// An *InputError tells that the policies differ, or that a transaction id
// clashes; ErrSettled that a customer has rows on both sides that are summed up
// already on one: shard a log by customer, or settle after merging. On an error
// the ledger is unchanged.
func (l *Ledger[K]) Merge(other *Ledger[K]) error {
	if other == nil {
		return nil
	}
	if other == l {
		other = l.Clone()
	}
	if field, mine, theirs := l.policy.filled().differs(other.policy.filled()); field != "" {
		return &InputError{Where: "clientele.Ledger", Field: "Policy." + field + " of the other ledger", Value: theirs, Want: fmt.Sprintf("the same policy as here, %v", mine)}
	}
	l.flush()
	other.flush()
	if err := l.mergeable(other); err != nil {
		return err
	}
	repeated := l.mergeIDs(other)
	l.changes++
	l.counts = l.counts.plus(other.counts)
	var r reader
	for i := range uint32(other.Len()) {
		from := other.accounts.At(i)
		into := &l.accounts.At(l.put(from.Key)).Value
		for _, e := range r.book.Read(&other.book, &from.Value.chain) {
			l.book.Add(&into.chain, e.Slot, e.Amount())
		}
		if from.Value.summary > 0 {
			into.summary = 1 + l.summaries.Append(*other.summaries.At(from.Value.summary - 1))
		}
	}
	for _, row := range repeated {
		l.takeBack(row)
	}
	switch {
	case other.isSettled && l.isSettled:
		l.settle(max(l.settled, other.settled))
	case other.isSettled:
		l.settle(other.settled)
	case l.isSettled:
		l.settle(l.settled)
	}
	return nil
}

// mergeable returns the error that forbids a merge of ledgers of the same policy.
func (l *Ledger[K]) mergeable(other *Ledger[K]) error {
	var r reader
	for i := range uint32(other.Len()) {
		from := other.accounts.At(i)
		row, found := l.accounts.Find(from.Key)
		if !found {
			continue
		}
		if l.lateFor(&l.accounts.At(row).Value, other, &from.Value, &r) || other.lateFor(&from.Value, l, &l.accounts.At(row).Value, &r) {
			return fmt.Errorf("clientele.Ledger: customer %v: rows to be merged are %w: shard by customer, or merge before you settle", from.Key, ErrSettled)
		}
	}
	for id, theirs := range other.ids {
		if mine, again := l.ids[id]; again {
			if err := l.policy.Duplicates.clash(id, l.sameRow(mine, other, theirs)); err != nil {
				return err
			}
		}
	}
	return nil
}

// lateFor reports whether the account mine is summed up to a date before which
// the account theirs of the other ledger has rows.
func (l *Ledger[K]) lateFor(mine *account, other *Ledger[K], theirs *account, r *reader) bool {
	if mine.summary == 0 {
		return false
	}
	r.open(&other.book, &theirs.chain)
	return theirs.summary > 0 || len(r.entries) > 0 && r.entries[0].Slot>>1 < l.settled
}

// sameRow reports whether an id stands for the same row here and there.
func (l *Ledger[K]) sameRow(mine identity, other *Ledger[K], theirs identity) bool {
	return mine.tick == theirs.tick && mine.amount == theirs.amount &&
		l.accounts.At(mine.account).Key == other.accounts.At(theirs.account).Key
}

// mergeIDs remembers the other's ids and returns the rows that both have.
func (l *Ledger[K]) mergeIDs(other *Ledger[K]) (repeated []identity) {
	for id, theirs := range other.ids {
		if mine, again := l.ids[id]; again {
			repeated = append(repeated, mine)
			continue
		}
		if l.ids == nil {
			l.ids = map[string]identity{}
		}
		l.ids[id] = identity{l.put(other.accounts.At(theirs.account).Key), theirs.tick, theirs.amount}
	}
	return repeated
}

// takeBack removes one of two equal rows; because sums are exact, nothing of it stays.
func (l *Ledger[K]) takeBack(row identity) {
	chain := &l.accounts.At(row.account).Value.chain
	l.book.Add(chain, slotOf(row.tick, row.amount), -math.Abs(row.amount))
	l.counts.amount(row.amount, -1)
	l.counts.duplicatesDropped++
	if isEmpty(l.accounts.At(row.account).Key) {
		l.counts.emptyKeys--
	}
}
