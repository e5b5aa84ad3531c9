// Package scoring keeps one base of customers in memory for each tenant, and answers
// from it: a portrait, a list, a report. What it holds is what the database holds: the
// exact histories of a ledger, the latest model, and detectors of stages. It is rebuilt from the database when the service starts, and changes only
// after a commit, so that a score is what a batch run over the stored rows gives, to
// the bit.
//
// The end of observation is the day of the latest row, not the day of the clock: a
// score changes with the data alone.
package scoring

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/portrait"
)

// Policy is how every base reads its rows. Refunds are taken off the latest
// purchases; ids are the business of the database.
var Policy = clientele.LedgerPolicy{Refunds: clientele.RefundNetEarlier, EmptyKeys: clientele.EmptyKeyRefuse}

var (
	// ErrNoModel means that nothing was fitted yet.
	ErrNoModel = errors.New("no model was fitted to this base yet")
	// ErrNoCustomer means that a customer bought nothing up to the end of observation.
	ErrNoCustomer = errors.New("no purchase of such a customer")
	// ErrStored means that what is stored cannot be taken: somebody else wrote it.
	ErrStored = errors.New("the stored data cannot be read")
	// ErrFitting means that a refit is under way.
	ErrFitting = errors.New("a refit of this base is under way")
)

// Base is the customers of one tenant.
type Base struct {
	Tenant store.Tenant
	store  store.Store
	now    func() time.Time
	fitter Fitter
	survey chan struct{} // of all bases: held by the one who goes through a whole base

	// turn is held by the one who changes the base, or wants it to stand still while
	// others read it. The fields after it are theirs.
	turn   chan struct{}
	seq    int64   // rows of the database that are in the ledger
	stages *stages // nil before the first model

	loaded  atomic.Bool
	fitting sync.Mutex
	tending tending

	mu     sync.RWMutex // held for moments only; what follows is read under it
	ledger *clientele.Ledger[string]
	first  time.Time // times of the earliest row
	last   time.Time // and of the latest
	fitted *fitted   // nil before the first fit
}

// fitted is a model as it is stored, and as it scores. It does not change.
type fitted struct {
	store.Model
	*portrait.Portrayer
}

func (bs *Bases) newBase(t store.Tenant) *Base {
	ledger, err := clientele.NewLedger[string](&Policy)
	if err != nil {
		panic("scoring: the policy of ledgers: " + err.Error())
	}
	return &Base{Tenant: t, store: bs.store, now: bs.now, fitter: bs.fitter, survey: bs.survey, ledger: ledger, turn: make(chan struct{}, 1)}
}

// take waits for the turn.
func (b *Base) take(ctx context.Context) error {
	select {
	case b.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (b *Base) pass() { <-b.turn }

// load fills a new base from the database.
func (b *Base) load(ctx context.Context) error {
	if b.loaded.Load() {
		return nil
	}
	if err := b.take(ctx); err != nil {
		return err
	}
	defer b.pass()
	if b.loaded.Load() {
		return nil
	}
	if err := b.catchUp(ctx); err != nil {
		return err
	}
	models, err := b.store.Models(ctx, b.Tenant.ID, 1)
	if err != nil {
		return err
	}
	if len(models) > 0 {
		f := &fitted{models[0], new(portrait.Portrayer)}
		if err := f.Portrayer.UnmarshalJSON(f.Document); err != nil {
			return fmt.Errorf("%w: model %d: %w", ErrStored, f.Version, err)
		}
		b.stages = newStages(f.Portrayer)
		b.tending.fitted(f.Made, b.seq)
		b.mu.Lock()
		b.fitted = f
		b.mu.Unlock()
	}
	b.loaded.Store(true)
	return nil
}

// catchUp takes in the rows that are stored and not in the ledger. The turn is held.
func (b *Base) catchUp(ctx context.Context) error {
	const chunk = 4096
	var rows []store.Row
	flush := func() error {
		_, err := b.apply(rows)
		rows = rows[:0]
		return err
	}
	_, err := b.store.Rows(ctx, b.Tenant.ID, b.seq, func(r store.Row) error {
		if rows = append(rows, r); len(rows) == chunk {
			return flush()
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	return err
}

// apply takes rows that are stored, the next ones in their order, into the ledger,
// and returns whose stage changed. The turn is held.
func (b *Base) apply(rows []store.Row) ([]Change, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	if b.stages != nil {
		if err := b.stages.meet(b.ledger, rows); err != nil {
			return nil, err
		}
	}
	b.mu.Lock()
	err := b.ledger.AddBatch(rows)
	if err == nil {
		for _, r := range rows {
			if b.first.IsZero() || r.Time.Before(b.first) {
				b.first = r.Time
			}
			if r.Time.After(b.last) {
				b.last = r.Time
			}
		}
	}
	b.mu.Unlock()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStored, err)
	}
	b.seq += int64(len(rows))
	if b.stages == nil {
		return nil, nil
	}
	return b.stages.observe(b.ledger, rows)
}

// current returns the model, and the end of observation: the day of asOf if it is
// given, and otherwise that of the latest row.
func (b *Base) current(asOf time.Time) (*fitted, time.Time, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.fitted == nil {
		return nil, asOf, ErrNoModel
	}
	if asOf.IsZero() {
		asOf = b.last
	}
	return b.fitted, dayOf(asOf), nil
}

// dayOf returns the beginning of a day, UTC as the ledger's.
func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// snapshot returns a copy of the ledger, which nobody changes, its number of rows, and
// its first and last day. Scoring goes on meanwhile.
func (b *Base) snapshot(ctx context.Context) (l *clientele.Ledger[string], seq int64, first, last time.Time, err error) {
	if err := b.take(ctx); err != nil {
		return nil, 0, first, last, err
	}
	defer b.pass()
	return b.ledger.Clone(), b.seq, dayOf(b.first), dayOf(b.last), nil
}
