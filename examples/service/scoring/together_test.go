package scoring

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/service/internal/shop"
	"github.com/clientele-go/clientele/examples/service/store"
)

// Everything at once: rows come in, portraits, lists and reports go out, refits run.
// The race detector looks on.
func TestTogether(t *testing.T) {
	b, c := opened(t)
	rows := shop.Rows(60, 1)
	ingest(t, b, rows...)
	_, err := b.Refit(ctx, TriggerFirst)
	require.NoError(t, err)
	end := make(chan struct{})
	var wg sync.WaitGroup
	until := func(do func(i int) error) {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-end:
					return
				default:
					if !assert.NoError(t, do(i)) {
						return
					}
				}
			}
		})
	}
	until(func(i int) error { _, err := b.Customer(ctx, rows[i%len(rows)].Customer, time.Time{}, 0); return err })
	until(func(i int) error {
		_, err := b.Ingest(ctx, []store.Row{{ID: fmt.Sprint(i), Customer: rows[i%len(rows)].Customer, Time: c.at, Amount: 1}})
		return err
	})
	until(func(int) error { _, err := b.Plan(ctx, time.Time{}, nil); return err })
	until(func(int) error { _, err := b.Report(ctx, time.Time{}); return err })
	for range 3 {
		_, err := b.Refit(ctx, TriggerAsked)
		assert.NoError(t, err)
	}
	close(end)
	wg.Wait()
}

// Two processes on one database add each row once, and each sees what the other added
// with its own next row.
func TestTwoProcesses(t *testing.T) {
	one, c := opened(t)
	other := NewBases(one.store, c.now, Fit).newBase(one.Tenant)
	require.NoError(t, other.load(ctx))
	rows := shop.Rows(60, 1)
	for i, r := range rows {
		ingest(t, []*Base{one, other}[i%2], r, rows[i/2])
	}
	ingest(t, one, rows...)
	_, err := one.Refit(ctx, TriggerAsked)
	require.NoError(t, err)
	assert.Equal(t, int64(len(rows)), one.seq)
	ingest(t, other, store.Row{ID: "last", Customer: "C-00001", Time: shop.Opening, Amount: 1})
	assert.Equal(t, int64(len(rows)+1), other.seq)
	a, err := one.ledger.MarshalBinary()
	require.NoError(t, err)
	ingest(t, one, store.Row{ID: "last", Customer: "C-00001", Time: shop.Opening, Amount: 1})
	b, err := other.ledger.MarshalBinary()
	require.NoError(t, err)
	assert.NotEqual(t, a, b)
	a, err = one.ledger.MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, a, b)
}
