// Package store keeps what the service must not lose: tenants, their keys,
// transactions and models. Two databases are behind one interface, in the packages
// below: SQLite and PostgreSQL. Every table is keyed by the tenant.
//
// What Append acknowledged is on the disk, once, whatever happens to the process or
// the database afterwards.
package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
)

// Row is one transaction, named by an id that is unique within its tenant.
type Row = clientele.Transaction[string]

// Tenant is a shop whose data nobody else sees.
type Tenant struct {
	ID   int64
	Name string
}

// Hash is what is kept of an API key.
type Hash [sha256.Size]byte

// HashOf returns the hash of a key. Keys are 32 random bytes, so that they need no
// salt and no slow function.
func HashOf(key string) Hash { return sha256.Sum256([]byte(key)) }

// Model is a stored version of what was fitted to a base.
type Model struct {
	Version   int       `json:"version"` // 1, 2, … within the tenant
	Kind      string    `json:"kind"`    // of the purchase model, such as "btyd.BGNBD"
	Unit      string    `json:"unit"`    // of its times
	From      time.Time `json:"from"`    // first day of the window it was fitted to
	Until     time.Time `json:"until"`   // last day, the end of observation
	Customers int       `json:"customers"`
	Trigger   string    `json:"trigger"` // why it was fitted: first, asked, nightly or drift
	Made      time.Time `json:"made"`
	Document  []byte    `json:"-"` // JSON of the portrait.Portrayer
}

// Store is a database. Its methods may be called by several goroutines. Errors
// that are none of this package's mean that it is not known what was done.
type Store interface {
	// AddTenant makes a tenant with its first key; ErrTaken if there is one of that name.
	AddTenant(ctx context.Context, name string, key Hash) (Tenant, error)
	// TenantOf returns whose key it is; ErrUnknown if it is nobody's.
	TenantOf(ctx context.Context, key Hash) (Tenant, error)
	// Tenants returns all tenants, by id.
	Tenants(ctx context.Context) ([]Tenant, error)

	// Append takes all rows or none. Rows that are stored already are left alone; an
	// id that is stored with other content is a *ConflictError. The rows have one id
	// each, and times in whole microseconds. It returns those that are new, in their
	// order, and the number of rows that the tenant has now.
	Append(ctx context.Context, tenant int64, rows []Row) (added []Row, seq int64, err error)
	// Rows gives the tenant's rows after the seq-th to yield, in the order in which they
	// were added, and returns how many the tenant has. It waits for an Append that is
	// still under way.
	Rows(ctx context.Context, tenant, seq int64, yield func(Row) error) (int64, error)

	// AddModel stores a model as the tenant's next version, and returns it.
	AddModel(ctx context.Context, tenant int64, m Model) (Model, error)
	// Models returns the latest models, at most n, the latest first; none is no error.
	Models(ctx context.Context, tenant int64, n int) ([]Model, error)

	// Ping tells whether the database answers.
	Ping(ctx context.Context) error
	Close() error
}

var (
	// ErrUnknown means that there is no such key.
	ErrUnknown = errors.New("store: no such key")
	// ErrTaken means that there is a tenant of that name.
	ErrTaken = errors.New("store: there is a tenant of that name")
	// ErrFull means that the disk of the database is full; nothing was written.
	ErrFull = errors.New("store: the disk of the database is full; nothing was written")
)

// ConflictError tells which rows of a batch have the id of a stored row with other
// content; nothing was written.
type ConflictError struct{ Rows []int }

func (e *ConflictError) Error() string {
	return fmt.Sprintf("store: %d rows have the id of a stored row with other content; nothing was written", len(e.Rows))
}

// schemaVersion is what the schema files make; a database with another one is refused.
const schemaVersion = 1

// CheckSchema refuses a database that another version of the program made.
func CheckSchema(version int) error {
	if version != schemaVersion {
		return fmt.Errorf("store: the database has schema version %d, and this program needs %d", version, schemaVersion)
	}
	return nil
}

// Fresh returns the rows that are not stored, given those that are, or the
// *ConflictError of those that are stored with other content.
func Fresh(rows []Row, stored func(id string) (Row, bool)) (added []Row, err error) {
	var conflict ConflictError
	for i, r := range rows {
		old, again := stored(r.ID)
		switch {
		case !again:
			added = append(added, r)
		case old.Customer != r.Customer || !old.Time.Equal(r.Time) || old.Amount != r.Amount:
			conflict.Rows = append(conflict.Rows, i)
		}
	}
	if conflict.Rows != nil {
		return nil, &conflict
	}
	return added, nil
}
