package hmm_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle/hmm"
)

func TestForecastLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 6))
	for _, family := range allFamilies {
		m := randomModel(r, 3, family, 1, 1)
		p := []float64{0.2, 0.5, 0.3}
		f := &Future{Exposure: []float64{1, 2}, Emission: [][]float64{{0.3}, {-0.2}}, Transition: [][]float64{{0.1}, {0.5}}}
		assert.Equal(t, p, m.StatesAhead(p, 0, f))
		counts := m.ExpectedCounts(p, 4, f)
		for h := 1; h <= 4; h++ {
			total := 0.0
			for _, v := range m.StatesAhead(p, h, f) {
				total += v
			}
			check.Close(t, 1, total, 1e-12)
			mass, mean := 0.0, 0.0
			for n := range 3000 {
				v := m.ProbCount(p, h, n, f)
				mass += v
				mean += float64(n) * v
			}
			check.Close(t, 1, mass, 1e-8, family, h)
			check.Close(t, counts[h-1], mean, 1e-5, family, h)
		}
		first := m.NewCounts(3, f)
		second := m.ExpectedCounts(m.Initial, 2, &Future{Exposure: f.Exposure[1:], Emission: f.Emission[1:], Transition: f.Transition[1:]})
		check.Close(t, second[0], first[1], 1e-14)
		check.Close(t, second[1], first[2], 1e-14)
		begin := 0.0
		for s, v := range m.Initial {
			begin += v * m.ExpectedCount(s, f.Emission[0])
		}
		check.Close(t, begin, first[0], 1e-14)
		var x, z []float64 = []float64{0.2}, []float64{-0.4}
		const d = 0.15
		sum, discount := 0.0, 1.0
		for _, v := range m.ExpectedCounts(p, 400, &Future{Emission: [][]float64{x}, Transition: [][]float64{z}}) {
			discount /= 1 + d
			sum += discount * v
		}
		check.Close(t, sum, m.DiscountedCounts(p, d, x, z), 1e-12, family)
	}
}

func TestNewCountsAreWhatNewCustomersDo(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 7))
	m := randomModel(r, 3, FamilyZeroInflatedNegativeBinomial, 0, 0)
	const n, periods = 20000, 6
	sum, square := make([]float64, periods), make([]float64, periods)
	for range n {
		s, path := m.Rand(r, Sequence{Counts: make([]int, periods)})
		require.Len(t, path, periods)
		for i, y := range s.Counts {
			sum[i] += float64(y)
			square[i] += float64(y * y)
		}
	}
	for i, want := range m.NewCounts(periods, nil) {
		mean := sum[i] / n
		se := math.Sqrt((square[i]/n - mean*mean) / n)
		assert.InDelta(t, want, mean, 5*se, "period %d", i)
	}
}

func TestFrozenDraws(t *testing.T) {
	s, path := twoStates.Rand(rand.New(rand.NewPCG(1, 2)), Sequence{Counts: []int{0, 0, Missing, 0, 0, 0, 0, 0}})
	assert.Equal(t, []int{2, 0, Missing, 0, 0, 3, 4, 5}, s.Counts)
	assert.Equal(t, []int{0, 0, 0, 0, 0, 1, 1, 1}, path)
}

func TestSpecialCases(t *testing.T) {
	p := []float64{0.5, 0.5}
	bad := Sequence{Counts: []int{-7}}
	wide := Sequence{Counts: []int{1}, Emission: [][]float64{{1}}}
	old := Sequence{Counts: []int{1}, Established: true}
	for _, s := range []Sequence{bad, wide, old, {}} {
		assert.True(t, math.IsNaN(twoStates.LogProb(s)))
		assert.Nil(t, twoStates.Filtered(s))
		assert.Nil(t, twoStates.Smoothed(s))
		path, v := twoStates.Viterbi(s)
		assert.Nil(t, path)
		assert.True(t, math.IsNaN(v))
		assert.Panics(t, func() { twoStates.Rand(rand.New(rand.NewPCG(1, 1)), s) })
	}
	assert.Nil(t, twoStates.StatesAhead(p[:1], 1, nil))
	assert.Nil(t, twoStates.StatesAhead(p, -1, nil))
	assert.Nil(t, twoStates.ExpectedCounts(p, 1, &Future{Emission: [][]float64{{1}}}))
	assert.Nil(t, twoStates.NewCounts(0, nil))
	assert.True(t, math.IsNaN(twoStates.ProbCount(p, 0, 1, nil)))
	assert.Zero(t, twoStates.ProbCount(p, 1, -1, nil))
	assert.True(t, math.IsNaN(twoStates.DiscountedCounts(p, 0, nil, nil)))
	assert.True(t, math.IsNaN(twoStates.ExpectedCount(2, nil)))
	assert.Nil(t, twoStates.Transitions([]float64{1}))
	assert.False(t, twoStates.Update(p, -7, 1, nil, nil))
	assert.False(t, twoStates.Update(p, 1, math.NaN(), nil, nil))
	require.True(t, twoStates.Update(p, Missing, 1, nil, nil))
	assert.InDeltaSlice(t, []float64{0.55, 0.45}, p, 1e-15)
}

func TestUpdateAllocatesNothing(t *testing.T) {
	p := []float64{0.5, 0.5}
	assert.Zero(t, testing.AllocsPerRun(100, func() { twoStates.Update(p, 2, 1, nil, nil) }))
}

// A huge size is the FamilyPoisson limit, and the rise of the log probability has
// no step where its formula changes.
func TestLimits(t *testing.T) {
	nb := twoStates
	nb.Family, nb.Size = FamilyNegativeBinomial, []float64{1e9, 1e9}
	for _, y := range []int{0, 1, 7, 64, 65, 300} {
		s := Sequence{Counts: []int{y}}
		check.Close(t, twoStates.LogProb(s), nb.LogProb(s), 1e-4, y)
	}
	for _, y := range []int{65, 100, 1000} {
		s := Sequence{Counts: []int{y}}
		below, above := nb, nb
		below.Size, above.Size = []float64{1e6, 1e6}, []float64{1e6 * (1 + 1e-9), 1e6 * (1 + 1e-9)}
		check.Close(t, below.LogProb(s), above.LogProb(s), 1e-6, y)
	}
}

func FuzzSequence(f *testing.F) {
	f.Add([]byte{0, 3, 255, 7}, uint8(0))
	f.Add([]byte{255, 255}, uint8(3))
	f.Add([]byte{}, uint8(2))
	f.Fuzz(func(t *testing.T, data []byte, which uint8) {
		r := rand.New(rand.NewPCG(uint64(which), 9))
		m := randomModel(r, 2+int(which%5), allFamilies[which%4], 0, 0)
		s := Sequence{}
		for _, b := range data {
			s.Counts = append(s.Counts, int(int8(b)))
		}
		ll := m.LogProb(s)
		if s.Check() != nil {
			assert.True(t, math.IsNaN(ll))
			return
		}
		assert.False(t, math.IsNaN(ll))
		assert.LessOrEqual(t, ll, 1e-9)
		for _, row := range append(m.FilteredPath(s), m.Smoothed(s)...) {
			sum := 0.0
			for _, v := range row {
				sum += v
			}
			assert.InDelta(t, 1, sum, 1e-9)
		}
	})
}

func FuzzModelJSON(f *testing.F) {
	f.Add([]byte(`{"family":"poisson","initial":[0.5,0.5],"transition":[[0.5,0.5],[0,1]],"mean":[1,2]}`))
	f.Add([]byte(`{"family":"negative-binomial","initial":[1,0],"mean":[1,2],"size":[1,1],"transition":[[1,0],[0,1]],"mean_effect":[[1],[2]]}`))
	f.Add([]byte(`{"mean":[null]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m HiddenMarkov
		if m.UnmarshalJSON(data) == nil {
			assert.NoError(t, m.Check())
			_, err := m.MarshalJSON()
			assert.NoError(t, err)
		}
	})
}
