package relationship

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"

	"github.com/clientele-go/clientele/internal/check"
)

func TestInfluenceByHand(t *testing.T) {
	// Leaves have b, their superiors b + .85 b, the chief b + 2·.85·1.85 b.
	b := 1 / (2 + 2*1.85 + 1 + 2*.85*1.85)
	want := []float64{(1 + 2*.85*1.85) * b, 1.85 * b, 1.85 * b, b, b}
	for i, s := range chain(t, board()).Influence() {
		check.Close(t, want[i], s, 1e-14, i)
	}
	// What was given counts; the others get their part of the graph beside it.
	people := board()
	people[0].Influence, people[1].Influence = k(6), k(2)
	got := chain(t, people).Influence()
	check.Close(t, 3, got[0]/got[1], 1e-14)
	scale := 8 / (want[0] + want[1])
	check.Close(t, 6/(want[2]*scale), got[0]/got[2], 1e-14)
	for i := range people {
		people[i].Influence = k(float64(i))
	}
	got = chain(t, people).Influence()
	assert.InDeltaSlice(t, []float64{0, .1, .2, .3, .4}, got, 1e-15)
}

// TestInfluenceIsPageRank compares with the iteration of gonum/graph/network.
func TestInfluenceIsPageRank(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range 50 {
		c := randomChain(t, r, 2+r.IntN(12))
		g := simple.NewWeightedDirectedGraph(0, 0)
		for i := range c.people {
			g.AddNode(simple.Node(i))
		}
		listen := func(who, to int, w float64) {
			old, _ := g.Weight(int64(who), int64(to))
			g.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(who), T: simple.Node(to), W: w + old})
		}
		for i, boss := range c.boss {
			if boss >= 0 {
				listen(i, boss, 1)
			}
		}
		for from, edges := range c.edges {
			for _, e := range edges {
				listen(e.to, from, e.strength)
			}
		}
		for id, x := range network.PageRank(g, damping, 1e-14) {
			assert.InDelta(t, x, c.share[id], 1e-10)
		}
	}
}
