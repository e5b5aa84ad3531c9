package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/sarmanov"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// withM returns the model with the mixing parameter m itself.
func withM(base CorrelatedParetoNBD, m float64) CorrelatedParetoNBD {
	g := base.core()
	lo, hi := g.Limits()
	base.Mix = (m/(1+g.E1)/(1+g.E2) - lo) / (hi - lo)
	return base
}

// All CDNOW customers at fixed parameters, kernel 1 in weeks.
func TestCorrelatedTruth(t *testing.T) {
	ref := check.JSON[struct {
		Params    map[string]float64 `json:"fixed_params"`
		Customers struct {
			LL map[string][]float64
		}
		Sample []truthRow `json:"sample_strings"`
	}](t, check.Shared(t, "reference", "pnbd_correlation.json"))
	v := ref.Params
	m := withM(CorrelatedParetoNBD{R: v["r"], Alpha: v["alpha"], S: v["s"], Beta: v["beta"]}, v["m"])
	require.Greater(t, m.Mix, 0.9)
	for _, row := range ref.Sample {
		check.Close(t, float64(row.LL), m.LogProb(row.history()), 1e-11, row)
	}
	want := ref.Customers.LL["mpmath"]
	for i, row := range check.CSV(t, check.Shared(t, "data", "cdnow_sample_summary.csv")) {
		h := clientele.History{Repeats: int(check.Number(t, row["x"])), Last: check.Number(t, row["tx"]), Age: check.Number(t, row["T"])}
		check.Close(t, want[i], m.LogProb(h), 1e-10, h)
	}
}

// Without correlation it is the Pareto/NBD, whatever the kernel.
func TestCorrelatedWithoutCorrelation(t *testing.T) {
	plain := ParetoNBD{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	for _, c := range []float64{0, 0.5, 1, 4} {
		m := CorrelatedParetoNBD{R: plain.R, Alpha: plain.Alpha, S: plain.S, Beta: plain.Beta, Kernel: c}.WithCorrelation(0)
		assert.InDelta(t, 0, m.Correlation(), 1e-15)
		for _, h := range histories {
			check.Close(t, plain.LogProb(h), m.LogProb(h), 1e-12, h)
			check.Close(t, plain.ProbAlive(h), m.ProbAlive(h), 1e-11, h)
			check.Close(t, plain.ExpectedPurchases(h, 39), m.ExpectedPurchases(h, 39), 1e-11, h)
			check.Close(t, plain.ProbPurchases(h, 39, 2), m.ProbPurchases(h, 39, 2), 1e-11, h)
			check.Close(t, plain.DiscountedPurchases(h, 0.003), m.DiscountedPurchases(h, 0.003), 1e-11, h)
			check.Close(t, plain.ExpectedDropout(h), m.ExpectedDropout(h), 1e-11, h)
		}
		check.Close(t, plain.Var(52), m.Var(52), 1e-11)
	}
}

func TestCorrelationRange(t *testing.T) {
	m := CorrelatedParetoNBD{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669, Mix: 0, Kernel: 1}
	lo := m.Correlation()
	m.Mix = 1
	hi := m.Correlation()
	assert.InDelta(t, -0.14, lo, 0.006) // about
	assert.InDelta(t, 0.28, hi, 0.006)
	unit := m
	unit.Kernel, unit.Mix = 0, 0
	assert.InDelta(t, -0.004, unit.Correlation(), 5e-4)
	unit.Mix = 1
	assert.InDelta(t, 0.077, unit.Correlation(), 5e-4)
	for _, rho := range []float64{lo * 0.999, 0, 0.2, hi * 0.999} {
		assert.InDelta(t, rho, m.WithCorrelation(rho).Correlation(), 1e-14)
	}
	assert.True(t, math.IsNaN(m.WithCorrelation(hi+0.01).Mix))
	assert.True(t, math.IsNaN(m.WithCorrelation(hi+0.01).ProbAlive(histories[1])))
	// The unit-free kernel does not know the unit of time.
	days := CorrelatedParetoNBD{R: 0.553, Alpha: 10.578 * 7, S: 0.606, Beta: 11.669 * 7, Mix: 1, Kernel: 1}
	check.Close(t, m.Correlation(), days.Correlation(), 1e-14)
	check.Close(t, m.ExpectedPurchases(histories[4], 39), days.ExpectedPurchases(histories[4].Scaled(7), 39*7), 1e-10)
	for _, bad := range []CorrelatedParetoNBD{{R: 0.5, Alpha: 10, S: 0.6, Beta: 11, Mix: 1.1, Kernel: 1}, {R: 0.5, Alpha: 10, S: 0.6, Beta: 11, Mix: -0.1, Kernel: 1}, {R: 0.5, Alpha: 10, S: 0.6, Beta: 11, Mix: 0.5, Kernel: -1}, {R: 0.5, Alpha: 10, S: 0.6, Beta: 11, Mix: math.NaN(), Kernel: 1}} {
		assert.True(t, math.IsNaN(bad.Mean(3)))
	}
}

// Drawn rates have the correlation and the gamma margins of the model.
func TestCorrelatedRates(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	for _, mix := range []float64{0, 0.5, 1} {
		for _, kernel := range []float64{0, 1} {
			m := CorrelatedParetoNBD{R: 2, Alpha: 3, S: 1.5, Beta: 4, Mix: mix, Kernel: kernel}
			_, d := m.core().Restart()
			const n = 200_000
			var l, u, ll, uu, lu float64
			for range n {
				x, y := d.Rates(r)
				l, u, ll, uu, lu = l+x, u+y, ll+x*x, uu+y*y, lu+x*y
			}
			l, u = l/n, u/n
			vl, vu := ll/n-l*l, uu/n-u*u
			assert.InEpsilon(t, 2./3, l, 0.01)
			assert.InEpsilon(t, 1.5/4, u, 0.01)
			assert.InEpsilon(t, 2./9, vl, 0.03)
			assert.InEpsilon(t, 1.5/16, vu, 0.03)
			assert.InDelta(t, m.Correlation(), (lu/n-l*u)/math.Sqrt(vl*vu), 0.012)
		}
	}
}

// The derivatives of a fit, inside and on every edge, are those of the likelihood by differences.
func TestCorrelatedDerivatives(t *testing.T) {
	p := new(clientele.Panel)
	for _, h := range histories[1:8] {
		require.NoError(t, p.AddN(h, 2))
	}
	tab := table.New(p)
	for _, w := range []sarmanov.Kernel{{C: 1, Unit: 1}, {C: 0.3, Unit: 2}, {W: 0.8, Unit: 0.5}} {
		at := sarmanov.Inside.At(w, []float64{-0.2, 0.3, -0.5, 0.1, 0.1})
		for i, in := range append(append([]sarmanov.Region{sarmanov.Inside}, sarmanov.Highest...), sarmanov.Lowest...) {
			phi := in.Phi(at)
			if i == 1 || i == 4 { // where e₁ is the larger, and e₁·e₂ < 1
				phi[0] += 0.1
			}
			if i == 1 {
				phi[0] += 0.9
			}
			if i == 4 {
				phi[0] -= 2
			}
			if i == 2 || i == 5 { // where e₂ is, and e₁·e₂ > 1
				phi[2] += 3
			}
			if i == 5 {
				phi[0] += 2
			}
			look := func(phi []float64) mle.Derivatives {
				d := in.At(w, phi)
				return mle.At(d.Rows(tab), len(tab.Rows), in.Params)
			}
			got := look(phi)
			require.False(t, math.IsNaN(got.LogLik), "region %d of %v", i, w)
			d := in.At(w, phi)
			require.True(t, in.Valid(d.Model()), "region %d of %v: %+v", i, w, d.Model())
			if !math.IsNaN(in.End) {
				assert.InDelta(t, in.End, d.Mix().V, 1e-9)
			}
			const step = 1e-5
			for a := range phi {
				v := append([]float64(nil), phi...)
				v[a] += step
				up := look(v)
				v[a] -= 2 * step
				down := look(v)
				assert.InDelta(t, (up.LogLik-down.LogLik)/(2*step), got.Grad[a], 1e-5*(1+math.Abs(got.Grad[a])), "region %d of %v, %d", i, w, a)
				for b := range phi {
					assert.InDelta(t, (up.Grad[b]-down.Grad[b])/(2*step), got.Hess[a][b], 1e-5*(1+math.Abs(got.Hess[a][b])), "region %d of %v, %d %d", i, w, a, b)
				}
			}
		}
	}
}
