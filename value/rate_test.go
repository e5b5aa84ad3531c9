package value_test

import (
	"encoding/json"
	"math"
	"testing"

	clientele "github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRateForce(t *testing.T) {
	// ln 1.15 = 0.13976194237515868 a year; a week is 7/365.25 of it.
	const year = 0.13976194237515868
	annual := value.Annual(0.15)
	check.Close(t, year, annual.Force(clientele.Year), 1e-15, "year")
	check.Close(t, 0.00267853, annual.Force(clientele.Week), 2e-6, "week, to the digits of the specification")
	check.Close(t, 0.000382647, annual.Force(clientele.Day), 2e-6, "day")
	check.Close(t, year/12, annual.Force(value.Month), 1e-14, "month")
	check.Close(t, 0.00268212, annual.Effective(clientele.Week), 2e-6, "effective a week")
	check.Close(t, 0.15, annual.Effective(clientele.Year), 1e-15, "effective a year")

	// The same rate said in three ways.
	check.Close(t, annual.Force(clientele.Day), value.Continuous(year).Force(clientele.Day), 1e-15, "continuous")
	monthly := value.PerPeriod(math.Pow(1.15, 1./12)-1, value.Month)
	check.Close(t, annual.Force(clientele.Day), monthly.Force(clientele.Day), 1e-13, "per month")
	assert.Zero(t, value.DiscountRate{}.Force(clientele.Week), "the zero rate discounts nothing")
}

func TestRateSpecialCases(t *testing.T) {
	for _, r := range []value.DiscountRate{
		value.Annual(-0.1), value.Annual(math.NaN()), value.Annual(math.Inf(1)),
		{Value: 0.1}, {Value: 0.1, Basis: 99}, {Value: 0.1, Basis: value.RateBasisAnnual, Period: clientele.Day},
		value.PerPeriod(0.1, 0), value.PerPeriod(0.1, -clientele.Day), value.PerPeriod(0.1, 1),
	} {
		var bad *clientele.InputError
		require.ErrorAs(t, r.Check(), &bad, "%+v", r)
		assert.True(t, math.IsNaN(r.Force(clientele.Day)))
		_, err := json.Marshal(r)
		assert.Error(t, err)
	}
	assert.True(t, math.IsNaN(value.Annual(0.1).Force(0)), "not a unit")
}

func TestRateJSON(t *testing.T) {
	for text, r := range map[string]value.DiscountRate{
		`{"value":0.15,"basis":"annual"}`:                    value.Annual(0.15),
		`{"value":0.1,"basis":"continuous"}`:                 value.Continuous(0.1),
		`{"value":0.01,"basis":"period","period":"30 days"}`: value.PerPeriod(0.01, 30*clientele.Day),
		`{"value":0}`: {},
	} {
		data, err := json.Marshal(r)
		require.NoError(t, err)
		assert.JSONEq(t, text, string(data))
		var back value.DiscountRate
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, r, back)
	}
	r := value.Annual(0.15)
	for _, text := range []string{`{"value":-1,"basis":"annual"}`, `{"value":0.1}`, `{"value":0.1,"basis":"monthly"}`, `{"value":0.1,"basis":"period"}`, `[]`} {
		assert.Error(t, json.Unmarshal([]byte(text), &r), text)
		assert.Equal(t, value.Annual(0.15), r, "unchanged")
	}
}

func TestHorizon(t *testing.T) {
	check.Close(t, 365.25/7, value.Within(1, clientele.Year).In(clientele.Week), 1e-15, "a year in weeks")
	check.Close(t, 12, value.Within(1, clientele.Year).In(value.Month), 1e-15, "a year in months")
	assert.Equal(t, 52., value.Within(52, clientele.Week).In(clientele.Week))
	assert.Equal(t, math.Inf(1), value.Forever().In(clientele.Day))
	for _, h := range []value.Horizon{{}, value.Within(-1, clientele.Day), value.Within(math.NaN(), clientele.Day), value.Within(1, 0)} {
		var bad *clientele.InputError
		require.ErrorAs(t, h.Check(), &bad)
		assert.True(t, math.IsNaN(h.In(clientele.Day)))
	}
	assert.True(t, math.IsNaN(value.Forever().In(0)))
}

func TestHorizonJSON(t *testing.T) {
	for text, h := range map[string]value.Horizon{
		`{"length":52,"unit":"week"}`: value.Within(52, clientele.Week),
		`{"length":null}`:             value.Forever(),
	} {
		data, err := json.Marshal(h)
		require.NoError(t, err)
		assert.JSONEq(t, text, string(data))
		var back value.Horizon
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, h, back)
	}
	h := value.Forever()
	for _, text := range []string{`{}`, `{"unit":"week"}`, `{"length":0,"unit":"week"}`, `{"length":5}`, `{"length":"5"}`} {
		assert.Error(t, json.Unmarshal([]byte(text), &h), text)
		assert.Equal(t, value.Forever(), h, "unchanged")
	}
}
