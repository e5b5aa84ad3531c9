package loyalty

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLapsed(t *testing.T) {
	l := Lapsed{Return: 0.2, ReturnSE: 0.05, Value: 100, ValueSE: 20, Contact: 5, Offer: 10}
	check.Close(t, 13, l.Net(), 1e-15)
	check.Close(t, 7, l.Spend(), 1e-15)
	check.Close(t, 5.0/90, l.BreakEven(), 1e-15)
	check.Close(t, math.Sqrt(16+4.5*4.5+1), l.NetSE(), 1e-14)
	assert.True(t, l.ProbGain() > 0.95 && l.ProbGain() < 1)
	even := l
	even.Return = l.BreakEven()
	assert.InDelta(t, 0, even.Net(), 1e-14)
	assert.InDelta(t, 0.5, even.ProbGain(), 1e-12)
	assert.True(t, math.IsInf(Lapsed{Value: 1, Offer: 1}.BreakEven(), 1))
	assert.Zero(t, Lapsed{Contact: 1}.ProbGain())
	assert.Equal(t, 1.0, Lapsed{Return: 1, Value: 9, Contact: 1}.ProbGain())

	// The error of a product of independent estimates, by simulation.
	r := rand.New(rand.NewPCG(271, 272))
	var sum, square float64
	const runs = 200_000
	for range runs {
		v := (0.2+0.05*r.NormFloat64())*(90+20*r.NormFloat64()) - 5
		sum += v
		square += v * v
	}
	assert.InDelta(t, l.NetSE(), math.Sqrt(square/runs-sum/runs*sum/runs), 0.05)
}

func TestBreakEvenInterval(t *testing.T) {
	l := Lapsed{Value: 100, ValueSE: 20, Contact: 5, Offer: 10}
	iv := l.BreakEvenInterval(0.95)
	check.Close(t, 5/(90+1.959963984540054*20), iv.Lo, 1e-12)
	check.Close(t, 5/(90-1.959963984540054*20), iv.Hi, 1e-12)
	l.ValueSE = 80
	assert.True(t, math.IsInf(l.BreakEvenInterval(0.95).Hi, 1))
}

// TestReturnProbability: without covariates and with one piece the hazard is
// geometric, and the error of the return within two periods is known.
func TestReturnProbability(t *testing.T) {
	s := retention.NewSpells()
	for range 30 {
		require.NoError(t, s.Add(retention.Spell{End: 1, Lost: true}))
	}
	for range 70 {
		require.NoError(t, s.Add(retention.Spell{End: 1}))
	}
	fit, err := retention.FitHazard(context.Background(), s, &retention.HazardOptions{Cuts: []int{}})
	require.NoError(t, err)
	p, se := ReturnProbability(fit, 3, 2, nil)
	check.Close(t, 1-0.49, p, 1e-10)
	check.Close(t, 2*0.7*math.Sqrt(0.3*0.7/100), se, 1e-6)
	p, se = ReturnProbability(fit, 3, 0, nil)
	assert.True(t, p == 0 && math.IsNaN(se))
	fit.Cov = nil
	_, se = ReturnProbability(fit, 3, 2, nil)
	assert.True(t, math.IsNaN(se))
}

func TestSecondLifetimeValue(t *testing.T) {
	want := 0.0
	for k := range 2000 {
		want += 10 * math.Pow(0.8/1.1, float64(k))
	}
	check.Close(t, want, SecondLifetimeValue(10, 0.8, 0.1), 1e-12)
	assert.Equal(t, 10.0, SecondLifetimeValue(10, 0, 0.1))
	assert.Equal(t, 10.0, SecondLifetimeValue(10, 0.5, math.Inf(1)))
	for _, v := range [][2]float64{{1, 0}, {-0.1, 0.1}, {1.1, 0.5}, {0.5, -0.1}, {math.NaN(), 0.1}} {
		assert.True(t, math.IsNaN(SecondLifetimeValue(10, v[0], v[1])), "%v", v)
	}
}

func TestRankWinBack(t *testing.T) {
	lapsed := []Lapsed{
		{Return: 0.1, Value: 100, Contact: 20},                 // a loss
		{Return: 0.5, Value: 100, Contact: 10},                 // 40 for 10
		{Return: 0.3, Value: 100, Contact: 10},                 // 20 for 10
		{Return: 0.9, Value: 50, Contact: 25},                  // 20 for 25
		{Return: 0.2, ReturnSE: 0.2, Value: 100, Contact: 15},  // 5, unsure
		{Return: 0.2, Value: 100, Contact: 5, ValueSE: 0.0001}, // 15 for 5
	}
	plan, err := RankWinBack(lapsed, 30, 0.9)
	require.NoError(t, err)
	var order []int
	codes := map[int]string{}
	for _, w := range plan.Ranking {
		order = append(order, w.Index)
		codes[w.Index] = w.Reason.Code
		assert.Equal(t, w.Chosen, w.Reason.Code == ReasonWinBackChosen)
	}
	assert.Equal(t, []int{1, 5, 2, 3, 4, 0}, order)
	assert.Equal(t, map[int]string{0: ReasonWinBackLoss, 1: ReasonWinBackChosen, 2: ReasonWinBackChosen, 3: ReasonWinBackBudget, 4: ReasonWinBackUnsure, 5: ReasonWinBackChosen}, codes)
	check.Close(t, 25, plan.Spend, 1e-15)
	check.Close(t, 75, plan.Net, 1e-14)
	check.Close(t, 2, plan.CutOff, 1e-14)
	check.Close(t, 75+20*5.0/25, plan.Bound, 1e-14)
	rich, err := RankWinBack(lapsed, math.Inf(1), 0.5)
	require.NoError(t, err)
	check.Close(t, 100, rich.Net, 1e-14)
	check.Close(t, rich.Net, rich.Bound, 1e-14)
	poor, err := RankWinBack(lapsed, 0, 0.5)
	require.NoError(t, err)
	assert.Zero(t, poor.Net+poor.Spend+poor.CutOff+poor.Bound)

	_, err = RankWinBack(nil, 1, 0.5)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	var in *clientele.InputError
	for _, bad := range []Lapsed{{Return: 1.1, Contact: 1}, {ReturnSE: -1, Contact: 1}, {Value: math.Inf(1), Contact: 1}, {ValueSE: math.NaN(), Contact: 1},
		{Contact: -1}, {Contact: 1, Offer: math.NaN()}, {Return: 0.5, Value: 1}} {
		_, err := RankWinBack([]Lapsed{{Contact: 1}, bad}, 1, 0.5)
		assert.ErrorAs(t, err, &in, "%+v", bad)
		assert.ErrorContains(t, err, "customer 2")
	}
	_, err = RankWinBack(lapsed, math.NaN(), 0.5)
	assert.ErrorAs(t, err, &in)
	_, err = RankWinBack(lapsed, 1, 1)
	assert.ErrorAs(t, err, &in)
}

// TestRankWinBackOptimal: against every choice of ten customers the plan is
// within the budget, and the best choice is between its value and its bound.
func TestRankWinBackOptimal(t *testing.T) {
	r := rand.New(rand.NewPCG(281, 282))
	for range 50 {
		lapsed := make([]Lapsed, 10)
		for i := range lapsed {
			lapsed[i] = Lapsed{Return: r.Float64(), Value: 100 * r.Float64(), Contact: 1 + 20*r.Float64(), Offer: 20 * r.Float64()}
		}
		const budget = 60
		plan, err := RankWinBack(lapsed, budget, 0)
		require.NoError(t, err)
		best := 0.0
		for set := range 1 << len(lapsed) {
			net, spend := 0.0, 0.0
			for i, l := range lapsed {
				if set>>i&1 == 1 {
					net += l.Net()
					spend += l.Spend()
				}
			}
			if spend <= budget {
				best = math.Max(best, net)
			}
		}
		assert.LessOrEqual(t, plan.Spend, budget+0.0)
		assert.LessOrEqual(t, plan.Net, best+1e-9)
		assert.GreaterOrEqual(t, plan.Bound, best-1e-9)
	}
}
