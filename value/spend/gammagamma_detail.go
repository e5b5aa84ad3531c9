package spend

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/special"
)

// LogProbDetail returns the log-density of a customer's single amounts under
// the gamma-gamma model, comparable with that of the other models:
//
//	(p−1) Σ ln z − x lnΓ(p) + lnΓ(px+q) − lnΓ(q) + q ln γ − (px+q) ln(γ + Σz)
//
// Special cases are:
//
//	LogProbDetail of a customer without purchases = 0
//	LogProbDetail with an amount ≤ 0 = NaN
func (m GammaGamma) LogProbDetail(d PurchaseDetail) float64 {
	switch {
	case !m.valid() || d.Check() != nil || d.NonPositive > 0:
		return math.NaN()
	case d.Count == 0:
		return 0
	}
	x := float64(d.Count)
	logMean := math.Log(d.Mean)
	of, _, _ := singleTerms(m.P, x)
	return m.LogProb(d.Spend()) + logMean + of - m.P*x*math.Max(0, logMean-d.MeanLog) - x*d.MeanLog
}

// singleTerms returns lnΓ(px) − x lnΓ(p) − px ln x and its first and second
// derivative in p: what the density of x single amounts has beside that of
// their mean, as far as it depends on p and x. For large p, where the terms
// cancel, it is what Stirling's formula leaves.
func singleTerms(p, x float64) (v, slope, curve float64) {
	if x == 1 {
		return 0, 0, 0
	}
	const twoPi = 2 * math.Pi
	v = 0.5*(x-1)*math.Log(p/twoPi) - 0.5*math.Log(x) + special.Stirling(p*x) - x*special.Stirling(p)
	slope = x * (special.DigammaRise(p, p*(x-1)) - math.Log(x))
	curve = x * (x*special.Trigamma(p*x) - special.Trigamma(p))
	return v, slope, curve
}

// FitGammaGammaDetail estimates the gamma-gamma model from single amounts. The
// variation of each customer's amounts then tells P, which means alone know
// only from the differences between customers with many and with few purchases:
// its standard error is several times smaller. The log-likelihood is that of
// the single amounts, comparable with FitLogNormal's.
//
// Errors and warnings are those of FitGammaGamma; customers with an amount of
// 0 or less give an *clientele.InputError, and if no customer's amounts vary but
// customers differ, P is without bound: clientele.ErrNotIdentified.
func FitGammaGammaDetail(ctx context.Context, p *DetailPanel, opt *clientele.FitOptions) (*clientele.Fit[GammaGamma], error) {
	const name = "spend: gamma-gamma of single amounts"
	t, err := newSingles(name, p)
	if err != nil {
		return nil, err
	}
	fit, err := t.fit(ctx, name, opt)
	if _, one := t.price(); one && fit != nil {
		fit.LogLik = logLikelihood(p.All(), fit.Model.LogProbDetail)
	}
	return fit, err
}

func newSingles(name string, p *DetailPanel) (*means, error) {
	t := &means{single: true}
	spread, repeated := 0.0, false
	if p != nil {
		t.asOf = p.AsOf
		var offset exact.Sum
		for d, n := range p.All() {
			if d.Count == 0 {
				continue
			}
			if d.NonPositive == 0 && d.Mean < 1/maxAmount {
				return nil, notPositive(name, d.Spend())
			}
			if d.NonPositive > 0 {
				return nil, &clientele.InputError{Where: name, Field: "purchases with an amount of 0 or less", Value: d.NonPositive,
					Want: "none; leave them out and count them, or fit Normal, which takes any amount"}
			}
			varied := math.Max(0, math.Log(d.Mean)-d.MeanLog)
			t.add(d.Spend(), n, varied)
			spread = math.Max(spread, varied)
			repeated = repeated || d.Count > 1
			offset.Add(-float64(n) * float64(d.Count) * d.MeanLog)
		}
		t.offset = offset.Value()
	}
	if err := t.enough(name); err != nil {
		return nil, err
	}
	varies := spread >= 1e-14
	if _, one := t.price(); one {
		if varies {
			return nil, t.identified(name)
		}
		return t, nil
	}
	if repeated && !varies {
		return nil, fmt.Errorf("%s: %w: no customer's amounts vary, so each customer's mean is known exactly: use it", name, clientele.ErrNotIdentified)
	}
	return t, nil
}
