package spend

import (
	"cmp"
	"context"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/concentration"
)

// OutlierPolicy says which customers are set aside and what is too much. Zero
// fields mean the default.
type OutlierPolicy struct {
	Top   float64 // share of customers that is looked at, in (0, 0.5); default 0.01, at least one customer
	Share float64 // share of the total that is too much for them; default 0.2
	Moves float64 // relative change of the estimate that is too much; default 0.1
}

func (p *OutlierPolicy) orDefault() (OutlierPolicy, error) {
	own := OutlierPolicy{Top: 0.01, Share: 0.2, Moves: 0.1}
	if p != nil {
		for _, f := range []struct{ into, from *float64 }{{&own.Top, &p.Top}, {&own.Share, &p.Share}, {&own.Moves, &p.Moves}} {
			if *f.from != 0 {
				*f.into = *f.from
			}
		}
	}
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "spend.CheckOutliers", Field: field, Value: value, Want: want}
	}
	switch {
	case !(own.Top > 0 && own.Top < 0.5):
		return own, bad("Top", own.Top, "a share between 0 and 0.5")
	case !(own.Share > 0 && own.Share <= 1):
		return own, bad("Share", own.Share, "a share in (0, 1]")
	case !(own.Moves > 0 && own.Moves <= math.MaxFloat64):
		return own, bad("Moves", own.Moves, "a number > 0")
	}
	return own, nil
}

// Outliers says how much the answer owes to a few customers.
type Outliers struct {
	Top     int     // customers set aside: those with the largest mean amounts
	Share   float64 // of the total amount that as many customers, those with the largest totals, make
	All     *clientele.Fit[GammaGamma]
	Without *clientele.Fit[GammaGamma] // fitted without the customers set aside
	Moved   float64                    // relative change of the population mean without them; of the median where a mean does not exist
	Reasons []clientele.Reason         // ReasonTopShare if Share is too large; then ReasonTopMoves or ReasonTopSteady
}

// CheckOutliers fits the gamma-gamma model with and without the customers with
// the largest mean amounts. The fit itself is not robust: it takes every mean
// as it is. The model has a heavy tail of its own, so large customers are no
// reason to drop any; but where the population mean hangs on a few, it should
// not be trusted without looking at them.
//
// Errors are those of FitGammaGamma, to either set of customers.
func CheckOutliers(ctx context.Context, p *SpendPanel, policy *OutlierPolicy) (*Outliers, error) {
	own, err := policy.orDefault()
	if err != nil {
		return nil, err
	}
	out := new(Outliers)
	if out.All, err = FitGammaGamma(ctx, p, nil); err != nil {
		return nil, err
	}
	rest, err := out.setAside(p, own.Top)
	if err != nil {
		return nil, err
	}
	if out.Without, err = FitGammaGamma(ctx, rest, nil); err != nil {
		return nil, err
	}
	with, without := out.All.Model.Mean(), out.Without.Model.Mean()
	if math.IsInf(with, 1) || math.IsInf(without, 1) {
		with, without = out.All.Model.Quantile(0.5), out.Without.Model.Quantile(0.5)
	}
	out.Moved = without/with - 1
	if out.Share > own.Share {
		out.Reasons = append(out.Reasons, clientele.Reason{Code: ReasonTopShare, Value: out.Share, Limit: own.Share})
	}
	code := ReasonTopSteady
	if math.Abs(out.Moved) > own.Moves {
		code = ReasonTopMoves
	}
	out.Reasons = append(out.Reasons, clientele.Reason{Code: code, Value: out.Moved, Limit: own.Moves})
	return out, nil
}

// setAside counts the top customers, enters the share of as many with the
// largest totals, and returns the panel of the others.
func (o *Outliers) setAside(p *SpendPanel, top float64) (*SpendPanel, error) {
	rows := p.cells.sorted(func(a, b clientele.Spend) int {
		return cmp.Or(cmp.Compare(b.Mean, a.Mean), compareSpend(a, b))
	})
	var totals []float64
	for _, c := range rows {
		for range c.n {
			if c.item.Count > 0 {
				totals = append(totals, float64(c.item.Count)*c.item.Mean)
			}
		}
	}
	ranked, err := concentration.Rank("spend.CheckOutliers", totals)
	if err != nil {
		return nil, err
	}
	o.Top = int(math.Ceil(top * float64(len(totals))))
	o.Share = ranked.Ratio(o.Top)
	rest := &SpendPanel{excluded: p.excluded}
	left := o.Top
	for _, c := range rows {
		aside := 0
		if c.item.Count > 0 {
			aside = min(left, c.n)
		}
		left -= aside
		rest.cells.add(c.item, c.n-aside)
	}
	return rest, nil
}
