package retention

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var truth = Hazard{Cuts: []int{3, 8}, Baseline: []float64{-1.5, -2.2, -3}, Names: []string{"complaints", "autopay"}, Coef: []float64{0.5, -0.8}}

// simulate draws n customers of the model, watched for up to 15 periods, a
// third of them from a later period on.
func simulate(t testing.TB, m Hazard, seed uint64, n int) *Spells {
	r := rand.New(rand.NewPCG(seed, 130))
	s := NewSpells(m.Names...)
	for s.Len() < n {
		x := []float64{float64(r.IntN(4)), float64(r.IntN(2))}
		start := 0
		if r.IntN(3) == 0 {
			start = r.IntN(6)
		}
		period, lost := 0, false
		for !lost && period < 15 {
			period++
			lost = r.Float64() < m.Prob(period, x)
		}
		if period <= start {
			continue // lost before we came
		}
		require.NoError(t, s.Add(Spell{Start: start, End: period, Lost: lost, Covariates: x}))
	}
	return s
}

func TestHazardRecovery(t *testing.T) {
	ctx := context.Background()
	s := simulate(t, truth, 1, 4000)
	fit, err := FitHazard(ctx, s, &HazardOptions{Cuts: truth.Cuts})
	require.NoError(t, err)
	assert.Empty(t, fit.Warnings)
	for i, e := range fit.Estimates(0.999999) {
		assert.True(t, e.Interval.Contains(truth.Params()[i].Value), "%s: %v not in %v", e.Name, truth.Params()[i].Value, e.Interval)
	}
	// Two other routes to the likelihood: the model's own, and splitting spells changes nothing.
	want := 0.0
	split := NewSpells(truth.Names...)
	for _, x := range s.spells {
		want += math.Log(fit.Model.Survival(x.Start, x.End-x.Start-1, x.Covariates))
		last := fit.Model.Prob(x.End, x.Covariates)
		if x.Lost {
			want += math.Log(last)
		} else {
			want += math.Log1p(-last)
		}
		if x.End-x.Start > 2 {
			y := x
			y.End, y.Lost = x.Start+2, false
			require.NoError(t, split.Add(y))
			x.Start += 2
		}
		require.NoError(t, split.Add(x))
	}
	check.Close(t, want, fit.LogLik, 1e-10)
	again, err := FitHazard(ctx, split, &HazardOptions{Cuts: truth.Cuts})
	require.NoError(t, err)
	assert.Equal(t, fit.Model, again.Model)
	assert.Equal(t, fit.Cov, again.Cov)
	assert.Equal(t, s.Len(), fit.N)

	// Order does not matter, to the bit.
	r := rand.New(rand.NewPCG(3, 3))
	shuffled := NewSpells(truth.Names...)
	for _, i := range r.Perm(s.Len()) {
		require.NoError(t, shuffled.Add(s.spells[i]))
	}
	again, err = FitHazard(ctx, shuffled, &HazardOptions{Cuts: truth.Cuts})
	require.NoError(t, err)
	assert.Equal(t, fit, again)

	ridge, err := FitHazard(ctx, s, &HazardOptions{Cuts: truth.Cuts, Fit: clientele.FitOptions{Ridge: 500}})
	require.NoError(t, err)
	assert.Less(t, math.Abs(ridge.Model.Coef[0]), math.Abs(fit.Model.Coef[0]))
}

// TestHazardCoverage: the interval of a prediction, parameters and all.
func TestHazardCoverage(t *testing.T) {
	hit := 0
	const runs = 300
	x := []float64{2, 1}
	want := truth.Churn(2, 5, x)
	for k := range runs {
		fit, err := FitHazard(context.Background(), simulate(t, truth, uint64(1000+k), 400), &HazardOptions{Cuts: truth.Cuts})
		require.NoError(t, err)
		if fit.Interval(clientele.DomainProbability, func(m Hazard) float64 { return m.Churn(2, 5, x) }, 0.95).Contains(want) {
			hit++
		}
	}
	assert.InDelta(t, 0.95, float64(hit)/runs, 0.062) // 4.9 binomial standard errors
}

// TestHazardIsLifeTable: without covariates and with a piece a period the
// hazard is losses over customers at risk, and survival is Kaplan–Meier's.
func TestHazardIsLifeTable(t *testing.T) {
	s, km := NewSpells(), new(Subjects)
	for _, v := range []int{1, 1, 2, 2, -2, 3, 3, 4, -4, -4, -4} {
		end, lost := v, true
		if v < 0 {
			end, lost = -v, false
		}
		require.NoError(t, s.Add(Spell{End: end, Lost: lost}))
		x := Subject{Exit: float64(end)}
		if lost {
			x.Cause = CauseActive
		}
		require.NoError(t, km.Add(x))
	}
	fit, err := FitHazard(context.Background(), s, &HazardOptions{Cuts: []int{1, 2, 3}, MinLosses: 1})
	require.NoError(t, err)
	c, err := km.KaplanMeier()
	require.NoError(t, err)
	for age := range 5 {
		check.Close(t, c.At(float64(age)), fit.Model.Survival(0, age, nil), 1e-10, "age", age)
	}
	// The default pieces hold the losses asked for.
	auto, err := FitHazard(context.Background(), simulate(t, truth, 2, 500), nil)
	require.NoError(t, err)
	assert.NotEmpty(t, auto.Model.Cuts)
	assert.Empty(t, auto.Warnings)
}

func TestHazardSpecialCases(t *testing.T) {
	x := []float64{0, 0}
	assert.True(t, math.IsNaN(truth.Prob(0, x)))
	assert.True(t, math.IsNaN(truth.Survival(-1, 2, x)))
	assert.True(t, math.IsNaN(truth.Churn(1, -2, x)))
	assert.Equal(t, 1.0, truth.Survival(4, 0, x))
	assert.Panics(t, func() { truth.Prob(1, nil) })
	assert.Panics(t, func() { truth.WithParams(nil) })
	want := 1.0
	for p := 3; p <= 12; p++ {
		want *= 1 - truth.Prob(p, x)
	}
	check.Close(t, want, truth.Survival(2, 10, x), 1e-14)
	assert.Zero(t, testing.AllocsPerRun(100, func() { truth.Churn(2, 12, x) }))

	data, err := json.Marshal(truth)
	require.NoError(t, err)
	var back Hazard
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, truth, back)
	for _, bad := range []string{`{}`, `{"cuts":[3,2],"baseline":[0,0,0]}`, `{"cuts":[2],"baseline":[0]}`, `{"cuts":[],"baseline":[0],"names":["a"],"coef":[]}`, `{"baseline":[1e200]}`, `3`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back), bad)
	}
	assert.Equal(t, truth, back, "unchanged on error")
}

func TestHazardRefusals(t *testing.T) {
	ctx := context.Background()
	_, err := FitHazard(ctx, NewSpells(), nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = FitHazard(ctx, nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	var in *clientele.InputError
	s := NewSpells("x")
	for _, x := range []Spell{{Start: -1, End: 1, Covariates: []float64{1}}, {Start: 2, End: 2, Covariates: []float64{1}}, {End: 1}, {End: 1, Covariates: []float64{math.NaN()}}} {
		assert.ErrorAs(t, s.Add(x), &in)
	}
	assert.Zero(t, s.Len())
	for i := range 20 {
		require.NoError(t, s.Add(Spell{End: 3, Lost: i >= 10, Covariates: []float64{float64(i)}}))
	}
	_, err = FitHazard(ctx, s, &HazardOptions{Cuts: []int{1}})
	assert.ErrorIs(t, err, clientele.ErrNotIdentified, "no loss in the first period")
	assert.ErrorContains(t, err, "piece 1")
	_, err = FitHazard(ctx, s, &HazardOptions{Cuts: []int{2, 2}})
	assert.ErrorAs(t, err, &in)
	separated := NewSpells("x")
	for i := range 20 {
		require.NoError(t, separated.Add(Spell{End: 1, Lost: i >= 10, Covariates: []float64{float64(i)}}))
	}
	_, err = FitHazard(ctx, separated, nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	fit, err := FitHazard(ctx, separated, &HazardOptions{Fit: clientele.FitOptions{Ridge: 1}})
	require.NoError(t, err)
	require.Len(t, fit.Warnings, 1)
	assert.Equal(t, WarnSeparated, fit.Warnings[0].Code)
	constant := NewSpells("x")
	for i := range 20 {
		require.NoError(t, constant.Add(Spell{End: 1 + i%3, Lost: i%2 == 0, Covariates: []float64{7}}))
	}
	_, err = FitHazard(ctx, constant, nil)
	assert.ErrorContains(t, err, "covariate x is constant")
	var other *clientele.InputError
	assert.ErrorAs(t, s.Merge(NewSpells("y")), &other)
	assert.NoError(t, s.Merge(nil))
}

func TestSpellsMerge(t *testing.T) {
	all := simulate(t, truth, 9, 200)
	bytes := func(s *Spells) []byte {
		data, err := s.MarshalBinary()
		require.NoError(t, err)
		return data
	}
	check.MergeLaws(t, check.Merger[*Spells, Spell]{
		New: func() *Spells { return NewSpells(truth.Names...) }, Add: func(s *Spells, x Spell) { require.NoError(t, s.Add(x)) },
		Merge: (*Spells).Merge, Items: all.spells,
		Equal: func(t *testing.T, want, got *Spells) { assert.Equal(t, bytes(want), bytes(got)) },
	})
	var back Spells
	require.NoError(t, back.UnmarshalBinary(bytes(all)))
	assert.Equal(t, bytes(all), bytes(&back))
	assert.Error(t, back.UnmarshalBinary(bytes(all)[:40]))
	assert.Equal(t, bytes(all), bytes(&back))
}

func FuzzSpellsBinary(f *testing.F) {
	s := NewSpells("x")
	_ = s.Add(Spell{End: 3, Lost: true, Covariates: []float64{1}})
	seed, _ := s.MarshalBinary()
	f.Add(seed)
	f.Fuzz(func(t *testing.T, data []byte) {
		var s Spells
		if s.UnmarshalBinary(data) == nil {
			again, err := s.MarshalBinary()
			require.NoError(t, err)
			var u Spells
			require.NoError(t, u.UnmarshalBinary(again))
		}
	})
}

// A customer is at high risk where the loss rule calls them lost, and nowhere else,
// unless the scale has a limit of the caller's own.
func TestRiskOfLoss(t *testing.T) {
	s, err := NewRiskScale(nil)
	require.NoError(t, err)
	half := clientele.NewLossVerdict(.6, .85)
	half.Horizon, half.Unit = 26, clientele.Week
	assert.Equal(t, clientele.LevelMedium, s.ClassifyLoss(half).Level)
	assert.InDelta(t, .4983, s.ClassifyLoss(half).Horizon, 1e-4)
	assert.Equal(t, .85, s.ClassifyLoss(half).High)
	assert.Equal(t, clientele.LevelHigh, s.ClassifyLoss(clientele.NewLossVerdict(.9, .85)).Level)
	assert.Equal(t, clientele.LevelLow, s.ClassifyLoss(clientele.NewLossVerdict(.1, .85)).Level)
	early := clientele.LossVerdict{Basis: clientele.LossBasisModel, ProbSilent: .9, Limit: .85, Silence: 1, Gap: 2, Horizon: 6}.Decided()
	assert.True(t, early.Early())
	assert.Equal(t, clientele.LevelMedium, s.ClassifyLoss(early).Level)
	assert.Equal(t, clientele.LevelHigh, s.ClassifyLoss(clientele.ClassifyTerm(true)).Level)
	assert.Equal(t, clientele.LevelLow, s.ClassifyLoss(clientele.ClassifyTerm(false)).Level)
	assert.Zero(t, s.ClassifyLoss(clientele.LossVerdict{}).Level)
	own, err := NewRiskScale(&RiskPolicy{High: .55})
	require.NoError(t, err)
	assert.Equal(t, clientele.LevelHigh, own.ClassifyLoss(half).Level)
	for _, v := range []RiskVerdict{s.ClassifyLoss(half), own.ClassifyLoss(half), s.ClassifyLoss(clientele.ClassifyTerm(true))} {
		for _, why := range v.AppendReasons(nil) {
			assert.GreaterOrEqual(t, why.Value, why.Limit)
		}
	}
}

func TestRisk(t *testing.T) {
	s, err := NewRiskScale(nil)
	require.NoError(t, err)
	for _, c := range []struct {
		churn float64
		level clientele.Level
		code  string
	}{{0, clientele.LevelLow, ReasonRiskLow}, {0.2, clientele.LevelMedium, ReasonRiskMedium}, {0.5, clientele.LevelHigh, ReasonRiskHigh}, {1, clientele.LevelHigh, ReasonRiskHigh}} {
		v := s.Classify(c.churn)
		assert.Equal(t, c.level, v.Level)
		why := v.AppendReasons(nil)
		require.Len(t, why, 1)
		assert.Equal(t, c.code, why[0].Code)
		assert.NotEqual(t, why[0].Text(clientele.LangEnglish), why[0].Text(clientele.LangChinese))
	}
	assert.Zero(t, s.Classify(math.NaN()).Level)
	assert.Empty(t, s.Classify(1.1).AppendReasons(nil))

	// The same customer, told by the month or by the year, is at the same risk.
	month, err := NewRiskScale(&RiskPolicy{Horizon: 1. / 12})
	require.NoError(t, err)
	assert.Equal(t, clientele.LevelHigh, month.Classify(.19).Level, "a fifth a month is most of a year")
	for churn := .001; churn < .4; churn *= 1.3 {
		assert.Equal(t, s.Classify(Compound(churn, 12)).Level, month.Classify(churn).Level, churn)
	}

	// A limit that pays: 6 for a contact that keeps a tenth of those worth 300.
	assert.InDelta(t, .2, ContactLimit(6, 300, .1), 1e-15)
	assert.True(t, math.IsNaN(ContactLimit(6, 0, .1)))
	pays, err := NewRiskScale(&RiskPolicy{Contact: 6, Saved: 300, Effect: .1})
	require.NoError(t, err)
	check.Close(t, .2, pays.Policy().High, 1e-14)
	assert.Equal(t, clientele.LevelHigh, pays.Classify(.21).Level)

	var in *clientele.InputError
	for _, bad := range []RiskPolicy{{Medium: 0.5, High: 0.2}, {Horizon: -1}, {Contact: 6}, {Contact: 6, Saved: 10, Effect: .1}, {High: 1}} {
		_, err := NewRiskScale(&bad)
		assert.ErrorAs(t, err, &in, "%+v", bad)
	}
	for _, one := range []RiskPolicy{{Horizon: 10}, {Medium: .7}, {High: .1}} {
		made, err := NewRiskScale(&one)
		require.NoError(t, err, "%+v", one)
		p := made.Policy()
		again, err := NewRiskScale(&p)
		require.NoError(t, err)
		assert.Equal(t, made, again)
	}
	for _, code := range []string{ReasonRiskHigh, ReasonRiskMedium, ReasonRiskLow, WarnRiskSet, WarnSeparated, WarnShort} {
		assert.True(t, slices.Contains(reason.Codes("retention."), code))
	}
}
