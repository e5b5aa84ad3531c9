package mle_test

import (
	"context"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func same(m normal) normal   { return m }
func mean0(m normal) float64 { return m.Mean }
func sd0(m normal) float64   { return m.SD }

// refitter prepares the normal distribution at its estimate.
func refitter(t *testing.T, values, weights []float64, opt *clientele.FitOptions) (*mle.Refitter[normal], *clientele.Fit[normal]) {
	t.Helper()
	prob := problem(values, weights)
	f, err := mle.Fit(context.Background(), prob, opt)
	require.NoError(t, err)
	r, err := mle.NewRefitter(context.Background(), &prob, f.Model, same, opt)
	require.NoError(t, err)
	return r, f
}

// The profile intervals of a normal distribution in closed form.
func TestProfileClosedForm(t *testing.T) {
	values, weights := data(60)
	n, mean, sd := moments(values, weights)
	r, _ := refitter(t, values, weights, nil)
	const z = 1.959963984540054
	iv, err := r.Profile(clientele.DomainReal, mean0, 0.95)
	require.NoError(t, err)
	half := sd * math.Sqrt(math.Expm1(z*z/n))
	check.Close(t, mean-half, iv.Lo, 1e-7)
	check.Close(t, mean+half, iv.Hi, 1e-7)
	iv, err = r.Profile(clientele.DomainPositive, sd0, 0.95)
	require.NoError(t, err)
	for _, end := range []float64{iv.Lo, iv.Hi} {
		check.Close(t, z*z, 2*n*(math.Log(end/sd)+sd*sd/(2*end*end)-0.5), 1e-6, end)
	}
	assert.True(t, iv.Lo < sd && sd < iv.Hi)
}

// The interval of a function of both parameters, a quantile, is what the contour of the
// likelihood holds of it: of each deviation the contour gives the two means in closed form.
func TestProfileOfAFunction(t *testing.T) {
	values, weights := data(60)
	n, mean, sd := moments(values, weights)
	r, _ := refitter(t, values, weights, nil)
	const z, steps = 1.959963984540054, 200_000
	quantile := func(m normal) float64 { return m.Mean + 3*m.SD }
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range steps {
		s := sd * math.Exp(0.6*(2*float64(i)/steps-1))
		// 2n·ln(s/sd) + n·(sd² + (m−mean)²)/s² − n = z²
		if square := (z*z/n+1-2*math.Log(s/sd))*s*s - sd*sd; square >= 0 {
			lo = math.Min(lo, mean-math.Sqrt(square)+3*s)
			hi = math.Max(hi, mean+math.Sqrt(square)+3*s)
		}
	}
	iv, err := r.Profile(clientele.DomainReal, quantile, 0.95)
	require.NoError(t, err)
	check.Close(t, lo, iv.Lo, 1e-7)
	check.Close(t, hi, iv.Hi, 1e-7)
	iv, err = r.Profile(clientele.DomainPositive, func(m normal) float64 { return math.Exp(m.Mean + 3*m.SD) }, 0.95)
	require.NoError(t, err)
	check.Close(t, hi, math.Log(iv.Hi), 1e-7)
	iv, err = r.Profile(clientele.DomainPositive, func(normal) float64 { return 2 }, 0.95)
	require.NoError(t, err)
	require.True(t, iv.Lo == 0 && math.IsInf(iv.Hi, 1), "nothing moves it: %v", iv)
}

// With a prior the interval is that of the penalised likelihood: narrower.
func TestProfileWithPrior(t *testing.T) {
	values, weights := data(30)
	free, _ := refitter(t, values, weights, nil)
	held, f := refitter(t, values, weights, &clientele.FitOptions{Ridge: 100})
	a, err := free.Profile(clientele.DomainPositive, sd0, 0.9)
	require.NoError(t, err)
	b, err := held.Profile(clientele.DomainPositive, sd0, 0.9)
	require.NoError(t, err)
	assert.Less(t, math.Log(b.Hi/b.Lo), 0.9*math.Log(a.Hi/a.Lo))
	assert.True(t, b.Contains(f.Model.SD))
}

// An estimate that is not the maximum is found out, whatever parameter is held.
func TestProfileOfNoMaximum(t *testing.T) {
	values, weights := data(60)
	prob := problem(values, weights)
	r, err := mle.NewRefitter(context.Background(), &prob, normal{0, 5}, same, nil)
	require.NoError(t, err)
	_, err = r.Profile(clientele.DomainPositive, sd0, 0.9)
	assert.ErrorIs(t, err, clientele.ErrNotConverged)
}

func TestWeightedClosedForm(t *testing.T) {
	values, weights := data(60)
	r, _ := refitter(t, values, weights, nil)
	other := make([]float64, len(weights))
	factor := func(i int) float64 { return 0.2 + float64(i%5) }
	for i, w := range weights {
		other[i] = w * factor(i)
	}
	_, mean, sd := moments(values, other)
	m, end, err := r.Weighted(factor)
	require.NoError(t, err)
	assert.Equal(t, mle.Settled, end)
	check.Close(t, mean, m.Mean, 1e-8)
	check.Close(t, sd, m.SD, 1e-8)
	// One value alone has no spread: the likelihood rises without end.
	_, end, err = r.Weighted(func(i int) float64 {
		if i == 7 {
			return 1
		}
		return 0
	})
	require.NoError(t, err)
	assert.NotEqual(t, mle.Settled, end)
}

// At the maximum there is no step; beside it, it leads there to first order.
func TestStep(t *testing.T) {
	values, weights := data(60)
	n, mean, sd := moments(values, weights)
	r, f := refitter(t, values, weights, nil)
	step, cov := r.Step()
	assert.InDelta(t, 0, step[0], 1e-6)
	assert.InDelta(t, 0, step[1], 1e-6)
	check.Close(t, f.Robust[0][0], cov.At(0, 0), 1e-6)
	check.Close(t, f.Robust[1][1], cov.At(1, 1)*sd*sd, 1e-6)
	prob := problem(values, weights)
	beside, err := mle.NewRefitter(context.Background(), &prob, normal{mean + 0.01*sd, sd}, same, nil)
	require.NoError(t, err)
	step, _ = beside.Step()
	check.Close(t, -0.01*sd, step[0], 1e-3)
	assert.Positive(t, n)
}
