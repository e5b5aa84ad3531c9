package loyalty

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/loyalty/calibration"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	_ Orienter = new(OrientationPolicy)
	_ Orienter = new(OrientationModel)
)

var known = clientele.Known

var bargainHunter = Markers{DiscountShare: known(0.8), PriceSensitivity: known(0.9), Regularity: known(0.1), Tenure: known(0.3)}

var friend = Markers{DiscountShare: known(0.05), Regularity: known(0.7), Tenure: known(6), ShareOfWallet: known(0.7), Referrals: known(1)}

func TestRules(t *testing.T) {
	p := DefaultRulePolicy()
	require.NoError(t, p.Check())
	a, err := p.Orient(bargainHunter)
	require.NoError(t, err)
	assert.Equal(t, OrientationTransaction, a.Orientation)
	check.Close(t, 1/(1+math.Exp(1.5+1.5+1+1)), a.Probability, 1e-14)
	assert.Equal(t, 4, a.Known)
	b, err := p.Orient(friend)
	require.NoError(t, err)
	assert.Equal(t, OrientationRelationship, b.Orientation)
	check.Close(t, 1/(1+math.Exp(-(1.5+2.0/3+1+1.25+0))), b.Probability, 1e-14)

	why := p.AppendReasons(nil, friend)
	require.Len(t, why, 4, "one referral speaks for neither side")
	assert.Equal(t, clientele.Reason{Code: "loyalty.relationship-discount-share", Value: 0.05, Limit: 0.35}, why[0])
	assert.Equal(t, "discount share 0.05, against a neutral 0.35, speaks for a relationship customer", why[0].Text(clientele.LangEnglish))
	none, err := p.Orient(Markers{})
	require.NoError(t, err)
	assert.Equal(t, Leaning{OrientationTransaction, 0.5, 0}, none)
	why = p.AppendReasons(nil, Markers{})
	require.Len(t, why, 1)
	assert.Equal(t, ReasonNoMarkers, why[0].Code)

	var in *clientele.InputError
	for _, m := range []Markers{{DiscountShare: known(1.1)}, {Tenure: known(-1)}, {Breadth: known(math.NaN())}, {Referrals: known(math.Inf(1))}} {
		_, err := p.Orient(m)
		assert.ErrorAs(t, err, &in, "%+v", m)
	}
	for _, change := range []func(*OrientationPolicy){
		func(p *OrientationPolicy) { p.Rules[0].Weight = -1 }, func(p *OrientationPolicy) { p.Rules[0].For = p.Rules[0].Against },
		func(p *OrientationPolicy) { p.Rules[3].For = math.NaN() }, func(p *OrientationPolicy) { p.Prior = math.Inf(1) }, func(p *OrientationPolicy) { p.Cut = 1 },
	} {
		q := DefaultRulePolicy()
		change(&q)
		assert.ErrorAs(t, q.Check(), &in)
	}
}

// TestMissingIsNeutral: leaving a marker out brings the verdict towards the prior.
func TestMissingIsNeutral(t *testing.T) {
	p := DefaultRulePolicy()
	full, err := p.Orient(bargainHunter)
	require.NoError(t, err)
	less := bargainHunter
	less.PriceSensitivity = clientele.Measure{}
	part, err := p.Orient(less)
	require.NoError(t, err)
	assert.True(t, full.Probability < part.Probability && part.Probability < 0.5)
}

// labelled draws customers from a known model, with some markers missing.
func labelled(seed uint64, n int, missing float64) ([]Labelled, OrientationModel) {
	r := rand.New(rand.NewPCG(seed, 200))
	m := OrientationModel{Intercept: 0.4}
	m.Coef[MarkerDiscountShare-1], m.Coef[MarkerTenure-1], m.Coef[MarkerRegularity-1] = -3, 0.4, 2
	m.Centre[MarkerDiscountShare-1], m.Centre[MarkerTenure-1], m.Centre[MarkerRegularity-1] = 0.5, 2, 0.5
	out := make([]Labelled, n)
	for i := range out {
		x := Markers{DiscountShare: known(r.Float64()), Tenure: known(4 * r.Float64()), Regularity: known(r.Float64())}
		out[i].Relationship = r.Float64() < m.Probability(x)
		if r.Float64() < missing {
			x.Tenure = clientele.Measure{}
		}
		out[i].Markers = x
	}
	return out, m
}

func TestFitOrientation(t *testing.T) {
	ctx := context.Background()
	customers, truth := labelled(1, 5000, 0)
	fit, err := FitOrientation(ctx, customers, nil)
	require.NoError(t, err)
	assert.Empty(t, fit.Warnings)
	assert.Equal(t, 4, fit.DF())
	for i, e := range fit.Estimates(0.999999)[1 : 1+numMarkers] {
		assert.True(t, e.Interval.Contains(truth.Coef[i]), "%s: %v not in %v", e.Name, truth.Coef[i], e.Interval)
	}
	// The interval of one customer's probability holds the truth.
	hit := 0
	const runs = 300
	for k := range runs {
		sample, truth := labelled(uint64(300+k), 300, 0)
		fit, err := FitOrientation(ctx, sample, nil)
		require.NoError(t, err)
		p := func(m OrientationModel) float64 { return m.Probability(friendly) }
		if fit.Interval(clientele.DomainProbability, p, 0.95).Contains(truth.Probability(friendly)) {
			hit++
		}
	}
	assert.InDelta(t, 0.95, float64(hit)/runs, 0.062)

	// Order does not matter, to the bit.
	shuffled := append([]Labelled(nil), customers...)
	rand.New(rand.NewPCG(4, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	again, err := FitOrientation(ctx, shuffled, nil)
	require.NoError(t, err)
	assert.Equal(t, fit, again)

	data, err := json.Marshal(fit)
	require.NoError(t, err)
	var back clientele.Fit[OrientationModel]
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, fit.Model, back.Model)
	why := fit.Model.AppendReasons(nil, friendly)
	assert.Len(t, why, 3)
	assert.Equal(t, "loyalty.relationship-discount-share", why[0].Code)
	assert.True(t, math.IsNaN(fit.Model.Probability(Markers{Tenure: known(-1)})))
	assert.Panics(t, func() { fit.Model.WithParams(nil) })
}

var friendly = Markers{DiscountShare: known(0.1), Tenure: known(3), Regularity: known(0.8)}

func TestFitOrientationMissing(t *testing.T) {
	ctx := context.Background()
	customers, _ := labelled(2, 3000, 0.3)
	fit, err := FitOrientation(ctx, customers, nil)
	require.NoError(t, err)
	x := friendly
	x.Tenure = clientele.Measure{}
	l, err := fit.Model.Orient(x)
	require.NoError(t, err)
	assert.Equal(t, 2, l.Known)
	x.Tenure = known(fit.Model.Centre[MarkerTenure-1])
	assert.InDelta(t, fit.Model.Probability(x), l.Probability, 1e-15, "missing counts as the centre")
	none, err := fit.Model.Orient(Markers{})
	require.NoError(t, err)
	assert.Equal(t, 0, none.Known)
	assert.Equal(t, ReasonNoMarkers, fit.Model.AppendReasons(nil, Markers{})[0].Code)
}

func TestFitOrientationRefusals(t *testing.T) {
	ctx := context.Background()
	_, err := FitOrientation(ctx, nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	var in *clientele.InputError
	_, err = FitOrientation(ctx, []Labelled{{Markers{Tenure: known(-1)}, true}}, nil)
	assert.ErrorAs(t, err, &in)
	assert.ErrorContains(t, err, "customer 1")
	var apart []Labelled
	for i := range 20 {
		apart = append(apart, Labelled{Markers{DiscountShare: known(float64(i) / 20)}, i < 10})
	}
	_, err = FitOrientation(ctx, apart, nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	fit, err := FitOrientation(ctx, apart, &clientele.FitOptions{Ridge: 1})
	require.NoError(t, err)
	require.Len(t, fit.Warnings, 1)
	assert.Equal(t, WarnSeparated, fit.Warnings[0].Code)
	_, err = FitOrientation(ctx, apart[:5], nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified, "all labels equal")
}

// TestCalibration: predictions of customers a small model has not seen are too
// sure of themselves; recalibration on them brings it back.
func TestCalibration(t *testing.T) {
	ctx := context.Background()
	customers, _ := labelled(7, 4000, 0)
	held, err := CrossValidate(ctx, customers, 5, rand.New(rand.NewPCG(5, 5)), nil)
	require.NoError(t, err)
	a, err := calibration.Assess(held, 10)
	require.NoError(t, err)
	assert.Greater(t, a.Skill, 0.1)
	assert.Less(t, a.Reliability, 0.003)
	re, err := calibration.Recalibrate(ctx, held, nil)
	require.NoError(t, err)
	assert.True(t, re.Estimates(0.999999)[1].Interval.Contains(1), "%v", re.Estimates(0.95))

	fit, err := FitOrientation(ctx, customers, nil)
	require.NoError(t, err)
	m := fit.Model.Recalibrate(0.3, 0.8)
	check.Close(t, calibration.Map{Intercept: 0.3, Slope: 0.8}.Prob(fit.Model.Probability(friendly)), m.Probability(friendly), 1e-13)
	assert.Panics(t, func() { _, _ = CrossValidate(ctx, customers, 1, nil, nil) })
	_, err = CrossValidate(ctx, []Labelled{{Relationship: true}, {Relationship: true}}, 2, rand.New(rand.NewPCG(1, 1)), nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
}

func TestClassify(t *testing.T) {
	p := DefaultClassPolicy()
	require.NoError(t, p.Check())
	cuts := ProfitCuts{Largest: 1000, Good: 300}
	for _, c := range []struct {
		s     ProfitStanding
		class ValueClass
		codes []string
	}{
		{ProfitStanding{Profit: 1500}, ValueClassLargest, []string{ReasonProfitLargest}},
		{ProfitStanding{Profit: 1500, Trend: known(-0.4)}, ValueClassLargest, []string{ReasonProfitLargest, ReasonValueLosing}},
		{ProfitStanding{Profit: 400, Potential: known(2000)}, ValueClassGrowable, []string{ReasonProfitGood, ReasonPotentialLargest}},
		{ProfitStanding{Profit: 400, Potential: known(2000), Trend: known(-0.1)}, ValueClassLosing, []string{ReasonProfitGood, ReasonValueLosing, ReasonPotentialLargest}},
		{ProfitStanding{Profit: 100, Trend: known(-0.5)}, ValueClassLosing, []string{ReasonProfitSmall, ReasonValueLosing}},
		{ProfitStanding{Profit: 400, Potential: known(900)}, ValueClassOrdinary, []string{ReasonProfitGood, ReasonPotentialSmall}},
		{ProfitStanding{Profit: 400}, ValueClassOrdinary, []string{ReasonProfitGood}},
		{ProfitStanding{Profit: -5, Trend: known(-0.5)}, ValueClassOrdinary, []string{ReasonProfitNone, ReasonValueLosing}},
		{ProfitStanding{Profit: math.NaN()}, 0, nil},
	} {
		assert.Equal(t, c.class, p.Classify(c.s, cuts), "%+v", c.s)
		var codes []string
		for _, r := range p.AppendReasons(nil, c.s, cuts) {
			codes = append(codes, r.Code)
		}
		assert.Equal(t, c.codes, codes, "%+v", c.s)
	}
	var in *clientele.InputError
	for _, bad := range []ValueClassPolicy{{0, 0.5, -0.1}, {0.2, 0.1, -0.1}, {0.2, 0.5, 0}, {0.2, 0.5, math.NaN()}} {
		assert.ErrorAs(t, bad.Check(), &in, "%+v", bad)
	}
	assert.ErrorAs(t, ProfitStanding{Trend: known(-2)}.Check(), &in)
	assert.ErrorAs(t, ProfitStanding{Potential: known(math.Inf(1))}.Check(), &in)
}

func TestTwoStep(t *testing.T) {
	rules := DefaultRulePolicy()
	var base []TwoStepCustomer
	for i := range 10 { // relationship customers with profits 100 … 1000
		base = append(base, TwoStepCustomer{friend, ProfitStanding{Profit: 100 * float64(i+1)}})
	}
	base[6].Standing.Potential = known(950)
	base[5].Standing.Trend = known(-0.3)
	for range 5 { // transaction customers with one large deal each
		base = append(base, TwoStepCustomer{bargainHunter, ProfitStanding{Profit: 50_000}})
	}
	s, err := TwoStep(base, &rules, DefaultClassPolicy())
	require.NoError(t, err)
	assert.Equal(t, ProfitCuts{Largest: 900, Good: 600}, s.Cuts, "the large deals do not raise the cuts")
	assert.Equal(t, map[Orientation]int{OrientationTransaction: 5, OrientationRelationship: 10}, s.Counts)
	assert.Equal(t, map[ValueClass]int{ValueClassLargest: 2, ValueClassGrowable: 1, ValueClassLosing: 1, ValueClassOrdinary: 6}, s.Classes)
	assert.Equal(t, ValueClass(0), s.Placements[12].Class)
	assert.Equal(t, ValueClassGrowable, s.Placements[6].Class)

	deals, err := TwoStep(base[10:], &rules, DefaultClassPolicy())
	require.NoError(t, err)
	assert.Empty(t, deals.Classes)
	_, err = TwoStep(nil, &rules, DefaultClassPolicy())
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = TwoStep(base, &rules, ValueClassPolicy{})
	assert.Error(t, err)
	base[3].Standing.Profit = math.NaN()
	_, err = TwoStep(base, &rules, DefaultClassPolicy())
	assert.ErrorContains(t, err, "customer 4")
	assert.Panics(t, func() { _, _ = TwoStep(base, nil, DefaultClassPolicy()) })
	_, err = json.Marshal(s)
	assert.NoError(t, err)
}

func TestReasonsHaveTexts(t *testing.T) {
	codes := reason.Codes("loyalty.")
	assert.Len(t, codes, 35+2*numMarkers+2*numParts)
	for i, m := range markerCodes {
		assert.Equal(t, "loyalty.relationship-"+Marker(i+1).String(), m.relationship)
		assert.Equal(t, "loyalty.transaction-"+Marker(i+1).String(), m.transaction)
	}
	for i, p := range partCodes {
		assert.Equal(t, "loyalty.counted-"+Part(i+1).String(), p.counted)
		assert.Equal(t, "loyalty.missing-"+Part(i+1).String(), p.missing)
	}
	for _, c := range codes {
		r := clientele.Reason{Code: c, Value: 1, Limit: 2}
		assert.NotEqual(t, c, r.Text(clientele.LangEnglish))
		assert.NotEqual(t, r.Text(clientele.LangEnglish), r.Text(clientele.LangChinese))
	}
}

func TestOrientZeroAllocation(t *testing.T) {
	p := DefaultRulePolicy()
	_, m := labelled(1, 1, 0)
	why := make([]clientele.Reason, 0, numMarkers)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		_, _ = p.Orient(friend)
		_, _ = m.Orient(friend)
		why = p.AppendReasons(why[:0], friend)
	}))
}

// Must stay below 500 ns and 0 allocations, reasons included.
func BenchmarkOrient(b *testing.B) {
	p := DefaultRulePolicy()
	why := make([]clientele.Reason, 0, numMarkers)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Orient(friend); err != nil {
			b.Fatal(err)
		}
		why = p.AppendReasons(why[:0], friend)
	}
}

// Must stay below 500 ns and 0 allocations.
func BenchmarkOrientModel(b *testing.B) {
	_, m := labelled(1, 1, 0)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Orient(friend); err != nil {
			b.Fatal(err)
		}
	}
}
