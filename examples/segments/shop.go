package main

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/segment"
	"gonum.org/v1/gonum/stat/distuv"
)

// kind is what a customer of the shop is like. In real life nobody tells.
type kind struct {
	name    string
	share   float64
	gap     float64 // typical days between orders
	stop    float64 // probability of leaving after an order
	amount  float64 // typical list price of an order
	bargain float64 // share of orders at a discount
	gift    float64 // share of orders sent to somebody else
}

var kinds = []kind{
	{"regular", 0.40, 32, 0.04, 46, 0.10, 0.05},
	{"bargain hunter", 0.35, 48, 0.10, 40, 0.80, 0.05},
	{"gift giver", 0.25, 85, 0.06, 74, 0.15, 0.70},
}

const (
	size     = 1500 // customers
	margin   = 0.35 // of the list price
	discount = 0.20
	service  = 6 // what an order costs to pack and send
)

var (
	opening = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	now     = time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC)
	later   = time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)
)

// shop is the log of two years, and what is known beside it.
type shop struct {
	ledger    clientele.Ledger[int]
	customers []customer // those who had bought by now
}

// customer is what the shop knows of one of them, and the truth.
type customer struct {
	record       clientele.Record[int]
	contribution float64        // margin less discounts and service, to date
	orders       float64        // to date
	bargain      float64        // of them at a discount
	gift         float64        // and sent to somebody else
	wallet       segment.Wallet // what a survey says they spend on tea in a year
	kind         int            // the truth
}

// openShop simulates the shop: customers come over the first year, and each
// has a rate, a price level and a wallet of their own.
func openShop() *shop {
	r := rand.New(rand.NewPCG(2024, 1))
	s := &shop{customers: make([]customer, size)}
	for id := range s.customers {
		c := &s.customers[id]
		c.kind = draw(r)
		k := kinds[c.kind]
		rate := distuv.Gamma{Alpha: 2, Beta: 2 * k.gap, Src: r}.Rand()
		price := k.amount * math.Exp(0.35*r.NormFloat64())
		c.wallet = segment.Wallet{Size: 700 * math.Exp(0.5*r.NormFloat64()), Attainable: 0.3 + 0.4*r.Float64()}
		for day := 365 * r.Float64(); day < 731; day += r.ExpFloat64() / rate {
			c.order(s, r, id, opening.AddDate(0, 0, int(day)), price)
			if r.Float64() < k.stop {
				break
			}
		}
	}
	for record := range note.Must(s.ledger.Split(now, later, clientele.Week)).All() {
		s.customers[record.Customer].record = record
	}
	return s
}

// draw draws a kind.
func draw(r *rand.Rand) int {
	u := r.Float64()
	for i, k := range kinds {
		if u -= k.share; u < 0 {
			return i
		}
	}
	return len(kinds) - 1
}

// order enters an order into the ledger and, if it is not in the future yet,
// into what is known beside it.
func (c *customer) order(s *shop, r *rand.Rand, id int, at time.Time, price float64) {
	k := kinds[c.kind]
	list := price * distuv.Gamma{Alpha: 6, Beta: 6, Src: r}.Rand()
	paid, bargain, gift := list, r.Float64() < k.bargain, r.Float64() < k.gift
	if bargain {
		paid *= 1 - discount
	}
	paid = math.Round(100*paid) / 100
	note.Check(s.ledger.Add(clientele.Transaction[int]{Customer: id, Time: at, Amount: paid}))
	if at.After(now) {
		return
	}
	c.contribution += paid - (1-margin)*list - service
	c.orders++
	if bargain {
		c.bargain++
	}
	if gift {
		c.gift++
	}
}

// spent returns what the customer has paid to date.
func (c *customer) spent() float64 {
	return float64(c.record.SpendAll.Count) * c.record.SpendAll.Mean
}
