package btyd

import (
	"context"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd/internal/shift"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// FitDrift says whether a fit still suits the customers of today.
type FitDrift struct {
	Due       bool    // a refit is due
	Statistic float64 // of the score test, χ² with DF degrees of freedom if nothing changed
	DF        int
	P         float64     // probability of a statistic as large if nothing changed
	Change    float64     // share by which a refit would change the expected purchases of the panel
	Frequency float64     // stability index of the repeat purchases, NaN without an earlier panel
	Silence   float64     // of the time since the last purchase as a share of the age
	Age       float64     // of the age
	Limits    DriftPolicy // what it was held against, with the defaults written out
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (f FitDrift) MarshalJSON() ([]byte, error) { return wire.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (f *FitDrift) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, f) }

// DriftPolicy are the limits of a drift check; nil and zero fields mean the defaults.
type DriftPolicy struct {
	Significance float64 // of the score test; default 0.01
	Change       float64 // share of the expected purchases that matters; default 0.05
	Stability    float64 // stability index that is a shift; default 0.25, the common rule (Siddiqi 2006)
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (d DriftPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (d *DriftPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, d) }

// filled returns the policy with the defaults written out.
func (p *DriftPolicy) filled() DriftPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Significance, 0.01)
	policy.Default(&q.Change, 0.05)
	policy.Default(&q.Stability, 0.25)
	return q
}

// Check returns nil if the limits are above 0 and Significance is at most 1,
// and otherwise an *[clientele.InputError]; nil is the default.
func (p *DriftPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "btyd.DriftPolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case !(q.Significance > 0 && q.Significance <= 1):
		return bad("Significance", q.Significance, "a probability in (0, 1]")
	case !(q.Change > 0 && q.Change < math.Inf(1)):
		return bad("Change", q.Change, "a finite share above 0")
	case !(q.Stability > 0 && q.Stability < math.Inf(1)):
		return bad("Stability", q.Stability, "a finite index above 0")
	}
	return nil
}

// Policy returns the limits, with the defaults written out.
func (d *FitDrift) Policy() DriftPolicy { return d.Limits }

// CheckDrift holds the customers of today, now, against a fit; they are data of the kind
// that it was fitted to. The score test
// (Rao 1948) asks whether they have the fit's parameters: with the Newton step δ from the estimate and the sandwich
// covariances of both data sets,
//
//	χ² = δᵀ (V_now + V_fit)⁻¹ δ
//
// on the log scale. It treats the two as different customers; for the same
// ones, observed for longer, it is cautious and rejects too rarely. Since with
// enough customers every difference is significant, the model is also fitted
// anew, from the estimate, to see the change of the purchases expected in the
// next mean age of the panel.
//
// Before, the data of the fit, serve the population stability index
// Σ (q−p)·ln(q/p) over classes of histories, as segment.StabilityIndex counts it; nil leaves it out. An ageing base
// shifts without having drifted, so a shift alone does not make a refit due: it
// is due if the test rejects, and the change matters or the population shifted.
// For a refit, give the old estimate as Start.
//
// The error is an *[clientele.InputError] for a policy that makes no sense, or
// that of a fit to now. Fit must not be nil, or CheckDrift panics.
func CheckDrift[M Fittable[M, D], D any](ctx context.Context, fit *clientele.Fit[M], now, before D, limits *DriftPolicy) (*FitDrift, error) {
	if fit == nil {
		panic("btyd: CheckDrift of a nil fit")
	}
	if err := limits.Check(); err != nil {
		return nil, err
	}
	r, err := refit(ctx, "btyd.CheckDrift", fit.Model, now, nil)
	if err != nil {
		return nil, err
	}
	step, cov := r.Step()
	_, own := any(fit.Model).(ofPanel[M])
	if !own {
		step, cov = onFreeScale(r, step, cov)
	}
	addFitted(cov, fit)
	if !own {
		standardise(cov, step)
	}
	d := &FitDrift{Limits: limits.filled(), Frequency: math.NaN(), Silence: math.NaN(), Age: math.NaN()}
	d.Statistic, d.DF = quadratic(cov, step)
	d.P = distuv.ChiSquared{K: float64(d.DF)}.Survival(d.Statistic)
	refit, _, err := r.Weighted(func(int) float64 { return 1 })
	if err != nil {
		return nil, err
	}
	seen := historiesOf(now)
	ahead := table.New(seen).Unit // the mean age
	d.Change = coming(refit, now, ahead)/coming(fit.Model, now, ahead) - 1
	if was := historiesOf(before); was != nil && was.Len() > 0 {
		d.Frequency, d.Silence, d.Age = shift.Indices(was, seen)
	}
	d.judge()
	return d, nil
}

// onFreeScale takes a step on the scale of a search to that of the model's parameters
// that are not fixed, which are smooth functions of it: by differences, to eight digits.
func onFreeScale[M clientele.Model[M]](r *mle.Refitter[M], step []float64, cov *mat.SymDense) ([]float64, *mat.SymDense) {
	slopes := r.Slopes(func(m M) []float64 {
		var out []float64
		for _, p := range m.Params() {
			if p.Domain != clientele.DomainFixed {
				out = append(out, p.Domain.Free(p.Value))
			}
		}
		return out
	})
	var moved mat.VecDense
	moved.MulVec(slopes, mat.NewVecDense(len(step), step))
	var half, whole mat.Dense
	half.Mul(slopes, cov)
	whole.Mul(&half, slopes.T())
	out := mat.NewSymDense(moved.Len(), nil)
	for i := range moved.Len() {
		for j := i; j < moved.Len(); j++ {
			out.SetSym(i, j, (whole.At(i, j)+whole.At(j, i))/2)
		}
	}
	return moved.RawVector().Data, out
}

// standardise takes every coordinate in its own standard deviation: coefficients have
// units, beside which logarithms may be nothing.
func standardise(cov *mat.SymDense, x []float64) {
	sd := make([]float64, len(x))
	for i := range x {
		if sd[i] = math.Sqrt(cov.At(i, i)); !(sd[i] > 0) {
			sd[i] = 1
		}
		x[i] /= sd[i]
	}
	for i := range x {
		for j := i; j < len(x); j++ {
			cov.SetSym(i, j, cov.At(i, j)/sd[i]/sd[j])
		}
	}
}

// addFitted adds the fit's own covariance on the free scale; what the fit
// does not identify counts as unknown.
func addFitted[M clientele.Model[M]](cov *mat.SymDense, fit *clientele.Fit[M]) {
	v := fit.Robust
	if v == nil {
		v = fit.Cov
	}
	const unknown = 1e4 // variance of a logarithm
	var params []clientele.Param
	var place []int
	for i, p := range fit.Model.Params() {
		if p.Domain != clientele.DomainFixed {
			params, place = append(params, p), append(place, i)
		}
	}
	for a, p := range params {
		for b := a; b < len(params); b++ {
			q := params[b]
			sum := cov.At(a, b)
			if v != nil {
				sum += v[place[a]][place[b]] / (p.Domain.Slope(p.Value) * q.Domain.Slope(q.Value))
			}
			for _, u := range fit.Flat {
				sum += unknown * u[place[a]] * u[place[b]]
			}
			cov.SetSym(a, b, sum)
		}
	}
}

// quadratic returns xᵀ·V⁻¹·x over the directions in which V is not 0, and their number.
func quadratic(v *mat.SymDense, x []float64) (sum float64, rank int) {
	var e mat.EigenSym
	if !e.Factorize(v, true) {
		return math.NaN(), len(x)
	}
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	values := e.Values(nil)
	for c, variance := range values {
		if variance > 1e-14*values[len(values)-1] {
			along := mat.Dot(vectors.ColView(c), mat.NewVecDense(len(x), x))
			sum += along * along / variance
			rank++
		}
	}
	return sum, rank
}
