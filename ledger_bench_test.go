package clientele_test

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

// shop is a log that is made row by row: the rows come in order of time, the
// customers in no order.
type shop struct{ customers, rows, days int }

// row returns the customer, time and amount of row i.
func (s shop) row(i int) (customer int, at time.Time, amount float64) {
	h := uint64(i+1) * 0x9E3779B97F4A7C15
	h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
	h ^= h >> 27
	day := int64(i) * int64(s.days) / int64(s.rows)
	return int((h >> 32) * uint64(s.customers) >> 32), time.Unix(1_600_000_000+day*86400, 0), float64(100+h%9900) / 100
}

// million is a log of ten million rows of a million customers in two years, and a tenth
// of it where a benchmark only has to run.
func million() shop {
	if testing.Short() {
		return shop{customers: 100_000, rows: 1_000_000, days: 730}
	}
	return shop{customers: 1_000_000, rows: 10_000_000, days: 730}
}

// fill adds the log to a new ledger.
func fill[K clientele.Key](tb testing.TB, s shop, name func(int) K) *clientele.Ledger[K] {
	var l clientele.Ledger[K]
	for i := range s.rows {
		customer, at, amount := s.row(i)
		if err := l.Add(clientele.Transaction[K]{Customer: name(customer), Time: at, Amount: amount}); err != nil {
			tb.Fatal(err)
		}
	}
	return &l
}

// benchmarkAdd measures rows a second and the memory obtained from the system
// for ten million rows of a million customers in two years.
func benchmarkAdd[K clientele.Key](b *testing.B, name func(int) K) {
	s := million()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		l := fill(b, s, name)
		runtime.ReadMemStats(&after)
		require.InDelta(b, s.customers, l.Len(), 0.001*float64(s.customers))
	}
	b.ReportMetric(float64(s.rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "heap-MB")
	b.ReportMetric(float64(after.Sys)/1e6, "system-MB")
}

// Target: at least 5 million rows a second, below 400 MB in all.
func BenchmarkLedgerAddIntegers(b *testing.B) { benchmarkAdd(b, func(i int) int { return i }) }

// Target: at least 2.5 million rows a second.
func BenchmarkLedgerAddStrings(b *testing.B) {
	names := make([]string, 1_000_000)
	for i := range names {
		names[i] = fmt.Sprintf("customer-%07d", i)
	}
	benchmarkAdd(b, func(i int) string { return names[i] })
}

// benchmarkRead measures readings of a million customers with ten million rows.
func benchmarkRead(b *testing.B, read func(*clientele.Ledger[int])) {
	l := fill(b, million(), func(i int) int { return i })
	for b.Loop() {
		read(l)
	}
}

// Target: at most 2 s.
func BenchmarkLedgerRecords(b *testing.B) {
	benchmarkRead(b, func(l *clientele.Ledger[int]) {
		records, err := l.Records(time.Unix(1_600_000_000+730*86400, 0), clientele.Week)
		require.NoError(b, err)
		n := 0
		for range records.All() {
			n++
		}
		require.Equal(b, records.Len(), n)
	})
}

// Target: at most 0.2 s for a million rows written and read.
func BenchmarkLedgerBinary(b *testing.B) {
	l := fill(b, shop{customers: 100_000, rows: 1_000_000, days: 730}, func(i int) int { return i })
	for b.Loop() {
		data, err := l.MarshalBinary()
		require.NoError(b, err)
		require.NoError(b, new(clientele.Ledger[int]).UnmarshalBinary(data))
		b.SetBytes(int64(len(data)))
	}
}

// Target: the speed of integers.
func BenchmarkLedgerAddUUIDs(b *testing.B) {
	benchmarkAdd(b, func(i int) [16]byte {
		var id [16]byte
		h := uint64(i+1) * 0x9E3779B97F4A7C15
		binary.LittleEndian.PutUint64(id[:], h)
		binary.LittleEndian.PutUint64(id[8:], h^h>>31)
		return id
	})
}
