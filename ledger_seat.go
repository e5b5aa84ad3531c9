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

// AddAt is Add for a row of the customer of a seat: from their second row on it does
// not look for them. Whoever gives the seat of one customer with the key of another has
// the row counted for the one or the other.
func (l *Ledger[K]) AddAt(seat *Seat, t Transaction[K]) error {
	n := len(l.pending)
	if err := l.Add(t); err != nil || len(l.pending) == 0 {
		return err
	}
	if last := &l.pending[len(l.pending)-1]; len(l.pending) != n { // it was kept
		last.seat = seat
	}
	return nil
}

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
