package relationship

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

func TestNextByHand(t *testing.T) {
	c := chain(t, board())
	next, err := c.Next(nil)
	require.NoError(t, err)
	require.Len(t, next, 4) // the engineer is an advocate already
	byPerson := map[int]WinTarget{}
	for _, x := range next {
		byPerson[x.Person] = x
	}
	// The engineer opens the door of the superior with 1·0.3; the head of
	// technology that of the chief with .4·.3, less than calling oneself.
	assert.Equal(t, []int{3, 1}, byPerson[1].Path)
	check.Close(t, .3, byPerson[1].Reach, 1e-12)
	check.Close(t, .3*.5*c.share[1]*.45, byPerson[1].Expected, 1e-12)
	assert.Equal(t, []int{0}, byPerson[0].Path)
	check.Close(t, .1, byPerson[0].Reach, 1e-12)
	assert.Equal(t, []int{4, 2}, byPerson[2].Path) // .6·.8·.3
	check.Close(t, .144, byPerson[2].Reach, 1e-12)
	assert.Equal(t, []int{4}, byPerson[4].Path)
	assert.Equal(t, []int{1, 4, 0, 2}, []int{next[0].Person, next[1].Person, next[2].Person, next[3].Person})

	// If the engineer has the chief's ear, the way leads past technology.
	c = chain(t, board(), Link{"engineer", "chief", .9})
	next, err = c.Next(nil)
	require.NoError(t, err)
	assert.Equal(t, 0, next[0].Person)
	assert.Equal(t, []int{3, 0}, next[0].Path)
	check.Close(t, .9, next[0].Reach, 1e-12)
}

// A superior opens the doors of those who report to them by their own stance,
// not by that of the other.
func TestSuperiorsOpenDoorsDown(t *testing.T) {
	c := chain(t, []Person{
		{ID: "head", Stance: StanceSupporter, Sponsor: "Li", Tie: k(5)},
		{ID: "specialist", Stance: StanceOpponent, ReportsTo: "head"},
	})
	next, err := c.Next(nil)
	require.NoError(t, err)
	i := slices.IndexFunc(next, func(x WinTarget) bool { return x.Person == 1 })
	assert.Equal(t, []int{0, 1}, next[i].Path)
	check.Close(t, .8*.7, next[i].Reach, 1e-12)
}

// Nobody is reached without an introduction, and no word goes down, where the policy
// says so: who has no door has no path, and is still a target, with nothing to expect.
func TestZerosOfAChainPolicy(t *testing.T) {
	c := chain(t, board())
	next, err := c.Next(&ChainPolicy{Cold: clientele.Known(0), Up: clientele.Known(0), Down: clientele.Known(0)})
	require.NoError(t, err)
	for _, x := range next {
		if x.Person == 0 || x.Person == 1 { // reached cold, or up from the engineer
			assert.Zero(t, x.Reach, x.Person)
			assert.Zero(t, x.Expected, x.Person)
		}
	}
	c = chain(t, []Person{{ID: "head", Stance: StanceSupporter}, {ID: "clerk", Stance: StanceOpponent, Influence: k(.01)}})
	every, err := c.Analyse(&ChainPolicy{Blocker: clientele.Known(0)})
	require.NoError(t, err)
	assert.Len(t, every.Blockers, 1)
	some, err := c.Analyse(&ChainPolicy{Blocker: clientele.Known(1)})
	require.NoError(t, err)
	assert.Empty(t, some.Blockers)
}

// bestPath tries every path without a circle.
func bestPath(d *doors, at, to int, seen map[int]bool) float64 {
	if at == to {
		return 1
	}
	best := 0.0
	seen[at] = true
	for _, n := range d.to[at] {
		if v := int(n.ID()); !seen[v] {
			length, _ := d.Weight(int64(at), int64(v))
			best = math.Max(best, math.Exp(-length)*bestPath(d, v, to, seen))
		}
	}
	seen[at] = false
	return best
}

func TestNextByBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 2))
	for range 200 {
		c := randomChain(t, r, 2+r.IntN(5))
		next, err := c.Next(nil)
		require.NoError(t, err)
		q, _ := (*ChainPolicy)(nil).resolved()
		d := c.reach(&q)
		for i, x := range next {
			check.Close(t, bestPath(d, c.Len(), x.Person, map[int]bool{}), x.Reach, 1e-12)
			product, at := 1.0, c.Len()
			for _, v := range x.Path {
				length, ok := d.Weight(int64(at), int64(v))
				require.True(t, ok)
				product *= math.Exp(-length)
				at = v
			}
			assert.Equal(t, x.Person, at)
			check.Close(t, x.Reach, product, 1e-12)
			if i > 0 {
				assert.GreaterOrEqual(t, next[i-1].Expected, x.Expected)
			}
		}
	}
}

func TestWhatIfIsTheDifference(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 4))
	for range 100 {
		c := randomChain(t, r, 1+r.IntN(8))
		id := c.Person(r.IntN(c.Len())).ID
		to := Stance(r.IntN(numStances))
		w, err := c.WhatIf(id, to, nil)
		require.NoError(t, err)
		d, err := c.With(id, to)
		require.NoError(t, err)
		before, _ := c.Analyse(nil)
		after, _ := d.Analyse(nil)
		assert.InDelta(t, after.Support-before.Support, w.Support, 1e-12)
		assert.InDelta(t, after.Probability-before.Probability, w.Probability, 1e-12)
	}
	c := chain(t, board())
	next, _ := c.Next(nil)
	w, err := c.WhatIf(c.Person(next[0].Person).ID, StanceAdvocate, nil)
	require.NoError(t, err)
	check.Close(t, next[0].Rise, w.Probability, 1e-14)
	for _, f := range []func() error{
		func() error { _, err := c.WhatIf("nobody", StanceAdvocate, nil); return err },
		func() error { _, err := c.WhatIf("chief", 9, nil); return err },
		func() error { _, err := c.With("nobody", StanceAdvocate); return err },
	} {
		var in *clientele.InputError
		assert.ErrorAs(t, f(), &in)
	}
}
