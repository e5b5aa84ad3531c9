package value_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCustomerEquity(t *testing.T) {
	intakes := value.Intakes(value.Intake{Customers: 100, Value: 80, Cost: 30, After: 0.5}, 1, 1.1, 3)
	require.Len(t, intakes, 3)
	check.Close(t, 121, intakes[2].Customers, 1e-15)
	assert.Equal(t, 2.5, intakes[2].After)
	e, err := value.CustomerEquity(slices.Values([]float64{10, -4, 50}), intakes, value.Annual(0.1), clientele.Year)
	require.NoError(t, err)
	assert.Equal(t, 3, e.Customers)
	assert.Equal(t, 56.0, e.Current)
	want := 0.0
	for k, in := range intakes {
		pv := in.Customers * 50 * math.Pow(1.1, -(0.5+float64(k)))
		check.Close(t, pv, e.Intakes[k], 1e-14)
		want += pv
	}
	check.Close(t, want, e.Future, 1e-15)
	// Growth of 10 % at a rate of 10 %: every intake is worth the same.
	check.Close(t, e.Intakes[0], e.Intakes[2], 1e-14)
	assert.Equal(t, e.Current+e.Future, e.Total())
	empty, err := value.CustomerEquity(nil, nil, value.DiscountRate{}, clientele.Week)
	require.NoError(t, err)
	assert.Zero(t, empty.Total())
	assert.Empty(t, value.Intakes(value.Intake{}, 1, 1, -1))

	// The order of the customers does not matter, to the last bit.
	r := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, 1000)
	for i := range values {
		values[i] = r.NormFloat64() * math.Exp(20*r.NormFloat64())
	}
	a, err := value.CustomerEquity(slices.Values(values), nil, value.DiscountRate{}, clientele.Week)
	require.NoError(t, err)
	r.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
	b, err := value.CustomerEquity(slices.Values(values), nil, value.DiscountRate{}, clientele.Week)
	require.NoError(t, err)
	assert.Equal(t, a, b)

	var input *clientele.InputError
	for _, in := range []value.Intake{{Customers: -1}, {Value: math.NaN()}, {Cost: -1}, {After: -1}, {After: math.Inf(1)}, {Customers: 1e200, Value: 1e200}} {
		_, err := value.CustomerEquity(nil, []value.Intake{in}, value.Annual(0.1), clientele.Year)
		assert.ErrorAs(t, err, &input, "%+v", in)
	}
	_, err = value.CustomerEquity(slices.Values([]float64{math.NaN()}), nil, value.DiscountRate{}, clientele.Week)
	assert.ErrorAs(t, err, &input)
	_, err = value.CustomerEquity(nil, nil, value.DiscountRate{Value: -1}, clientele.Week)
	assert.ErrorAs(t, err, &input)
	_, err = value.CustomerEquity(nil, nil, value.Annual(0.1), 0)
	assert.ErrorAs(t, err, &input)
}

func TestAcquisition(t *testing.T) {
	a := value.Acquisition{Value: 300, Cost: 100}
	assert.Equal(t, 200.0, a.Net())
	assert.Equal(t, 3.0, a.Ratio())
	assert.Equal(t, 100.0, value.Ceiling(300, 3))
	assert.Equal(t, 0.0, value.Ceiling(-300, 3))
	assert.Equal(t, 2.0, value.ContactCeiling(300, 3, 0.02))
	assert.True(t, math.IsInf(value.Acquisition{Value: 1}.Ratio(), 1))
	for _, v := range []float64{value.Acquisition{Cost: -1}.Net(), value.Acquisition{Cost: math.NaN()}.Ratio(), value.Ceiling(1, 0), value.Ceiling(math.NaN(), 1), value.ContactCeiling(1, 1, 1.5), value.Payback(-1, nil), value.Payback(5, []float64{math.NaN()})} {
		assert.True(t, math.IsNaN(v))
	}
	path := []float64{10, 10, 40, 100}
	for cost, want := range map[float64]float64{0: 0, 5: 0.5, 10: 1, 25: 2.5, 100: 4, 101: math.Inf(1)} {
		assert.Equal(t, want, value.Payback(cost, path), cost)
	}
	// At the ceiling of ratio 1 the customer pays back at the horizon, no sooner.
	assert.Equal(t, 4.0, value.Payback(value.Ceiling(path[3], 1), path))
}

func TestKeepOrWin(t *testing.T) {
	keep := value.MarketingEffort{Value: 200, Success: 0.1, Cost: 4}
	win := value.MarketingEffort{Value: 150, Success: 0.02, Cost: 2}
	assert.InDelta(t, 16, keep.Gain(), 1e-12)
	assert.InDelta(t, 40, keep.Price(), 1e-12)
	assert.InDelta(t, 4, keep.Return(), 1e-12)
	assert.InDelta(t, 200, keep.PriceOfWinning(value.TextbookCostRatio), 1e-12)
	assert.InDelta(t, 400, keep.PriceOfWinning(10), 1e-12)
	assert.True(t, math.IsNaN(keep.PriceOfWinning(-1)))

	for _, c := range []struct {
		keep, win value.MarketingEffort
		want      value.KeepWinChoice
		codes     []string
	}{
		{keep, win, value.KeepWinChoiceKeep, []string{value.ReasonKeepingPays}},
		{value.MarketingEffort{Value: 20, Success: 0.1, Cost: 4}, win, value.KeepWinChoiceWin, []string{value.ReasonWinningPays}},
		{value.MarketingEffort{Value: 20, Success: 0.1, Cost: 4}, value.MarketingEffort{Value: 1, Success: 0.1, Cost: 4}, value.KeepWinChoiceNeither, []string{value.ReasonKeepingLoses, value.ReasonWinningLoses}},
		{keep, keep, value.KeepWinChoiceKeep, []string{value.ReasonKeepingPays}},
		{value.MarketingEffort{}, value.MarketingEffort{}, value.KeepWinChoiceNeither, []string{value.ReasonKeepingLoses, value.ReasonWinningLoses}},
		{value.MarketingEffort{Value: 1, Success: 1}, win, value.KeepWinChoiceKeep, []string{value.ReasonKeepingPays}},
		{value.MarketingEffort{Success: 2}, win, 0, nil},
		{keep, value.MarketingEffort{Cost: math.NaN()}, 0, nil},
	} {
		got := value.KeepOrWin(c.keep, c.win)
		reasons := got.AppendReasons(nil)
		assert.Equal(t, c.want, got.Choice, "%+v", c)
		var codes []string
		for _, r := range reasons {
			codes = append(codes, r.Code)
			for _, lang := range []clientele.Lang{clientele.LangEnglish, clientele.LangChinese} {
				assert.NotContains(t, r.Text(lang), "{")
				assert.NotEqual(t, r.Code, r.Text(lang))
			}
		}
		assert.Equal(t, c.codes, codes)
	}
	assert.True(t, math.IsInf(value.MarketingEffort{Value: 1, Cost: 1}.Price(), 1))
	text, err := value.KeepWinChoiceNeither.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "neither", string(text))
	var back value.KeepWinChoice
	require.NoError(t, back.UnmarshalText(text))
	assert.Equal(t, value.KeepWinChoiceNeither, back)
	assert.Equal(t, "维系老客户", value.KeepWinChoiceKeep.Label(clientele.LangChinese))
}

func TestContribution(t *testing.T) {
	c := value.Contribution{Revenue: 100, Direct: 60, Service: 25, Acquisition: 5}
	assert.Equal(t, 40.0, c.Gross())
	assert.Equal(t, 10.0, c.Net())
	assert.Equal(t, 0.1, c.Margin())
	assert.Equal(t, 0.625, c.ServiceShare())
	assert.True(t, math.IsNaN(value.Contribution{}.Margin()))
	assert.True(t, math.IsNaN(value.Contribution{Direct: 1}.ServiceShare()))

	costs, err := value.NewCostToServe(value.CostActivity{Name: "visit", Pool: 10000, Volume: 100}, value.CostActivity{Name: "call", Pool: 3000, Volume: 1500})
	require.NoError(t, err)
	assert.Equal(t, 206.0, costs.Of([]float64{2, 3}))
	// What customers are charged and what nobody used make up the pools.
	assert.InDelta(t, 13000-90*100-1200*2, costs.Unused([]float64{90, 1200}), 1e-9)
	assert.Equal(t, "call", costs.Activities()[1].Name)
	assert.True(t, math.IsNaN(costs.Of([]float64{-1, 0})))
	assert.Panics(t, func() { costs.Of(nil) })
	_, err = value.NewCostToServe()
	assert.ErrorIs(t, err, clientele.ErrNoData)
	var input *clientele.InputError
	for _, bad := range []value.CostActivity{{Pool: -1, Volume: 1}, {Pool: 1}, {Pool: 1, Volume: math.NaN()}} {
		_, err := value.NewCostToServe(bad)
		assert.ErrorAs(t, err, &input)
	}
}

func TestWhale(t *testing.T) {
	w, err := value.NewWhale([]float64{-30, 50, 0, 80, -20})
	require.NoError(t, err)
	n, peak := w.Peak()
	assert.Equal(t, 2, n)
	assert.Equal(t, 130.0, peak)
	assert.Equal(t, 80.0, w.Total())
	assert.Equal(t, 50.0, w.Destroyed())
	assert.Equal(t, 1.625, w.Top(0.4))
	assert.Equal(t, 5, w.Customers())
	assert.Equal(t, []value.WhalePoint{{0, 0}, {0.2, 80}, {0.4, 130}, {0.6, 130}, {0.8, 110}, {1, 80}}, w.Curve(5))
	assert.Equal(t, []value.WhalePoint{{0, 0}, {0.5, 130}, {1, 80}}, w.Curve(2))
	loss, err := value.NewWhale([]float64{-1, -2})
	require.NoError(t, err)
	assert.Equal(t, -3.0, loss.Curve(1)[1].Profit)
	assert.Panics(t, func() { w.Curve(0) })
	_, err = value.NewWhale(nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = value.NewWhale([]float64{math.NaN()})
	var input *clientele.InputError
	assert.ErrorAs(t, err, &input)
}

type entry struct {
	post        value.ValuePost
	amount, ago float64
}

func TestAccountAddsUp(t *testing.T) {
	force := value.Annual(0.08).Force(clientele.Year)
	r := rand.New(rand.NewPCG(7, 7))
	var a value.ValueAccount
	perPost := map[value.ValuePost]float64{}
	var entries []entry
	for range 500 {
		e := entry{value.ValuePost(1 + r.IntN(6)), 100 * r.NormFloat64(), 5 * r.Float64()}
		entries = append(entries, e)
		require.NoError(t, a.Add(e.post, e.amount, e.ago, force))
		perPost[e.post] += e.amount * math.Pow(1.08, e.ago)
	}
	s, err := a.Statement(1234.5)
	require.NoError(t, err)
	require.Len(t, s.Lines, 6)
	sum := 0.0
	for i, l := range s.Lines {
		assert.Equal(t, value.ValuePost(i+1), l.Post)
		want := perPost[l.Post]
		if l.Post.Cost() {
			want = -want
		}
		check.Close(t, want, l.Amount, 1e-11, l.Post)
		sum += l.Amount
	}
	check.Close(t, sum, s.Delivered, 1e-13)
	check.Close(t, sum+1234.5, s.Lifetime, 1e-14)
	// A day later the past is worth a day's interest more: the ledger rolls forward.
	var later value.ValueAccount
	for _, e := range entries {
		require.NoError(t, later.Add(e.post, e.amount, e.ago+1.0/365.25, force))
	}
	rolled, err := later.Statement(0)
	require.NoError(t, err)
	check.Close(t, s.Delivered*math.Exp(force/365.25), rolled.Delivered, 1e-11)

	data, err := json.Marshal(s.Lines[3])
	require.NoError(t, err)
	assert.Contains(t, string(data), `"post":"service-cost"`)
	assert.Equal(t, "服务成本", value.ValuePostServiceCost.Label(clientele.LangChinese))
	assert.False(t, value.ValuePost(99).Cost())
	empty, err := new(value.ValueAccount).Statement(-5)
	require.NoError(t, err)
	assert.Equal(t, value.ValueStatement{Remaining: -5, Lifetime: -5}, empty)
}

func TestAccountRefuses(t *testing.T) {
	var a value.ValueAccount
	var input *clientele.InputError
	for _, err := range []error{
		a.Add(0, 1, 1, 0), a.Add(value.ValuePostRevenue, math.NaN(), 1, 0), a.Add(value.ValuePostRevenue, 1, -1, 0), a.Add(value.ValuePostRevenue, 1, math.Inf(1), 0),
		a.Add(value.ValuePostRevenue, 1, 1, -0.1), a.Add(value.ValuePostRevenue, 1, 1, math.NaN()), a.Add(value.ValuePostRevenue, 1e200, 1e3, 1),
	} {
		assert.ErrorAs(t, err, &input)
	}
	assert.Zero(t, a.Len())
	_, err := a.Statement(math.Inf(1))
	assert.ErrorAs(t, err, &input)
}

func TestAccountMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	items := make([]entry, 300)
	for i := range items {
		items[i] = entry{value.ValuePost(1 + r.IntN(6)), r.NormFloat64() * math.Exp(10*r.NormFloat64()), 20 * r.Float64()}
	}
	check.MergeLaws(t, check.Merger[*value.ValueAccount, entry]{
		New:   func() *value.ValueAccount { return new(value.ValueAccount) },
		Add:   func(a *value.ValueAccount, e entry) { _ = a.Add(e.post, e.amount, e.ago, 0.1) },
		Merge: (*value.ValueAccount).Merge,
		Equal: func(t *testing.T, want, got *value.ValueAccount) {
			x, _ := want.MarshalBinary()
			y, _ := got.MarshalBinary()
			assert.Equal(t, x, y)
		},
		Items: items,
	})
	var a value.ValueAccount
	for _, e := range items[:20] {
		require.NoError(t, a.Add(e.post, e.amount, e.ago, 0.1))
	}
	a.Merge(nil)
	data, err := a.MarshalBinary()
	require.NoError(t, err)
	var back value.ValueAccount
	require.NoError(t, back.UnmarshalBinary(data))
	x, _ := a.Statement(0)
	y, _ := back.Statement(0)
	assert.Equal(t, x, y)
	assert.Equal(t, 20, back.Len())
	for cut := range data {
		assert.Error(t, back.UnmarshalBinary(data[:cut]))
	}
	assert.Equal(t, 20, back.Len())
}

func FuzzAccountBinary(f *testing.F) {
	var a value.ValueAccount
	_ = a.Add(value.ValuePostRevenue, 1, 2, 0.1)
	_ = a.Add(value.ValuePostDirectCost, 1e-30, 2, 0.1)
	data, _ := a.MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var a value.ValueAccount
		if a.UnmarshalBinary(data) != nil {
			return
		}
		out, err := a.MarshalBinary()
		require.NoError(t, err)
		var again value.ValueAccount
		require.NoError(t, again.UnmarshalBinary(out))
	})
}
