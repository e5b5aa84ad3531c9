package loyalty

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/diff/fd"
)

func scorer(t testing.TB, base *Base) LoyaltyScorer {
	s, err := NewLoyaltyScorer(nil, base)
	require.NoError(t, err)
	return s
}

var whole = Parts{
	Satisfaction: of(4, 5), Complaints: of(1, 20), Renewals: of(3, 3), Repeats: of(8, 12), Recommendation: of(0.9, 1),
	ShareOfWallet: known(0.5), Tenure: known(4),
}

func TestScoreByHand(t *testing.T) {
	s := scorer(t, nil)
	got, err := s.Score(whole)
	require.NoError(t, err)
	complaints := 1.15 / 25
	want := 15*4.5/6 + 5*(0.2-complaints)/0.2 + 20*3.5/4 + 20*8.5/13 + 15*1.4/2 + 20*0.5 + 5*0.8
	check.Close(t, want, got.Value, 1e-13)
	v := func(a, b float64) float64 { return a * b / (a + b) / (a + b) / (a + b + 1) }
	variance := 225*v(4.5, 1.5) + 625*v(1.15, 23.85) + 400*v(3.5, 0.5) + 400*v(8.5, 4.5) + 225*v(1.4, 0.6)
	check.Close(t, math.Sqrt(variance), got.SE, 1e-13)
	assert.Equal(t, 1.0, got.Known)
	assert.Equal(t, clientele.LevelHigh, got.Level)
	assert.True(t, got.Certainty > 0.4 && got.Certainty < 1)
	assert.True(t, got.Interval(0.95).Contains(want))

	why := got.AppendReasons(nil)
	require.Len(t, why, 8)
	assert.Equal(t, clientele.Reason{Code: "loyalty.counted-satisfaction", Value: 0.75, Limit: 1}, why[0])
	assert.Equal(t, ReasonScoreHigh, why[7].Code)
}

// What is not known counts as the base, leaves its spread, and costs the level.
func TestScoreMissing(t *testing.T) {
	s := scorer(t, nil)
	sd := func(b BetaBinomial) float64 { return math.Sqrt(b.variance()) }
	got, err := s.Score(Parts{Tenure: known(10)})
	require.NoError(t, err)
	check.Close(t, 15*.5+5*.85+20*.5+20*.5+15*.5+20*.5+5, got.Value, 1e-13)
	check.Close(t, math.Sqrt(2*math.Pow(15*sd(jeffreys), 2)+2*math.Pow(20*sd(jeffreys), 2)+math.Pow(5/.2*sd(fewComplaints), 2)+math.Pow(20*.29, 2)), got.SE, 1e-13)
	check.Close(t, .05, got.Known, 1e-13)
	assert.Zero(t, got.Level, "tenure alone is no loyalty")
	assert.Zero(t, got.Certainty)
	assert.Equal(t, PartRenewals, got.Ask, "the heaviest of the unknown ones")
	why := got.AppendReasons(nil)
	require.Len(t, why, 9)
	assert.Equal(t, "satisfaction is not known, and counts as in the base, with 50 %", why[0].Text(clientele.LangEnglish))
	assert.Equal(t, "缺少投诉率数据，按客户总体的 3% 计入", why[1].Text(clientele.LangChinese))
	assert.Equal(t, "no level: 5 % of what counts is known, and 33.3 % is needed", why[7].Text(clientele.LangEnglish))
	assert.Equal(t, "最值得补充测量的是续约率", why[8].Text(clientele.LangChinese))

	none, err := s.Score(Parts{})
	require.NoError(t, err)
	assert.Zero(t, none.Level)
	assert.Zero(t, none.Known)
	// One satisfied answer, or a sole-source contract of one month: too little.
	for _, p := range []Parts{{Satisfaction: of(1, 1)}, {ShareOfWallet: known(1)}, {Complaints: of(0, 1)}} {
		got, err := s.Score(p)
		require.NoError(t, err)
		assert.Zero(t, got.Level, "%+v", p)
	}
	// No complaint is never held against a customer.
	before, err := s.Score(Parts{Satisfaction: of(4, 5), Renewals: of(2, 3)})
	require.NoError(t, err)
	assert.Equal(t, clientele.LevelMedium, before.Level)
	for n := 1.0; n < 6; n++ {
		after, err := s.Score(Parts{Satisfaction: of(4, 5), Renewals: of(2, 3), Complaints: of(0, n)})
		require.NoError(t, err)
		assert.Greater(t, after.Value, before.Value)
		before = after
	}
	var in *clientele.InputError
	for _, p := range []Parts{{Renewals: of(2, 1)}, {Renewals: of(-1, 1)}, {Renewals: of(math.NaN(), 1)}, {Renewals: of(0, math.Inf(1))}, {ShareOfWallet: known(1.1)}, {Tenure: known(-1)}} {
		_, err := s.Score(p)
		assert.ErrorAs(t, err, &in, "%+v", p)
	}
	nothing := ScorePolicy{}
	for i := range nothing.Parts {
		nothing.Parts[i].Weight = known(0)
	}
	for _, p := range []ScorePolicy{nothing, {Parts: Weightings{{Weight: known(-1)}}}, {Parts: Weightings{{Zero: 1, Full: 1}}}, {Medium: 40, High: 30}, {High: 100}, {MinKnown: known(2)}} {
		_, err := NewLoyaltyScorer(&p, nil)
		assert.ErrorAs(t, err, &in, "%+v", p)
	}
	for _, b := range []Base{{Renewals: BetaBinomial{-1, 1}}, {Tenure: Spread{1, -1}}} {
		_, err = NewLoyaltyScorer(nil, &b)
		assert.ErrorAs(t, err, &in)
	}
	for _, p := range []ScorePolicy{{Medium: 80}, {High: 20}, {Parts: Weightings{{Weight: known(0)}}}} {
		made, err := NewLoyaltyScorer(&p, nil)
		require.NoError(t, err, "%+v", p)
		filled, base := made.Policy(), made.Base()
		again, err := NewLoyaltyScorer(&filled, &base)
		require.NoError(t, err)
		assert.Equal(t, made, again)
	}
}

// TestScoreLaws: the score is in [0, 100], rises with every good part, and few
// cases count less than many.
func TestScoreLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(211, 212))
	s := scorer(t, &Base{BetaBinomial{4, 1}, BetaBinomial{1, 20}, BetaBinomial{5, 2}, BetaBinomial{3, 3}, BetaBinomial{6, 3}, Spread{.5, .2}, Spread{3, 2}})
	for range 300 {
		rate := func() clientele.Ratio { n := float64(r.IntN(6)); return of(math.Floor(r.Float64()*(n+1)), n) }
		p := Parts{rate(), rate(), rate(), rate(), rate(), known(r.Float64()), known(8 * r.Float64())}
		a, err := s.Score(p)
		require.NoError(t, err)
		assert.True(t, a.Value >= 0 && a.Value <= 100 && a.SE >= 0 && a.Known > 0 && a.Known <= 1+1e-12 && (a.Level == 0) == (a.Certainty == 0) && a.Certainty <= 1, "%+v", a)
		if p.Renewals.Known() {
			better := p
			better.Renewals = of(better.Renewals.Hits+1, better.Renewals.Trials+1)
			b, err := s.Score(better)
			require.NoError(t, err)
			assert.Greater(t, b.Value, a.Value)
		}
	}
	few, err := s.Score(Parts{Renewals: of(0, 1)})
	require.NoError(t, err)
	many, err := s.Score(Parts{Renewals: of(0, 30)})
	require.NoError(t, err)
	nobody, err := s.Score(Parts{})
	require.NoError(t, err)
	assert.Greater(t, few.Value, nobody.Value-4, "one renewal missed is no verdict")
	assert.Less(t, many.Value, nobody.Value-10)
	assert.Less(t, many.SE, few.SE)
}

// TestScoreCoverage: over customers of the base, of whom more or less is known,
// the 95 % interval holds the score of their true parts.
func TestScoreCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(221, 222))
	base := Base{BetaBinomial{4, 2}, BetaBinomial{2, 30}, BetaBinomial{6, 3}, BetaBinomial{4, 4}, BetaBinomial{6, 3}, Spread{.5, .2}, Spread{2.5, .8}}
	s := scorer(t, &base)
	hit, levels, certain, right := 0, 0.0, 0.0, 0.0
	const runs = 4000
	for range runs {
		var p Parts
		truth := 0.0
		policy := s.Policy()
		for i, rate := range []*clientele.Ratio{&p.Satisfaction, &p.Complaints, &p.Renewals, &p.Repeats, &p.Recommendation} {
			theta := base.rates()[i].Rand(r, 1_000_000).Hits / 1_000_000
			rate.Trials = float64(r.IntN(10))
			for range int(rate.Trials) {
				if r.Float64() < theta {
					rate.Hits++
				}
			}
			if r.IntN(3) == 0 {
				*rate = clientele.Ratio{}
			}
			share, _ := policy.Parts[i].at(theta)
			truth += policy.Parts[i].Weight.Or(0) * share
		}
		for i, m := range []*clientele.Measure{&p.ShareOfWallet, &p.Tenure} {
			spread := []Spread{base.ShareOfWallet, base.Tenure}[i]
			v := math.Min(math.Max(spread.Mean+spread.SD*r.NormFloat64(), 0), []float64{1, 5}[i])
			if r.IntN(3) > 0 {
				*m = known(v)
			}
			share, _ := policy.Parts[numRates+i].at(v)
			truth += policy.Parts[numRates+i].Weight.Or(0) * share
		}
		got, err := s.Score(p)
		require.NoError(t, err)
		if got.Interval(0.95).Contains(truth) {
			hit++
		}
		if got.Level != 0 {
			levels++
			certain += got.Certainty
			level := clientele.LevelLow
			if truth >= got.High {
				level = clientele.LevelHigh
			} else if truth >= got.Medium {
				level = clientele.LevelMedium
			}
			if level == got.Level {
				right++
			}
		}
	}
	assert.InDelta(t, 0.95, float64(hit)/runs, 0.02)
	assert.InDelta(t, certain/levels, right/levels, 0.03, "levels are right as often as they say")
}

func TestBetaBinomial(t *testing.T) {
	m := BetaBinomial{2.5, 1.25}
	// The probabilities of all outcomes, with their binomial coefficients, add up to 1.
	sum, mean := 0.0, 0.0
	for h := range 9 {
		p := math.Exp(m.LogProb(of(float64(h), 8))) * float64([]int{1, 8, 28, 56, 70, 56, 28, 8, 1}[h])
		sum += p
		mean += p * float64(h) / 8
	}
	check.Close(t, 1, sum, 1e-13)
	check.Close(t, m.Mean(), mean, 1e-13)
	check.Close(t, (2.5+3)/(3.75+4), m.Shrunk(of(3, 4)), 1e-15)
	// Beta(2, 1) has distribution function x²: its quartiles are known.
	iv := BetaBinomial{1, 1}.Interval(of(1, 1), 0.5)
	check.Close(t, 0.5, iv.Lo, 1e-9)
	check.Close(t, math.Sqrt(0.75), iv.Hi, 1e-9)
	assert.True(t, math.IsNaN(m.Interval(of(2, 1), 0.5).Lo))
	assert.Panics(t, func() { m.Interval(of(1, 2), 1) })
	data, err := json.Marshal(m)
	require.NoError(t, err)
	var back BetaBinomial
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, m, back)
}

func drawRates(seed uint64, m BetaBinomial, customers int) *Ratios {
	r := rand.New(rand.NewPCG(seed, 230))
	s := new(Ratios)
	for range customers {
		if err := s.Add(m.Rand(r, 1+r.IntN(8))); err != nil {
			panic(err)
		}
	}
	return s
}

func TestFitBetaBinomial(t *testing.T) {
	ctx := context.Background()
	truth := BetaBinomial{2, 3}
	s := drawRates(1, truth, 4000)
	fit, err := FitBetaBinomial(ctx, s, nil)
	require.NoError(t, err)
	assert.Empty(t, fit.Warnings)
	for i, e := range fit.Estimates(0.999999) {
		assert.True(t, e.Interval.Contains(truth.Params()[i].Value), "%+v", e)
	}
	logLik := func(p []float64) float64 {
		sum := 0.0
		for r, n := range s.All() {
			sum += float64(n) * BetaBinomial{p[0], p[1]}.LogProb(r)
		}
		return sum
	}
	check.Close(t, logLik([]float64{fit.Model.Alpha, fit.Model.Beta}), fit.LogLik, 1e-12)
	for _, g := range fd.Gradient(nil, logLik, []float64{fit.Model.Alpha, fit.Model.Beta}, &fd.Settings{Formula: fd.Central}) {
		assert.InDelta(t, 0, g, 1e-3, "the fit is a maximum")
	}

	hit := 0
	const runs = 300
	for k := range runs {
		fit, err := FitBetaBinomial(ctx, drawRates(uint64(400+k), truth, 500), nil)
		require.NoError(t, err)
		if fit.Interval(clientele.DomainProbability, BetaBinomial.Mean, 0.95).Contains(0.4) {
			hit++
		}
	}
	assert.InDelta(t, 0.95, float64(hit)/runs, 0.062)

	// A base without spread: everybody has the same rate.
	r := rand.New(rand.NewPCG(5, 230))
	same := new(Ratios)
	for range 3000 {
		h := 0.0
		for range 6 {
			if r.Float64() < 0.3 {
				h++
			}
		}
		require.NoError(t, same.Add(of(h, 6)))
	}
	fit, err = FitBetaBinomial(ctx, same, nil)
	require.NoError(t, err)
	assert.InDelta(t, 0.3, fit.Model.Mean(), 0.02)
	assert.InDelta(t, fit.Model.Mean(), fit.Model.Shrunk(of(6, 6)), 0.15)

	for _, s := range []*Ratios{nil, new(Ratios)} {
		_, err := FitBetaBinomial(ctx, s, nil)
		assert.ErrorIs(t, err, clientele.ErrNoData)
	}
	for _, rates := range [][]clientele.Ratio{{of(0, 3), of(0, 5)}, {of(3, 3)}, {of(1, 1), of(0, 1)}} {
		s := new(Ratios)
		for _, r := range rates {
			require.NoError(t, s.Add(r))
		}
		_, err := FitBetaBinomial(ctx, s, nil)
		assert.ErrorIs(t, err, clientele.ErrNotIdentified, "%v", rates)
	}
}

// TestShrunkCoverage: with the base fitted, the intervals of customers' own rates
// hold the true ones, and shrunk rates err less than plain ones.
func TestShrunkCoverage(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(241, 242))
	truth := BetaBinomial{3, 2}
	const customers = 4000
	thetas, rates := make([]float64, customers), make([]clientele.Ratio, customers)
	s := new(Ratios)
	for i := range thetas {
		thetas[i] = truth.Rand(r, 1_000_000).Hits / 1_000_000
		rates[i].Trials = float64(1 + r.IntN(6))
		for range int(rates[i].Trials) {
			if r.Float64() < thetas[i] {
				rates[i].Hits++
			}
		}
		require.NoError(t, s.Add(rates[i]))
	}
	fit, err := FitBetaBinomial(ctx, s, nil)
	require.NoError(t, err)
	hit, shrunk, plain := 0, 0.0, 0.0
	for i, theta := range thetas {
		if fit.Model.Interval(rates[i], 0.9).Contains(theta) {
			hit++
		}
		shrunk += math.Pow(fit.Model.Shrunk(rates[i])-theta, 2)
		plain += math.Pow(rates[i].Hits/rates[i].Trials-theta, 2)
	}
	assert.InDelta(t, 0.9, float64(hit)/customers, 0.024) // 4.9 binomial standard errors
	assert.Less(t, shrunk, 0.6*plain)
}

func TestRatesMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(251, 252))
	items := make([]Parts, 200)
	for i := range items {
		n := float64(r.IntN(4))
		items[i] = Parts{Renewals: of(math.Floor(r.Float64()*(n+1)), n), Complaints: of(0.5, 1), Tenure: known(r.Float64())}
	}
	bytes := func(b *BaseRates) []byte {
		data, err := b.MarshalBinary()
		require.NoError(t, err)
		return data
	}
	check.MergeLaws(t, check.Merger[*BaseRates, Parts]{
		New: func() *BaseRates { return new(BaseRates) }, Add: func(b *BaseRates, p Parts) { require.NoError(t, b.Add(p)) },
		Merge: (*BaseRates).Merge, Items: items,
		Equal: func(t *testing.T, want, got *BaseRates) {
			assert.Equal(t, bytes(want), bytes(got))
			assert.Equal(t, [2]int{want.Len(), want.Rates(PartRenewals).Len()}, [2]int{got.Len(), got.Rates(PartRenewals).Len()})
		},
	})
	b := new(BaseRates)
	for _, p := range items {
		require.NoError(t, b.Add(p))
	}
	data := bytes(b)
	var back BaseRates
	require.NoError(t, back.UnmarshalBinary(data))
	assert.Equal(t, data, bytes(&back))
	for cut := range data {
		require.Error(t, back.UnmarshalBinary(data[:cut]))
	}
	assert.Equal(t, data, bytes(&back), "unchanged on error")
	assert.Nil(t, b.Rates(PartShareOfWallet))
	n := b.Rates(PartComplaints).Len()
	require.NoError(t, b.Rates(PartComplaints).Merge(b.Rates(PartComplaints)))
	assert.Equal(t, 2*n, b.Rates(PartComplaints).Len(), "merging with itself doubles")

	var in *clientele.InputError
	assert.ErrorAs(t, b.Add(Parts{Renewals: of(3, 1)}), &in)
	assert.ErrorAs(t, new(Ratios).AddN(of(1, 1), -1), &in)
}

func FuzzRatesBinary(f *testing.F) {
	s := drawRates(1, BetaBinomial{1, 1}, 5)
	data, _ := s.MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var s Ratios
		if s.UnmarshalBinary(data) == nil {
			again, err := s.MarshalBinary()
			require.NoError(t, err)
			var u Ratios
			require.NoError(t, u.UnmarshalBinary(again))
			require.Equal(t, s.Len(), u.Len())
		}
	})
}

func TestFitBase(t *testing.T) {
	r := rand.New(rand.NewPCG(261, 262))
	var b BaseRates
	truth := BetaBinomial{6, 2}
	for i := range 800 {
		require.NoError(t, b.Add(Parts{Renewals: truth.Rand(r, 4), Recommendation: of(1, 1), Tenure: known(float64(2 + i%4))}))
	}
	base, warnings, err := FitBase(context.Background(), &b, nil)
	require.NoError(t, err)
	assert.InDelta(t, 0.75, base.Renewals.Mean(), 0.03)
	assert.Equal(t, jeffreys, base.Satisfaction)
	assert.Equal(t, fewComplaints, base.Complaints)
	check.Close(t, 3.5, base.Tenure.Mean, 1e-13)
	check.Close(t, math.Sqrt(800*1.25/799), base.Tenure.SD, 1e-9)
	require.Len(t, warnings, 5, "%v", warnings)
	assert.Equal(t, "share-of-wallet", warnings[4].Subject)
	assert.Equal(t, WarnDefaultBase, warnings[0].Code)
	assert.Contains(t, warnings[3].Text(clientele.LangEnglish), "recommendation")
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err = FitBase(cancelled, &b, nil)
	assert.ErrorIs(t, err, context.Canceled)
}

func FuzzScore(f *testing.F) {
	f.Add(1.0, 2.0, 0.5, 3.0)
	s, _ := NewLoyaltyScorer(nil, nil)
	f.Fuzz(func(t *testing.T, hits, trials, share, years float64) {
		got, err := s.Score(Parts{Renewals: of(hits, trials), Complaints: of(hits, trials), ShareOfWallet: known(share), Tenure: known(years)})
		if err == nil {
			require.True(t, got.Value >= 0 && got.Value <= 100+1e-9 && got.Certainty >= 0 && got.Certainty <= 1, "%+v", got)
		}
	})
}

func TestScoreZeroAllocation(t *testing.T) {
	s := scorer(t, nil)
	why := make([]clientele.Reason, 0, 8)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		got, _ := s.Score(whole)
		why = got.AppendReasons(why[:0])
	}))
}

// Must stay below 500 ns and 0 allocations.
func BenchmarkScore(b *testing.B) {
	s := scorer(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Score(whole); err != nil {
			b.Fatal(err)
		}
	}
}

// TestNoSpread: rates that vary less than chance have no beta-binomial; the fit
// says so, and everybody gets the base's rate.
func TestNoSpread(t *testing.T) {
	s := new(Ratios)
	require.NoError(t, s.AddN(of(2, 4), 500))
	require.NoError(t, s.AddN(of(1, 4), 50))
	require.NoError(t, s.AddN(of(3, 4), 50))
	fit, err := FitBetaBinomial(context.Background(), s, nil)
	require.NoError(t, err)
	assert.InDelta(t, 0.5, fit.Model.Shrunk(of(4, 4)), 0.01)
	require.NotEmpty(t, fit.Warnings)
	assert.Equal(t, WarnNoSpread, fit.Warnings[0].Code)
}

func of(hits, trials float64) clientele.Ratio { return clientele.Ratio{Hits: hits, Trials: trials} }

// No reason denies its verdict: over random customers of a base the level lies
// on the side of the limit that its reason says, and so do class and risk.
func TestReasonsSupportVerdicts(t *testing.T) {
	r := rand.New(rand.NewPCG(271, 272))
	s := scorer(t, nil)
	after, err := NewAfterSalesClassifier(nil)
	require.NoError(t, err)
	rate := func() clientele.Ratio { n := float64(r.IntN(6)); return of(math.Floor(r.Float64()*(n+1)), n) }
	some := func(v float64) clientele.Measure {
		if r.IntN(2) == 0 {
			return clientele.Measure{}
		}
		return known(v)
	}
	classes := map[AfterSales]int{}
	for range 5000 {
		got, err := s.Score(Parts{rate(), rate(), rate(), rate(), rate(), some(r.Float64()), some(9 * r.Float64())})
		require.NoError(t, err)
		assert.Equal(t, got.Level == 0, got.Share() == clientele.Measure{})
		for _, why := range got.AppendReasons(nil) {
			switch why.Code {
			case ReasonScoreHigh, ReasonScoreMedium:
				assert.GreaterOrEqual(t, why.Value, why.Limit)
			case ReasonScoreLow, ReasonScoreUnknown:
				assert.Less(t, why.Value, why.Limit)
			}
		}
		x := AfterSalesRecord{Satisfaction: rate(), Complaints: rate(), Repeats: rate(), Open: some(float64(r.IntN(2))), Loss: clientele.NewLossVerdict(r.Float64(), .9)}
		x.Settled = math.Floor(x.Complaints.Hits * r.Float64())
		v := after.Classify(x)
		classes[v.Class]++
		switch why := v.Because; why.Code {
		case ReasonAfterLost, ReasonAfterComplaints:
			assert.GreaterOrEqual(t, why.Value, why.Limit)
		case ReasonAfterDissatisfied, ReasonAfterSatisfied:
			assert.GreaterOrEqual(t, why.Value, .5)
		case ReasonAfterLukewarm:
			assert.Less(t, why.Value, .5)
		case ReasonAfterRare:
			assert.LessOrEqual(t, why.Value, .1)
		case ReasonAfterUnsure:
			assert.Less(t, why.Value, why.Limit)
		}
	}
	assert.Len(t, classes, 5, "every class, and unassigned, occurs")
}
