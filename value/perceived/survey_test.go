package perceived_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/perceived"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

type answer struct{ own, rival perceived.OfferRating }

func answers(seed uint64, n int) []answer {
	r := rand.New(rand.NewPCG(seed, 4))
	out := make([]answer, n)
	for k := range out {
		out[k] = answer{random(r, 0.2), random(r, 0.4)}
	}
	return out
}

func newSurvey(t testing.TB) *perceived.Survey {
	s, err := perceived.NewSurvey(nil)
	require.NoError(t, err)
	return s
}

func TestSurveySummary(t *testing.T) {
	var p perceived.Appraiser
	s := newSurvey(t)
	var nets, gaps []float64
	for _, a := range answers(1, 200) {
		require.NoError(t, s.Add(a.own, a.rival))
		if v, known := p.Of(&a.own).Net.Value(); known {
			nets = append(nets, v)
		}
		if c := p.Compare(&a.own, a.rival); c.Rival == 0 {
			if v, known := c.Gaps[perceived.OfferItemTime].Value(); known {
				gaps = append(gaps, v)
			}
		}
	}
	sum, err := s.Summary(0.9)
	require.NoError(t, err)
	assert.Equal(t, 200, sum.Answers)
	tInterval := func(v []float64, m *perceived.SurveyMean) {
		mean, square := 0.0, 0.0
		for _, x := range v {
			mean += x / float64(len(v))
		}
		for _, x := range v {
			square += (x - mean) * (x - mean)
		}
		half := distuv.StudentsT{Sigma: 1, Nu: float64(len(v) - 1)}.Quantile(0.95) * math.Sqrt(square/float64(len(v)-1)/float64(len(v)))
		assert.Equal(t, len(v), m.N)
		assert.InDelta(t, mean, m.Mean, 1e-9)
		assert.InDelta(t, mean-half, m.Interval.Lo, 1e-8)
		assert.InDelta(t, mean+half, m.Interval.Hi, 1e-8)
	}
	tInterval(nets, sum.Net)
	tInterval(gaps, sum.Items[perceived.OfferItemTime-1].Gap)
	low := 0.0
	for _, i := range sum.Items {
		low = math.Min(low, i.Gap.Mean)
	}
	assert.Equal(t, low, sum.Items[sum.HoldsBack-1].Gap.Mean)
	assert.Equal(t, perceived.OfferStandingEven, sum.Standing, "two offers drawn alike")
	assert.Len(t, sum.AppendReasons(nil), 2)
	data, err := json.Marshal(sum)
	require.NoError(t, err)
	var back perceived.SurveySummary
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, *sum, back)

	// One answer says little of the others.
	one := newSurvey(t)
	require.NoError(t, one.Add(rate(8, 8, 8, 8, 2, 2, 2, 2)))
	sum, err = one.Summary(0.95)
	require.NoError(t, err)
	assert.True(t, sum.Net.Interval.Lo < -50 && sum.Net.Interval.Hi > 90, "%v", sum.Net.Interval)
	assert.Nil(t, sum.Advantage)
	assert.Zero(t, sum.Standing)
	assert.Equal(t, perceived.ReasonNoRival, sum.AppendReasons(nil)[0].Code)

	_, err = newSurvey(t).Summary(0.95)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	assert.Panics(t, func() { _, _ = one.Summary(1) })
	var input *clientele.InputError
	assert.ErrorAs(t, one.Add(rate(11)), &input)
	assert.ErrorAs(t, one.Add(rate(5), rate(0)), &input)
	assert.Equal(t, 1, one.Len())
}

// TestClearCase: everybody finds us dearer and otherwise alike.
func TestClearCase(t *testing.T) {
	s := newSurvey(t)
	r := rand.New(rand.NewPCG(3, 3))
	for range 60 {
		rival := random(r, 0)
		rival[perceived.OfferItemMoney] = clientele.Known(2)
		own := rival
		own[perceived.OfferItemMoney] = clientele.Known(float64(7 + r.IntN(3)))
		require.NoError(t, s.Add(own, rival))
	}
	sum, err := s.Summary(0.95)
	require.NoError(t, err)
	assert.Equal(t, perceived.OfferStandingBehind, sum.Standing)
	assert.Equal(t, perceived.OfferItemMoney, sum.HoldsBack)
	assert.True(t, sum.Certain)
}

// TestSurveyCoverage draws samples from known answers: intervals of 90 % hold
// the mean as often as they must.
func TestSurveyCoverage(t *testing.T) {
	population := answers(5, 2000)
	var p perceived.Appraiser
	truth, n := 0.0, 0.0
	for _, a := range population {
		if c := p.Compare(&a.own, a.rival); c.Rival == 0 {
			truth += c.Advantage
			n++
		}
	}
	truth /= n
	r := rand.New(rand.NewPCG(6, 6))
	const runs = 300
	hits := 0
	for range runs {
		s := newSurvey(t)
		for range 50 {
			a := population[r.IntN(len(population))]
			require.NoError(t, s.Add(a.own, a.rival))
		}
		sum, err := s.Summary(0.9)
		require.NoError(t, err)
		if sum.Advantage.Interval.Contains(truth) {
			hits++
		}
	}
	least, most := 0, runs
	b := distuv.Binomial{N: runs, P: 0.9}
	for b.CDF(float64(least)) < 1e-6 {
		least++
	}
	for 1-b.CDF(float64(most-1)) < 1e-6 {
		most--
	}
	assert.GreaterOrEqual(t, hits, least)
	assert.LessOrEqual(t, hits, most)
}

func TestSurveyMergeLaws(t *testing.T) {
	check.MergeLaws(t, check.Merger[*perceived.Survey, answer]{
		New:   func() *perceived.Survey { return newSurvey(t) },
		Add:   func(s *perceived.Survey, a answer) { _ = s.Add(a.own, a.rival) },
		Merge: (*perceived.Survey).Merge,
		Equal: func(t *testing.T, want, got *perceived.Survey) {
			a, _ := want.MarshalBinary()
			b, _ := got.MarshalBinary()
			assert.Equal(t, a, b)
		},
		Items: answers(7, 150),
	})
	s := newSurvey(t)
	for _, a := range answers(8, 20) {
		require.NoError(t, s.Add(a.own, a.rival))
	}
	s.Merge(nil)
	o, err := perceived.NewSurvey(&perceived.OfferPolicy{CostWeight: 2})
	require.NoError(t, err)
	var unlike *clientele.InputError
	assert.ErrorAs(t, s.Merge(o), &unlike)
	data, err := s.MarshalBinary()
	require.NoError(t, err)
	back := newSurvey(t)
	require.NoError(t, back.UnmarshalBinary(data))
	want, _ := s.Summary(0.95)
	got, _ := back.Summary(0.95)
	assert.Equal(t, want, got)
	for cut := range data {
		assert.Error(t, back.UnmarshalBinary(data[:cut]))
	}
	assert.Equal(t, 20, back.Len())
}

func FuzzSurveyBinary(f *testing.F) {
	s := newSurvey(f)
	for _, a := range answers(9, 3) {
		_ = s.Add(a.own, a.rival)
	}
	data, _ := s.MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		s := newSurvey(t)
		if s.UnmarshalBinary(data) == nil && s.Len() > 0 {
			_, err := s.Summary(0.9)
			assert.NoError(t, err)
		}
	})
}
