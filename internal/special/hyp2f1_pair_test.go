package special

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
)

// The pair agrees with the single function wherever it takes its own way.
func TestHyp2F1OnePair(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 5000 {
		b := math.Exp(r.Float64()*16 - 5)
		c := b + math.Exp(r.Float64()*16-5)
		y1 := math.Exp(r.Float64()*18 - 15)
		y2 := y1 * r.Float64()
		f1, f2 := Hyp2F1OnePair(b, c, y1, y2)
		check.Close(t, Hyp2F1One(b, c, -y1), f1, 1e-14, b, c, y1)
		check.Close(t, Hyp2F1One(b, c, -y2), f2, 1e-14, b, c, y2)
	}
	f1, f2 := Hyp2F1OnePair(2, 1, 0.5, 0.2) // outside the domain, like the single one
	if !math.IsNaN(f1) || !math.IsNaN(f2) {
		t.Error(f1, f2)
	}
	f1, f2 = Hyp2F1OnePair(1, 2, 0, 0)
	check.Close(t, 1, f1, 0)
	check.Close(t, 1, f2, 0)
}

// Products of four of its size would overflow; the single function takes over before.
func TestHyp2F1OnePairOfHugeParameters(t *testing.T) {
	for _, c := range []float64{1e60, 1e74, 1e76, 1e200} {
		f1, f2 := Hyp2F1OnePair(c/3, c, 2, 0.5) // F(1, b; c; −y) → 1/(1 + y·b/c)
		check.Close(t, 1/(1+2./3), f1, 1e-14, c)
		check.Close(t, 1/(1+0.5/3), f2, 1e-14, c)
	}
}

// Three at once are the pair to the bit, inside of the domain and outside of it.
func TestHyp2F1OneTriple(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 5000 {
		b := math.Exp(r.Float64()*16 - 5)
		c := b + math.Exp(r.Float64()*16-5)
		y1 := math.Exp(r.Float64()*18 - 15)
		y2 := y1 * r.Float64()
		y3 := y2 * r.Float64()
		w1, w2 := Hyp2F1OnePair(b, c, y1, y2)
		f1, f2, f3 := Hyp2F1OneTriple(b, c, y1, y2, y3)
		check.Close(t, w1, f1, 0, b, c, y1)
		check.Close(t, w2, f2, 0, b, c, y2)
		check.Close(t, Hyp2F1One(b, c, -y3), f3, 1e-14, b, c, y3)
	}
}
