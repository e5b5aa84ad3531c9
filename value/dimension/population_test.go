package dimension_test

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/dimension"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFitRefuses(t *testing.T) {
	_, err := dimension.FitScorer(nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = new(dimension.Population).Fit(nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	var input *clientele.InputError
	for _, v := range []float64{math.NaN(), math.Inf(1), 1e300} {
		_, err = dimension.FitScorer([]dimension.Measures{*one(dimension.IndicatorReach, v)}, nil)
		require.ErrorAs(t, err, &input)
		assert.Equal(t, "reach", input.Field)
		p := new(dimension.Population)
		require.ErrorAs(t, p.Add(one(dimension.IndicatorReach, v)), &input)
		assert.Zero(t, p.Len())
	}
}

func TestPopulationIsFit(t *testing.T) {
	base := people(9, 3000)
	p := new(dimension.Population)
	for k := range base {
		require.NoError(t, p.Add(&base[k]))
	}
	got, err := p.Fit(nil)
	require.NoError(t, err)
	assert.Equal(t, fit(t, base, nil), got)
}

func TestPopulationMergeLaws(t *testing.T) {
	check.MergeLaws(t, check.Merger[*dimension.Population, dimension.Measures]{
		New:   func() *dimension.Population { return new(dimension.Population) },
		Add:   func(p *dimension.Population, m dimension.Measures) { _ = p.Add(&m) },
		Merge: (*dimension.Population).Merge,
		Equal: func(t *testing.T, want, got *dimension.Population) {
			a, err := want.MarshalBinary()
			require.NoError(t, err)
			b, err := got.MarshalBinary()
			require.NoError(t, err)
			assert.Equal(t, a, b)
		},
		Items: people(10, 200),
	})
	p := new(dimension.Population)
	for _, m := range people(11, 30) {
		require.NoError(t, p.Add(&m))
	}
	p.Merge(nil)
	data, err := p.MarshalBinary()
	require.NoError(t, err)
	var back dimension.Population
	require.NoError(t, back.UnmarshalBinary(data))
	assert.Equal(t, 30, back.Len())
	for cut := range data {
		assert.Error(t, back.UnmarshalBinary(data[:cut]))
	}
	assert.Equal(t, 30, back.Len())
}

func FuzzPopulationBinary(f *testing.F) {
	p := new(dimension.Population)
	for _, m := range people(12, 3) {
		_ = p.Add(&m)
	}
	data, _ := p.MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var p dimension.Population
		if p.UnmarshalBinary(data) == nil && p.Len() > 0 {
			_, err := p.Fit(nil)
			assert.NoError(t, err)
		}
	})
}
