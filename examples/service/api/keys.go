package api

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/clientele-go/clientele/examples/service/store"
)

// keys knows whose key it is. What the database said is believed for half a minute,
// after which a key that was taken back is refused; keys that are nobody's are
// looked up at a limited rate, whoever tries them.
type keys struct {
	store   store.Store
	limits  Limits
	unknown *rate.Limiter

	mu      sync.Mutex
	known   map[store.Hash]known
	tenants map[int64]*admission
}

type known struct {
	store.Tenant
	until time.Time
}

// admission is how much a tenant asks for.
type admission struct {
	rate *rate.Limiter
	busy chan struct{}
}

const (
	believed = 30 * time.Second
	mostKeys = 10_000 // believed at one time
)

func newKeys(s store.Store, l Limits) *keys {
	return &keys{store: s, limits: l, unknown: rate.NewLimiter(rate.Limit(l.Unknown), int(10*l.Unknown)),
		known: map[store.Hash]known{}, tenants: map[int64]*admission{}}
}

// admit lets a request in, or says why not. Release is called when it is answered.
func (k *keys) admit(r *http.Request) (t store.Tenant, release func(), err error) {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || key == "" || len(key) > 200 {
		return t, nil, errNoKey
	}
	if t, err = k.owner(r, store.HashOf(key)); err != nil {
		return t, nil, err
	}
	a := k.admission(t.ID)
	if !a.rate.Allow() {
		return t, nil, errTooMany
	}
	select {
	case a.busy <- struct{}{}:
		return t, func() { <-a.busy }, nil
	default:
		return t, nil, errTooMany
	}
}

func (k *keys) owner(r *http.Request, hash store.Hash) (store.Tenant, error) {
	now := time.Now()
	k.mu.Lock()
	found, ok := k.known[hash]
	k.mu.Unlock()
	if ok && now.Before(found.until) {
		return found.Tenant, nil
	}
	if !ok && !k.unknown.Allow() {
		return store.Tenant{}, errTooMany
	}
	t, err := k.store.TenantOf(r.Context(), hash)
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		if errors.Is(err, store.ErrUnknown) {
			delete(k.known, hash)
			err = errNoKey
		}
		return t, err
	}
	if len(k.known) >= mostKeys {
		clear(k.known)
	}
	k.known[hash] = known{t, now.Add(believed)}
	return t, nil
}

func (k *keys) admission(tenant int64) *admission {
	k.mu.Lock()
	defer k.mu.Unlock()
	a := k.tenants[tenant]
	if a == nil {
		a = &admission{rate.NewLimiter(rate.Limit(k.limits.Rate), max(1, int(k.limits.Rate))), make(chan struct{}, k.limits.InFlight)}
		k.tenants[tenant] = a
	}
	return a
}
