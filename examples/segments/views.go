package main

import (
	"context"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value/btyd"
)

// rfm returns recency in weeks, the number of orders and the total of all, and
// the rhythm of each customer.
func (b *base) rfm() ([]rfm.RFM, []rfm.DepartureEvidence) {
	all, evidence := make([]rfm.RFM, len(b.customers)), make([]rfm.DepartureEvidence, len(b.customers))
	for i, c := range b.customers {
		all[i], evidence[i] = note.Must(rfm.OfRecord(c.record)), rfm.EvidenceOf(c.record.History)
	}
	return all, evidence
}

// segmentation returns the names of scores, gated by the rhythm of a base.
func segmentation(base []rfm.RFM, evidence []rfm.DepartureEvidence) *rfm.Segmentation {
	policy := new(rfm.SegmentationPolicy)
	if recency, err := rfm.CheckRecency(base, evidence); err == nil {
		policy.Gap = recency.Gap
	}
	return note.Must(rfm.NewSegmentation(note.Must(rfm.Fit(base, nil)), policy))
}

// fit fits the purchase model that says how loyal a customer is: MBG/NBD unless
// another is asked for, because it does not take those with a single order for certain.
func (b *base) fit() *intake.ModelChoice {
	timelines := note.Must(btyd.CollectTimelines(note.Must(b.ledger.Records(b.now, clientele.Week))))
	return note.Must(b.Models.Fit(context.Background(), timelines, "btyd.MBGNBD"))
}

// standings returns value, potential and loyalty.
func (b *base) standings(fit *clientele.Fit[btyd.AnyModel]) []segment.CubePoint {
	points := make([]segment.CubePoint, len(b.customers))
	for i, c := range b.customers {
		years := max(c.record.History.Age, 1) / clientele.Year.In(clientele.Week)
		wallet := c.wallet
		wallet.Share = min(1, c.spent()/years/wallet.Size)
		points[i] = segment.CubePoint{
			Value:     clientele.Known(c.contribution / years),
			Potential: clientele.Known(margin * note.Must(wallet.Potential())),
			Loyalty:   clientele.Known(fit.Model.ProbAlive(c.record.History)),
		}
	}
	return points
}

// rfmTable returns recency, frequency and money as a table, on one scale.
func (b *base) rfmTable() *feature.Table {
	t := note.Must(feature.NewTable("weeks since", "orders", "spent"))
	all, _ := b.rfm()
	for _, c := range all {
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
func (b *base) habits() (t *feature.Table, who []int) {
	t = note.Must(feature.NewTable("at a discount", "as a gift"))
	for id, c := range b.customers {
		if c.orders >= knownAfter {
			note.Check(t.Add(c.bargain/c.orders, c.gift/c.orders))
			who = append(who, id)
		}
	}
	return t, who
}
