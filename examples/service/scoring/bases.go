package scoring

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/clientele-go/clientele/examples/service/store"
)

// Bases is the bases of all tenants.
type Bases struct {
	store  store.Store
	now    func() time.Time
	fitter Fitter
	survey chan struct{}

	mu sync.Mutex
	of map[int64]*Base
}

// NewBases returns the bases of a store, none of them loaded. The clock is time.Now
// but in tests, and the fitter Fit, or one that fits elsewhere.
func NewBases(s store.Store, now func() time.Time, fitter Fitter) *Bases {
	return &Bases{store: s, now: now, fitter: fitter, survey: make(chan struct{}, 1), of: map[int64]*Base{}}
}

// Of returns a tenant's base, loaded.
func (bs *Bases) Of(ctx context.Context, t store.Tenant) (*Base, error) {
	bs.mu.Lock()
	b := bs.of[t.ID]
	if b == nil {
		b = bs.newBase(t)
		bs.of[t.ID] = b
	}
	bs.mu.Unlock()
	return b, b.load(ctx)
}

// Load loads the bases of all tenants. One that cannot be loaded does not stop the
// others; the error joins all.
func (bs *Bases) Load(ctx context.Context) error {
	tenants, err := bs.store.Tenants(ctx)
	if err != nil {
		return err
	}
	for _, t := range tenants {
		_, e := bs.Of(ctx, t)
		err = errors.Join(err, e)
	}
	return err
}

// Tend fits, one after another, the bases for which it is time, until the context
// ends; it tells done what it did.
func (bs *Bases) Tend(ctx context.Context, s Schedule, every time.Duration, done func(tenant int64, trigger string, took time.Duration, err error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		bs.mu.Lock()
		all := make([]*Base, 0, len(bs.of))
		for _, b := range bs.of {
			all = append(all, b)
		}
		bs.mu.Unlock()
		for _, b := range all {
			from := time.Now()
			trigger, err := b.Tend(ctx, s)
			if ctx.Err() == nil && (trigger != "" || err != nil) {
				done(b.Tenant.ID, trigger, time.Since(from), err)
			}
		}
	}
}
