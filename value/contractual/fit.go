package contractual

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
)

// FitSBG estimates the shifted beta-geometric model by maximum likelihood,
// with analytic gradient and Hessian.
//
// Errors match clientele.ErrNoData without customers; clientele.ErrNotIdentified
// if customers came to renewals of fewer than two ages, if nobody was lost or
// nobody renewed; clientele.ErrNotConverged (with the best fit so far); they
// are an *clientele.InputError for a tenure that is not in whole periods, and
// wrap the context's cause.
//
// Where retention does not rise with age the likelihood has no maximum: A and
// B grow without end at a constant ratio, and the fit carries WarnGeometric.
// Retention rates, DEL and the like, and their intervals, are then those of the
// geometric model with one loss probability A/(A+B), and remain valid.
// FitOptions.Ridge centres on the starting point.
func FitSBG(ctx context.Context, ts *Tenures, opt *clientele.FitOptions) (*clientele.Fit[SBG], error) {
	return fit(ctx, ts, opt, SBG{})
}

// FitBdW estimates the beta-discrete-Weibull model; see FitSBG. It needs
// renewals of three ages at least.
func FitBdW(ctx context.Context, ts *Tenures, opt *clientele.FitOptions) (*clientele.Fit[BdW], error) {
	return fit(ctx, ts, opt, BdW{})
}

// FitExponentialGamma estimates the exponential-gamma model. Losses whose time
// is known enter with their density, those known to an interval (a cohort
// table, a Width) with its probability.
//
// Errors are those of FitSBG, ages of renewals apart; not identified is a base
// where nobody was lost. Where the rate of loss does not fall with age, R and
// Alpha grow without end and the fit carries WarnExponential: it is then the
// exponential model with rate R/Alpha.
func FitExponentialGamma(ctx context.Context, ts *Tenures, opt *clientele.FitOptions) (*clientele.Fit[ExponentialGamma], error) {
	return fit(ctx, ts, opt, ExponentialGamma{})
}

// FitWeibullGamma estimates the Weibull-gamma model; see FitExponentialGamma.
// It needs losses at two different ages at least.
func FitWeibullGamma(ctx context.Context, ts *Tenures, opt *clientele.FitOptions) (*clientele.Fit[WeibullGamma], error) {
	return fit(ctx, ts, opt, WeibullGamma{})
}

// family is what the four models share: the log-likelihood of a tenure with
// its derivatives, and what estimation must know about the data.
type family[M any] interface {
	clientele.Model[M]
	jet(t Tenure) jet                 // a tenure the model can read
	logProb(t Tenure) float64         // the same without derivatives
	enough(s *summary) error          // ErrNotIdentified if s cannot tell the parameters
	starts(s *summary) [][]float64    // starting points
	tilt() [3]float64                 // exponents with which covariates move the parameters
	limit(direction []float64) string // the warning that names the limit in a flat direction
	renewals() bool                   // counts periods
	title() string                    // what errors call it
}

// fit runs the optimiser for a model without covariates.
func fit[M family[M]](ctx context.Context, ts *Tenures, opt *clientele.FitOptions, zero M) (*clientele.Fit[M], error) {
	name := "contractual: " + zero.title()
	sum, err := summarise(name, ts, zero.renewals())
	if err != nil {
		return nil, err
	}
	if err := zero.enough(sum); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	cells := ts.sorted()
	k := len(zero.Params())
	at := func(p []float64) mle.Rows {
		m := zero.WithParams(p)
		return func(s *mle.Sums, lo, hi int) {
			var h [6]float64
			for i := lo; i < hi; i++ {
				c := cells[i]
				n := float64(ts.cells[c])
				if !s.Derivs {
					s.AddLogLik(n * c.weight * m.logProb(c.Tenure))
					continue
				}
				j := m.jet(c.Tenure)
				j.scale(c.weight)
				s.Add(n, j.v, j.g[:k], j.hessian(k, &h))
			}
		}
	}
	fit, err := mle.Fit(ctx, mle.Problem[M]{
		Name: name, Model: zero, N: ts.Len(), Rows: len(cells), At: at, Starts: zero.starts(sum),
		Limit: func(m M, direction []float64) string { return m.limit(direction) },
	}, opt)
	if fit != nil {
		if timed, ok := any(fit.Model).(clientele.Timed[M]); ok {
			fit.Model = timed.WithUnit(ts.Unit)
		}
		fit.AsOf = ts.AsOf
		fit.Warnings = append(fit.Warnings, sum.warnings()...)
	}
	return fit, err
}

// scale multiplies j by w.
func (j *jet) scale(w float64) {
	j.v *= w
	for i := range j.g {
		j.g[i] *= w
	}
	for i := range j.h {
		j.h[i] *= w
	}
}

// hessian returns the packed Hessian in the first k parameters.
func (j *jet) hessian(k int, into *[6]float64) []float64 {
	if k == 3 {
		return j.h[:]
	}
	into[0], into[1], into[2] = j.h[0], j.h[1], j.h[3]
	return into[:3]
}

func (m SBG) jet(t Tenure) jet              { return logProbJet(m.kernel(), t) }
func (m BdW) jet(t Tenure) jet              { return logProbJet(m.kernel(), t) }
func (m ExponentialGamma) jet(t Tenure) jet { return logProbJet(m.kernel(), t) }
func (m WeibullGamma) jet(t Tenure) jet     { return logProbJet(m.kernel(), t) }

func (m SBG) logProb(t Tenure) float64              { return m.LogProb(t) }
func (m BdW) logProb(t Tenure) float64              { return m.LogProb(t) }
func (m ExponentialGamma) logProb(t Tenure) float64 { return m.LogProb(t) }
func (m WeibullGamma) logProb(t Tenure) float64     { return m.LogProb(t) }

func (SBG) title() string              { return "SBG" }
func (BdW) title() string              { return "BdW" }
func (ExponentialGamma) title() string { return "exponential-gamma" }
func (WeibullGamma) title() string     { return "Weibull-gamma" }

func (SBG) renewals() bool              { return true }
func (BdW) renewals() bool              { return true }
func (ExponentialGamma) renewals() bool { return false }
func (WeibullGamma) renewals() bool     { return false }

// Covariates move the log odds of a loss, a/b, or the rate of loss, 1/alpha.
func (SBG) tilt() [3]float64              { return [3]float64{1, -1} }
func (BdW) tilt() [3]float64              { return [3]float64{1, -1} }
func (ExponentialGamma) tilt() [3]float64 { return [3]float64{0, -1} }
func (WeibullGamma) tilt() [3]float64     { return [3]float64{0, -1} }

func (SBG) enough(s *summary) error              { return s.enoughRenewals(2) }
func (BdW) enough(s *summary) error              { return s.enoughRenewals(3) }
func (ExponentialGamma) enough(s *summary) error { return s.enoughLosses(1) }
func (WeibullGamma) enough(s *summary) error     { return s.enoughLosses(2) }

// starts solves r(1) = b/(a+b) and r(2) = (b+1)/(a+b+1) for A and B where they
// rise, as they do under the model. A solution far out is on a ridge, and no start.
func (SBG) starts(s *summary) [][]float64 {
	r1, r2 := s.retention(0), s.retention(1)
	out := [][]float64{{1, math.Max(0.1, s.mean)}}
	if r2 > r1 && r1 > 0 && r2 < 1 {
		a := (1 - r1) * (1 - r2) / (r2 - r1)
		if a < 50 {
			out = append([][]float64{{a, a * r1 / (1 - r1)}}, out...)
		}
	}
	return out
}

func (BdW) starts(s *summary) [][]float64 {
	ab := SBG{}.starts(s)[0]
	return [][]float64{{ab[0], ab[1], 1}, {ab[0], ab[1], 2}, {ab[0], ab[1], 0.5}}
}

func (ExponentialGamma) starts(s *summary) [][]float64 {
	return [][]float64{{1, s.mean}, {4, 4 * s.mean}}
}

func (WeibullGamma) starts(s *summary) [][]float64 {
	var out [][]float64
	for _, c := range []float64{1, 2, 0.5} {
		out = append(out, []float64{1, math.Pow(s.mean, c), c})
	}
	return out
}

// together reports whether a direction moves both of two parameters the same way:
// A and B, or R and Alpha, that grow at a constant ratio, which is the mean.
func together(u, v float64) bool { return u*v > 0 && math.Min(math.Abs(u), math.Abs(v)) > 0.1 }

func (m SBG) limit(u []float64) string {
	switch {
	case together(u[0], u[1]) && m.A+m.B > 10:
		return WarnGeometric
	case together(u[0], u[1]) && m.A+m.B < 0.1:
		return WarnPolarised
	}
	return ""
}

func (m BdW) limit(u []float64) string {
	if code := (SBG{m.A, m.B}).limit(u); code != WarnGeometric {
		return code
	}
	return WarnDiscreteWeibull
}

func (m ExponentialGamma) limit(u []float64) string {
	if together(u[0], u[1]) && m.R > 10 {
		return WarnExponential
	}
	return ""
}

func (m WeibullGamma) limit(u []float64) string {
	if together(u[0], u[1]) && m.R > 10 {
		return WarnWeibull
	}
	return ""
}
