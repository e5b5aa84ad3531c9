package clientele

import (
	"maps"
	"sync"
	"time"

	"github.com/clientele-go/clientele/internal/book"
)

// Ledger turns transactions into one record a customer. The zero value is an
// empty ledger with the default LedgerPolicy; NewLedger makes one with another.
//
// Order does not matter: the same transactions in any order, spread over any
// number of ledgers and merged, give the same records, bit for bit. Sums of
// several rows of one period are held exactly, and rounded once when they are read.
//
// The log is not held. A ledger keeps, for every customer, one entry of 12
// bytes for each period with a purchase (two entries if the sum of several rows
// needs more digits than a float has; one more if there were refunds), however
// many rows there were: in all about 230 bytes for an integer key with ten
// purchases. That is what a reading at any date, the netting of refunds and a
// calibration/holdout split need. Settle folds what lies before a date into one
// summary of fixed size a customer: a service that settles from time to time
// holds memory for its customers and their latest purchases only, however long
// it runs.
//
// A ledger may be read by several goroutines, but not while it changes.
type Ledger[K Key] struct {
	policy  LedgerPolicy // filled; the zero value of a zero ledger is the default
	clock   clock
	pending []posting[K] // rows taken but not yet in the books
	posting sync.Mutex   // of readers, the first one posts what is pending
	touched int32        // see post
	changes uint64       // tells a reading that the ledger moved under it
	state[K]
}

// state is what a ledger holds.
type state[K Key] struct {
	accounts  book.Table[K, account]
	book      book.Book
	summaries book.List[summary] // of settled customers
	settled   int32              // first tick that is not settled, if anything is
	isSettled bool
	ids       map[string]identity
	counts    counts
	seats     uint32 // the ledger's own number, once it has given a seat
}

// account is where the ledger keeps one customer.
type account struct {
	chain   book.Chain // slots: 2·tick for purchases, 2·tick+1 for refunds
	summary uint32     // 1 + index in summaries; 0 if nothing is settled
}

// NewLedger returns an empty ledger that follows the policy, nil for the
// default, or the error of the policy's Check.
func NewLedger[K Key](policy *LedgerPolicy) (*Ledger[K], error) {
	if err := policy.Check(); err != nil {
		return nil, err
	}
	p := policy.filled()
	return &Ledger[K]{policy: p, clock: newClock(p)}, nil
}

// Policy returns the ledger's policy with the defaults written out.
func (l *Ledger[K]) Policy() LedgerPolicy {
	p := l.policy.filled()
	if p.Zone == nil {
		p.Zone = time.UTC
	}
	return p
}

// Len returns the number of customers.
func (l *Ledger[K]) Len() int {
	l.flush()
	return l.accounts.Len()
}

// Reset empties the ledger; it keeps its policy.
func (l *Ledger[K]) Reset() {
	clear(l.pending)
	l.pending = l.pending[:0]
	l.state = state[K]{}
	l.changes++
}

// Clone returns a copy that shares nothing with l.
func (l *Ledger[K]) Clone() *Ledger[K] {
	l.flush()
	c := &Ledger[K]{policy: l.policy, clock: l.clock, state: l.state}
	c.accounts, c.book, c.summaries, c.ids = l.accounts.Clone(), l.book.Clone(), l.summaries.Clone(), maps.Clone(l.ids)
	c.seats = 0 // from now on its rows are its own
	return c
}
