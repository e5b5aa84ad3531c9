package relationship

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/path"
)

// WinTarget is a person who is not yet an advocate, and what trying to win them is worth.
type WinTarget struct {
	Person   int     `json:"person"`
	Path     []int   `json:"path"`     // whom to go through, the target last; alone if we go ourselves
	Reach    float64 `json:"reach"`    // probability of getting through by this path
	Odds     float64 `json:"odds"`     // probability of winning: Reach × ChainPolicy.Yields
	Rise     float64 `json:"rise"`     // by how much winning raises Analysis.Probability
	Expected float64 `json:"expected"` // Odds × Rise
}

// Next returns whom to win next, the largest expected rise of the support
// first (then by place), each with the path most likely to get through.
// Policy nil is the default.
//
// We reach a person ourselves with probability tie/5 if they have a sponsor (½
// where the tie was not rated), and Cold otherwise, or where that is more. Whom we have
// reached opens the door to another with probability Opens × s, where s is the
// strength of the link to the other, Up for a superior, Down for somebody who
// reports to them, and the largest of these where there are several. A path is
// as likely as the product of its steps, so the best one is the shortest in
// −log of probability (Dijkstra).
func (c *Chain) Next(policy *ChainPolicy) ([]WinTarget, error) {
	q, err := policy.resolved()
	if err != nil {
		return nil, err
	}
	r := c.reach(&q)
	tree := path.DijkstraFrom(place(len(c.people)), r)
	out := make([]WinTarget, 0, len(c.people))
	for i := range c.people {
		s := c.people[i].Stance
		rise := c.share[i] * (q.Supports[StanceAdvocate] - q.Supports[s])
		if s == StanceAdvocate || !(rise > 0) {
			continue
		}
		t := WinTarget{Person: i, Rise: rise}
		if nodes, length := tree.To(int64(i)); len(nodes) > 1 {
			t.Reach = math.Exp(-length)
			for _, n := range nodes[1:] {
				t.Path = append(t.Path, int(n.ID()))
			}
		}
		t.Odds = t.Reach * q.Yields[s]
		t.Expected = t.Odds * t.Rise
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b WinTarget) int { return cmp.Compare(b.Expected, a.Expected) })
	return out, nil
}

// reach returns the graph of doors: the people at their places and we after
// the last of them.
func (c *Chain) reach(q *ChainPolicy) *doors {
	n := len(c.people)
	d := &doors{nodes: make([]graph.Node, n+1), to: make([][]graph.Node, n+1), length: make([]float64, (n+1)*(n+1))}
	for i := range d.nodes {
		d.nodes[i] = place(i)
	}
	for i := range c.people {
		p := &c.people[i]
		d.open(n, i, max(q.Cold.Or(0), c.ownReach(i)))
		opens := q.Opens[p.Stance]
		for _, e := range c.edges[i] {
			d.open(i, e.to, opens*e.strength)
		}
		if boss := c.boss[i]; boss >= 0 {
			d.open(i, boss, opens*q.Up.Or(0))
			d.open(boss, i, q.Opens[c.people[boss].Stance]*q.Down.Or(0))
		}
	}
	return d
}

// ownReach returns the probability with which the person's sponsor gets through.
func (c *Chain) ownReach(i int) float64 {
	if c.people[i].Sponsor == "" {
		return 0
	}
	return c.people[i].Tie.Or(2.5) / 5
}

// doors is a weighted graph for package gonum/graph: an edge is a door, its
// weight −log of the probability that it opens.
type doors struct {
	nodes  []graph.Node
	to     [][]graph.Node
	length []float64 // row from, column to; 0 where there is no door
}

// place is a person as a node of the graph.
type place int

// ID returns the place in the chain.
func (p place) ID() int64 { return int64(p) }

// open adds a door, or widens it.
func (d *doors) open(from, to int, probability float64) {
	if !(probability > 0) {
		return
	}
	at := &d.length[from*len(d.nodes)+to]
	length := -math.Log(probability)
	switch {
	case *at == 0:
		d.to[from] = append(d.to[from], d.nodes[to])
		*at = length + shut
	case length+shut < *at:
		*at = length + shut
	}
}

// shut is added to lengths in the table so that a door that is always open
// (length 0) is told from no door; Weight takes it off.
const shut = 1

// From returns the nodes that doors of the node lead to.
func (d *doors) From(id int64) graph.Nodes { return iterator.NewOrderedNodes(d.to[id]) }

// Edge returns the door between two nodes, nil if there is none.
func (d *doors) Edge(u, v int64) graph.Edge {
	if d.length[int(u)*len(d.nodes)+int(v)] == 0 {
		return nil
	}
	return door{d.nodes[u], d.nodes[v]}
}

// Weight returns the length of the door.
func (d *doors) Weight(u, v int64) (float64, bool) {
	length := d.length[int(u)*len(d.nodes)+int(v)]
	return length - shut, length != 0
}

// door is an edge.
type door struct{ from, to graph.Node }

// From returns where the door leads from.
func (e door) From() graph.Node { return e.from }

// To returns where it leads to.
func (e door) To() graph.Node { return e.to }

// ReversedEdge returns the door from the other side.
func (e door) ReversedEdge() graph.Edge { return door{e.to, e.from} }
