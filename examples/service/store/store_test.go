package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/postgres"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/examples/service/store/memory"
	pgstore "github.com/clientele-go/clientele/examples/service/store/postgres"
	"github.com/clientele-go/clientele/examples/service/store/sqlite"
)

var ctx = context.Background()

// shared is the store of the tests in memory, by test: it cannot be opened twice.
var shared sync.Map

// each runs a test on both databases, and on what stands for one in tests.
func each(t *testing.T, test func(t *testing.T, address string)) {
	t.Run("memory", func(t *testing.T) { test(t, "memory "+t.Name()) })
	t.Run("SQLite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "a%20b?#.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, postgres.Database(t)) })
}

func opened(address string) (store.Store, error) {
	switch {
	case strings.HasPrefix(address, "memory "):
		s, _ := shared.LoadOrStore(address, memory.Open())
		return s.(store.Store), nil
	case strings.HasPrefix(address, "host="):
		return pgstore.Open(ctx, address)
	}
	return sqlite.Open(ctx, address)
}

func open(t *testing.T, address string) store.Store {
	t.Helper()
	s, err := opened(address)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func tenant(t *testing.T, s store.Store, name string) int64 {
	t.Helper()
	made, err := s.AddTenant(ctx, name, store.HashOf("key of "+name))
	require.NoError(t, err)
	return made.ID
}

func row(id string, day int, amount float64) store.Row {
	return store.Row{ID: id, Customer: "c'); DROP TABLE tenants; --" + id, Time: time.Date(2024, 1, day, 10, 11, 12, 123456000, time.UTC), Amount: amount}
}

func all(t *testing.T, s store.Store, tenant, after int64) (rows []store.Row, seq int64) {
	t.Helper()
	seq, err := s.Rows(ctx, tenant, after, func(r store.Row) error { rows = append(rows, r); return nil })
	require.NoError(t, err)
	return rows, seq
}

// Rows are added once, all of a batch or none, and come back as they were.
func TestAppend(t *testing.T) {
	each(t, func(t *testing.T, address string) {
		s := open(t, address)
		shop := tenant(t, s, "shop")
		first := []store.Row{row("b", 1, 0.1), row("a", 2, -1e100), row("客户\u2028", 3, 1.0/3)}
		added, seq, err := s.Append(ctx, shop, first)
		require.NoError(t, err)
		assert.Equal(t, first, added)
		assert.Equal(t, int64(3), seq)

		added, seq, err = s.Append(ctx, shop, []store.Row{row("a", 2, -1e100), row("c", 4, 4)})
		require.NoError(t, err)
		assert.Equal(t, []store.Row{row("c", 4, 4)}, added, "one was there")
		assert.Equal(t, int64(4), seq)

		_, _, err = s.Append(ctx, shop, []store.Row{row("d", 5, 5), row("b", 1, 0.2), row("a", 3, -1e100)})
		var conflict *store.ConflictError
		require.ErrorAs(t, err, &conflict)
		assert.Equal(t, []int{1, 2}, conflict.Rows)

		again := open(t, address) // as a process that begins
		rows, seq := all(t, again, shop, 0)
		assert.Equal(t, append(first, row("c", 4, 4)), rows)
		assert.Equal(t, int64(4), seq)
		rows, seq = all(t, again, shop, 3)
		assert.Len(t, rows, 1)
		assert.Equal(t, int64(4), seq)
		rows, seq = all(t, again, shop, 4)
		assert.Empty(t, rows)
		assert.Equal(t, int64(4), seq)
		require.NoError(t, again.Ping(ctx))
	})
}

// The same ids of two tenants are two things, and none sees the other's.
func TestTenants(t *testing.T) {
	each(t, func(t *testing.T, address string) {
		s := open(t, address)
		one, two := tenant(t, s, "one"), tenant(t, s, "two'; --")
		_, err := s.AddTenant(ctx, "one", store.HashOf("another"))
		assert.ErrorIs(t, err, store.ErrTaken)
		for i, shop := range []int64{one, two} {
			_, _, err := s.Append(ctx, shop, []store.Row{row("a", 1, float64(i))})
			require.NoError(t, err)
			_, err = s.AddModel(ctx, shop, store.Model{Kind: fmt.Sprint(shop), Document: []byte("{}")})
			require.NoError(t, err)
		}
		rows, _ := all(t, s, two, 0)
		assert.Equal(t, []store.Row{row("a", 1, 1)}, rows)
		models, err := s.Models(ctx, two, 10)
		require.NoError(t, err)
		assert.Len(t, models, 1)
		of, err := s.TenantOf(ctx, store.HashOf("key of two'; --"))
		require.NoError(t, err)
		assert.Equal(t, store.Tenant{two, "two'; --"}, of)
		_, err = s.TenantOf(ctx, store.HashOf("another"))
		assert.ErrorIs(t, err, store.ErrUnknown)
		tenants, err := s.Tenants(ctx)
		require.NoError(t, err)
		assert.Equal(t, []store.Tenant{{one, "one"}, {two, "two'; --"}}, tenants)
	})
}

// Models are numbered, and their documents come back as they were.
func TestModels(t *testing.T) {
	each(t, func(t *testing.T, address string) {
		s := open(t, address)
		shop := tenant(t, s, "shop")
		models, err := s.Models(ctx, shop, 1)
		require.NoError(t, err)
		assert.Empty(t, models)
		day := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
		var made store.Model
		for range 3 {
			made, err = s.AddModel(ctx, shop, store.Model{Kind: "btyd.NBD", Unit: "day", From: day, Until: day.AddDate(1, 0, 0), Customers: 7, Trigger: "drift",
				Made: day.Add(time.Microsecond), Document: []byte(`{"a": 0.10000000000000001}`)})
			require.NoError(t, err)
		}
		models, err = s.Models(ctx, shop, 2)
		require.NoError(t, err)
		assert.Len(t, models, 2)
		assert.Equal(t, made, models[0])
		assert.Equal(t, []int{3, 2}, []int{models[0].Version, models[1].Version})
	})
}

// Several at once add each row once.
func TestConcurrentAppend(t *testing.T) {
	each(t, func(t *testing.T, address string) {
		s := open(t, address)
		shop := tenant(t, s, "shop")
		var wg sync.WaitGroup
		var mu sync.Mutex
		total := 0
		for w := range 4 {
			wg.Go(func() {
				for i := range 10 {
					added, _, err := s.Append(ctx, shop, []store.Row{row(fmt.Sprint(i), 1, 1), row(fmt.Sprint(w, "-", i), 1, 1)})
					assert.NoError(t, err)
					mu.Lock()
					total += len(added)
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		rows, seq := all(t, s, shop, 0)
		assert.Equal(t, 50, total)
		assert.Len(t, rows, 50)
		assert.Equal(t, int64(50), seq)
	})
}

// A disk that is full is said, and takes what fits afterwards.
func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "small.db")
	s := open(t, path)
	shop := tenant(t, s, "shop")
	s.Close()
	small := open(t, "file:"+path+"?_pragma=max_page_count(40)")
	batch := func(n int) (rows []store.Row) {
		for i := range 200 {
			rows = append(rows, row(fmt.Sprintf("%d-%d", n, i), 1, 1))
		}
		return rows
	}
	kept, n := 0, 0
	for ; n < 100; n++ {
		_, _, err := small.Append(ctx, shop, batch(n))
		if err != nil {
			require.ErrorIs(t, err, store.ErrFull)
			break
		}
		kept += 200
	}
	require.Less(t, n, 100, "it was never full")
	rows, seq := all(t, small, shop, 0)
	assert.Len(t, rows, kept)
	assert.Equal(t, int64(kept), seq)
	small.Close()

	large := open(t, path)
	_, seq, err := large.Append(ctx, shop, batch(n))
	require.NoError(t, err)
	assert.Equal(t, int64(kept+200), seq)
}

// A database of another version is refused.
func TestSchemaVersion(t *testing.T) {
	each(t, func(t *testing.T, address string) {
		open(t, address)
		if strings.HasPrefix(address, "memory ") {
			t.Skip("it has no schema")
		}
		if strings.HasPrefix(address, "host=") {
			c, err := pgx.Connect(ctx, address)
			require.NoError(t, err)
			defer c.Close(ctx)
			_, err = c.Exec(ctx, "UPDATE schema SET version = 9")
			require.NoError(t, err)
		} else {
			db, err := sql.Open("sqlite", "file:"+escaped(address))
			require.NoError(t, err)
			defer db.Close()
			_, err = db.Exec("PRAGMA user_version = 9")
			require.NoError(t, err)
		}
		_, err := opened(address)
		assert.ErrorContains(t, err, "version 9")
	})
}

func escaped(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}
