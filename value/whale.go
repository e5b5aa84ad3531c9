package value

import (
	"github.com/clientele-go/clientele/internal/concentration"

	"github.com/clientele-go/clientele/internal/wire"
)

// Whale is the whale curve of a base: customers from the most to the least
// profitable, and the profit that they have brought up to each. It rises above
// the total, stays level, and falls where customers cost more than they bring
// (Kaplan & Narayanan 2001).
type Whale struct {
	ranked *concentration.Ranked
}

// WhalePoint is a corner of the curve.
type WhalePoint struct {
	Heads  float64 `json:"heads"`  // share of the customers, from 0 to 1
	Profit float64 `json:"profit"` // profit of these customers, in money
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (w WhalePoint) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes.
func (w *WhalePoint) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }

// NewWhale ranks the profit contributions of customers, Contribution.Net each.
// Without customers the error matches clientele.ErrNoData; a contribution that
// is not finite is an *clientele.InputError.
func NewWhale(contributions []float64) (*Whale, error) {
	r, err := concentration.Rank("value.NewWhale", contributions)
	if err != nil {
		return nil, err
	}
	return &Whale{r}, nil
}

// MarshalJSON writes the contributions, the largest first; null for a curve of nobody.
func (w *Whale) MarshalJSON() ([]byte, error) {
	if w.ranked == nil {
		return []byte("null"), nil
	}
	j := whaleJSON{make([]float64, w.Customers())}
	for i := range j.Contributions {
		j.Contributions[i] = w.ranked.Value(i)
	}
	return wire.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes and checks it as NewWhale does; w
// is unchanged on error.
func (w *Whale) UnmarshalJSON(data []byte) error {
	var j whaleJSON
	if string(data) == "null" {
		*w = Whale{}
		return nil
	}
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	v, err := NewWhale(j.Contributions)
	if err == nil {
		*w = *v
	}
	return err
}

type whaleJSON struct{ Contributions []float64 }

// Customers returns the number of customers.
func (w *Whale) Customers() int { return w.ranked.Len() }

// Total returns the profit of all customers.
func (w *Whale) Total() float64 { return w.ranked.Total() }

// Peak returns the number of customers that bring a profit, and how much they
// bring together.
func (w *Whale) Peak() (customers int, profit float64) { return w.ranked.Peak() }

// Destroyed returns Peak − Total, what the other customers cost.
func (w *Whale) Destroyed() float64 {
	_, peak := w.ranked.Peak()
	return peak - w.Total()
}

// Top returns the share of the total profit that the best p of the customers
// bring, which may exceed 1. Special cases are: NaN if p is outside [0, 1] or
// the total is not above 0.
func (w *Whale) Top(p float64) float64 { return w.ranked.Top(p) }

// Curve returns n+1 ≥ 2 corners of the curve at equal steps of the number of
// customers, from (0, 0) to (1, Total); a customer counted in part brings the
// same part of their profit. For n < 1 it panics.
func (w *Whale) Curve(n int) []WhalePoint {
	if n < 1 {
		panic("value: Whale.Curve needs at least one step")
	}
	out := make([]WhalePoint, n+1)
	for i := range out {
		heads := float64(i) / float64(n)
		out[i] = WhalePoint{heads, w.ranked.Held(heads)}
	}
	return out
}
