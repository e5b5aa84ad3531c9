package referral

import (
	"fmt"
	"iter"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// NetworkEdge is a contact from one customer to another: From brought To, recommends
// to To, or simply knows To. For a mutual contact give both directions.
type NetworkEdge struct {
	From, To int     // customers, 0 … n−1
	Weight   float64 // strength, > 0; 0 means 1. Parallel edges add up
}

// Network is a directed, weighted network of customers. It does not change and
// may be read by several goroutines.
type Network struct {
	out, in adjacency
	even    bool // all weights are 1
}

// adjacency holds the edges of every customer, those of v at start[v] … start[v+1],
// sorted by the other end.
type adjacency struct {
	start  []int
	end    []int32
	weight []float64
}

// MaxCustomers is the largest number of customers of a Network.
const MaxCustomers = math.MaxInt32

// NewNetwork returns the network of n customers with the given edges, which may
// come in any order. An edge to a customer that does not exist, from a customer
// to themselves, or with a weight that is not a number in (0, 1e9], is an
// *clientele.InputError.
func NewNetwork(n int, edges iter.Seq[NetworkEdge]) (*Network, error) {
	const where = "referral.NewNetwork"
	if n < 0 || n > MaxCustomers {
		return nil, &clientele.InputError{Where: where, Field: "n", Value: n, Want: "a number of customers from 0 to 2,147,483,647"}
	}
	var all []NetworkEdge
	if edges != nil {
		for e := range edges {
			if e.Weight == 0 {
				e.Weight = 1
			}
			switch {
			case e.From < 0 || e.From >= n || e.To < 0 || e.To >= n:
				return nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("edge %d", len(all)), Value: e, Want: fmt.Sprintf("customers from 0 to %d", n-1)}
			case e.From == e.To:
				return nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("edge %d", len(all)), Value: e, Want: "two different customers"}
			case !(e.Weight > 0 && e.Weight <= 1e9):
				return nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("edge %d", len(all)), Value: e, Want: "a weight in (0, 1e9]"}
			}
			all = append(all, e)
		}
	}
	g := &Network{even: true}
	g.out = collect(n, all)
	for _, w := range g.out.weight {
		g.even = g.even && w == 1
	}
	g.in = g.out.transposed()
	return g, nil
}

// collect sorts edges by customer and other end and adds up parallel ones,
// small weights first, so that the order they came in does not matter.
func collect(n int, edges []NetworkEdge) adjacency {
	a := adjacency{start: make([]int, n+1)}
	for _, e := range edges {
		a.start[e.From+1]++
	}
	for v := range n {
		a.start[v+1] += a.start[v]
	}
	sorted := make([]NetworkEdge, len(edges))
	at := slices.Clone(a.start)
	for _, e := range edges {
		sorted[at[e.From]] = e
		at[e.From]++
	}
	a.end, a.weight = make([]int32, 0, len(edges)), make([]float64, 0, len(edges))
	for v := range n {
		row := sorted[a.start[v]:a.start[v+1]]
		slices.SortFunc(row, func(x, y NetworkEdge) int {
			switch {
			case x.To != y.To:
				return x.To - y.To
			case x.Weight < y.Weight:
				return -1
			case x.Weight > y.Weight:
				return 1
			}
			return 0
		})
		a.start[v] = len(a.end)
		for i, e := range row {
			if i > 0 && e.To == row[i-1].To {
				a.weight[len(a.weight)-1] += e.Weight
				continue
			}
			a.end = append(a.end, int32(e.To))
			a.weight = append(a.weight, e.Weight)
		}
	}
	a.start[n] = len(a.end)
	return a
}

// transposed returns the edges by their other end.
func (a adjacency) transposed() adjacency {
	n := len(a.start) - 1
	t := adjacency{make([]int, n+1), make([]int32, len(a.end)), make([]float64, len(a.end))}
	for _, v := range a.end {
		t.start[v+1]++
	}
	for v := range n {
		t.start[v+1] += t.start[v]
	}
	at := slices.Clone(t.start)
	for v := range n {
		for i := a.start[v]; i < a.start[v+1]; i++ {
			k := at[a.end[i]]
			t.end[k], t.weight[k] = int32(v), a.weight[i]
			at[a.end[i]]++
		}
	}
	return t
}

// row returns the edges of v.
func (a adjacency) row(v int) ([]int32, []float64) {
	return a.end[a.start[v]:a.start[v+1]], a.weight[a.start[v]:a.start[v+1]]
}

// Len returns the number of customers.
func (g *Network) Len() int { return max(len(g.out.start)-1, 0) }

// Edges returns the number of edges, parallel ones counted once.
func (g *Network) Edges() int { return len(g.out.end) }

// Reversed returns the network with every edge turned round. It shares the
// data of g.
func (g *Network) Reversed() *Network { return &Network{g.in, g.out, g.even} }

// OutDegree returns the number of customers that v has an edge to: those they
// brought. For a v that is not a customer it panics, as all methods do.
func (g *Network) OutDegree(v int) int { return g.out.start[v+1] - g.out.start[v] }

// InDegree returns the number of customers that have an edge to v.
func (g *Network) InDegree(v int) int { return g.in.start[v+1] - g.in.start[v] }
