package dimension_test

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/dimension"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPolicyCheck(t *testing.T) {
	for field, change := range map[string]func(*dimension.DimensionPolicy){
		"weight of economic":        func(p *dimension.DimensionPolicy) { p.Dimensions[dimension.DimensionEconomic] = -1 },
		"weight of amount":          func(p *dimension.DimensionPolicy) { p.Indicators[dimension.IndicatorAmount] = math.NaN() },
		"weights of the dimensions": func(p *dimension.DimensionPolicy) { p.Dimensions = [dimension.Dimensions + 1]float64{} },
		"Scaling":                   func(p *dimension.DimensionPolicy) { p.Scaling = 9 },
		"Medium":                    func(p *dimension.DimensionPolicy) { p.Medium = math.NaN() },
		"High":                      func(p *dimension.DimensionPolicy) { p.High = 10 },
	} {
		p := dimension.DefaultPolicy()
		change(&p)
		var input *clientele.InputError
		require.ErrorAs(t, p.Check(), &input)
		assert.Equal(t, field, input.Field)
		_, err := dimension.FitScorer(people(1, 5), p)
		assert.ErrorAs(t, err, &input)
		_, err = new(dimension.Population).Fit(p)
		assert.ErrorAs(t, err, &input)
	}
}

func TestEnums(t *testing.T) {
	for i := dimension.IndicatorAmount; i <= dimension.Indicators; i++ {
		text, err := i.MarshalText()
		require.NoError(t, err)
		var back dimension.Indicator
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, i, back)
		assert.NotZero(t, i.Dimension())
	}
	assert.Zero(t, dimension.Indicator(0).Dimension())
	assert.Zero(t, dimension.Indicator(99).Dimension())
	assert.Equal(t, "情感价值", dimension.DimensionEmotional.Label(clientele.LangChinese))
	assert.Equal(t, "by-value", dimension.IndicatorScalingByValue.String())
	assert.Equal(t, "按排名", dimension.IndicatorScalingByRank.Label(clientele.LangChinese))
}
