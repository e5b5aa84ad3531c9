package referral

import (
	"fmt"

	"github.com/clientele-go/clientele"
)

// Reach returns, for every customer, the number of others they reach along at
// most steps edges: with 1 those they brought, with 2 those they brought as well,
// and so on. For steps < 0 it panics.
//
// Its time is the number of edges within reach, added up over all customers:
// in a dense network that grows fast with steps.
func (g *Network) Reach(steps int) []int {
	if steps < 0 {
		panic("referral: Reach needs steps >= 0")
	}
	n := g.Len()
	out := make([]int, n)
	seen := make([]int32, n) // 1 + the last customer that reached this one
	var queue []int32
	for s := range n {
		queue = append(queue[:0], int32(s))
		seen[s] = int32(s) + 1
		head := 0
		for range steps {
			tail := len(queue)
			for ; head < tail; head++ {
				ends, _ := g.out.row(int(queue[head]))
				for _, w := range ends {
					if seen[w] != int32(s)+1 {
						seen[w] = int32(s) + 1
						queue = append(queue, w)
					}
				}
			}
			if head == len(queue) {
				break
			}
		}
		out[s] = len(queue) - 1
	}
	return out
}

// Chain returns what customers are worth with those they brought, and those
// whom these brought, each generation counted with share of the one before:
//
//	total(v) = own(v) + share · Σ_{v→w} total(w) · weight(v,w) / Σ_{u→w} weight(u,w)
//
// A customer brought by several is divided among them by weight, so that with
// share 1 nothing counts twice.
//
// Own must have one value a customer and share lie in [0, 1]; the error is an
// *clientele.InputError otherwise, and if customers brought each other in a circle.
func (g *Network) Chain(own []float64, share float64) ([]float64, error) {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "referral.Chain", Field: field, Value: value, Want: want}
	}
	n := g.Len()
	if len(own) != n {
		return nil, bad("own", len(own), fmt.Sprintf("%d values, one a customer", n))
	}
	if !(share >= 0 && share <= 1) {
		return nil, bad("share", share, "a number in [0, 1]")
	}
	order := g.bottomUp()
	if len(order) < n {
		return nil, bad("edges", "a circle", "a network of who brought whom, in which nobody was brought by someone they brought")
	}
	total := append([]float64(nil), own...)
	for _, w := range order { // everybody w brought is complete
		from, weights := g.in.row(int(w))
		sum := 0.0
		for _, x := range weights {
			sum += x
		}
		for i, v := range from {
			total[v] += share * total[w] * weights[i] / sum
		}
	}
	return total, nil
}

// bottomUp returns the customers, each after all that they have an edge to;
// those of circles, and those above them, are missing.
func (g *Network) bottomUp() []int32 {
	n := g.Len()
	waiting := make([]int, n)
	order := make([]int32, 0, n)
	for v := range n {
		waiting[v] = g.OutDegree(v)
		if waiting[v] == 0 {
			order = append(order, int32(v))
		}
	}
	for head := 0; head < len(order); head++ {
		from, _ := g.in.row(int(order[head]))
		for _, v := range from {
			if waiting[v]--; waiting[v] == 0 {
				order = append(order, v)
			}
		}
	}
	return order
}
