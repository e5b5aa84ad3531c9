package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	pg "github.com/clientele-go/clientele/examples/internal/postgres"

	"github.com/clientele-go/clientele"
)

// databases are the two that the SQL is written for, empty.
var databases = []struct {
	name string
	make func(t *testing.T) (dsn string)
}{
	{"PostgreSQL", func(t *testing.T) string { return pg.Database(t) }},
	{"SQLite", func(t *testing.T) string {
		path := filepath.Join(t.TempDir(), "a file?of=100%#.db")
		db, err := sql.Open("sqlite", filepath.Join(filepath.Dir(path), "new.db"))
		require.NoError(t, err)
		_, err = db.Exec("CREATE TABLE empty (a)")
		require.NoError(t, err)
		require.NoError(t, db.Close())
		require.NoError(t, os.Rename(filepath.Join(filepath.Dir(path), "new.db"), path))
		return path
	}},
}

func opened(t *testing.T, dsn string) *warehouse {
	t.Helper()
	w, err := open(dsn, true)
	require.NoError(t, err)
	t.Cleanup(func() { w.Close() })
	return w
}

func run1(t *testing.T, w *warehouse, statement string, args ...any) {
	t.Helper()
	_, err := w.db.Exec(statement, args...)
	require.NoError(t, err, statement)
}

// row is a row of a random log, its money in minor units.
type row struct {
	customer, id any
	at           time.Time
	amount       int64
}

// write puts rows into a new table.
func write(t *testing.T, w *warehouse, table string, rows []row) {
	t.Helper()
	if w.postgres {
		run1(t, w, "CREATE TABLE "+table+" (customer text, id text, at timestamptz, amount numeric(15, 2))")
	} else {
		run1(t, w, "CREATE TABLE "+table+" (customer text, id text, at text, amount real)")
	}
	for len(rows) > 0 {
		n := min(500, len(rows))
		var values []string
		for _, r := range rows[:n] {
			values = append(values, fmt.Sprintf("(%s, %s, '%s', %d.%02d)", nullable(r.customer), nullable(r.id), r.at.UTC().Format("2006-01-02 15:04:05Z07:00"), r.amount/100, abs(r.amount%100)))
			if r.amount < 0 && r.amount > -100 {
				values[len(values)-1] = strings.Replace(values[len(values)-1], ", 0.", ", -0.", 1)
			}
		}
		run1(t, w, "INSERT INTO "+table+" VALUES "+strings.Join(values, ", "))
		rows = rows[n:]
	}
}

func abs(v int64) int64 { return max(v, -v) }

func nullable(v any) string {
	if v == nil {
		return "NULL"
	}
	return literal(v.(string))
}

// zones have midnights that do not exist, half hours, days left out and offsets of seconds.
var zones = []string{"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe", "America/New_York", "Asia/Tehran"}

// base makes a random log: purchases, refunds, zeros, rows that stand twice, of customers
// who buy on few days, near to midnights and to changes of the clocks.
func base(r *rand.Rand, zone *time.Location, year int) []row {
	begin := time.Date(year, time.Month(1+r.IntN(12)), 1, 0, 0, 0, 0, zone)
	span := 5 + r.IntN(300)
	var rows []row
	for i := range 20 + r.IntN(180) {
		customer := any(fmt.Sprintf("c%d", r.IntN(25)))
		switch r.IntN(40) {
		case 0:
			customer = nil
		case 1:
			customer = ""
		case 2:
			customer = strings.ToUpper(customer.(string))
		case 3:
			customer = "Ü'\"<b>"
		}
		at := begin.AddDate(0, 0, r.IntN(span))
		switch r.IntN(3) {
		case 0:
			at = at.Add(time.Duration(r.IntN(7200)-3600) * time.Second)
		case 1:
			if _, end := at.ZoneBounds(); !end.IsZero() && end.Before(begin.AddDate(1, 0, 0)) {
				at = end.Add(time.Duration(r.IntN(7200)-3600) * time.Second)
			}
		default:
			at = at.Add(time.Duration(r.IntN(86400)) * time.Second)
		}
		amount := int64(r.IntN(5000))
		switch r.IntN(10) {
		case 0:
			amount = 0
		case 1, 2:
			amount = -int64(r.IntN(6000))
		case 3:
			amount = 1000
		case 4:
			amount = -1000
		}
		new := row{customer, fmt.Sprint(i), at, amount}
		rows = append(rows, new)
		if r.IntN(8) == 0 {
			rows = append(rows, new)
		}
	}
	if r.IntN(4) == 0 {
		rows[0].id = rows[len(rows)-1].id
	}
	if r.IntN(6) == 0 {
		rows[0].id = nil
	}
	return rows
}

// ledgerOf is what the library makes of the rows, in minor units.
func ledgerOf(t *testing.T, rows []row, policy *clientele.LedgerPolicy) (*clientele.Ledger[string], error) {
	t.Helper()
	l, err := clientele.NewLedger[string](policy)
	require.NoError(t, err)
	for _, r := range rows {
		customer, _ := r.customer.(string)
		id, _ := r.id.(string)
		if err := l.Add(clientele.Transaction[string]{Customer: customer, Time: r.at, Amount: float64(r.amount), ID: id}); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// read is what the database makes of them.
func read(ctx context.Context, w *warehouse, from source, policy *clientele.LedgerPolicy, b bounds) ([]clientele.Record[string], *reading, error) {
	s, err := w.snapshot(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	q, err := s.query(ctx, from, policy, b)
	if err != nil {
		return nil, nil, err
	}
	all, err := s.records(q)
	if err != nil {
		return nil, nil, err
	}
	var out []clientele.Record[string]
	for r, err := range all.all(ctx) {
		if err != nil {
			return nil, nil, err
		}
		out = append(out, r)
	}
	return out, all, nil
}

// log is where write puts rows.
func logOf(table string) source {
	return source{name{table}, columns{customer: name{"customer"}, date: name{"at"}, amount: name{"amount"}, id: name{"id"}}, 2}
}

// sameRecords holds records against those of the ledger: to the bit, but for the
// logarithms, which are those of another library, added in another order.
func sameRecords(t *testing.T, want, got []clientele.Record[string]) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		assert.InDelta(t, want[i].LogGaps, got[i].LogGaps, 1e-12*(1+want[i].LogGaps))
		assert.True(t, want[i].First.Equal(got[i].First), "%v %v", want[i].First, got[i].First)
		assert.Equal(t, want[i].First.Format(time.RFC3339), got[i].First.Format(time.RFC3339))
		got[i].LogGaps, got[i].First = want[i].LogGaps, want[i].First
		require.Equal(t, want[i], got[i])
	}
}

// Whatever the log, the policy and the zone, the SQL gives what the ledger gives, or
// refuses what the ledger refuses.
func TestRecordsAreTheLedgers(t *testing.T) {
	const bases = 60
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			w := opened(t, d.make(t))
			r := rand.New(rand.NewPCG(1, 2))
			refusals := 0
			for i := range bases {
				zone, err := time.LoadLocation(zones[i%len(zones)])
				require.NoError(t, err)
				year := 1970 + r.IntN(60) // in which the tables of zones of Go and PostgreSQL surely agree
				if !w.postgres {
					year = 1850 + r.IntN(250)
				}
				rows := base(r, zone, year)
				table := fmt.Sprintf("log%d", i)
				write(t, w, table, rows)
				for range 3 {
					policy := clientele.LedgerPolicy{
						Zone: zone, Later: clientele.LaterDrop,
						Refunds: clientele.RefundRule(1 + r.IntN(3)), Zeros: clientele.ZeroRule(1 + r.IntN(2)),
						Duplicates: clientele.DuplicateRule(1 + r.IntN(2)), EmptyKeys: clientele.EmptyKeyRule(1 + r.IntN(2)),
					}
					switch r.IntN(12) {
					case 0:
						policy.Refunds = clientele.RefundRefuse
					case 1:
						policy.Zeros = clientele.ZeroRefuse
					case 2:
						policy.Duplicates = clientele.DuplicateRefuse
					case 3:
						policy.EmptyKeys = clientele.EmptyKeyRefuse
					}
					day := rows[r.IntN(len(rows))].at.In(zone)
					asOf := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, zone)
					since := asOf.AddDate(0, 0, -r.IntN(100))
					got, _, err := read(t.Context(), w, logOf(table), &policy, bounds{asOf, since})
					l, refused := ledgerOf(t, rows, &policy)
					if refused != nil {
						var bad *clientele.InputError
						require.ErrorAs(t, err, &bad, "the ledger: %v", refused)
						refusals++
						continue
					}
					require.NoError(t, err, "%+v", policy)
					records, err := l.Records(asOf, clientele.Day)
					require.NoError(t, err)
					records, err = records.Since(since)
					require.NoError(t, err)
					var want []clientele.Record[string]
					for record := range records.All() {
						want = append(want, record)
					}
					sameRecords(t, want, got)
					if t.Failed() {
						t.Fatalf("base %d, %s, %+v", i, zone, policy)
					}
				}
			}
			assert.Greater(t, refusals, bases/10)
			assert.Less(t, refusals, 2*bases)
		})
	}
}
