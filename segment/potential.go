package segment

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/wire"
)

// Offer is a service that a customer does not use yet.
type CrossOffer struct {
	Prob   float64 `json:"prob"`   // that they will take it, 0 to 1
	Profit float64 `json:"profit"` // if they do
}

// CrossSell returns the potential value of a customer (Hwang, Jung & Suh 2004):
//
//	Σ_j Prob_j · Profit_j   over the services not yet used
func CrossSell(offers []CrossOffer) (float64, error) {
	var sum exact.Sum
	for j, o := range offers {
		if !(o.Prob >= 0 && o.Prob <= 1) || !(math.Abs(o.Profit) <= 1e280) {
			return 0, &clientele.InputError{Where: "segment.CrossSell", Field: fmt.Sprintf("offer %d", j), Value: o, Want: "a probability in [0, 1] and a profit within 1e280"}
		}
		sum.Add(o.Prob * o.Profit)
	}
	return sum.Value(), nil
}

// Wallet is what a customer spends on everything of our kind, ours and others'.
type Wallet struct {
	Size       float64 `json:"size"`       // spend a period, ≥ 0
	Share      float64 `json:"share"`      // ours, 0 to 1
	Growth     float64 `json:"growth"`     // expected growth of the size in the next period, ≥ −1
	Attainable float64 `json:"attainable"` // share we could have, 0 to 1
}

// Potential returns the additional spend that the next period could bring:
//
//	Size·(1 + Growth)·max(Attainable, Share) − Size·Share
//
// It is negative if the wallet shrinks faster than our share can grow.
func (w Wallet) Potential() (float64, error) {
	share := func(v float64) bool { return v >= 0 && v <= 1 }
	if !(w.Size >= 0 && w.Size <= 1e280) || !share(w.Share) || !share(w.Attainable) || !(w.Growth >= -1 && w.Growth <= 1e6) {
		return 0, &clientele.InputError{Where: "segment.Wallet", Field: "wallet", Value: w, Want: "a size in [0, 1e280], shares in [0, 1] and a growth of at least -1"}
	}
	return w.Size*(1+w.Growth)*max(w.Attainable, w.Share) - w.Size*w.Share, nil
}

// MarshalJSON writes the fields.
func (o CrossOffer) MarshalJSON() ([]byte, error) { return wire.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes.
func (o *CrossOffer) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// MarshalJSON writes the fields.
func (w Wallet) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes.
func (w *Wallet) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }
