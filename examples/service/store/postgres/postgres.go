// Package postgres is a store in a PostgreSQL database, by pgx.
package postgres

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/clientele-go/clientele/examples/service/store"
)

//go:embed schema.sql
var schema string

// database is a pool of connections. Rows of a tenant are added under a lock
// of the tenant's row, so that they are numbered in the order of their commits, and a
// reading that takes the lock too waits for a commit whose connection was lost.
type database struct{ pool *pgxpool.Pool }

// Open opens the database of an address and makes its tables if it has none.
func Open(ctx context.Context, dsn string) (store.Store, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	p := &database{pool}
	if err := p.prepare(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("postgres: %w", err)
	}
	return p, nil
}

// prepare makes the tables of a new database.
func (p *database) prepare(ctx context.Context) error {
	return p.within(ctx, func(tx pgx.Tx) error {
		// One program at a time: IF NOT EXISTS alone does not order two of them.
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext('clientele'))"); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, schema); err != nil {
			return err
		}
		var version int
		if err := tx.QueryRow(ctx, "SELECT version FROM schema").Scan(&version); err != nil {
			return err
		}
		return store.CheckSchema(version)
	})
}

func (p *database) Ping(ctx context.Context) error { return p.pool.Ping(ctx) }

func (p *database) Close() error { p.pool.Close(); return nil }

func (p *database) within(ctx context.Context, do func(pgx.Tx) error) error {
	return named(pgx.BeginFunc(ctx, p.pool, do))
}

// named names the errors that a caller can do something about.
func named(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == "53100" { // disk_full
		return fmt.Errorf("%w (%w)", store.ErrFull, err)
	}
	return err
}

func (p *database) AddTenant(ctx context.Context, name string, key store.Hash) (t store.Tenant, err error) {
	t.Name = name
	err = p.within(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, "INSERT INTO tenants (name, made) VALUES ($1, now()) ON CONFLICT DO NOTHING RETURNING id", name).Scan(&t.ID)
		if errors.Is(err, pgx.ErrNoRows) {
			return store.ErrTaken
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "INSERT INTO keys (hash, tenant, made) VALUES ($1, $2, now())", key[:], t.ID)
		return err
	})
	return t, err
}

func (p *database) TenantOf(ctx context.Context, key store.Hash) (t store.Tenant, err error) {
	err = p.pool.QueryRow(ctx, "SELECT t.id, t.name FROM keys k JOIN tenants t ON t.id = k.tenant WHERE k.hash = $1", key[:]).Scan(&t.ID, &t.Name)
	if errors.Is(err, pgx.ErrNoRows) {
		err = store.ErrUnknown
	}
	return t, err
}

func (p *database) Tenants(ctx context.Context) ([]store.Tenant, error) {
	rows, err := p.pool.Query(ctx, "SELECT id, name FROM tenants ORDER BY id")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[store.Tenant])
}

func (p *database) Append(ctx context.Context, tenant int64, rows []store.Row) (added []store.Row, seq int64, err error) {
	err = p.within(ctx, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, "SELECT seq FROM tenants WHERE id = $1 FOR UPDATE", tenant).Scan(&seq); err != nil {
			return err
		}
		if added, err = p.fresh(ctx, tx, tenant, rows); err != nil || len(added) == 0 {
			return err
		}
		_, err := tx.CopyFrom(ctx, pgx.Identifier{"transactions"}, []string{"tenant", "seq", "id", "customer", "at", "amount"},
			pgx.CopyFromSlice(len(added), func(i int) ([]any, error) {
				r := &added[i]
				return []any{tenant, seq + int64(i) + 1, r.ID, r.Customer, r.Time, r.Amount}, nil
			}))
		if err != nil {
			return err
		}
		seq += int64(len(added))
		_, err = tx.Exec(ctx, "UPDATE tenants SET seq = $2 WHERE id = $1", tenant, seq)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return added, seq, nil
}

// fresh returns the rows that are not stored.
func (p *database) fresh(ctx context.Context, tx pgx.Tx, tenant int64, rows []store.Row) ([]store.Row, error) {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	found, err := tx.Query(ctx, "SELECT customer, at, amount, id FROM transactions WHERE tenant = $1 AND id = ANY($2)", tenant, ids)
	if err != nil {
		return nil, err
	}
	stored := map[string]store.Row{}
	var r store.Row
	if _, err := pgx.ForEachRow(found, []any{&r.Customer, &r.Time, &r.Amount, &r.ID}, func() error { stored[r.ID] = r; return nil }); err != nil {
		return nil, err
	}
	return store.Fresh(rows, func(id string) (store.Row, bool) { r, ok := stored[id]; return r, ok })
}

func (p *database) Rows(ctx context.Context, tenant, seq int64, yield func(store.Row) error) (int64, error) {
	err := p.within(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT FROM tenants WHERE id = $1 FOR SHARE", tenant); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, "SELECT seq, customer, at, amount, id FROM transactions WHERE tenant = $1 AND seq > $2 ORDER BY seq", tenant, seq)
		if err != nil {
			return err
		}
		var r store.Row
		_, err = pgx.ForEachRow(rows, []any{&seq, &r.Customer, &r.Time, &r.Amount, &r.ID}, func() error { r.Time = r.Time.UTC(); return yield(r) })
		return err
	})
	return seq, err
}

func (p *database) AddModel(ctx context.Context, tenant int64, m store.Model) (store.Model, error) {
	err := p.within(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT FROM tenants WHERE id = $1 FOR UPDATE", tenant); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `INSERT INTO models (tenant, version, kind, unit, since, until, customers, cause, made, document)
			SELECT $1, 1 + coalesce(max(version), 0), $2, $3, $4, $5, $6, $7, $8, $9 FROM models WHERE tenant = $1 RETURNING version`,
			tenant, m.Kind, m.Unit, m.From, m.Until, m.Customers, m.Trigger, m.Made, string(m.Document)).Scan(&m.Version)
	})
	return m, err
}

func (p *database) Models(ctx context.Context, tenant int64, n int) ([]store.Model, error) {
	rows, err := p.pool.Query(ctx, "SELECT version, kind, unit, since, until, customers, cause, made, document FROM models WHERE tenant = $1 ORDER BY version DESC LIMIT $2", tenant, n)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m store.Model, err error) {
		err = row.Scan(&m.Version, &m.Kind, &m.Unit, &m.From, &m.Until, &m.Customers, &m.Trigger, &m.Made, &m.Document)
		m.From, m.Until, m.Made = m.From.UTC(), m.Until.UTC(), m.Made.UTC()
		return m, err
	})
}
