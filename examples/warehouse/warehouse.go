package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx
	_ "modernc.org/sqlite"             // the driver sqlite

	"github.com/clientele-go/clientele"
)

// warehouse is a database in which histories are.
type warehouse struct {
	db       *sql.DB
	postgres bool
}

// open opens PostgreSQL by postgres://… or host=… dbname=…, and otherwise the file of
// a SQLite database, which must be there. To write there, it is locked from the
// beginning: another writer would otherwise be met when all the work is done.
func open(dsn string, write bool) (*warehouse, error) {
	w := &warehouse{postgres: strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") || strings.Contains(dsn, "dbname=")}
	driver := "pgx"
	if !w.postgres {
		if _, err := os.Stat(dsn); err != nil {
			return nil, err
		}
		file := url.URL{Scheme: "file", Opaque: (&url.URL{Path: dsn}).EscapedPath(), RawQuery: "mode=ro&_pragma=busy_timeout(10000)"}
		if write {
			file.RawQuery = "mode=rw&_txlock=immediate&_pragma=busy_timeout(10000)"
		}
		driver, dsn = "sqlite", file.String()
	}
	var err error
	w.db, err = sql.Open(driver, dsn)
	return w, err
}

// Close closes the connections.
func (w *warehouse) Close() error { return w.db.Close() }

// snapshot is the database as it stood at one moment.
type snapshot struct {
	warehouse *warehouse
	tx        *sql.Tx
}

// snapshot begins to read. What others write meanwhile is not seen.
func (w *warehouse) snapshot(ctx context.Context) (*snapshot, error) {
	var how sql.TxOptions
	if w.postgres {
		how = sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := w.db.BeginTx(ctx, &how)
	if err != nil {
		return nil, err
	}
	if w.postgres {
		if _, err = tx.ExecContext(ctx, "SET LOCAL TIME ZONE 'UTC'"); err != nil {
			return nil, errors.Join(err, tx.Rollback())
		}
	}
	return &snapshot{w, tx}, nil
}

// Close ends the reading.
func (s *snapshot) Close() error { return s.tx.Rollback() }

// bounds are when observation ends and what counts as recent, as dates; zero is the
// last day of the log and a year before the end.
type bounds struct{ asOf, since time.Time }

// query looks at the log once and returns what asks for its records, or an error of
// what the ledger would refuse.
func (s *snapshot) query(ctx context.Context, from source, policy *clientele.LedgerPolicy, b bounds) (*query, error) {
	ledger, err := clientele.NewLedger[string](policy)
	if err != nil {
		return nil, err
	}
	q := &query{source: from, policy: ledger.Policy()}
	switch {
	case q.policy.Period != clientele.Day:
		return nil, refused("Period", q.policy.Period, "a day")
	case q.policy.Duplicates != clientele.DuplicateIgnore && from.columns.id == nil:
		return nil, refused("columns", "no id", "a column of ids, or the policy that ignores them")
	case from.minor < 0 || from.minor > 6:
		return nil, refused("minor", from.minor, "0 to 6 decimals")
	}
	if err := s.speak(ctx, q); err != nil {
		return nil, err
	}
	if err := s.census(ctx, q); err != nil {
		return nil, err
	}
	if err := s.clash(ctx, q); err != nil {
		return nil, err
	}
	return q, s.bound(ctx, q, b)
}

// refused is the error of something that cannot be read.
func refused(field string, value any, want string) error {
	return &clientele.InputError{Where: "warehouse", Field: field, Value: value, Want: want}
}

// speak chooses the dialect, which depends on the column of dates.
func (s *snapshot) speak(ctx context.Context, q *query) error {
	zoned := q.policy.Zone != time.UTC
	if !s.warehouse.postgres {
		q.dialect = sqlite{zoned}
		return nil
	}
	q.dialect = postgres{}
	var kind string
	err := s.tx.QueryRowContext(ctx, "SELECT CAST(pg_typeof("+column(q.columns.date)+") AS text) FROM "+q.Table()+" AS t LIMIT 1").Scan(&kind)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("warehouse: %w: the table is empty", clientele.ErrNoData)
	case err != nil:
		return err
	case kind != "date" && !strings.HasPrefix(kind, "timestamp"):
		return refused("type of date", kind, "date, timestamp or timestamp with time zone")
	}
	timed := kind == "timestamp with time zone"
	if zoned && !timed {
		return refused("type of date", kind, "timestamp with time zone, where a zone says whose days count")
	}
	q.dialect = postgres{timed}
	return nil
}

// census counts what is in the log and refuses what the ledger refuses.
func (s *snapshot) census(ctx context.Context, q *query) error {
	text, err := q.text("census")
	if err != nil {
		return err
	}
	var rows, times, amounts, refunds, zeros, empty, ids int64
	if err := s.tx.QueryRowContext(ctx, text).Scan(&rows, &times, &amounts, &refunds, &zeros, &empty, &ids, &q.span[0], &q.span[1]); err != nil {
		return err
	}
	p := q.policy
	many := func(n int64) string { return fmt.Sprintf("%d of %d rows", n, rows) }
	switch {
	case rows == 0:
		return fmt.Errorf("warehouse: %w: the table is empty", clientele.ErrNoData)
	case times > 0:
		return refused("impossible times", many(times), "times from the year 1800 to 2299; in SQLite as text of ISO 8601 or seconds since 1970, with a time of day where there is a zone")
	case amounts > 0:
		return refused("impossible amounts", many(amounts), fmt.Sprintf("numbers with at most %d decimals, below %s of the smallest unit", q.minor, maxMoney))
	case refunds > 0 && p.Refunds == clientele.RefundRefuse:
		return refused("refunds", many(refunds), "none, as the policy says")
	case zeros > 0 && p.Zeros == clientele.ZeroRefuse:
		return refused("amounts of 0", many(zeros), "none, as the policy says")
	case empty > 0 && p.EmptyKeys == clientele.EmptyKeyRefuse:
		return refused("empty keys", many(empty), "none, as the policy says")
	case ids > 0:
		return refused("missing ids", many(ids), "an id in every row, or the policy that ignores them")
	}
	return nil
}

// clash refuses ids that stand for several rows, or only those that stand for unlike ones.
func (s *snapshot) clash(ctx context.Context, q *query) error {
	if q.policy.Duplicates == clientele.DuplicateIgnore {
		return nil
	}
	text, err := q.text("clash")
	if err != nil {
		return err
	}
	var id string
	switch err := s.tx.QueryRowContext(ctx, text).Scan(&id); {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	want := "a new id in every row, as the policy says"
	if q.policy.Duplicates == clientele.DuplicateDrop {
		want = "a new id: it stands for rows of several customers, days or amounts"
	}
	return refused("id", fmt.Sprintf("%.100q", id), want)
}

// bound sets the end of observation and what is recent.
func (s *snapshot) bound(ctx context.Context, q *query, b bounds) error {
	if q.asOf = dayNumber(b.asOf); b.asOf.IsZero() {
		text, err := q.text("log")
		if err != nil {
			return err
		}
		if err := s.tx.QueryRowContext(ctx, text+" SELECT max(day) FROM log").Scan(&q.asOf); err != nil {
			return err
		}
	}
	if q.since = dayNumber(b.since); b.since.IsZero() {
		q.since = q.asOf - 366 // in which a year of 365.25 days before the last day begins, as in portrait.Fit
	}
	if q.since > q.asOf {
		return refused("since", b.since.Format(time.DateOnly), "a date up to the end of observation")
	}
	return nil
}

// dayNumber counts the days of a date since 1970-01-01.
func dayNumber(t time.Time) int64 {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
}
