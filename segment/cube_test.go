package segment

import (
	"encoding/json"
	"iter"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func axis(t *testing.T, at ...float64) Axis {
	t.Helper()
	a, err := NewAxis(at...)
	require.NoError(t, err)
	return a
}

func TestAxis(t *testing.T) {
	three := axis(t, 10, 20)
	for v, want := range map[float64]clientele.Level{9: clientele.LevelLow, 10: clientele.LevelLow, 10.1: clientele.LevelMedium, 20: clientele.LevelMedium, 21: clientele.LevelHigh, math.Inf(1): clientele.LevelHigh, math.Inf(-1): clientele.LevelLow} {
		assert.Equal(t, want, three.Level(v), v)
	}
	assert.Equal(t, clientele.Level(0), three.Level(math.NaN()))
	two := axis(t, 10)
	assert.Equal(t, clientele.LevelHigh, two.Level(11))
	assert.Equal(t, clientele.LevelLow, two.Level(10))
	var none Axis
	assert.Equal(t, clientele.Level(0), none.Level(1))

	for _, c := range []struct {
		policy AxisPolicy
		want   []float64
	}{
		{AxisPolicy{}, []float64{34, 67}},
		{AxisPolicy{Levels: 2}, []float64{50.5}},
		{AxisPolicy{At: []float64{0.8}}, []float64{80.2}},
		{AxisPolicy{Rule: AxisMean}, []float64{50.5}},
		{AxisPolicy{Rule: AxisFixed, At: []float64{1, 2}}, []float64{1, 2}},
	} {
		a, err := FitAxis(oneTo(100), &c.policy)
		require.NoError(t, err)
		assert.InDeltaSlice(t, c.want, a.At(), 1e-12)
	}
	for _, p := range []AxisPolicy{{Levels: 4}, {Levels: 1}, {Rule: 9}, {Rule: AxisMean, Levels: 3}, {Rule: AxisFixed}, {Levels: 3, At: []float64{0.5}}, {At: []float64{0.5, 0.2}}, {At: []float64{1.5}}, {Rule: AxisFixed, At: []float64{2, 1}}} {
		_, err := FitAxis(oneTo(10), &p)
		assert.Error(t, err, "%+v", p)
	}
	_, err := FitAxis(nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = FitAxis([]float64{math.NaN()}, nil)
	assert.Error(t, err)
}

func TestAxisProbs(t *testing.T) {
	three := axis(t, 10, 20)
	assert.Equal(t, [3]float64{0, 1, 0}, three.Probs(Uncertain{15, 0}))
	p := three.Probs(Uncertain{15, 5}) // cuts at one standard deviation
	check.Close(t, 0.15865525393145707, p[0], 1e-12, "low")
	check.Close(t, 0.6826894921370859, p[1], 1e-12, "medium")
	check.Close(t, 0.15865525393145707, p[2], 1e-12, "high")
	two := axis(t, 10)
	assert.Equal(t, [3]float64{0.5, 0, 0.5}, two.Probs(Uncertain{10, 3}))
	for _, u := range []Uncertain{{math.NaN(), 1}, {1, -1}, {1, math.NaN()}, {1, math.Inf(1)}} {
		assert.True(t, math.IsNaN(three.Probs(u)[0]))
	}
}

// point is a customer who was measured on all axes.
func point(value, potential, loyalty float64) CubePoint {
	return CubePoint{clientele.Known(value), clientele.Known(potential), clientele.Known(loyalty)}
}

func cube(t *testing.T) Cube { return Cube{axis(t, 10, 20), axis(t, 1, 2), axis(t, 0.5, 0.8)} }

func TestCube(t *testing.T) {
	c := cube(t)
	s := point(25, 1.5, 0.4)
	cell := c.Cell(s)
	assert.Equal(t, "high-medium-low", cell.String())
	assert.Equal(t, "高价值·中潜力·低忠诚度", cell.Label(clientele.LangChinese))
	assert.Equal(t, "High value, Medium potential, Low loyalty", cell.Label(clientele.LangEnglish))
	m := DefaultStrategies()
	require.NoError(t, m.Check())
	assert.Equal(t, StrategyRetain, m.Strategy(cell))
	assert.Equal(t, []Treatment{TreatmentValue}, cell.AppendTreatments(nil))
	assert.Equal(t, []Treatment{TreatmentValue, TreatmentPotential, TreatmentLoyalty}, CubeCell{3, 3, 3}.AppendTreatments(nil))
	verdict := c.Classify(s)
	assert.Equal(t, cell, verdict.Cell)
	reasons := verdict.AppendReasons(nil)
	var codes []string
	for _, r := range reasons {
		codes = append(codes, r.Code)
	}
	assert.Equal(t, []string{ReasonValueAbove, ReasonPotentialAbove, ReasonPotentialBelow, ReasonLoyaltyBelow}, codes)
	assert.Equal(t, Strategy(0), m.Strategy(c.Cell(point(math.NaN(), 1, 1))))
	unmeasured := c.Classify(CubePoint{Value: clientele.Known(25), Loyalty: clientele.Known(0.9)})
	assert.Equal(t, CubeCell{clientele.LevelHigh, 0, clientele.LevelHigh}, unmeasured.Cell, "what was not measured is not low")
	assert.Equal(t, ReasonPotentialMissing, unmeasured.AppendReasons(nil)[1].Code)
	assert.Equal(t, Strategy(0), m.Strategy(unmeasured.Cell))
	space := make([]clientele.Reason, 0, 8)
	assert.Zero(t, testing.AllocsPerRun(10, func() { c.Cell(s); space = c.Classify(s).AppendReasons(space[:0]) }))

	var base []CubePoint
	for i := range 100 {
		base = append(base, point(float64(i), float64(i*7%100), float64(i*13%100)/100))
	}
	fit, err := FitCube(base, nil)
	require.NoError(t, err)
	used := map[CubeCell]bool{}
	for _, s := range base { // total, and monotone on each axis
		cell := fit.Cell(s)
		_, _, _, ok := cell.index()
		require.True(t, ok)
		used[cell] = true
		assert.GreaterOrEqual(t, fit.Cell(CubePoint{clientele.Known(s.Value.Or(0) + 9), s.Potential, s.Loyalty}).Value, cell.Value)
	}
	assert.Greater(t, len(used), 20)
	_, err = FitCube(nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = FitCube(base, &CubePolicy{Loyalty: AxisPolicy{Levels: 5}})
	assert.ErrorContains(t, err, "loyalty")
	eight, err := FitCube(base, &CubePolicy{AxisPolicy{Levels: 2}, AxisPolicy{Levels: 2}, AxisPolicy{Rule: AxisFixed, At: []float64{0.5}}})
	require.NoError(t, err)
	used = map[CubeCell]bool{}
	for _, s := range base {
		used[eight.Cell(s)] = true
	}
	assert.Len(t, used, 8)

	text, err := json.Marshal(fit)
	require.NoError(t, err)
	var back Cube
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, fit, back)
	for _, bad := range []string{`{"valuable":1}`, `{"value":{"at":[1,2,3]}}`, `{"value":{"at":[2,1]}}`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back))
	}
	text, err = json.Marshal(m)
	require.NoError(t, err)
	var other StrategyMap
	require.NoError(t, json.Unmarshal(text, &other))
	assert.Equal(t, m, other)
	m[1][2][0] = 0
	assert.ErrorContains(t, m.Check(), "medium-high-low")
	assert.Error(t, json.Unmarshal([]byte(`{"low-low-low":"invest"}`), &other))
}

func TestCubeProbs(t *testing.T) {
	c := cube(t)
	p := c.Probs(Uncertain{18, 3}, Uncertain{1.2, 0.5}, Uncertain{0.9, 0.2})
	sum := 0.0
	for v := range p {
		for q := range p[v] {
			for _, x := range p[v][q] {
				assert.GreaterOrEqual(t, x, 0.0)
				sum += x
			}
		}
	}
	check.Close(t, 1, sum, 1e-12, "sum")
	best, prob := p.Best()
	assert.Equal(t, "medium-medium-high", best.String())
	assert.Equal(t, prob, p.Prob(best))
	assert.True(t, math.IsNaN(p.Prob(CubeCell{})))
	nothing := c.Probs(Uncertain{math.NaN(), 1}, Uncertain{}, Uncertain{})
	best, prob = nothing.Best()
	assert.Equal(t, CubeCell{}, best)
	assert.True(t, math.IsNaN(prob))

	r := kit.Rand(1)
	draws := func(yield func(CubePoint) bool) { // without end
		for yield(point(18+3*r.NormFloat64(), 1.2+0.5*r.NormFloat64(), 0.9+0.2*r.NormFloat64())) {
		}
	}
	drawn, err := c.ProbsOf(draws, 20_000)
	require.NoError(t, err)
	for v := range p {
		for q := range p[v] {
			for l, x := range p[v][q] {
				assert.InDelta(t, x, drawn[v][q][l], 4.9*math.Sqrt(x*(1-x)/20_000)+1e-4)
			}
		}
	}
	_, err = c.ProbsOf(func(func(CubePoint) bool) {}, 10)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	var nan iter.Seq[CubePoint] = func(yield func(CubePoint) bool) { yield(point(math.NaN(), 1, 1)) }
	_, err = c.ProbsOf(nan, 10)
	assert.Error(t, err)
}

func TestPotential(t *testing.T) {
	v, err := CrossSell([]CrossOffer{{0.1, 200}, {0.5, 30}, {1, -5}})
	require.NoError(t, err)
	assert.Equal(t, 30.0, v)
	for _, o := range []CrossOffer{{-0.1, 1}, {math.NaN(), 1}, {0.5, math.Inf(1)}} {
		_, err = CrossSell([]CrossOffer{o})
		assert.Error(t, err)
	}
	v, err = Wallet{1000, 0.2, 0.1, 0.5}.Potential()
	require.NoError(t, err)
	check.Close(t, 350, v, 1e-13, "wallet")
	v, err = Wallet{1000, 0.6, -0.5, 0.5}.Potential()
	require.NoError(t, err)
	check.Close(t, -300, v, 1e-13, "shrinking wallet")
	_, err = Wallet{-1, 0, 0, 0}.Potential()
	assert.Error(t, err)
	_, err = Wallet{1, 2, 0, 0}.Potential()
	assert.Error(t, err)
}

func TestValueLength(t *testing.T) {
	m, err := FitValueLength([]float64{1, 2, 3, 4}, []float64{10, 20, 30, 40}, &FriendPolicy{Length: AxisPolicy{Rule: AxisFixed, At: []float64{15}}, Unit: clientele.Week})
	require.NoError(t, err)
	cell := func(v, l float64) Friend { return m.Classify(clientele.Known(v), clientele.Known(l)).Friend }
	assert.Equal(t, FriendTrue, cell(3, 16))
	assert.Equal(t, FriendButterfly, cell(3, 15))
	assert.Equal(t, FriendBarnacle, cell(2, 16))
	assert.Equal(t, FriendStranger, cell(2, 15))
	assert.Equal(t, Friend(0), cell(math.NaN(), 1))
	assert.Equal(t, Friend(0), m.Classify(clientele.Known(1), clientele.Measure{}).Friend, "not measured")
	reasons := m.Classify(clientele.Known(3), clientele.Known(16)).AppendReasons(nil)
	require.Len(t, reasons, 2)
	assert.Equal(t, "the relationship has lasted 112 days, longer than 105", reasons[1].Text(clientele.LangEnglish))
	p := m.Probs(Uncertain{3, 1}, Uncertain{15, 1})
	check.Close(t, 1, p.True+p.Butterfly+p.Barnacle+p.Stranger, 1e-12, "sum")
	assert.Equal(t, p.True, p.Prob(FriendButterfly))
	_, err = FitValueLength([]float64{1}, []float64{1}, &FriendPolicy{Value: AxisPolicy{Levels: 3}})
	assert.Error(t, err, "three levels")
	_, err = FitValueLength(nil, []float64{1}, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
}

func TestMetals(t *testing.T) {
	values := append(oneTo(10), -3, 0)
	loyalty := make([]float64, 12)
	for i := range loyalty {
		loyalty[i] = float64(i % 2)
	}
	m, err := FitMetals(values, loyalty, nil)
	require.NoError(t, err)
	metal := func(v, l float64) Metal { return m.Classify(clientele.Known(v), clientele.Known(l)).Metal }
	assert.Equal(t, MetalPlatinum, metal(10, 1))
	assert.Equal(t, MetalGold, metal(9, 0))
	assert.Equal(t, MetalIron, metal(8, 1))
	assert.Equal(t, MetalLead, metal(0, 1))
	assert.Equal(t, MetalLead, metal(-3, 1))
	assert.Equal(t, Metal(0), metal(10, math.NaN()))
	assert.Equal(t, Metal(0), m.Classify(clientele.Known(10), clientele.Measure{}).Metal)
	assert.Equal(t, MetalIron, m.Classify(clientele.Known(8), clientele.Measure{}).Metal, "loyalty does not decide")
	assert.Len(t, m.Classify(clientele.Known(10), clientele.Known(1)).AppendReasons(nil), 2)
	p := m.Probs(Uncertain{5, 4}, Uncertain{0.2, 1})
	check.Close(t, 1, p.Platinum+p.Gold+p.Iron+p.Lead, 1e-12, "sum")
	_, err = FitMetals([]float64{-1}, []float64{1}, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = FitMetals([]float64{math.Inf(-1), 3}, []float64{1, 0}, nil)
	assert.Error(t, err)
	_, err = FitMetals([]float64{1}, []float64{1}, &MetalPolicy{Best: 2})
	assert.Error(t, err)
	_, err = FitMetals([]float64{1, 2}, []float64{80, 20}, nil)
	assert.ErrorContains(t, err, "1 - P(churn)", "a score is no probability")
	_, err = FitMetals([]float64{1, 2}, []float64{80, 20}, &MetalPolicy{Loyalty: AxisPolicy{Rule: AxisQuantile}})
	assert.NoError(t, err)
}

// Loyalty has a natural zero and one: where everybody stays nobody is called
// disloyal, and where everybody leaves nobody loyal, whatever their ranks.
func TestAbsoluteLoyalty(t *testing.T) {
	var stay, leave []CubePoint
	for i := range 90 {
		x := float64(i) / 90
		stay = append(stay, point(x, x, 0.95+0.04*x))
		leave = append(leave, point(x, x, 0.01+0.09*x))
	}
	for _, c := range []struct {
		base []CubePoint
		want clientele.Level
	}{{stay, clientele.LevelHigh}, {leave, clientele.LevelLow}} {
		cube, err := FitCube(c.base, nil)
		require.NoError(t, err)
		for _, s := range c.base {
			require.Equal(t, c.want, cube.Cell(s).Loyalty)
		}
	}
	_, err := FitCube([]CubePoint{point(1, 1, 73)}, nil)
	assert.ErrorContains(t, err, "1 - P(churn)")
}

// Customers who are all alike have one answer in every classifier: none.
func TestAllAlike(t *testing.T) {
	same := []float64{7, 7, 7, 7}
	a, err := FitAxis(same, nil)
	require.NoError(t, err)
	p, err := FitPyramid(same, nil)
	require.NoError(t, err)
	abc, err := FitABC(same, nil)
	require.NoError(t, err)
	g, err := FitGrades(same, nil)
	require.NoError(t, err)
	m, err := FitMetals(same, []float64{0, 1, 0, 1}, nil)
	require.NoError(t, err)
	l, err := FitValueLength(same, same, nil)
	require.NoError(t, err)
	for _, v := range []float64{6, 7, 8} {
		known := clientele.Known(v)
		assert.Zero(t, a.Level(v))
		assert.Zero(t, p.Classify(v).Band)
		assert.Zero(t, abc.Classify(v).Class)
		assert.Zero(t, g.Classify(2, v).Grade)
		assert.Zero(t, m.Classify(known, clientele.Known(0)).Metal)
		assert.Zero(t, l.Classify(known, known).Friend)
		assert.Empty(t, p.Classify(v).AppendReasons(nil))
	}
	assert.Equal(t, GradePotential, g.Classify(0, 7).Grade)
}
