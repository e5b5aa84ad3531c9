// Package shop is the simulated shop of the example programs: what they run on
// without a file.
package shop

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/value/btyd"
)

// The shop: customers come over two of three years, buy at random at
// rates of their own and leave unseen; one in six doubles their rate in the last
// half year or falls to a quarter of it.
const (
	customers = 1500
	span      = 3 * 365 // days
	joining   = 2 * 365
	turning   = 180 // days before the end
)

// Open reads the log of the input, in days, or simulates the shop if it names none.
func Open(in *intake.Input, p *program.Progress) (*intake.Book, error) {
	if in.Transactions == "" {
		return Simulate(in.Seed)
	}
	return intake.ReadLog(in.Transactions, in.Reading, clientele.Day, func(rows int) { p.Show("read %d rows", rows) })
}

// Simulate returns the log of the shop.
func Simulate(seed uint64) (*intake.Book, error) {
	truth := btyd.ParetoNBD{R: 1.3, Alpha: 40, S: 0.8, Beta: 300} // in days
	r := rand.New(rand.NewPCG(seed, 12))
	first := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	ledger, err := clientele.NewLedger[string](nil)
	if err != nil {
		return nil, err
	}
	for i := range customers {
		came := float64(r.IntN(joining))
		usual := 15 + 60*r.Float64()
		days := truth.AppendPurchases([]float64{0}, r, clientele.History{}, span-1-came)
		change, keep := r.IntN(12), 1.0
		for _, day := range days {
			late := came+day > span-turning
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
				at := min(came+day+float64(k)*3, span-1)
				if err := ledger.Add(clientele.Transaction[string]{Customer: fmt.Sprintf("C%04d", i+1), Time: first.AddDate(0, 0, int(at)),
					Amount: float64(int(100*usual*(0.6+0.8*r.Float64()))) / 100}); err != nil {
					return nil, err
				}
			}
		}
	}
	return &intake.Book{Ledger: ledger, Amounts: true, Report: intake.Simulated("simulated shop", ledger)}, nil
}
