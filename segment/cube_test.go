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
		a, err := FitAxis(oneTo(100), c.policy)
		require.NoError(t, err)
		assert.InDeltaSlice(t, c.want, a.At(), 1e-12)
	}
	for _, p := range []AxisPolicy{{Levels: 4}, {Levels: 1}, {Rule: 9}, {Rule: AxisMean, Levels: 3}, {Rule: AxisFixed}, {Levels: 3, At: []float64{0.5}}, {At: []float64{0.5, 0.2}}, {At: []float64{1.5}}, {Rule: AxisFixed, At: []float64{2, 1}}} {
		_, err := FitAxis(oneTo(10), p)
		assert.Error(t, err, "%+v", p)
	}
	_, err := FitAxis(nil, AxisPolicy{})
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = FitAxis([]float64{math.NaN()}, AxisPolicy{})
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

func cube(t *testing.T) Cube { return Cube{axis(t, 10, 20), axis(t, 1, 2), axis(t, 0.5, 0.8)} }

func TestCube(t *testing.T) {
	c := cube(t)
	s := Standing{25, 1.5, 0.4}
	cell := c.Cell(s)
	assert.Equal(t, "high-medium-low", cell.String())
	assert.Equal(t, "高价值·中潜力·低忠诚", cell.Label(clientele.LangChinese))
	assert.Equal(t, "High value, Medium potential, Low loyalty", cell.Label(clientele.LangEnglish))
	m := DefaultStrategies()
	require.NoError(t, m.Check())
	assert.Equal(t, Retain, m.Strategy(cell))
	assert.Equal(t, []Treatment{ValueCare}, cell.AppendTreatments(nil))
	assert.Equal(t, []Treatment{ValueCare, PotentialCare, LoyaltyCare}, CubeCell{3, 3, 3}.AppendTreatments(nil))
	reasons := c.AppendReasons(nil, s)
	var codes []string
	for _, r := range reasons {
		codes = append(codes, r.Code)
	}
	assert.Equal(t, []string{ReasonValueAbove, ReasonPotentialAbove, ReasonPotentialBelow, ReasonLoyaltyBelow}, codes)
	assert.Equal(t, Strategy(0), m.Strategy(c.Cell(Standing{math.NaN(), 1, 1})))
	room := make([]clientele.Reason, 0, 8)
	assert.Zero(t, testing.AllocsPerRun(10, func() { c.Cell(s); room = c.AppendReasons(room[:0], s) }))

	var base []Standing
	for i := range 100 {
		base = append(base, Standing{float64(i), float64(i * 7 % 100), float64(i*13%100) / 100})
	}
	fit, err := FitCube(base, nil)
	require.NoError(t, err)
	used := map[CubeCell]bool{}
	for _, s := range base { // total, and monotone on each axis
		cell := fit.Cell(s)
		_, _, _, ok := cell.index()
		require.True(t, ok)
		used[cell] = true
		assert.GreaterOrEqual(t, fit.Cell(Standing{s.Value + 9, s.Potential, s.Loyalty}).Value, cell.Value)
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
	for _, bad := range []string{`{}`, `{"value":{"at":[1,2,3],"edge":"below"}}`, `{"value":{"at":[1],"edge":"above"}}`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back))
	}
	text, err = json.Marshal(m)
	require.NoError(t, err)
	var other StrategyMap
	require.NoError(t, json.Unmarshal(text, &other))
	assert.Equal(t, m, other)
	m[1][2][0] = 0
	assert.ErrorContains(t, m.Check(), "medium-high-low")
	assert.Error(t, json.Unmarshal([]byte(`[[["invest"]]]`), &other))
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
	draws := func(yield func(Standing) bool) { // without end
		for yield(Standing{18 + 3*r.NormFloat64(), 1.2 + 0.5*r.NormFloat64(), 0.9 + 0.2*r.NormFloat64()}) {
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
	_, err = c.ProbsOf(func(func(Standing) bool) {}, 10)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	var nan iter.Seq[Standing] = func(yield func(Standing) bool) { yield(Standing{math.NaN(), 1, 1}) }
	_, err = c.ProbsOf(nan, 10)
	assert.Error(t, err)
}

func TestPotential(t *testing.T) {
	v, err := CrossSell([]Offer{{0.1, 200}, {0.5, 30}, {1, -5}})
	require.NoError(t, err)
	assert.Equal(t, 30.0, v)
	for _, o := range []Offer{{-0.1, 1}, {math.NaN(), 1}, {0.5, math.Inf(1)}} {
		_, err = CrossSell([]Offer{o})
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
	m, err := FitValueLength([]float64{1, 2, 3, 4}, []float64{10, 20, 30, 40}, nil, &AxisPolicy{Rule: AxisFixed, At: []float64{15}})
	require.NoError(t, err)
	assert.Equal(t, TrueFriend, m.Cell(3, 16))
	assert.Equal(t, Butterfly, m.Cell(3, 15))
	assert.Equal(t, Barnacle, m.Cell(2, 16))
	assert.Equal(t, Stranger, m.Cell(2, 15))
	assert.Equal(t, Friend(0), m.Cell(math.NaN(), 1))
	assert.Len(t, m.AppendReasons(nil, 3, 16), 2)
	p := m.Probs(Uncertain{3, 1}, Uncertain{15, 1})
	check.Close(t, 1, p[TrueFriend]+p[Butterfly]+p[Barnacle]+p[Stranger], 1e-12, "sum")
	assert.Equal(t, p[TrueFriend], p[Butterfly])
	_, err = FitValueLength([]float64{1}, []float64{1}, &AxisPolicy{}, nil)
	assert.Error(t, err, "three levels")
	_, err = FitValueLength(nil, []float64{1}, nil, nil)
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
	assert.Equal(t, PlatinumMetal, m.Metal(10, 1))
	assert.Equal(t, GoldMetal, m.Metal(9, 0))
	assert.Equal(t, IronMetal, m.Metal(8, 1))
	assert.Equal(t, LeadMetal, m.Metal(0, 1))
	assert.Equal(t, LeadMetal, m.Metal(-3, 1))
	assert.Equal(t, Metal(0), m.Metal(1, math.NaN()))
	assert.Len(t, m.AppendReasons(nil, 10, 1), 2)
	p := m.Probs(Uncertain{5, 4}, Uncertain{0.2, 1})
	check.Close(t, 1, p[1]+p[2]+p[3]+p[4], 1e-12, "sum")
	_, err = FitMetals([]float64{-1}, []float64{1}, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = FitMetals([]float64{math.Inf(-1), 3}, []float64{1, 2}, nil)
	assert.Error(t, err)
	_, err = FitMetals([]float64{1}, []float64{1}, &MetalPolicy{Best: 2})
	assert.Error(t, err)
}
