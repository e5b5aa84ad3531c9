package table

import (
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/require"
)

// TestSpeed reads a large file into records, if TABLE_BIG names one.
func TestSpeed(t *testing.T) {
	path := os.Getenv("TABLE_BIG")
	if path == "" {
		t.Skip("TABLE_BIG names no file")
	}
	begun := time.Now()
	l, err := OpenLog(path, Options{Repeated: RepeatedKeep})
	require.NoError(t, err)
	t.Log("opened", time.Since(begun))
	book, err := clientele.NewLedger[string](nil)
	require.NoError(t, err)
	var take func(Sale) error
	if os.Getenv("TABLE_ALONE") != "" {
		take = func(s Sale) error { return nil }
	} else {
		take = func(s Sale) error {
			return book.Add(clientele.Transaction[string]{Customer: s.Customer, Time: s.Time, Amount: s.Amount})
		}
	}
	require.NoError(t, l.Each(take))
	t.Log("read", time.Since(begun))
	if all := book.Report(); all.Rows > 0 {
		records, err := book.Records(all.Last, clientele.Week)
		require.NoError(t, err)
		t.Log("records", records.Len(), time.Since(begun))
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("rows %d, heap %d MiB, from the system %d MiB", l.ReadAs().Rows, m.HeapAlloc>>20, m.Sys>>20)
}
