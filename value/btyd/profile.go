package btyd

import (
	"context"
	"math"

	"github.com/clientele-go/clientele"
)

// Profile returns every parameter of a fit with its profile-likelihood
// interval: all values that a likelihood-ratio test at 1 − level does not
// refuse, the other parameters at their best,
//
//	2·(ℓ(θ̂) − max ℓ(θ | θᵢ = v)) ≤ χ²₁(level)
//
// Unlike [clientele.Fit.Interval], it follows the likelihood where that is
// skewed, and needs no standard error: the end is that of the parameter's
// domain (0 or +Inf) where the data exclude nothing on that side. It trusts the
// model; where purchases are not as it says, Sandwich intervals or [Resample]
// are wider, and right.
//
// Data must be those of the fit and opt its options, of which Ridge matters; the prior
// of a single [Term] is not known to a fit, and is not taken. Where a
// [CorrelatedParetoNBD] stands at an end of its correlations, the intervals are those of
// the models there, and Mix has none. Level must lie in (0, 1) and fit must not be nil,
// or Profile panics. The error is one that the fit can have.
func Profile[M Fittable[M, D], D any](ctx context.Context, fit *clientele.Fit[M], data D, opt *clientele.FitOptions, level float64) ([]clientele.Estimate, error) {
	if !(level > 0 && level < 1) || fit == nil {
		panic("btyd: Profile needs a fit and a level between 0 and 1")
	}
	r, err := refit(ctx, "btyd.Profile", fit.Model, data, opt)
	if err != nil {
		return nil, err
	}
	out := fit.Estimates(level)
	for i, q := range fit.Model.Params() {
		if q.Domain == clientele.DomainFixed {
			continue
		}
		out[i].Interval, err = r.Profile(q.Domain, func(m M) float64 { return m.Params()[i].Value }, level)
		if err != nil {
			return nil, err
		}
		out[i].Interval = around(out[i].Interval, q.Value)
	}
	return out, nil
}

// ProfileOf returns the profile-likelihood interval of a function g of the parameters,
// such as what a base will buy, with values in domain: all that g is where a
// likelihood-ratio test at 1 − level does not refuse the parameters. It is what
// [clientele.Fit.Interval] is of [clientele.Fit.Estimates], and otherwise as [Profile].
// Each end costs about ten passes through the data, and twenty calls of g a parameter.
func ProfileOf[M Fittable[M, D], D any](ctx context.Context, fit *clientele.Fit[M], data D, domain clientele.Domain, g func(M) float64, opt *clientele.FitOptions, level float64) (clientele.Interval, error) {
	if !(level > 0 && level < 1) || fit == nil || g == nil {
		panic("btyd: ProfileOf needs a fit, a function and a level between 0 and 1")
	}
	r, err := refit(ctx, "btyd.ProfileOf", fit.Model, data, opt)
	if err != nil {
		return clientele.Interval{}, err
	}
	iv, err := r.Profile(domain, g, level)
	return around(iv, g(fit.Model)), err
}

// around returns the interval with the estimate in it: where the likelihood is flat the
// walk may begin a little beside.
func around(iv clientele.Interval, v float64) clientele.Interval {
	iv.Lo, iv.Hi = math.Min(iv.Lo, v), math.Max(iv.Hi, v)
	return iv
}
