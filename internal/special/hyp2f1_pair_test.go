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
