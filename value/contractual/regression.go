package contractual

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/covariate"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/vec"
	"github.com/clientele-go/clientele/internal/wire"
)

// Regression is a model whose customers differ by covariates that do not
// change with time: plan, channel, region. A customer with covariates z has
// the base model with
//
//	SBG, BdW                          A·e^η, B·e^−η     mean log odds of a loss A/B times e^2η
//	ExponentialGamma, WeibullGamma    Alpha·e^−η        rate of loss times e^η
//
// where η = Σ Coefficients[j]·z[j]: a positive one makes customers leave sooner.
// At gives that model; every prediction is a method of it. M is one of the
// four models of this package.
type Regression[M family[M]] struct {
	Base         M         // customers whose covariates are all 0
	Covariates   []string  // names, in the order of the rows given to At
	Coefficients []float64 // one a covariate
}

// Params implements clientele.Model: the base's parameters, then the
// coefficients, each under its covariate's name, such as "loss.plan".
func (m Regression[M]) Params() []clientele.Param {
	out := m.Base.Params()
	for j, name := range m.Covariates {
		out = append(out, clientele.Param{Name: "loss." + name, Value: m.Coefficients[j], Domain: clientele.DomainReal})
	}
	return out
}

// WithParams implements clientele.Model.
func (m Regression[M]) WithParams(v []float64) Regression[M] {
	k := len(m.Base.Params())
	return Regression[M]{m.Base.WithParams(v[:k]), m.Covariates, slices.Clone(v[k:])}
}

// TimeUnit returns the unit of the base, 0 if it has or knows none.
func (m Regression[M]) TimeUnit() clientele.Unit {
	if timed, ok := any(m.Base).(clientele.Timed[M]); ok {
		return timed.TimeUnit()
	}
	return 0
}

// WithUnit returns the model with the unit u written to its base, if that is
// one of continuous time; no parameter changes.
func (m Regression[M]) WithUnit(u clientele.Unit) Regression[M] {
	if timed, ok := any(m.Base).(clientele.Timed[M]); ok {
		m.Base = timed.WithUnit(u)
	}
	return m
}

// regressionVersion is the version of the form that MarshalJSON writes.
const regressionVersion = 1

// MarshalJSON writes {"kind":…,"version":1,"base":…,"covariates":…,"coefficients":…}.
func (m Regression[M]) MarshalJSON() ([]byte, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	return wire.MarshalKind(clientele.Kind(m), regressionVersion, m)
}

// UnmarshalJSON reads and validates what MarshalJSON writes; kind and version
// may be missing. The receiver is unchanged on error.
func (m *Regression[M]) UnmarshalJSON(data []byte) error {
	return wire.UnmarshalKind(data, clientele.Kind(*m), regressionVersion, m)
}

// Check returns nil if the covariates have names, none empty or repeated, and a
// coefficient each, and the parameters lie in their domains; otherwise an
// *clientele.InputError.
func (m Regression[M]) Check() error {
	if err := covariate.CheckNames("contractual.Regression", m.Covariates); err != nil {
		return err
	}
	if err := covariate.CheckRow("contractual.Regression", m.Covariates, m.Coefficients, math.MaxFloat64); err != nil {
		return err
	}
	return clientele.Validate(m)
}

// At returns the model of customers with covariates z, in the order of
// Covariates. It panics unless z has one value a covariate.
func (m Regression[M]) At(z []float64) M {
	if len(z) != len(m.Coefficients) {
		panic("contractual: Regression.At needs one value a covariate")
	}
	params := m.Base.Params()
	v := make([]float64, len(params))
	eta := vec.Dot(m.Coefficients, z)
	tilt := m.Base.tilt()
	for i, p := range params {
		v[i] = p.Value * math.Exp(tilt[i]*eta)
	}
	return m.Base.WithParams(v)
}

// FitRegression estimates a model with covariates, M one of the four:
//
//	contractual.FitRegression[contractual.SBG](ctx, data, nil)
//
// Beside the errors of FitSBG and the others, clientele.ErrNotIdentified is
// returned if a covariate does not vary or is a linear combination of others; a
// covariate with a value at which nobody, or everybody, was lost may send its
// coefficient to infinity, which shows as a warning. FitOptions.Start and Ridge
// refer to the base's parameters followed by the coefficients; the ridge is
// centred on coefficients of 0 and on the starting point of the base.
func FitRegression[M family[M]](ctx context.Context, p *CovariateTenures, opt *clientele.FitOptions) (*clientele.Fit[Regression[M]], error) {
	var zero M
	name := "contractual: " + zero.title()
	if p == nil {
		p = new(CovariateTenures)
	}
	all, rows, err := p.compiled()
	if err != nil {
		return nil, err
	}
	sum, err := summarise(name, all, zero.renewals())
	if err != nil {
		return nil, err
	}
	if err := zero.enough(sum); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := varied(p.names, rows); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	model := Regression[M]{zero, p.Names(), make([]float64, len(p.names))}
	var starts [][]float64
	for _, s := range zero.starts(sum) {
		starts = append(starts, append(s, model.Coefficients...))
	}
	base := len(zero.Params())
	at := func(v []float64) mle.Rows {
		m := model.WithParams(v)
		return func(s *mle.Sums, lo, hi int) {
			t := newTilted(m.Base.tilt(), base, len(p.names))
			for i := lo; i < hi; i++ {
				r := &rows[i]
				here := m.At(r.z)
				if !s.Derivs {
					s.AddLogLik(float64(r.n) * r.weight * here.logProb(r.Tenure))
					continue
				}
				j := here.jet(r.Tenure)
				j.scale(r.weight)
				t.chain(&j, here.Params(), vec.Dot(m.Coefficients, r.z), r.z)
				s.Add(float64(r.n), j.v, t.g, t.h)
			}
		}
	}
	fit, err := mle.Fit(ctx, mle.Problem[Regression[M]]{
		Name: name, Model: model, N: all.Len(), Rows: len(rows), At: at, Starts: starts,
		Limit: func(m Regression[M], u []float64) string { return m.Base.limit(u[:base]) },
	}, opt)
	if fit != nil {
		fit.Model, fit.AsOf = fit.Model.WithUnit(all.Unit), all.AsOf
		fit.Warnings = append(fit.Warnings, sum.warnings()...)
	}
	return fit, err
}

// row is the customers of one covariate vector and one tenure.
type row struct {
	cell
	z []float64
	n int
}

// tilted turns derivatives in the parameters q of a customer's own model into
// those in the base's parameters p and the effects g, q_k = p_k e^(s_k η):
//
//	∂/∂p_k = e^(s_k η) G_k                       ∂/∂g_j = z_j Σ s_k q_k G_k
//	∂²/∂p_k∂g_j = z_j e^(s_k η) [s_k G_k + Σ_l s_l q_l H_kl]
//	∂²/∂g_i∂g_j = z_i z_j [Σ_kl s_k s_l q_k q_l H_kl + Σ s_k² q_k G_k]
type tilted struct {
	s       [3]float64
	base, n int
	g, h    []float64
}

func newTilted(s [3]float64, base, covariates int) *tilted {
	n := base + covariates
	return &tilted{s, base, n, make([]float64, n), make([]float64, n*(n+1)/2)}
}

func (t *tilted) chain(j *jet, q []clientele.Param, eta float64, z []float64) {
	var factor, pull [3]float64 // e^(s_k η), s_k q_k
	first, second := 0.0, 0.0   // d/dη, d²/dη²
	for k, p := range q {
		factor[k] = math.Exp(t.s[k] * eta)
		pull[k] = t.s[k] * p.Value
		first += pull[k] * j.g[k]
		second += t.s[k] * pull[k] * j.g[k]
	}
	at := 0
	for k := range t.base {
		t.g[k] = factor[k] * j.g[k]
		mixed := t.s[k] * j.g[k]
		for l := range t.base {
			mixed += pull[l] * j.at(k, l)
			second += pull[k] * pull[l] * j.at(k, l)
		}
		for l := k; l < t.base; l++ {
			t.h[at] = factor[k] * factor[l] * j.at(k, l)
			at++
		}
		for _, v := range z {
			t.h[at] = v * factor[k] * mixed
			at++
		}
	}
	for i, v := range z {
		t.g[t.base+i] = v * first
		for _, w := range z[i:] {
			t.h[at] = v * w * second
			at++
		}
	}
}

// at returns the second derivative in parameters k and l.
func (j *jet) at(k, l int) float64 {
	if k > l {
		k, l = l, k
	}
	return j.h[k*(5-k)/2+l]
}
