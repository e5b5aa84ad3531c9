// Package memory is a store for tests, which forgets everything with the process.
package memory

import (
	"context"
	"sync"

	"github.com/clientele-go/clientele/examples/service/store"
)

type database struct {
	mu      sync.Mutex
	tenants []*tenant // by id, from 1
}

type tenant struct {
	store.Tenant
	key    store.Hash
	rows   []store.Row
	ids    map[string]int
	models []store.Model
}

// Open returns an empty store.
func Open() store.Store { return &database{} }

func (d *database) AddTenant(_ context.Context, name string, key store.Hash) (store.Tenant, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, t := range d.tenants {
		if t.Name == name {
			return store.Tenant{}, store.ErrTaken
		}
	}
	t := &tenant{Tenant: store.Tenant{ID: int64(len(d.tenants) + 1), Name: name}, key: key, ids: map[string]int{}}
	d.tenants = append(d.tenants, t)
	return t.Tenant, nil
}

func (d *database) TenantOf(_ context.Context, key store.Hash) (store.Tenant, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, t := range d.tenants {
		if t.key == key {
			return t.Tenant, nil
		}
	}
	return store.Tenant{}, store.ErrUnknown
}

func (d *database) Tenants(context.Context) (all []store.Tenant, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, t := range d.tenants {
		all = append(all, t.Tenant)
	}
	return all, nil
}

func (d *database) Append(_ context.Context, id int64, rows []store.Row) ([]store.Row, int64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.tenants[id-1]
	added, err := store.Fresh(rows, func(id string) (store.Row, bool) {
		at, ok := t.ids[id]
		if !ok {
			return store.Row{}, false
		}
		return t.rows[at], true
	})
	if err != nil {
		return nil, 0, err
	}
	for _, r := range added {
		t.ids[r.ID] = len(t.rows)
		t.rows = append(t.rows, r)
	}
	return added, int64(len(t.rows)), nil
}

func (d *database) Rows(_ context.Context, id, seq int64, yield func(store.Row) error) (int64, error) {
	d.mu.Lock()
	rows := d.tenants[id-1].rows[seq:]
	d.mu.Unlock()
	for _, r := range rows {
		if err := yield(r); err != nil {
			return 0, err
		}
	}
	return seq + int64(len(rows)), nil
}

func (d *database) AddModel(_ context.Context, id int64, m store.Model) (store.Model, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.tenants[id-1]
	m.Version = len(t.models) + 1
	t.models = append(t.models, m)
	return m, nil
}

func (d *database) Models(_ context.Context, id int64, n int) (latest []store.Model, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := d.tenants[id-1].models
	for i := len(all) - 1; i >= 0 && len(latest) < n; i-- {
		latest = append(latest, all[i])
	}
	return latest, nil
}

func (d *database) Ping(context.Context) error { return nil }

func (d *database) Close() error { return nil }
