package scoring

import (
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

// stages follows each customer from purchase to purchase, so that a change of stage
// is known with the purchase that brought it about.
type stages struct {
	portrayer *portrait.Portrayer
	of        map[string]lifecycle.Detector // as they stand at the last purchase
}

// readStages begins with what a ledger holds.
func readStages(p *portrait.Portrayer, l *clientele.Ledger[string]) (*stages, error) {
	s := &stages{portrayer: p, of: make(map[string]lifecycle.Detector, l.Len())}
	records, err := l.Records(l.Report().Last, clientele.Day)
	if err != nil {
		return nil, err
	}
	for r := range records.All() {
		if err := s.read(l, r.Customer); err != nil {
			return nil, err
		}
	}
	return s, nil
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

// observe takes in rows that the ledger has already: in constant time a purchase
// that is the customer's only one since the last day seen; a late row, a refund, or
// another purchase of the same day by following the customer anew.
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
