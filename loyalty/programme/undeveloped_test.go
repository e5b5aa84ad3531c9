package programme

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// vintages draws a run-off of vintages of equal size whose redemptions come late:
// a share of what will be redeemed at each age.
func vintages(r *rand.Rand, n int, issued int64, rate float64, pattern []float64) (RunOff, float64) {
	run, future := make(RunOff, n), 0.0
	for i := range run {
		v := Vintage{Issued: issued, Redeemed: make([]int64, n-i)}
		total := int64(0)
		for k := range n {
			part := float64(issued) * rate * pattern[k]
			points := int64(math.Max(0, part+math.Sqrt(20*part)*r.NormFloat64())) // redeemed in twenties
			if k < n-i {
				total += points
				v.Redeemed[k] = total
			} else {
				future += float64(points)
			}
		}
		v.Outstanding = issued - total
		run[i] = v
	}
	return run, future
}

// TestUndeveloped: points of a vintage that nobody has redeemed yet are worth
// what such points are worth, not 0 ± 0, and are said.
func TestUndeveloped(t *testing.T) {
	run := RunOff{
		{Issued: 1000, Redeemed: []int64{10, 300, 400, 410}, Outstanding: 0, Expired: 590},
		{Issued: 1000, Redeemed: []int64{12, 310, 400}, Outstanding: 600},
		{Issued: 1000, Redeemed: []int64{8, 290}, Outstanding: 710},
		{Issued: 1000, Redeemed: []int64{0}, Outstanding: 1000},
	}
	l, err := run.Liability(.01, .95)
	require.NoError(t, err)
	assert.InDelta(t, 410, l.Vintages[3].Redemptions, 25)
	assert.Greater(t, l.Vintages[3].SE, 0.)
	assert.InDelta(t, 5.3, l.Cost, .3)
	assert.Equal(t, WarnUndeveloped, l.Warnings[0].Code)
	assert.Equal(t, "4", l.Warnings[0].Subject)
	assert.InDelta(t, .41, l.Vintages[3].URR, .02)

	// Nothing changes where every vintage has developed.
	run[3].Redeemed[0] = 200
	run[0].Redeemed[0], run[1].Redeemed[0], run[2].Redeemed[0] = 200, 210, 190
	l, err = run.Liability(.01, .95)
	require.NoError(t, err)
	p, err := ChainLadder(run.Triangle())
	require.NoError(t, err)
	assert.Equal(t, p.Reserve[3], l.Vintages[3].Redemptions)
	assert.Empty(t, l.Warnings)
}

// TestUndevelopedCoverage: where the youngest vintages have next to nothing, the
// reserve is right on average and its interval holds what came.
func TestUndevelopedCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(151, 152))
	pattern := []float64{.002, .2, .3, .2, .15, .1, .048}
	const runs = 600
	hit, reserves, came, warned := 0, 0., 0., 0
	for range runs {
		run, future := vintages(r, len(pattern), 20_000, .6, pattern)
		l, err := run.Liability(1, .95)
		if err != nil {
			continue // growth from 0 at the first age
		}
		warned++
		require.NotEmpty(t, l.Warnings)
		hit += map[bool]int{true: 1}[l.Interval.Contains(future)]
		reserves += l.Redemptions
		came += future
	}
	t.Logf("%d triangles: reserve %.3f of what came, coverage %.3f", warned, reserves/came, float64(hit)/float64(warned))
	assert.Greater(t, warned, runs/20)
	assert.InDelta(t, 1, reserves/came, .03)
	assert.Greater(t, float64(hit)/float64(warned), .9)
}
