package quad_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/quad"
)

// An n-point rule is exact for polynomials up to degree 2n−1, and not beyond.
func TestLegendreDegree(t *testing.T) {
	for _, rule := range [][]quad.Node{quad.Legendre8[:], quad.Legendre16[:]} {
		for power := 0; power < 2*len(rule); power++ {
			sum := 0.0
			for _, n := range rule {
				sum += n.W * math.Pow(n.X, float64(power))
			}
			want := 2 / float64(power+1)
			if power%2 == 1 {
				want = 0
			}
			assert.InDelta(t, want, sum, 1e-14, "%d nodes, power %d", len(rule), power)
		}
		sum, last := 0.0, -1.0
		for _, n := range rule {
			sum += n.W * math.Pow(n.X, float64(2*len(rule)))
			assert.Greater(t, n.X, last)
			last = n.X
		}
		assert.Greater(t, math.Abs(sum-2/float64(2*len(rule)+1)), 1e-10)
	}
}

func TestPanels(t *testing.T) {
	check.Close(t, math.E-1, quad.Panels(math.Exp, 0, 1, 1), 1e-15, "∫exp")
	check.Close(t, 1-math.Exp(-100), quad.Panels(func(x float64) float64 { return math.Exp(-x) }, 0, 100, 10), 1e-14, "∫exp(-x)")
	check.Close(t, -2, quad.Panels(func(float64) float64 { return 1 }, 1, -1, 3), 1e-15, "backwards")
	assert.Panics(t, func() { quad.Panels(math.Exp, 0, 1, 0) })
}

// Moments of the beta distribution, from U-shaped to needle-shaped.
func TestBetaMoments(t *testing.T) {
	for _, a := range []float64{0.01, 0.3, 1, 2.5, 40, 3000, 1e6} {
		for _, b := range []float64{0.01, 0.5, 1, 7, 250, 1e5} {
			s := a + b
			p := quad.Beta(a, b, 0, func(p, _ float64) float64 { return p })
			check.Close(t, a/s, p, 2e-12, "E p", a, b)
			q := quad.Beta(a, b, 0, func(_, y float64) float64 { return 1 / (1 + math.Exp(y)) })
			check.Close(t, b/s, q, 2e-12, "E 1−p", a, b)
			p2 := quad.Beta(a, b, 2, func(p, _ float64) float64 { return p * p })
			check.Close(t, a*(a+1)/(s*(s+1)), p2, 4e-12, "E p²", a, b)
		}
	}
}

// Expected purchases of a BG/NBD customer, E[(1−(1+pτ)^−r)/p], are ln(1+τ) for
// r = a = b = 1, whatever the scale τ = t/α.
func TestBetaScale(t *testing.T) {
	for _, tau := range []float64{1e-3, 1, 50, 1e4, 1e9} {
		got := quad.Beta(1, 1, 1, func(p, _ float64) float64 { return tau / (1 + p*tau) })
		check.Close(t, math.Log1p(tau), got, 1e-12, "t/α", tau)
	}
}

func TestBetaDomain(t *testing.T) {
	one := func(p, y float64) float64 { return 1 }
	inf, nan := math.Inf(1), math.NaN()
	for _, v := range [][3]float64{{0, 1, 0}, {1, 0, 0}, {-1, 1, 0}, {nan, 1, 0}, {1, nan, 0}, {1, 1, nan}, {1, 1, -1}, {inf, 1, 0}, {1, inf, 0}} {
		assert.True(t, math.IsNaN(quad.Beta(v[0], v[1], v[2], one)), v)
	}
	for _, v := range [][3]float64{{1e-9, 1e-9, 0}, {1e12, 1e12, 1e5}, {1e-300, 1, 0}, {1, 1e300, 0}} {
		check.Close(t, 1, quad.Beta(v[0], v[1], v[2], one), 1e-9, v)
	}
}

func TestNoAllocations(t *testing.T) {
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		tau := 3.0
		quad.Beta(0.8, 2.4, 1, func(p, _ float64) float64 { return tau / (1 + p*tau) })
		quad.Panels(func(x float64) float64 { return x * tau }, 0, 1, 2)
	}))
}

// Goal: 40 µs, some 350 nodes, and no allocation.
func BenchmarkBeta(b *testing.B) {
	tau := 3.0
	for b.Loop() {
		quad.Beta(0.8, 2.4, 1, func(p, _ float64) float64 { return tau / (1 + p*tau) })
	}
}

// Every parameter that is not finite is outside of the domain, alone and with others.
func TestBetaInfinite(t *testing.T) {
	inf := math.Inf(1)
	for _, p := range [][3]float64{{inf, 1, 0}, {1, inf, 0}, {1, 1, inf}, {inf, inf, 0}, {1, inf, inf}, {inf, inf, inf}} {
		assert.True(t, math.IsNaN(quad.Beta(p[0], p[1], p[2], func(p, _ float64) float64 { return 1 })), "%v", p)
	}
}
