package hmm_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	. "github.com/clientele-go/clientele/lifecycle/hmm"
)

var twoStates = HiddenMarkov{Family: FamilyPoisson, Initial: []float64{0.7, 0.3},
	Transition: [][]float64{{0.9, 0.1}, {0.2, 0.8}}, Mean: []float64{0.3, 3}}

// drawn returns the sequences of n customers over some periods.
func drawn(m HiddenMarkov, seed uint64, n, periods int) []Sequence {
	r := rand.New(rand.NewPCG(seed, 21))
	out := make([]Sequence, n)
	for i := range out {
		out[i], _ = m.Rand(r, Sequence{Counts: make([]int, periods)})
	}
	return out
}

func panelOf(t testing.TB, seqs ...Sequence) *CountPanel {
	t.Helper()
	p := new(CountPanel)
	for _, s := range seqs {
		require.NoError(t, p.Add(s))
	}
	return p
}

func TestFitDoesNotDependOnTheOrder(t *testing.T) {
	seqs := drawn(twoStates, 1, 300, 10)
	want, err := Fit(context.Background(), panelOf(t, seqs...), 2, FamilyPoisson, nil)
	require.NoError(t, err)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(seqs), func(i, j int) { seqs[i], seqs[j] = seqs[j], seqs[i] })
	p := panelOf(t, seqs[:100]...)
	p.Merge(panelOf(t, seqs[100:]...))
	got, err := Fit(context.Background(), p, 2, FamilyPoisson, nil)
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

// Of 40 fits, each at 90 %, the number of intervals of a quantity that miss is
// binomial(40, 0.1): more than 16 has probability below 1e-6.
func TestIntervalsCover(t *testing.T) {
	quantities := map[string]struct {
		d clientele.Domain
		g func(HiddenMarkov) float64
	}{
		"initial": {clientele.DomainProbability, func(m HiddenMarkov) float64 { return m.Initial[1] }},
		"q12":     {clientele.DomainProbability, func(m HiddenMarkov) float64 { return m.Transition[0][1] }},
		"q21":     {clientele.DomainProbability, func(m HiddenMarkov) float64 { return m.Transition[1][0] }},
		"mean1":   {clientele.DomainPositive, func(m HiddenMarkov) float64 { return m.Mean[0] }},
		"mean2":   {clientele.DomainPositive, func(m HiddenMarkov) float64 { return m.Mean[1] }},
		"tenth":   {clientele.DomainPositive, func(m HiddenMarkov) float64 { return m.NewCounts(10, nil)[9] }},
	}
	misses := map[string]int{}
	for i := range 40 {
		fit, err := Fit(context.Background(), panelOf(t, drawn(twoStates, uint64(100+i), 120, 12)...), 2, FamilyPoisson, nil)
		require.NoError(t, err)
		for name, q := range quantities {
			if !fit.Interval(q.d, q.g, 0.9).Contains(q.g(twoStates)) {
				misses[name]++
			}
		}
	}
	for name, n := range misses {
		assert.LessOrEqual(t, n, 16, name)
	}
	total := 0
	for _, n := range misses {
		total += n
	}
	assert.Greater(t, total, 4) // and they are not simply wide: binomial(240, 0.1) is below 5 with probability below 1e-6
}

func TestChooseFindsTheNumberOfStates(t *testing.T) {
	m := HiddenMarkov{Family: FamilyPoisson, Initial: []float64{0.5, 0.3, 0.2}, Mean: []float64{0.1, 2, 8},
		Transition: [][]float64{{0.9, 0.08, 0.02}, {0.1, 0.8, 0.1}, {0.05, 0.15, 0.8}}}
	c, err := Choose(context.Background(), panelOf(t, drawn(m, 2, 400, 15)...), 2, 4, FamilyPoisson, nil)
	if err != nil {
		require.ErrorIs(t, err, clientele.ErrNotConverged)
	}
	require.Len(t, c.Fits, 3)
	assert.Equal(t, 1, c.Best)
	assert.Equal(t, 3, c.Fits[c.Best].Model.States())
	assert.True(t, slices.IsSorted(c.Fits[1].Model.Mean))
	assert.GreaterOrEqual(t, c.Fits[2].LogLik, c.Fits[1].LogLik-1e-6) // nested
	_, err = Choose(context.Background(), panelOf(t, drawn(m, 2, 10, 5)...), 4, 2, FamilyPoisson, nil)
	assert.Error(t, err)
}

// A transition that never happens runs to 0: the fit says so and gives the
// intervals of the rest.
func TestBoundary(t *testing.T) {
	m := HiddenMarkov{Family: FamilyPoisson, Initial: []float64{0, 1}, Mean: []float64{0.05, 5}, Transition: [][]float64{{1, 0}, {0.1, 0.9}}}
	fit, err := Fit(context.Background(), panelOf(t, drawn(m, 3, 300, 12)...), 2, FamilyPoisson, nil)
	require.NoError(t, err)
	assert.NotEmpty(t, fit.Flat)
	require.NotEmpty(t, fit.Warnings)
	assert.Equal(t, clientele.WarnBoundary, fit.Warnings[0].Code)
	assert.Less(t, fit.Model.Transition[0][1], 1e-3)
	leave := fit.Interval(clientele.DomainProbability, func(m HiddenMarkov) float64 { return m.Transition[1][0] }, 0.999)
	assert.True(t, leave.Contains(0.1), leave)
	assert.Less(t, leave.Hi, 0.15)

	// With the zeros given as structure there is nothing left to warn of.
	start := m
	start.Mean = []float64{0.2, 3}
	fit, err = Fit(context.Background(), panelOf(t, drawn(m, 3, 300, 12)...), 2, FamilyPoisson, &StateOptions{Start: &start})
	require.NoError(t, err)
	assert.Empty(t, fit.Warnings)
	assert.Equal(t, 3, fit.DF())
	assert.Zero(t, fit.Model.Transition[0][1])

	// A prior keeps the estimate off 0.
	fit, err = Fit(context.Background(), panelOf(t, drawn(m, 3, 300, 12)...), 2, FamilyPoisson, &StateOptions{Prior: 2})
	require.NoError(t, err)
	assert.Greater(t, fit.Model.Transition[0][1], 1e-4)
}

func TestFitRefuses(t *testing.T) {
	ctx := context.Background()
	good := panelOf(t, drawn(twoStates, 4, 20, 6)...)
	input := func(err error) bool {
		var e *clientele.InputError
		return errors.As(err, &e)
	}
	_, err := Fit(ctx, new(CountPanel), 2, FamilyPoisson, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = Fit(ctx, nil, 2, FamilyPoisson, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = Fit(ctx, panelOf(t, Sequence{Counts: []int{0, 0, 0, 0}}), 2, FamilyPoisson, nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	_, err = Fit(ctx, panelOf(t, Sequence{Counts: []int{1, 0}}, Sequence{Counts: []int{1, Missing, 2}}), 2, FamilyPoisson, nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	for _, states := range []int{-1, 0, 1, 7} {
		_, err = Fit(ctx, good, states, FamilyPoisson, nil)
		assert.True(t, input(err), err)
	}
	_, err = Fit(ctx, good, 2, 0, nil)
	assert.True(t, input(err), err)
	_, err = Fit(ctx, good, 2, FamilyPoisson, &StateOptions{Prior: math.NaN()})
	assert.True(t, input(err), err)
	_, err = Fit(ctx, good, 3, FamilyPoisson, &StateOptions{Start: &twoStates})
	assert.True(t, input(err), err)
	impossible := HiddenMarkov{Family: FamilyPoisson, Initial: []float64{1, 0}, Mean: []float64{1e-90, 3}, Transition: [][]float64{{1, 0}, {0, 1}}}
	require.NoError(t, impossible.Check())
	broken := impossible
	broken.Initial = []float64{0.5, 0.6}
	_, err = Fit(ctx, good, 2, FamilyPoisson, &StateOptions{Start: &broken})
	assert.True(t, input(err), err)
	stopped, cancel := context.WithCancelCause(ctx)
	cause := errors.New("enough")
	cancel(cause)
	_, err = Fit(stopped, good, 2, FamilyPoisson, nil)
	assert.ErrorIs(t, err, cause)
}

func TestSequenceCheck(t *testing.T) {
	ok := Sequence{Counts: []int{0, Missing, 3}, Exposure: []float64{1, 2, 1}, Emission: [][]float64{{1}, {0}, {2}}}
	require.NoError(t, ok.Check())
	for name, s := range map[string]Sequence{
		"no periods":        {},
		"negative":          {Counts: []int{-2}},
		"huge":              {Counts: []int{MaxCount + 1}},
		"exposures":         {Counts: []int{1, 2}, Exposure: []float64{1}},
		"zero exposure":     {Counts: []int{1}, Exposure: []float64{0}},
		"NaN exposure":      {Counts: []int{1}, Exposure: []float64{math.NaN()}},
		"covariate rows":    {Counts: []int{1, 2}, Emission: [][]float64{{1}}},
		"ragged covariates": {Counts: []int{1, 2}, Transition: [][]float64{{1}, {1, 2}}},
		"NaN covariate":     {Counts: []int{1}, Transition: [][]float64{{math.NaN()}}},
	} {
		var e *clientele.InputError
		assert.ErrorAs(t, s.Check(), &e, name)
	}
	p := panelOf(t, Sequence{Counts: []int{1, 2}})
	var e *clientele.InputError
	assert.ErrorAs(t, p.Add(ok), &e)
	assert.Equal(t, 1, p.Len())
	assert.Equal(t, 2, p.Periods())
	assert.ErrorAs(t, p.Merge(panelOf(t, ok)), &e)
	assert.Equal(t, 1, p.Len())
}

func TestModelCheck(t *testing.T) {
	for name, change := range map[string]func(*HiddenMarkov){
		"family":       func(m *HiddenMarkov) { m.Family = 0 },
		"states":       func(m *HiddenMarkov) { m.Mean = m.Mean[:1] },
		"initial":      func(m *HiddenMarkov) { m.Initial = []float64{0.5, 0.4} },
		"established":  func(m *HiddenMarkov) { m.Established = []float64{1} },
		"row":          func(m *HiddenMarkov) { m.Transition[1] = []float64{0.5, math.NaN()} },
		"rows":         func(m *HiddenMarkov) { m.Transition = m.Transition[:1] },
		"mean":         func(m *HiddenMarkov) { m.Mean[0] = 0 },
		"size":         func(m *HiddenMarkov) { m.Size = []float64{1, 1} },
		"zero":         func(m *HiddenMarkov) { m.Zero = []float64{0.1, 0.1} },
		"effect":       func(m *HiddenMarkov) { m.MeanEffect = [][]float64{{1}, {math.Inf(1)}} },
		"effect rows":  func(m *HiddenMarkov) { m.MeanEffect = [][]float64{{1}} },
		"stay effect":  func(m *HiddenMarkov) { m.TransitionEffect = [][][]float64{{{1}, {1}}, {{1}, {0}}} },
		"ragged moves": func(m *HiddenMarkov) { m.TransitionEffect = [][][]float64{{{0}}, {{1}, {0}}} },
	} {
		data, err := json.Marshal(twoStates)
		require.NoError(t, err)
		var m HiddenMarkov
		require.NoError(t, json.Unmarshal(data, &m))
		change(&m)
		var e *clientele.InputError
		assert.ErrorAs(t, m.Check(), &e, name)
		_, err = json.Marshal(m)
		assert.Error(t, err, name)
	}
}

func TestJSON(t *testing.T) {
	fit, err := Fit(context.Background(), panelOf(t, drawn(twoStates, 5, 100, 8)...), 2, FamilyNegativeBinomial, nil)
	if err != nil {
		require.ErrorIs(t, err, clientele.ErrNotConverged)
	}
	data, err := json.Marshal(fit)
	require.NoError(t, err)
	var back clientele.Fit[HiddenMarkov]
	require.NoError(t, json.Unmarshal(data, &back))
	again, err := json.Marshal(&back)
	require.NoError(t, err)
	assert.JSONEq(t, string(data), string(again))
	assert.Equal(t, fit.Model, back.Model)

	m := twoStates
	assert.Error(t, json.Unmarshal([]byte(`{"family":"poisson","initial":[1],"transition":[[1]],"mean":[1]}`), &m))
	assert.Equal(t, twoStates, m)
	for f := FamilyPoisson; f <= FamilyZeroInflatedNegativeBinomial; f++ {
		text, err := f.MarshalText()
		require.NoError(t, err)
		var g Family
		require.NoError(t, g.UnmarshalText(text))
		assert.Equal(t, f, g)
		assert.NotEmpty(t, f.Label(clientele.LangChinese))
	}
}

func TestParamsRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 5))
	for _, family := range allFamilies {
		m := randomModel(r, 3, family, 2, 1)
		m.Transition[0] = []float64{0.6, 0, 0.4}
		m.TransitionEffect[0][1] = []float64{0}
		before, err := json.Marshal(m)
		require.NoError(t, err)
		params := m.Params()
		v := make([]float64, len(params))
		for i, p := range params {
			v[i] = p.Value
			assert.NotContains(t, p.Name, "transition.1.2")
		}
		back := m.WithParams(v).Params()
		for i := range back {
			assert.InDelta(t, v[i], back[i].Value, 1e-12, params[i].Name)
		}
		after, err := json.Marshal(m)
		require.NoError(t, err)
		assert.Equal(t, string(before), string(after)) // Params and WithParams leave the model alone
	}
	assert.Panics(t, func() { twoStates.WithParams(make([]float64, 9)) })
}
