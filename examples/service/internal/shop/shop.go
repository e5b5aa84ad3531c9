// Package shop simulates the transactions of a shop, for the demonstration and the
// tests.
package shop

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/value/btyd"
)

// Opening is the day of the first purchases.
var Opening = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)

// Days is how long the shop is watched.
const Days = 730

// Rows returns the transactions of a number of customers in two years from Opening,
// customer by customer.
func Rows(customers int, seed uint64) []store.Row {
	truth, r := btyd.ParetoNBD{R: 1.2, Alpha: 40, S: 0.7, Beta: 150}, rand.New(rand.NewPCG(seed, 2))
	var rows []store.Row
	for c := range customers {
		start := float64(r.IntN(365))
		usual := math.Exp(3.5 + 0.5*r.NormFloat64())
		for i, day := range truth.AppendPurchases([]float64{0}, r, clientele.History{}, Days-1-start) {
			at := Opening.Add(time.Duration((start + day) * float64(clientele.Day))).Truncate(time.Second)
			amount := math.Round(100*usual*math.Exp(0.3*r.NormFloat64())) / 100
			rows = append(rows, store.Row{ID: fmt.Sprintf("T-%05d-%d", c, i), Customer: fmt.Sprintf("C-%05d", c), Time: at, Amount: amount})
		}
	}
	return rows
}
