package scoring

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/internal/shop"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/examples/service/store/memory"
	"github.com/clientele-go/clientele/portrait"
)

var (
	ctx      = context.Background()
	schedule = Schedule{Hour: 3, Drift: time.Hour}
)

// clock is a clock that is set by hand.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// opened returns an empty base in memory, at noon of the day after the shop's last.
func opened(t *testing.T) (*Base, *clock) {
	t.Helper()
	s := memory.Open()
	of, err := s.AddTenant(ctx, "shop", store.HashOf("shop"))
	require.NoError(t, err)
	c := &clock{shop.Opening.AddDate(0, 0, shop.Days).Add(12 * time.Hour)}
	b, err := NewBases(s, c.now, Fit).Of(ctx, of)
	require.NoError(t, err)
	return b, c
}

func ingest(t *testing.T, b *Base, rows ...store.Row) {
	t.Helper()
	_, err := b.Ingest(ctx, rows)
	require.NoError(t, err)
}

// tended returns what Tend did.
func tended(t *testing.T, b *Base) string {
	t.Helper()
	trigger, err := b.Tend(ctx, schedule)
	require.NoError(t, err)
	return trigger
}

// A base is fitted when it has rows, once a night if it has new ones, and when its
// customers do not buy any more as the model says; without new rows never.
func TestTend(t *testing.T) {
	b, c := opened(t)
	assert.Empty(t, tended(t, b), "there is nothing")
	rows := shop.Rows(300, 1)
	ingest(t, b, rows...)
	assert.Equal(t, TriggerFirst, tended(t, b))
	assert.Empty(t, tended(t, b), "nothing new")
	c.at = c.at.Add(15 * time.Hour) // three in the morning
	assert.Empty(t, tended(t, b), "nothing new")

	one := store.Row{ID: "one more", Customer: "C-00001", Time: c.at, Amount: 10}
	ingest(t, b, one)
	c.at = c.at.Add(-time.Hour)
	assert.Empty(t, tended(t, b), "it is not three yet, and one purchase is no drift")
	require.NotNil(t, b.tending.drifted())
	assert.False(t, b.tending.drifted().Due)
	c.at = c.at.Add(2 * time.Hour)
	assert.Equal(t, TriggerNightly, tended(t, b))
	assert.Empty(t, tended(t, b), "once a night")

	for i := range 2500 { // everybody buys often, all of a sudden
		at := c.at.Add(time.Duration(-i%20) * 24 * time.Hour)
		ingest(t, b, store.Row{ID: "rush" + at.String() + rows[i].ID, Customer: rows[i].Customer, Time: at, Amount: 10})
	}
	c.at = c.at.Add(30 * time.Minute)
	assert.Empty(t, tended(t, b), "the last look is not an hour ago")
	c.at = c.at.Add(31 * time.Minute)
	assert.Equal(t, TriggerDrift, tended(t, b))
	models, err := b.Models(ctx)
	require.NoError(t, err)
	require.Len(t, models, 3)
	for i, want := range []string{TriggerDrift, TriggerNightly, TriggerFirst} {
		assert.Equal(t, want, models[i].Trigger)
		assert.Equal(t, 3-i, models[i].Version)
		assert.Equal(t, "day", models[i].Unit)
		assert.Equal(t, shop.Opening, models[i].From)
	}
}

// A clock that jumps sets off one refit at most, and none for good.
func TestTendWhileTheClockJumps(t *testing.T) {
	b, c := opened(t)
	ingest(t, b, shop.Rows(100, 1)...)
	assert.Equal(t, TriggerFirst, tended(t, b))
	was := c.at
	ingest(t, b, store.Row{ID: "one more", Customer: "C-00001", Time: shop.Opening, Amount: 10})
	for _, jump := range []time.Duration{-10 * 365 * 24 * time.Hour, 10 * 365 * 24 * time.Hour} {
		c.at = was.Add(jump)
		tended(t, b)
		assert.Empty(t, tended(t, b), "once is enough")
	}
	c.at = was.AddDate(0, 0, 1)
	ingest(t, b, store.Row{ID: "another", Customer: "C-00001", Time: shop.Opening, Amount: 10})
	assert.Equal(t, TriggerNightly, tended(t, b), "and then as ever")
}

// A refit that fails leaves the old model, and is not tried again before there are
// other rows.
func TestFailedRefit(t *testing.T) {
	b, c := opened(t)
	ingest(t, b, store.Row{ID: "1", Customer: "C", Time: shop.Opening, Amount: 10})
	_, err := b.Tend(ctx, schedule)
	assert.Error(t, err, "one purchase tells nothing")
	assert.Empty(t, tended(t, b))
	ingest(t, b, shop.Rows(100, 1)...)
	assert.Equal(t, TriggerFirst, tended(t, b))

	before, err := b.Customer(ctx, "C-00001", time.Time{}, 0)
	require.NoError(t, err)
	b.fitter = func(context.Context, *clientele.Ledger[string], time.Time) (*portrait.Portrayer, error) {
		return nil, clientele.ErrNotIdentified
	}
	c.at = c.at.AddDate(0, 0, 1)
	ingest(t, b, store.Row{ID: "2", Customer: "C", Time: shop.Opening, Amount: 10})
	_, err = b.Tend(ctx, schedule)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	after, err := b.Customer(ctx, "C-00001", time.Time{}, 0)
	require.NoError(t, err)
	assert.Equal(t, before.Model.Version, after.Model.Version)
	assert.Equal(t, before.Portrait.Worth, after.Portrait.Worth)

	b.fitter = func(context.Context, *clientele.Ledger[string], time.Time) (*portrait.Portrayer, error) {
		return nil, errors.New("no memory")
	}
	ingest(t, b, store.Row{ID: "3", Customer: "C", Time: shop.Opening, Amount: 10})
	c.at = c.at.AddDate(0, 0, 1)
	_, err = b.Tend(ctx, schedule)
	assert.ErrorContains(t, err, "no memory")
	b.fitter = Fit
	assert.Empty(t, tended(t, b), "not at once")
	c.at = c.at.Add(again)
	assert.Equal(t, TriggerNightly, tended(t, b), "what failed for want of something else than rows is tried again")
}
