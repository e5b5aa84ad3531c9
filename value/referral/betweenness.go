package referral

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
)

// Betweenness returns, for every customer v, how much of the traffic between
// others runs through them,
//
//	Σ_{s≠v≠t} σ_st(v)/σ_st,
//
// σ_st being the number of shortest paths along the edges from s to t and
// σ_st(v) that of those through v; weights are not looked at. A customer with
// a high value connects circles that do not know each other otherwise.
//
// It is Brandes' algorithm (2001): time customers × edges, 0.07 s for 1,000
// customers with 5,000 edges, so some ten minutes for 100,000 with 500,000; use
// BetweennessFrom there. gonum's network.Betweenness computes the same through
// maps of nodes and took twelve times as long (see BenchmarkBetweenness).
//
// The error is the context's cause.
func (g *Network) Betweenness(ctx context.Context) ([]float64, error) {
	sources := make([]int, g.Len())
	for v := range sources {
		sources[v] = v
	}
	return g.betweenness(ctx, sources)
}

// BetweennessFrom estimates Betweenness from the paths that begin at k
// customers drawn with r, without bias (Brandes & Pich 2007); its relative
// standard error falls as 1/√k. If k is at least the number of customers, it is
// exact and r is not used. For k < 1 the error is an *clientele.InputError.
func (g *Network) BetweennessFrom(ctx context.Context, r *rand.Rand, k int) ([]float64, error) {
	n := g.Len()
	if k < 1 {
		return nil, &clientele.InputError{Where: "referral.BetweennessFrom", Field: "k", Value: k, Want: "a number of customers >= 1"}
	}
	if k >= n {
		return g.Betweenness(ctx)
	}
	sources := r.Perm(n)[:k]
	slices.Sort(sources)
	out, err := g.betweenness(ctx, sources)
	for v := range out {
		out[v] *= float64(n) / float64(k)
	}
	return out, err
}

// betweenness adds up the dependencies of the sources.
func (g *Network) betweenness(ctx context.Context, sources []int) ([]float64, error) {
	n := g.Len()
	out := make([]float64, n)
	distance := make([]int32, n)
	paths, dependency := make([]float64, n), make([]float64, n)
	queue := make([]int32, 0, n)
	for v := range distance {
		distance[v] = -1
	}
	for _, s := range sources {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("referral: Betweenness stopped: %w", context.Cause(ctx))
		}
		queue = append(queue[:0], int32(s))
		distance[s], paths[s] = 0, 1
		for head := 0; head < len(queue); head++ {
			v := queue[head]
			ends, _ := g.out.row(int(v))
			for _, w := range ends {
				if distance[w] < 0 {
					distance[w] = distance[v] + 1
					queue = append(queue, w)
				}
				if distance[w] == distance[v]+1 {
					paths[w] += paths[v]
				}
			}
		}
		for i := len(queue) - 1; i > 0; i-- {
			w := queue[i]
			from, _ := g.in.row(int(w))
			for _, v := range from {
				if distance[v] >= 0 && distance[v] == distance[w]-1 {
					dependency[v] += paths[v] / paths[w] * (1 + dependency[w])
				}
			}
			out[w] += dependency[w]
		}
		for _, v := range queue {
			distance[v], paths[v], dependency[v] = -1, 0, 0
		}
	}
	return out, nil
}
