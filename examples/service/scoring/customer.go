package scoring

import (
	"context"
	"errors"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/portrait"
)

// Customer is the answer about one customer.
type Customer struct {
	ID       string
	Portrait portrait.Portrait
	Model    store.Model
}

// Customer draws a customer's portrait as of a day, by default that of the latest
// row; level is that of the interval of their value, 0 for none.
func (b *Base) Customer(ctx context.Context, id string, asOf time.Time, level float64) (Customer, error) {
	f, asOf, err := b.current(asOf)
	if err != nil {
		return Customer{}, err
	}
	b.mu.RLock()
	d, err := portrait.DossierOf(f.Portrayer, b.ledger, id, asOf, nil)
	b.mu.RUnlock()
	if errors.Is(err, clientele.ErrNoData) {
		return Customer{}, ErrNoCustomer
	}
	if err != nil {
		return Customer{}, err
	}
	out := Customer{ID: id, Model: f.Model}
	if level > 0 {
		out.Portrait, err = f.ClassifyWithin(&d, level)
	} else {
		out.Portrait, err = f.Classify(&d)
	}
	return out, err
}
