package main

import (
	"context"

	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/examples/service/store/postgres"
	"github.com/clientele-go/clientele/examples/service/store/sqlite"
)

// database is where the data are: PostgreSQL if there is an address, and otherwise a
// file of SQLite.
type database struct{ file, dsn string }

func (d database) open(ctx context.Context) (store.Store, error) {
	if d.dsn != "" {
		return postgres.Open(ctx, d.dsn)
	}
	return sqlite.Open(ctx, d.file)
}
