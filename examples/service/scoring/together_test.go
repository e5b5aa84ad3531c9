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
