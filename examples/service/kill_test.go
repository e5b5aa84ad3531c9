package main

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/postgres"
	"github.com/clientele-go/clientele/examples/service/internal/shop"
	"github.com/clientele-go/clientele/examples/service/store"
)

// A service that is killed in the middle of ingest, again and again, has every
// acknowledged transaction once, no batch in part, and the scores of a batch run.
// In full it is killed 20 times on both databases.
func TestKill(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "kill.db")
		kill(t, database{file: file}, "-db", file)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		if !full {
			t.Skip("with SERVICE_FULL=1")
		}
		dsn := postgres.Database(t)
		kill(t, database{dsn: dsn}, "-dsn", dsn)
	})
}

func kill(t *testing.T, d database, flags ...string) {
	kills := 5
	if full {
		kills = 20
	}
	s, err := d.open(context.Background())
	require.NoError(t, err)
	defer s.Close()
	of := tenant(t, s, "shop")
	rows := shop.Rows(300, 7)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	sending := newSender(batches(rows, 4))

	var url atomic.Value
	url.Store("http://localhost:1")
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { sending.run("shop", func() string { return url.Load().(string) }) })
	}
	for range kills {
		p := start(t, flags...)
		url.Store(p.url)
		before := len(sending.snapshot())
		require.Eventually(t, func() bool { return len(sending.snapshot()) > before || sending.done() }, 20*time.Second, time.Millisecond)
		time.Sleep(time.Duration(rand.IntN(40)) * time.Millisecond)
		acked := sending.snapshot()
		p.kill()
		intact(t, acked, rows, stored(t, s, of))
	}
	p := start(t, flags...)
	url.Store(p.url)
	wg.Wait()
	t.Log(sending)
	intact(t, sending.snapshot(), rows, stored(t, s, of))
	agree(t, p.url, "shop", s, of, rows)
	p.kill()
}

// intact checks that what is stored has what was acknowledged, once, and of each batch
// all or nothing.
func intact(t *testing.T, acked [][]store.Row, sent, stored []store.Row) {
	t.Helper()
	found := map[string]store.Row{}
	for _, r := range stored {
		assert.NotContains(t, found, r.ID, "twice")
		found[r.ID] = r
	}
	for _, b := range acked {
		for _, r := range b {
			require.Equal(t, r, found[r.ID], "acknowledged and lost")
		}
	}
	for _, b := range batches(sent, 4) {
		n := 0
		for _, r := range b {
			if _, ok := found[r.ID]; ok {
				n++
			}
		}
		require.Contains(t, []int{0, len(b)}, n, "a batch in part")
	}
}

func (s *sender) done() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.left == 0
}
