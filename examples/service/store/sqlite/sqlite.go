// Package sqlite is a store in a file of one machine, by SQLite without cgo.
package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"time"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/clientele-go/clientele/examples/service/store"
)

//go:embed schema.sql
var schema string

// database is an open file. SQLite has one writer at a time: writes have a
// connection of their own and queue in front of it, in the order they came; readings
// go on beside them.
type database struct {
	write, read *sql.DB
}

// pragmas: readings and the writer do not wait for one another, and a
// transaction is on the disk when it is acknowledged.
const pragmas = "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=busy_timeout(10000)"

// Open opens the file of that name, or of a URI that begins with file:, and makes its
// tables if it has none.
func Open(ctx context.Context, path string) (store.Store, error) {
	dsn, sep := path, "&"
	if !strings.HasPrefix(path, "file:") {
		dsn = "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	}
	if !strings.Contains(dsn, "?") {
		sep = "?"
	}
	dsn += sep + pragmas
	s := &database{}
	var err error
	if s.write, err = sql.Open("sqlite", dsn+"&_txlock=immediate"); err != nil {
		return nil, err
	}
	s.write.SetMaxOpenConns(1)
	if s.read, err = sql.Open("sqlite", dsn+"&_pragma=query_only(ON)"); err != nil {
		return nil, err
	}
	s.read.SetMaxOpenConns(4)
	if err := s.prepare(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("sqlite: %s: %w", path, err)
	}
	return s, nil
}

// prepare makes the tables of a new database.
func (s *database) prepare(ctx context.Context) error {
	var version int
	if err := s.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version != 0 {
		return store.CheckSchema(version)
	}
	_, err := s.write.ExecContext(ctx, schema)
	return err
}

func (s *database) Ping(ctx context.Context) error { return s.read.PingContext(ctx) }

func (s *database) Close() error { return errors.Join(s.read.Close(), s.write.Close()) }

// within runs a transaction of the writer.
func (s *database) within(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return named(err)
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return named(err)
	}
	return named(tx.Commit())
}

// named names the errors that a caller can do something about.
func named(err error) error {
	var e *driver.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_FULL {
		return fmt.Errorf("%w (%w)", store.ErrFull, err)
	}
	return err
}

func (s *database) AddTenant(ctx context.Context, name string, key store.Hash) (t store.Tenant, err error) {
	t.Name = name
	err = s.within(ctx, func(tx *sql.Tx) error {
		now := time.Now().UnixMicro()
		err := tx.QueryRowContext(ctx, "INSERT INTO tenants (name, made) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id", name, now).Scan(&t.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return store.ErrTaken
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO keys (hash, tenant, made) VALUES (?, ?, ?)", key[:], t.ID, now)
		return err
	})
	return t, err
}

func (s *database) TenantOf(ctx context.Context, key store.Hash) (t store.Tenant, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT t.id, t.name FROM keys k JOIN tenants t ON t.id = k.tenant WHERE k.hash = ?", key[:]).Scan(&t.ID, &t.Name)
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrUnknown
	}
	return t, err
}

func (s *database) Tenants(ctx context.Context) (all []store.Tenant, err error) {
	rows, err := s.read.QueryContext(ctx, "SELECT id, name FROM tenants ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t store.Tenant
		if err := rows.Scan(&t.ID, &t.Name); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

func (s *database) Append(ctx context.Context, tenant int64, rows []store.Row) (added []store.Row, seq int64, err error) {
	err = s.within(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "SELECT seq FROM tenants WHERE id = ?", tenant).Scan(&seq); err != nil {
			return err
		}
		if added, err = s.fresh(ctx, tx, tenant, rows); err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, "INSERT INTO transactions (tenant, seq, id, customer, at, amount) VALUES (?, ?, ?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer insert.Close()
		for _, r := range added {
			seq++
			if _, err := insert.ExecContext(ctx, tenant, seq, r.ID, r.Customer, r.Time.UnixMicro(), r.Amount); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, "UPDATE tenants SET seq = ? WHERE id = ?", seq, tenant)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return added, seq, nil
}

// fresh returns the rows that are not stored.
func (s *database) fresh(ctx context.Context, tx *sql.Tx, tenant int64, rows []store.Row) ([]store.Row, error) {
	find, err := tx.PrepareContext(ctx, "SELECT customer, at, amount FROM transactions WHERE tenant = ? AND id = ?")
	if err != nil {
		return nil, err
	}
	defer find.Close()
	stored := map[string]store.Row{}
	for _, r := range rows {
		var at int64
		old := store.Row{ID: r.ID}
		switch err := find.QueryRowContext(ctx, tenant, r.ID).Scan(&old.Customer, &at, &old.Amount); {
		case err == nil:
			old.Time = time.UnixMicro(at)
			stored[r.ID] = old
		case !errors.Is(err, sql.ErrNoRows):
			return nil, err
		}
	}
	return store.Fresh(rows, func(id string) (store.Row, bool) { r, ok := stored[id]; return r, ok })
}

func (s *database) Rows(ctx context.Context, tenant, seq int64, yield func(store.Row) error) (int64, error) {
	// By the writer's connection, which is free when no Append is under way.
	rows, err := s.write.QueryContext(ctx, "SELECT seq, id, customer, at, amount FROM transactions WHERE tenant = ? AND seq > ? ORDER BY seq", tenant, seq)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var r store.Row
		var at int64
		if err := rows.Scan(&seq, &r.ID, &r.Customer, &at, &r.Amount); err != nil {
			return 0, err
		}
		r.Time = time.UnixMicro(at).UTC()
		if err := yield(r); err != nil {
			return 0, err
		}
	}
	return seq, rows.Err()
}

func (s *database) AddModel(ctx context.Context, tenant int64, m store.Model) (store.Model, error) {
	err := s.within(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `INSERT INTO models (tenant, version, kind, unit, since, until, customers, cause, made, document)
			SELECT ?1, 1 + coalesce(max(version), 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM models WHERE tenant = ?1 RETURNING version`,
			tenant, m.Kind, m.Unit, m.From.UnixMicro(), m.Until.UnixMicro(), m.Customers, m.Trigger, m.Made.UnixMicro(), string(m.Document)).Scan(&m.Version)
	})
	return m, err
}

func (s *database) Models(ctx context.Context, tenant int64, n int) (all []store.Model, err error) {
	rows, err := s.read.QueryContext(ctx, "SELECT version, kind, unit, since, until, customers, cause, made, document FROM models WHERE tenant = ? ORDER BY version DESC LIMIT ?", tenant, n)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var m store.Model
		var from, until, made int64
		if err := rows.Scan(&m.Version, &m.Kind, &m.Unit, &from, &until, &m.Customers, &m.Trigger, &made, &m.Document); err != nil {
			return nil, err
		}
		m.From, m.Until, m.Made = time.UnixMicro(from).UTC(), time.UnixMicro(until).UTC(), time.UnixMicro(made).UTC()
		all = append(all, m)
	}
	return all, rows.Err()
}
