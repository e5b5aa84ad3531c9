package btyd_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
)

// Silence is asked for in a form of its own: it is the likelihood of the longer
// silence to that of the one seen, and the alive who buy nothing with the dead.
func TestParetoNBDSilence(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	about := func(scale float64) float64 { return scale * math.Exp(3*r.NormFloat64()) }
	for range 20_000 {
		m := btyd.ParetoNBD{R: about(1), Alpha: about(10), S: about(1), Beta: about(10)}
		h := clientele.History{Repeats: r.IntN(20), Age: about(30)}
		if h.Repeats > 0 {
			h.Last = h.Age * (1 - r.Float64())
		}
		ahead := about(30)
		silent := m.ProbPurchases(h, ahead, 0)
		alive, on := m.ProbAlive(h), btyd.ParetoNBD{R: m.R + float64(h.Repeats), Alpha: m.Alpha + h.Age, S: m.S, Beta: m.Beta + h.Age}
		assert.InDelta(t, alive*on.Prob(0, ahead)+1-alive, silent, 1e-11, "%v %v %v", m, h, ahead)
		longer := h
		longer.Age += ahead
		ratio := m.LogProb(longer) - m.LogProb(h)
		assert.InDelta(t, math.Exp(ratio), silent, 1e-10, "%v %v %v", m, h, ahead)
	}
	m := btyd.ParetoNBD{R: 0.55, Alpha: 10.6, S: 0.6, Beta: 11.7}
	h := clientele.History{Repeats: 2, Last: 20, Age: 30}
	check.Close(t, 1, m.ProbPurchases(h, 0, 0), 1e-15)
	assert.True(t, math.IsNaN(m.ProbPurchases(h, -1, 0)))
	assert.True(t, math.IsNaN(m.ProbPurchases(h, math.NaN(), 0)))
	assert.True(t, math.IsNaN(m.ProbPurchases(clientele.History{Repeats: 1, Age: 3}, 1, 0)))
	assert.True(t, math.IsNaN(btyd.ParetoNBD{}.ProbPurchases(h, 1, 0)))
}
