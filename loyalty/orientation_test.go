package loyalty

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/calibration"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	_ Orienter = OrientationRules{}
	_ Orienter = OrientationModel{}
)

var known = clientele.Known

var bargainHunter = Markers{DiscountShare: known(0.8), PriceSensitivity: known(0.9), Regularity: known(0.1), Tenure: known(0.3)}

var friend = Markers{DiscountShare: known(0.05), Regularity: known(0.7), Tenure: known(6), ShareOfWallet: known(0.7), Referrals: known(1)}

func rules(t testing.TB, policy *OrientationPolicy) OrientationRules {
	o, err := NewOrientationRules(policy)
	require.NoError(t, err)
	return o
}

func orient(t testing.TB, o Orienter, m Markers) Leaning {
	l, err := o.Orient(m)
	require.NoError(t, err)
	return l
}

func codes(reasons []clientele.Reason) (out []string) {
	for _, r := range reasons {
		out = append(out, r.Code)
	}
	return out
}

func TestRules(t *testing.T) {
	o := rules(t, nil)
	a := orient(t, o, bargainHunter)
	assert.Equal(t, OrientationTransaction, a.Orientation)
	check.Close(t, 1/(1+math.Exp(1.5+1.5+.5+1)), a.Probability, 1e-14)
	assert.Equal(t, 4, a.Known)
	check.Close(t, 4.5/8, a.KnownShare, 1e-14)
	assert.Equal(t, MarkerShareOfWallet, a.Ask, "the heaviest of the unknown ones")
	b := orient(t, o, friend)
	assert.Equal(t, OrientationRelationship, b.Orientation)
	check.Close(t, 1/(1+math.Exp(-(1.5+1.0/3+1+1.25+0))), b.Probability, 1e-14)

	why := b.AppendReasons(nil)
	require.Len(t, why, 4, "one referral speaks for neither side")
	assert.Equal(t, clientele.Reason{Code: "loyalty.relationship-discount-share", Value: 0.05, Limit: 0.35}, why[0])
	assert.Equal(t, "share of purchases at a discount 5 % (dividing line 35 %) → relationship", why[0].Text(clientele.LangEnglish))
	assert.Equal(t, "折扣购买占比 5%（分界 35%）→ 关系型", why[0].Text(clientele.LangChinese))
	split := friend
	split.DiscountShare = known(.9)
	l := orient(t, o, split)
	require.Equal(t, OrientationRelationship, l.Orientation)
	assert.Equal(t, []string{"loyalty.relationship-regularity", "loyalty.relationship-tenure", "loyalty.relationship-share-of-wallet", "loyalty.despite-discount-share"}, codes(l.AppendReasons(nil)))

	var in *clientele.InputError
	for _, m := range []Markers{{DiscountShare: known(1.1)}, {Tenure: known(-1)}, {Breadth: known(math.NaN())}, {Referrals: known(math.Inf(1))}, {Purchases: known(-1)}} {
		_, err := o.Orient(m)
		assert.ErrorAs(t, err, &in, "%+v", m)
	}
	for _, bad := range []OrientationPolicy{
		{Trade: 9}, {Rules: MarkerRules{{Weight: known(-1)}}}, {Rules: MarkerRules{{Against: .5, For: .5}}}, {Rules: MarkerRules{{For: math.NaN()}}},
		{Prior: math.Inf(1)}, {MinKnown: known(1.1)}, {Certainty: 1}, {Certainty: .4}, {Few: -1},
	} {
		_, err := NewOrientationRules(&bad)
		assert.ErrorAs(t, err, &in, "%+v", bad)
	}
}

// What is not known well enough has no name, and the reasons say what to ask for.
func TestOrientationUnassigned(t *testing.T) {
	o := rules(t, nil)
	none := orient(t, o, Markers{})
	assert.Equal(t, Orientation(0), none.Orientation)
	assert.Equal(t, []string{ReasonNoMarkers, "loyalty.ask-discount-share"}, codes(none.AppendReasons(nil)))
	one := orient(t, o, Markers{DiscountShare: known(0), Purchases: known(1)})
	assert.Equal(t, Orientation(0), one.Orientation, "one purchase at full price")
	assert.Equal(t, []string{"loyalty.relationship-discount-share", ReasonOrientationUnknown, "loyalty.ask-price-sensitivity"}, codes(one.AppendReasons(nil)))
	tie := orient(t, o, Markers{Tenure: known(12), ShareOfWallet: known(.24), Breadth: known(2.5)})
	assert.Equal(t, Orientation(0), tie.Orientation)
	assert.Contains(t, codes(tie.AppendReasons(nil)), ReasonOrientationUnsure)
	assert.Equal(t, "neither is probable enough: 50 %, where 60 % is needed", tie.AppendReasons(nil)[2].Text(clientele.LangEnglish))
	locked := orient(t, o, Markers{SwitchingCost: known(1), Regularity: known(1)})
	assert.Equal(t, Orientation(0), locked.Orientation, "bound, not attached")

	// Of few purchases the shares count less: half at three.
	full := orient(t, o, Markers{DiscountShare: known(0)})
	half := orient(t, o, Markers{DiscountShare: known(0), Purchases: known(3)})
	check.Close(t, full.Evidence[0].LogOdds/2, half.Evidence[0].LogOdds, 1e-14)
	check.Close(t, full.KnownShare/2, half.KnownShare, 1e-14)
}

func TestTrades(t *testing.T) {
	parts := Markers{DiscountShare: known(1), Regularity: known(.1), Tenure: known(9), ShareOfWallet: known(.8)}
	assert.Equal(t, OrientationRelationship, orient(t, rules(t, &OrientationPolicy{Trade: TradeContract}), parts).Orientation, "a frame contract for nine years")
	salary := Markers{Regularity: known(1), Tenure: known(12), Breadth: known(1), ShareOfWallet: known(.15)}
	l := orient(t, rules(t, &OrientationPolicy{Trade: TradeBanking}), salary)
	assert.Equal(t, OrientationTransaction, l.Orientation, "an account that nobody thinks of")
	for trade := TradeRetail; trade <= TradeBanking; trade++ {
		o := rules(t, &OrientationPolicy{Trade: trade})
		p := o.Policy()
		assert.Equal(t, o, rules(t, &p), "the filled policy is its own")
	}
}

func TestFitOrientationRules(t *testing.T) {
	r := rand.New(rand.NewPCG(71, 72))
	var base []Markers
	for range 4000 {
		base = append(base, Markers{DiscountShare: known(.9 + .1*r.Float64()), Tenure: known(20 + 8*r.Float64()), Breadth: known(2.5)})
	}
	o, warnings, err := FitOrientationRules(base, nil)
	require.NoError(t, err)
	rule := o.Policy().Rules[MarkerDiscountShare-1]
	assert.InDelta(t, .975, rule.Against, .005)
	assert.InDelta(t, .925, rule.For, .005, "less discount is better")
	assert.InDelta(t, 22, o.Policy().Rules[MarkerTenure-1].Against, .3)
	assert.Equal(t, tradeRules[0][MarkerBreadth-1], o.Policy().Rules[MarkerBreadth-1], "all alike")
	require.Len(t, warnings, 6)
	assert.Equal(t, WarnDefaultEnds, warnings[0].Code)
	assert.Contains(t, warnings[2].Text(clientele.LangEnglish), "breadth: 4000 customers")
	n := map[Orientation]int{}
	for _, m := range base {
		n[orient(t, o, m).Orientation]++
	}
	assert.InDelta(t, n[OrientationRelationship], n[OrientationTransaction], 250, "quartiles part a base in halves: %v", n)
	_, _, err = FitOrientationRules([]Markers{{Tenure: known(-1)}}, nil)
	assert.ErrorContains(t, err, "customer 1")
	_, _, err = FitOrientationRules(nil, &OrientationPolicy{Certainty: 2})
	assert.Error(t, err)
}

// No reason supports what the verdict denies: over a random base the evidence
// that is given without "although" points to the side that is named.
func TestReasonsSupportOrientation(t *testing.T) {
	r := rand.New(rand.NewPCG(73, 74))
	some := func(v float64) clientele.Measure {
		if r.IntN(3) == 0 {
			return clientele.Measure{}
		}
		return known(v)
	}
	for _, trade := range []Trade{TradeRetail, TradeContract, TradeBanking} {
		o := rules(t, &OrientationPolicy{Trade: trade})
		for range 2000 {
			l := orient(t, o, Markers{some(r.Float64()), some(r.Float64()), some(r.Float64()), some(float64(r.IntN(6))), some(12 * r.Float64()), some(r.Float64()), some(float64(r.IntN(4))), some(float64(r.IntN(8))), some(r.Float64()), some(float64(r.IntN(20)))})
			for _, code := range codes(l.AppendReasons(nil)) {
				switch l.Orientation {
				case OrientationRelationship:
					assert.NotContains(t, code, "loyalty.transaction-")
				case OrientationTransaction:
					assert.NotContains(t, code, "loyalty.relationship-")
				}
			}
			assert.Equal(t, l.Orientation == OrientationRelationship, l.Orientation != 0 && l.Probability > .5)
		}
	}
}

// TestMissingIsNeutral: leaving a marker out brings the verdict towards the prior.
func TestMissingIsNeutral(t *testing.T) {
	o := rules(t, nil)
	less := bargainHunter
	less.PriceSensitivity = clientele.Measure{}
	full, part := orient(t, o, bargainHunter), orient(t, o, less)
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
	why := orient(t, fit.Model, friendly).AppendReasons(nil)
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
	none := orient(t, fit.Model, Markers{})
	assert.Equal(t, 0, none.Known)
	assert.Equal(t, Orientation(0), none.Orientation)
	assert.Equal(t, ReasonNoMarkers, none.AppendReasons(nil)[0].Code)
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
	p, err := NewValueClasses(nil)
	require.NoError(t, err)
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
		v := p.Classify(c.s, cuts)
		assert.Equal(t, c.class, v.Class, "%+v", c.s)
		assert.Equal(t, c.codes, codes(v.AppendReasons(nil)), "%+v", c.s)
	}
	var in *clientele.InputError
	for _, bad := range []ValueClassPolicy{{1, 0, 0}, {0.2, 0.1, -0.1}, {0.2, 0.5, 0.1}, {0.2, 0.5, math.NaN()}, {TopShare: -1}} {
		assert.ErrorAs(t, bad.Check(), &in, "%+v", bad)
	}
	assert.ErrorAs(t, ProfitStanding{Trend: known(-2)}.Check(), &in)
	assert.ErrorAs(t, ProfitStanding{Potential: known(math.Inf(1))}.Check(), &in)
}

func TestTwoStep(t *testing.T) {
	o := rules(t, nil)
	var base []TwoStepCustomer
	for i := range 10 { // relationship customers with profits 100 … 1000
		base = append(base, TwoStepCustomer{friend, ProfitStanding{Profit: 100 * float64(i+1)}})
	}
	base[6].Standing.Potential = known(950)
	base[5].Standing.Trend = known(-0.3)
	for range 5 { // transaction customers with one large deal each
		base = append(base, TwoStepCustomer{bargainHunter, ProfitStanding{Profit: 50_000}})
	}
	s, err := TwoStep(base, o, nil)
	require.NoError(t, err)
	assert.Equal(t, ProfitCuts{Largest: 900, Good: 600}, s.Cuts, "the large deals do not raise the cuts")
	assert.Equal(t, map[Orientation]int{OrientationTransaction: 5, OrientationRelationship: 10}, s.Counts)
	assert.Equal(t, map[ValueClass]int{ValueClassLargest: 2, ValueClassGrowable: 1, ValueClassLosing: 1, ValueClassOrdinary: 6}, s.Classes)
	assert.Equal(t, ValueClass(0), s.Placements[12].Value.Class)
	assert.Equal(t, ValueClassGrowable, s.Placements[6].Value.Class)

	deals, err := TwoStep(base[10:], o, nil)
	require.NoError(t, err)
	assert.Empty(t, deals.Classes)
	_, err = TwoStep(nil, o, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = TwoStep(base, o, &ValueClassPolicy{TopShare: 2})
	assert.Error(t, err)
	base[3].Standing.Profit = math.NaN()
	_, err = TwoStep(base, o, nil)
	assert.ErrorContains(t, err, "customer 4")
	assert.Panics(t, func() { _, _ = TwoStep(base, nil, nil) })
	_, err = json.Marshal(s)
	assert.NoError(t, err)
}

func TestReasonsHaveTexts(t *testing.T) {
	codes := reason.Codes("loyalty.")
	assert.Len(t, codes, 44+4*numMarkers+3*numParts)
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
	o := rules(t, nil)
	_, m := labelled(1, 1, 0)
	why := make([]clientele.Reason, 0, numMarkers)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		l, _ := o.Orient(friend)
		_, _ = m.Orient(friend)
		why = l.AppendReasons(why[:0])
	}))
}

// Must stay below 500 ns and 0 allocations, reasons included.
func BenchmarkOrient(b *testing.B) {
	o := rules(b, nil)
	why := make([]clientele.Reason, 0, numMarkers)
	b.ReportAllocs()
	for b.Loop() {
		l, err := o.Orient(friend)
		if err != nil {
			b.Fatal(err)
		}
		why = l.AppendReasons(why[:0])
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
