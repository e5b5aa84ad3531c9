package relationship

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

func TestAnalyseByHand(t *testing.T) {
	c := chain(t, board())
	s := c.Influence()
	a, err := c.Analyse(nil)
	require.NoError(t, err)
	check.Close(t, s[3]+s[4], a.Coverage, 1e-14)
	check.Close(t, -s[2]/2+s[3]+s[4]/2, a.Support, 1e-12)
	check.Close(t, .5*(s[0]+s[1])+.25*s[2]+.95*s[3]+.75*s[4], a.Probability, 1e-14)
	assert.Zero(t, a.Unknown)
	assert.Equal(t, 2, a.Contacts)
	assert.Equal(t, []int{0}, a.Deciders)
	assert.Equal(t, []int{0}, a.Uncovered)
	assert.False(t, a.Hidden)
	assert.Empty(t, a.Shadows)
	assert.Equal(t, []int{2}, a.Blockers) // the gatekeeper is a sceptic
	assert.Equal(t, []int{3}, a.Stars)
	check.Close(t, 0.5, a.Thread.Share, 1e-14)
	assert.Equal(t, SponsorThread{"Li", 1}, a.SponsorThread)
	assert.Equal(t, clientele.LevelHigh, a.Risk) // all of it hangs on Li

	var texts []string
	for _, r := range a.AppendReasons(nil) {
		texts = append(texts, r.Text(clientele.LangEnglish))
	}
	assert.Equal(t, []string{
		"we cover 20.3 % of the influence on the decision",
		"weighted support is 0.0584 on a scale from -1 to 1",
		"1 of 1 decider is not covered",
		"1 person is against us and able to stop us",
		"1 rising star is worth knowing early",
		"100 % of our coverage hangs on one of our own people, more than 60 %",
	}, texts)

	people := board()
	people[0].Roles = nil
	people[4].Tie = k(1) // a sponsor alone does not cover
	people[4].Sponsor = "Wang"
	a, err = chain(t, people).Analyse(nil)
	require.NoError(t, err)
	assert.True(t, a.Hidden)
	assert.Equal(t, 1, a.Contacts)
	assert.Equal(t, clientele.LevelHigh, a.Risk)

	people = board()
	people[4].Roles, people[0].Roles = []BuyingRole{BuyingRoleDecider}, nil // the chief has more influence than who is said to decide
	people[0].Sponsor, people[1].Sponsor = "Zhao", "Wang"
	a, err = chain(t, people).Analyse(nil)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1, 2, 3}, a.Shadows)
	assert.Equal(t, 4, a.Contacts)
	assert.Equal(t, clientele.LevelMedium, a.Risk)

	// A gatekeeper blocks with any influence, a user only with some. Two
	// contacts are a thread or two, however evenly they share.
	people = board()
	people[2].Influence, people[4].Sponsor = k(.01), "Wang"
	people[3].Stance, people[3].Influence = StanceOpponent, k(.01)
	for _, i := range []int{0, 1, 4} {
		people[i].Influence = k(5)
	}
	people[3].Sponsor, people[1].Sponsor = "", "Li"
	a, err = chain(t, people).Analyse(&ChainPolicy{Single: .9})
	require.NoError(t, err)
	assert.Equal(t, []int{2}, a.Blockers)
	assert.Equal(t, clientele.LevelMedium, a.Risk)

	for i := range people {
		people[i].Sponsor = ""
	}
	a, err = chain(t, people).Analyse(nil)
	require.NoError(t, err)
	assert.Equal(t, Thread{-1, 0}, a.Thread)
	assert.Equal(t, SponsorThread{}, a.SponsorThread)
}

// TestAnalyseByBruteForce computes what an analysis says again, person by person.
func TestAnalyseByBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 3))
	for range 200 {
		c := randomChain(t, r, 1+r.IntN(10))
		a, err := c.Analyse(nil)
		require.NoError(t, err)
		covered, bySponsor, largest := 0.0, map[string]float64{}, 0.0
		for i, p := range c.people {
			tie, rated := p.Tie.Value()
			if p.Sponsor != "" && (!rated || tie >= 2) {
				covered += c.share[i]
				bySponsor[p.Sponsor] += c.share[i]
				largest = math.Max(largest, c.share[i])
			}
		}
		assert.InDelta(t, covered, a.Coverage, 1e-12)
		most := 0.0
		for _, v := range bySponsor {
			most = math.Max(most, v)
		}
		if covered > 0 {
			assert.InDelta(t, most/covered, a.SponsorThread.Share, 1e-12)
			assert.InDelta(t, largest/covered, a.Thread.Share, 1e-12)
		}
		assert.True(t, a.Support >= -1 && a.Support <= 1 && a.Probability >= 0 && a.Probability <= 1)
		for _, lang := range []clientele.Lang{clientele.LangEnglish, clientele.LangChinese} {
			for _, r := range a.AppendReasons(nil) {
				assert.NotContains(t, r.Text(lang), "{")
				assert.NotContains(t, r.Text(lang), "NaN")
			}
		}
	}
}

func TestOrderOfPeopleDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 5))
	for range 30 {
		c := randomChain(t, r, 8)
		people := append([]Person(nil), c.people...)
		r.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		d := chain(t, people, c.links...)
		for i, p := range c.people {
			assert.InDelta(t, c.share[i], d.share[d.Index(p.ID)], 1e-12)
		}
		a, _ := c.Analyse(nil)
		b, _ := d.Analyse(nil)
		assert.InDelta(t, a.Probability, b.Probability, 1e-12)
		assert.Equal(t, a.Risk, b.Risk)
		assert.Len(t, b.Blockers, len(a.Blockers))
	}
}
