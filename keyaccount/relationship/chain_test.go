package relationship

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
		{ID: "chief", Roles: []BuyingRole{BuyingRoleDecider}, Stance: StanceNeutral, Rank: 1, Function: "management"},
		{ID: "technology", Roles: []BuyingRole{BuyingRoleInfluencer}, ReportsTo: "chief", Stance: StanceNeutral, Rank: 2, Function: "technology"},
		{ID: "finance", Roles: []BuyingRole{BuyingRoleGatekeeper}, ReportsTo: "chief", Stance: StanceSceptic, Rank: 2, Function: "finance"},
		{ID: "engineer", Roles: []BuyingRole{BuyingRoleUser, BuyingRoleCoach}, ReportsTo: "technology", Stance: StanceAdvocate, Sponsor: "Li", Tie: k(5), Potential: k(.8), Rank: 5, Function: "technology"},
		{ID: "buyer", Roles: []BuyingRole{BuyingRoleBuyer}, ReportsTo: "finance", Stance: StanceSupporter, Sponsor: "Li", Tie: k(3), Rank: 5, Function: "purchasing"},
	}
}

func chain(t testing.TB, people []Person, links ...Link) *Chain {
	c, err := NewChain(people, links)
	require.NoError(t, err)
	return c
}

// randomChain returns a chain of n people with random lines and links.
func randomChain(t testing.TB, r *rand.Rand, n int) *Chain {
	people := make([]Person, n)
	for i := range people {
		p := Person{ID: fmt.Sprint("p", i), Stance: Stance(r.IntN(numStances))}
		if i > 0 && r.IntN(4) > 0 {
			p.ReportsTo = fmt.Sprint("p", r.IntN(i))
		}
		for role := BuyingRoleInitiator; role <= BuyingRoleCoach; role++ {
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
		"role":             {[]Person{{ID: "a", Roles: []BuyingRole{9}}}, nil, ""},
		"layer":            {[]Person{{ID: "a", Layer: LayerOrganisation}}, nil, "organisation"},
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
		"cold":     {Cold: clientele.Known(-1)},
		"up":       {Up: clientele.Known(math.NaN())},
		"supports": {Supports: StanceTable{2}},
		"opens":    {Opens: StanceTable{0, -1}},
	} {
		var in *clientele.InputError
		_, err := c.Analyse(p)
		assert.ErrorAs(t, err, &in, name)
		_, err = c.Next(p)
		assert.ErrorAs(t, err, &in, name)
		_, err = c.WhatIf("chief", StanceAdvocate, p)
		assert.ErrorAs(t, err, &in, name)
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
	assert.Equal(t, "决策者", BuyingRoleDecider.Label(clientele.LangChinese))
	assert.Equal(t, "拥护者", StanceAdvocate.Label(clientele.LangChinese))
	assert.Equal(t, "关键客户关系", LayerKeyPersons.Label(clientele.LangChinese))
	assert.Equal(t, "Improving", TrendDirectionImproving.Label(clientele.LangEnglish))
	assert.Equal(t, "即将到期", PlanHealthDueSoon.Label(clientele.LangChinese))
	assert.Equal(t, []float64{0, -2, -1, 0, 1, 2, 0}, []float64{Stance(0).Score(), StanceOpponent.Score(), StanceSceptic.Score(), StanceNeutral.Score(), StanceSupporter.Score(), StanceAdvocate.Score(), Stance(99).Score()})
	codes := reason.Codes("relationship.")
	assert.Len(t, codes, 31)
	for _, code := range codes {
		for _, lang := range []clientele.Lang{clientele.LangEnglish, clientele.LangChinese} {
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

func TestLinksAreThoseGiven(t *testing.T) {
	given := []Link{{From: "technology", To: "chief", Strength: 0.7}, {From: "engineer", To: "finance", Strength: 0.2}}
	c := chain(t, board(), given...)
	got := c.Links()
	assert.Equal(t, given, got)
	got[0].Strength = 1
	assert.Equal(t, given, c.Links(), "a copy")
}
