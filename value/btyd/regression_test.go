package btyd

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/design"
	"github.com/clientele-go/clientele/value/btyd/internal/linear"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// All 600 customers of the apparel retailer, at fixed parameters.
func TestRegressionTruth(t *testing.T) {
	type row struct {
		truthRow
		Gender, Channel float64
	}
	table := check.JSON[struct {
		Params   map[string]float64 `json:"fixed_params"`
		T, Delta float64
		Rows     []row
	}](t, check.Shared(t, "reference", "truth_pnbd_static.json"))
	v := table.Params
	m := Regression[ParetoNBD]{
		Base:       ParetoNBD{R: v["r"], Alpha: v["alpha"], S: v["s"], Beta: v["beta"]},
		Covariates: []string{"gender", "channel"},
		Effects: []Effect{{"gender", TargetPurchase, v["trans_gender"]}, {"channel", TargetPurchase, v["trans_channel"]},
			{"gender", TargetDropout, v["life_gender"]}, {"channel", TargetDropout, v["life_channel"]}},
	}
	require.Len(t, table.Rows, 600)
	for _, row := range table.Rows {
		row.Horizon, row.Delta = table.T, table.Delta
		compare(t, m.At([]float64{row.Gender, row.Channel}), row.truthRow, 1e-9)
	}
}

// mixedPanel has a continuous and a two-valued covariate, repeated histories,
// and a customer who was not observed.
func mixedPanel(t *testing.T) *CovariatePanel {
	p, err := NewCovariatePanel("age", "web")
	require.NoError(t, err)
	for i, h := range histories[:8] {
		for k := range 3 {
			require.NoError(t, p.Add(h, []float64{30 + 7*math.Sin(float64(i+k/2)), float64(i % 2)}))
		}
	}
	return p
}

// The derivatives on the scale of the search are those of the likelihood by differences.
func TestRegressionDerivatives(t *testing.T) {
	terms := []Term{{Covariate: "age", On: TargetPurchase}, {Covariate: "web", On: TargetPurchase}, {Covariate: "web", On: TargetDropout}}
	p := mixedPanel(t)
	checkDerivatives(t, p, ParetoNBD{}, terms, []float64{-0.5, -0.8, -0.4, 0.3, 0.2, -0.4, 0.5})
	checkDerivatives(t, p, GGompertzNBD{}, terms, []float64{-0.5, -0.8, 0.2, -0.4, 0.3, 0.2, -0.4, 0.5})
	checkDerivatives(t, p, BGNBD{}, append(terms, Term{Covariate: "age", On: TargetA}), []float64{-0.5, -0.8, -0.4, 0.3, 0.2, -0.4, 0.5, 0.1})
	checkDerivatives(t, p, MBGNBD{}, []Term{{Covariate: "web", On: TargetBoth}, {Covariate: "age", On: TargetAB}}, []float64{-0.5, -0.8, -0.4, 0.3, 0.2, -0.4})
	checkDerivatives(t, p, BGCNBD{K: 3}, append(terms, Term{Covariate: "age", On: TargetA}), []float64{3, -0.5, -0.8, -0.4, 0.3, 0.2, -0.4, 0.5, 0.1})
	checkDerivatives(t, p, MBGCNBD{K: 2}, []Term{{Covariate: "web", On: TargetBoth}, {Covariate: "age", On: TargetAB}}, []float64{2, -0.5, -0.8, -0.4, 0.3, 0.2, -0.4})
	whole, err := NewCovariatePanel("age", "web")
	require.NoError(t, err)
	for i := range 24 {
		h := DiscreteHistory{Repeats: i % 5, Last: min(2*(i%5), 10), Age: 10 + i%3}
		require.NoError(t, whole.Add(h.History(), []float64{30 + 7*math.Sin(float64(i/2)), float64(i % 2)}))
	}
	require.NoError(t, whole.Add(DiscreteHistory{}.History(), []float64{20, 0}))
	require.NoError(t, whole.Add(DiscreteHistory{Age: 3}.History(), []float64{25, 1}))
	require.NoError(t, whole.Add(DiscreteHistory{Age: 3}.History(), []float64{25, 1}))
	checkDerivatives(t, whole, BGBB{}, append(terms, Term{Covariate: "age", On: TargetDropout}), []float64{-0.5, 0.8, -0.4, 0.9, 0.2, -0.4, 0.5, 0.1})
	checkDerivatives(t, whole, BGBB{}, []Term{{Covariate: "web", On: TargetBoth}}, []float64{-0.5, 0.8, -0.4, 0.9, 0.2})
}

func checkDerivatives[M Regressable[M]](t *testing.T, p *CovariatePanel, base M, terms []Term, theta []float64) {
	t.Helper()
	m, err := template[M](p, terms, "test")
	require.NoError(t, err)
	m.Base = base
	prob, tab, err := m.Base.problem(p.Panel())
	require.NoError(t, err)
	s, err := design.New("test", prob, tab.Unit, m.Base.rowsAt, m.Params(), m.effects(terms, 0), p.customers())
	require.NoError(t, err)
	reg := s.Problem()
	require.Less(t, reg.Rows, p.Len()-1) // some rows are alike, and some customers not observed
	at := func(theta []float64) mle.Derivatives { return mle.At(reg.At(theta), reg.Rows, len(theta)) }
	got := at(theta)

	// The likelihood is that of the model the point stands for.
	m = m.WithParams(s.Natural(theta))
	check.Close(t, m.LogLikelihood(p), got.LogLik+prob.Offset, 1e-10, "log-likelihood")

	// Starting values find their way back.
	back, err := s.Start(linear.New(m.Params()).Values())
	require.NoError(t, err)
	for i := range theta {
		assert.InDelta(t, theta[i], back[i], 1e-12)
	}

	const step = 1e-5
	for i, q := range m.Params() {
		if q.Domain == clientele.DomainFixed {
			continue
		}
		v := append([]float64(nil), theta...)
		v[i] += step
		up := at(v)
		v[i] -= 2 * step
		down := at(v)
		assert.InDelta(t, (up.LogLik-down.LogLik)/(2*step), got.Grad[i], 1e-4, "%T %d", m.Base, i)
		for j := range theta {
			assert.InDelta(t, (up.Grad[j]-down.Grad[j])/(2*step), got.Hess[i][j], 1e-4*(1+math.Abs(got.Hess[i][j])), "%T %d %d", m.Base, i, j)
		}
	}
}

func TestRegressionAt(t *testing.T) {
	m := Regression[BGNBD]{Base: BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}, Covariates: []string{"age", "web"}}
	z := []float64{2, 1}
	assert.Equal(t, m.Base, m.At(z), "no effects")
	m.Effects = []Effect{{"web", TargetPurchase, 0.5}, {"age", TargetDropout, 0.3}}
	assert.Equal(t, m.Base, m.At([]float64{0, 0}))
	got := m.At(z)
	check.Close(t, m.Base.Alpha*math.Exp(-0.5), got.Alpha, 1e-15)
	logit := func(m BGNBD) float64 { return math.Log(m.A / m.B) } // of the mean dropout probability
	assert.InDelta(t, logit(m.Base)+0.6, logit(got), 1e-12)
	check.Close(t, m.Base.A*m.Base.B, got.A*got.B, 1e-14)

	m.Effects = []Effect{{"web", TargetAB, 0.5}}
	assert.InDelta(t, logit(m.Base), logit(m.At(z)), 1e-12)
	check.Close(t, m.Base.A*math.Exp(0.5), m.At(z).A, 1e-14)
	m.Effects = []Effect{{"web", TargetA, 0.5}, {"age", TargetB, -0.2}, {"age", TargetBoth, 0.1}}
	check.Close(t, m.Base.A*math.Exp(0.5+0.1), m.At(z).A, 1e-14)
	check.Close(t, m.Base.B*math.Exp(-0.4-0.1), m.At(z).B, 1e-14)
	check.Close(t, m.Base.Alpha*math.Exp(-0.2), m.At(z).Alpha, 1e-14)

	assert.True(t, math.IsNaN(m.At([]float64{0, math.NaN()}).Mean(3)))
	assert.Panics(t, func() { m.At([]float64{1}) })
	assert.Zero(t, testing.AllocsPerRun(100, func() { got = m.At(z) }))
	assert.Panics(t, func() { m.LogLikelihood(new(CovariatePanel)) })
}

func TestRegressionJSON(t *testing.T) {
	m := Regression[ParetoNBD]{Base: ParetoNBD{R: 0.5, Alpha: 10, S: 0.6, Beta: 12}, Covariates: []string{"age", "web"},
		Effects: []Effect{{"web", TargetPurchase, 0.5}, {"age", TargetBoth, -0.1}}}
	data, err := json.Marshal(m)
	require.NoError(t, err)
	assert.JSONEq(t, `{"kind":"btyd.Regression[btyd.ParetoNBD]","version":1,"base":{"kind":"btyd.ParetoNBD","version":1,"r":0.5,"alpha":10,"s":0.6,"beta":12},"covariates":["age","web"],"effects":[
		{"covariate":"web","on":"purchase","coefficient":0.5},{"covariate":"age","on":"both","coefficient":-0.1}]}`, string(data))
	var back Regression[ParetoNBD]
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, m, back)
	for _, bad := range []string{
		`{}`,
		`{"kind":"btyd.Regression[btyd.BGNBD]","base":{"r":1,"alpha":10,"s":0.6,"beta":12},"covariates":["a"],"effects":[]}`,
		`{"version":2,"base":{"r":1,"alpha":10,"s":0.6,"beta":12},"covariates":["a"],"effects":[]}`,
		`{"strange":2,"base":{"r":1,"alpha":10,"s":0.6,"beta":12},"covariates":["a"],"effects":[]}`,
		`{"base":{"r":-1,"alpha":10,"s":0.6,"beta":12},"covariates":["a"],"effects":[]}`,
		`{"base":{"r":1,"alpha":10,"s":0.6,"beta":12},"covariates":["a","a"],"effects":[]}`,
		`{"base":{"r":1,"alpha":10,"s":0.6,"beta":12},"covariates":[],"effects":[]}`,
		`{"base":{"r":1,"alpha":10,"s":0.6,"beta":12},"covariates":["a"],"effects":[{"covariate":"b","on":"purchase","coefficient":1}]}`,
		`{"base":{"r":1,"alpha":10,"s":0.6,"beta":12},"covariates":["a"],"effects":[{"covariate":"a","on":"ab","coefficient":1}]}`,
		`{"base":{"r":1,"alpha":10,"s":0.6,"beta":12},"covariates":["a"],"effects":[{"covariate":"a","on":"sideways","coefficient":1}]}`,
		`{"base":{"r":1,"alpha":10,"s":0.6,"beta":12},"covariates":["a"],"effects":[{"covariate":"a","coefficient":1}]}`,
		`{"base":{"r":1,"alpha":10,"s":0.6,"beta":12},"covariates":["a"],"effects":[{"covariate":"a","on":"both","coefficient":1e300}]}`,
	} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back), bad)
		assert.Equal(t, m, back, bad)
	}
	m.Base.R = math.NaN()
	_, err = json.Marshal(m)
	var input *clientele.InputError
	assert.ErrorAs(t, err, &input)
}

// What is fixed is checked in a stored regression too.
func TestRegressionJSONOfOthers(t *testing.T) {
	m := Regression[BGCNBD]{Base: BGCNBD{K: 3, R: 1, Alpha: 2, A: 3, B: 4}, Covariates: []string{"web"}, Effects: []Effect{{"web", TargetDropout, 0.5}}}
	data, err := json.Marshal(m)
	require.NoError(t, err)
	var back Regression[BGCNBD]
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, m, back)
	for _, k := range []string{"0", "-1", "61", "1e308", "2.5"} {
		assert.Error(t, json.Unmarshal(bytes.Replace(data, []byte(`"k":3`), []byte(`"k":`+k), 1), &back), k)
		assert.Equal(t, m, back)
	}
	m.Base.K = 0
	_, err = json.Marshal(m)
	assert.Error(t, err)
	assert.True(t, math.IsNaN(m.ExpectedPurchases(CovariateHistory{Covariates: []float64{1}}, 3)))
	d := Regression[BGBB]{Base: BGBB{1, 2, 3, 4}, Covariates: []string{"web"}, Effects: []Effect{{"web", TargetBoth, 0.5}}}
	data, err = json.Marshal(d)
	require.NoError(t, err)
	var other Regression[BGBB]
	require.NoError(t, json.Unmarshal(data, &other))
	assert.Equal(t, d, other)
}

func TestRegressionFitJSON(t *testing.T) {
	f, err := FitRegression[BGNBD](context.Background(), mixedPanel(t), []Term{{Covariate: "web", On: TargetPurchase}}, nil)
	require.NoError(t, err)
	data, err := json.Marshal(f)
	require.NoError(t, err)
	var back clientele.Fit[Regression[BGNBD]]
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, f.Model, back.Model)
	assert.Equal(t, f.Cov, back.Cov)
	for m := range f.Draws(rand.New(rand.NewPCG(1, 2))) {
		assert.NotEqual(t, f.Model, m)
		assert.Equal(t, f.Model.Covariates, m.Covariates)
		break
	}
}

func TestTargetText(t *testing.T) {
	for on := TargetPurchase; on <= TargetAB; on++ {
		text, err := on.MarshalText()
		require.NoError(t, err)
		var back Target
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, on, back)
		assert.NotEqual(t, on.Label(clientele.LangEnglish), on.Label(clientele.LangChinese))
	}
	assert.Error(t, new(Target).UnmarshalText([]byte("Purchase")))
}
