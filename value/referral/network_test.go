package referral_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/referral"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/mat"
)

var ctx = context.Background()

func build(t testing.TB, n int, edges ...referral.NetworkEdge) *referral.Network {
	t.Helper()
	g, err := referral.NewNetwork(n, slices.Values(edges))
	require.NoError(t, err)
	return g
}

// tree: 0 brought 1 and 2; 1 brought 3 and 4; 2 brought 5.
func tree(t testing.TB) *referral.Network {
	return build(t, 6, referral.NetworkEdge{From: 0, To: 1}, referral.NetworkEdge{From: 0, To: 2}, referral.NetworkEdge{From: 1, To: 3}, referral.NetworkEdge{From: 1, To: 4}, referral.NetworkEdge{From: 2, To: 5})
}

// random returns a network with some weights, some parallel edges, and some
// customers without edges.
func random(t testing.TB, seed uint64, n, edges int) (*referral.Network, []referral.NetworkEdge) {
	r := rand.New(rand.NewPCG(seed, 1))
	var list []referral.NetworkEdge
	for len(list) < edges {
		e := referral.NetworkEdge{From: r.IntN(n * 2 / 3), To: r.IntN(n), Weight: float64(1 + r.IntN(3))}
		if e.From != e.To {
			list = append(list, e)
		}
	}
	return build(t, n, list...), list
}

// TestByHand: two customers who point at each other, and a third who points at
// the first: with d = ½, p = ⅓,
//
//	r0 = 1/6 + (r1 + r2)/2, r1 = 1/6 + r0/2, r2 = 1/6  ⇒  r0 = 4/9, r1 = 7/18, r2 = 1/6.
func TestByHand(t *testing.T) {
	g := build(t, 3, referral.NetworkEdge{From: 0, To: 1}, referral.NetworkEdge{From: 1, To: 0}, referral.NetworkEdge{From: 2, To: 0})
	rank, err := g.PageRank(ctx, &referral.PageRankOptions{Damping: 0.5, Tolerance: 1e-14})
	require.NoError(t, err)
	for v, want := range []float64{4.0 / 9, 7.0 / 18, 1.0 / 6} {
		check.Close(t, want, rank[v], 1e-13, v)
	}
	// In the tree, 1 lies on the paths 0→3 and 0→4, 2 on 0→5; all others on none.
	between, err := tree(t).Betweenness(ctx)
	require.NoError(t, err)
	assert.Equal(t, []float64{0, 2, 1, 0, 0, 0}, between)
	assert.Equal(t, []int{2, 2, 1, 0, 0, 0}, tree(t).Reach(1))
	assert.Equal(t, []int{5, 2, 1, 0, 0, 0}, tree(t).Reach(2))
	assert.Equal(t, []int{5, 2, 1, 0, 0, 0}, tree(t).Reach(99))
	assert.Equal(t, make([]int, 6), tree(t).Reach(0))
	assert.Panics(t, func() { tree(t).Reach(-1) })
	// Half of each generation: 0 has 1 + ½·(1+½·2) + ½·(1+½·1) = 2.75.
	total, err := tree(t).Chain([]float64{1, 1, 1, 1, 1, 1}, 0.5)
	require.NoError(t, err)
	assert.Equal(t, []float64{2.75, 2, 1.5, 1, 1, 1}, total)
	// Two paths of equal length from 0 to 3, one through 1 and one through 2.
	diamond := build(t, 4, referral.NetworkEdge{From: 0, To: 1}, referral.NetworkEdge{From: 0, To: 2}, referral.NetworkEdge{From: 1, To: 3}, referral.NetworkEdge{From: 2, To: 3})
	between, err = diamond.Betweenness(ctx)
	require.NoError(t, err)
	assert.Equal(t, []float64{0, 0.5, 0.5, 0}, between)
}

// TestPageRankSolvesItsEquation compares with the solution of the linear
// system, by dense elimination, and with gonum.
func TestPageRankSolvesItsEquation(t *testing.T) {
	const n, d = 60, 0.85
	g, _ := random(t, 3, n, 200)
	personal := make([]float64, n)
	total := 0.0
	for v := range personal {
		personal[v] = float64(v % 5)
		total += personal[v]
	}
	for _, p := range [][]float64{nil, personal} {
		start := make([]float64, n)
		for v := range start {
			start[v] = 1.0 / n
			if p != nil {
				start[v] = p[v] / total
			}
		}
		a, b := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
		for u := range n {
			out := 0.0
			for v := range n {
				if w, ok := g.Weight(int64(u), int64(v)); ok && u != v {
					out += w
				}
			}
			for v := range n {
				share := start[v]
				if out > 0 {
					share = 0
					if w, ok := g.Weight(int64(u), int64(v)); ok && u != v {
						share = w / out
					}
				}
				a.Set(v, u, -d*share)
			}
		}
		for v := range n {
			a.Set(v, v, 1+a.At(v, v))
			b.SetVec(v, (1-d)*start[v])
		}
		var want mat.VecDense
		require.NoError(t, want.SolveVec(a, b))
		rank, err := g.PageRank(ctx, &referral.PageRankOptions{Personal: p, Tolerance: 1e-14})
		require.NoError(t, err)
		sum, off := 0.0, 0.0
		loose, err := g.PageRank(ctx, &referral.PageRankOptions{Personal: p, Tolerance: 1e-5})
		require.NoError(t, err)
		for v := range rank {
			assert.InDelta(t, want.AtVec(v), rank[v], 1e-14)
			sum += rank[v]
			off += math.Abs(loose[v] - want.AtVec(v))
		}
		check.Close(t, 1, sum, 1e-14)
		assert.Less(t, off, 1e-5, "the tolerance is kept")
		assert.Greater(t, off, 1e-12)
	}
	rank, err := g.PageRank(ctx, nil)
	require.NoError(t, err)
	for v, want := range network.PageRankSparse(g, d, 1e-14) {
		assert.InDelta(t, want, rank[v], 1e-9)
	}
}

func TestBetweennessAgreesWithGonum(t *testing.T) {
	for seed := range uint64(5) {
		g, _ := random(t, seed, 40, 120)
		got, err := g.Betweenness(ctx)
		require.NoError(t, err)
		want := network.Betweenness(g)
		for v := range got {
			assert.InDelta(t, want[int64(v)], got[v], 1e-10)
		}
	}
}

// TestBetweennessFromIsUnbiased averages estimates over many draws.
func TestBetweennessFromIsUnbiased(t *testing.T) {
	g, _ := random(t, 9, 50, 200)
	exact, err := g.Betweenness(ctx)
	require.NoError(t, err)
	mean := make([]float64, g.Len())
	r := rand.New(rand.NewPCG(8, 8))
	const draws = 4000
	for range draws {
		got, err := g.BetweennessFrom(ctx, r, 10)
		require.NoError(t, err)
		for v := range mean {
			mean[v] += got[v] / draws
		}
	}
	sumExact, sumMean := 0.0, 0.0
	for v := range mean {
		assert.InDelta(t, exact[v], mean[v], 0.05*exact[v]+1, v)
		sumExact += exact[v]
		sumMean += mean[v]
	}
	assert.InDelta(t, 1, sumMean/sumExact, 0.01)
	all, err := g.BetweennessFrom(ctx, nil, 50)
	require.NoError(t, err)
	assert.Equal(t, exact, all)
	_, err = g.BetweennessFrom(ctx, r, 0)
	var input *clientele.InputError
	assert.ErrorAs(t, err, &input)
}

func TestOrderOfEdgesDoesNotMatter(t *testing.T) {
	g, edges := random(t, 4, 200, 900)
	r := rand.New(rand.NewPCG(4, 4))
	r.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
	h := build(t, 200, edges...)
	assert.Equal(t, g, h)
	assert.Less(t, g.Edges(), 900, "parallel edges are one")
	assert.Equal(t, g, g.Reversed().Reversed())
	assert.Equal(t, g.InDegree(7), g.Reversed().OutDegree(7))
}

func TestChain(t *testing.T) {
	// Brought by two: divided by weight, and with share 1 nothing counts twice.
	g := build(t, 3, referral.NetworkEdge{From: 0, To: 2, Weight: 3}, referral.NetworkEdge{From: 1, To: 2})
	total, err := g.Chain([]float64{0, 0, 100}, 1)
	require.NoError(t, err)
	assert.Equal(t, []float64{75, 25, 100}, total)
	var input *clientele.InputError
	_, err = build(t, 2, referral.NetworkEdge{From: 0, To: 1}, referral.NetworkEdge{From: 1, To: 0}).Chain([]float64{1, 1}, 0.5)
	assert.ErrorAs(t, err, &input)
	_, err = g.Chain([]float64{1}, 0.5)
	assert.ErrorAs(t, err, &input)
	_, err = g.Chain([]float64{1, 1, 1}, 1.5)
	assert.ErrorAs(t, err, &input)
}

func TestRefusals(t *testing.T) {
	var input *clientele.InputError
	for _, e := range []referral.NetworkEdge{{From: -1, To: 0}, {From: 0, To: 3}, {From: 1, To: 1}, {From: 0, To: 1, Weight: -1}, {From: 0, To: 1, Weight: math.NaN()}, {From: 0, To: 1, Weight: math.Inf(1)}} {
		_, err := referral.NewNetwork(3, slices.Values([]referral.NetworkEdge{e}))
		assert.ErrorAs(t, err, &input, "%+v", e)
	}
	_, err := referral.NewNetwork(-1, nil)
	assert.ErrorAs(t, err, &input)
	g := tree(t)
	for _, o := range []referral.PageRankOptions{{Damping: 1}, {Damping: -1}, {Damping: math.NaN()}, {Tolerance: -1}, {MaxIter: -1}, {Personal: []float64{1}}, {Personal: make([]float64, 6)}, {Personal: []float64{1, 1, 1, 1, 1, -1}}} {
		_, err := g.PageRank(ctx, &o)
		assert.ErrorAs(t, err, &input, "%+v", o)
	}
	rank, err := g.PageRank(ctx, &referral.PageRankOptions{MaxIter: 1, Tolerance: 1e-15})
	assert.ErrorIs(t, err, clientele.ErrNotConverged)
	assert.Len(t, rank, 6)
	stopped, cancel := context.WithCancelCause(ctx)
	why := errors.New("stop")
	cancel(why)
	_, err = g.PageRank(stopped, nil)
	assert.ErrorIs(t, err, why)
	_, err = g.Betweenness(stopped)
	assert.ErrorIs(t, err, why)
	empty := build(t, 0)
	rank, err = empty.PageRank(ctx, nil)
	assert.NoError(t, err)
	assert.Empty(t, rank)
	assert.Empty(t, empty.Reach(2))
}

func TestGonumGraph(t *testing.T) {
	g := build(t, 4, referral.NetworkEdge{From: 0, To: 1, Weight: 2}, referral.NetworkEdge{From: 0, To: 3}, referral.NetworkEdge{From: 3, To: 1})
	assert.Equal(t, 4, g.Nodes().Len())
	assert.Nil(t, g.Node(4))
	assert.NotNil(t, g.Node(3))
	assert.Equal(t, 2, g.From(0).Len())
	assert.Equal(t, 2, g.To(1).Len())
	assert.Equal(t, 0, g.From(9).Len())
	assert.True(t, g.HasEdgeFromTo(0, 3))
	assert.False(t, g.HasEdgeFromTo(3, 0))
	assert.True(t, g.HasEdgeBetween(3, 0))
	assert.Nil(t, g.Edge(1, 0))
	assert.Equal(t, int64(3), g.Edge(0, 3).To().ID())
	w, ok := g.Weight(0, 1)
	assert.True(t, ok)
	assert.Equal(t, 2.0, w)
	w, ok = g.Weight(1, 1)
	assert.True(t, ok)
	assert.Zero(t, w)
	w, ok = g.Weight(1, 0)
	assert.False(t, ok)
	assert.True(t, math.IsInf(w, 1))
	assert.Equal(t, 0, build(t, 0).Nodes().Len())
}

func TestValue(t *testing.T) {
	// One who would not have come, one who would, half a year away at 10 %.
	force := math.Log(1.1)
	b := []referral.Brought{{Margin: 200, Incentive: 20, Saving: 50}, {Margin: 300, Incentive: 20, Saving: 50, Anyway: 1, After: 0.5}}
	check.Close(t, 230+30/math.Sqrt(1.1), referral.Value(b, force), 1e-14)
	assert.Equal(t, 0.0, referral.Value(nil, 0))
	// The likelier they were to come anyway, the less the referral is worth.
	last := math.Inf(1)
	for q := 0.0; q <= 1; q += 0.1 {
		v := referral.Value([]referral.Brought{{Margin: 100, Anyway: q}}, 0)
		assert.Less(t, v, last)
		last = v
	}
	assert.True(t, math.IsNaN(referral.Value(b, -1)))
	for _, bad := range []referral.Brought{{Margin: math.NaN()}, {Incentive: -1}, {Saving: -1}, {Anyway: 1.1}, {After: -1}, {After: math.Inf(1)}} {
		var input *clientele.InputError
		assert.ErrorAs(t, bad.Check(), &input)
		assert.True(t, math.IsNaN(referral.Value([]referral.Brought{bad}, 0)))
	}
}

// FuzzNetwork builds networks of any edges: ranks are shares, whatever the shape.
func FuzzNetwork(f *testing.F) {
	f.Add([]byte{0, 1, 1, 2, 2, 0}, uint8(3), 0.85)
	f.Add([]byte{0, 1, 0, 1, 5, 5}, uint8(9), 0.5)
	f.Fuzz(func(t *testing.T, data []byte, n uint8, damping float64) {
		var edges []referral.NetworkEdge
		for i := 0; i+1 < len(data); i += 2 {
			edges = append(edges, referral.NetworkEdge{From: int(data[i]), To: int(data[i+1]), Weight: float64(data[i]%3) + 0.5})
		}
		g, err := referral.NewNetwork(int(n), slices.Values(edges))
		if err != nil || n == 0 {
			return
		}
		rank, err := g.PageRank(ctx, &referral.PageRankOptions{Damping: damping, MaxIter: 200})
		if rank == nil {
			return
		}
		sum := 0.0
		for _, v := range rank {
			assert.True(t, v >= 0 && v <= 1+1e-9)
			sum += v
		}
		check.Close(t, 1, sum, 1e-9)
		assert.True(t, err == nil || errors.Is(err, clientele.ErrNotConverged))
		reach := g.Reach(int(n))
		for v, k := range reach {
			assert.GreaterOrEqual(t, k, g.OutDegree(v))
		}
	})
}
