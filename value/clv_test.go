package value_test

import (
	"context"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/spend"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"
)

var (
	cdnow = btyd.BGNBD{R: 0.2426, Alpha: 4.4136, A: 0.7929, B: 2.4259} // of the CDNOW sample, weeks
	year  = value.Terms{Unit: clientele.Week, Horizon: value.Within(52, clientele.Week), Rate: value.Annual(0.15), Margin: 0.3}
)

// shrunk is a small spend model with a parameter: the mean of the base, which
// counts as much as four purchases.
type shrunk struct{ Base float64 }

func (m shrunk) ExpectedSpend(s clientele.Spend) float64 {
	return (4*m.Base + float64(s.Count)*s.Mean) / (4 + float64(s.Count))
}
func (m shrunk) Params() []clientele.Param {
	return []clientele.Param{{Name: "base", Value: m.Base, Domain: clientele.DomainPositive}}
}
func (shrunk) WithParams(v []float64) shrunk { return shrunk{v[0]} }
func (m shrunk) AppendAmounts(dst []float64, r *rand.Rand, s clientele.Spend, n int) []float64 {
	for range n {
		dst = append(dst, m.ExpectedSpend(s)*r.ExpFloat64())
	}
	return dst
}

// separable is a BG/NBD that says what depends on repeats and age alone.
type separable struct{ btyd.BGNBD }

func (m separable) DiscountedIfAlive(repeats int, age, rate, t float64) float64 {
	h := clientele.History{Repeats: repeats, Age: age}
	if repeats > 0 {
		h.Last = age
	}
	return m.DiscountedPurchasesWithin(h, rate, t) / m.ProbAlive(h)
}

// base simulates n customers observed for 30 to 104 weeks, in whole days.
func base(n int) []value.Customer {
	r := rand.New(rand.NewPCG(3, 4))
	out := make([]value.Customer, n)
	for i := range out {
		h := cdnow.Rand(r, float64(210+r.IntN(519))/7)
		if h.Repeats > 0 {
			h.Last = math.Max(1, math.Round(7*h.Last)) / 7
			h.Last = math.Min(h.Last, h.Age)
			out[i].Spend = clientele.Spend{Count: h.Repeats, Mean: math.Round(100*30*math.Exp(r.NormFloat64()/2)) / 100}
		}
		out[i].History = h
	}
	return out
}

func TestCLV(t *testing.T) {
	c, err := value.NewCLV(cdnow, shrunk{30}, year)
	require.NoError(t, err)
	x := value.Customer{History: clientele.History{Repeats: 2, Last: 30.43, Age: 38.86}, Spend: clientele.Spend{Count: 2, Mean: 22.35}}

	// By hand: weekly sums of the model's expected purchases, discounted in mid-week.
	weekly, delta := 0.0, math.Log(1.15)*7/365.25
	for k := range 5200 {
		from, to := float64(k)/100, float64(k+1)/100
		weekly += math.Exp(-delta*(from+to)/2) * (cdnow.ExpectedPurchases(x.History, to) - cdnow.ExpectedPurchases(x.History, from))
	}
	want := 0.3 * (4*30 + 2*22.35) / 6 * weekly
	check.Close(t, want, c.Of(x), 1e-9, "value of the year")

	forever := year
	forever.Horizon = value.Forever()
	c, err = value.NewCLV(cdnow, shrunk{30}, forever)
	require.NoError(t, err)
	check.Close(t, 0.3*(4*30+2*22.35)/6*cdnow.DiscountedPurchases(x.History, delta), c.Of(x), 1e-12, "for ever")

	counts, err := value.NewCLV(cdnow, nil, value.Terms{Unit: clientele.Week, Horizon: year.Horizon})
	require.NoError(t, err)
	check.Close(t, cdnow.ExpectedPurchases(x.History, 52), counts.Of(x), 1e-12, "no spend, no rate, no margin: purchases")
}

// The same terms in days and in weeks give the same value.
func TestCLVUnits(t *testing.T) {
	weeks, err := value.NewCLV(cdnow, shrunk{30}, year)
	require.NoError(t, err)
	inDays := year
	inDays.Unit = clientele.Day
	days, err := value.NewCLV(btyd.BGNBD{R: cdnow.R, Alpha: 7 * cdnow.Alpha, A: cdnow.A, B: cdnow.B}, shrunk{30}, inDays)
	require.NoError(t, err)
	for _, x := range base(100) {
		d := x
		d.History = x.History.Scaled(7)
		check.Close(t, weeks.Of(x), days.Of(d), 1e-9, x)
	}
}

func TestTermsCheck(t *testing.T) {
	for name, edit := range map[string]func(*value.Terms){
		"unit":    func(t *value.Terms) { t.Unit = 0 },
		"horizon": func(t *value.Terms) { t.Horizon = value.Horizon{} },
		"rate":    func(t *value.Terms) { t.Rate = value.DiscountRate{Value: 0.1} },
		"margin":  func(t *value.Terms) { t.Margin = math.NaN() },
		"margin+": func(t *value.Terms) { t.Margin = 1.01 },
	} {
		terms := year
		edit(&terms)
		_, err := value.NewCLV(cdnow, nil, terms)
		var bad *clientele.InputError
		assert.ErrorAs(t, err, &bad, name)
	}
}

func TestCLVSpecialCases(t *testing.T) {
	c, err := value.NewCLV(cdnow, value.Amount(math.Inf(1)), year)
	require.NoError(t, err)
	dead := value.Customer{History: clientele.History{Repeats: 400, Last: 1, Age: 1e9}}
	alive := value.Customer{History: clientele.History{Repeats: 4, Last: 10, Age: 10}}
	never := value.Customer{History: clientele.History{Repeats: 4, Last: 11, Age: 10}}
	for _, of := range []func(value.Customer) float64{c.Of, c.Table().Of} {
		assert.Zero(t, of(dead), "worth nothing even where the mean spend does not exist")
		assert.Equal(t, math.Inf(1), of(alive))
		assert.True(t, math.IsNaN(of(never)), "an impossible history")
	}
}

// A table gives the bits of the CLV, and remembers repeats and ages, not histories.
func TestTable(t *testing.T) {
	customers := base(3000)
	ages := map[clientele.History]bool{}
	for _, x := range customers {
		x.History.Last = 0
		ages[x.History] = true
	}
	for _, m := range []value.PurchaseModel{cdnow, separable{cdnow}} {
		c, err := value.NewCLV(m, shrunk{30}, year)
		require.NoError(t, err)
		table := c.Table()
		for _, x := range customers {
			require.Equal(t, c.Of(x), table.Of(x))
		}
		if _, ok := m.(value.AliveDiscounter); ok {
			assert.Equal(t, len(ages), table.Len())
		}
		assert.Zero(t, testing.AllocsPerRun(100, func() { c.Of(customers[7]) }))
		assert.Zero(t, testing.AllocsPerRun(100, func() { table.Of(customers[7]) }))
	}
	plain, _ := value.NewCLV(cdnow, shrunk{30}, year)
	split, _ := value.NewCLV(separable{cdnow}, shrunk{30}, year)
	for _, x := range customers {
		check.Close(t, plain.Of(x), split.Of(x), 1e-12, x)
	}
}

func TestPath(t *testing.T) {
	customers := base(200)
	for _, rate := range []value.DiscountRate{{}, value.Annual(0.05), value.Annual(0.3)} {
		terms := year
		terms.Rate = rate
		c, err := value.NewCLV(cdnow, shrunk{30}, terms)
		require.NoError(t, err)
		for _, x := range customers {
			path := c.AppendPath(nil, x, 13*clientele.Week, 12)
			require.Len(t, path, 12)
			assert.True(t, slices.IsSorted(path))
			for k, got := range path {
				terms.Horizon = value.Within(float64(13*(k+1)), clientele.Week)
				whole, err := value.NewCLV(cdnow, shrunk{30}, terms)
				require.NoError(t, err)
				check.Close(t, whole.Of(x), got, 1e-6, "quarter", k+1, x)
			}
		}
	}
}

// The total does not depend on the order, and keeps what is not finite.
func TestTotal(t *testing.T) {
	c, err := value.NewCLV(cdnow, shrunk{30}, year)
	require.NoError(t, err)
	customers := base(500)
	want := c.Total(slices.Values(customers))
	sum := 0.0
	for _, x := range customers {
		sum += c.Of(x)
	}
	check.Close(t, sum, want, 1e-13)
	r := rand.New(rand.NewPCG(5, 6))
	for range 5 {
		r.Shuffle(len(customers), func(i, j int) { customers[i], customers[j] = customers[j], customers[i] })
		require.Equal(t, want, c.Total(slices.Values(customers)))
	}
	customers[3].History.Last = -1
	assert.True(t, math.IsNaN(c.Total(slices.Values(customers))))
}

func fits(t testing.TB, customers []value.Customer) (*clientele.Fit[btyd.BGNBD], *clientele.Fit[shrunk]) {
	t.Helper()
	var p clientele.Panel
	for _, x := range customers {
		require.NoError(t, p.Add(x.History))
	}
	fit, err := btyd.FitBGNBD(context.Background(), &p, nil)
	require.NoError(t, err)
	return fit, &clientele.Fit[shrunk]{Model: shrunk{30}, Cov: [][]float64{{16}}}
}

func fitted(t testing.TB, customers []value.Customer, terms value.Terms) *value.FittedCLV[btyd.BGNBD, shrunk] {
	t.Helper()
	fit, spend := fits(t, customers)
	f, err := value.NewFittedCLV(fit, spend, terms)
	require.NoError(t, err)
	return f
}

// The interval of the mean is what draws of both fits give.
func TestMeanInterval(t *testing.T) {
	customers := base(1500)
	purchaseFit, spendFit := fits(t, customers)
	f, err := value.NewFittedCLV(purchaseFit, spendFit, year)
	require.NoError(t, err)
	x := customers[slices.IndexFunc(customers, func(x value.Customer) bool { return x.History.Repeats >= 3 })]
	got := f.MeanInterval(x, 0.95)
	assert.True(t, got.Contains(f.Of(x)))
	assert.Equal(t, got, f.MeanInterval(x, 0.95), "remembering changes nothing")

	all := f.TotalMean(customers, 0.95)
	assert.True(t, all.Contains(f.Total(slices.Values(customers))))

	// 4,000 models drawn from both fits: the delta method is right to a few percent.
	var values, totals []float64
	spends, stop := iter.Pull(spendFit.Draws(rand.New(rand.NewPCG(8, 8))))
	defer stop()
	for m := range purchaseFit.Draws(rand.New(rand.NewPCG(9, 9))) {
		s, _ := spends()
		c, err := value.NewCLV(separable{m}, s, year)
		require.NoError(t, err)
		values = append(values, c.Of(x))
		if len(totals) < 400 {
			totals = append(totals, c.Total(slices.Values(customers)))
		}
		if len(values) == 4000 {
			break
		}
	}
	slices.Sort(values)
	slices.Sort(totals)
	for _, c := range []struct {
		got   clientele.Interval
		drawn []float64
	}{{got, values}, {all, totals}} {
		assert.InEpsilon(t, stat.Quantile(0.025, stat.Empirical, c.drawn, nil), c.got.Lo, 0.05)
		assert.InEpsilon(t, stat.Quantile(0.975, stat.Empirical, c.drawn, nil), c.got.Hi, 0.05)
	}
	segment := f.TotalMean([]value.Customer{x}, 0.95)
	check.Close(t, got.Lo, segment.Lo, 1e-9, "a segment of one")
	check.Close(t, got.Hi, segment.Hi, 1e-9, "a segment of one")
}

// Values that may be negative have intervals that may hold 0: those of drawn
// models, for a customer with a small margin, one with a loss, and all.
func TestIntervalsOfMargins(t *testing.T) {
	customers := base(1500)
	purchases, _ := fits(t, customers)
	margins := &clientele.Fit[spend.Normal]{Model: spend.Normal{Mu: 1, SigmaA: 8, SigmaW: 20},
		Cov: [][]float64{{4, 0, 0}, {0, 0.25, 0}, {0, 0, 0.25}}}
	f, err := value.NewFittedCLV(purchases, margins, year)
	require.NoError(t, err)
	h := customers[slices.IndexFunc(customers, func(x value.Customer) bool { return x.History.Repeats >= 3 })].History
	small := value.Customer{History: h, Spend: clientele.Spend{Count: 1, Mean: 2}}
	loss := value.Customer{History: h, Spend: clientele.Spend{Count: 6, Mean: -25}}
	for i := range customers {
		customers[i].Spend = clientele.Spend{Count: 1 + i%3, Mean: float64(i%41 - 20)}
	}
	got := []clientele.Interval{f.MeanInterval(small, 0.95), f.MeanInterval(loss, 0.95), f.TotalMean(customers, 0.95)}
	assert.True(t, got[0].Contains(0) && f.Of(small) > 0)
	assert.Less(t, got[1].Hi, 0.0)

	drawn := make([][]float64, len(got))
	next, stop := iter.Pull(margins.Draws(rand.New(rand.NewPCG(8, 8))))
	defer stop()
	for m := range purchases.Draws(rand.New(rand.NewPCG(9, 9))) {
		s, _ := next()
		c, err := value.NewCLV(separable{m}, s, year)
		require.NoError(t, err)
		for i, v := range []float64{c.Of(small), c.Of(loss), c.Total(slices.Values(customers))} {
			drawn[i] = append(drawn[i], v)
		}
		if len(drawn[0]) == 1000 {
			break
		}
	}
	for i, iv := range got {
		slices.Sort(drawn[i])
		width := iv.Hi - iv.Lo
		assert.InDelta(t, stat.Quantile(0.025, stat.Empirical, drawn[i], nil), iv.Lo, 0.13*width, i) // the delta method leaves out the skewness
		assert.InDelta(t, stat.Quantile(0.975, stat.Empirical, drawn[i], nil), iv.Hi, 0.13*width, i) // the delta method leaves out the skewness
	}

	// The outcome adds the customers' own variance: that of drawn futures.
	r := rand.New(rand.NewPCG(10, 10))
	outcome, mean := f.TotalOutcome(r, customers, 0.95), got[2]
	brute := f.OutcomeInterval(r, 500, 0.95, customers...)
	assert.True(t, outcome.Lo < mean.Lo && outcome.Hi > mean.Hi)
	assert.InDelta(t, brute.Lo, outcome.Lo, 0.1*(brute.Hi-brute.Lo))
	assert.InDelta(t, brute.Hi, outcome.Hi, 0.1*(brute.Hi-brute.Lo))
	assert.Equal(t, clientele.Interval{Lo: math.Inf(-1), Hi: math.Inf(1), Level: 0.9},
		f.MeanInterval(value.Customer{History: h, Spend: clientele.Spend{Count: -1}}, 0.9))
}

func TestIntervalSpecialCases(t *testing.T) {
	f := fitted(t, base(500), year)
	dead := value.Customer{History: clientele.History{Repeats: 400, Last: 1, Age: 1e9}}
	assert.Equal(t, clientele.Interval{Level: 0.9}, f.MeanInterval(dead, 0.9))
	r := rand.New(rand.NewPCG(1, 1))
	assert.Equal(t, clientele.Interval{Level: 0.9}, f.OutcomeInterval(r, 10, 0.9, dead))

	endless := year
	endless.Horizon, endless.Rate = value.Forever(), value.DiscountRate{}
	f = fitted(t, base(500), endless)
	whole := clientele.Interval{Lo: 0, Hi: math.Inf(1), Level: 0.9}
	assert.Equal(t, whole, f.OutcomeInterval(r, 10, 0.9, base(1)...))
	assert.Equal(t, whole, f.TotalOutcome(r, base(10), 0.9))
	assert.Panics(t, func() { f.OutcomeInterval(r, 10, 1, dead) })
	assert.Panics(t, func() { f.OutcomeInterval(r, 0, 0.9, dead) })
}

// Of 100 simulated bases, each fitted and followed for a year, the outcome of
// the total lies in its 90 % interval in 74 to 100, and so does that of one
// customer a base; both are binomial bounds at 1e-6. Each base's parameters and
// spend are estimates with the errors they have.
func TestOutcomeCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 11))
	const bases = 100
	total, single := 0, 0
	for range bases {
		customers := make([]value.Customer, 250)
		for i := range customers {
			customers[i].History = cdnow.Rand(r, 30+20*r.Float64())
		}
		purchases, spend := fits(t, customers)
		spend.Model.Base *= math.Exp(r.NormFloat64() * math.Sqrt(spend.Cov[0][0]) / 30)
		f, err := value.NewFittedCLV(purchases, spend, year)
		require.NoError(t, err)

		all, first := 0.0, 0.0
		for i, x := range customers {
			got := 0.0
			times := cdnow.AppendPurchases(nil, r, x.History, 52)
			for k, amount := range (shrunk{30}).AppendAmounts(nil, r, x.Spend, len(times)) {
				got += 0.3 * amount * math.Exp(-f.Rate()*times[k])
			}
			all += got
			if i == 0 {
				first = got
			}
		}
		if f.TotalOutcome(r, customers, 0.9).Contains(all) {
			total++
		}
		if f.OutcomeInterval(r, 400, 0.9, customers[0]).Contains(first) {
			single++
		}
	}
	t.Logf("covered: total %d, one customer %d of %d", total, single, bases)
	assert.GreaterOrEqual(t, total, 74)
	assert.GreaterOrEqual(t, single, 74)
}

func BenchmarkTable(b *testing.B) { // 1,000,000 customers, a year, weeks: at most 0.6 s
	customers := base(1_000_000)
	c, err := value.NewCLV(separable{cdnow}, shrunk{30}, year)
	require.NoError(b, err)
	for b.Loop() {
		c.Total(slices.Values(customers))
	}
}
