package contractual

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/vec"
	"github.com/stretchr/testify/assert"
)

var anyTenure = []Tenure{
	{Age: 1, Lost: true}, {Age: 5, Lost: true}, {Age: 40, Lost: true}, {Age: 7, Lost: true, Width: 3},
	{Age: 1}, {Age: 12}, {Age: 9, Entry: 4}, {Age: 9, Entry: 4, Lost: true}, {Age: 9, Entry: 4, Lost: true, Width: 5},
}

// differences checks the gradient and the Hessian of LogProb by central
// differences of LogProb and of the gradient.
func differences[M family[M]](t *testing.T, m M, tenures []Tenure) {
	t.Helper()
	params := m.Params()
	values := make([]float64, len(params))
	for i, p := range params {
		values[i] = p.Value
	}
	for _, tenure := range tenures {
		j := m.jet(tenure)
		check.Close(t, m.logProb(tenure), j.v, 1e-12, m, tenure)
		for i := range values {
			h := 1e-4 * values[i]
			at := func(d float64) M {
				v := append([]float64(nil), values...)
				v[i] += d
				return m.WithParams(v)
			}
			slope := (8*(at(h).logProb(tenure)-at(-h).logProb(tenure)) - at(2*h).logProb(tenure) + at(-2*h).logProb(tenure)) / (12 * h)
			assert.InDelta(t, slope, j.g[i], 1e-7*(1+math.Abs(slope)), "%v %v ∂%s", m, tenure, params[i].Name)
			up, down, up2, down2 := at(h).jet(tenure), at(-h).jet(tenure), at(2*h).jet(tenure), at(-2*h).jet(tenure)
			for k := i; k < len(values); k++ {
				bend := (8*(up.g[k]-down.g[k]) - up2.g[k] + down2.g[k]) / (12 * h)
				assert.InDelta(t, bend, j.at(i, k), 1e-7*(1+math.Abs(bend)), "%v %v ∂²%s%s", m, tenure, params[i].Name, params[k].Name)
			}
		}
	}
}

func TestDerivativesAgreeWithDifferences(t *testing.T) {
	for _, m := range []SBG{{0.668, 3.806}, {1, 1}, {40, 300}, {0.02, 0.05}} {
		differences(t, m, anyTenure)
	}
	for _, m := range []BdW{{0.26, 1.72, 1.58}, {2, 5, 0.6}, {40, 300, 1.1}} {
		differences(t, m, anyTenure)
	}
	exact := append([]Tenure{{Age: 0.3, Lost: true}, {Age: 2.5, Entry: 1.25, Lost: true}, {Age: 0.7, Entry: 0.2}}, anyTenure...)
	for _, m := range []ExponentialGamma{{R: 0.7, Alpha: 3}, {R: 30, Alpha: 200}} {
		differences(t, m, exact)
	}
	for _, m := range []WeibullGamma{{R: 0.7, Alpha: 3, C: 1.5}, {R: 3, Alpha: 20, C: 0.6}} {
		differences(t, m, exact)
	}
}

// TestGradientValues holds the gradient in log parameters of 30-digit arithmetic.
func TestGradientValues(t *testing.T) {
	m := BdW{0.668, 3.806, 1.5}
	var g [3]float64
	for i, n := range []float64{131, 126, 90, 60, 42, 34, 26} {
		j := m.jet(Tenure{Age: float64(i + 1), Lost: true})
		for k := range g {
			g[k] += n * j.g[k]
		}
	}
	alive := m.jet(Tenure{Age: 7})
	for k, want := range []float64{-299.7423948356138, 134.1598931873932, -456.8917418122666} {
		check.Close(t, want, (g[k]+491*alive.g[k])*m.Params()[k].Value, 1e-12, k)
	}
}

// TestRegressionDerivatives checks the chain rule through the covariates.
func TestRegressionDerivatives(t *testing.T) {
	m := Regression[BdW]{BdW{0.8, 3, 1.3}, []string{"x", "y"}, []float64{0.4, -0.7}}
	z := []float64{1, 0.5}
	tenure := Tenure{Age: 4, Lost: true}
	value := func(v []float64) float64 { return m.WithParams(v).At(z).LogProb(tenure) }
	gradient := func(v []float64) []float64 {
		w := m.WithParams(v)
		here := w.At(z)
		j := here.jet(tenure)
		c := newTilted(here.tilt(), 3, 2)
		c.chain(&j, here.Params(), vec.Dot(w.Coefficients, z), z)
		return c.g
	}
	values := []float64{0.8, 3, 1.3, 0.4, -0.7}
	here := m.At(z)
	j := here.jet(tenure)
	c := newTilted(here.tilt(), 3, 2)
	c.chain(&j, here.Params(), vec.Dot(m.Coefficients, z), z)
	at := 0
	for i := range values {
		const h = 1e-5
		up, down := append([]float64(nil), values...), append([]float64(nil), values...)
		up[i] += h
		down[i] -= h
		check.Close(t, (value(up)-value(down))/(2*h), c.g[i], 1e-7, "gradient", i)
		gu, gd := gradient(up), gradient(down)
		for k := i; k < len(values); k++ {
			assert.InDelta(t, (gu[k]-gd[k])/(2*h), c.h[at], 1e-7, "Hessian %d %d", i, k)
			at++
		}
	}
	assert.Equal(t, len(c.h), at)
}

func TestCodesAreRegistered(t *testing.T) {
	for _, code := range []string{WarnGeometric, WarnPolarised, WarnDiscreteWeibull, WarnExponential, WarnWeibull, WarnFewLosses} {
		w := clientele.Warning{Code: code, Subject: "a, b", Value: 7}
		assert.NotEqual(t, code, w.Text(clientele.LangEnglish))
		assert.NotEqual(t, w.Text(clientele.LangEnglish), w.Text(clientele.LangChinese))
	}
}
