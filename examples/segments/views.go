package main

import (
	"context"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value/btyd"
)

// model is the one that says how loyal a customer is: unlike BG/NBD, it does
// not take those with a single order for certain.
type model = btyd.MBGNBD

// rfm returns recency in weeks, the number of orders and the total of all, and
// the rhythm of each customer.
func (s *shop) rfm() ([]rfm.RFM, []rfm.DepartureEvidence) {
	base, evidence := make([]rfm.RFM, len(s.customers)), make([]rfm.DepartureEvidence, len(s.customers))
	for i, c := range s.customers {
		base[i], evidence[i] = note.Must(rfm.OfRecord(c.record)), rfm.EvidenceOf(c.record.History)
	}
	return base, evidence
}

// segmentation returns the names of scores, gated by the rhythm of this base.
func (s *shop) segmentation() *rfm.Segmentation {
	base, evidence := s.rfm()
	recency := note.Must(rfm.CheckRecency(base, evidence))
	return note.Must(rfm.NewSegmentation(note.Must(rfm.Fit(base, nil)), &rfm.SegmentationPolicy{Gap: recency.Gap}))
}

// standings returns value, potential and loyalty, and the fit behind the last.
func (s *shop) standings() ([]segment.CubePoint, *clientele.Fit[model]) {
	panel := note.Must(note.Must(s.ledger.Records(now, clientele.Week)).Panel())
	fit := note.Must(btyd.FitMBGNBD(context.Background(), panel, nil))
	base := make([]segment.CubePoint, len(s.customers))
	for i, c := range s.customers {
		years := c.record.History.Age / clientele.Year.In(clientele.Week)
		wallet := c.wallet
		wallet.Share = min(1, c.spent()/years/wallet.Size)
		base[i] = segment.CubePoint{
			Value:     clientele.Known(c.contribution / years),
			Potential: clientele.Known(margin * note.Must(wallet.Potential())),
			Loyalty:   clientele.Known(fit.Model.ProbAlive(c.record.History)),
		}
	}
	return base, fit
}

// rfmTable returns recency, frequency and money as a table, on one scale.
func (s *shop) rfmTable() *feature.Table {
	t := note.Must(feature.NewTable("weeks since", "orders", "spent"))
	base, _ := s.rfm()
	for _, c := range base {
		note.Check(t.Add(c.SinceLast, c.Purchases, c.Money))
	}
	scaling := note.Must(feature.FitScaling(t, &feature.ScalingPolicy{Transforms: map[string]feature.Transform{
		"weeks since": feature.TransformLog, "orders": feature.TransformLog, "spent": feature.TransformLog}}))
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
