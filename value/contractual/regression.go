package contractual

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/vec"
)

// Regression is a model whose customers differ by covariates that do not
// change with time: plan, channel, region. A customer with covariates z has
// the base model with
//
//	SBG, BdW                          A·e^η, B·e^−η     mean log odds of a loss A/B times e^2η
//	ExponentialGamma, WeibullGamma    Alpha·e^−η        rate of loss times e^η
//
// where η = Σ Effects[j]·z[j]: a positive effect makes customers leave sooner.
// At gives that model; every prediction is a method of it. M is one of the
// four models of this package.
type Regression[M family[M]] struct {
	Base    M         // customers whose covariates are all 0
	Names   []string  // of the covariates
	Effects []float64 // one a covariate
}

// Params implements clientele.Model: the base's parameters, then the effects,
// each under its covariate's name with the prefix "effect.".
func (m Regression[M]) Params() []clientele.Param {
	out := m.Base.Params()
	for j, name := range m.Names {
		out = append(out, clientele.Param{Name: "effect." + name, Value: m.Effects[j], Domain: clientele.DomainReal})
	}
	return out
}

// WithParams implements clientele.Model.
func (m Regression[M]) WithParams(v []float64) Regression[M] {
	k := len(m.Base.Params())
	return Regression[M]{m.Base.WithParams(v[:k]), m.Names, slices.Clone(v[k:])}
}

type regressionJSON[M any] struct {
	Base    M         `json:"base"`
	Names   []string  `json:"covariates"`
	Effects []float64 `json:"effects"`
}

// MarshalJSON writes {"base":…,"covariates":…,"effects":…}.
func (m Regression[M]) MarshalJSON() ([]byte, error) {
	if err := clientele.Validate(m); err != nil {
		return nil, err
	}
	return json.Marshal(regressionJSON[M](m))
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; the receiver
// is unchanged on error.
func (m *Regression[M]) UnmarshalJSON(data []byte) error {
	var j regressionJSON[M]
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	if err := checkNames(j.Names, len(j.Effects)); err != nil {
		return err
	}
	if err := clientele.Validate(Regression[M](j)); err != nil {
		return err
	}
	*m = Regression[M](j)
	return nil
}

// At returns the model of customers with covariates z, in the order of Names.
// It panics unless z has one value a name.
func (m Regression[M]) At(z []float64) M {
	if len(z) != len(m.Effects) {
		panic("contractual: Regression.At needs one value a covariate")
	}
	params := m.Base.Params()
	v := make([]float64, len(params))
	eta := vec.Dot(m.Effects, z)
	tilt := m.Base.tilt()
	for i, p := range params {
		v[i] = p.Value * math.Exp(tilt[i]*eta)
	}
	return m.Base.WithParams(v)
}

// Group is customers with the same covariates.
type Group struct {
	Z       []float64 // in the order of the names
	Tenures *Tenures
}

// FitSBGRegression estimates an SBG with covariates. Groups may come in any
// order, and several may have the same covariates.
//
// Beside the errors of FitSBG, clientele.ErrNotIdentified is returned if a
// covariate does not vary or is a linear combination of others; a group in
// which nobody, or everybody, was lost may send an effect to infinity, which
// shows as a warning. FitOptions.Start and Ridge refer to the base's parameters
// followed by the effects; the ridge is centred on effects of 0
// and on the starting point of the base.
func FitSBGRegression(ctx context.Context, names []string, groups []Group, opt *clientele.FitOptions) (*clientele.Fit[Regression[SBG]], error) {
	return fitRegression(ctx, "contractual: SBG", names, groups, opt, SBG{})
}

// FitBdWRegression estimates a BdW with covariates; see FitSBGRegression.
func FitBdWRegression(ctx context.Context, names []string, groups []Group, opt *clientele.FitOptions) (*clientele.Fit[Regression[BdW]], error) {
	return fitRegression(ctx, "contractual: BdW", names, groups, opt, BdW{})
}

// FitExponentialGammaRegression estimates an ExponentialGamma with covariates;
// see FitSBGRegression.
func FitExponentialGammaRegression(ctx context.Context, names []string, groups []Group, opt *clientele.FitOptions) (*clientele.Fit[Regression[ExponentialGamma]], error) {
	return fitRegression(ctx, "contractual: exponential-gamma", names, groups, opt, ExponentialGamma{})
}

// FitWeibullGammaRegression estimates a WeibullGamma with covariates; see
// FitSBGRegression.
func FitWeibullGammaRegression(ctx context.Context, names []string, groups []Group, opt *clientele.FitOptions) (*clientele.Fit[Regression[WeibullGamma]], error) {
	return fitRegression(ctx, "contractual: Weibull-gamma", names, groups, opt, WeibullGamma{})
}

// row is the customers of one covariate vector and one tenure.
type row struct {
	cell
	z []float64
	n int
}

func fitRegression[M family[M]](ctx context.Context, name string, names []string, groups []Group, opt *clientele.FitOptions, zero M) (*clientele.Fit[Regression[M]], error) {
	all, rows, err := collectGroups(name, names, groups)
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
	if err := varied(names, rows); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	model := Regression[M]{zero, slices.Clone(names), make([]float64, len(names))}
	var starts [][]float64
	for _, s := range zero.starts(sum) {
		starts = append(starts, append(s, model.Effects...))
	}
	base := len(zero.Params())
	at := func(p []float64) mle.Rows {
		m := model.WithParams(p)
		return func(s *mle.Sums, lo, hi int) {
			t := newTilted(m.Base.tilt(), base, len(names))
			for i := lo; i < hi; i++ {
				r := &rows[i]
				here := m.At(r.z)
				if !s.Derivs {
					s.AddLogLik(float64(r.n) * r.weight * here.logProb(r.Tenure))
					continue
				}
				j := here.jet(r.Tenure)
				j.scale(r.weight)
				t.chain(&j, here.Params(), vec.Dot(m.Effects, r.z), r.z)
				s.Add(float64(r.n), j.v, t.g, t.h)
			}
		}
	}
	fit, err := mle.Fit(ctx, mle.Problem[Regression[M]]{
		Name: name, Model: model, N: all.Len(), Rows: len(rows), At: at, Starts: starts,
		Limit: func(m Regression[M], u []float64) string { return m.Base.limit(u[:base]) },
	}, opt)
	if fit != nil {
		fit.Warnings = append(fit.Warnings, sum.warnings()...)
	}
	return fit, err
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
