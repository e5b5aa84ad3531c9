package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value/btyd"
)

// shop is the log of a shop large enough to be fitted, and for two batches.
func shop(t *testing.T) []row {
	truth := btyd.ParetoNBD{R: 1.3, Alpha: 40, S: 0.8, Beta: 300}
	r := rand.New(rand.NewPCG(3, 4))
	begin := time.Date(2023, 1, 1, 10, 0, 0, 0, time.UTC)
	var rows []row
	for i := range batch + 37 {
		came := float64(r.IntN(300))
		for _, day := range truth.AppendPurchases([]float64{0}, r, clientele.History{}, 700-came) {
			rows = append(rows, row{fmt.Sprintf("c%04d", i), nil, begin.AddDate(0, 0, int(came+day)), int64(500 + r.IntN(5000))})
		}
	}
	return rows
}

// dump reads a version back.
func dump(t *testing.T, w *warehouse, table string, version int64) []score {
	t.Helper()
	next := "next"
	if w.postgres {
		next = "CAST(next AS text)"
	}
	rows, err := w.db.Query("SELECT customer, worth, alive, purchases, silent, lost, "+next+", segment, band, advice FROM "+table+" WHERE version = $1 ORDER BY customer", version)
	require.NoError(t, err)
	defer rows.Close()
	var out []score
	for rows.Next() {
		var s score
		var day *string
		require.NoError(t, rows.Scan(&s.Customer, &s.Worth, &s.Alive, &s.Purchases, &s.Silent, &s.Lost, &day, &s.Segment, &s.Band, &s.Advice))
		if day != nil {
			at, err := time.Parse(time.DateOnly, (*day)[:10])
			require.NoError(t, err)
			s.Next = int32(dayNumber(at))
		}
		out = append(out, s)
	}
	require.NoError(t, rows.Err())
	return out
}

// Scores come back as they were made, a version at a time, whole or not at all; both
// databases and Parquet give the same.
func TestScoresAreWrittenBack(t *testing.T) {
	rows := shop(t)
	var first []score
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			dsn := d.make(t)
			w := opened(t, dsn)
			write(t, w, "log", rows)
			dir := t.TempDir()
			var out strings.Builder
			args := []string{"-dsn", dsn, "-table", "log", "-columns", "customer=customer,date=at,amount=amount", "-scores", "scores",
				"-write-records", filepath.Join(dir, "records.parquet"), "-write-scores", filepath.Join(dir, "scores.parquet")}
			require.NoError(t, run(t.Context(), args, &out, &out), out.String())
			assert.Contains(t, out.String(), `537 scores are in "scores", version 1`)
			got := dump(t, w, "scores", 1)
			require.Len(t, got, batch+37)
			if first == nil {
				first = got
			}
			for i := range got {
				require.InDelta(t, *first[i].Worth, *got[i].Worth, 1e-9*(1+*got[i].Worth))
			}

			file, err := parquet.ReadFile[score](filepath.Join(dir, "scores.parquet"))
			require.NoError(t, err)
			assert.Equal(t, got, file)

			// From the records' file the scores are the same, as a second version.
			out.Reset()
			require.NoError(t, run(t.Context(), []string{"-dsn", dsn, "-records", filepath.Join(dir, "records.parquet"), "-scores", "scores"}, &out, &out), out.String())
			assert.Contains(t, out.String(), `version 2`)
			assert.Equal(t, got, dump(t, w, "scores", 2))
			var document string
			var customers int
			require.NoError(t, w.db.QueryRow("SELECT portrayer, customers FROM scores_versions WHERE version = 2").Scan(&document, &customers))
			var p portrait.Portrayer
			require.NoError(t, p.UnmarshalJSON([]byte(document)))
			assert.Equal(t, len(got), customers)

			// What fails leaves nothing behind, whether it is the reading, the caller or the table.
			s, err := w.snapshot(t.Context())
			require.NoError(t, err)
			broken := errors.New("the line is down")
			_, _, err = s.store(t.Context(), name{"scores"}, &reading{}, &p, func(yield func(score, error) bool) {
				for range batch + 1 {
					if !yield(score{Customer: fmt.Sprint(rand.Int())}, nil) {
						return
					}
				}
				yield(score{}, broken)
			})
			assert.ErrorContains(t, err, broken.Error())
			require.NoError(t, s.Close())
			s, err = w.snapshot(t.Context())
			require.NoError(t, err)
			_, _, err = s.store(t.Context(), name{"scores"}, &reading{}, &p, func(yield func(score, error) bool) {
				for yield(score{Customer: "a"}, nil) {
				}
			})
			assert.Error(t, err, "a customer twice")
			require.NoError(t, s.Close())
			ctx, cancel := context.WithCancel(t.Context())
			s, err = w.snapshot(ctx)
			require.NoError(t, err)
			_, _, err = s.store(ctx, name{"scores"}, &reading{}, &p, func(yield func(score, error) bool) {
				cancel()
				yield(score{Customer: "late"}, nil)
			})
			assert.Error(t, err)
			_ = s.Close() // the driver has ended it with the context
			// Without a fit, by the models that are stored, the scores are the same.
			out.Reset()
			latest := append(args[:8:8], "-latest")
			require.NoError(t, run(t.Context(), latest, &out, &out), out.String())
			var version int64
			require.NoError(t, w.db.QueryRow("SELECT max(version) FROM scores").Scan(&version))
			assert.Equal(t, fmt.Sprintf("537 scores are in \"scores\", version %d\n", version), out.String())
			assert.Equal(t, got, dump(t, w, "scores", version))
			assert.ErrorContains(t, run(t.Context(), append(latest, "-minor", "3"), &out, &out), "2 decimals")

			for table, want := range map[string]int{"scores": 3 * len(got), "scores_versions": 3} {
				var n int
				require.NoError(t, w.db.QueryRow("SELECT count(*) FROM "+table).Scan(&n))
				assert.Equal(t, want, n, table)
			}

			out.Reset()
			require.NoError(t, run(t.Context(), append(args[:6:6], "-model", "btyd.BGNBD"), &out, &out), out.String())
			assert.Contains(t, out.String(), "537 customers")
		})
	}
}

// Records that go through a file are the same to the bit; a damaged file is an error.
func TestParquet(t *testing.T) {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	require.NoError(t, err)
	w := opened(t, databases[1].make(t))
	r := rand.New(rand.NewPCG(5, 6))
	write(t, w, "log", append(base(r, zone, 2017), base(r, zone, 2018)...))
	s, err := w.snapshot(t.Context())
	require.NoError(t, err)
	defer s.Close()
	q, err := s.query(t.Context(), logOf("log"), &clientele.LedgerPolicy{Zone: zone, Refunds: clientele.RefundNetEarlier}, bounds{})
	require.NoError(t, err)
	want, err := s.records(q)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "records.parquet")
	n, err := want.writeRecords(t.Context(), path)
	require.NoError(t, err)
	got, err := readRecords(path)
	require.NoError(t, err)
	assert.True(t, want.asOf.Equal(got.asOf) && want.since.Equal(got.since))
	assert.Equal(t, want.minor, got.minor)
	next, stop := iter.Pull2(got.all(t.Context()))
	defer stop()
	for a, err := range want.all(t.Context()) {
		require.NoError(t, err)
		b, err, ok := next()
		require.NoError(t, err)
		require.True(t, ok)
		assert.True(t, a.First.Equal(b.First))
		b.First = a.First
		require.Equal(t, a, b)
		n--
	}
	assert.Zero(t, n)
	one, err := want.panel(t.Context())
	require.NoError(t, err)
	two, err := got.panel(t.Context())
	require.NoError(t, err)
	assert.Equal(t, one.Len(), two.Len())

	data, err := os.ReadFile(path)
	require.NoError(t, err)
	hurt := filepath.Join(t.TempDir(), "hurt.parquet")
	use := func(data []byte) error {
		require.NoError(t, os.WriteFile(hurt, data, 0o600))
		r, err := readRecords(hurt)
		if err != nil {
			return err
		}
		for _, err := range r.all(t.Context()) {
			if err != nil {
				return err
			}
		}
		return nil
	}
	for _, size := range []int{0, 4, 8, len(data) / 2, len(data) - 1} {
		assert.Error(t, use(data[:size]), size)
	}
	for range 300 { // whatever is flipped, nothing panics
		bad := append([]byte{}, data...)
		bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
		_ = use(bad)
	}
	other := filepath.Join(t.TempDir(), "other.parquet")
	_, err = writeParquet(other, func(yield func(score, error) bool) { yield(score{Customer: "a"}, nil) })
	require.NoError(t, err)
	_, err = readRecords(other)
	assert.ErrorContains(t, err, aboutKey)

	broken := errors.New("no more")
	_, err = writeParquet(other, func(yield func(score, error) bool) { yield(score{}, broken) })
	assert.ErrorIs(t, err, broken)
	left, err := filepath.Glob(other + "*")
	require.NoError(t, err)
	assert.Equal(t, []string{other}, left, "the old file, and no part of a new one")
}

// Bad flags are told before anything is opened.
func TestFlags(t *testing.T) {
	for _, args := range [][]string{
		{}, {"-table", "log"}, {"-dsn", "x.db"}, {"-dsn", "x.db", "-table", "log", "-records", "r.parquet"}, {"log"},
		{"-dsn", "x.db", "-table", "a.b.c"}, {"-dsn", "x.db", "-table", "log", "-zone", "Local"}, {"-dsn", "x.db", "-table", "log", "-refunds", "maybe"},
		{"-dsn", "x.db", "-table", "log", "-as-of", "soon"}, {"-dsn", "x.db", "-table", "log", "-horizon", "long"}, {"-dsn", "x.db", "-table", "log", "-columns", "who=x"},
		{"-records", "r.parquet", "-scores", "scores"}, {"-dsn", "x.db", "-table", "log", "-model", "btyd.BGNBD", "-scores", "scores"},
		{"-dsn", filepath.Join(t.TempDir(), "absent.db"), "-table", "log"}, {"-dsn", "x.db", "-table", "log", "-margin", "2"}, {"-dsn", "x.db", "-table", "log", "-latest"},
	} {
		assert.Error(t, run(t.Context(), args, &strings.Builder{}, &strings.Builder{}), args)
	}
	assert.NoError(t, run(t.Context(), []string{"-help"}, &strings.Builder{}, &strings.Builder{}))
}
