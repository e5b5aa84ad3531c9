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
		"weight of economic": func(p *dimension.DimensionPolicy) { p.Dimensions[dimension.DimensionEconomic] = -1 },
		"weight of amount":   func(p *dimension.DimensionPolicy) { p.Indicators[dimension.IndicatorAmount] = math.NaN() },
		"Scaling":            func(p *dimension.DimensionPolicy) { p.Scaling = 9 },
		"Medium":             func(p *dimension.DimensionPolicy) { p.Medium = math.NaN() },
		"High":               func(p *dimension.DimensionPolicy) { p.High = 10 },
	} {
		p := defaults(t)
		change(&p)
		var input *clientele.InputError
		require.ErrorAs(t, p.Check(), &input)
		assert.Equal(t, field, input.Field)
		_, err := dimension.FitScorer(people(1, 5), &p)
		assert.ErrorAs(t, err, &input)
		_, err = new(dimension.Population).Fit(&p)
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

// Nil, zero and half-filled policies rate as documented; five of a hundred is low.
func TestZeroPolicies(t *testing.T) {
	values := make([]float64, 101)
	for k := range values {
		values[k] = float64(k)
	}
	base := column(dimension.IndicatorAmount, values...)
	overall := func(p *dimension.DimensionPolicy, v float64) clientele.Level {
		score := fit(t, base, p).Score(one(dimension.IndicatorAmount, v))
		return score.Overall()
	}
	for _, p := range []*dimension.DimensionPolicy{nil, {}, {Medium: 100.0 / 3}, {High: 200.0 / 3}, {Dimensions: [5]float64{dimension.DimensionEconomic: 2}}, {Scaling: dimension.IndicatorScalingByRank}} {
		for v, want := range map[float64]clientele.Level{5: clientele.LevelLow, 50: clientele.LevelMedium, 90: clientele.LevelHigh} {
			assert.Equal(t, want, overall(p, v), "%+v %v", p, v)
		}
	}
	assert.Equal(t, clientele.LevelMedium, overall(&dimension.DimensionPolicy{High: 40}, 25), "medium from half of high")
	assert.Equal(t, clientele.LevelMedium, overall(&dimension.DimensionPolicy{Medium: 80}, 85), "high half-way to 100")
	// One weight within a dimension leaves the others of it out, and the other dimensions alone.
	p := fit(t, base, &dimension.DimensionPolicy{Indicators: [20]float64{dimension.IndicatorProfit: 2}}).Policy()
	assert.Zero(t, p.Indicators[dimension.IndicatorAmount])
	assert.Equal(t, 1.0, p.Indicators[dimension.IndicatorReach])
}
