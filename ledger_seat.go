package clientele

import (
	"encoding/json"
	"sync/atomic"
)

// A Seat is a customer's place in a ledger, for a caller who keeps something of each
// customer anyway: a log that has looked up the customer of a row need not have the
// ledger look them up again. AddAt sets it. The zero Seat is that of a customer who is
// not known yet; one that another ledger has set is taken for zero. Each seat is of one
// customer.
type Seat struct{ ledger, row uint32 }

// MarshalJSON refuses: a seat is a place in the memory of one ledger.
func (s Seat) MarshalJSON() ([]byte, error) { return nil, s.refuse() }

// UnmarshalJSON refuses.
func (s *Seat) UnmarshalJSON([]byte) error { return s.refuse() }

func (s Seat) refuse() error {
	return &InputError{Where: "clientele.Seat", Field: "JSON", Value: "a place in the memory of one ledger", Want: "the customer's key"}
}

var _ json.Marshaler = Seat{}

// ledgers counts those that gave seats.
var ledgers atomic.Uint32

// seated reports whether the row of a customer is known from their seat.
func (l *Ledger[K]) seated(s *Seat) bool { return s != nil && s.ledger == l.seats && s.ledger != 0 }

// seat keeps the row of a customer in their seat.
func (l *Ledger[K]) seat(s *Seat, row uint32) {
	if s == nil {
		return
	}
	if l.seats == 0 {
		l.seats = ledgers.Add(1)
	}
	*s = Seat{l.seats, row}
}
