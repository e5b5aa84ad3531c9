package sample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

// The simulated shop: customers come over the first seventeen of 24 months, buy at random at
// rates of their own and leave unseen.
const (
	shopCustomers = 500
	shopDays      = 2 * 364
	shopJoining   = 520
	shopSplit     = 364 + 140 // days to which the model was fitted
)

var (
	shopBegin = time.Date(2023, 1, 2, 0, 0, 0, 0, time.UTC)
	shopTruth = btyd.ParetoNBD{R: 1.1, Alpha: 45, S: 0.8, Beta: 330, Unit: clientele.Day}
)

func shopDay(day int) time.Time { return shopBegin.AddDate(0, 0, day) }

// shop is the log of the shop in a ledger.
var shop = sync.OnceValues(simulate)

// shopRecords reads the shop on its last day.
func shopRecords() (*clientele.Records[string], error) {
	book, err := shop()
	if err != nil {
		return nil, err
	}
	return book.Records(shopDay(shopDays-1), clientele.Day)
}

func simulate() (*clientele.Ledger[string], error) {
	r := rand.New(rand.NewPCG(15, 1))
	book, err := clientele.NewLedger[string](nil)
	if err != nil {
		return nil, err
	}
	for i := range shopCustomers {
		came := r.IntN(shopJoining)
		usual := 20 * math.Exp(0.6*r.NormFloat64())
		ages := shopTruth.AppendPurchases([]float64{0}, r, clientele.History{}, float64(shopDays-1-came))
		for _, age := range slices.Compact(ages) {
			amount := math.Round(100*usual*(0.6+0.8*r.Float64())) / 100
			if err := book.Add(clientele.Transaction[string]{Customer: fmt.Sprintf("C%04d", i+1), Time: shopDay(came + int(age)), Amount: amount}); err != nil {
				return nil, err
			}
		}
	}
	return book, nil
}
