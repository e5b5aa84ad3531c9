package btyd

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/sarmanov"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// FitCorrelatedParetoNBD fits the model by maximum likelihood with the given
// kernel, which 1 is a good choice of. Where the likelihood rises to the end of
// the range of m, the fit is the best one there: a warning says so, Mix has no
// standard error, and the others are those under the highest (or lowest)
// correlation. [LikelihoodRatio] against the fit of [ParetoNBD] tests
// independence. Where customers do not differ in one of the rates, the data tell
// no correlation: the fit is that of ParetoNBD, at independence, with the
// warning WarnNoCorrelation and without a standard error of Mix. A Ridge is not
// taken. The error is otherwise as of [FitBGNBD].
func FitCorrelatedParetoNBD(ctx context.Context, p *clientele.Panel, kernel float64, opt *clientele.FitOptions) (*clientele.Fit[CorrelatedParetoNBD], error) {
	const name = "btyd: Pareto/NBD with correlation"
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	if !(kernel >= 0 && kernel <= 1e6) {
		return nil, &clientele.InputError{Where: name, Field: "kernel", Value: kernel, Want: "a number from 0 to 1e6, such as 1"}
	}
	if o.Ridge != 0 {
		return nil, &clientele.InputError{Where: name, Field: "Ridge", Value: o.Ridge, Want: "0: this model takes no prior"}
	}
	t, err := table.ForFit(p, name)
	if err != nil {
		return nil, err
	}
	start, err := correlatedStart(ctx, p, kernel, name, o)
	if err != nil {
		return nil, err
	}
	fit, err := sarmanov.Fit(ctx, t, p.Len(), start, start.core(), kernel, name, o)
	if fit != nil && clientele.Validate(fit.Model) != nil {
		fit, err = independent(ctx, p, kernel, o)
	}
	return mle.Checked(name, fit, err)
}

// independent returns the fit of the independent model as one with correlation
// 0, of which nothing is known: the range of m has no length that counts.
func independent(ctx context.Context, p *clientele.Panel, kernel float64, o clientele.FitOptions) (*clientele.Fit[CorrelatedParetoNBD], error) {
	base, err := fitPanel(ctx, p, &clientele.FitOptions{MaxIter: o.MaxIter, Workers: o.Workers}, ParetoNBD{})
	if base == nil {
		return nil, err
	}
	b := base.Model
	m := CorrelatedParetoNBD{R: b.R, Alpha: b.Alpha, S: b.S, Beta: b.Beta, Kernel: kernel, Unit: b.Unit}.WithCorrelation(0)
	fit := &clientele.Fit[CorrelatedParetoNBD]{
		Model: m, LogLik: base.LogLik, N: base.N, Iters: base.Iters, AsOf: base.AsOf,
		Cov: widened(base.Cov), Robust: widened(base.Robust), Flat: [][]float64{{4: 1, 5: 0}},
		Warnings: append(base.Warnings, clientele.Warning{Code: WarnNoCorrelation, Subject: "mix"}),
	}
	for _, u := range base.Flat {
		fit.Flat = append(fit.Flat, append(u, 0, 0))
	}
	return fit, err
}

// widened returns a covariance of r, alpha, s and beta with rows of zeros for
// mix and kernel; nil stays nil.
func widened(cov [][]float64) [][]float64 {
	if cov == nil {
		return nil
	}
	out := make([][]float64, 6)
	for i := range out {
		out[i] = make([]float64, 6)
		if i < len(cov) {
			copy(out[i], cov[i])
		}
	}
	return out
}

// correlatedStart returns where the search begins: at the caller's values, or at
// the independent model's maximum.
func correlatedStart(ctx context.Context, p *clientele.Panel, kernel float64, name string, o clientele.FitOptions) (CorrelatedParetoNBD, error) {
	m := CorrelatedParetoNBD{Kernel: kernel}
	if v := o.Start; v != nil {
		if len(v) != len(m.Params()) {
			return m, &clientele.InputError{Where: name, Field: "Start", Value: v, Want: "6 values, one a parameter"}
		}
		if m = m.WithParams(v); m.Kernel != kernel {
			return m, &clientele.InputError{Where: name, Field: "Start", Value: v[5], Want: fmt.Sprintf("the kernel of the fit, %g", kernel)}
		}
		return m, clientele.Validate(m)
	}
	base, err := fitPanel(ctx, p, &clientele.FitOptions{MaxIter: o.MaxIter, Workers: o.Workers}, ParetoNBD{})
	if base == nil {
		return m, err
	}
	m.R, m.Alpha, m.S, m.Beta = base.Model.R, base.Model.Alpha, base.Model.S, base.Model.Beta
	return m.WithCorrelation(0), nil
}
