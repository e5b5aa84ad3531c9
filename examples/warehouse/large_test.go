package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

var large = flag.Int("large", 0, "customers of the large base, with about ten rows each; 0 leaves the test out")

// The rows of the large base: customer c has up to 20, number k of them on day
// f + k·g, until they leave; one in fifty is a refund. The same integers in both
// dialects and in Go.
const largeRows = `
SELECT 'c' || c AS customer, %s AS at, CASE WHEN i %% 50 = 7 THEN -300 ELSE 500 + i * 48271 %% 9500 END AS amount
FROM (SELECT i, i %% %d AS c, i / %d AS k FROM %s) AS rows
WHERE k <= c * 15485863 %% 20`

func largeRow(i, n int) (customer string, day, second, amount int, there bool) {
	c, k := i%n, i/n
	amount = 500 + i*48271%9500
	if i%50 == 7 {
		amount = -300
	}
	return fmt.Sprint("c", c), c*7919%365 + k*(1+c*104729%60) + i*31%5, i % 86400, amount, k <= c*15485863%20
}

// A million customers with ten million rows (-large 1000000): equal to the ledger, in
// the time and memory that it logs.
func TestLarge(t *testing.T) {
	n := *large
	if n == 0 {
		t.Skip("-large is not given")
	}
	day := func(i string) string {
		return fmt.Sprintf("(18262 + c * 7919 %% 365 + k * (1 + c * 104729 %% 60) + %s * 31 %% 5) * 86400 + %[1]s %% 86400", i)
	}
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			dsn := d.make(t)
			w := opened(t, dsn)
			start := time.Now()
			if w.postgres {
				run1(t, w, "CREATE UNLOGGED TABLE log (customer text, at timestamptz, amount bigint)")
				run1(t, w, "INSERT INTO log "+fmt.Sprintf(largeRows, "to_timestamp("+day("i")+")", n, n, fmt.Sprintf("generate_series(CAST(0 AS bigint), %d) AS g(i)", 20*n-1)))
				run1(t, w, "ANALYZE log")
			} else {
				run1(t, w, "CREATE TABLE log (customer text, at integer, amount integer)")
				run1(t, w, "INSERT INTO log WITH RECURSIVE g(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM g WHERE i < "+fmt.Sprint(20*n-1)+") "+fmt.Sprintf(largeRows, day("i"), n, n, "g"))
			}
			var rows int
			require.NoError(t, w.db.QueryRow("SELECT count(*) FROM log").Scan(&rows))
			t.Logf("%d rows made in %.0f s", rows, time.Since(start).Seconds())
			run1(t, w, "CREATE VIEW few AS SELECT * FROM log WHERE length(customer) <= 4")
			from := []string{"-dsn", dsn, "-columns", "customer=customer,date=at,amount=amount", "-minor", "0", "-zone", "Europe/Berlin", "-scores", "scores"}
			for _, args := range [][]string{{"-table", "few"}, {"-table", "log", "-latest"}, {"-table", "log", "-refunds", "net-earlier", "-latest"}} {
				var out strings.Builder
				start, used := time.Now(), processorTime()
				_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // the peak begins anew
				require.NoError(t, run(t.Context(), append(from[:len(from):len(from)], args...), &out, &out), out.String())
				t.Logf("%s: %.0f s, of the processor %.0f s, peak of the process %s\n%s", args, time.Since(start).Seconds(), (processorTime() - used).Seconds(), peak(), out.String())
			}
			sameAsLedger(t, w, n)
		})
	}
}

// sameAsLedger holds the records against those of a ledger.
func sameAsLedger(t *testing.T, w *warehouse, n int) {
	zone, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	policy := &clientele.LedgerPolicy{Zone: zone, Refunds: clientele.RefundNetEarlier}
	l, err := clientele.NewLedger[string](policy)
	require.NoError(t, err)
	begin := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	start := time.Now()
	for i := range 20 * n {
		if customer, day, second, amount, there := largeRow(i, n); there {
			require.NoError(t, l.Add(clientele.Transaction[string]{Customer: customer, Time: time.Unix(begin+int64(day)*86400+int64(second), 0), Amount: float64(amount)}))
		}
	}
	t.Logf("the ledger: %.0f s, peak %s", time.Since(start).Seconds(), peak())
	start = time.Now()
	s, err := w.snapshot(t.Context())
	require.NoError(t, err)
	defer s.Close()
	from := logOf("log")
	from.minor, from.columns.id = 0, nil
	q, err := s.query(t.Context(), from, policy, bounds{})
	require.NoError(t, err)
	r, err := s.records(q)
	require.NoError(t, err)
	records, err := l.Records(r.asOf, clientele.Day)
	require.NoError(t, err)
	records, err = records.Since(r.since)
	require.NoError(t, err)
	want := make(map[string]clientele.Record[string], n)
	for record := range records.All() {
		want[record.Customer] = record
	}
	got := 0
	for record, err := range r.all(t.Context()) {
		require.NoError(t, err)
		got++
		other := want[record.Customer]
		other.LogGaps, other.Holdout = record.LogGaps, clientele.Spend{}
		if record != other {
			t.Fatalf("%+v is not %+v", record, other)
		}
	}
	assert.Equal(t, records.Len(), got)
	t.Logf("%d records equal to the ledger's: %.0f s", got, time.Since(start).Seconds())
}

// peak is the largest memory that the process took, as Linux tells it.
func peak() string {
	status, _ := os.ReadFile("/proc/self/status")
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(line)
}

// processorTime is what the process has used, as Linux tells it: what a server of its
// own uses is not in it.
func processorTime() time.Duration {
	stat, _ := os.ReadFile("/proc/self/stat")
	fields := strings.Fields(string(stat))
	if len(fields) < 15 {
		return 0
	}
	var ticks time.Duration
	for _, field := range fields[13:15] {
		n, _ := strconv.Atoi(field)
		ticks += time.Duration(n)
	}
	return ticks * time.Second / 100
}
