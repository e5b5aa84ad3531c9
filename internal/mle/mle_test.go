package mle_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// normal is a normal distribution; its estimates are known in closed form.
type normal struct{ Mean, SD float64 }

func (m normal) Params() []clientele.Param {
	return []clientele.Param{{Name: "mean", Value: m.Mean, Domain: clientele.DomainReal}, {Name: "sd", Value: m.SD, Domain: clientele.DomainPositive}}
}
func (normal) WithParams(v []float64) normal { return normal{v[0], v[1]} }

// problem fits a normal to weighted values.
func problem(values, weights []float64) mle.Problem[normal] {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	return mle.Problem[normal]{
		Name: "test: normal", N: int(total), Rows: len(values), Weight: func(i int) float64 { return weights[i] },
		Starts: [][]float64{{0, 1}, {5, 10}},
		At: func(p []float64) mle.Rows {
			return func(s *mle.Sums, lo, hi int) {
				for i := lo; i < hi; i++ {
					z := (values[i] - p[0]) / p[1]
					g := []float64{z / p[1], (z*z - 1) / p[1]}
					h := []float64{-1 / (p[1] * p[1]), -2 * z / (p[1] * p[1]), (1 - 3*z*z) / (p[1] * p[1])}
					s.Add(weights[i], -math.Log(p[1])-z*z/2, g, h)
				}
			}
		},
	}
}

func data(n int) (values, weights []float64) {
	for i := range n {
		values = append(values, 3+2*math.Sin(float64(i))+float64(i%7))
		weights = append(weights, float64(1+i%3))
	}
	return values, weights
}

func moments(values, weights []float64) (n, mean, sd float64) {
	for i, v := range values {
		n += weights[i]
		mean += weights[i] * v
	}
	mean /= n
	for i, v := range values {
		sd += weights[i] * (v - mean) * (v - mean)
	}
	return n, mean, math.Sqrt(sd / n)
}

// The closed form comes out to all digits, on few rows and on many (where the
// search begins on samples), and for any number of workers to the same bits.
func TestFitClosedForm(t *testing.T) {
	for _, size := range []int{20, 3000, 100_000} {
		values, weights := data(size)
		n, mean, sd := moments(values, weights)
		var first *clientele.Fit[normal]
		for _, workers := range []int{1, 2, 5} {
			f, err := mle.Fit(context.Background(), problem(values, weights), &clientele.FitOptions{Workers: workers})
			require.NoError(t, err)
			check.Close(t, mean, f.Model.Mean, 1e-9, size)
			check.Close(t, sd, f.Model.SD, 1e-9, size)
			check.Close(t, sd/math.Sqrt(n), math.Sqrt(f.Cov[0][0]), 1e-6, size)
			check.Close(t, sd/math.Sqrt(2*n), math.Sqrt(f.Cov[1][1]), 1e-6, size)
			check.Close(t, -n*(math.Log(sd)+0.5), f.LogLik, 1e-12, size)
			if first == nil {
				first = f
			}
			assert.Equal(t, first, f)
		}
		// The sandwich, by hand: the variance of the mean is what it is anyway.
		check.Close(t, sd/math.Sqrt(n), math.Sqrt(first.Robust[0][0]), 1e-6)
	}
}

func TestFitRescales(t *testing.T) {
	values, weights := data(200)
	p := problem(values, weights)
	p.Scale, p.Offset = []float64{10, 10}, -7
	f, err := mle.Fit(context.Background(), p, &clientele.FitOptions{Start: []float64{30, 20}})
	require.NoError(t, err)
	g, err := mle.Fit(context.Background(), problem(values, weights), nil)
	require.NoError(t, err)
	check.Close(t, 10*g.Model.SD, f.Model.SD, 1e-9)
	check.Close(t, 100*g.Cov[1][1], f.Cov[1][1], 1e-6)
	check.Close(t, 100*g.Cov[0][0], f.Cov[0][0], 1e-6) // a real parameter too
	check.Close(t, g.LogLik-7, f.LogLik, 1e-12)
}

// A search near a neighbour's end tries no other start, and ends at the same maximum.
func TestNearTriesOneStart(t *testing.T) {
	values, weights := data(200)
	p := problem(values, weights)
	var near []int
	f, err := mle.Fit(context.Background(), p, &clientele.FitOptions{Start: []float64{3, 2}, Near: true, Progress: func(at clientele.Progress) { near = append(near, at.Iter) }})
	require.NoError(t, err)
	whole, err := mle.Fit(context.Background(), p, nil)
	require.NoError(t, err)
	assert.InDelta(t, whole.LogLik, f.LogLik, 1e-9)
	assert.True(t, slices.IsSorted(near), "one climb: %v", near)
}

func TestRidgePullsToTheStart(t *testing.T) {
	values, weights := data(50)
	last := math.Inf(1)
	for _, ridge := range []float64{0, 1, 100, 1e6} {
		f, err := mle.Fit(context.Background(), problem(values, weights), &clientele.FitOptions{Ridge: ridge})
		require.NoError(t, err)
		assert.Less(t, f.Model.Mean, last)
		last = f.Model.Mean
	}
	assert.InDelta(t, 0, last, 1e-2)
}

// rising is a likelihood without a maximum: −e^−θ rises towards 0.
type rising struct{ A, B float64 }

func (m rising) Params() []clientele.Param {
	return []clientele.Param{{Name: "a", Value: m.A, Domain: clientele.DomainPositive}, {Name: "b", Value: m.B, Domain: clientele.DomainPositive}}
}
func (rising) WithParams(v []float64) rising { return rising{v[0], v[1]} }

func TestBoundaryIsFoundAndNamed(t *testing.T) {
	f, err := mle.Fit(context.Background(), mle.Problem[rising]{
		Name: "test: rising", N: 100, Rows: 1, Starts: [][]float64{{1, 1}},
		At: func(p []float64) mle.Rows {
			return func(s *mle.Sums, lo, hi int) {
				// 100·(−1/a − (b−2)²)
				s.Add(100, -1/p[0]-(p[1]-2)*(p[1]-2), []float64{1 / (p[0] * p[0]), -2 * (p[1] - 2)}, []float64{-2 / (p[0] * p[0] * p[0]), 0, -2})
			}
		},
		Limit: func(m rising, u []float64) string {
			if math.Abs(u[0]) > 0.9 {
				return "test.limit"
			}
			return ""
		},
	}, nil)
	require.NoError(t, err)
	assert.Greater(t, f.LogLik, -1e-5)
	check.Close(t, 2, f.Model.B, 1e-6)
	require.Len(t, f.Flat, 1)
	assert.Equal(t, []clientele.Warning{{Code: "test.limit", Subject: "a", Value: f.LogLik}}, f.Warnings)
	e := f.Estimates(0.95)
	assert.True(t, math.IsInf(e[0].SE, 1))
	check.Close(t, 1/math.Sqrt(200), e[1].SE, 1e-6)
}

func TestFitFailures(t *testing.T) {
	values, weights := data(50)
	var bad *clientele.InputError
	_, err := mle.Fit(context.Background(), problem(values, weights), &clientele.FitOptions{Start: []float64{1}})
	assert.ErrorAs(t, err, &bad)
	f, err := mle.Fit(context.Background(), problem(values, weights), &clientele.FitOptions{MaxIter: 2})
	assert.ErrorIs(t, err, clientele.ErrNotConverged)
	require.NotNil(t, f) // the best so far comes with the error
	assert.False(t, math.IsNaN(f.LogLik))
	ctx, cancel := context.WithCancelCause(context.Background())
	_, err = mle.Fit(ctx, problem(values, weights), &clientele.FitOptions{Progress: func(clientele.Progress) { cancel(assert.AnError) }})
	assert.ErrorIs(t, err, assert.AnError)
	values[3] = math.NaN()
	_, err = mle.Fit(context.Background(), problem(values, weights), nil)
	assert.ErrorIs(t, err, clientele.ErrNotConverged)
}
