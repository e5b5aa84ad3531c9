package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/segment"
	"gonum.org/v1/gonum/stat/distuv"
)

// kind is what a customer of the shop is like. In real life nobody tells.
type kind struct {
	name    note.Words
	share   float64
	gap     float64 // typical days between orders
	stop    float64 // probability of leaving after an order
	amount  float64 // typical list price of an order
	bargain float64 // share of orders at a discount
	gift    float64 // share of orders sent to somebody else
}

var kinds = []kind{
	{note.Words{"regular", "常客"}, 0.40, 32, 0.04, 46, 0.10, 0.05},
	{note.Words{"bargain hunter", "优惠客"}, 0.35, 48, 0.10, 40, 0.80, 0.05},
	{note.Words{"gift giver", "送礼客"}, 0.25, 85, 0.06, 74, 0.15, 0.70},
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

// openShop simulates the shop: customers come over the first year, and each
// has a rate, a price level and a wallet of their own.
func openShop(o *options) *base {
	r := rand.New(rand.NewPCG(2023+o.Seed, 1))
	b := &base{options: o, ledger: new(clientele.Ledger[string]), now: now, end: later, simulated: true, customers: make([]customer, size)}
	if !o.AsOf.IsZero() && o.AsOf.Before(later) {
		b.now = o.AsOf
	}
	for id := range b.customers {
		c := &b.customers[id]
		c.kind = draw(r)
		k := kinds[c.kind]
		rate := distuv.Gamma{Alpha: 2, Beta: 2 * k.gap, Src: r}.Rand()
		price := k.amount * math.Exp(0.35*r.NormFloat64())
		c.wallet = segment.Wallet{Size: 700 * math.Exp(0.5*r.NormFloat64()), Attainable: 0.3 + 0.4*r.Float64()}
		for day := 365 * r.Float64(); day < 731; day += r.ExpFloat64() / rate {
			c.order(b, r, name(id), opening.AddDate(0, 0, int(day)), price)
			if r.Float64() < k.stop {
				break
			}
		}
	}
	b.report = intake.Simulated("simulated shop", b.ledger)
	records := map[string]clientele.Record[string]{}
	for _, r := range b.records() {
		records[r.Customer] = r
	}
	known := b.customers[:0]
	for id, c := range b.customers {
		if record, ok := records[name(id)]; ok { // the others come later
			c.record = record
			known = append(known, c)
		}
	}
	b.customers = known
	return b
}

func name(id int) string { return fmt.Sprintf("C%04d", id+1) }

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
func (c *customer) order(b *base, r *rand.Rand, id string, at time.Time, price float64) {
	k := kinds[c.kind]
	list := price * distuv.Gamma{Alpha: 6, Beta: 6, Src: r}.Rand()
	paid, bargain, gift := list, r.Float64() < k.bargain, r.Float64() < k.gift
	if bargain {
		paid *= 1 - discount
	}
	paid = math.Round(100*paid) / 100
	note.Check(b.ledger.Add(clientele.Transaction[string]{Customer: id, Time: at, Amount: paid}))
	if at.After(b.now) {
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
