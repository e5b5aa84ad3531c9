package clientele

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// LedgerReport says what a ledger made of the rows it took. Rows that Add refused
// with an error are not in it: their errors were the report. Counts of
// purchases are as of the end of all rows; a reading at an earlier date may net
// refunds against less.
type LedgerReport struct {
	Rows              int       `json:"rows"`               // taken: kept, merged or dropped
	Merged            int       `json:"merged"`             // purchases that joined another one of the same customer and period
	Zeros             int       `json:"zeros"`              // purchases of amount 0
	Refunds           int       `json:"refunds"`            // negative amounts that were netted
	NettedAway        int       `json:"netted_away"`        // purchase occasions of which refunds left nothing
	Unmatched         int       `json:"unmatched"`          // periods with refunds beyond what they could be netted against
	ZerosDropped      int       `json:"zeros_dropped"`      // by policy
	RefundsDropped    int       `json:"refunds_dropped"`    // by policy
	DuplicatesDropped int       `json:"duplicates_dropped"` // by policy
	EmptyKeys         int       `json:"empty_keys"`         // kept, of the customer "" or the UUID of zeros
	EmptyKeysDropped  int       `json:"empty_keys_dropped"` // by policy
	Customers         int       `json:"customers"`
	Purchases         int       `json:"purchases"`        // occasions that remain, of all customers
	First             time.Time `json:"first,omitzero"`   // beginning of the first period with a row; zero if there is none
	Last              time.Time `json:"last,omitzero"`    // beginning of the last one
	Settled           time.Time `json:"settled,omitzero"` // see Ledger.Settle; zero if nothing is settled
}

// counts are what a report needs and the entries do not tell.
type counts struct {
	purchases, zeros, refunds                       int // rows kept; zeros are among the purchases
	zerosDropped, refundsDropped, duplicatesDropped int
	emptyKeys, emptyKeysDropped                     int
	first, last                                     int32 // ticks of the rows kept
	settled                                         tally
}

// kept returns the number of rows that are in the books.
func (c *counts) kept() int { return c.purchases + c.refunds }

// row counts a row that is kept.
func (c *counts) row(tick int32, amount float64) {
	if c.kept() == 0 {
		c.first, c.last = tick, tick
	}
	c.first, c.last = min(c.first, tick), max(c.last, tick)
	c.amount(amount, 1)
}

// amount counts n rows of this sign.
func (c *counts) amount(amount float64, n int) {
	switch {
	case amount < 0:
		c.refunds += n
	case amount == 0:
		c.zeros += n
		c.purchases += n
	default:
		c.purchases += n
	}
}

// plus returns the counts of both.
func (c counts) plus(o counts) counts {
	switch {
	case o.kept() == 0:
	case c.kept() == 0:
		c.first, c.last = o.first, o.last
	default:
		c.first, c.last = min(c.first, o.first), max(c.last, o.last)
	}
	c.purchases += o.purchases
	c.zeros += o.zeros
	c.refunds += o.refunds
	c.zerosDropped += o.zerosDropped
	c.refundsDropped += o.refundsDropped
	c.duplicatesDropped += o.duplicatesDropped
	c.emptyKeys += o.emptyKeys
	c.emptyKeysDropped += o.emptyKeysDropped
	c.settled = c.settled.plus(o.settled)
	return c
}

func (t tally) plus(o tally) tally {
	return tally{t.periods + o.periods, t.occasions + o.occasions, t.netted + o.netted, t.unmatched + o.unmatched}
}

// Report counts what became of the rows. It goes through the whole ledger.
func (l *Ledger[K]) Report() LedgerReport {
	c, t := l.counts, l.tally()
	out := LedgerReport{
		Rows:   c.purchases + c.refunds + c.zerosDropped + c.refundsDropped + c.duplicatesDropped + c.emptyKeysDropped,
		Merged: c.purchases - t.periods,
		Zeros:  c.zeros, Refunds: c.refunds,
		NettedAway: t.netted, Unmatched: t.unmatched,
		ZerosDropped: c.zerosDropped, RefundsDropped: c.refundsDropped, DuplicatesDropped: c.duplicatesDropped,
		EmptyKeys: c.emptyKeys, EmptyKeysDropped: c.emptyKeysDropped,
		Customers: l.Len(), Purchases: t.occasions,
		Settled: l.Settled(),
	}
	if c.kept() > 0 {
		out.First, out.Last = l.clock.time(c.first), l.clock.time(c.last)
	}
	return out
}

// tally counts what netting did to all purchases, the settled ones too.
func (l *Ledger[K]) tally() tally {
	var r reader
	n := l.Len()
	for row := range uint32(n) {
		if row%ahead == 0 {
			l.fetch(&r, min(ahead, n-int(row)), func(i int) uint32 { return row + uint32(i) })
		}
		r.open(&l.book, &l.accounts.At(row).Value.chain)
		r.purchases(l.policy.Refunds, math.MaxInt32)
	}
	return l.counts.settled.plus(r.tally)
}

// String prints the report, one line a count; what did not happen is left out.
func (r LedgerReport) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d rows of %d customers", r.Rows, r.Customers)
	if !r.First.IsZero() {
		fmt.Fprintf(&b, ", %s to %s", r.First.Format(time.DateOnly), r.Last.Format(time.DateOnly))
	}
	fmt.Fprintf(&b, ": %d purchases\n", r.Purchases)
	for _, line := range []struct {
		n    int
		text string
	}{
		{r.Merged, "joined another purchase of the same customer and period"},
		{r.Zeros, "have amount 0 and count as purchases"},
		{r.Refunds, "are refunds, netted"},
		{r.NettedAway, "purchases disappeared because refunds left nothing of them"},
		{r.Unmatched, "periods have refunds beyond the purchases they could be netted against"},
		{r.ZerosDropped, "dropped: amount 0"},
		{r.RefundsDropped, "dropped: refund"},
		{r.EmptyKeys, "have no customer key and count as one customer"},
		{r.EmptyKeysDropped, "dropped: no customer key"},
		{r.DuplicatesDropped, "dropped: duplicate transaction id"},
	} {
		if line.n > 0 {
			fmt.Fprintf(&b, "%8d %s\n", line.n, line.text)
		}
	}
	if !r.Settled.IsZero() {
		fmt.Fprintf(&b, "settled before %s\n", r.Settled.Format(time.DateOnly))
	}
	return b.String()
}
