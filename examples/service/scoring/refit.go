package scoring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/portrait"
)

// Fitter fits everything that portraits rest on, from a ledger that nobody changes, as
// of a day.
type Fitter func(ctx context.Context, l *clientele.Ledger[string], asOf time.Time) (*portrait.Portrayer, error)

// Fit is the Fitter that fits here and now.
func Fit(ctx context.Context, l *clientele.Ledger[string], asOf time.Time) (*portrait.Portrayer, error) {
	return portrait.Fit(ctx, l, asOf, nil, nil)
}

// Refit fits everything anew on a copy of the ledger, stores it as the next version,
// and then puts it in the place of the old one, which goes on scoring until then.
// The error is ErrFitting while another refit is under way, that of portrait.Fit, or
// the store's.
func (b *Base) Refit(ctx context.Context, trigger string) (store.Model, error) {
	if !b.fitting.TryLock() {
		return store.Model{}, ErrFitting
	}
	defer b.fitting.Unlock()
	ledger, seq, first, last, err := b.snapshot(ctx)
	if err != nil {
		return store.Model{}, err
	}
	f, err := b.fit(ctx, ledger, first, last, trigger)
	switch {
	case err == nil || errors.Is(err, clientele.ErrNoData) || errors.Is(err, clientele.ErrNotIdentified):
		b.tending.fitted(b.now(), seq) // the same rows would fail again
	default:
		b.tending.failedAt(b.now())
	}
	if err != nil {
		return store.Model{}, err
	}
	return f.Model, b.install(ctx, f)
}

// fit fits a model and stores it.
func (b *Base) fit(ctx context.Context, l *clientele.Ledger[string], first, last time.Time, trigger string) (*fitted, error) {
	if l.Len() == 0 {
		return nil, fmt.Errorf("there are no transactions: %w", clientele.ErrNoData)
	}
	p, err := b.fitter(ctx, l, last)
	if err != nil {
		return nil, err
	}
	document, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	m, err := b.store.AddModel(ctx, b.Tenant.ID, store.Model{Kind: p.Kind(), Unit: portrait.Days.String(), From: first, Until: last,
		Customers: p.Customers, Trigger: trigger, Made: b.now().UTC().Truncate(time.Microsecond), Document: document})
	return &fitted{m, p}, err
}

// install puts a model in place.
func (b *Base) install(ctx context.Context, f *fitted) error {
	if err := b.take(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	defer b.pass()
	b.stages = newStages(f.Portrayer)
	b.mu.Lock()
	b.fitted = f
	b.mu.Unlock()
	return nil
}

// Models returns the latest versions, the latest first.
func (b *Base) Models(ctx context.Context) ([]store.Model, error) {
	return b.store.Models(ctx, b.Tenant.ID, 20)
}
