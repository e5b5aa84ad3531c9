package clientele_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

// histories draws customers of whom many are alike.
func histories(r *rand.Rand, n int) []clientele.History {
	out := make([]clientele.History, n)
	for i := range out {
		age := float64(r.IntN(40)) / 7
		out[i] = clientele.History{Age: age}
		if x := r.IntN(4); x > 0 && age > 0 {
			out[i].Repeats, out[i].Last = x, age/float64(1+r.IntN(3))
		}
	}
	return out
}

type counted struct {
	h clientele.History
	n int
}

func contents(p *clientele.Panel) []counted {
	var out []counted
	for h, n := range p.All() {
		out = append(out, counted{h, n})
	}
	return out
}

func requireSamePanel(t *testing.T, want, got *clientele.Panel) {
	t.Helper()
	require.Equal(t, contents(want), contents(got))
	require.Equal(t, want.Len(), got.Len())
	require.Equal(t, want.Distinct(), got.Distinct())
	a, err := want.MarshalBinary()
	require.NoError(t, err)
	b, err := got.MarshalBinary()
	require.NoError(t, err)
	require.Equal(t, a, b)
}

func TestPanelMergeLaws(t *testing.T) {
	check.MergeLaws(t, check.Merger[*clientele.Panel, clientele.History]{
		New:   func() *clientele.Panel { return new(clientele.Panel) },
		Add:   func(p *clientele.Panel, h clientele.History) { require.NoError(t, p.Add(h)) },
		Merge: (*clientele.Panel).Merge,
		Equal: requireSamePanel,
		Items: histories(rand.New(rand.NewPCG(1, 2)), 500),
	})
}

func TestPanelCounts(t *testing.T) {
	items := histories(rand.New(rand.NewPCG(3, 4)), 5000)
	want := map[clientele.History]int{}
	for _, h := range items {
		want[h]++
	}
	p, err := clientele.Collect(slices.Values(items))
	require.NoError(t, err)
	assert.Equal(t, 5000, p.Len())
	assert.Equal(t, len(want), p.Distinct())
	var last *clientele.History
	for h, n := range p.All() {
		require.Equal(t, want[h], n)
		require.True(t, last == nil || last.Compare(h) < 0, "sorted")
		last = &h
	}
	for range p.All() {
		break // stops
	}
	p.Merge(p)
	assert.Equal(t, 10000, p.Len())
	assert.Equal(t, len(want), p.Distinct())
	p.Merge(nil)
	assert.Equal(t, 10000, p.Len())
}

func TestPanelTakesMinusZeroForZero(t *testing.T) {
	zero := math.Copysign(0, -1)
	var p clientele.Panel
	require.NoError(t, p.Add(clientele.History{}))
	require.NoError(t, p.Add(clientele.History{Last: zero, Age: zero}))
	assert.Equal(t, 1, p.Distinct())
	for h, n := range p.All() {
		assert.Equal(t, 2, n)
		assert.False(t, math.Signbit(h.Last) || math.Signbit(h.Age))
	}
}

func TestPanelRefuses(t *testing.T) {
	var p clientele.Panel
	require.NoError(t, p.AddN(clientele.History{Age: 1}, 3))
	for _, test := range []struct {
		h     clientele.History
		n     int
		field string
	}{
		{clientele.History{Repeats: -1, Age: 1}, 1, "Repeats"},
		{clientele.History{Repeats: clientele.MaxRepeats + 1, Last: 1, Age: 1}, 1, "Repeats"},
		{clientele.History{Age: math.NaN()}, 1, "Age"},
		{clientele.History{Age: math.Inf(1)}, 1, "Age"},
		{clientele.History{Age: -1}, 1, "Age"},
		{clientele.History{Repeats: 1, Last: math.NaN(), Age: 1}, 1, "Last"},
		{clientele.History{Repeats: 1, Last: 2, Age: 1}, 1, "Last"},
		{clientele.History{Repeats: 1, Last: 0, Age: 1}, 1, "Last"},
		{clientele.History{Last: 1, Age: 1}, 1, "Last"},
		{clientele.History{Age: 1}, -1, "n"},
		{clientele.History{Age: 1}, math.MaxInt, "n"},
	} {
		var bad *clientele.InputError
		require.ErrorAs(t, p.AddN(test.h, test.n), &bad, test)
		assert.Equal(t, test.field, bad.Field, test)
		assert.Equal(t, 3, p.Len())
	}
	require.NoError(t, p.AddN(clientele.History{Age: 2}, 0))
	assert.Equal(t, 1, p.Distinct())
	_, err := clientele.Collect(slices.Values([]clientele.History{{Age: 1}, {Age: -1}}))
	assert.Error(t, err)
}

func TestPanelBinary(t *testing.T) {
	p, err := clientele.Collect(slices.Values(histories(rand.New(rand.NewPCG(5, 6)), 300)))
	require.NoError(t, err)
	for _, q := range []*clientele.Panel{p, {}} {
		data, err := q.AppendBinary([]byte("prefix"))
		require.NoError(t, err)
		data = data[6:]
		var back clientele.Panel
		require.NoError(t, back.Add(clientele.History{Age: 77})) // is replaced
		require.NoError(t, back.UnmarshalBinary(data))
		requireSamePanel(t, q, &back)
		for n := range data {
			require.Error(t, back.UnmarshalBinary(data[:n]))
		}
		require.Error(t, back.UnmarshalBinary(append(data, 0)))
		requireSamePanel(t, q, &back)
	}
}

func TestPanelBinaryRefuses(t *testing.T) {
	var p clientele.Panel
	require.NoError(t, p.Add(clientele.History{Age: 1}))
	require.NoError(t, p.Add(clientele.History{Age: 2}))
	data, err := p.MarshalBinary()
	require.NoError(t, err)
	const cell = 1 + 8 + 8 + 1
	head, a, b := data[:6], data[6:6+cell], data[6+cell:]
	join := func(parts ...[]byte) []byte { return slices.Concat(parts...) }
	nobody := append(slices.Clone(b[:cell-1]), 0)
	nan := slices.Concat(b[:9], []byte{0, 0, 0, 0, 0, 0, 0xf8, 0x7f}, b[17:])
	for name, bad := range map[string][]byte{
		"order":   join(head, b, a),
		"twice":   join(head, a, a),
		"nobody":  join(head, a, nobody),
		"history": join(head, a, nan),
	} {
		assert.Error(t, p.UnmarshalBinary(bad), name)
		assert.Equal(t, 2, p.Len(), name)
	}
	require.NoError(t, p.UnmarshalBinary(join(head, a, b)))
}

func TestPanelCountsWithoutAllocation(t *testing.T) {
	var p clientele.Panel
	h := clientele.History{Repeats: 1, Last: 1, Age: 2}
	require.NoError(t, p.Add(h))
	assert.Zero(t, testing.AllocsPerRun(100, func() { _ = p.Add(h) }))
}

func FuzzPanel(f *testing.F) {
	f.Add(2, 30.43, 38.86, 1)
	f.Add(0, 0.0, math.NaN(), -1)
	f.Add(1, 5e-324, math.MaxFloat64, math.MaxInt)
	f.Fuzz(func(t *testing.T, x int, tx, age float64, n int) {
		var p clientele.Panel
		require.NoError(t, p.Add(clientele.History{Age: 1}))
		err := p.AddN(clientele.History{Repeats: x, Last: tx, Age: age}, n)
		var bad *clientele.InputError
		if err != nil {
			require.ErrorAs(t, err, &bad)
			require.Equal(t, []counted{{clientele.History{Age: 1}, 1}}, contents(&p))
		}
		for h := range p.All() {
			require.NoError(t, h.Check())
		}
		var back clientele.Panel
		data, err := p.MarshalBinary()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalBinary(data))
		requireSamePanel(t, &p, &back)
	})
}

func FuzzPanelUnmarshal(f *testing.F) {
	p, err := clientele.Collect(slices.Values(histories(rand.New(rand.NewPCG(7, 8)), 20)))
	require.NoError(f, err)
	data, err := p.MarshalBinary()
	require.NoError(f, err)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var p clientele.Panel
		if p.UnmarshalBinary(data) != nil {
			require.Zero(t, p.Len())
			return
		}
		again, err := p.MarshalBinary()
		require.NoError(t, err)
		var back clientele.Panel
		require.NoError(t, back.UnmarshalBinary(again))
		requireSamePanel(t, &p, &back)
	})
}

func ExamplePanel() {
	var p clientele.Panel
	for _, h := range []clientele.History{{Repeats: 2, Last: 30, Age: 39}, {Age: 39}, {Age: 39}} {
		if err := p.Add(h); err != nil {
			fmt.Println(err)
		}
	}
	for h, n := range p.All() {
		fmt.Printf("%d × %+v\n", n, h)
	}
	// Output:
	// 2 × {Repeats:0 Last:0 Age:39}
	// 1 × {Repeats:2 Last:30 Age:39}
}

// The gaps are known or not, add up exactly, and travel.
func TestPanelLogGaps(t *testing.T) {
	var p, q clientele.Panel
	_, complete := p.LogGaps()
	assert.True(t, complete)
	require.NoError(t, p.AddTimed(clientele.History{Repeats: 2, Last: 3, Age: 9}, 0.1))
	require.NoError(t, p.AddTimed(clientele.History{Age: 9}, 0))
	require.NoError(t, q.AddTimed(clientele.History{Repeats: 1, Last: 3, Age: 9}, 0.2))
	p.Merge(&q)
	total, complete := p.LogGaps()
	assert.True(t, complete)
	assert.InDelta(t, 0.3, total, 1e-15)
	data, err := p.MarshalBinary()
	require.NoError(t, err)
	var r clientele.Panel
	require.NoError(t, r.UnmarshalBinary(data))
	again, _ := r.LogGaps()
	assert.Equal(t, total, again)
	require.NoError(t, p.Add(clientele.History{Repeats: 1, Last: 2, Age: 9}))
	_, complete = p.LogGaps()
	assert.False(t, complete)
	for _, bad := range []float64{math.NaN(), math.Inf(-1), 1e9} {
		assert.Error(t, p.AddTimed(clientele.History{Repeats: 1, Last: 2, Age: 9}, bad))
	}
	assert.Error(t, p.AddTimed(clientele.History{Age: 9}, 1))
}
