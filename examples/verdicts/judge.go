package main

import (
	"errors"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value"
)

// said is every verdict on one customer, and what they then did.
type said struct {
	id      string
	silent  float64 // P(no purchase in the horizon)
	loss    clientele.LossVerdict
	stage   lifecycle.Detector
	segment rfm.SegmentVerdict
	cell    rfm.CellVerdict
	after   loyalty.AfterSalesVerdict
	risk    retention.RiskVerdict
	leaning loyalty.Leaning
	class   segment.ClassVerdict

	bought int     // purchases in the horizon
	usual  float64 // purchases that the usual rate would have made in it; NaN if it is not known
}

// quarter is the period in which a repeat purchase counts after the sale, in days.
const quarter = 91

// judge gives every verdict on every customer.
func (f *fitted) judge(b *base) ([]said, error) {
	out := make([]said, len(b.customers))
	people := make([]rfm.RFM, len(b.customers))
	worth := make([]float64, len(b.customers))
	length := b.passes(b.split, b.split+f.horizon)
	for i := range b.customers {
		c, s := &b.customers[i], &out[i]
		line := b.timeline(c, b.split)
		h := line.History()
		s.id, people[i] = c.id, b.rfm(c)
		s.loss, s.silent = f.loss.ClassifyTimeline(line), f.loss.ProbSilentOf(line, length)
		s.risk = f.risk.ClassifyLoss(s.loss)
		s.after = f.after.Classify(loyalty.AfterSalesRecord{Repeats: c.repeats(b.split), Loss: s.loss})
		var err error
		if _, s.stage, err = lifecycle.Trace(f.stages, c.before(), b.split); err != nil {
			return nil, fmt.Errorf("customer %s: %w", c.id, err)
		}
		if s.leaning, err = f.orient.Orient(loyalty.Markers{Tenure: clientele.Known(float64(b.split-c.events[0].Day) / 365.25), Purchases: clientele.Known(float64(c.known))}); err != nil {
			return nil, fmt.Errorf("customer %s: %w", c.id, err)
		}
		worth[i] = f.clv.Of(value.Customer{History: h, Spend: c.spend()})
		s.bought = c.after(b.split, b.split+f.horizon)
		s.usual = math.NaN()
		if gap := s.stage.Activity().Gap; gap > 0 {
			s.usual = length / gap
		}
	}
	bins, err := rfm.Fit(people, nil)
	if err != nil {
		return nil, err
	}
	names, err := rfm.NewSegmentation(bins, nil)
	if err != nil {
		return nil, err
	}
	cells, err := rfm.FitCells(people, &rfm.CellPolicy{Unit: clientele.Day})
	if err != nil && !errors.Is(err, clientele.ErrNoData) { // nobody pays: there are no amounts
		return nil, err
	}
	classes, err := segment.FitABC(worth, nil)
	if err != nil && !errors.Is(err, clientele.ErrNoData) { // nobody will buy
		return nil, err
	}
	for i := range out {
		s := &out[i]
		s.segment = names.Classify(people[i], rfm.DepartureEvidence{Loss: s.loss})
		s.cell = cells.Classify(people[i])
		s.class = classes.Classify(worth[i])
	}
	return out, nil
}

// repeats returns in how many of the whole quarters since the first purchase the
// customer bought.
func (c *customer) repeats(split lifecycle.Day) clientele.Ratio {
	first := c.events[0].Day
	var r clientele.Ratio
	for from := first; from+quarter <= split; from += quarter {
		r.Trials++
		if c.after(from, from+quarter) > 0 {
			r.Hits++
		}
	}
	return r
}
