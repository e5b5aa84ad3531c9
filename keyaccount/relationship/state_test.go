package relationship

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// seen returns grades with evidence.
func seen(grades ...float64) []DimensionRating {
	out := make([]DimensionRating, len(grades))
	for i, g := range grades {
		out[i] = DimensionRating{k(g), "visit report"}
	}
	return out
}

func allOf(g float64) []DimensionRating { return seen(g, g, g, g, g, g) }

// firm returns equal grades between the organisations.
func firm(g float64) []DimensionRating { return seen(g, g, g, g) }

func TestAssessByHand(t *testing.T) {
	c := chain(t, board())
	s := c.Influence()
	r := RelationshipReview{Date: day("2026-03-01"), People: []Rated{
		{"engineer", seen(5, 5, 4, 4, 3, 3)},
		{"buyer", []DimensionRating{{k(4), "letter"}, {k(5), ""}, {}, {}, {}, {}}}, // 4, and 5 that counts 2
		{"technology", allOf(2)},
	}, Organisation: firm(3)}
	st, err := Assess(c, r, DefaultScale(), nil)
	require.NoError(t, err)
	assert.Equal(t, []float64{0, 2, 0, 4, 3}, st.People)
	assert.Equal(t, 2, st.Unrated)
	assert.Equal(t, 1, st.Unproven)
	key := (2*s[1] + 4*s[3]) / (s[0] + s[1] + s[2] + s[3])
	check.Close(t, key, st.Layers[0].Score, 1e-14)
	check.Close(t, 3, st.Layers[1].Score, 1e-14)
	check.Close(t, 3, st.Layers[2].Score, 1e-14)
	check.Close(t, .5*key+.2*3+.3*3, st.Mean, 1e-14)
	assert.Equal(t, 1.0, st.Bound) // nobody knows the chief
	assert.Equal(t, 1.0, st.Composite)
	assert.Equal(t, clientele.LevelLow, st.Level)
	assert.Equal(t, "1.0 of 5 (key persons 0.9, broad 3.0, organisation 3.0)", st.String())

	// The chief, target 4, is the greatest gap by far; then the layer.
	assert.Equal(t, Gap{"chief", LayerKeyPersons, 0, 4, 4 * s[0]}, st.Gaps[0])
	assert.Equal(t, "", st.Gaps[1].Person)
	assert.Equal(t, LayerKeyPersons, st.Gaps[1].Layer)
	require.Len(t, st.Gaps, 4) // chief, the layer, finance, technology
	var texts []string
	for _, r := range st.AppendReasons(nil) {
		texts = append(texts, r.Text(clientele.LangChinese))
	}
	assert.Equal(t, []string{
		"关键客户关系得分 0.8705（满分 5），目标 3.5",
		"普遍客户关系得分 3（满分 5），目标 2",
		"组织客户关系得分 3（满分 5），目标 3",
		"2 人未评分，按无关系计",
		"1 项评分缺少证据，最多按 2 分计",
		"整体本可得 1.935 分，但受决策者关系所限，只计 1 分",
	}, texts)
}

// TestNoFriendHidesADecider rates everybody but one decider as high as can be.
func TestNoFriendHidesADecider(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 10))
	for range 100 {
		c := randomChain(t, r, 2+r.IntN(8))
		decider := r.IntN(c.Len())
		people := append([]Person(nil), c.people...)
		people[decider].Roles = []BuyingRole{BuyingRoleDecider}
		people[decider].Influence = k(0.01) // however little the graph makes of them
		c = chain(t, people, c.links...)
		review := RelationshipReview{Organisation: firm(5)}
		for i, p := range people {
			if i != decider {
				review.People = append(review.People, Rated{p.ID, allOf(5)})
			}
		}
		st, err := Assess(c, review, DefaultScale(), nil)
		require.NoError(t, err)
		assert.Greater(t, st.Mean, 2.0)
		assert.LessOrEqual(t, st.Composite, 1.0)
		assert.Equal(t, clientele.LevelLow, st.Level)
		review.People = append(review.People, Rated{people[decider].ID, allOf(3)})
		st, err = Assess(c, review, DefaultScale(), nil)
		require.NoError(t, err)
		assert.Equal(t, 4.0, st.Composite)
	}
	// Nobody is known to decide: the same.
	people := board()
	people[0].Roles = nil
	review := RelationshipReview{Organisation: firm(5)}
	for _, p := range people {
		review.People = append(review.People, Rated{p.ID, allOf(5)})
	}
	st, err := Assess(chain(t, people), review, DefaultScale(), nil)
	require.NoError(t, err)
	assert.Equal(t, 1.0, st.Composite)
}

// TestBetterGradesAreNeverWorse raises one grade at a time.
func TestBetterGradesAreNeverWorse(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 11))
	for range 100 {
		c := randomChain(t, r, 1+r.IntN(8))
		review := RelationshipReview{Organisation: firm(2)}
		for _, p := range c.people {
			ratings := make([]DimensionRating, 6)
			for i := range ratings {
				ratings[i] = DimensionRating{k(float64(r.IntN(5))), "seen"}
			}
			review.People = append(review.People, Rated{p.ID, ratings})
		}
		before, err := Assess(c, review, DefaultScale(), nil)
		require.NoError(t, err)
		ratings := review.People[r.IntN(c.Len())].Ratings
		i := r.IntN(6)
		ratings[i].Score = k(ratings[i].Score.Or(0) + 1)
		after, err := Assess(c, review, DefaultScale(), nil)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, after.Composite, before.Composite-1e-12)
	}
}

func TestMissingLayersAreLeftOut(t *testing.T) {
	c := chain(t, []Person{{ID: "a", Roles: []BuyingRole{BuyingRoleDecider}}})
	st, err := Assess(c, RelationshipReview{People: []Rated{{"a", allOf(4)}}}, DefaultScale(), nil)
	require.NoError(t, err)
	assert.False(t, st.Layers[1].Rated || st.Layers[2].Rated)
	assert.Equal(t, 4.0, st.Composite)
	assert.Equal(t, clientele.LevelHigh, st.Level)
	codes := []string{}
	for _, r := range st.AppendReasons(nil) {
		codes = append(codes, r.Code)
	}
	assert.Equal(t, []string{ReasonLayerKey, ReasonLayerMissing}, codes)
}

func TestOwnScaleAndTargets(t *testing.T) {
	s := Scale{Dimensions: []ScaleDimension{{Name: "trust", English: "Trust", Chinese: "信任", Weight: 3}, {Name: "contact", English: "Contact", Chinese: "联系", Weight: 1}}}
	c := chain(t, []Person{{ID: "a", Roles: []BuyingRole{BuyingRoleDecider}}, {ID: "b"}})
	p := &StatePolicy{Targets: map[string]float64{"b": 5}, Slack: clientele.Known(5), Layers: [3]float64{1, 1, 0}}
	st, err := Assess(c, RelationshipReview{People: []Rated{{"a", seen(4, 0)}, {"b", seen(2, 2)}}}, s, p)
	require.NoError(t, err)
	assert.Equal(t, []float64{3, 2}, st.People)
	assert.Equal(t, 2.5, st.Composite)
	assert.Equal(t, "b", st.Gaps[0].Person)
	assert.Equal(t, "信任", s.Dimensions[0].Label(clientele.LangChinese))
	assert.Equal(t, "trust", s.Dimensions[0].Label(0))
	for _, d := range DefaultScale().Dimensions {
		for _, a := range d.Anchors {
			assert.NotEmpty(t, a.Text(clientele.LangEnglish))
			assert.NotEmpty(t, a.Text(clientele.LangChinese))
		}
	}
	d := DefaultScale()
	require.NoError(t, d.Check())
	data, err := json.Marshal(d)
	require.NoError(t, err)
	var back Scale
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, d, back)
}

func TestAssessRefuses(t *testing.T) {
	c := chain(t, board())
	good := DefaultScale()
	for name, x := range map[string]struct {
		r RelationshipReview
		s Scale
		p *StatePolicy
	}{
		"unknown person":   {RelationshipReview{People: []Rated{{"nobody", allOf(1)}}}, good, nil},
		"twice":            {RelationshipReview{People: []Rated{{"chief", allOf(1)}, {"chief", allOf(1)}}}, good, nil},
		"too few grades":   {RelationshipReview{People: []Rated{{"chief", seen(1)}}}, good, nil},
		"grade":            {RelationshipReview{People: []Rated{{"chief", allOf(6)}}}, good, nil},
		"not a number":     {RelationshipReview{Organisation: firm(math.NaN())}, good, nil},
		"no dimensions":    {RelationshipReview{}, Scale{}, nil},
		"dimension twice":  {RelationshipReview{}, Scale{Dimensions: append(good.Dimensions, good.Dimensions[0])}, nil},
		"weight":           {RelationshipReview{}, Scale{Dimensions: []ScaleDimension{{Name: "a", English: "a", Chinese: "a", Weight: -1}}}, nil},
		"no weight":        {RelationshipReview{}, Scale{Dimensions: []ScaleDimension{{Name: "a", English: "a", Chinese: "a"}}}, nil},
		"slack":            {RelationshipReview{}, good, &StatePolicy{Slack: clientele.Known(-1)}},
		"target":           {RelationshipReview{}, good, &StatePolicy{Targets: map[string]float64{"chief": 6}}},
		"layer weight":     {RelationshipReview{}, good, &StatePolicy{Layers: [3]float64{-1, 1, 1}}},
		"levels":           {RelationshipReview{}, good, &StatePolicy{Levels: [2]float64{3, 2}}},
		"ordinary target":  {RelationshipReview{}, good, &StatePolicy{Other: clientele.Known(math.NaN())}},
		"layers' targets":  {RelationshipReview{}, good, &StatePolicy{LayerTargets: [3]float64{9}}},
		"unnamed":          {RelationshipReview{}, Scale{Dimensions: []ScaleDimension{{Weight: 1}}}, nil},
		"unproven at most": {RelationshipReview{}, good, &StatePolicy{Unproven: clientele.Known(7)}},
	} {
		_, err := Assess(c, x.r, x.s, x.p)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, name)
	}
}

// The general relationship is one with every department: who is known best in
// each counts, and a department that nobody knows counts 0.
func TestDepartments(t *testing.T) {
	people := board()
	for i, d := range []string{"board", "research", "purchasing", "research", "quality"} {
		people[i].Department = d
	}
	c := chain(t, people)
	st, err := Assess(c, RelationshipReview{People: []Rated{{"engineer", allOf(4)}, {"technology", allOf(2)}, {"buyer", allOf(3)}}}, DefaultScale(), nil)
	require.NoError(t, err)
	best := map[string]float64{}
	for i, p := range people {
		best[p.Department] = math.Max(best[p.Department], st.People[i])
	}
	want := 0.0
	for _, v := range best {
		want += v / 4
	}
	check.Close(t, want, st.Layers[LayerBroad-1].Score, 1e-14)
	assert.True(t, st.Layers[LayerBroad-1].Rated)

	a, err := c.Analyse(nil)
	require.NoError(t, err)
	require.Len(t, a.Departments, 4)
	assert.Equal(t, "board", a.Departments[0].Department)
	assert.Equal(t, 2, a.Departments[1].People)
	sum, contacts := 0.0, 0
	for _, d := range a.Departments {
		sum += d.Influence
		contacts += d.Contacts
	}
	check.Close(t, 1, sum, 1e-14)
	assert.Equal(t, a.Contacts, contacts)
	why := a.AppendReasons(nil)[1]
	assert.Equal(t, clientele.Reason{Code: ReasonDepartments, Value: float64(a.CoveredDepartments()), Limit: 4}, why)
	assert.Contains(t, why.Text(clientele.LangChinese), "4 个与我方接触的部门")
}

// What a zero means is what it says: no trust without evidence, no slack, no target.
func TestZerosOfAStatePolicy(t *testing.T) {
	c := chain(t, []Person{{ID: "a", Roles: []BuyingRole{BuyingRoleDecider}}, {ID: "b"}})
	review := RelationshipReview{People: []Rated{{"a", allOf(4)}, {"b", allOf(5)}}}
	st, err := Assess(c, review, DefaultScale(), &StatePolicy{Slack: clientele.Known(0), Decider: clientele.Known(0)})
	require.NoError(t, err)
	assert.Equal(t, st.People[0], st.Bound, "no slack")
	for _, g := range st.Gaps {
		assert.NotEqual(t, "a", g.Person, "no target")
	}
	loose, err := Assess(c, review, DefaultScale(), nil)
	require.NoError(t, err)
	assert.Equal(t, loose.Bound, st.Bound+1)

	hearsay := RelationshipReview{People: []Rated{{"a", []DimensionRating{{Score: k(4)}}}}}
	one := Scale{Dimensions: []ScaleDimension{{Name: "trust", English: "Trust", Chinese: "信任", Weight: 1}}}
	st, err = Assess(c, hearsay, one, &StatePolicy{Unproven: clientele.Known(0)})
	require.NoError(t, err)
	assert.Zero(t, st.People[0])
	st, err = Assess(c, hearsay, one, nil)
	require.NoError(t, err)
	assert.Equal(t, 2.0, st.People[0])
}
