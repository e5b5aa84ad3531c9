package contractual_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/contractual"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTenureCheck(t *testing.T) {
	for _, good := range []contractual.Tenure{{}, {Age: 3}, {Age: 3, Entry: 3}, {Age: 3, Lost: true}, {Age: 3, Lost: true, Entry: 1, Width: 2}, {Age: 0.1, Lost: true}} {
		assert.NoError(t, good.Check(), good)
	}
	for field, bad := range map[string][]contractual.Tenure{
		"Age":   {{Age: -1}, {Age: math.NaN()}, {Age: math.Inf(1)}, {Lost: true}},
		"Entry": {{Age: 1, Entry: 2}, {Age: 1, Entry: -1}, {Age: 1, Entry: math.NaN()}},
		"Width": {{Age: 3, Lost: true, Width: -1}, {Age: 3, Lost: true, Entry: 2, Width: 2}, {Age: 3, Width: 1}, {Age: 3, Lost: true, Width: math.NaN()}},
	} {
		for _, b := range bad {
			var input *clientele.InputError
			require.ErrorAs(t, b.Check(), &input, "%v", b)
			assert.Equal(t, field, input.Field)
			ts := new(contractual.Tenures)
			require.ErrorAs(t, ts.Add(b), &input)
			assert.Zero(t, ts.Len())
		}
	}
}

func TestAddRefusesAndLeavesAlone(t *testing.T) {
	ts := new(contractual.Tenures)
	require.NoError(t, ts.Add(contractual.Tenure{Age: 1}))
	before, err := ts.MarshalBinary()
	require.NoError(t, err)
	one := contractual.Tenure{Age: 1}
	for _, err := range []error{
		ts.AddN(one, -1), ts.AddN(one, math.MaxInt), ts.AddWeighted(one, 1, 0), ts.AddWeighted(one, 1, math.NaN()), ts.AddWeighted(one, 1, 1e10),
		ts.AddCohort(contractual.Cohort{}), ts.AddCohort(contractual.Cohort{Survivors: []int{5, 6}}), ts.AddCohort(contractual.Cohort{Survivors: []int{5, -1}}),
		ts.AddCohort(contractual.Cohort{Survivors: []int{5}, First: -1}), ts.AddCohort(contractual.Cohort{Survivors: []int{5}, Weight: -2}),
	} {
		var input *clientele.InputError
		assert.ErrorAs(t, err, &input)
	}
	after, err := ts.MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, before, after)
	_, err = contractual.CollectTenures(func(yield func(contractual.Tenure) bool) { yield(contractual.Tenure{Age: -1}) })
	assert.Error(t, err)
}

func randomTenures(n int) []contractual.Tenure {
	r := rand.New(rand.NewPCG(4, 4))
	out := make([]contractual.Tenure, n)
	for i := range out {
		out[i] = contractual.BdW{A: 0.5, B: 2, C: 1.2}.Rand(r, 1+r.IntN(6))
		out[i].Entry = math.Max(0, math.Min(float64(r.IntN(3)), out[i].Age-1))
	}
	return out
}

func TestTenuresMergeLaws(t *testing.T) {
	check.MergeLaws(t, check.Merger[*contractual.Tenures, contractual.Tenure]{
		New:   func() *contractual.Tenures { return new(contractual.Tenures) },
		Add:   func(ts *contractual.Tenures, x contractual.Tenure) { _ = ts.Add(x) },
		Merge: (*contractual.Tenures).Merge,
		Equal: func(t *testing.T, want, got *contractual.Tenures) {
			a, _ := want.MarshalBinary()
			b, _ := got.MarshalBinary()
			assert.Equal(t, a, b)
			assert.Equal(t, want.Len(), got.Len())
		},
		Items: randomTenures(300),
	})
	ts := new(contractual.Tenures)
	require.NoError(t, ts.AddN(contractual.Tenure{Age: 2}, 3))
	ts.Merge(ts)
	assert.Equal(t, 6, ts.Len())
	assert.Equal(t, 1, ts.Distinct())
	ts.Merge(nil)
	assert.Equal(t, 6, ts.Len())
}

func TestTenuresBinary(t *testing.T) {
	ts := new(contractual.Tenures)
	for _, x := range randomTenures(50) {
		require.NoError(t, ts.AddWeighted(x, 2, 0.5))
	}
	data, err := ts.MarshalBinary()
	require.NoError(t, err)
	var back contractual.Tenures
	require.NoError(t, back.UnmarshalBinary(data))
	again, err := back.MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, data, again)
	for cut := range data {
		assert.Error(t, back.UnmarshalBinary(data[:cut]))
	}
	assert.Equal(t, 100, back.Len(), "unchanged on error")
}

func FuzzTenuresBinary(f *testing.F) {
	ts := new(contractual.Tenures)
	for _, x := range randomTenures(5) {
		_ = ts.Add(x)
	}
	data, _ := ts.MarshalBinary()
	f.Add(data)
	f.Add([]byte("CTEN\x01\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var ts contractual.Tenures
		if ts.UnmarshalBinary(data) != nil {
			return
		}
		out, err := ts.MarshalBinary()
		require.NoError(t, err)
		var again contractual.Tenures
		require.NoError(t, again.UnmarshalBinary(out))
		assert.Equal(t, ts.Len(), again.Len())
	})
}

// FuzzPredictions: a model with parameters that validate, and a tenure that
// passes its check, never give NaN; probabilities stay in [0, 1].
func FuzzPredictions(f *testing.F) {
	f.Add(0.7, 3.0, 1.2, 5, 2, 0.1)
	f.Add(1e-6, 1e6, 0.1, 3000, 1, 1e-6)
	f.Add(1e8, 1e-8, 5.0, 1, 100, 0.0)
	f.Add(1e-90, 1e-90, 1e-3, 1, 1, 3.0)
	f.Fuzz(func(t *testing.T, a, b, c float64, age, span int, d float64) {
		if !(c > 1e-3 && c < 20) || !(a > 1e-12 && a < 1e12) || !(b > 1e-12 && b < 1e12) || age < 0 || age > 1e5 || span < 1 || span > 1000 || !(d >= 1e-6 && d < 1e6) {
			t.Skip()
		}
		for _, m := range []renewals{contractual.SBG{A: a, B: b}, contractual.BdW{A: a, B: b, C: c}} {
			for _, p := range []float64{m.SurvivalFrom(age, span), m.RetentionRate(age + 1), m.Prob(age + 1)} {
				assert.True(t, p >= 0 && p <= 1, "%+v %d %d gave %v", m, age, span, p)
			}
			derl := m.DERL(age, d)
			assert.True(t, derl >= 0 && derl <= (1/d)*(1+1e-9), "%+v DERL(%d, %g) = %v", m, age, d, derl)
			assert.False(t, math.IsNaN(m.LogProb(contractual.Tenure{Age: float64(age + span), Entry: float64(age), Lost: true, Width: 1})))
		}
		for _, m := range []times{contractual.ExponentialGamma{R: a, Alpha: b}, contractual.WeibullGamma{R: a, Alpha: b, C: c}} {
			p := m.SurvivalFrom(float64(age), float64(span))
			assert.True(t, p >= 0 && p <= 1, "%+v gave %v", m, p)
			derl := m.DERL(float64(age), d)
			assert.True(t, derl >= 0 && derl <= (1/d)*(1+1e-9), "%+v DERL(%d, %g) = %v", m, age, d, derl)
			mean := m.Mean(float64(span))
			assert.True(t, mean >= 0 && mean <= float64(span)*(1+1e-9), "%+v Mean(%d) = %v", m, span, mean)
		}
	})
}

func TestModelsJSON(t *testing.T) {
	m := contractual.BdW{A: 0.26, B: 1.72, C: 1.58}
	data, err := json.Marshal(m)
	require.NoError(t, err)
	assert.JSONEq(t, `{"kind":"contractual.BdW","version":1,"a":0.26,"b":1.72,"c":1.58}`, string(data))
	back := contractual.BdW{A: 9, B: 9, C: 9}
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, m, back)
	for _, bad := range []string{`{"a":-1,"b":1,"c":1}`, `{"a":1,"b":1}`, `{"a":1,"b":1,"c":1,"d":1}`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back))
		assert.Equal(t, m, back)
	}
	var s contractual.SBG
	assert.NoError(t, json.Unmarshal([]byte(`{"a":1,"b":2}`), &s))
	var e contractual.ExponentialGamma
	assert.NoError(t, json.Unmarshal([]byte(`{"r":1,"alpha":2}`), &e))
	var w contractual.WeibullGamma
	assert.NoError(t, json.Unmarshal([]byte(`{"r":1,"alpha":2,"c":3}`), &w))
	assert.Equal(t, contractual.WeibullGamma{R: 1, Alpha: 2, C: 3}, w)
	var r contractual.Regression[contractual.SBG]
	for _, bad := range []string{`{"base":{"a":1,"b":1},"covariates":["x"],"effects":[]}`, `{"base":{"a":0,"b":1},"covariates":[],"effects":[]}`, `{"base":{"a":1,"b":1},"covariates":["x","x"],"effects":[1,2]}`, `{}`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &r), bad)
	}
}
