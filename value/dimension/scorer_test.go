package dimension_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/value/dimension"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// people returns n customers, each indicator missing in one case of ten.
func people(seed uint64, n int) []dimension.Measures {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]dimension.Measures, n)
	for k := range out {
		z := r.NormFloat64()
		for i := dimension.IndicatorAmount; i <= dimension.Indicators; i++ {
			v := math.Exp(z + r.NormFloat64())
			switch {
			case r.IntN(10) == 0:
				continue
			case i == dimension.IndicatorReferrals || i == dimension.IndicatorComplaints:
				v = float64(max(0, r.IntN(10)-7)) // mostly 0
			case i == dimension.IndicatorSatisfaction || i == dimension.IndicatorChannels:
				v = float64(1 + r.IntN(5))
			}
			out[k][i] = clientele.Known(v)
		}
	}
	return out
}

// defaults returns the default policy, written out.
func defaults(t testing.TB) dimension.DimensionPolicy { return fit(t, people(1, 5), nil).Policy() }

func fit(t testing.TB, customers []dimension.Measures, p *dimension.DimensionPolicy) *dimension.DimensionScorer {
	t.Helper()
	s, err := dimension.FitScorer(customers, p)
	require.NoError(t, err)
	return s
}

func one(i dimension.Indicator, v float64) *dimension.Measures {
	var m dimension.Measures
	m[i] = clientele.Known(v)
	return &m
}

func column(i dimension.Indicator, values ...float64) []dimension.Measures {
	out := make([]dimension.Measures, len(values))
	for k, v := range values {
		out[k][i] = clientele.Known(v)
	}
	return out
}

func TestScoresByHand(t *testing.T) {
	// 0 … 32: every quantile is a knot, and the score is the rank.
	values := make([]float64, 33)
	for k := range values {
		values[k] = float64(k)
	}
	s := fit(t, column(dimension.IndicatorAmount, values...), nil)
	for v, want := range map[float64]float64{-5: 0, 0: 0, 8: 25, 16: 50, 16.5: 51.5625, 32: 100, 1e9: 100, math.Inf(-1): 0, math.Inf(1): 100} {
		score := s.Score(one(dimension.IndicatorAmount, v))
		assert.Equal(t, clientele.Known(want), score.Of(dimension.DimensionEconomic), v)
		assert.Equal(t, clientele.Known(want), score.Composite, v)
		assert.Equal(t, clientele.Measure{}, score.Of(dimension.DimensionSocial))
		assert.InDelta(t, 1.0/20, score.Coverage, 1e-15) // one of five indicators of one of four dimensions
	}
	// Less is better.
	s = fit(t, column(dimension.IndicatorSilence, values...), nil)
	assert.Equal(t, clientele.Known(75.0), s.Score(one(dimension.IndicatorSilence, 8)).Composite)
	// Half have none, half of the rest one, the others more: none is 0, the most 100, one in between.
	s = fit(t, column(dimension.IndicatorReferrals, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 3, 4, 9), nil)
	assert.Equal(t, clientele.Known(0.0), s.Score(one(dimension.IndicatorReferrals, 0)).Composite)
	assert.Equal(t, clientele.Known(100.0), s.Score(one(dimension.IndicatorReferrals, 9)).Composite)
	middle := s.Score(one(dimension.IndicatorReferrals, 1)).Composite.Or(0)
	assert.Greater(t, middle, 40.0)
	assert.Less(t, middle, 70.0)
	// Ties share their middle.
	s = fit(t, column(dimension.IndicatorSatisfaction, 1, 3, 3, 3, 5), nil)
	assert.Equal(t, clientele.Known(50.0), s.Score(one(dimension.IndicatorSatisfaction, 3)).Composite)
	// All alike: nobody is told apart, but a new customer above or below is at the end.
	s = fit(t, column(dimension.IndicatorChannels, 3, 3, 3), nil)
	for v, want := range map[float64]clientele.Measure{2: clientele.Known(0), 3: {}, 4: clientele.Known(100)} {
		assert.Equal(t, want, s.Score(one(dimension.IndicatorChannels, v)).Composite)
	}
}

func TestByValue(t *testing.T) {
	p := defaults(t)
	p.Scaling = dimension.IndicatorScalingByValue
	values := make([]float64, 101)
	for k := range values {
		values[k] = float64(k)
	}
	values[100] = 1e6 // an outlier changes nothing
	s := fit(t, column(dimension.IndicatorAmount, values...), &p)
	for v, want := range map[float64]float64{0: 0, 5: 0, 50: 50, 95: 100, 1e6: 100} {
		assert.InDelta(t, want, s.Score(one(dimension.IndicatorAmount, v)).Composite.Or(-1), 1e-12, v)
	}
	// More than nine in ten alike: the range of all counts.
	mostly := make([]float64, 100)
	mostly[99] = 4
	s = fit(t, column(dimension.IndicatorReferrals, mostly...), &p)
	assert.Equal(t, clientele.Known(50.0), s.Score(one(dimension.IndicatorReferrals, 2)).Composite)
}

// TestCompositeIsMonotone raises one measurement at a time.
func TestCompositeIsMonotone(t *testing.T) {
	for _, scaling := range []dimension.IndicatorScaling{dimension.IndicatorScalingByRank, dimension.IndicatorScalingByValue} {
		p := defaults(t)
		p.Scaling = scaling
		p.Dimensions[dimension.DimensionSocial] = 3
		base := people(1, 500)
		s := fit(t, base, &p)
		r := rand.New(rand.NewPCG(5, 5))
		for range 3000 {
			m := base[r.IntN(len(base))]
			i := dimension.Indicator(1 + r.IntN(dimension.Indicators))
			v, known := m[i].Value()
			if !known {
				continue
			}
			better := m
			up := r.ExpFloat64()
			if i.LessIsBetter() {
				up = -up
			}
			better[i] = clientele.Known(v + up)
			a, b := s.Score(&m), s.Score(&better)
			assert.GreaterOrEqual(t, b.Composite.Or(-1), a.Composite.Or(-1)-1e-12, "%v from %v by %v", i, v, up)
			assert.GreaterOrEqual(t, b.Of(i.Dimension()).Or(-1), a.Of(i.Dimension()).Or(-1)-1e-12)
		}
	}
}

// TestMissingStaysMissing removes a dimension: it is missing, the others are
// as before, and the composite is the mean of the others: it falls if the
// dimension was above them and rises if it was below, and never falls by itself.
func TestMissingStaysMissing(t *testing.T) {
	base := people(2, 400)
	s := fit(t, base, nil)
	for _, m := range base {
		full := s.Score(&m)
		for d := dimension.DimensionEconomic; d <= dimension.Dimensions; d++ {
			less := m
			for i := dimension.IndicatorAmount; i <= dimension.Indicators; i++ {
				if i.Dimension() == d {
					less[i] = clientele.Measure{}
				}
			}
			score := s.Score(&less)
			assert.Equal(t, clientele.Measure{}, score.Of(d))
			sum, n := 0.0, 0.0
			for e := dimension.DimensionEconomic; e <= dimension.Dimensions; e++ {
				if e != d {
					assert.Equal(t, full.Of(e), score.Of(e))
					if v, known := full.Of(e).Value(); known {
						sum += v
						n++
					}
				}
			}
			if n == 0 {
				assert.Equal(t, clientele.Measure{}, score.Composite)
				continue
			}
			assert.InDelta(t, sum/n, score.Composite.Or(-1), 1e-9)
			if own, known := full.Of(d).Value(); known && own <= full.Composite.Or(0) {
				assert.GreaterOrEqual(t, score.Composite.Or(-1), full.Composite.Or(0)-1e-9, "a missing dimension lowered the score")
			}
			assert.LessOrEqual(t, score.Coverage, full.Coverage)
		}
	}
	var nobody dimension.Measures
	score := s.Score(&nobody)
	assert.Equal(t, dimension.DimensionScore{Weights: s.Policy().Dimensions, Medium: s.Policy().Medium, High: s.Policy().High}, score)
	assert.Zero(t, score.Overall())
}

func TestWeights(t *testing.T) {
	p := defaults(t)
	p.Indicators = [dimension.Indicators + 1]float64{}
	p.Indicators[dimension.IndicatorAmount], p.Indicators[dimension.IndicatorFrequency], p.Indicators[dimension.IndicatorSatisfaction] = 3, 1, 2
	p.Dimensions = [dimension.Dimensions + 1]float64{dimension.DimensionEconomic: 1, dimension.DimensionEmotional: 4}
	base := people(3, 300)
	s := fit(t, base, &p)
	for _, m := range base {
		score := s.Score(&m)
		a, okA := score.Parts[dimension.IndicatorAmount].Value()
		f, okF := score.Parts[dimension.IndicatorFrequency].Value()
		e, okE := score.Parts[dimension.IndicatorSatisfaction].Value()
		assert.Equal(t, clientele.Measure{}, score.Parts[dimension.IndicatorProfit])
		if okA && okF && okE {
			check.Close(t, (3*a+f)/4, score.Of(dimension.DimensionEconomic).Or(-1), 1e-14)
			assert.InDelta(t, ((3*a+f)/4+4*e)/5, score.Composite.Or(-1), 1e-10)
			assert.Equal(t, 1.0, score.Coverage)
		}
	}
}

func TestLevelsAndReasons(t *testing.T) {
	base := people(4, 1000)
	s := fit(t, base, nil)
	p := s.Policy()
	seen := map[string]bool{}
	for _, m := range base {
		score := s.Score(&m)
		reasons := score.AppendReasons(nil)
		last := dimension.Dimension(0)
		for _, r := range reasons {
			seen[r.Code] = true
			for _, lang := range []clientele.Lang{clientele.LangEnglish, clientele.LangChinese} {
				assert.NotEqual(t, r.Code, r.Text(lang))
				assert.NotContains(t, r.Text(lang), "{")
			}
			for d := dimension.DimensionEconomic; d <= dimension.Dimensions; d++ {
				if r.Code == dimension.Code(d, score.Level(d)) {
					assert.Equal(t, last+1, d, "in order")
					last = d
				}
			}
			for i := dimension.IndicatorAmount; i <= dimension.Indicators; i++ {
				v, _ := m[i].Value()
				switch r.Code {
				case dimension.IndicatorCode(i, clientele.LevelHigh):
					assert.Equal(t, v, r.Value)
					if i.LessIsBetter() {
						assert.LessOrEqual(t, v, r.Limit+1e-9)
					} else {
						assert.GreaterOrEqual(t, v, r.Limit-1e-9)
					}
				case dimension.IndicatorCode(i, clientele.LevelLow):
					if i.LessIsBetter() {
						assert.GreaterOrEqual(t, v, r.Limit-1e-9)
					} else {
						assert.LessOrEqual(t, v, r.Limit+1e-9)
					}
				}
			}
		}
		assert.Equal(t, dimension.DimensionBehavioural, last, "every dimension has its reason")
	}
	little := s.Score(one(dimension.IndicatorAmount, 12))
	for _, r := range little.AppendReasons(nil) {
		seen[r.Code] = true
	}
	var nothing dimension.Measures
	score := s.Score(&nothing)
	for _, r := range score.AppendReasons(nil) {
		seen[r.Code] = true
	}
	codes := reason.Codes("dimension.")
	assert.Len(t, codes, 4*4+2*dimension.Indicators+1)
	for _, c := range codes {
		assert.True(t, seen[c], "%s was never given", c)
	}
	for v, want := range map[clientele.Measure]clientele.Level{clientele.Known(p.High): clientele.LevelHigh, clientele.Known(p.Medium): clientele.LevelMedium,
		clientele.Known(0): clientele.LevelLow, {}: 0, clientele.Known(math.NaN()): 0} {
		at := dimension.DimensionScore{Composite: v, Medium: p.Medium, High: p.High}
		assert.Equal(t, want, at.Overall())
	}
	assert.Empty(t, dimension.Code(9, clientele.LevelHigh))
	assert.Empty(t, dimension.IndicatorCode(0, clientele.LevelHigh))
	assert.Empty(t, dimension.IndicatorCode(dimension.IndicatorAmount, clientele.LevelMedium))

	// Without a weight, a dimension gives no reasons, and the others keep theirs.
	p.Dimensions[dimension.DimensionSocial] = 0
	fewer := fit(t, base, &p)
	score = fewer.Score(&base[0])
	for _, r := range score.AppendReasons(nil) {
		for i := dimension.IndicatorInfluence; i <= dimension.IndicatorReferralValue; i++ {
			assert.NotEqual(t, dimension.IndicatorCode(i, clientele.LevelHigh), r.Code)
		}
	}
}

func TestCut(t *testing.T) {
	base := people(5, 2000)
	s := fit(t, base, nil)
	for i := dimension.IndicatorAmount; i <= dimension.Indicators; i++ {
		for _, score := range []float64{0, 10, 100.0 / 3, 50, 200.0 / 3, 100} {
			v, known := s.Cut(i, score)
			require.True(t, known)
			got := s.Score(one(i, v)).Composite.Or(-1)
			assert.InDelta(t, score, got, 1e-9, "%v at %v", i, v)
		}
	}
	for _, bad := range []float64{-1, 101, math.NaN()} {
		_, known := s.Cut(dimension.IndicatorAmount, bad)
		assert.False(t, known)
	}
	_, known := s.Cut(0, 50)
	assert.False(t, known)
}

func TestNaNShows(t *testing.T) {
	base := people(6, 50)
	s := fit(t, base, nil)
	m := base[0]
	m[dimension.IndicatorAmount] = clientele.Known(math.NaN())
	score := s.Score(&m)
	assert.True(t, math.IsNaN(score.Of(dimension.DimensionEconomic).Or(0)))
	assert.True(t, math.IsNaN(score.Composite.Or(0)))
	assert.False(t, math.IsNaN(score.Of(dimension.DimensionEmotional).Or(0)))
}

func TestScorerJSON(t *testing.T) {
	base := people(7, 300)
	p := defaults(t)
	p.Indicators[dimension.IndicatorProfit] = 0
	s := fit(t, base, &p)
	data, err := json.Marshal(s)
	require.NoError(t, err)
	var back dimension.DimensionScorer
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, *s, back)
	for _, m := range people(8, 100) { // new customers
		assert.Equal(t, s.Score(&m), back.Score(&m))
	}
	for _, bad := range []string{
		`{}`,
		`{"policy":{"dimensions":{"economic":1},"scaling":"by-rank","medium":30,"high":60},"scales":{"amount":[]}}`,
		`{"policy":{"dimensions":{"economic":1},"scaling":"by-rank","medium":30,"high":60},"scales":{"amount":[[1,0],[1,100]]}}`,
		`{"policy":{"dimensions":{"economic":1},"scaling":"by-rank","medium":30,"high":60},"scales":{"amount":[[1,0],[2,101]]}}`,
		`{"policy":{"dimensions":{"economic":1},"scaling":"by-rank","medium":30,"high":60},"scales":{"nonsense":[[1,0]]}}`,
		`{"policy":{"dimensions":{"economic":-1},"scaling":"by-rank","medium":30,"high":60}}`,
		`{"policy":{"dimensions":{"unassigned":1},"scaling":"by-rank","medium":30,"high":60}}`,
		`{"policy":{"indicators":{"unassigned":1},"dimensions":{"economic":1},"medium":30,"high":60}}`,
	} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back), bad)
		assert.Equal(t, *s, back)
	}
	m := *one(dimension.IndicatorAmount, 12)
	data, err = json.Marshal(m)
	require.NoError(t, err)
	assert.JSONEq(t, `{"amount":12}`, string(data))
	var measures dimension.Measures
	require.NoError(t, json.Unmarshal([]byte(`{"amount":12,"reach":null}`), &measures))
	assert.Equal(t, m, measures)
	assert.Error(t, json.Unmarshal([]byte(`{"unassigned":1}`), &measures))
	assert.Equal(t, m, measures)
}

func FuzzScorerJSON(f *testing.F) {
	s, _ := dimension.FitScorer(people(13, 40), nil)
	data, _ := json.Marshal(s)
	f.Add(data, 3.5)
	f.Fuzz(func(t *testing.T, data []byte, v float64) {
		var s dimension.DimensionScorer
		if json.Unmarshal(data, &s) != nil {
			return
		}
		for i := dimension.IndicatorAmount; i <= dimension.Indicators; i++ {
			if got, known := s.Score(one(i, v)).Composite.Value(); known && !math.IsNaN(v) {
				assert.True(t, got >= 0 && got <= 100, "%v of %v gave %v", v, i, got)
			}
		}
	})
}

func TestScoringAllocatesNothing(t *testing.T) {
	base := people(14, 100)
	s := fit(t, base, nil)
	reasons := make([]clientele.Reason, 0, 64)
	sink := 0.0
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		score := s.Score(&base[7])
		reasons = score.AppendReasons(reasons[:0])
		sink += score.Composite.Or(0)
	}))
}
