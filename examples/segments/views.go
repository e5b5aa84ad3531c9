package main

import (
	"context"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/value/btyd"
)

// model is the one that says how loyal a customer is: unlike BG/NBD, it does
// not take those with a single order for certain.
type model = btyd.MBGNBD

// rfm returns recency in weeks, the number of orders and the total of all.
func (s *shop) rfm() []segment.RFM {
	base := make([]segment.RFM, len(s.customers))
	for i, c := range s.customers {
		base[i] = note.Must(segment.RFMOf(c.record.History, c.record.SpendAll))
	}
	return base
}

// standings returns value, potential and loyalty, and the fit behind the last.
func (s *shop) standings() ([]segment.Standing, *clientele.Fit[model]) {
	panel := note.Must(note.Must(s.ledger.Records(now, clientele.Week)).Panel())
	fit := note.Must(btyd.FitMBGNBD(context.Background(), panel, nil))
	base := make([]segment.Standing, len(s.customers))
	for i, c := range s.customers {
		years := c.record.History.Age / clientele.Year.In(clientele.Week)
		wallet := c.wallet
		wallet.Share = min(1, c.spent()/years/wallet.Size)
		base[i] = segment.Standing{
			Value:     c.contribution / years,
			Potential: margin * note.Must(wallet.Potential()),
			Loyalty:   fit.Model.ProbAlive(c.record.History),
		}
	}
	return base, fit
}

// rfmTable returns recency, frequency and money as a table, on one scale.
func (s *shop) rfmTable() *feature.Table {
	t := note.Must(feature.NewTable("weeks since", "orders", "spent"))
	for _, c := range s.rfm() {
		note.Check(t.Add(c.SinceLast, c.Purchases, c.Money))
	}
	scaling := note.Must(feature.FitScaling(t, &feature.ScalingOptions{Transforms: map[string]feature.Transform{
		"weeks since": feature.Log, "orders": feature.Log, "spent": feature.Log}}))
	return note.Must(scaling.Table(t))
}

// knownAfter is the number of orders that make a share mean something.
const knownAfter = 5

// habits returns the shares of orders at a discount and as a gift, of the
// customers with enough orders, and who these are.
func (s *shop) habits() (t *feature.Table, who []int) {
	t = note.Must(feature.NewTable("at a discount", "as a gift"))
	for id, c := range s.customers {
		if c.orders >= knownAfter {
			note.Check(t.Add(c.bargain/c.orders, c.gift/c.orders))
			who = append(who, id)
		}
	}
	return t, who
}
