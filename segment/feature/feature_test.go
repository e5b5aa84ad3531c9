package feature

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTable(t *testing.T) {
	for _, names := range [][]string{nil, {""}, {"a", "a"}} {
		_, err := NewTable(names...)
		assert.Error(t, err)
	}
	data, err := NewTable("visits", "orders")
	require.NoError(t, err)
	assert.Error(t, data.Add(1))
	assert.Error(t, data.Add(1, math.NaN()))
	assert.Error(t, data.Add(1, math.Inf(1)))
	assert.Zero(t, data.Len())
	require.NoError(t, data.Add(1, 2))
	assert.Equal(t, []float64{1, 2}, data.Row(0))
	assert.Equal(t, []string{"visits", "orders"}, data.Columns())
}

func TestScaling(t *testing.T) {
	data, err := NewTable("visits", "spend", "posts", "age", "flat")
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(5, 99))
	for range 500 {
		require.NoError(t, data.Add(math.Floor(r.ExpFloat64()*9), math.Exp(2*r.NormFloat64()), math.Floor(r.ExpFloat64()), 40+10*r.NormFloat64(), 7))
	}
	s, err := FitScaling(data, &ScalingPolicy{Transforms: map[string]Transform{"visits": TransformLog, "spend": TransformWinsorise, "posts": TransformRank}})
	require.NoError(t, err)
	scaled, err := s.Table(data)
	require.NoError(t, err)
	for j, name := range scaled.Columns() {
		mean, square := 0.0, 0.0
		for _, v := range scaled.Column(j) {
			mean += v / 500
			square += v * v / 500
		}
		assert.InDelta(t, 0, mean, 1e-12, name)
		if name == "flat" {
			assert.Zero(t, square)
		} else {
			check.Close(t, 1, square, 1e-12, name)
		}
	}
	columns := s.Columns()
	assert.Equal(t, TransformPlain, columns[3].Transform)
	beyond := s.Append(nil, []float64{0, 1e9, 0, 0, 0})
	limit := s.Append(nil, []float64{0, columns[1].Hi, 0, 0, 0})
	assert.Equal(t, limit, beyond, "winsorised")
	assert.True(t, math.IsNaN(s.Append(nil, []float64{0, 0, math.NaN(), 0, 0})[2]))
	assert.Panics(t, func() { s.Append(nil, []float64{1}) })

	text, err := json.Marshal(s)
	require.NoError(t, err)
	var back FeatureScaling
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, *s, back)
	for _, bad := range []string{`[]`, `[{"name":"a","transform":"rank","mean":0,"sd":1}]`, `[{"name":"a","transform":"plain","mean":0,"sd":0}]`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back))
	}
	assert.Equal(t, *s, back)

	_, err = FitScaling(data, &ScalingPolicy{Transforms: map[string]Transform{"nothing": TransformLog}})
	assert.Error(t, err)
	_, err = FitScaling(data, &ScalingPolicy{Tail: 0.7})
	assert.Error(t, err)
	other, err := NewTable("a")
	require.NoError(t, err)
	_, err = FitScaling(other, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = s.Table(other)
	assert.Error(t, err)
}

func TestRankTransform(t *testing.T) {
	c := fitColumn(ScaledColumn{Transform: TransformRank}, func() []float64 {
		out := make([]float64, 101)
		for i := range out {
			out[i] = float64(i + 1)
		}
		return out
	}(), 0.01)
	assert.Equal(t, 0.0, c.rank(-5))
	assert.Equal(t, 1.0, c.rank(1e9))
	check.Close(t, 0.5, c.rank(51), 1e-15, "middle")
	check.Close(t, 0.505, c.rank(51.5), 1e-12, "between")
	tied := fitColumn(ScaledColumn{Transform: TransformRank}, []float64{0, 0, 0, 1}, 0.01)
	assert.InDelta(t, 0.33, tied.rank(0), 0.01, "the middle of the ties")
	last := -1.0
	for v := -1.0; v < 105; v += 0.1 {
		assert.GreaterOrEqual(t, c.rank(v), last)
		last = c.rank(v)
	}
}
