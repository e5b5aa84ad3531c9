// Package quad holds the two quadratures of the models: Gauss-Legendre panels
// with fixed nodes, and the expectation over a beta-distributed probability.
package quad

import gonum "gonum.org/v1/gonum/integrate/quad"

// Node is a point of a quadrature on [−1, 1] and its weight.
type Node struct{ X, W float64 }

// Gauss-Legendre nodes, ascending; exact for polynomials of degree 15 and 31.
// They are gonum's, computed once, and are not to be changed.
var (
	Legendre8  = [8]Node(legendre(8))
	Legendre16 = [16]Node(legendre(16))
)

// legendre returns the n nodes on [−1, 1].
func legendre(n int) []Node {
	nodes := make([]Node, n)
	for k := range nodes {
		x, w := gonum.Legendre{}.FixedLocationSingle(n, n-1-k, -1, 1)
		nodes[k] = Node{x, w}
	}
	return nodes
}

// Panels integrates f over [lo, hi] with 16 Legendre nodes in each of n ≥ 1
// equal panels; the ends are not evaluated, so that f may be infinite or undefined
// there. An exponential may change by e^20 in a panel before the last digit of the
// integral suffers. For n < 1 it panics.
func Panels(f func(x float64) float64, lo, hi float64, n int) float64 {
	if n < 1 {
		panic("quad: an integral needs a panel")
	}
	half := (hi - lo) / float64(2*n)
	sum := 0.0
	for i := range n {
		middle := lo + half*float64(2*i+1)
		for _, node := range Legendre16 {
			sum += node.W * f(middle+half*node.X)
		}
	}
	return sum * half
}
