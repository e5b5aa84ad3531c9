package relationship

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
)

var k = clientele.Known

// board is a small chart: the engineer and the buyer are ours, the head of the
// firm is not.
//
//	chief ── technology ── engineer
//	  └───── finance ───── buyer
func board() []Person {
	return []Person{
		{ID: "chief", Roles: []Role{Decider}, Stance: Neutral, Rank: 1, Function: "management"},
		{ID: "technology", Roles: []Role{Influencer}, ReportsTo: "chief", Stance: Neutral, Rank: 2, Function: "technology"},
		{ID: "finance", Roles: []Role{Gatekeeper}, ReportsTo: "chief", Stance: Sceptic, Rank: 2, Function: "finance"},
		{ID: "engineer", Roles: []Role{User, Coach}, ReportsTo: "technology", Stance: Advocate, Sponsor: "Li", Tie: k(5), Potential: k(.8), Rank: 5, Function: "technology"},
		{ID: "buyer", Roles: []Role{Buyer}, ReportsTo: "finance", Stance: Supporter, Sponsor: "Li", Tie: k(3), Rank: 5, Function: "purchasing"},
	}
}

func chain(t testing.TB, people []Person, links ...Link) *Chain {
	c, err := NewChain(people, links)
	require.NoError(t, err)
	return c
}

func TestInfluenceByHand(t *testing.T) {
	// Leaves have b, their superiors b + .85 b, the chief b + 2·.85·1.85 b.
	b := 1 / (2 + 2*1.85 + 1 + 2*.85*1.85)
	want := []float64{(1 + 2*.85*1.85) * b, 1.85 * b, 1.85 * b, b, b}
	for i, s := range chain(t, board()).Influence() {
		check.Close(t, want[i], s, 1e-14, i)
	}
	// What was given counts; the others get their part of the graph beside it.
	people := board()
	people[0].Influence, people[1].Influence = k(6), k(2)
	got := chain(t, people).Influence()
	check.Close(t, 3, got[0]/got[1], 1e-14)
	scale := 8 / (want[0] + want[1])
	check.Close(t, 6/(want[2]*scale), got[0]/got[2], 1e-14)
	for i := range people {
		people[i].Influence = k(float64(i))
	}
	got = chain(t, people).Influence()
	assert.InDeltaSlice(t, []float64{0, .1, .2, .3, .4}, got, 1e-15)
}

// randomChain returns a chain of n people with random lines and links.
func randomChain(t testing.TB, r *rand.Rand, n int) *Chain {
	people := make([]Person, n)
	for i := range people {
		p := Person{ID: fmt.Sprint("p", i), Stance: Stance(r.IntN(numStances))}
		if i > 0 && r.IntN(4) > 0 {
			p.ReportsTo = fmt.Sprint("p", r.IntN(i))
		}
		for role := Initiator; role <= Coach; role++ {
			if r.IntN(5) == 0 {
				p.Roles = append(p.Roles, role)
			}
		}
		if r.IntN(2) == 0 {
			p.Sponsor = fmt.Sprint("s", r.IntN(3))
			p.Tie = k(5 * r.Float64())
		}
		if r.IntN(3) == 0 {
			p.Potential = k(r.Float64())
		}
		people[i] = p
	}
	var links []Link
	for i := range n {
		for j := range n {
			if i != j && r.IntN(4) == 0 {
				links = append(links, Link{people[i].ID, people[j].ID, 1 - r.Float64()})
			}
		}
	}
	return chain(t, people, links...)
}

// TestInfluenceIsPageRank compares with the iteration of gonum/graph/network.
func TestInfluenceIsPageRank(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range 50 {
		c := randomChain(t, r, 2+r.IntN(12))
		g := simple.NewWeightedDirectedGraph(0, 0)
		for i := range c.people {
			g.AddNode(simple.Node(i))
		}
		listen := func(who, to int, w float64) {
			old, _ := g.Weight(int64(who), int64(to))
			g.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(who), T: simple.Node(to), W: w + old})
		}
		for i, boss := range c.boss {
			if boss >= 0 {
				listen(i, boss, 1)
			}
		}
		for from, edges := range c.edges {
			for _, e := range edges {
				listen(e.to, from, e.strength)
			}
		}
		for id, x := range network.PageRank(g, damping, 1e-14) {
			assert.InDelta(t, x, c.share[id], 1e-10)
		}
	}
}

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
	assert.Equal(t, clientele.High, a.Risk) // all of it hangs on Li

	var texts []string
	for _, r := range a.AppendReasons(nil, nil) {
		texts = append(texts, r.Text(clientele.English))
	}
	assert.Equal(t, []string{
		"we cover 20.31 % of the influence on the decision",
		"weighted support is 0.0584 on a scale from -1 to 1",
		"deciders we do not cover: 1 of 1",
		"people against us and able to stop us: 1",
		"rising stars worth knowing early: 1",
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
	assert.Equal(t, clientele.High, a.Risk)

	people = board()
	people[4].Roles, people[0].Roles = []Role{Decider}, nil // the chief has more influence than who is said to decide
	people[0].Sponsor, people[1].Sponsor = "Zhao", "Wang"
	a, err = chain(t, people).Analyse(nil)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1, 2, 3}, a.Shadows)
	assert.Equal(t, 4, a.Contacts)
	assert.Equal(t, clientele.Medium, a.Risk)

	for i := range people {
		people[i].Sponsor = ""
	}
	a, err = chain(t, people).Analyse(nil)
	require.NoError(t, err)
	assert.Equal(t, Thread{-1, 0}, a.Thread)
	assert.Equal(t, SponsorThread{}, a.SponsorThread)
}

func TestNextByHand(t *testing.T) {
	c := chain(t, board())
	next, err := c.Next(nil)
	require.NoError(t, err)
	require.Len(t, next, 4) // the engineer is an advocate already
	byPerson := map[int]Target{}
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
		q, _ := (*ChainPolicy)(nil).withDefaults()
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
		for _, lang := range []clientele.Lang{clientele.English, clientele.Chinese} {
			for _, reason := range a.AppendReasons(nil, nil) {
				assert.NotContains(t, reason.Text(lang), "{")
				assert.NotContains(t, reason.Text(lang), "NaN")
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
	w, err := c.WhatIf(c.Person(next[0].Person).ID, Advocate, nil)
	require.NoError(t, err)
	check.Close(t, next[0].Rise, w.Probability, 1e-14)
	for _, f := range []func() error{
		func() error { _, err := c.WhatIf("nobody", Advocate, nil); return err },
		func() error { _, err := c.WhatIf("chief", 9, nil); return err },
		func() error { _, err := c.With("nobody", Advocate); return err },
	} {
		var in *clientele.InputError
		assert.ErrorAs(t, f(), &in)
	}
}

func TestChainRefuses(t *testing.T) {
	for name, x := range map[string]struct {
		people []Person
		links  []Link
		value  string
	}{
		"nobody":           {nil, nil, "0"},
		"too many":         {make([]Person, MaxPeople+1), nil, "1001"},
		"no ID":            {[]Person{{}}, nil, ""},
		"same ID":          {[]Person{{ID: "a"}, {ID: "a"}}, nil, "a"},
		"unknown superior": {[]Person{{ID: "a", ReportsTo: "b"}}, nil, "b"},
		"own superior":     {[]Person{{ID: "a", ReportsTo: "a"}}, nil, "a → a"},
		"circle":           {[]Person{{ID: "a", ReportsTo: "b"}, {ID: "b", ReportsTo: "c"}, {ID: "c", ReportsTo: "b"}}, nil, "→ b →"},
		"role":             {[]Person{{ID: "a", Roles: []Role{9}}}, nil, ""},
		"layer":            {[]Person{{ID: "a", Layer: Organisation}}, nil, "organisation"},
		"stance":           {[]Person{{ID: "a", Stance: 9}}, nil, ""},
		"rank":             {[]Person{{ID: "a", Rank: 11}}, nil, "11"},
		"influence":        {[]Person{{ID: "a", Influence: k(11)}}, nil, "11"},
		"tie":              {[]Person{{ID: "a", Tie: k(math.NaN())}}, nil, "NaN"},
		"potential":        {[]Person{{ID: "a", Potential: k(-1)}}, nil, "-1"},
		"zero total":       {[]Person{{ID: "a", Influence: k(0)}, {ID: "b", Influence: k(0)}}, nil, "0"},
		"link from":        {[]Person{{ID: "a"}}, []Link{{"b", "a", 1}}, "b"},
		"link to":          {[]Person{{ID: "a"}}, []Link{{"a", "b", 1}}, "b"},
		"link to oneself":  {[]Person{{ID: "a"}}, []Link{{"a", "a", 1}}, "oneself"},
		"strength":         {[]Person{{ID: "a"}, {ID: "b"}}, []Link{{"a", "b", 0}}, "0"},
		"link twice":       {[]Person{{ID: "a"}, {ID: "b"}}, []Link{{"a", "b", 1}, {"a", "b", .5}}, "twice"},
	} {
		_, err := NewChain(x.people, x.links)
		var in *clientele.InputError
		require.ErrorAs(t, err, &in, name)
		assert.Contains(t, fmt.Sprint(in.Value), x.value, name)
	}
	c := chain(t, board())
	for name, p := range map[string]*ChainPolicy{
		"covered":  {Covered: 6},
		"cold":     {Cold: -1},
		"up":       {Up: math.NaN()},
		"supports": {Supports: StanceTable{2}},
		"opens":    {Opens: StanceTable{0, -1}},
	} {
		var in *clientele.InputError
		_, err := c.Analyse(p)
		assert.ErrorAs(t, err, &in, name)
		_, err = c.Next(p)
		assert.ErrorAs(t, err, &in, name)
		_, err = c.WhatIf("chief", Advocate, p)
		assert.ErrorAs(t, err, &in, name)
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

func TestChainJSON(t *testing.T) {
	c := chain(t, board(), Link{"engineer", "chief", .9})
	data, err := json.Marshal(c)
	require.NoError(t, err)
	var back Chain
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, *c, back)
	assert.Contains(t, string(data), `"stance":"sceptic"`)
	assert.Error(t, json.Unmarshal([]byte(`{"people":[{"id":"a","reports_to":"a"}]}`), &back))
	assert.Equal(t, *c, back)
}

func TestNames(t *testing.T) {
	assert.Equal(t, "决策者", Decider.Label(clientele.Chinese))
	assert.Equal(t, "拥护者", Advocate.Label(clientele.Chinese))
	assert.Equal(t, "关键客户关系", KeyPersons.Label(clientele.Chinese))
	assert.Equal(t, "Improving", Improving.Label(clientele.English))
	assert.Equal(t, "即将到期", DueSoon.Label(clientele.Chinese))
	assert.Equal(t, []float64{0, -2, -1, 0, 1, 2, 0}, []float64{Stance(0).Score(), Opponent.Score(), Sceptic.Score(), Neutral.Score(), Supporter.Score(), Advocate.Score(), Stance(99).Score()})
	codes := reason.Codes("relationship.")
	assert.Len(t, codes, 30)
	for _, code := range codes {
		for _, lang := range []clientele.Lang{clientele.English, clientele.Chinese} {
			assert.NotContains(t, clientele.Reason{Code: code, Value: 1, Limit: 2}.Text(lang), "{")
		}
	}
}

func FuzzChain(f *testing.F) {
	f.Add([]byte(`{"people":[{"id":"a"},{"id":"b","reports_to":"a","stance":"opponent","influence":3,"tie":2}],"links":[{"from":"a","to":"b","strength":0.5}]}`))
	f.Add([]byte(`{"people":[{"id":"a","reports_to":"b"},{"id":"b","reports_to":"a"}]}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var c Chain
		if json.Unmarshal(data, &c) != nil || c.Len() == 0 || c.Len() > 50 {
			return
		}
		sum := 0.0
		for _, s := range c.Influence() {
			require.True(t, s >= 0 && s <= 1+1e-12)
			sum += s
		}
		check.Close(t, 1, sum, 1e-9)
		_, err := c.Analyse(nil)
		require.NoError(t, err)
		next, err := c.Next(nil)
		require.NoError(t, err)
		for _, x := range next {
			require.True(t, x.Reach > 0 && x.Reach <= 1 && x.Path[len(x.Path)-1] == x.Person)
		}
	})
}
