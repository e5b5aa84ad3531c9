package clientele_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// toy is a model with one parameter of every domain.
type toy struct{ Rate, Share, Shift, Count float64 }

func (m toy) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "rate", Value: m.Rate, Domain: clientele.DomainPositive},
		{Name: "share", Value: m.Share, Domain: clientele.DomainProbability},
		{Name: "shift", Value: m.Shift, Domain: clientele.DomainReal},
		{Name: "count", Value: m.Count, Domain: clientele.DomainFixed},
	}
}

func (toy) WithParams(v []float64) toy         { return toy{v[0], v[1], v[2], v[3]} }
func (m toy) MarshalJSON() ([]byte, error)     { return clientele.MarshalModel(m) }
func (m *toy) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }
func (m toy) product() float64                 { return m.Rate * m.Share }

func toyFit() *clientele.Fit[toy] {
	return &clientele.Fit[toy]{
		Model: toy{2, 0.25, -1, 3}, LogLik: -100, N: 50, Iters: 4,
		Cov: [][]float64{{0.16, 0.004, 0, 0}, {0.004, 0.0036, 0, 0}, {0, 0, 0.25, 0}, {0, 0, 0, 0}},
	}
}

func TestFitCriteria(t *testing.T) {
	f := toyFit()
	assert.Equal(t, 3, f.DF())
	assert.Equal(t, 206.0, f.AIC())
	check.Close(t, 3*math.Log(50)+200, f.BIC(), 1e-15)
}

// Intervals by hand: log, log odds and identity, ends mapped back.
func TestFitEstimates(t *testing.T) {
	const z = 1.959963984540054
	e := toyFit().Estimates(0.95)
	check.Close(t, 0.4, e[0].SE, 1e-15)
	check.Close(t, 2*math.Exp(-z*0.2), e[0].Interval.Lo, 1e-7)
	check.Close(t, 2*math.Exp(z*0.2), e[0].Interval.Hi, 1e-7)
	odds := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	check.Close(t, odds(math.Log(1./3)-z*0.06/(0.25*0.75)), e[1].Interval.Lo, 1e-7)
	check.Close(t, -1+z*0.5, e[2].Interval.Hi, 1e-7)
	assert.Equal(t, clientele.Interval{Lo: 3, Hi: 3, Level: 0.95}, e[3].Interval)
	assert.Zero(t, e[3].SE)

	// Of a function: Var ln(rate·share) on the log scale, with the covariance.
	relVar := 0.16/4 + 0.0036/0.0625 + 2*0.004/(2*0.25)
	iv := toyFit().Interval(clientele.DomainPositive, toy.product, 0.95)
	check.Close(t, 0.5*math.Exp(z*math.Sqrt(relVar)), iv.Hi, 1e-6)
	assert.True(t, iv.Contains(0.5))
}

// A real parameter in small units: the differences follow its standard error.
func TestFitIntervalOfUnits(t *testing.T) {
	f := toyFit()
	f.Model.Shift, f.Cov[2][2] = 1e-6, 4e-12
	iv := f.Interval(clientele.DomainPositive, func(m toy) float64 { return math.Exp(1e6 * m.Shift) }, 0.95)
	check.Close(t, math.Exp(1+1.959963984540054*2), iv.Hi, 1e-5)
	wide := clientele.Fit[toy]{Model: toy{2, 0.25, 1e6, 3}, Cov: [][]float64{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1e12, 0}, {0, 0, 0, 0}}}
	iv = wide.Interval(clientele.DomainReal, func(m toy) float64 { return m.Shift / 1e6 }, 0.95)
	check.Close(t, 1+1.959963984540054, iv.Hi, 1e-9)
}

// generic has a type argument from a package with a path.
type generic[M any] struct{ toy }

func (m generic[M]) WithParams(v []float64) generic[M] { return generic[M]{m.toy.WithParams(v)} }

func TestFitStringOfTypeArguments(t *testing.T) {
	f := clientele.Fit[generic[check.Float]]{Model: generic[check.Float]{toy{2, 0.25, -1, 3}}}
	assert.Regexp(t, `^generic\[Float\]: `, f.String())
}

func TestFitFlatDirections(t *testing.T) {
	f := toyFit()
	s := math.Sqrt(0.5)
	f.Flat = [][]float64{{s, -s, 0, 0}} // ln rate − logit share is unknown
	e := f.Estimates(0.9)
	assert.True(t, math.IsInf(e[0].SE, 1) && math.IsInf(e[1].SE, 1))
	assert.Equal(t, clientele.Interval{Lo: 0, Hi: math.Inf(1), Level: 0.9}, e[0].Interval)
	assert.Equal(t, clientele.Interval{Lo: 0, Hi: 1, Level: 0.9}, e[1].Interval)
	check.Close(t, 0.5, e[2].SE, 1e-12) // the shift is not touched
	// What does not move along the flat direction keeps its interval.
	known := f.Interval(clientele.DomainPositive, func(m toy) float64 { return m.Rate * m.Share / (1 - m.Share) }, 0.9)
	assert.False(t, math.IsInf(known.Hi, 1))
}

func TestFitWithoutCovariance(t *testing.T) {
	f := toyFit()
	f.Cov = nil
	e := f.Estimates(0.95)
	assert.True(t, math.IsNaN(e[0].SE))
	assert.True(t, math.IsInf(e[0].Interval.Hi, 1))
	for range f.Draws(rand.New(rand.NewPCG(1, 1))) {
		t.Fatal("a draw without a covariance")
	}
	assert.Nil(t, toyFit().Sandwich().Cov)
}

// Draws have the estimate's mean and covariance on the free scale, and the
// seed decides them.
func TestFitDraws(t *testing.T) {
	f := toyFit()
	const n = 20_000
	var mean, square, cross float64
	k := 0
	for m := range f.Draws(rand.New(rand.NewPCG(1, 2))) {
		require.NoError(t, clientele.Validate(m))
		assert.Equal(t, 3.0, m.Count)
		x, y := math.Log(m.Rate/2), clientele.DomainProbability.Free(m.Share)-clientele.DomainProbability.Free(0.25)
		mean, square, cross = mean+x, square+x*x, cross+x*y
		if k++; k == n {
			break
		}
	}
	assert.InDelta(t, 0, mean/n, 0.006)
	assert.InEpsilon(t, 0.04, square/n, 0.05)
	assert.InEpsilon(t, 0.004/(2*0.25*0.75), cross/n, 0.15)
	for m := range f.Draws(rand.New(rand.NewPCG(9, 9))) {
		check.Close(t, 2.1207869672820938, m.Rate, 1e-12, "frozen")
		break
	}
}

func TestFitMisuse(t *testing.T) {
	for _, level := range []float64{0, 1, 1.5, -1, math.NaN()} {
		assert.PanicsWithValue(t, "clientele: level of an interval must lie between 0 and 1", func() { toyFit().Estimates(level) })
	}
	assert.PanicsWithValue(t, "clientele: Interval of a nil function", func() { toyFit().Interval(clientele.DomainReal, nil, 0.9) })
}

const printed = `toy: 50 customers, log-likelihood -100.0000, AIC 206.00, BIC 211.74
  parameter  estimate  std. error      95 % interval
       rate         2         0.4    1.3514 … 2.9599
      share      0.25        0.06  0.15113 … 0.38428
      shift        -1         0.5  -1.98 … -0.020018
      count         3           0              3 … 3
warning: only 7 repeat purchases or renewals stand behind the estimates: intervals are approximate
`

func TestFitString(t *testing.T) {
	f := toyFit()
	f.Warnings = []clientele.Warning{{Code: clientele.WarnFewRepeats, Value: 7}}
	assert.Equal(t, printed, f.String())
}

func TestFitJSON(t *testing.T) {
	f := toyFit()
	f.Robust = f.Cov
	f.Flat = [][]float64{{1, 0, 0, 0}}
	f.Warnings = []clientele.Warning{{Code: clientele.WarnBoundary, Subject: "rate", Value: math.Inf(-1)}}
	data, err := json.Marshal(f)
	require.NoError(t, err)
	var g clientele.Fit[toy]
	require.NoError(t, json.Unmarshal(data, &g))
	assert.True(t, math.IsNaN(g.Warnings[0].Value)) // JSON has no infinity
	g.Warnings[0].Value = f.Warnings[0].Value
	assert.Equal(t, *f, g)

	for _, bad := range []string{
		`{"model":{"rate":-1,"share":0.2,"shift":0,"count":1}}`,
		`{"model":{"rate":1,"share":0.2,"shift":0}}`,
		`{"model":{"rate":1,"share":0.2,"shift":0,"count":1,"more":2}}`,
		`{"model":{"rate":1,"share":0.2,"shift":0,"count":1},"customers":-4}`,
		`{"model":{"rate":1,"share":0.2,"shift":0,"count":1},"cov":[[1]]}`,
		`{"model":{"rate":1,"share":0.2,"shift":0,"count":1},"cov":[[1,0,0,0],[0,-1,0,0],[0,0,1,0],[0,0,0,1]]}`,
		`{"model":{"rate":1,"share":0.2,"shift":0,"count":1},"flat":[[1]]}`,
		`[]`,
	} {
		before := g
		assert.Error(t, json.Unmarshal([]byte(bad), &g), bad)
		assert.Equal(t, before, g, "unchanged on error")
	}
}

func FuzzFitJSON(f *testing.F) {
	f.Add([]byte(`{"model":{"rate":1,"share":0.2,"shift":0,"count":1},"log_lik":-3,"customers":3,"iters":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var g clientele.Fit[toy]
		if json.Unmarshal(data, &g) != nil {
			return
		}
		_ = g.String()
		if _, err := json.Marshal(g); err != nil && clientele.Validate(g.Model) == nil {
			t.Error(err)
		}
	})
}

// A stored model says what it is, and is not read as another one, in another
// version or in another unit; a bare object of parameters is.
func TestStoredModelsSayTheirKind(t *testing.T) {
	week := clock{Rate: 0.5, Unit: clientele.Week}
	data, err := json.Marshal(week)
	require.NoError(t, err)
	assert.JSONEq(t, `{"kind":"clientele_test.clock","version":1,"unit":"week","rate":0.5}`, string(data))
	var back clock
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, week, back)
	require.NoError(t, json.Unmarshal([]byte(`{"rate":2}`), &back))
	assert.Equal(t, clock{2, clientele.Week}, back, "a bare object keeps the unit that the receiver says")
	for field, bad := range map[string]string{
		"kind":    `{"kind":"btyd.BGNBD","version":1,"rate":0.5}`,
		"version": `{"kind":"clientele_test.clock","version":2,"rate":0.5}`,
		"unit":    `{"kind":"clientele_test.clock","version":1,"unit":"day","rate":0.5}`,
		"rate":    `{"kind":"clientele_test.clock","version":1}`,
		"speed":   `{"rate":1,"speed":1}`,
	} {
		var input *clientele.InputError
		require.ErrorAs(t, json.Unmarshal([]byte(bad), &back), &input, bad)
		assert.Equal(t, field, input.Field)
		assert.Equal(t, clock{2, clientele.Week}, back)
	}
	fit := clientele.Fit[clock]{Model: week, LogLik: -3, N: 7, AsOf: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), Cov: [][]float64{{0.1}}}
	data, err = json.Marshal(fit)
	require.NoError(t, err)
	assert.Contains(t, string(data), `"unit":"week","as_of":"2024-03-01T00:00:00Z"`)
	var read clientele.Fit[clock]
	require.NoError(t, json.Unmarshal(data, &read))
	assert.Equal(t, fit, read)
	var other clientele.Fit[toy]
	assert.Error(t, json.Unmarshal(data, &other))
}

// clock is a model with a unit.
type clock struct {
	Rate float64
	Unit clientele.Unit
}

func (c clock) Params() []clientele.Param {
	return []clientele.Param{{Name: "rate", Value: c.Rate, Domain: clientele.DomainPositive}}
}
func (c clock) WithParams(v []float64) clock     { return clock{v[0], c.Unit} }
func (c clock) TimeUnit() clientele.Unit         { return c.Unit }
func (c clock) WithUnit(u clientele.Unit) clock  { return clock{c.Rate, u} }
func (c clock) MarshalJSON() ([]byte, error)     { return clientele.MarshalModel(c) }
func (c *clock) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, c) }
