package logistic_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/logistic"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/optimize"
)

// oring is the launch temperature (°F) and whether an O-ring was damaged, the
// 23 flights before the Challenger accident (Dalal, Fowlkes and Hoadley 1989).
var oring = []struct {
	temperature float64
	damaged     float64
}{
	{66, 0}, {70, 1}, {69, 0}, {68, 0}, {67, 0}, {72, 0}, {73, 0}, {70, 0}, {57, 1}, {63, 1}, {70, 1}, {78, 0},
	{67, 0}, {53, 1}, {67, 0}, {75, 0}, {70, 0}, {81, 0}, {76, 0}, {79, 0}, {75, 1}, {76, 0}, {58, 1},
}

func TestFitPublished(t *testing.T) {
	d := logistic.NewData(1)
	for _, r := range oring {
		require.NoError(t, d.Add([]float64{r.temperature}, r.damaged, 1))
	}
	f, err := logistic.Fit(context.Background(), d, nil)
	require.NoError(t, err)
	// The fit every textbook prints: 15.0429 (7.3786) − 0.2322 (0.1082) °F, residual deviance 20.315.
	assert.InDelta(t, 15.0429, f.Coef[0], 5e-5)
	assert.InDelta(t, -0.2322, f.Coef[1], 5e-5)
	assert.InDelta(t, 7.3786, math.Sqrt(f.Cov[0][0]), 1e-3)
	assert.InDelta(t, 0.1082, math.Sqrt(f.Cov[1][1]), 5e-5)
	assert.InDelta(t, 20.315, -2*f.LogLik, 5e-4)
	check.Close(t, 1/(1+math.Exp(-f.Coef[0]-31*f.Coef[1])), f.Prob([]float64{31}), 1e-14)
}

// simulate draws n rows with p covariates on wildly different scales.
func simulate(seed uint64, n, p int) (*logistic.Data, [][]float64, []float64) {
	r := rand.New(rand.NewPCG(seed, 1))
	d := logistic.NewData(p)
	var xs [][]float64
	var ys []float64
	for range n {
		x := make([]float64, p)
		eta := -0.4
		for j := range x {
			z := r.NormFloat64()
			eta += 0.5 / float64(j+1) * z
			x[j] = 3 + z*math.Pow(10, float64(j-1))
		}
		y := 0.0
		if r.Float64() < 1/(1+math.Exp(-eta)) {
			y = 1
		}
		if err := d.Add(x, y, 1); err != nil {
			panic(err)
		}
		xs, ys = append(xs, x), append(ys, y)
	}
	return d, xs, ys
}

// TestFitIndependent compares with a general minimiser that knows nothing of
// this package, on the same penalised likelihood written out again.
func TestFitIndependent(t *testing.T) {
	for _, ridge := range []float64{0, 3} {
		d, xs, ys := simulate(5, 400, 3)
		f, err := logistic.Fit(context.Background(), d, &logistic.Options{Ridge: ridge})
		require.NoError(t, err)
		sd := d.Scales()
		loss := func(c []float64) float64 {
			total := 0.0
			for i, x := range xs {
				eta := c[0]
				for j := range x {
					eta += c[j+1] * (x[j] - f.Centre[j]) / sd[j]
				}
				total += math.Log(1+math.Exp(eta)) - ys[i]*eta
			}
			for _, v := range c[1:] {
				total += ridge / 2 * v * v
			}
			return total
		}
		slope := func(g, c []float64) {
			clear(g)
			for i, x := range xs {
				z := []float64{1, 0, 0, 0}
				eta := c[0]
				for j := range x {
					z[j+1] = (x[j] - f.Centre[j]) / sd[j]
					eta += c[j+1] * z[j+1]
				}
				for j := range z {
					g[j] += (1/(1+math.Exp(-eta)) - ys[i]) * z[j]
				}
			}
			for j, v := range c[1:] {
				g[j+1] += ridge * v
			}
		}
		res, err := optimize.Minimize(optimize.Problem{Func: loss, Grad: slope}, make([]float64, 4), &optimize.Settings{GradientThreshold: 1e-11, Converger: optimize.NeverTerminate{}, FuncEvaluations: 2000}, &optimize.BFGS{})
		if err != nil {
			require.ErrorContains(t, err, "linesearch") // it may stop at rounding
		}
		own := f.Coef[0]
		for j := range sd {
			check.Close(t, res.X[j+1], f.Coef[j+1]*sd[j], 1e-8, "coefficient", j+1, "ridge", ridge)
			own += f.Coef[j+1] * f.Centre[j]
		}
		check.Close(t, res.X[0], own, 1e-8, "constant, ridge", ridge)
	}
}

func TestFitOrder(t *testing.T) {
	_, xs, ys := simulate(6, 300, 2)
	fit := func(order []int) *logistic.Fitted {
		d := logistic.NewData(2)
		for _, i := range order {
			require.NoError(t, d.Add(xs[i], ys[i], 1))
		}
		f, err := logistic.Fit(context.Background(), d, nil)
		require.NoError(t, err)
		return f
	}
	order := rand.New(rand.NewPCG(7, 7)).Perm(len(xs))
	identity := make([]int, len(xs))
	for i := range identity {
		identity[i] = i
	}
	assert.Equal(t, fit(identity), fit(order), "same bits in any order")
}

func TestGroupedRows(t *testing.T) {
	grouped, single := logistic.NewData(1), logistic.NewData(1)
	for x, s := range []int{2, 5, 7, 9} {
		require.NoError(t, grouped.Add([]float64{float64(x)}, float64(s), 10))
		for k := range 10 {
			y := 0.0
			if k < s {
				y = 1
			}
			require.NoError(t, single.Add([]float64{float64(x)}, y, 1))
		}
	}
	a, err := logistic.Fit(context.Background(), grouped, nil)
	require.NoError(t, err)
	b, err := logistic.Fit(context.Background(), single, nil)
	require.NoError(t, err)
	assert.Equal(t, a, b)
}

func TestSeparation(t *testing.T) {
	ctx := context.Background()
	add := func(d *logistic.Data, x, y float64) { require.NoError(t, d.Add([]float64{x}, y, 1)) }
	complete, quasi, overlap := logistic.NewData(1), logistic.NewData(1), logistic.NewData(1)
	for i := range 10 {
		x := float64(i)
		y := 0.0
		if i >= 5 {
			y = 1
		}
		add(complete, x, y)
		add(quasi, x, y)
		add(overlap, x, y)
	}
	add(quasi, 5, 0)   // one tie at the edge
	add(overlap, 6, 0) // beyond it
	for name, d := range map[string]*logistic.Data{"complete": complete, "quasi": quasi} {
		_, err := logistic.Fit(ctx, d, nil)
		require.ErrorIs(t, err, clientele.ErrNotIdentified, name)
		assert.ErrorContains(t, err, "separate", name)
		f, err := logistic.Fit(ctx, d, &logistic.Options{Ridge: 1})
		require.NoError(t, err, name)
		assert.True(t, f.Separated, name)
	}
	f, err := logistic.Fit(ctx, overlap, nil)
	require.NoError(t, err)
	assert.False(t, f.Separated)
	f, err = logistic.Fit(ctx, overlap, &logistic.Options{Ridge: 1})
	require.NoError(t, err)
	assert.False(t, f.Separated)
}

// TestNearSeparation: one failure of tiny weight beyond the edge makes the
// estimate exist, far out; it is found, and not taken for separation.
func TestNearSeparation(t *testing.T) {
	d := logistic.NewData(1)
	for i := range 10 {
		y := 0.0
		if i >= 5 {
			y = 1
		}
		require.NoError(t, d.Add([]float64{float64(i)}, y, 1))
	}
	require.NoError(t, d.Add([]float64{9}, 0, 1e-10))
	f, err := logistic.Fit(context.Background(), d, nil)
	require.NoError(t, err)
	assert.Greater(t, f.Iters, 20)
	score := 0.0 // of the slope, by the definition of the maximum
	for i := range 10 {
		y, n := 0.0, 1.0
		if i >= 5 {
			y = 1
		}
		if i == 9 {
			n += 1e-10
		}
		score += float64(i) * (y - n*f.Prob([]float64{float64(i)}))
	}
	assert.InDelta(t, 0, score, 1e-14)
}

func TestRefusals(t *testing.T) {
	ctx := context.Background()
	d := logistic.NewData(2)
	_, err := logistic.Fit(ctx, d, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, bad := range []struct{ x, s, n float64 }{{math.NaN(), 0, 1}, {math.Inf(1), 0, 1}, {0, -1, 1}, {0, 2, 1}, {0, 0, 0}, {0, math.NaN(), 1}} {
		err := d.Add([]float64{bad.x, 0}, bad.s, bad.n)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, "%v", bad)
		assert.Equal(t, 0, d.Len())
	}
	for i := range 20 {
		x := float64(i % 7)
		require.NoError(t, d.Add([]float64{x, 2*x + 1}, float64(i%2), 1))
	}
	_, err = logistic.Fit(ctx, d, nil)
	require.ErrorIs(t, err, clientele.ErrNotIdentified)
	assert.ErrorContains(t, err, "collinear")
	_, err = logistic.Fit(ctx, d, &logistic.Options{Ridge: 1})
	assert.NoError(t, err)
	_, err = logistic.Fit(ctx, d, &logistic.Options{Ridge: math.NaN()})
	var in *clientele.InputError
	assert.ErrorAs(t, err, &in)

	same := logistic.NewData(0)
	require.NoError(t, same.Add(nil, 3, 3))
	_, err = logistic.Fit(ctx, same, nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)

	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = logistic.Fit(cancelled, d, nil)
	assert.ErrorIs(t, err, context.Canceled)
	e, _, _ := simulate(5, 100, 2)
	f, err := logistic.Fit(ctx, e, &logistic.Options{MaxIter: 1})
	assert.ErrorIs(t, err, clientele.ErrNotConverged)
	assert.NotNil(t, f)
}

// TestRidge: the estimate runs from the free one to the constant as the ridge grows.
func TestRidge(t *testing.T) {
	d, _, _ := simulate(9, 300, 2)
	last := math.Inf(1)
	for _, ridge := range []float64{0, 1, 10, 100, 1e6} {
		f, err := logistic.Fit(context.Background(), d, &logistic.Options{Ridge: ridge})
		require.NoError(t, err)
		sd := d.Scales()
		norm := math.Hypot(f.Coef[1]*sd[0], f.Coef[2]*sd[1])
		assert.Less(t, norm, last)
		last = norm
	}
	assert.Less(t, last, 1e-3)
}

// TestCoverage: 95 % intervals of a coefficient hold the truth in 1000 fits
// with a frequency inside the binomial bounds at 1e-6 (widened by the known
// small-sample distortion of Wald intervals).
func TestCoverage(t *testing.T) {
	const runs = 1000
	hit := 0
	for k := range runs {
		d, _, _ := simulate(uint64(1000+k), 300, 1)
		f, err := logistic.Fit(context.Background(), d, nil)
		require.NoError(t, err)
		se := math.Sqrt(f.Cov[1][1])
		if math.Abs(f.Coef[1]-5) < 1.96*se { // 0.5 a standard deviation of 0.1
			hit++
		}
	}
	assert.InDelta(t, 0.95, float64(hit)/runs, 0.035)
}

// A fit of 100,000 rows with 8 covariates: at most 0.4 s on one core; 0.25 s measured.
func BenchmarkFit(b *testing.B) {
	d, _, _ := simulate(3, 100_000, 8)
	for b.Loop() {
		if _, err := logistic.Fit(context.Background(), d, nil); err != nil {
			b.Fatal(err)
		}
	}
}
