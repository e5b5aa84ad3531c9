package spend

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/special"
)

// testSlopes compares a gradient and packed Hessian at v with fourth-order
// central differences of value and of the gradient; places in skip are not parameters.
func testSlopes(t *testing.T, v []float64, value func(v []float64) float64, slopes func(v []float64) (g, h []float64), what ...any) {
	t.Helper()
	difference := func(f func() float64, at *float64) float64 {
		centre := *at
		step := 1e-3 * math.Max(math.Abs(centre), 1e-2)
		sum := 0.0
		for _, c := range []struct{ k, w float64 }{{-2, 1}, {-1, -8}, {1, 8}, {2, -1}} {
			*at = centre + c.k*step
			sum += c.w * f()
		}
		*at = centre
		return sum / (12 * step)
	}
	g, h := slopes(v)
	g, h = append([]float64(nil), g...), append([]float64(nil), h...)
	near := func(want, got, size float64, name string, i, j int) {
		t.Helper()
		if !(math.Abs(want-got) <= 1e-6*size) {
			t.Errorf("%v %s[%d][%d]: differences %.12g, analytic %.12g", what, name, i, j, want, got)
		}
	}
	at := 0
	for i := range v {
		d := difference(func() float64 { return value(v) }, &v[i])
		near(d, g[i], math.Abs(d)+1e-3, "gradient", i, i)
		for j := i; j < len(v); j++ {
			d := difference(func() float64 { g, _ := slopes(v); return g[i] }, &v[j])
			near(d, h[at], math.Abs(d)+1e-3, "Hessian", i, j)
			at++
		}
	}
}

func TestGammaGammaSlopes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 60 {
		m := GammaGamma{math.Exp(r.NormFloat64()), math.Exp(r.NormFloat64()), math.Exp(2 * r.NormFloat64())}
		x := float64(1 + r.IntN(40))
		total := x * math.Exp(2*r.NormFloat64())
		for _, single := range []bool{false, true} {
			tt := &means{single: single, counts: []float64{x}}
			spread := 0.0
			if single {
				spread = r.Float64()
			}
			terms := func(v []float64) (GammaGamma, countTerms, float64, float64) {
				m := GammaGamma{}.WithParams(v)
				above, below := logOdds(m.Gamma, math.Log(m.Gamma), total, math.Log(total))
				return m, tt.table(m)[0], above + spread, below
			}
			value := func(v []float64) float64 {
				m, c, above, below := terms(v)
				return c.single - c.beta - c.px*above - m.Q*below
			}
			slopes := func(v []float64) ([]float64, []float64) {
				m, c, above, below := terms(v)
				var g [3]float64
				var h [6]float64
				c.slopes(m, x, total, above, below, &g, &h)
				return g[:], h[:]
			}
			testSlopes(t, []float64{m.P, m.Q, m.Gamma}, value, slopes, m, x, total, single)

			z := []float64{0.7, -1.3}
			own := func(v []float64) []float64 {
				return []float64{v[0], v[1], v[2] * math.Exp(v[3]*z[0]+v[4]*z[1])}
			}
			testSlopes(t, []float64{m.P, m.Q, m.Gamma, 0.4, -0.2},
				func(v []float64) float64 { return value(own(v)) },
				func(v []float64) ([]float64, []float64) {
					q := own(v)
					g3, h6 := slopes(q)
					g, h := make([]float64, 5), make([]float64, 15)
					chainGamma(v[2], q[2], z, (*[3]float64)(g3), (*[6]float64)(h6), g, h)
					return g, h
				}, "regression", m, x)
		}
	}
}

func TestKernelSlopes(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for range 60 {
		x := float64(1 + r.IntN(9))
		in := row{x: x, mean: r.NormFloat64(), within: (x - 1) * r.ExpFloat64(), time: r.NormFloat64()}
		in.timeWithin = (x - 1) * r.ExpFloat64()
		in.with = math.Sqrt(in.within*in.timeWithin) * (2*r.Float64() - 1)
		of := func(v []float64) kernel { return kernel{v[0], v[1], v[2], v[3], 0.3} }
		testSlopes(t, []float64{r.NormFloat64(), math.Exp(r.NormFloat64()), math.Exp(r.NormFloat64()), r.NormFloat64()},
			func(v []float64) float64 { return of(v).logProb(in) },
			func(v []float64) ([]float64, []float64) {
				g, h := of(v).slopes(in)
				return g[:], h[:]
			}, in)
	}
}

// The form for large p is the plain one where that holds, and keeps its digits beyond.
func TestSingleTerms(t *testing.T) {
	for _, p := range []float64{0.05, 0.7, 3, 11, 13, 100} {
		for _, x := range []float64{1, 2, 17, 400} {
			v, slope, _ := singleTerms(p, x)
			up, _ := math.Lgamma(p * x)
			one, _ := math.Lgamma(p)
			size := math.Max(1, math.Abs(up)+x*math.Abs(one)+p*x*math.Log(x))
			if d := v - (up - x*one - p*x*math.Log(x)); math.Abs(d) > 1e-14*size {
				t.Errorf("p %g, x %g: off by %g", p, x, d)
			}
			check.Close(t, x*(special.Digamma(p*x)-special.Digamma(p)-math.Log(x)), slope, 1e-9, p, x)
		}
	}
	// As p grows, a customer's amounts stop varying: slope → (x−1)/(2p).
	_, slope, curve := singleTerms(1e7, 5)
	check.Close(t, 2/1e7, slope, 1e-6, "slope")
	check.Close(t, -2/1e14, curve, 1e-1, "curve")
}
