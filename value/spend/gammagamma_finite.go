package spend

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
)

// FitGammaGammaFinite is FitGammaGamma under the constraint q ≥ leastQ, for a
// leastQ > 1, so that the population mean p·γ/(q−1) exists. A fit that obeys
// the constraint is returned as it is. Otherwise q is held at leastQ, p and γ
// maximise the likelihood, and WarnConstrained says by how much the data speak
// against it. The mean of the population, and of customers without purchases,
// is then of the caller's choosing: it goes roughly as 1/(leastQ−1). Means of
// customers with several purchases hardly move.
//
// The standard error of a held q is 0. A leastQ that is not above 1 is an
// *clientele.InputError; otherwise errors and warnings are those of FitGammaGamma.
func FitGammaGammaFinite(ctx context.Context, p *SpendPanel, leastQ float64, opt *clientele.FitOptions) (*clientele.Fit[GammaGamma], error) {
	const name = "spend: gamma-gamma with a finite mean"
	if !(leastQ > 1 && leastQ <= maxLeastQ) {
		return nil, &clientele.InputError{Where: name, Field: "leastQ", Value: leastQ, Want: "a number above 1, such as 1.1"}
	}
	t, err := newMeans(name, p)
	if err != nil {
		return nil, err
	}
	free, err := t.fit(ctx, name, opt)
	if err != nil || free.Model.Q >= leastQ {
		return free, err
	}
	return t.fitHeld(ctx, name, leastQ, free.LogLik, opt)
}

// maxLeastQ is where customers hardly differ any more: a q held above it would
// be a mistake.
const maxLeastQ = 1e3

// fitHeld fits p and γ with q held at q; freely it would reach logLik.
func (t *means) fitHeld(ctx context.Context, name string, q, logLik float64, opt *clientele.FitOptions) (*clientele.Fit[GammaGamma], error) {
	starts := t.starts()
	for _, s := range starts {
		s[1] = q
	}
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	if o.Start != nil {
		o.Start = slices.Clone(o.Start)
		o.Start[1] = q
	}
	held, err := mle.Fit(ctx, mle.Problem[heldQ]{
		Name: name, N: t.customers, Rows: len(t.rows), Starts: starts, Offset: t.offset, Limit: heldLimit,
		At: func(p []float64) mle.Rows { return t.at(GammaGamma{}.WithParams(p)) },
	}, &o)
	if held == nil {
		return nil, err
	}
	fit := &clientele.Fit[GammaGamma]{
		Model: held.Model.GammaGamma, LogLik: held.LogLik, N: held.N, Iters: held.Iters,
		Cov: held.Cov, Robust: held.Robust, Flat: held.Flat, AsOf: t.asOf, Warnings: held.Warnings,
	}
	fit.Warnings = append(fit.Warnings, clientele.Warning{Code: WarnConstrained, Subject: "q", Value: logLik - fit.LogLik})
	fit.Warnings = append(fit.Warnings, t.warnings(fit.Model)...)
	return fit, err
}

// heldQ is the gamma-gamma model with a q that is given.
type heldQ struct{ GammaGamma }

// Params lists the model's parameters, q as a fixed one.
func (m heldQ) Params() []clientele.Param {
	params := m.GammaGamma.Params()
	params[1].Domain = clientele.DomainFixed
	return params
}

// WithParams returns the model with other values.
func (heldQ) WithParams(v []float64) heldQ { return heldQ{GammaGamma{}.WithParams(v)} }

// heldLimit names the one limit that is left where q is held: no variation of a
// customer's amounts.
func heldLimit(m heldQ, u []float64) string {
	if u[0]*u[1] < 0 && m.P > 1 {
		return WarnNoWithin
	}
	return ""
}
