package loyalty

import (
	"math"
	"strings"

	"github.com/clientele-go/clientele"
)

// OrientationModel is orientation by logistic regression on the caller's own
// labels:
//
//	logit P(relationship) = Intercept + Σ Coef_j (x_j − Centre_j)
//
// over the known markers: a missing one counts as the centre, the mean of the
// customers it was fitted to. A marker with coefficient 0 is not in the model.
type OrientationModel struct {
	Intercept float64
	Coef      [numMarkers]float64 // log-odds a unit, index Marker − 1
	Centre    [numMarkers]float64
}

// Params lists the intercept, the coefficients by the names of the markers,
// and the centres, which are given and not estimated.
func (m OrientationModel) Params() []clientele.Param {
	out := []clientele.Param{{Name: "intercept", Value: m.Intercept, Domain: clientele.DomainReal}}
	for i, v := range m.Coef {
		domain := clientele.DomainReal
		if v == 0 {
			domain = clientele.DomainFixed
		}
		out = append(out, clientele.Param{Name: key(i), Value: v, Domain: domain})
	}
	for i, v := range m.Centre {
		out = append(out, clientele.Param{Name: "centre_" + key(i), Value: v, Domain: clientele.DomainFixed})
	}
	return out
}

func key(i int) string { return strings.ReplaceAll(Marker(i+1).String(), "-", "_") }

// WithParams returns the model with other values, in the order of Params. It
// panics unless there is one value a parameter.
func (OrientationModel) WithParams(v []float64) OrientationModel {
	if len(v) != 1+2*numMarkers {
		panic("loyalty: OrientationModel.WithParams needs one value a parameter")
	}
	m := OrientationModel{Intercept: v[0]}
	copy(m.Coef[:], v[1:])
	copy(m.Centre[:], v[1+numMarkers:])
	return m
}

// MarshalJSON writes the parameters by name.
func (m OrientationModel) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads what MarshalJSON writes and validates it; m is unchanged on error.
func (m *OrientationModel) UnmarshalJSON(data []byte) error {
	return clientele.UnmarshalModel(data, m)
}

// Recalibrate returns the model corrected on the log-odds scale, intercept +
// slope · logit P, with the estimates of calibration.Recalibrate.
func (m OrientationModel) Recalibrate(intercept, slope float64) OrientationModel {
	m.Intercept = intercept + slope*m.Intercept
	for i := range m.Coef {
		m.Coef[i] *= slope
	}
	return m
}

// Orient implements Orienter. Where no marker is known, and at a probability of
// exactly ½, the orientation is unassigned. KnownShare is the part of the
// model's markers that are known. A marker outside its range is an
// *clientele.InputError.
func (m OrientationModel) Orient(x Markers) (Leaning, error) {
	if err := x.Check(); err != nil {
		return Leaning{}, err
	}
	l := Leaning{Certainty: .5}
	most, in := 0.0, 0
	for i, v := range x.all() {
		if m.Coef[i] == 0 {
			continue
		}
		in++
		if value, known := v.Value(); known {
			l.add(i, value, m.Centre[i], m.Coef[i]*(value-m.Centre[i]))
		} else if reach := math.Abs(m.Coef[i]) * math.Max(m.Centre[i], math.Min(1, Marker(i+1).top())); reach > most {
			most, l.Ask = reach, Marker(i+1)
		}
	}
	if in > 0 {
		l.KnownShare = float64(l.Known) / float64(in)
	}
	l.conclude(m.Intercept)
	return l, nil
}

// Probability returns the probability of a relationship customer; NaN if a
// marker is outside its range.
func (m OrientationModel) Probability(x Markers) float64 {
	l, err := m.Orient(x)
	if err != nil {
		return math.NaN()
	}
	return l.Probability
}
