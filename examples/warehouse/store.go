package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/clientele-go/clientele/portrait"
)

// The tables that scores are written to. A reader takes the latest version; a version
// is there with all of its rows, or not at all.
const storeSQL = `
CREATE TABLE IF NOT EXISTS %[2]s (
  version %[3]s,
  made_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  as_of date NOT NULL,
  minor integer NOT NULL,
  model text NOT NULL,
  customers bigint,
  portrayer text NOT NULL
);
CREATE TABLE IF NOT EXISTS %[1]s (
  version bigint NOT NULL REFERENCES %[2]s,
  customer text NOT NULL,
  worth double precision,
  alive double precision,
  purchases double precision,
  silent double precision,
  lost boolean NOT NULL,
  next date,
  segment text NOT NULL,
  band text NOT NULL,
  advice text NOT NULL,
  PRIMARY KEY (version, customer)
)`

// store writes scores as a new version, in one transaction: by COPY into PostgreSQL,
// by batches into SQLite, there in the transaction of the reading, which it ends.
func (s *snapshot) store(ctx context.Context, to name, r *reading, p *portrait.Portrayer, all iter.Seq2[score, error]) (version int64, n int, err error) {
	if err := to.with("_versions").check(); err != nil {
		return 0, 0, err
	}
	tx := s.tx
	var conn *sql.Conn
	if s.warehouse.postgres { // the connection of the reading is busy with rows
		if conn, err = s.warehouse.db.Conn(ctx); err != nil {
			return 0, 0, err
		}
		defer conn.Close()
		if tx, err = conn.BeginTx(ctx, nil); err != nil {
			return 0, 0, err
		}
		defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	}
	if version, err = s.begin(ctx, tx, to, r, p); err != nil {
		return 0, 0, err
	}
	if conn != nil {
		n, err = copyScores(ctx, conn, to, version, all)
	} else {
		n, err = insertScores(ctx, tx, to, version, all)
	}
	if err != nil {
		return 0, 0, err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE "+to.with("_versions").String()+" SET customers = $1 WHERE version = $2", n, version); err != nil {
		return 0, 0, err
	}
	return version, n, tx.Commit()
}

// begin makes the tables where they are absent, and the version.
func (s *snapshot) begin(ctx context.Context, tx *sql.Tx, to name, r *reading, p *portrait.Portrayer) (version int64, err error) {
	number := "integer PRIMARY KEY AUTOINCREMENT"
	if s.warehouse.postgres {
		number = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
	}
	versions := to.with("_versions")
	for statement := range strings.SplitSeq(fmt.Sprintf(storeSQL, to, versions, number), ";\n") {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return 0, err
		}
	}
	document, err := json.Marshal(p)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, "INSERT INTO "+versions.String()+" (as_of, minor, model, portrayer) VALUES ($1, $2, $3, $4) RETURNING version",
		r.asOf.Format(time.DateOnly), r.minor, p.Kind(), string(document)).Scan(&version)
	return version, err
}

// latest is the portrayer of the latest version, which has to count money as the
// reading does.
func (s *snapshot) latest(ctx context.Context, from name, minor int) (*portrait.Portrayer, error) {
	var was int
	var document []byte
	err := s.tx.QueryRowContext(ctx, "SELECT minor, portrayer FROM "+from.with("_versions").String()+" ORDER BY version DESC LIMIT 1").Scan(&was, &document)
	if err != nil {
		return nil, fmt.Errorf("the latest version of %s: %w", from, err)
	}
	if was != minor {
		return nil, refused("minor", minor, fmt.Sprintf("%d decimals, as in the latest version", was))
	}
	p := new(portrait.Portrayer)
	return p, json.Unmarshal(document, p)
}

// copyScores streams the rows by the COPY protocol.
func copyScores(ctx context.Context, conn *sql.Conn, to name, version int64, all iter.Seq2[score, error]) (n int, err error) {
	next, stop := iter.Pull2(all)
	defer stop()
	err = conn.Raw(func(driver any) error {
		copied, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier(to), append([]string{"version"}, scoreColumns...),
			pgx.CopyFromFunc(func() ([]any, error) {
				s, err, more := next()
				if !more || err != nil {
					return nil, err
				}
				return append([]any{version}, s.values(true)...), nil
			}))
		n = int(copied)
		return err
	})
	return n, err
}

// batch is the number of rows of one INSERT.
const batch = 500

// insertScores writes the rows by batches.
func insertScores(ctx context.Context, tx *sql.Tx, to name, version int64, all iter.Seq2[score, error]) (n int, err error) {
	row := "(?" + strings.Repeat(", ?", len(scoreColumns)) + ")"
	head := "INSERT INTO " + to.String() + " (version, " + strings.Join(scoreColumns, ", ") + ") VALUES "
	full, err := tx.PrepareContext(ctx, head+strings.Repeat(row+", ", batch-1)+row)
	if err != nil {
		return 0, err
	}
	defer full.Close()
	args := make([]any, 0, batch*(1+len(scoreColumns)))
	for s, err := range all {
		if err != nil {
			return 0, err
		}
		args = append(append(args, version), s.values(false)...)
		if n++; n%batch == 0 {
			if _, err := full.ExecContext(ctx, args...); err != nil {
				return 0, err
			}
			args = args[:0]
		}
	}
	if left := n % batch; left > 0 {
		_, err = tx.ExecContext(ctx, head+strings.Repeat(row+", ", left-1)+row, args...)
	}
	return n, err
}
