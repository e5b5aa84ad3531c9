package programme

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// taylorAshe is the triangle of Taylor and Ashe (1983) that Mack (1993) works out.
var taylorAshe = [][]float64{
	{357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463},
	{352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085},
	{290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315},
	{310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268},
	{443160, 1136350, 2128333, 2897821, 3402672, 3873311},
	{396132, 1333217, 2180715, 2985752, 3691712},
	{440832, 1288463, 2419861, 3483130},
	{359480, 1421128, 2864498},
	{376686, 1363294},
	{344014},
}

func TestMack(t *testing.T) {
	p, err := ChainLadder(taylorAshe)
	require.NoError(t, err)
	// Mack (1993), table 1 (factors) and table 3 (reserves with standard errors).
	for k, f := range []float64{3.49, 1.75, 1.46, 1.174, 1.104, 1.086, 1.054, 1.077, 1.018} {
		assert.InDelta(t, f, p.Factors[k], 0.005, "factor %d", k)
	}
	assert.InDelta(t, 18_680_856, p.Total, 0.5)
	assert.InDelta(t, 2_447_095, p.TotalSE, 0.5)
	for i, r := range []float64{0, 94_634, 469_511, 709_638, 984_889, 1_419_459, 2_177_641, 3_920_301, 4_278_972, 4_625_811} {
		assert.InDelta(t, r, p.Reserve[i], 0.5, "reserve %d", i)
		if i > 0 {
			assert.InDelta(t, []float64{0, 75_535, 121_699, 133_549, 261_406, 411_010, 558_317, 875_328, 971_258, 1_363_155}[i], p.SE[i], 0.5, "standard error %d", i)
		}
	}
}

func TestChainLadderRefuses(t *testing.T) {
	_, err := ChainLadder([][]float64{{1, 2}, {1}})
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	var in *clientele.InputError
	for _, bad := range [][][]float64{
		{{1, 2, 3}, {1, 2}, {}}, {{1, 2, 3}, {1, 2, 3}, {1}}, {{1, 2, 1}, {1, 2}, {1}}, {{0, 2, 3}, {1, 2}, {1}},
		{{1, 2, math.NaN()}, {1, 2}, {1}}, {{-1, 2, 3}, {1, 2}, {1}}, {{0, 0, 0}, {0, 0}, {1}},
	} {
		_, err := ChainLadder(bad)
		assert.ErrorAs(t, err, &in, "%v", bad)
	}
	// Without any variation the projection is certain.
	p, err := ChainLadder([][]float64{{1, 2, 3}, {10, 20}, {100}})
	require.NoError(t, err)
	assert.Equal(t, []float64{3, 30, 300}, p.Ultimate)
	assert.InDelta(t, 0, p.TotalSE, 1e-12)
}

// TestLiabilityCoverage draws triangles from the model of Mack with known
// factors, and the future from the same: the 95 % interval of the liability
// must hold what comes. It rests on estimated variances of small triangles, so
// its coverage is near and not at the level; the bounds are those seen, ±4.9
// binomial standard errors.
func TestLiabilityCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(161, 162))
	factors, sigma := []float64{2.2, 1.4, 1.2, 1.1, 1.05, 1.02, 1.01}, []float64{9, 5, 3, 2, 1.2, 0.7, 0.4}
	n := len(factors) + 1
	hit := 0
	const runs = 2000
	for range runs {
		run := make(RunOff, n)
		future := 0.0
		for i := range run {
			c := 20_000 * math.Exp(0.3*r.NormFloat64())
			run[i] = Vintage{Issued: 1_000_000, Outstanding: 1_000_000}
			seen := 0.0
			for k := range n {
				if k > 0 {
					c = math.Max(c, factors[k-1]*c+sigma[k-1]*math.Sqrt(c)*r.NormFloat64())
				}
				if k < n-i {
					run[i].Redeemed = append(run[i].Redeemed, int64(math.Round(c)))
					seen = c
				}
			}
			future += c - seen
		}
		l, err := run.Liability(0.01, 0.95)
		require.NoError(t, err)
		if l.Interval.Contains(future * 0.01) {
			hit++
		}
	}
	assert.InDelta(t, 0.95, float64(hit)/runs, 0.035)
}

func TestRunOff(t *testing.T) {
	var l PointsLedger
	// Vintage 0: 100 points, 10 spent at once, 30 in period 1, the rest expires in period 2.
	require.NoError(t, l.Earn("a", 0, 100, 25))
	require.NoError(t, l.Redeem("a", 5, 10))
	require.NoError(t, l.Redeem("a", 12, 30))
	// Vintage 1: 50 points, 20 spent in period 2.
	require.NoError(t, l.Earn("b", 10, 50, 1000))
	require.NoError(t, l.Redeem("b", 29, 20))
	// Vintage 2.
	require.NoError(t, l.Earn("b", 20, 7, 1000))
	run, err := l.RunOff(0, 10, 20, 30)
	require.NoError(t, err)
	assert.Equal(t, RunOff{
		{Issued: 100, Redeemed: []int64{10, 40, 40}, Expired: 60},
		{Issued: 50, Redeemed: []int64{0, 20}, Outstanding: 30},
		{Issued: 7, Redeemed: []int64{0}, Outstanding: 7},
	}, run)
	assert.Equal(t, [][]float64{{10, 40, 40}, {0, 20}, {0}}, run.Triangle())
	s := l.Statement(29)
	for _, v := range run {
		s.Earned -= v.Issued
		s.Redeemed -= v.Redeemed[len(v.Redeemed)-1]
		s.Expired -= v.Expired
		s.Outstanding -= v.Outstanding
	}
	assert.Equal(t, PointsStatement{}, s, "the vintages are the ledger")

	var in *clientele.InputError
	for _, bounds := range [][]int64{nil, {0}, {0, 0}, {0, 20}, {5, 30}} {
		_, err := l.RunOff(bounds...)
		assert.ErrorAs(t, err, &in, "%v", bounds)
	}
}

func TestLiability(t *testing.T) {
	run := RunOff{
		{Issued: 1000, Redeemed: []int64{100, 300, 400}, Expired: 590, Outstanding: 10},
		{Issued: 1000, Redeemed: []int64{120, 330}, Outstanding: 670},
		{Issued: 1000, Redeemed: []int64{90}, Outstanding: 910},
	}
	l, err := run.Liability(0.01, 0.95)
	require.NoError(t, err)
	assert.Equal(t, int64(1590), l.Outstanding)
	f1, f2 := 630.0/220, 4.0/3
	want := 330*(f2-1) + 90*(f1*f2-1)
	assert.InDelta(t, want, l.Redemptions, 1e-9)
	assert.InDelta(t, want/100, l.Cost, 1e-11)
	assert.InDelta(t, (400+330+90+want)/3000, l.URR, 1e-12)
	assert.InDelta(t, 1, l.URR+l.Breakage, 1e-15)
	assert.True(t, l.Interval.Contains(l.Cost) && l.Interval.Lo > 0 && l.Interval.Hi <= 15.90)
	require.Len(t, l.Warnings, 1)
	assert.Equal(t, WarnTail, l.Warnings[0].Code)

	// A projection beyond what is outstanding is cut and said.
	run[2].Outstanding, run[0].Outstanding = 50, 0
	l, err = run.Liability(0.01, 0.95)
	require.NoError(t, err)
	assert.Equal(t, 50.0, l.Vintages[2].Redemptions)
	require.Len(t, l.Warnings, 1)
	assert.Equal(t, WarnCapped, l.Warnings[0].Code)
	assert.Contains(t, l.Warnings[0].Text(clientele.LangEnglish), "vintage 3")

	flat, err := FlatLiability(1_000_000, 0.7, 0.05, 0.01, 0.95)
	require.NoError(t, err)
	assert.InDelta(t, 7000, flat.Cost, 1e-9)
	assert.True(t, flat.Interval.Contains(7000) && flat.Interval.Hi < 10_000)
	var in *clientele.InputError
	for _, v := range [][3]float64{{0, 0.1, 1}, {1, 0.1, 1}, {0.5, -1, 1}, {0.5, 0.1, 0}, {0.5, math.NaN(), 1}, {0.5, 0.1, math.Inf(1)}} {
		_, err := FlatLiability(10, v[0], v[1], v[2], 0.9)
		assert.ErrorAs(t, err, &in, "%v", v)
	}
	_, err = FlatLiability(-1, 0.5, 0.1, 1, 0.9)
	assert.ErrorAs(t, err, &in)
	_, err = run.Liability(-1, 0.9)
	assert.ErrorAs(t, err, &in)
	_, err = run[:2].Liability(1, 0.9)
	assert.Error(t, err)
	assert.Panics(t, func() { _, _ = run.Liability(1, 1) })
}
