package portrait

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
)

// fitVerdicts fits the cut points of the base.
func (f *fitted) fitVerdicts(ctx context.Context, b *base, trade purchases, q *PortraitPolicy) error {
	n := len(b.dossiers)
	worth, recent, points := make([]float64, n), make([]rfm.RFM, n), make([]segment.CubePoint, n)
	var profits []float64
	for i := range b.dossiers {
		d := &b.dossiers[i]
		worth[i] = trade.worth(d)
		f.Worth += worth[i]
		recent[i] = recencyOf(d)
		points[i] = pointOf(d, q, trade.loss(d).ProbSilent)
	}
	var err error
	if f.Bins, err = rfm.Fit(recent, &q.Bins); err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	cells := q.Cells
	if cells.Unit == 0 {
		cells.Unit = Days
	}
	if f.Cells, err = rfm.FitCells(recent, &cells); err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	if f.Pyramid, err = segment.FitPyramid(worth, &q.Pyramid); err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	if f.Cube, err = segment.FitCube(points, &q.Cube); err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	if f.Orienter, err = loyalty.NewOrientationRules(&q.Orientation); err != nil {
		return err
	}
	for i, m := range b.markers {
		lean, err := f.Orienter.Orient(m)
		if err != nil {
			return fmt.Errorf("portrait.Fit: %w", err)
		}
		if lean.Orientation == loyalty.OrientationRelationship {
			profits = append(profits, profitOf(&b.dossiers[i], q))
		}
	}
	if len(profits) > 0 {
		classes, err := loyalty.NewValueClasses(&q.Classes)
		if err != nil {
			return err
		}
		cuts := classes.Cuts(profits)
		f.Cuts = &cuts
	}
	rates, _, err := loyalty.FitBase(ctx, &b.rates, nil) // a part that nobody has is unknown in every portrait, which says so
	if err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	if f.Scorer, err = loyalty.NewLoyaltyScorer(&q.Score, &rates); err != nil {
		return err
	}
	if len(b.accounts) == 0 {
		return nil
	}
	if f.Tiers, err = keyaccount.FitClassifier(b.accounts, &q.Tiers); err != nil {
		return fmt.Errorf("portrait.Fit: accounts: %w", err)
	}
	return nil
}

// recencyOf is the customer's recency, and frequency and money of the window.
func recencyOf(d *Dossier) rfm.RFM {
	return rfm.RFM{SinceLast: d.History.Age - d.History.Last, Purchases: float64(d.Recent.Count), Money: d.Recent.Mean * float64(d.Recent.Count)}
}

// profitOf is what the customer brought in the window, as a profit a year.
func profitOf(d *Dossier, q *PortraitPolicy) float64 {
	return q.Margin * d.Recent.Mean * float64(d.Recent.Count) / q.Window.In(clientele.Year)
}

// pointOf is the customer's place on value × potential × loyalty.
func pointOf(d *Dossier, q *PortraitPolicy, silent float64) segment.CubePoint {
	p := segment.CubePoint{Value: clientele.Known(profitOf(d, q)), Potential: d.Known.Potential}
	if !math.IsNaN(silent) {
		p.Loyalty = clientele.Known(1 - silent)
	}
	return p
}
