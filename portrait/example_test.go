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
	d, err := portrait.DossierOf(p, ledger, 16, asOf, nil)
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
		fmt.Println(" -", r.Text(clientele.LangEnglish))
	}
	// Output:
	// Stability since 2025-07-07: 20 purchases, the last 2 days ago; expected to bring 299.4 in the next 365 days (between 287.9 and 311.4); RFM: Champions. To do: Keep up the relationship.
	// 稳定期客户（2025-07-07 起）：购买 20 次，最近一次在 2 天前；预计未来 365 天带来 299.4（在 287.9 与 311.4 之间）；RFM: 核心客户。建议：维系关系。
	//  - how often the customer buys is known to within 20 %; stability asks for 35 % or less
	//  - the probability that sales have halved against the customer's usual level is 0.8 %; decline begins at 50 %
	//  - the probability of no purchase in the time ahead is 6.7 %, below 85 %: not lost
	//  - 2 days without a purchase, of a customer expected to buy every 22
	//  - the time ahead that is judged is 79 days
	//  - expected to bring 299.4 up to the horizon, in 13.29 purchases
	//  - still a customer with a probability of 99.7 %
	//  - of such customers who are still there, half buy again within 16 days, nine in ten within 54
	//  - value 299.4 is above 161.4
	//  - value 299.4 is not above 959.1
	//  - frequency and money are those of the last 365 days
	//  - recency score 5 of 5
	//  - frequency score 5 of 5
	//  - money score 5 of 5
	//  - the last purchase was 2 days ago, fewer than 328.1
	//  - 16 purchases, more than 4.46
	//  - spent 362, more than 162.9
	//  - what they would spend a year if they bought everything here is not known: ask or estimate it
	//  - knowing the share of purchases at a discount would tell most
	//  - measuring the renewal rate would help most
	//  - how satisfied they are is not known: ask them
}
