package scoring

import (
	"context"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/portrait"
)

// Change is a customer who entered another stage with what they bought.
type Change struct {
	Customer string          `json:"customer"`
	From     lifecycle.Stage `json:"from"`
	To       lifecycle.Stage `json:"to"`
}

// stages follows customers from purchase to purchase, so that a change of stage is
// known with the purchase that brought it about. A customer is followed from their
// first row under a model on.
type stages struct {
	portrayer *portrait.Portrayer
	of        map[string]lifecycle.Detector // as they stand at the last purchase
}

func newStages(p *portrait.Portrayer) *stages {
	return &stages{p, map[string]lifecycle.Detector{}}
}

// meet begins to follow the customers of rows that the ledger does not have yet.
func (s *stages) meet(l *clientele.Ledger[string], rows []store.Row) error {
	for _, r := range rows {
		if _, ok := s.of[r.Customer]; ok {
			continue
		}
		if err := s.read(l, r.Customer); err != nil {
			return err
		}
	}
	return nil
}

// read follows one customer from the beginning.
func (s *stages) read(l *clientele.Ledger[string], customer string) error {
	var d portrait.Dossier
	for at, amount := range l.Purchases(customer) {
		if err := s.portrayer.Observe(&d, lifecycle.DayOf(at), amount); err != nil {
			return err
		}
	}
	s.of[customer] = d.Detector
	return nil
}

// observe takes in rows that the ledger has by now, of customers who were met: in
// constant time a purchase that is the customer's only one since the last day seen; a
// late row, a refund, or another purchase of the same day by following the customer
// anew.
func (s *stages) observe(l *clientele.Ledger[string], rows []store.Row) ([]Change, error) {
	count := make(map[string]int, len(rows))
	for _, r := range rows {
		count[r.Customer]++
	}
	var changes []Change
	for _, r := range rows {
		n := count[r.Customer]
		if n == 0 {
			continue // followed with an earlier row
		}
		delete(count, r.Customer)
		before := s.of[r.Customer]
		day := lifecycle.DayOf(r.Time)
		var err error
		if n == 1 && r.Amount > 0 && before.Purchases() > 0 && day > before.Day() {
			d := portrait.Dossier{First: day.Date(), Detector: before} // the histories are the ledger's
			err = s.portrayer.Observe(&d, day, r.Amount)
			s.of[r.Customer] = d.Detector
		} else {
			err = s.read(l, r.Customer)
		}
		if err != nil {
			return nil, err
		}
		after := s.of[r.Customer]
		if from, to := before.Stage(), after.Stage(); from != 0 && from != to {
			changes = append(changes, Change{r.Customer, from, to})
		}
	}
	return changes, nil
}

// Stage returns a customer's detector as it stands at their latest purchase, followed
// from row to row; the zero detector if there is none.
func (b *Base) Stage(ctx context.Context, customer string) (lifecycle.Detector, error) {
	if err := b.take(ctx); err != nil {
		return lifecycle.Detector{}, err
	}
	defer b.pass()
	if b.stages == nil {
		return lifecycle.Detector{}, ErrNoModel
	}
	if err := b.stages.meet(b.ledger, []store.Row{{Customer: customer}}); err != nil {
		return lifecycle.Detector{}, err
	}
	return b.stages.of[customer], nil
}
