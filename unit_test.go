package clientele_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

func TestUnitNames(t *testing.T) {
	for _, test := range []struct {
		unit clientele.Unit
		name string
	}{
		{clientele.Minute, "minute"},
		{clientele.Hour, "hour"},
		{clientele.Day, "day"},
		{clientele.Week, "week"},
		{clientele.Year, "year"},
		{10 * clientele.Year, "10 years"},
		{14 * clientele.Day, "2 weeks"},
		{30 * clientele.Day, "30 days"},
		{36 * clientele.Hour, "36 hours"},
		{clientele.Unit(time.Second), "second"},
		{clientele.Unit(90 * time.Second), "90 seconds"},
	} {
		assert.Equal(t, test.name, test.unit.String())
		got, err := clientele.ParseUnit(test.name)
		require.NoError(t, err)
		assert.Equal(t, test.unit, got)
		data, err := json.Marshal(test.unit)
		require.NoError(t, err)
		var back clientele.Unit
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, test.unit, back)
	}
	got, err := clientele.ParseUnit("weeks")
	require.NoError(t, err)
	assert.Equal(t, clientele.Week, got)
}

func TestUnitRefuses(t *testing.T) {
	for _, s := range []string{"", " ", "month", "0 days", "-1 days", "1.5 days", "two weeks", "Week", "1  day", "9223372036854775807 years", "300 years"} {
		u := clientele.Week
		var bad *clientele.InputError
		require.ErrorAs(t, u.UnmarshalText([]byte(s)), &bad, s)
		assert.Equal(t, clientele.Week, u)
	}
	for _, u := range []clientele.Unit{0, -clientele.Day, clientele.Unit(time.Millisecond), clientele.Day + 1} {
		_, err := u.MarshalText()
		var bad *clientele.InputError
		require.ErrorAs(t, err, &bad)
		assert.Equal(t, time.Duration(u).String(), u.String())
	}
}

func TestUnitIn(t *testing.T) {
	assert.Equal(t, 7.0, clientele.Week.In(clientele.Day))
	assert.Equal(t, 1.0/7, clientele.Day.In(clientele.Week))
	assert.Equal(t, 365.25/7, clientele.Year.In(clientele.Week))
}

func FuzzParseUnit(f *testing.F) {
	f.Add("2 weeks")
	f.Add("106751 days")
	f.Fuzz(func(t *testing.T, s string) {
		u, err := clientele.ParseUnit(s)
		if err != nil {
			return
		}
		again, err := clientele.ParseUnit(u.String())
		require.NoError(t, err)
		require.Equal(t, u, again)
	})
}
