package clientele_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDomain(t *testing.T) {
	for d, values := range map[clientele.Domain][]float64{
		clientele.DomainReal:        {-3, 0, 1e9},
		clientele.DomainPositive:    {1e-90, 1, 1e90},
		clientele.DomainProbability: {1e-12, 0.3, 1 - 1e-12},
		clientele.DomainFixed:       {4},
	} {
		for _, v := range values {
			x := d.Free(v)
			check.Close(t, v, d.Bind(x), 1e-11, d, v)
			const h = 1e-6
			if v >= 1e-12 && v <= 1-1e-9 {
				slope := (d.Bind(x+h) - d.Bind(x-h)) / (2 * h)
				check.Close(t, slope, d.Slope(v), 1e-3, d, v)
			}
		}
	}
}

func TestMeasure(t *testing.T) {
	var m clientele.Measure
	_, known := m.Value()
	assert.False(t, known)
	assert.Equal(t, 7.0, m.Or(7))
	assert.NoError(t, m.Check("x", "y", 0, 1))
	assert.NoError(t, clientele.Known(1).Check("x", "y", 0, 1))
	for _, v := range []float64{-0.1, 1.1, math.NaN(), math.Inf(1)} {
		var bad *clientele.InputError
		require.ErrorAs(t, clientele.Known(v).Check("loyalty.Score", "renewal rate", 0, 1), &bad, "%v", v)
	}
	assert.Error(t, clientele.Known(math.Inf(1)).Check("x", "y", 0, math.Inf(1)))
	for _, v := range []clientele.Measure{{}, clientele.Known(0), clientele.Known(2.5)} {
		data, err := json.Marshal(v)
		require.NoError(t, err)
		var w clientele.Measure
		require.NoError(t, json.Unmarshal(data, &w))
		assert.Equal(t, v, w)
	}
	assert.Error(t, json.Unmarshal([]byte(`"a"`), &m))
}

func TestInterval(t *testing.T) {
	for _, v := range []clientele.Interval{{Lo: 1, Hi: 2, Level: 0.9}, {Lo: math.Inf(-1), Hi: 2, Level: 0.5}, {Lo: 0, Hi: math.Inf(1), Level: 0.95}} {
		data, err := json.Marshal(v)
		require.NoError(t, err)
		var w clientele.Interval
		require.NoError(t, json.Unmarshal(data, &w))
		assert.Equal(t, v, w)
	}
	var w clientele.Interval
	assert.Error(t, json.Unmarshal([]byte(`{"lo":3,"hi":2,"level":0.9}`), &w))
	assert.Error(t, json.Unmarshal([]byte(`{"lo":1,"hi":2,"level":9}`), &w))
	assert.Equal(t, "[1, 2.123]", clientele.Interval{Lo: 1, Hi: 2.12345, Level: 0.9}.String())
}

func TestReason(t *testing.T) {
	r := clientele.Reason{Code: "nobody.knows", Value: 3, Limit: math.NaN()}
	assert.Equal(t, "nobody.knows", r.Text(clientele.LangEnglish))
	data, err := json.Marshal(r)
	require.NoError(t, err)
	assert.JSONEq(t, `{"code":"nobody.knows","value":3}`, string(data))
	var s clientele.Reason
	require.NoError(t, json.Unmarshal(data, &s))
	assert.True(t, s.Code == r.Code && s.Value == 3 && math.IsNaN(s.Limit))
	for _, code := range reason.Codes("fit.") {
		w := clientele.Warning{Code: code, Subject: "a, b", Value: 0.995}
		assert.NotContains(t, w.Text(clientele.LangEnglish), "{")
		assert.NotContains(t, w.Text(clientele.LangChinese), "{")
		assert.NotEqual(t, w.Text(clientele.LangEnglish), w.Text(clientele.LangChinese))
	}
	assert.Len(t, reason.Codes("fit."), 4)
}

// Enumerations keep their permanent names and refuse others.
func TestEnums(t *testing.T) {
	assert.Equal(t, "unassigned", clientele.Level(0).String())
	assert.Equal(t, "clientele.Level(99)", clientele.Level(99).String())
	assert.Equal(t, "高", clientele.LevelHigh.Label(clientele.LangChinese))
	assert.Equal(t, "high", clientele.LevelHigh.Label(0))
	_, err := clientele.Level(99).MarshalText()
	assert.Error(t, err)
	l := clientele.LevelLow
	assert.Error(t, l.UnmarshalText([]byte("High")))
	assert.Equal(t, clientele.LevelLow, l)
	require.NoError(t, l.UnmarshalText([]byte("high")))
	assert.Equal(t, clientele.LevelHigh, l)
	assert.Equal(t, "zh", clientele.LangChinese.String())
	assert.Equal(t, "positive", clientele.DomainPositive.String())
}

func TestInputError(t *testing.T) {
	err := clientele.History{Repeats: 2, Last: 9, Age: 4}.Check()
	var bad *clientele.InputError
	require.True(t, errors.As(err, &bad))
	assert.Equal(t, "clientele.History: Last is 9: want a time from 0 to Age 4", err.Error())
	require.ErrorAs(t, clientele.Validate(toy{Rate: math.NaN()}), &bad)
	assert.Equal(t, "rate", bad.Field)
	require.ErrorAs(t, clientele.Spend{Count: 0, Mean: 3}.Check(), &bad)
	require.ErrorAs(t, clientele.Spend{Count: 2, Mean: math.Inf(1)}.Check(), &bad)
	assert.NoError(t, clientele.Spend{Count: 2, Mean: -3}.Check())
}
