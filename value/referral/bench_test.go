package referral_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/value/referral"
	"gonum.org/v1/gonum/graph/network"
)

// web returns n customers of whom each points to k others, the early ones more
// often (their in-degrees are of very different size).
func web(tb testing.TB, n, k int) *referral.Network {
	tb.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	g, err := referral.NewNetwork(n, func(yield func(referral.NetworkEdge) bool) {
		for v := range n {
			for range k {
				u := r.Float64()
				to := int(u * u * float64(n))
				if to != v && !yield(referral.NetworkEdge{From: v, To: to}) {
					return
				}
			}
		}
	})
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// BenchmarkNewNetwork builds the network of BenchmarkPageRank: at most 2 s.
func BenchmarkNewNetwork(b *testing.B) {
	for b.Loop() {
		web(b, 1_000_000, 5)
	}
}

// BenchmarkPageRank ranks 1,000,000 customers with 5,000,000 contacts. It must
// stay below 10 s.
func BenchmarkPageRank(b *testing.B) {
	g := web(b, 1_000_000, 5)
	for b.Loop() {
		if _, err := g.PageRank(context.Background(), nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPageRankGonum is gonum's sparse form on the same network, with a
// tolerance that gives fewer digits; BenchmarkPageRank must be at least three
// times as fast.
func BenchmarkPageRankGonum(b *testing.B) {
	if testing.Short() {
		b.Skip("minutes on a busy machine")
	}
	g := web(b, 1_000_000, 5)
	for b.Loop() {
		network.PageRankSparse(g, 0.85, 1e-9)
	}
}

// BenchmarkBetweenness is 1,000 customers with 5,000 contacts; it must be at
// least ten times as fast as BenchmarkBetweennessGonum.
func BenchmarkBetweenness(b *testing.B) {
	g := web(b, 1000, 5)
	for b.Loop() {
		if _, err := g.Betweenness(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBetweennessGonum is what BenchmarkBetweenness is compared with.
func BenchmarkBetweennessGonum(b *testing.B) {
	g := web(b, 1000, 5)
	for b.Loop() {
		network.Betweenness(g)
	}
}
