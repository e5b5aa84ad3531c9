package spend

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// NormalTrend is Normal with a drift of all customers' amounts in time: the mean
// amount at time t is θ + δ(t − origin). Origin is the mean time of the
// purchases it was fitted to and is given, not estimated.
type NormalTrend struct {
	Mu     float64 // mean amount of the population at Origin
	SigmaA float64 // standard deviation of the customers' means, > 0
	SigmaW float64 // standard deviation of a customer's amounts, > 0
	Delta  float64 // change of amounts per time unit
	Origin float64 // time at which Mu holds

	Unit clientele.Unit // of time; 0 if it is not known
}

// Params implements clientele.Model: mu, sigma_a, sigma_w, delta and origin,
// the last one fixed.
func (m NormalTrend) Params() []clientele.Param {
	return append(hierarchyParams(Normal{m.Mu, m.SigmaA, m.SigmaW}),
		clientele.Param{Name: "delta", Value: m.Delta, Domain: clientele.DomainReal},
		clientele.Param{Name: "origin", Value: m.Origin, Domain: clientele.DomainFixed})
}

// WithParams implements clientele.Model; v is mu, sigma_a, sigma_w, delta and origin.
func (m NormalTrend) WithParams(v []float64) NormalTrend {
	return NormalTrend{v[0], v[1], v[2], v[3], v[4], m.Unit}
}

// TimeUnit returns Unit.
func (m NormalTrend) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m NormalTrend) WithUnit(u clientele.Unit) NormalTrend {
	m.Unit = u
	return m
}

// MarshalJSON writes the parameters by name.
func (m NormalTrend) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *NormalTrend) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

func (m NormalTrend) kernel() kernel { return kernel{m.Mu, m.SigmaA, m.SigmaW, m.Delta, m.Origin} }

// At returns the model of amounts at time t, without history.
func (m NormalTrend) At(t float64) Normal {
	return Normal{m.Mu + m.Delta*(t-m.Origin), m.SigmaA, m.SigmaW}
}

// PosteriorAt returns the model of a customer's amounts at time t, given the
// purchases so far, each taken at its own time.
func (m NormalTrend) PosteriorAt(d PurchaseDetail, t float64) Normal {
	if !m.At(t).valid() || d.Check() != nil {
		return Normal{math.NaN(), math.NaN(), math.NaN()}
	}
	return m.At(t).update(float64(d.Count), d.Mean+m.Delta*(t-d.Times.Mean))
}

// LogProbDetail returns the log-density of a customer's single amounts; 0 for
// a customer without any.
func (m NormalTrend) LogProbDetail(d PurchaseDetail) float64 {
	if !m.At(d.Times.Mean).valid() || d.Check() != nil {
		return math.NaN()
	}
	return m.kernel().logProb(amounts(d))
}

// LogNormalTrend is LogNormal with a drift: the level of all customers' ln amounts
// at time t is θ + δ(t − origin), so amounts grow by the factor e^δ a time unit.
type LogNormalTrend struct {
	Mu     float64 // mean of ln amount in the population at Origin
	SigmaA float64 // standard deviation of the customers' levels, > 0
	SigmaW float64 // standard deviation of a customer's ln amounts, > 0
	Delta  float64 // change of ln amount per time unit
	Origin float64 // time at which Mu holds

	Unit clientele.Unit // of time; 0 if it is not known
}

// Params implements clientele.Model: mu, sigma_a, sigma_w, delta and origin,
// the last one fixed.
func (m LogNormalTrend) Params() []clientele.Param { return NormalTrend(m).Params() }

// WithParams implements clientele.Model; v is mu, sigma_a, sigma_w, delta and origin.
func (m LogNormalTrend) WithParams(v []float64) LogNormalTrend {
	return LogNormalTrend{v[0], v[1], v[2], v[3], v[4], m.Unit}
}

// TimeUnit returns Unit.
func (m LogNormalTrend) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m LogNormalTrend) WithUnit(u clientele.Unit) LogNormalTrend {
	m.Unit = u
	return m
}

// MarshalJSON writes the parameters by name.
func (m LogNormalTrend) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *LogNormalTrend) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

func (m LogNormalTrend) kernel() kernel { return NormalTrend(m).kernel() }

// At returns the model of amounts at time t, without history.
func (m LogNormalTrend) At(t float64) LogNormal { return LogNormal(NormalTrend(m).At(t)) }

// PosteriorAt returns the model of a customer's amounts at time t, given the
// purchases so far, each taken at its own time.
func (m LogNormalTrend) PosteriorAt(d PurchaseDetail, t float64) LogNormal {
	if !NormalTrend(m).At(t).valid() || d.Check() != nil || d.NonPositive > 0 {
		return LogNormal{math.NaN(), math.NaN(), math.NaN()}
	}
	return LogNormal(NormalTrend(m).At(t).update(float64(d.Count), d.MeanLog+m.Delta*(t-d.Times.Mean)))
}

// LogProbDetail returns the log-density of a customer's single amounts; 0 for
// a customer without any, NaN with an amount ≤ 0.
func (m LogNormalTrend) LogProbDetail(d PurchaseDetail) float64 {
	if !NormalTrend(m).At(d.Times.Mean).valid() || d.Check() != nil || d.NonPositive > 0 {
		return math.NaN()
	}
	return m.kernel().logProb(logs(d)) - float64(d.Count)*d.MeanLog
}

// Growth returns the growth of amounts per time unit, e^δ − 1.
func (m LogNormalTrend) Growth() float64 { return math.Expm1(m.Delta) }

// FitNormalTrend estimates the normal–normal model with a drift in time; see
// FitNormal. Beside its errors, clientele.ErrNotIdentified says that all
// purchases carry one time.
//
// A drift is read within customers and among them. Where customers who came
// late spend differently from the start, that is a difference between cohorts
// and no drift: count time from each customer's first purchase then.
func FitNormalTrend(ctx context.Context, p *DetailPanel, opt *clientele.FitOptions) (*clientele.Fit[NormalTrend], error) {
	return fitDrift(ctx, "spend: trend", p, false, NormalTrend{}, opt)
}

// FitLogNormalTrend estimates the lognormal model with a drift in time; see FitNormalTrend
// and FitLogNormal.
func FitLogNormalTrend(ctx context.Context, p *DetailPanel, opt *clientele.FitOptions) (*clientele.Fit[LogNormalTrend], error) {
	return fitDrift(ctx, "spend: trend of logarithms", p, true, LogNormalTrend{}, opt)
}

func fitDrift[M hierarchical[M]](ctx context.Context, name string, p *DetailPanel, log bool, zero M, opt *clientele.FitOptions) (*clientele.Fit[M], error) {
	s, err := newSample(name, p, log)
	if err != nil {
		return nil, err
	}
	if !(s.timeSpread > 0) {
		return nil, fmt.Errorf("%s: %w: all purchases carry the same time; give PurchaseSums.Add the time of each", name, clientele.ErrNotIdentified)
	}
	fit, err := fitSample(ctx, s, zero, opt)
	if fit != nil {
		if timed, ok := any(fit.Model).(clientele.Timed[M]); ok {
			fit.Model = timed.WithUnit(p.Unit)
		}
	}
	return fit, err
}

// SpendDrift says whether amounts change with time.
type SpendDrift struct {
	Slope clientele.Estimate // delta, per time unit, with its interval
	P     float64            // two-sided p-value of no drift (Wald); NaN without a covariance
	Seen  bool               // P is below 1 − the interval's level
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (d SpendDrift) MarshalJSON() ([]byte, error) { return wire.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (d *SpendDrift) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, d) }

// AppendReasons appends what was found: ReasonNoDrift, ReasonRising or
// ReasonFalling, with the slope and the p-value.
func (d SpendDrift) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	r := clientele.Reason{Code: ReasonNoDrift, Value: d.Slope.Value, Limit: d.P}
	switch {
	case !d.Seen:
	case d.Slope.Value > 0:
		r.Code = ReasonRising
	default:
		r.Code = ReasonFalling
	}
	return append(dst, r)
}

// DriftOf tests the drift of a fitted NormalTrend or LogNormalTrend at level, such as 0.95,
// which must lie in (0, 1), or DriftOf panics.
func DriftOf[M interface {
	NormalTrend | LogNormalTrend
	clientele.Model[M]
}](f *clientele.Fit[M], level float64) SpendDrift {
	const delta = 3 // its place in Params
	d := SpendDrift{Slope: f.Estimates(level)[delta]}
	d.P = 2 * distuv.UnitNormal.Survival(math.Abs(d.Slope.Value/d.Slope.SE))
	d.Seen = d.P < 1-level
	return d
}
