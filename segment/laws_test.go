package segment

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// enumeration is what every enumeration of the package can do.
type enumeration interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
	Label(clientele.Lang) string
}

// checkEnum walks all values: names and labels differ, and text comes back.
func checkEnum[E enumeration, P interface {
	*E
	encoding.TextUnmarshaler
}](t *testing.T, n int) {
	t.Helper()
	seen := map[string]bool{}
	for e := E(1); int(e) <= n; e++ {
		text, err := e.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, e.String(), string(text))
		assert.Equal(t, strings.ToLower(e.String()), e.String())
		for _, label := range []string{e.String(), "en " + e.Label(clientele.LangEnglish), "zh " + e.Label(clientele.LangChinese)} {
			assert.False(t, seen[label], label)
			seen[label] = true
		}
		var back E
		require.NoError(t, P(&back).UnmarshalText(text))
		assert.Equal(t, e, back)
	}
	_, err := E(n + 1).MarshalText()
	assert.Error(t, err, "one value too many")
	var back E = 1
	assert.Error(t, P(&back).UnmarshalText([]byte("no such name")))
	assert.Equal(t, E(1), back)
	assert.Equal(t, enum.Unassigned, E(0).String())
}

func TestEnumerations(t *testing.T) {
	checkEnum[CutRule](t, 4)
	checkEnum[Edge](t, 2)
	checkEnum[Cell](t, 8)
	checkEnum[Centre](t, 2)
	checkEnum[Segment](t, 11)
	checkEnum[Band](t, 4)
	checkEnum[Class](t, 3)
	checkEnum[Grade](t, 4)
	checkEnum[Lead](t, 4)
	checkEnum[Decomposition](t, 2)
	checkEnum[AxisRule](t, 3)
	checkEnum[Strategy](t, 6)
	checkEnum[Treatment](t, 3)
	checkEnum[Friend](t, 4)
	checkEnum[Metal](t, 4)
	checkEnum[Shift](t, 3)
}

// The classifiers of a base, fitted.
type classifiers struct {
	rfm      *RFMCuts
	nested   *RFMCuts
	cells    CellCuts
	pyramid  Pyramid
	abc      ABC
	grades   Grades
	cube     Cube
	lengths  ValueLength
	metals   Metals
	tree     *Tree
	grid     Grid
	strategy StrategyMap
}

// verdict is everything that they say about a customer.
type verdict struct {
	score, nested RFMScore
	segment       Segment
	cell          Cell
	band          Band
	class         Class
	grade         Grade
	cube          CubeCell
	strategy      Strategy
	friend        Friend
	metal         Metal
	value         clientele.Level
}

func fitAll(t testing.TB, customers []RFM) classifiers {
	t.Helper()
	var c classifiers
	var err error
	var standing []Standing
	var relations []Relationship
	var values, since []float64
	for _, r := range customers {
		standing = append(standing, Standing{r.Money, r.Purchases, -r.SinceLast})
		relations = append(relations, relation(r))
		values, since = append(values, r.Money), append(since, r.SinceLast)
	}
	c.rfm, c.nested = fitted(t, customers, nil), fitted(t, customers, &RFMOptions{Nested: true})
	must := func() { t.Helper(); require.NoError(t, err) }
	c.cells, err = FitCells(customers, nil)
	must()
	c.pyramid, err = FitPyramid(values, nil)
	must()
	c.abc, err = FitABC(values, nil)
	must()
	c.grades, err = FitGrades(values, nil)
	must()
	c.cube, err = FitCube(standing, nil)
	must()
	c.lengths, err = FitValueLength(values, since, nil, nil)
	must()
	c.metals, err = FitMetals(values, since, nil)
	must()
	c.tree, err = FitValueTree(relations, nil)
	must()
	c.grid, c.strategy = DefaultGrid(), DefaultStrategies()
	return c
}

func relation(r RFM) Relationship {
	return Relationship{r.Money, min(r.SinceLast/365, 1000), min(r.Purchases/10, 1)}
}

func (c *classifiers) of(r RFM) verdict {
	v := verdict{score: c.rfm.Score(r), nested: c.nested.Score(r), cell: c.cells.Cell(r), band: c.pyramid.Band(r.Money), class: c.abc.Class(r.Money),
		grade: c.grades.Grade(int(r.Purchases), r.Money), cube: c.cube.Cell(Standing{r.Money, r.Purchases, -r.SinceLast}),
		friend: c.lengths.Cell(r.Money, r.SinceLast), metal: c.metals.Metal(r.Money, r.SinceLast)}
	v.segment, v.strategy = c.grid.Segment(v.score), c.strategy.Strategy(v.cube)
	x := relation(r).Indicators()
	v.value = c.tree.Value(x[:])
	return v
}

// Every classification is total, depends on the customer's own record and the
// fitted cuts only, and never gets worse when money grows; the cuts depend on
// the base and not on its order. Strategies name what to do, not how good.
func TestClassificationLaws(t *testing.T) {
	customers := base(3000, 21)
	c := fitAll(t, customers)
	shuffled := slices.Clone(customers)
	kit.Rand(1).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	other := fitAll(t, shuffled)
	r := kit.Rand(2)
	for i := range 5000 {
		v := RFM{math.Floor(r.Float64() * 900), math.Floor(r.ExpFloat64() * 5), 2000 * (r.Float64() - 0.2)}
		if i < len(customers) {
			v = customers[i]
		}
		got := c.of(v)
		require.Equal(t, got, other.of(v))
		require.Equal(t, got, c.of(v))
		for _, assigned := range []uint8{got.score.R, got.score.F, got.score.M, got.nested.R, got.nested.F, got.nested.M, uint8(got.segment), uint8(got.cell), uint8(got.band),
			uint8(got.class), uint8(got.grade), uint8(got.strategy), uint8(got.friend), uint8(got.metal), uint8(got.value), uint8(got.cube.Value), uint8(got.cube.Potential), uint8(got.cube.Loyalty)} {
			require.NotZero(t, assigned, "%+v: %+v", v, got)
		}
		richer := v
		richer.Money += 500 * r.Float64()
		up := c.of(richer)
		require.True(t, up.score.M >= got.score.M && up.band <= got.band && up.class <= got.class && up.grade >= got.grade && up.metal <= got.metal &&
			up.value >= got.value && up.cube.Value >= got.cube.Value, "%+v", v)
	}
}

// Every reason that the classifiers give is on the list of codes, has a text in
// both languages, and nothing is classified without one.
func TestReasons(t *testing.T) {
	codes := reason.Codes("segment.")
	require.Len(t, codes, 31)
	for _, code := range codes {
		r := clientele.Reason{Code: code, Value: 12.5, Limit: 99}
		english, chinese := r.Text(clientele.LangEnglish), r.Text(clientele.LangChinese)
		assert.NotEqual(t, english, chinese)
		assert.NotContains(t, english+chinese, "{")
	}
	customers := base(500, 22)
	c := fitAll(t, customers)
	for _, v := range customers {
		x := relation(v).Indicators()
		for i, reasons := range [][]clientele.Reason{
			c.cells.AppendReasons(nil, v), c.grid.AppendReasons(nil, c.rfm.Score(v)), c.pyramid.AppendReasons(nil, v.Money), c.abc.AppendReasons(nil, v.Money),
			c.grades.AppendReasons(nil, int(v.Purchases), v.Money), c.cube.AppendReasons(nil, Standing{v.Money, v.Purchases, 0}),
			c.lengths.AppendReasons(nil, v.Money, v.SinceLast), c.metals.AppendReasons(nil, v.Money, v.SinceLast), c.tree.AppendReasons(nil, x[:]),
		} {
			require.NotEmpty(t, reasons, i)
			for _, r := range reasons {
				require.Contains(t, codes, r.Code)
			}
		}
	}
}

// What was stored says the same.
func TestClassifiersTravel(t *testing.T) {
	c := fitAll(t, base(300, 23))
	var back classifiers
	back.rfm, back.tree = new(RFMCuts), new(Tree)
	for _, pair := range [][2]any{{c.rfm, back.rfm}, {c.tree, back.tree}, {&c.cells, &back.cells}, {&c.pyramid, &back.pyramid}, {&c.abc, &back.abc},
		{&c.grades, &back.grades}, {&c.cube, &back.cube}, {&c.lengths, &back.lengths}, {&c.metals, &back.metals}, {&c.grid, &back.grid}, {&c.strategy, &back.strategy}} {
		text, err := json.Marshal(pair[0])
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, pair[1]), string(text))
		assert.Equal(t, pair[0], pair[1])
		assert.Error(t, json.Unmarshal([]byte(`{"at":[2,1],"value":{"at":[],"edge":"below"},"important":5,"vip":4,"since_last":-1}`), pair[1]), "%T", pair[1])
		assert.Equal(t, pair[0], pair[1], "unchanged on error")
	}
	assert.Error(t, json.Unmarshal([]byte(`{"length":{"at":[1],"edge":"below"}}`), new(LRFMCuts)))
}

func FuzzValues(f *testing.F) {
	f.Add(1.0, 2.0, 3.0)
	f.Add(0.0, -1.0, 0.0)
	f.Add(1e290, -1e290, 5e-324)
	f.Add(math.NaN(), math.Inf(1), 1.0)
	f.Fuzz(func(t *testing.T, a, b, c float64) {
		values := []float64{a, b, c, a}
		if p, err := FitPyramid(values, nil); err == nil {
			for _, v := range values {
				if p.Band(v) == 0 {
					t.Fatal("no band", v)
				}
			}
		}
		if p, err := FitABC(values, nil); err == nil && p.Class(max(a, b, c)) != ClassA {
			t.Fatal("the largest is not A")
		}
		if p, err := FitAxis(values, AxisPolicy{}); err == nil {
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
		for _, how := range []Decomposition{LMDI, Shapley} {
			if d, err := Decompose(Driver{Name: "v", Parts: []Driver{{Name: "a", Before: a, After: b}, {Name: "b", Before: c, After: a}}}, how); err == nil {
				if e := d.Parts[0].Effect; math.IsNaN(e) || math.IsInf(e, 0) {
					t.Fatal(how, d)
				}
			}
		}
		_, _ = FitMetals(values, values, nil)
		_, _ = FitCells([]RFM{{a, b, c}}, nil)
		_, _ = FitValueTree([]Relationship{{a, b, c}, {c, a, b}}, nil)
	})
}
