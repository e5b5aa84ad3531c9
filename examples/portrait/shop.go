package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/value/btyd"
)

// open reads the log, or simulates a shop.
func open(o options, p *program.Progress) (*intake.Book, error) {
	if o.transactions != "" {
		return intake.ReadLog(o.transactions, o.reading, clientele.Day, func(rows int) { p.Show("read %d rows", rows) })
	}
	return simulate(o.seed)
}

// The simulated shop: customers come over two of three years, buy at random at
// rates of their own and leave unseen; one in six doubles their rate in the last
// half year or falls to a quarter of it.
const (
	shopCustomers = 1500
	shopDays      = 3 * 365
	shopJoining   = 2 * 365
	shopChange    = 180 // days before the end
)

func simulate(seed uint64) (*intake.Book, error) {
	truth := btyd.ParetoNBD{R: 1.3, Alpha: 40, S: 0.8, Beta: 300} // in days
	r := rand.New(rand.NewPCG(seed, 12))
	first := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	ledger, err := clientele.NewLedger[string](nil)
	if err != nil {
		return nil, err
	}
	for i := range shopCustomers {
		came := float64(r.IntN(shopJoining))
		usual := 15 + 60*r.Float64()
		days := truth.AppendPurchases([]float64{0}, r, clientele.History{}, shopDays-1-came)
		change, keep := r.IntN(12), 1.0
		for _, day := range days {
			late := came+day > shopDays-shopChange
			if keep = 1; late && change == 0 {
				keep = 0.25
			}
			if r.Float64() > keep {
				continue
			}
			n := 1
			if late && change == 1 {
				n = 2
			}
			for k := range n {
				at := min(came+day+float64(k)*3, shopDays-1)
				if err := ledger.Add(clientele.Transaction[string]{Customer: fmt.Sprintf("C%04d", i+1), Time: first.AddDate(0, 0, int(at)),
					Amount: float64(int(100*usual*(0.6+0.8*r.Float64()))) / 100}); err != nil {
					return nil, err
				}
			}
		}
	}
	return &intake.Book{Ledger: ledger, Amounts: true, Report: intake.Simulated("simulated shop", ledger)}, nil
}
