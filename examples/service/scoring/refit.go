package scoring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/portrait"
)

// Refit fits everything anew on a copy of the ledger, stores it as the next version,
// and then puts it in the place of the old one, which goes on scoring until then.
// The error is ErrFitting while another refit is under way, that of portrait.Fit, or
// the store's.
func (b *Base) Refit(ctx context.Context, trigger string) (store.Model, error) {
	if !b.fitting.TryLock() {
		return store.Model{}, ErrFitting
	}
	defer b.fitting.Unlock()
	touched := map[string]struct{}{}
	ledger, seq, first, last, err := b.snapshot(ctx, touched)
	if err != nil {
		return store.Model{}, err
	}
	f, made, err := b.fit(ctx, ledger, first, last, trigger)
	b.calls.fitted(b.now(), seq) // tried, at least: the same rows would fail again
	if err != nil {
		b.forget()
		return store.Model{}, err
	}
	return f.Model, b.install(ctx, f, made)
}

// fit fits a model and the stages of all customers, and stores the model.
func (b *Base) fit(ctx context.Context, l *clientele.Ledger[string], first, last time.Time, trigger string) (*fitted, *stages, error) {
	if l.Len() == 0 {
		return nil, nil, fmt.Errorf("there are no transactions: %w", clientele.ErrNoData)
	}
	p, err := portrait.Fit(ctx, l, last, nil, nil)
	if err != nil {
		return nil, nil, err
	}
	made, err := readStages(p, l)
	if err != nil {
		return nil, nil, err
	}
	document, err := json.Marshal(p)
	if err != nil {
		return nil, nil, err
	}
	m, err := b.store.AddModel(ctx, b.Tenant.ID, store.Model{Kind: p.Kind(), Unit: portrait.Days.String(), From: first, Until: last,
		Customers: p.Customers, Trigger: trigger, Made: b.now().UTC().Truncate(time.Microsecond), Document: document})
	return &fitted{m, p}, made, err
}

// install puts a new model in place, after it saw what was bought meanwhile.
func (b *Base) install(ctx context.Context, f *fitted, made *stages) error {
	if err := b.take(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	defer b.pass()
	var err error
	for customer := range b.touched {
		err = errors.Join(err, made.read(b.ledger, customer))
	}
	b.touched = nil
	if err != nil {
		return err
	}
	b.stages = made
	b.mu.Lock()
	b.fitted = f
	b.mu.Unlock()
	return nil
}

// forget drops the list of who bought during a refit that failed.
func (b *Base) forget() {
	b.turn <- struct{}{}
	defer b.pass()
	b.touched = nil
}

// Stage returns the stage a customer was in with their latest purchase, as it was
// followed from event to event; unassigned if they are not known.
func (b *Base) Stage(ctx context.Context, customer string) (lifecycle.Detector, error) {
	if err := b.take(ctx); err != nil {
		return lifecycle.Detector{}, err
	}
	defer b.pass()
	if b.stages == nil {
		return lifecycle.Detector{}, ErrNoModel
	}
	return b.stages.of[customer], nil
}

// Models returns the latest versions, the latest first.
func (b *Base) Models(ctx context.Context) ([]store.Model, error) {
	return b.store.Models(ctx, b.Tenant.ID, 20)
}
