package segment

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEnumerations(t *testing.T) {
	kit.CheckEnum[CutRule](t, 4)
	kit.CheckEnum[CutEdge](t, 2)
	kit.CheckEnum[Band](t, 4)
	kit.CheckEnum[Class](t, 3)
	kit.CheckEnum[Grade](t, 4)
	kit.CheckEnum[Lead](t, 4)
	kit.CheckEnum[AxisRule](t, 3)
	kit.CheckEnum[Strategy](t, 6)
	kit.CheckEnum[Treatment](t, 3)
	kit.CheckEnum[Friend](t, 4)
	kit.CheckEnum[Metal](t, 4)
	kit.CheckEnum[Shift](t, 3)
}

// The classifiers of a base, fitted.
type classifiers struct {
	pyramid Pyramid
	abc     ABC
	grades  Grades
	cube    Cube
	lengths ValueLength
	metals  Metals
}

// person is a customer as the classifiers look at them.
type person struct{ money, potential, loyalty, since float64 }

func people(n int, seed uint64) []person {
	r := kit.Rand(seed)
	out := make([]person, n)
	for i := range out {
		out[i] = person{math.Floor(100*r.ExpFloat64()) - 20, math.Floor(50 * r.ExpFloat64()), r.Float64(), math.Floor(700 * r.Float64())}
	}
	return out
}

func (p person) point() CubePoint { return point(p.money, p.potential, p.loyalty) }

func fitAll(t testing.TB, base []person) classifiers {
	t.Helper()
	var c classifiers
	var err error
	var points []CubePoint
	var values, loyalty, since []float64
	for _, p := range base {
		points = append(points, p.point())
		values, loyalty, since = append(values, p.money), append(loyalty, p.loyalty), append(since, p.since)
	}
	must := func() { t.Helper(); require.NoError(t, err) }
	c.pyramid, err = FitPyramid(values, nil)
	must()
	c.abc, err = FitABC(values, nil)
	must()
	c.grades, err = FitGrades(values, nil)
	must()
	c.cube, err = FitCube(points, nil)
	must()
	c.lengths, err = FitValueLength(values, since, nil)
	must()
	c.metals, err = FitMetals(values, loyalty, nil)
	must()
	return c
}

// verdicts is everything that they say about a customer.
type verdicts struct {
	band   BandVerdict
	class  ClassVerdict
	grade  GradeVerdict
	cube   CubeVerdict
	friend FriendVerdict
	metal  MetalVerdict
}

func (c *classifiers) of(p person) verdicts {
	money := clientele.Known(p.money)
	return verdicts{c.pyramid.Classify(p.money), c.abc.Classify(p.money), c.grades.Classify(1, p.money), c.cube.Classify(p.point()),
		c.lengths.Classify(money, clientele.Known(p.since)), c.metals.Classify(money, clientele.Known(p.loyalty))}
}

// Every classification is total, depends on the customer's own record and the
// fitted cuts only, and never gets worse when money grows; the cuts depend on
// the base and not on its order.
func TestClassificationLaws(t *testing.T) {
	base := people(3000, 21)
	c := fitAll(t, base)
	strategies := DefaultStrategies()
	shuffled := slices.Clone(base)
	kit.Rand(1).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	other := fitAll(t, shuffled)
	r := kit.Rand(2)
	for _, p := range append(slices.Clone(base), people(2000, 22)...) {
		got := c.of(p)
		require.Equal(t, got, other.of(p))
		for _, assigned := range []uint8{uint8(got.band.Band), uint8(got.class.Class), uint8(got.grade.Grade), uint8(strategies.Strategy(got.cube.Cell)),
			uint8(got.friend.Friend), uint8(got.metal.Metal), uint8(got.cube.Cell.Value), uint8(got.cube.Cell.Potential), uint8(got.cube.Cell.Loyalty)} {
			require.NotZero(t, assigned, "%+v: %+v", p, got)
		}
		kit.CheckReasons(t, "segment.", got.band.AppendReasons(nil), got.class.AppendReasons(nil), got.grade.AppendReasons(nil),
			got.cube.AppendReasons(nil), got.friend.AppendReasons(nil), got.metal.AppendReasons(nil))
		richer := p
		richer.money += 500 * r.Float64()
		up := c.of(richer)
		require.True(t, up.band.Band <= got.band.Band && up.class.Class <= got.class.Class && up.grade.Grade >= got.grade.Grade &&
			up.metal.Metal <= got.metal.Metal && up.cube.Cell.Value >= got.cube.Cell.Value, "%+v", p)
	}
}

// What was stored says the same.
func TestClassifiersTravel(t *testing.T) {
	c := fitAll(t, people(300, 23))
	var back classifiers
	strategies, read := DefaultStrategies(), StrategyMap{}
	leads, err := NewLeads(nil)
	require.NoError(t, err)
	for _, pair := range [][2]any{{&c.pyramid, &back.pyramid}, {&c.abc, &back.abc}, {&c.grades, &back.grades}, {&c.cube, &back.cube},
		{&c.lengths, &back.lengths}, {&c.metals, &back.metals}, {&strategies, &read}, {&leads, new(Leads)}} {
		text, err := json.Marshal(pair[0])
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, pair[1]), string(text))
		assert.Equal(t, pair[0], pair[1])
		assert.Error(t, json.Unmarshal([]byte(`{"at":[2,1],"value":{"at":[2,1]},"h":-1}`), pair[1]), "%T", pair[1])
		assert.Equal(t, pair[0], pair[1], "unchanged on error")
	}
}

func FuzzValues(f *testing.F) {
	f.Add(1.0, 2.0, 3.0)
	f.Add(0.0, -1.0, 0.0)
	f.Add(1e290, -1e290, 5e-324)
	f.Add(math.NaN(), math.Inf(1), 1.0)
	f.Fuzz(func(t *testing.T, a, b, c float64) {
		values := []float64{a, b, c, a}
		alike := a == b && b == c
		if p, err := FitPyramid(values, nil); err == nil {
			for _, v := range values {
				if p.Classify(v).Band == 0 != alike {
					t.Fatal("no band", v)
				}
			}
		}
		if p, err := FitABC(values, nil); err == nil && !alike && p.Classify(max(a, b, c)).Class != ClassA {
			t.Fatal("the largest is not A")
		}
		if p, err := FitAxis(values, nil); err == nil && !alike {
			for _, v := range values {
				if p.Level(v) == 0 {
					t.Fatal("no level", v)
				}
			}
			for _, x := range p.Probs(Uncertain{b, math.Abs(c)}) {
				if x < 0 || x > 1 {
					t.Fatal("not a probability", x)
				}
			}
		}
		if k, err := Concentrate(values); err == nil {
			if g := k.Gini(); g < -1e-15 || g > 1+1e-12 {
				t.Fatal("Gini", g)
			}
		}
		_, _ = FitMetals(values, []float64{0, 1, 0, 1}, nil)
	})
}
