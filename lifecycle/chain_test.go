package lifecycle_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle"
)

// published is the example of Pfeifer & Carraway (2000, section "An example"):
// $40 margin less $4 mailing, purchase probabilities by recency, 20 % a period.
func published(t testing.TB) (*MigrationChain, []float64) {
	c, err := RecencyChain([]float64{0.3, 0.2, 0.15, 0.05})
	require.NoError(t, err)
	return c, []float64{36, -4, -4, -4, 0}
}

func TestPfeiferCarraway(t *testing.T) {
	checks := check.JSON[struct {
		Checks []struct {
			Quantity string
			Inputs   struct{ P [][]float64 }
			Value    []float64
		}
	}](t, "testdata/migration.json").Checks
	require.Len(t, checks, 2)
	c, reward := published(t)
	for i, row := range checks[0].Inputs.P {
		for j, p := range row {
			check.Close(t, p, c.P[i][j], 1e-15)
		}
	}
	v, err := c.Value(reward, 0.2)
	require.NoError(t, err)
	within, err := c.ValueWithin(reward, 0.2, 4)
	require.NoError(t, err)
	for i := range v {
		check.Close(t, checks[0].Value[i], v[i], 1e-13, "V", i)
		check.Close(t, checks[1].Value[i], within[i], 1e-13, "V4", i)
	}
	now, err := c.ValueWithin(reward, 0.2, 0) // of period 0 alone
	require.NoError(t, err)
	assert.Equal(t, reward, now)
	variance, err := c.ValueVariance(reward, 0.2)
	require.NoError(t, err)
	assert.InDelta(t, 788.3, variance[0], 0.05) // 785.9 in a simulation of 400,000 paths

	worth, stopped, err := c.CutOff(reward, 0.2)
	require.NoError(t, err)
	assert.Equal(t, []bool{true, true, true, false, false}, worth) // mail up to recency 3
	for i := range v {
		assert.GreaterOrEqual(t, stopped[i], v[i]-1e-12) // stopping is a right, not a duty
	}
	assert.Zero(t, stopped[3])
}

// randomChain draws a chain with some zeros, whose last state is absorbing.
func randomChain(r *rand.Rand, k int) *MigrationChain {
	c := &MigrationChain{}
	for i := range k {
		row := make([]float64, k)
		sum := 0.0
		for j := range row {
			if r.IntN(3) > 0 || j == k-1 {
				row[j] = r.ExpFloat64()
				sum += row[j]
			}
		}
		for j := range row {
			row[j] /= sum
		}
		if i == k-1 {
			clear(row)
			row[i] = 1
		}
		c.P = append(c.P, row)
	}
	return c
}

func TestValueLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 19))
	for k := 2; k < 9; k++ {
		c := randomChain(r, k)
		reward := make([]float64, k)
		for i := range k - 1 {
			reward[i] = 10 * r.NormFloat64()
		}
		for _, d := range []float64{0, 0.01, 0.3} {
			v, err := c.Value(reward, d)
			require.NoError(t, err)
			long, err := c.ValueWithin(reward, d, 20000)
			require.NoError(t, err)
			for i := range v {
				assert.InDelta(t, long[i], v[i], 1e-9*(1+math.Abs(v[i])), "k %d d %g", k, d)
			}
			worth, best, err := c.CutOff(reward, d)
			require.NoError(t, err)
			next := make([]float64, k)
			for i, row := range c.P {
				for j, p := range row {
					next[i] += p * best[j] / (1 + d)
				}
				assert.InDelta(t, math.Max(0, reward[i]+next[i]), best[i], 1e-9*(1+math.Abs(best[i])), "Bellman")
				assert.Equal(t, worth[i], best[i] > 0)
			}
		}
		_, err := c.Value(append(reward[:k-1:k-1], 1), 0)
		assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	}
}

// walk simulates a customer until it is in the target or the steps are used up.
func walk(r *rand.Rand, c *MigrationChain, from, steps int, visit func(t, state int) bool) {
	for t := 0; t <= steps; t++ {
		if !visit(t, from) {
			return
		}
		u := r.Float64()
		for j, p := range c.P[from] {
			if u -= p; u < 0 {
				from = j
				break
			}
		}
	}
}

func TestVarianceAndTimesMatchSimulation(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 19))
	c, reward := published(t)
	variance, err := c.ValueVariance(reward, 0.2)
	require.NoError(t, err)
	value, err := c.Value(reward, 0.2)
	require.NoError(t, err)
	times, err := c.ExpectedTime(4)
	require.NoError(t, err)
	reach, err := c.ProbReach(0)
	require.NoError(t, err)
	by, err := c.ProbBy(6, 4)
	require.NoError(t, err)
	const n = 40000
	for from := range 4 {
		var sum, square, time, again, early float64
		for range n {
			v, discount, lost, back := 0.0, 1.0, 0, from == 0
			walk(r, c, from, 2000, func(t, s int) bool {
				v += discount * reward[s]
				discount /= 1.2
				back = back || s == 0
				lost = t
				return s != 4
			})
			sum += v
			square += v * v
			time += float64(lost)
			if back {
				again++
			}
			if lost <= 6 {
				early++
			}
		}
		mean := sum / n
		assert.InDelta(t, value[from], mean, 5*math.Sqrt(variance[from]/n))
		assert.InDelta(t, variance[from], square/n-mean*mean, 0.06*variance[from])
		assert.InDelta(t, times[from], time/n, 0.03*times[from])
		assert.InDelta(t, reach[from], again/n, 5*math.Sqrt(0.25/n))
		assert.InDelta(t, by[from], early/n, 5*math.Sqrt(0.25/n))
	}
	assert.Equal(t, 0.0, times[4])
	assert.Equal(t, 0.0, reach[4])
	never, err := c.ExpectedTime(0)
	require.NoError(t, err)
	assert.Equal(t, 0.0, never[0])
	assert.True(t, math.IsInf(never[1], 1))
	all, err := c.ProbBy(0, 2, 3)
	require.NoError(t, err)
	assert.Equal(t, []float64{0, 0, 1, 1, 0}, all)
}

func TestAfter(t *testing.T) {
	c, _ := published(t)
	assert.InDeltaSlice(t, []float64{0.3*0.3 + 0.7*0.2, 0.21, 0.56, 0, 0}, c.After([]float64{1, 0, 0, 0, 0}, 2), 1e-15)
	assert.Nil(t, c.After([]float64{1}, 2))
	assert.Nil(t, c.After(make([]float64, 5), -1))
}

func TestChainRecoversAndItsIntervalsCover(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 19))
	truth, reward := published(t)
	v, err := truth.Value(reward, 0.2)
	require.NoError(t, err)
	missP, missV := 0, 0
	const fits = 200
	for range fits {
		var moves Transitions
		for range 300 {
			walk(r, truth, 0, 30, func() func(int, int) bool {
				last := -1
				return func(t, s int) bool {
					if last >= 0 {
						if err := moves.Add(t, last, s); err != nil {
							panic(err)
						}
					}
					last = s
					return s != 4
				}
			}())
		}
		c, err := moves.Chain(5, 0)
		require.NoError(t, err)
		require.NoError(t, c.Check())
		assert.Equal(t, 1.0, c.P[4][4])
		if !c.Interval(0, 0, 0.9).Contains(0.3) {
			missP++
		}
		iv, err := c.ValueIntervals(reward, 0.2, 0.9)
		require.NoError(t, err)
		if !iv[0].Contains(v[0]) {
			missV++
		}
		assert.Equal(t, clientele.Interval{Lo: 0, Hi: 0, Level: 0.9}, c.Interval(4, 0, 0.9))
	}
	// binomial(200, 0.1): outside 3 … 45 with probability below 1e-6
	assert.True(t, missP >= 3 && missP <= 45, missP)
	assert.True(t, missV >= 3 && missV <= 45, missV)
}

func TestDrawsMatchTheDeltaMethod(t *testing.T) {
	c, reward := published(t)
	c.Weight = []float64{400, 300, 250, 200, 0}
	iv, err := c.ValueIntervals(reward, 0.2, 0.95)
	require.NoError(t, err)
	var sum, square float64
	n := 0.0
	for d := range c.Draws(rand.New(rand.NewPCG(6, 19))) {
		require.NoError(t, d.Check())
		v, err := d.Value(reward, 0.2)
		require.NoError(t, err)
		sum += v[0]
		square += v[0] * v[0]
		if n++; n == 4000 {
			break
		}
	}
	sd := math.Sqrt(square/n - sum/n*sum/n)
	assert.InDelta(t, (iv[0].Hi-iv[0].Lo)/2/1.96, sd, 0.08*sd)
	fixed := MigrationChain{P: c.P}
	certain, err := fixed.ValueIntervals(reward, 0.2, 0.95)
	require.NoError(t, err)
	assert.Equal(t, certain[0].Lo, certain[0].Hi)
}

func TestChainRefuses(t *testing.T) {
	c, reward := published(t)
	input := func(err error, what ...any) {
		t.Helper()
		var e *clientele.InputError
		assert.ErrorAs(t, err, &e, what...)
	}
	for _, bad := range []*MigrationChain{
		{}, {P: [][]float64{{0.5}}}, {P: [][]float64{{1, 0}}}, {P: [][]float64{{math.NaN(), 1}, {0, 1}}},
		{P: [][]float64{{1}}, Weight: []float64{-1}}, {P: [][]float64{{1}}, Weight: []float64{1, 1}}, {P: [][]float64{{1.5, -0.5}, {0, 1}}},
	} {
		input(bad.Check(), bad)
		_, err := bad.Value(reward, 0.1)
		input(err)
	}
	for _, d := range []float64{-0.1, math.NaN(), math.Inf(1)} {
		_, err := c.Value(reward, d)
		input(err, d)
		_, _, err = c.CutOff(reward, d)
		input(err, d)
	}
	_, err := c.Value(reward[:2], 0.1)
	input(err)
	_, err = c.Value([]float64{1, 2, 3, 4, math.NaN()}, 0.1)
	input(err)
	_, err = c.ValueWithin(reward, 0.1, -1)
	input(err)
	_, err = c.ProbReach()
	input(err)
	_, err = c.ExpectedTime(5)
	input(err)
	_, err = c.ProbBy(-1, 0)
	input(err)
	_, err = RecencyChain(nil)
	input(err)
	_, err = RecencyChain([]float64{math.NaN()})
	input(err)
	assert.Panics(t, func() { c.Interval(0, 0, 1) })
	assert.Panics(t, func() { _, _ = c.ValueIntervals(reward, 0.1, 0) })

	var moves Transitions
	_, err = moves.Chain(2, 1)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, m := range [][3]int{{MinPeriod - 1, 0, 0}, {0, -1, 0}, {0, 0, MaxChainStates}} {
		input(moves.Add(m[0], m[1], m[2]))
	}
	assert.Zero(t, moves.Len())
	require.NoError(t, moves.Add(0, 3, 1))
	_, err = moves.Chain(2, 1)
	input(err)
	_, err = moves.Chain(4, math.NaN())
	input(err)
	_, err = moves.Counts(0)
	input(err)
}

func TestChainJSON(t *testing.T) {
	c, _ := published(t)
	c.Weight = []float64{1, 2, 3, 4, 0}
	data, err := json.Marshal(c)
	require.NoError(t, err)
	var back MigrationChain
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, *c, back)
	assert.Error(t, json.Unmarshal([]byte(`{"p":[[0.4]]}`), &back))
	assert.Equal(t, *c, back)
}
