package portrait_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value/btyd"
)

var opening = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// shop is a simulated shop of n customers, watched for two years.
func shop(n int) (*clientele.Ledger[int], time.Time) {
	truth, r := btyd.ParetoNBD{R: 1.2, Alpha: 40, S: 0.7, Beta: 150}, rand.New(rand.NewPCG(1, 2))
	var l clientele.Ledger[int]
	for customer := range n {
		start := float64(r.IntN(365))
		amount := 20 + 30*r.Float64()
		for _, day := range truth.AppendPurchases([]float64{0}, r, clientele.History{}, 730-start) {
			at := opening.Add(time.Duration((start + day) * float64(clientele.Day)))
			if err := l.Add(clientele.Transaction[int]{Customer: customer, Time: at, Amount: amount * (0.7 + 0.6*r.Float64())}); err != nil {
				panic(err)
			}
		}
	}
	return &l, opening.AddDate(2, 0, -1)
}

// From rows to a portrait: what a shop knows of a customer, in one value.
func Example() {
	ledger, asOf := shop(1000)
	p, err := portrait.Fit(context.Background(), ledger, asOf, nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Kind())
	for _, customer := range []int{1, 2, 3} {
		d, err := portrait.DossierOf(p, ledger, customer, asOf, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		who, err := p.ClassifyWithin(&d, 0.95)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(who.Summary(clientele.LangEnglish))
		fmt.Println(who.Summary(clientele.LangChinese))
		for _, r := range who.AppendReasons(nil) {
			fmt.Println("  -", r.Text(clientele.LangEnglish))
		}
	}
	// Output:
}
