package betabinomial

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mathext"
)

func TestLogProb(t *testing.T) {
	p, r := Beta{1.5, 4}, clientele.Ratio{Hits: 3, Trials: 10}
	assert.InDelta(t, mathext.Lbeta(4.5, 11)-mathext.Lbeta(1.5, 4), p.LogProb(r), 1e-12)
	assert.Equal(t, Beta{4.5, 11}, p.Posterior(r))
	assert.InDelta(t, 10*math.Log(0.3), Beta{3e12, 7e12}.LogProb(clientele.Ratio{Hits: 10, Trials: 10}), 1e-9, "a common rate")

	const step = 1e-5
	d, dd := p.Slopes(r)
	up, down := Beta{1.5 + step, 4}, Beta{1.5 - step, 4}
	assert.InDelta(t, (up.LogProb(r)-down.LogProb(r))/(2*step), d[0], 1e-8)
	du, _ := up.Slopes(r)
	dl, _ := down.Slopes(r)
	assert.InDelta(t, (du[0]-dl[0])/(2*step), dd[0], 1e-6)
	assert.InDelta(t, (du[1]-dl[1])/(2*step), dd[1], 1e-6)
}

// A mixture of one part twice is that part; of two, it lies between.
func TestMixture(t *testing.T) {
	p, q := Beta{2, 8}, Beta{8, 2}
	same, both := Mixture{{p, 0.3}, {p, 0.7}}, Mixture{{p, 0.5}, {q, 0.5}}
	assert.InDelta(t, p.Mean(), same.Mean(), 1e-15)
	want, got := p.Interval(0.9), same.Interval(0.9)
	assert.InDelta(t, want.Lo, got.Lo, 1e-6)
	assert.InDelta(t, want.Hi, got.Hi, 1e-6)
	assert.InDelta(t, 0.5, both.Mean(), 1e-15)
	assert.Less(t, both.Interval(0.9).Lo, 0.1)
	assert.Greater(t, both.Interval(0.9).Hi, 0.9)
	assert.True(t, math.IsNaN(Beta{0, 1}.Interval(0.9).Lo))
}
