package segment

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func oneTo(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i + 1)
	}
	return out
}

func TestPyramid(t *testing.T) {
	for _, c := range []struct {
		policy *PyramidPolicy
		want   [5]int
	}{
		{nil, [5]int{0, 2, 38, 60, 100}},
		{&PyramidPolicy{0.01, 0.04, 0.15}, [5]int{0, 2, 8, 30, 160}},
	} {
		p, err := FitPyramid(oneTo(200), c.policy)
		require.NoError(t, err)
		var got [5]int
		for _, v := range oneTo(200) {
			got[p.Band(v)]++
		}
		assert.Equal(t, c.want, got)
		assert.Equal(t, KeyBand, p.Band(1e9))
		assert.Equal(t, Band(0), p.Band(math.NaN()))
		text, err := json.Marshal(p)
		require.NoError(t, err)
		var back Pyramid
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, p, back)
		assert.Error(t, json.Unmarshal([]byte(`{"at":[1],"edge":"below"}`), &back))
	}
	assert.Equal(t, PyramidPolicy{0.01, 0.04, 0.15}, CurryPyramid())
}

func TestPyramidTiesAndSmallBases(t *testing.T) {
	ten, err := FitPyramid(oneTo(10), nil)
	require.NoError(t, err)
	assert.Equal(t, KeyBand, ten.Band(10), "any base has a key customer")
	assert.Equal(t, SecondaryBand, ten.Band(9))
	assert.Equal(t, OrdinaryBand, ten.Band(8))
	assert.Equal(t, SmallBand, ten.Band(5))

	equal, err := FitPyramid([]float64{7, 7, 7, 7}, nil)
	require.NoError(t, err)
	assert.Equal(t, SmallBand, equal.Band(7), "all alike")
	tied, err := FitPyramid([]float64{9, 9, 9, 1, 1, 1, 1, 1, 1, 1}, nil)
	require.NoError(t, err)
	assert.Equal(t, OrdinaryBand, tied.Band(9), "three share a place too small for them higher up")
	costly, err := FitPyramid([]float64{5, -1, -2, -3}, nil)
	require.NoError(t, err)
	assert.Equal(t, KeyBand, costly.Band(5))
	assert.Equal(t, SmallBand, costly.Band(-1))
	alone, err := FitPyramid([]float64{5}, nil)
	require.NoError(t, err)
	assert.Equal(t, KeyBand, alone.Band(5))

	_, err = FitPyramid(nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = FitPyramid([]float64{math.NaN()}, nil)
	assert.Error(t, err)
	_, err = FitPyramid([]float64{1}, &PyramidPolicy{0.5, 0.5, 0.5})
	assert.Error(t, err)
}

// No band exceeds its share by more than the rounding, whatever the ties.
func TestPyramidShares(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		values := make([]float64, 1+r.IntN(60))
		for i := range values {
			values[i] = float64(r.IntN(12) - 2)
		}
		p, err := FitPyramid(values, nil)
		require.NoError(t, err)
		above := [5]float64{}
		for _, v := range values {
			for b := p.Band(v); b <= SmallBand; b++ {
				above[b]++
			}
		}
		n := float64(len(values))
		for b, share := range map[Band]float64{KeyBand: 0.01, SecondaryBand: 0.20, OrdinaryBand: 0.50} {
			assert.LessOrEqual(t, above[b], math.Ceil(share*n-1e-9))
		}
		assert.Equal(t, n, above[SmallBand])
	}
}

func TestABC(t *testing.T) {
	values := []float64{50, 25, 10, 8, 4, 2, 1, 0, -5} // cumulative 50, 75, 85, 93, 97, 99, 100
	a, err := FitABC(values, nil)
	require.NoError(t, err)
	want := []Class{ClassA, ClassA, ClassA, ClassB, ClassB, ClassC, ClassC, ClassC, ClassC}
	for i, v := range values {
		assert.Equal(t, want[i], a.Class(v), v)
	}
	assert.Equal(t, Class(0), a.Class(math.NaN()))
	equal, err := FitABC([]float64{3, 3, 3}, nil)
	require.NoError(t, err)
	assert.Equal(t, ClassA, equal.Class(3))
	exact, err := FitABC([]float64{80, 15, 5}, nil)
	require.NoError(t, err)
	assert.Equal(t, []Class{ClassA, ClassB, ClassC}, []Class{exact.Class(80), exact.Class(15), exact.Class(5)})

	text, err := json.Marshal(a)
	require.NoError(t, err)
	var back ABC
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, a, back)

	_, err = FitABC([]float64{0, -1}, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		_, err = FitABC([]float64{1, v}, nil)
		assert.Error(t, err)
	}
	_, err = FitABC([]float64{1}, &ABCPolicy{0.9, 0.8})
	assert.Error(t, err)
}

func TestGrades(t *testing.T) {
	g, err := FitGrades(oneTo(100), nil)
	require.NoError(t, err)
	assert.Equal(t, Grades{80, 99}, g)
	assert.Equal(t, PotentialGrade, g.Grade(0, 1e9))
	assert.Equal(t, OrdinaryGrade, g.Grade(1, 80))
	assert.Equal(t, ImportantGrade, g.Grade(1, 81))
	assert.Equal(t, VIPGrade, g.Grade(1, 100))
	assert.Equal(t, Grade(0), g.Grade(-1, 100))
	assert.Equal(t, Grade(0), g.Grade(1, math.NaN()))
	assert.NoError(t, g.Check())
	assert.Error(t, Grades{5, 4}.Check())
	for _, purchases := range []int{0, 1} {
		for _, v := range []float64{1, 90, 100} {
			assert.NotEmpty(t, g.AppendReasons(nil, purchases, v))
		}
	}
	_, err = FitGrades(oneTo(5), &GradePolicy{0.1, 0.2})
	assert.Error(t, err)
}

func TestLeads(t *testing.T) {
	var p LeadPolicy
	for days, want := range map[float64]Lead{0: LeadH, 7: LeadH, 7.5: LeadA, 15: LeadA, 16: LeadB, 30: LeadB, 31: LeadC, math.Inf(1): LeadC, -1: 0} {
		assert.Equal(t, want, p.Grade(clientele.Known(days)), days)
	}
	assert.Equal(t, LeadC, p.Grade(clientele.Measure{}))
	assert.Equal(t, Lead(0), p.Grade(clientele.Known(math.NaN())))
	assert.Equal(t, LeadA, LeadPolicy{1, 2, 3}.Grade(clientele.Known(2)))
	assert.NoError(t, p.Check())
	assert.Error(t, LeadPolicy{3, 2, 1}.Check())
	for _, d := range []clientele.Measure{{}, clientele.Known(1), clientele.Known(20), clientele.Known(99)} {
		assert.Len(t, p.AppendReasons(nil, d), 1)
	}
	assert.Equal(t, "a purchase is expected in 9 days, within 15", p.AppendReasons(nil, clientele.Known(9))[0].Text(clientele.LangEnglish))
}

func TestConcentration(t *testing.T) {
	c, err := Concentrate([]float64{100, 50, 0, -20, -30})
	require.NoError(t, err)
	assert.Equal(t, Peak{2, 150, 50, 1.5}, c.Peak())
	assert.Equal(t, 100.0, c.Total())
	assert.Equal(t, CurvePoint{0.4, 1.5}, c.Whale()[2])
	assert.True(t, math.IsNaN(c.Gini()))
	assert.Equal(t, 1.0, c.TopShare(0.2))
	even, err := Concentrate([]float64{2, 2})
	require.NoError(t, err)
	assert.Equal(t, 0.0, even.Gini())
	assert.Equal(t, []CurvePoint{{0, 0}, {0.5, 0.5}, {1, 1}}, even.Lorenz())
	none, err := Concentrate([]float64{-2})
	require.NoError(t, err)
	assert.Nil(t, none.Whale())
	assert.True(t, math.IsNaN(none.Peak().Share))
	_, err = Concentrate(nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
}
