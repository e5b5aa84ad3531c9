package table

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/require"
)

// TestSpeed reads a large file into records, if TABLE_BIG names one, which is
// written if it is not there: 10,000,000 rows of 500,000 customers. TABLE_ALONE
// leaves out the ledger.
func TestSpeed(t *testing.T) {
	path := os.Getenv("TABLE_BIG")
	if path == "" {
		t.Skip("TABLE_BIG names no file")
	}
	if _, err := os.Stat(path); err != nil {
		require.NoError(t, writeBig(path, 10_000_000, 500_000))
	}
	begun := time.Now()
	l, err := OpenLog(path, Options{Repeated: RepeatedKeep})
	require.NoError(t, err)
	t.Log("opened", time.Since(begun))
	var book *clientele.Ledger[string]
	begin := func() (err error) {
		book, err = clientele.NewLedger[string](nil)
		return err
	}
	var take func(Sale) error
	var last time.Time
	if os.Getenv("TABLE_ALONE") != "" {
		take = func(s Sale) error { return nil }
	} else {
		take = func(s Sale) error {
			if s.Time.After(last) {
				last = s.Time
			}
			return book.AddAt(s.Seat, clientele.Transaction[string]{Customer: s.Customer, Time: s.Time, Amount: s.Amount})
		}
	}
	require.NoError(t, l.Read(begin, take))
	t.Log("read", time.Since(begun))
	if book.Len() > 0 {
		records, err := book.Records(last, clientele.Week)
		require.NoError(t, err)
		n, repeats := 0, 0
		for r := range records.All() {
			n++
			repeats += r.History.Repeats
		}
		t.Log("records", n, "with", repeats, "repeat purchases", time.Since(begun))
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("rows %d, heap %d MiB, from the system %d MiB", l.ReadAs().Rows, m.HeapAlloc>>20, m.Sys>>20)
}

// writeBig writes a log of a year.
func writeBig(path string, rows, customers int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	r := rand.New(rand.NewPCG(1, 2))
	first := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	fmt.Fprintln(w, "customer_id,order_date,amount")
	for range rows {
		share := r.Float64()
		fmt.Fprintf(w, "%d,%s,%.2f\n", 100_000+int(share*share*float64(customers)), first.AddDate(0, 0, r.IntN(365)).Format(time.DateOnly), 1+60*r.ExpFloat64())
	}
	return errors.Join(w.Flush(), f.Close())
}
