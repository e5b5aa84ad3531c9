package btyd

import (
	"context"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
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
// P must be the panel of the fit and opt its options, of which Ridge matters.
// Level must lie in (0, 1) and fit must not be nil, or Profile panics. The
// error is one that the fit can have.
func Profile[M Fittable[M]](ctx context.Context, fit *clientele.Fit[M], p *clientele.Panel, opt *clientele.FitOptions, level float64) ([]clientele.Estimate, error) {
	if !(level > 0 && level < 1) || fit == nil {
		panic("btyd: Profile needs a fit and a level between 0 and 1")
	}
	prob, _, err := refit("btyd.Profile", fit.Model, p)
	if err != nil {
		return nil, err
	}
	r, err := mle.NewRefitter(ctx, prob, fit.Model, opt)
	if err != nil {
		return nil, err
	}
	out := fit.Estimates(level)
	for i, q := range fit.Model.Params() {
		if q.Domain == clientele.DomainFixed {
			continue
		}
		if out[i].Interval, err = r.Profile(i, level); err != nil {
			return nil, err
		}
		// Where the likelihood is flat the walk may begin a little beside the estimate.
		out[i].Interval.Lo = math.Min(out[i].Interval.Lo, q.Value)
		out[i].Interval.Hi = math.Max(out[i].Interval.Hi, q.Value)
	}
	return out, nil
}
