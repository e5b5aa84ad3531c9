package btyd

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
)

// FuzzPredictions gives the models any parameters and any history: no panic,
// and no NaN where the model is valid and the history possible.
func FuzzPredictions(f *testing.F) {
	f.Add(0.24, 4.4, 0.79, 2.4, 2, 30.4, 38.9, 39.0, 0.003)
	f.Add(1e-100, 1e100, 1e-100, 1e100, 0, 0.0, 1e12, 1e12, 1e-300)
	f.Add(1e100, 1e-100, 1e100, 1e-100, 10_000_000, 1e-300, 1e12, 1e-9, 1e300)
	f.Add(1e-100, 1e100, 1e-100, 1e100, 0, 0.0, 1e12, 1.000000000054e12, 1e-300) // a horizon beyond what a history may be
	f.Add(0.5, 10.0, 0.6, 12.0, 3, 20.0, 39.0, 1e300, 0.003)
	f.Add(75.04, 99.4, 12.93, 3.0/70, 2, 152.0, 191.7, 834.0, 80.003) // nobody is alive then, to the last digit
	f.Add(1.0, 1.0, 1.0, 1.0, 1, 5e-324, 5e-324, 0.0, 0.0)
	f.Add(0.5, 2.0, 1e-9, 1e-9, 100_000, 99_999.0, 100_000.0, 52.0, 0.0027)
	f.Add(1e6, 1e-3, 0.01, 1e4, 7, 3.0, 3.0, math.Inf(1), math.Inf(1))
	f.Fuzz(func(t *testing.T, p0, p1, p2, p3 float64, x int, last, age, horizon, rate float64) {
		h := clientele.History{Repeats: x, Last: last, Age: age}
		for _, mc := range modelCases {
			if mc.slow { // of so many purchases as here, minutes
				continue
			}
			v := []float64{p0, p1, p2, p3}
			if len(mc.cdnow) == 5 { // regular timing
				v = append([]float64{2}, v...)
			}
			m := mc.build(v)
			valid := h.Check() == nil && horizon >= 0 && rate >= 0
			for _, p := range m.Params() {
				valid = valid && p.Value >= 1e-100 && p.Value <= 1e100
			}
			got := []float64{m.LogProb(h), m.ProbAlive(h), m.ExpectedPurchases(h, horizon), m.DiscountedPurchases(h, rate),
				m.DiscountedPurchasesWithin(h, rate, horizon), m.ProbAliveAt(h, horizon), m.ProbPurchases(h, horizon, 0), m.ProbPurchases(h, horizon, 3),
				m.ExpectedRate(h), m.ExpectedDropout(h), m.VarPurchases(h, horizon), m.Mean(horizon), m.Prob(2, horizon), m.Survival(horizon), m.MeanDiscounted(rate, horizon), m.Var(horizon)}
			if !valid {
				continue
			}
			for i, v := range got {
				if math.IsInf(horizon, 1) && (i == 6 || i == 7 || i == 10 || i == 12 || i == 15) {
					continue // counts and variances need an end
				}
				if math.IsNaN(v) {
					t.Errorf("%s %v of %v, t=%g, rate=%g: quantity %d is NaN", mc.name, m, h, horizon, rate, i)
				}
				if (i == 1 || i == 5 || i == 6 || i == 7 || i == 12 || i == 13) && !(v >= 0 && v <= 1+1e-9) {
					t.Errorf("%s %v of %v, t=%g: probability %d is %g", mc.name, m, h, horizon, i, v)
				}
			}
		}
	})
}

// FuzzModelJSON decodes anything: no panic, and what is accepted is valid.
func FuzzModelJSON(f *testing.F) {
	f.Add([]byte(`{"r":0.24,"alpha":4.4,"a":0.79,"b":2.4}`))
	f.Add([]byte(`{"r":0.5,"alpha":10,"s":-1,"beta":11}`))
	f.Add([]byte(`{"r":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var a BGNBD
		if json.Unmarshal(data, &a) == nil && a != (BGNBD{}) && clientele.Validate(a) != nil {
			t.Error(a)
		}
		var b ParetoNBD
		if json.Unmarshal(data, &b) == nil && b != (ParetoNBD{}) && clientele.Validate(b) != nil {
			t.Error(b)
		}
	})
}
