package clientele

import (
	"time"

	"github.com/clientele-go/clientele/internal/wire"
)

// Transaction is one row of a log: a purchase, a refund or a line of an order.
type Transaction[K Key] struct {
	Customer K         `json:"customer"`
	Time     time.Time `json:"time"`
	Amount   float64   `json:"amount"`       // in one currency a ledger; negative for a refund
	ID       string    `json:"id,omitempty"` // of the transaction; read only if the policy looks for duplicates
}

// MarshalJSON writes the fields; an amount that is not finite is null.
func (t Transaction[K]) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Transaction[K]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }
