package referral

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/simple"
)

// A Network is a graph of gonum; the id of a node is the customer's number.
var _ graph.WeightedDirected = (*Network)(nil)

// Node implements graph.Graph.
func (g *Network) Node(id int64) graph.Node {
	if id < 0 || id >= int64(g.Len()) {
		return nil
	}
	return simple.Node(id)
}

// Nodes implements graph.Graph; nodes come in order.
func (g *Network) Nodes() graph.Nodes {
	if g.Len() == 0 {
		return graph.Empty
	}
	return iterator.NewImplicitNodes(0, g.Len(), func(id int) graph.Node { return simple.Node(id) })
}

// From implements graph.Graph; nodes come in order.
func (g *Network) From(id int64) graph.Nodes { return g.out.nodes(id) }

// To implements graph.Directed; nodes come in order.
func (g *Network) To(id int64) graph.Nodes { return g.in.nodes(id) }

func (a adjacency) nodes(id int64) graph.Nodes {
	if id < 0 || id >= int64(len(a.start)-1) || a.start[id] == a.start[id+1] {
		return graph.Empty
	}
	ends, _ := a.row(int(id))
	nodes := make([]graph.Node, len(ends))
	for i, v := range ends {
		nodes[i] = simple.Node(v)
	}
	return iterator.NewOrderedNodes(nodes)
}

// HasEdgeBetween implements graph.Graph: whether there is an edge in either direction.
func (g *Network) HasEdgeBetween(x, y int64) bool {
	return g.HasEdgeFromTo(x, y) || g.HasEdgeFromTo(y, x)
}

// HasEdgeFromTo implements graph.Directed.
func (g *Network) HasEdgeFromTo(u, v int64) bool {
	_, ok := g.find(u, v)
	return ok
}

// Edge implements graph.Graph.
func (g *Network) Edge(u, v int64) graph.Edge {
	if e := g.WeightedEdge(u, v); e != nil {
		return e
	}
	return nil
}

// WeightedEdge implements graph.Weighted.
func (g *Network) WeightedEdge(u, v int64) graph.WeightedEdge {
	i, ok := g.find(u, v)
	if !ok {
		return nil
	}
	return simple.WeightedEdge{F: simple.Node(u), T: simple.Node(v), W: g.out.weight[i]}
}

// Weight implements graph.Weighted: the weight of the edge; 0 for a customer
// and themselves; +Inf and false without an edge.
func (g *Network) Weight(x, y int64) (w float64, ok bool) {
	if x == y && g.Node(x) != nil {
		return 0, true
	}
	if i, ok := g.find(x, y); ok {
		return g.out.weight[i], true
	}
	return math.Inf(1), false
}

// find returns where the edge from u to v is.
func (g *Network) find(u, v int64) (int, bool) {
	if u < 0 || u >= int64(g.Len()) || v < 0 || v >= int64(g.Len()) {
		return 0, false
	}
	ends, _ := g.out.row(int(u))
	i, ok := slices.BinarySearch(ends, int32(v))
	return g.out.start[u] + i, ok
}
