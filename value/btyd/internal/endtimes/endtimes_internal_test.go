package endtimes

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The error of the panels, against panels in which the integrand falls by a
// quarter as much: 5.7e-10 and 2.5e-11 when this was written. Falls of 9, 11, 15
// and 24 give 1.8e-8, no shortening on a bent clock 3.4e-10 there, and panels
// twice as long 6.8e-9 and 1.0e-8.
func TestPanelsKeepTheirError(t *testing.T) {
	const customers = 3000
	mixtures := make([]Mixture, customers)
	r := rand.New(rand.NewPCG(1, 2))
	log := func(lo, hi float64) float64 { return math.Exp(math.Log(lo) + r.Float64()*math.Log(hi/lo)) }
	for i := range mixtures {
		e := Even(log(0.01, 300), log(0.01, 100), log(0.01, 30), log(0.01, 1000), log(1e-3, 100))
		if i%2 == 1 {
			e.Bend = log(1e-3, 1)
		}
		mixtures[i] = e
	}
	sums := func() []float64 {
		out := make([]float64, customers)
		var q Nodes
		for i := range mixtures {
			out[i] = q.Sum(&mixtures[i])
		}
		return out
	}
	got, falls := sums(), panelDrop
	for i := range panelDrop {
		panelDrop[i] /= 4
	}
	want := sums()
	panelDrop = falls
	even, bent := 0.0, 0.0
	for i := range mixtures {
		far := math.Abs(got[i]/want[i] - 1)
		if mixtures[i].Bend > 0 {
			bent = math.Max(bent, far)
		} else {
			even = math.Max(even, far)
		}
	}
	assert.Less(t, even, 1e-9)
	assert.Less(t, bent, 3e-11)
}
