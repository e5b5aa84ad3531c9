package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/postgres"
	"github.com/clientele-go/clientele/examples/service/internal/shop"
	"github.com/clientele-go/clientele/examples/service/scoring"
)

// Portraits over the loopback while refits run, one after another, and rows come in: in
// full 2,000 a second of a base of 100,000 customers for 20 s, of which 99 in 100 are
// answered in 20 ms, counted from when each was due. The client runs on the same
// processors. The short form is small enough for a busy machine.
func TestLoad(t *testing.T) {
	customers, rate, length, goal := 2000, 200, 2*time.Second, time.Second
	if full {
		customers, rate, length, goal = 100_000, 2000, 20*time.Second, 20*time.Millisecond
	}
	s, err := database{file: filepath.Join(t.TempDir(), "load.db")}.open(context.Background())
	require.NoError(t, err)
	defer s.Close()
	of := tenant(t, s, "shop")
	base, err := scoring.NewBases(s, time.Now, scoring.Fit).Of(context.Background(), of)
	require.NoError(t, err)
	begun := time.Now()
	for _, b := range batches(shop.Rows(customers, 11), 10_000) {
		_, err := base.Ingest(context.Background(), b)
		require.NoError(t, err)
	}
	t.Log("filled in", time.Since(begun))
	_, err = base.Refit(context.Background(), scoring.TriggerFirst)
	require.NoError(t, err)
	base = nil // the service has its own
	begun = time.Now()
	url := within(t, s, usual)
	t.Log("loaded in", time.Since(begun))

	end := make(chan struct{})
	var beside sync.WaitGroup
	var refits, sent atomic.Int64
	beside.Go(func() {
		for {
			select {
			case <-end:
				return
			default:
			}
			status, said := call(url, "POST", "/models/refit", "shop", nil)
			assert.Equal(t, http.StatusCreated, status, string(said))
			refits.Add(1)
		}
	})
	beside.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-end:
				return
			case <-time.After(20 * time.Millisecond):
			}
			row := shop.Rows(1, 11)[0]
			row.ID, row.Customer = fmt.Sprint("load ", i), fmt.Sprintf("C-%05d", rand.IntN(customers))
			status, said := call(url, "POST", "/transactions", "shop", row)
			assert.Equal(t, http.StatusOK, status, string(said))
			sent.Add(1)
		}
	})
	took := load(t, url, rate, length, customers)
	close(end)
	beside.Wait()
	slices.Sort(took)
	at := func(q float64) time.Duration { return took[int(q*float64(len(took)-1))].Round(10 * time.Microsecond) }
	t.Logf("%d portraits at %d/s: half in %v, 99 in 100 in %v, 999 in 1000 in %v, all in %v; %d refits and %d transactions meanwhile",
		len(took), rate, at(.5), at(.99), at(.999), at(1), refits.Load(), sent.Load())
	assert.LessOrEqual(t, at(.99), goal)
}

// load asks for portraits at a rate, whether the ones before are answered or not, and
// returns how long after it was due each was answered.
func load(t *testing.T, url string, rate int, length time.Duration, customers int) []time.Duration {
	took := make([]time.Duration, int(length.Seconds()*float64(rate)))
	var next atomic.Int64
	var failed atomic.Int64
	var wg sync.WaitGroup
	begun := time.Now()
	for range 48 {
		wg.Go(func() {
			for {
				i := next.Add(1) - 1
				if i >= int64(len(took)) {
					return
				}
				due := begun.Add(time.Duration(i) * time.Second / time.Duration(rate))
				time.Sleep(time.Until(due))
				status, _ := call(url, "GET", fmt.Sprintf("/customers/C-%05d", rand.IntN(customers)), "shop", nil)
				if status != http.StatusOK {
					failed.Add(1)
				}
				took[i] = time.Since(due)
			}
		})
	}
	wg.Wait()
	assert.Zero(t, failed.Load())
	return took
}

// Batches into PostgreSQL: in full at least 20,000 transactions a second, as its default
// settings have it, which wait for the disk.
func TestIngestRate(t *testing.T) {
	customers, goal := 1000, 1000.
	if full {
		customers, goal = 15_000, 20_000
	}
	s, err := database{dsn: postgres.Database(t)}.open(context.Background())
	require.NoError(t, err)
	defer s.Close()
	of := tenant(t, s, "shop")
	url := within(t, s, usual)
	rows := shop.Rows(customers, 12)
	sending := newSender(batches(rows, 2000))
	begun := time.Now()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { sending.run("shop", func() string { return url }) })
	}
	wg.Wait()
	rate := float64(len(rows)) / time.Since(begun).Seconds()
	t.Logf("%d transactions, %.0f a second", len(rows), rate)
	assert.GreaterOrEqual(t, rate, goal)
	assert.Equal(t, len(rows), len(stored(t, s, of)))
}
