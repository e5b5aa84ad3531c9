package spend

import (
	"cmp"
	"context"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/concentration"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// OutlierPolicy says which customers are set aside and what is too much; nil
// and zero fields mean the defaults.
type OutlierPolicy struct {
	Top   float64 `json:"top,omitempty"`   // share of customers that is looked at, in (0, 0.5); default 0.01, at least one customer
	Share float64 `json:"share,omitempty"` // share of the total that is too much for them, in (0, 1]; default 0.2
	Moves float64 `json:"moves,omitempty"` // relative change of the estimate that is too much, > 0; default 0.1
}

func (p *OutlierPolicy) filled() OutlierPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Top, 0.01)
	policy.Default(&q.Share, 0.2)
	policy.Default(&q.Moves, 0.1)
	return q
}

// Check returns nil if the policy, its defaults filled in, can be applied, and
// otherwise an *clientele.InputError.
func (p *OutlierPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "spend.OutlierPolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case !(q.Top > 0 && q.Top < 0.5):
		return bad("Top", q.Top, "a share between 0 and 0.5")
	case !(q.Share > 0 && q.Share <= 1):
		return bad("Share", q.Share, "a share in (0, 1]")
	case !(q.Moves > 0 && q.Moves <= math.MaxFloat64):
		return bad("Moves", q.Moves, "a number > 0")
	}
	return nil
}

// MarshalJSON writes the policy with its defaults filled in.
func (p OutlierPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p.filled()) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (p *OutlierPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Outliers says how much the answer owes to a few customers.
type Outliers struct {
	Policy  OutlierPolicy // with its defaults filled in
	Top     int           // customers set aside: those with the largest mean amounts
	Share   float64       // of the total amount that as many customers, those with the largest totals, make
	All     *clientele.Fit[GammaGamma]
	Without *clientele.Fit[GammaGamma] // fitted without the customers set aside
	Moved   float64                    // relative change of the population mean without them; of the median where a mean does not exist
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (o Outliers) MarshalJSON() ([]byte, error) { return wire.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (o *Outliers) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// AppendReasons appends ReasonTopShare if the top customers have too large a
// share, and then ReasonTopMoves or ReasonTopSteady.
func (o *Outliers) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if o.Share > o.Policy.Share {
		dst = append(dst, clientele.Reason{Code: ReasonTopShare, Value: o.Share, Limit: o.Policy.Share})
	}
	code := ReasonTopSteady
	if math.Abs(o.Moved) > o.Policy.Moves {
		code = ReasonTopMoves
	}
	return append(dst, clientele.Reason{Code: code, Value: o.Moved, Limit: o.Policy.Moves})
}

// CheckOutliers fits the gamma-gamma model with and without the customers with
// the largest mean amounts. The fit itself is not robust: it takes every mean
// as it is. The model has a heavy tail of its own, so large customers are no
// reason to drop any; but where the population mean hangs on a few, it should
// not be trusted without looking at them.
//
// Errors are those of FitGammaGamma, to either set of customers.
func CheckOutliers(ctx context.Context, p *SpendPanel, policy *OutlierPolicy) (*Outliers, error) {
	if err := policy.Check(); err != nil {
		return nil, err
	}
	own := policy.filled()
	out := &Outliers{Policy: own}
	var err error
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
	rest := &SpendPanel{AsOf: p.AsOf, excluded: p.excluded}
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
