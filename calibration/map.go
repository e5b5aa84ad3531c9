package calibration

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/logistic"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
)

// Map corrects probabilities on the log-odds scale (Cox 1958; Platt 2000):
//
//	logit p' = Intercept + Slope · logit p.
//
// The identity is Map{0, 1}. A slope below 1 says that the model was too sure of
// itself, an intercept off 0 that it was biased.
type Map struct {
	Intercept float64
	Slope     float64
}

// Params lists the intercept and the slope.
func (m Map) Params() []clientele.Param {
	return []clientele.Param{{Name: "intercept", Value: m.Intercept, Domain: clientele.DomainReal}, {Name: "slope", Value: m.Slope, Domain: clientele.DomainReal}}
}

// WithParams returns the map with other values, in the order of Params.
func (Map) WithParams(v []float64) Map { return Map{v[0], v[1]} }

// MarshalJSON writes the parameters by name.
func (m Map) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads what MarshalJSON writes and validates it; m is unchanged on error.
func (m *Map) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// Prob returns the corrected probability.
//
// Special cases are:
//
//	Prob(0) = 0 and Prob(1) = 1 for Slope > 0
//	Prob(p) = NaN outside [0, 1]
func (m Map) Prob(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	return special.Logistic(m.Intercept + m.Slope*logit(p))
}

func logit(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

// sure is the log-odds at which the fit cuts predictions of 0 and 1: e^−30 is
// far beyond what any sample can tell from certainty.
const sure = 30

// Recalibrate estimates the map by maximum likelihood on outcomes the model has
// not seen; on those it was fitted to, the answer is the identity and says
// nothing. The interval of the slope (fit.Estimates) is the test of
// calibration: it should hold 1. Ridge is the precision of a normal prior on
// the slope, centred on 0 and relative to the spread of the predictions; Start
// and Workers are not used. Errors are those of Assess, match
// clientele.ErrNotIdentified if all outcomes or all predictions are equal, or if
// the predictions separate the outcomes and there is no ridge, and
// clientele.ErrNotConverged (with the best fit so far).
func Recalibrate(ctx context.Context, predictions []Prediction, opt *clientele.FitOptions) (*clientele.Fit[Map], error) {
	p, err := sorted("calibration.Recalibrate", predictions)
	if err != nil {
		return nil, err
	}
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	d := logistic.NewData(1)
	for _, x := range p {
		if err := d.Add([]float64{math.Max(-sure, math.Min(logit(x.Probability), sure))}, outcome(x), 1); err != nil {
			return nil, err
		}
	}
	f, err := logistic.Fit(ctx, d, &logistic.Options{Ridge: o.Ridge, Names: []string{"prediction"}, MaxIter: o.MaxIter, Progress: o.Progress})
	if err != nil {
		err = fmt.Errorf("calibration.Recalibrate: %w", err)
	}
	if f == nil {
		return nil, err
	}
	return mle.Checked("calibration.Recalibrate", &clientele.Fit[Map]{Model: Map{f.Coef[0], f.Coef[1]}, LogLik: f.LogLik, N: len(p), Iters: f.Iters, Cov: f.Cov}, err)
}
