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
		{CurryPyramid(), [5]int{0, 2, 8, 30, 160}},
	} {
		p, err := FitPyramid(oneTo(200), c.policy)
		require.NoError(t, err)
		var got [5]int
		for _, v := range oneTo(200) {
			got[p.Classify(v).Band]++
		}
		assert.Equal(t, c.want, got)
		assert.Equal(t, BandKey, p.Classify(1e9).Band)
		assert.Equal(t, Band(0), p.Classify(math.NaN()).Band)
		text, err := json.Marshal(p)
		require.NoError(t, err)
		var back Pyramid
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, p, back)
		assert.Error(t, json.Unmarshal([]byte(`{"at":[1]}`), &back))
	}
	assert.Equal(t, &PyramidPolicy{0.01, 0.04, 0.15}, CurryPyramid())
}

func TestPyramidTiesAndSmallBases(t *testing.T) {
	ten, err := FitPyramid(oneTo(10), nil)
	require.NoError(t, err)
	assert.Equal(t, BandKey, ten.Classify(10).Band, "any base has a key customer")
	assert.Equal(t, BandSecondary, ten.Classify(9).Band)
	assert.Equal(t, BandOrdinary, ten.Classify(8).Band)
	assert.Equal(t, BandSmall, ten.Classify(5).Band)

	equal, err := FitPyramid([]float64{7, 7, 7, 7}, nil)
	require.NoError(t, err)
	assert.Equal(t, Band(0), equal.Classify(7).Band, "all alike")
	tied, err := FitPyramid([]float64{9, 9, 9, 1, 1, 1, 1, 1, 1, 1}, nil)
	require.NoError(t, err)
	assert.Equal(t, BandOrdinary, tied.Classify(9).Band, "three share a place too small for them higher up")
	costly, err := FitPyramid([]float64{5, -1, -2, -3}, nil)
	require.NoError(t, err)
	assert.Equal(t, BandKey, costly.Classify(5).Band)
	assert.Equal(t, BandSmall, costly.Classify(-1).Band)
	alone, err := FitPyramid([]float64{5}, nil)
	require.NoError(t, err)
	assert.Equal(t, Band(0), alone.Classify(5).Band, "nobody to compare with")

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
		values = append(values, 20) // not all alike
		p, err := FitPyramid(values, nil)
		require.NoError(t, err)
		above := [5]float64{}
		for _, v := range values {
			for b := p.Classify(v).Band; b <= BandSmall; b++ {
				above[b]++
			}
		}
		n := float64(len(values))
		for b, share := range map[Band]float64{BandKey: 0.01, BandSecondary: 0.20, BandOrdinary: 0.50} {
			assert.LessOrEqual(t, above[b], math.Ceil(share*n-1e-9))
		}
		assert.Equal(t, n, above[BandSmall])
	}
}

func TestABC(t *testing.T) {
	values := []float64{50, 25, 10, 8, 4, 2, 1, 0, -5} // cumulative 50, 75, 85, 93, 97, 99, 100
	a, err := FitABC(values, nil)
	require.NoError(t, err)
	want := []Class{ClassA, ClassA, ClassA, ClassB, ClassB, ClassC, ClassC, ClassC, ClassC}
	for i, v := range values {
		assert.Equal(t, want[i], a.Classify(v).Class, v)
	}
	assert.Equal(t, Class(0), a.Classify(math.NaN()).Class)
	equal, err := FitABC([]float64{3, 3, 3}, nil)
	require.NoError(t, err)
	assert.Equal(t, Class(0), equal.Classify(3).Class, "all alike")
	exact, err := FitABC([]float64{80, 15, 5}, nil)
	require.NoError(t, err)
	assert.Equal(t, []Class{ClassA, ClassB, ClassC}, []Class{exact.Classify(80).Class, exact.Classify(15).Class, exact.Classify(5).Class})

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
	given, err := NewGrades(80, 99)
	require.NoError(t, err)
	assert.Equal(t, given.cuts, g.cuts)
	assert.Equal(t, GradePotential, g.Classify(0, 1e9).Grade)
	assert.Equal(t, GradeOrdinary, g.Classify(1, 80).Grade)
	assert.Equal(t, GradeImportant, g.Classify(1, 81).Grade)
	assert.Equal(t, GradeVIP, g.Classify(1, 100).Grade)
	assert.Equal(t, Grade(0), g.Classify(-1, 100).Grade)
	assert.Equal(t, Grade(0), g.Classify(1, math.NaN()).Grade)
	_, err = NewGrades(5, 4)
	assert.Error(t, err)
	for _, purchases := range []int{0, 1} {
		for _, v := range []float64{1, 90, 100} {
			assert.NotEmpty(t, g.Classify(purchases, v).AppendReasons(nil))
		}
	}
	_, err = FitGrades(oneTo(5), &GradePolicy{0.1, 0.2})
	assert.Error(t, err)
}

func TestLeads(t *testing.T) {
	p, err := NewLeads(nil)
	require.NoError(t, err)
	for days, want := range map[float64]Lead{0: LeadH, 7: LeadH, 7.5: LeadA, 15: LeadA, 16: LeadB, 30: LeadB, 31: LeadC, math.Inf(1): LeadC, -1: 0} {
		assert.Equal(t, want, p.Classify(clientele.Known(days)).Lead, days)
	}
	assert.Equal(t, LeadC, p.Classify(clientele.Measure{}).Lead)
	assert.Equal(t, Lead(0), p.Classify(clientele.Known(math.NaN())).Lead)
	short, err := NewLeads(&LeadPolicy{1, 2, 3})
	require.NoError(t, err)
	assert.Equal(t, LeadA, short.Classify(clientele.Known(2)).Lead)
	assert.Equal(t, "A 级（2 日内购买）", short.Classify(clientele.Known(2)).Label(clientele.LangChinese))
	_, err = NewLeads(&LeadPolicy{3, 2, 1})
	assert.Error(t, err)
	for _, d := range []clientele.Measure{{}, clientele.Known(1), clientele.Known(20), clientele.Known(99)} {
		assert.Len(t, p.Classify(d).AppendReasons(nil), 1)
	}
	assert.Equal(t, "a purchase is expected in 9 days, within 15", p.Classify(clientele.Known(9)).AppendReasons(nil)[0].Text(clientele.LangEnglish))
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
