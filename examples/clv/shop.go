package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/spend"
	"gonum.org/v1/gonum/stat/distuv"
)

// shop is a simulated base of customers: what they are like is known, so it
// can be seen whether the fit finds it.
type shop struct {
	purchases btyd.BGNBD       // in weeks
	spend     spend.GammaGamma // in euros
	customers int
	first     time.Time // day of opening; customers join over the first half year
	joining   int       // days
	watched   int       // days of calibration
	after     int       // days of holdout
}

// theShop is the one that the program runs on without a file.
var theShop = shop{
	purchases: btyd.BGNBD{R: 0.55, Alpha: 7, A: 0.8, B: 3.2},
	spend:     spend.GammaGamma{P: 5, Q: 4, Gamma: 24},
	customers: 3000,
	first:     time.Date(2023, 1, 2, 0, 0, 0, 0, time.UTC),
	joining:   182,
	watched:   52 * 7,
	after:     26 * 7,
}

// simulateShop makes the dataset of the shop: a log of transactions put into a
// ledger, as a real one would be. It sets the end of calibration where no flag did.
func simulateShop(o *options) (*dataset, error) {
	book, err := newLedger(o.terms.Unit)
	if err != nil {
		return nil, err
	}
	s := theShop
	r := rand.New(rand.NewPCG(o.Seed, 1))
	for i := range s.customers {
		name := fmt.Sprintf("C%04d", i+1)
		for _, t := range s.live(r) {
			t.Customer = name
			if err := book.Add(t); err != nil {
				return nil, err
			}
		}
	}
	if o.end.IsZero() {
		o.end = s.first.AddDate(0, 0, s.watched-1)
	}
	d, err := fromLedger(&intake.Book{Ledger: book, Amounts: true, Report: intake.Simulated("simulated shop", book)}, o)
	if err != nil {
		return nil, err
	}
	if o.terms.Unit == clientele.Week {
		d.truth = &s
	}
	return d, nil
}

// live draws the purchases of one customer: a rate, a probability of dropping
// out after each repeat purchase, and a mean amount, all the customer's own.
func (s shop) live(r *rand.Rand) []clientele.Transaction[string] {
	rate := distuv.Gamma{Alpha: s.purchases.R, Beta: s.purchases.Alpha, Src: r}.Rand() / 7 // a day
	dropout := distuv.Beta{Alpha: s.purchases.A, Beta: s.purchases.B, Src: r}.Rand()
	scale := distuv.Gamma{Alpha: s.spend.Q, Beta: s.spend.Gamma, Src: r}.Rand()
	joined := r.IntN(s.joining)
	var out []clientele.Transaction[string]
	for day := 0.0; joined+int(day) < s.watched+s.after; day += r.ExpFloat64() / rate {
		if len(out) > 1 && r.Float64() < dropout { // the last purchase was a repeat
			break
		}
		amount := distuv.Gamma{Alpha: s.spend.P, Beta: scale, Src: r}.Rand()
		out = append(out, clientele.Transaction[string]{
			Time:   s.first.AddDate(0, 0, joined+int(day)),
			Amount: math.Max(0.01, math.Round(100*amount)/100),
		})
	}
	return out
}
