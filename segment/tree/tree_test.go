package tree

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func given(t *testing.T) *Tree {
	t.Helper()
	tree, err := New([]string{"margin", "orders"},
		Ask("margin", 1000,
			Ask("orders", 5, Leaf(clientele.LevelHigh), Leaf(clientele.LevelMedium)),
			Ask("margin", 100, Leaf(clientele.LevelMedium), Leaf(clientele.LevelLow))))
	require.NoError(t, err)
	return tree
}

func TestGivenTree(t *testing.T) {
	tree := given(t)
	for _, c := range []struct {
		margin, orders float64
		want           clientele.Level
	}{
		{1000, 5, clientele.LevelHigh}, {1000, 4.9, clientele.LevelMedium}, {999, 50, clientele.LevelMedium},
		{100, 0, clientele.LevelMedium}, {99, 0, clientele.LevelLow}, {math.Inf(-1), 0, clientele.LevelLow}, {math.Inf(1), 9, clientele.LevelHigh},
		{99, math.NaN(), clientele.LevelLow}, {1000, math.NaN(), 0}, {math.NaN(), 1, 0},
	} {
		assert.Equal(t, c.want, tree.Value([]float64{c.margin, c.orders}), "%v", c)
	}
	assert.Equal(t, clientele.Level(0), tree.Value([]float64{1}))
	x := []float64{1200, 3}
	verdict := tree.Classify(x)
	path := verdict.Path
	require.Len(t, path, 2)
	assert.Equal(t, "margin 1200 >= 1000", path[0].String())
	assert.Equal(t, "orders 3 < 5", path[1].String())
	assert.Equal(t, []clientele.Reason{{Code: ReasonAtLeast, Value: 1200, Limit: 1000}, {Code: ReasonUnder, Value: 3, Limit: 5}}, verdict.AppendReasons(nil))
	reasons := make([]clientele.Reason, 0, 4)
	assert.Zero(t, testing.AllocsPerRun(10, func() { tree.Value(x); reasons = verdict.AppendReasons(reasons[:0]) }))

	text, err := json.Marshal(tree)
	require.NoError(t, err)
	var back Tree
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, *tree, back)
	assert.Error(t, json.Unmarshal([]byte(`{"indicators":["a"],"root":{"indicator":"b"}}`), &back))
	assert.Equal(t, *tree, back)
}

func TestTreeRefuses(t *testing.T) {
	high, low := Leaf(clientele.LevelHigh), Leaf(clientele.LevelLow)
	deep := high
	for i := range 70 {
		deep = Ask("a", float64(-i), deep, low)
	}
	for name, root := range map[string]*Node{
		"nothing":            nil,
		"no value":           Ask("a", 1, high, &Node{}),
		"unknown":            Ask("z", 1, high, low),
		"NaN":                Ask("a", math.NaN(), high, low),
		"infinite":           Ask("a", math.Inf(1), high, low),
		"no branch":          Ask("a", 1, high, nil),
		"value at question":  {Indicator: "a", AtLeast: 1, Above: high, Under: low, Value: clientele.LevelLow},
		"branches at a leaf": {Value: clientele.LevelLow, Above: high},
		"never above":        Ask("a", 5, Leaf(1), Ask("a", 5, high, low)),
		"never under":        Ask("a", 5, Ask("a", 4, high, low), low),
		"settled further up": Ask("a", 5, Ask("b", 1, Ask("a", 5, high, low), low), low),
		"too deep":           deep,
	} {
		var bad *clientele.InputError
		_, err := New([]string{"a", "b"}, root)
		assert.ErrorAs(t, err, &bad, name)
	}
	_, err := New([]string{"a", "a"}, high)
	assert.Error(t, err)
	same := Ask("b", 1, high, low) // the same node twice is fine
	_, err = New([]string{"a", "b"}, Ask("a", 1, same, same))
	assert.NoError(t, err)
}

func TestValueTree(t *testing.T) {
	var base []TradeRecord
	for i := range 100 {
		base = append(base, TradeRecord{float64(i), float64(i % 10), float64(i%7) / 7})
	}
	tree, err := FitValueTree(base, nil)
	require.NoError(t, err)
	counts := map[clientele.Level]int{}
	for _, r := range base {
		v := tree.Classify(r).Value
		counts[v]++
		large, medium := r.Scale >= 66, r.Scale >= 33
		many, again := r.Years >= 4.5, r.Repurchase >= 3.0/7
		want := clientele.LevelLow
		switch {
		case large && (many || again), medium && many && again:
			want = clientele.LevelHigh
		case large, medium && (many || again), many && again:
			want = clientele.LevelMedium
		}
		require.Equal(t, want, v, "%+v", r)
		better := TradeRecord{r.Scale + 1, r.Years + 1, math.Min(1, r.Repurchase+0.1)}
		assert.GreaterOrEqual(t, tree.Classify(better).Value, v, "monotone")
	}
	assert.Len(t, counts, 3)
	reasons := tree.Classify(base[90]).AppendReasons(nil)
	assert.Equal(t, "transaction scale 90, at least 66", reasons[0].Text(clientele.LangEnglish))
	assert.Equal(t, "交易规模 90，不低于 66", reasons[0].Text(clientele.LangChinese))

	alike, err := FitValueTree([]TradeRecord{{5, 1, 0.5}, {5, 1, 0.5}}, nil)
	require.NoError(t, err)
	assert.Equal(t, clientele.Level(0), alike.Classify(TradeRecord{5, 1, 0.5}).Value)
	data, err := json.Marshal(alike)
	require.NoError(t, err)
	var back ValueTree
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, *alike, back)
	_, err = FitValueTree(nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, bad := range []TradeRecord{{math.NaN(), 1, 0}, {1, -1, 0}, {1, 1, 1.5}} {
		_, err = FitValueTree([]TradeRecord{bad}, nil)
		assert.Error(t, err)
	}
	_, err = FitValueTree(base, &ValueTreePolicy{0.3, 0.6, 0.5, 0.5})
	assert.Error(t, err)
}

// A firm one year old in which nobody bought again: a repurchase rate of 0 and
// one year are what everybody has, and make nobody valuable.
func TestYoungFirm(t *testing.T) {
	var base []TradeRecord
	for i := range 30 {
		base = append(base, TradeRecord{float64(i), 1, 0})
	}
	base[7].Repurchase = 0.5 // one customer
	tree, err := FitValueTree(base, nil)
	require.NoError(t, err)
	counts := map[clientele.Level]int{}
	for _, r := range base {
		v := tree.Classify(r)
		counts[v.Value]++
		for _, reason := range v.AppendReasons(nil) {
			if reason.Value == 0 {
				require.NotEqual(t, ReasonRepurchaseHigh, reason.Code)
			}
		}
	}
	assert.Zero(t, counts[clientele.LevelHigh])
	assert.Equal(t, 10, counts[clientele.LevelMedium])
	assert.Equal(t, 20, counts[clientele.LevelLow])
}

func FuzzTreeJSON(f *testing.F) {
	f.Add([]byte(`{"indicators":["a"],"root":{"indicator":"a","at_least":1,"above":{"value":"high"},"under":{"value":"low"}}}`))
	f.Add([]byte(`{"indicators":["a"],"root":{"value":"high"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var tree Tree
		if json.Unmarshal(data, &tree) != nil {
			return
		}
		x := make([]float64, len(tree.Indicators()))
		if tree.Value(x) == 0 && tree.Root().Indicator != "" {
			t.Fatal("not total")
		}
		text, err := json.Marshal(&tree)
		require.NoError(t, err)
		var back Tree
		require.NoError(t, json.Unmarshal(text, &back))
	})
}

// sums checks that the parts add up to the node, everywhere.
func sums(t *testing.T, c DriverChange) {
	t.Helper()
	if len(c.Parts) == 0 {
		return
	}
	var sum exact.Sum
	least := math.Inf(1)
	for _, p := range c.Parts {
		sum.Add(p.Effect)
		if p.Effect != 0 {
			least = min(least, math.Abs(p.Effect))
		}
		sums(t, p)
	}
	sum.Add(-c.Effect)
	assert.LessOrEqual(t, math.Abs(sum.Value()), (math.Nextafter(least, math.Inf(1))-least)/2)
}

func TestDecomposeByHand(t *testing.T) {
	value := Driver{Name: "value", Parts: []Driver{{Name: "customers", Before: 100, After: 120}, {Name: "orders", Before: 4, After: 3}, {Name: "spend", Before: 50, After: 60}}}
	c, err := Decompose(value, DecompositionLMDI)
	require.NoError(t, err)
	assert.Equal(t, 1600.0, c.Effect)
	l := 1600 / math.Log(21600.0/20000)
	check.Close(t, l*math.Log(1.2), c.Parts[0].Effect, 1e-13, "customers")
	check.Close(t, l*math.Log(0.75), c.Parts[1].Effect, 1e-13, "orders")
	check.Close(t, c.Parts[0].Effect, c.Parts[2].Effect, 1e-13, "equal growth, equal effect")
	sums(t, c)
	// Two drivers: half of each rectangle, and of the corner.
	s, err := Decompose(Driver{Name: "v", Parts: []Driver{{Name: "a", Before: 2, After: 5}, {Name: "b", Before: 10, After: -4}}}, DecompositionShapley)
	require.NoError(t, err)
	assert.Equal(t, -40.0, s.Effect)
	assert.Equal(t, 3*(10.0-4)/2, s.Parts[0].Effect)
	assert.Equal(t, -14*(2.0+5)/2, s.Parts[1].Effect)
	zero, err := Decompose(Driver{Name: "v", Parts: []Driver{{Name: "a", Before: 0, After: 5}, {Name: "b", Before: 3, After: 3}}}, DecompositionShapley)
	require.NoError(t, err)
	assert.Equal(t, []float64{15, 0}, []float64{zero.Parts[0].Effect, zero.Parts[1].Effect})
	still, err := Decompose(Driver{Name: "v", Parts: []Driver{{Name: "a", Before: 2, After: 4}, {Name: "b", Before: 4, After: 2}}}, DecompositionLMDI)
	require.NoError(t, err)
	check.Close(t, 8*math.Ln2, still.Parts[0].Effect, 1e-15, "no change in all")
	assert.Equal(t, 0.0, still.Effect)
}

func TestDecomposeLaws(t *testing.T) {
	r := kit.Rand(1)
	number := func() float64 { return math.Exp(3 * r.NormFloat64()) }
	leaf := func(name string) Driver { return Driver{Name: name, Before: number(), After: number()} }
	for range 300 {
		value := Driver{Name: "value", Parts: []Driver{leaf("customers"), {Name: "revenue", Parts: []Driver{leaf("orders"), leaf("spend")}}, leaf("margin")}}
		for _, how := range []Decomposition{DecompositionLMDI, DecompositionShapley} {
			c, err := Decompose(value, how)
			require.NoError(t, err)
			sums(t, c)
			// The order of the drivers makes no difference, and a driver without change has no effect.
			swapped := Driver{Name: "value", Parts: []Driver{value.Parts[2], value.Parts[1], value.Parts[0], {Name: "none", Before: 3, After: 3}}}
			d, err := Decompose(swapped, how)
			require.NoError(t, err)
			scale := 0.0 // rounding is relative to the largest effect
			for _, p := range c.Parts {
				scale = max(scale, math.Abs(p.Effect))
			}
			assert.InDelta(t, c.Parts[0].Effect/scale, d.Parts[2].Effect/scale/3, 1e-12)
			assert.InDelta(t, 0, d.Parts[3].Effect/scale, 1e-12)
		}
	}
}

func TestDecomposeRefuses(t *testing.T) {
	pair := func(b, a float64) Driver { return Driver{Name: "x", Before: b, After: a} }
	for _, bad := range []Driver{
		{}, pair(0, 1), pair(1, -1), pair(math.NaN(), 1), pair(1, math.Inf(1)),
		{Name: "v", Before: 1, Parts: []Driver{pair(1, 2)}},
		{Name: "v", Parts: []Driver{pair(1e200, 1e200), pair(1e200, 1e200)}},
	} {
		var input *clientele.InputError
		_, err := Decompose(bad, DecompositionLMDI)
		assert.ErrorAs(t, err, &input, "%+v", bad)
	}
	many := Driver{Name: "v"}
	for range 17 {
		many.Parts = append(many.Parts, pair(1, 2))
	}
	_, err := Decompose(many, DecompositionShapley)
	assert.Error(t, err)
	_, err = Decompose(many, DecompositionLMDI)
	assert.NoError(t, err)
	_, err = Decompose(many, 9)
	assert.Error(t, err)
	_, err = Decompose(Driver{Name: "v", Parts: []Driver{pair(1e200, 1e200), pair(1e200, 1e200)}}, DecompositionShapley)
	assert.Error(t, err)
}
