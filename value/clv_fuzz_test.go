package value_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
)

// Whatever the bits: an error that is typed, or a value that is a number and
// not negative, and a path that never falls.
func FuzzCLV(f *testing.F) {
	f.Add(0.24, 4.4, 0.8, 2.4, 2, 30.4, 38.9, 0.15, 52., 35.)
	f.Add(2.7, 48., 4.8e-4, 4.1e3, 15, 320., 377., 0., math.Inf(1), 1.)
	f.Add(1e-3, 1e5, 1., 1., 0, 0., 1e5, 1e3, 1e-9, 0.)
	f.Add(math.NaN(), 1., 1., 1., -1, math.Inf(-1), math.NaN(), -1., 0., math.Inf(1))
	f.Fuzz(func(t *testing.T, r, alpha, a, b float64, x int, last, age, rate, horizon, amount float64) {
		terms := value.Terms{Unit: clientele.Week, Horizon: value.Within(horizon, clientele.Week), Rate: value.Annual(rate)}
		m := btyd.BGNBD{R: r, Alpha: alpha, A: a, B: b}
		c, err := value.NewCLV(m, value.Amount(amount), terms)
		if err != nil {
			var bad *clientele.InputError
			assert.True(t, errors.As(err, &bad))
			return
		}
		h := clientele.History{Repeats: x, Last: last, Age: age}
		got := c.Of(value.Customer{History: h})
		path := c.AppendPath(nil, value.Customer{History: h}, clientele.Week, 3)
		inside := func(v, lo, hi float64) bool { return v >= lo && v <= hi }
		for _, p := range []float64{r, alpha, a, b} { // a part of the domain: the whole is for the models' own tests
			if !inside(p, 1e-3, 1e3) {
				return
			}
		}
		if h.Check() != nil || age > 1e5 || x > 1e5 || !(amount >= 0) {
			return
		}
		assert.False(t, math.IsNaN(got) || got < 0, got)
		for k, v := range path {
			assert.False(t, math.IsNaN(v) || v < 0, v)
			if k > 0 {
				assert.GreaterOrEqual(t, v, path[k-1]*(1-1e-6))
			}
		}
	})
}

// Decoders take what they write, and refuse the rest without a panic.
func FuzzTerms(f *testing.F) {
	f.Add([]byte(`{"value":0.15,"basis":"annual"}`))
	f.Add([]byte(`{"value":0.01,"basis":"period","period":"30 days"}`))
	f.Add([]byte(`{"length":52,"unit":"week"}`))
	f.Add([]byte(`{"length":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r, r2 value.DiscountRate
		if json.Unmarshal(data, &r) == nil {
			again, err := json.Marshal(r)
			assert.NoError(t, err)
			assert.NoError(t, json.Unmarshal(again, &r2))
			assert.Equal(t, r, r2)
		}
		var h, h2 value.Horizon
		if json.Unmarshal(data, &h) == nil {
			again, err := json.Marshal(h)
			assert.NoError(t, err)
			assert.NoError(t, json.Unmarshal(again, &h2))
			assert.Equal(t, h, h2)
		}
	})
}
