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
func seen(grades ...float64) []Rating {
	out := make([]Rating, len(grades))
	for i, g := range grades {
		out[i] = Rating{k(g), "visit report"}
	}
	return out
}

func allOf(g float64) []Rating { return seen(g, g, g, g, g, g) }

func TestAssessByHand(t *testing.T) {
	c := chain(t, board())
	s := c.Influence()
	r := Review{Date: day("2026-03-01"), People: []Rated{
		{"engineer", seen(5, 5, 4, 4, 3, 3)},
		{"buyer", []Rating{{k(4), "letter"}, {k(5), ""}, {}, {}, {}, {}}}, // 4, and 5 that counts 2
		{"technology", allOf(2)},
	}, Organisation: allOf(3)}
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
	assert.Equal(t, clientele.Low, st.Level)
	assert.Equal(t, "1.0 of 5 (key persons 0.9, broad 3.0, organisation 3.0)", st.String())

	// The chief, target 4, is the greatest gap by far; then the layer.
	assert.Equal(t, Gap{"chief", KeyPersons, 0, 4, 4 * s[0]}, st.Gaps[0])
	assert.Equal(t, "", st.Gaps[1].Person)
	assert.Equal(t, KeyPersons, st.Gaps[1].Layer)
	require.Len(t, st.Gaps, 4) // chief, the layer, finance, technology
	var texts []string
	for _, r := range st.AppendReasons(nil, nil) {
		texts = append(texts, r.Text(clientele.Chinese))
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
		people[decider].Roles = []Role{Decider}
		people[decider].Influence = k(0.01) // however little the graph makes of them
		c = chain(t, people, c.links...)
		review := Review{Organisation: allOf(5)}
		for i, p := range people {
			if i != decider {
				review.People = append(review.People, Rated{p.ID, allOf(5)})
			}
		}
		st, err := Assess(c, review, DefaultScale(), nil)
		require.NoError(t, err)
		assert.Greater(t, st.Mean, 2.0)
		assert.LessOrEqual(t, st.Composite, 1.0)
		assert.Equal(t, clientele.Low, st.Level)
		review.People = append(review.People, Rated{people[decider].ID, allOf(3)})
		st, err = Assess(c, review, DefaultScale(), nil)
		require.NoError(t, err)
		assert.Equal(t, 4.0, st.Composite)
	}
	// Nobody is known to decide: the same.
	people := board()
	people[0].Roles = nil
	review := Review{Organisation: allOf(5)}
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
		review := Review{Organisation: allOf(2)}
		for _, p := range c.people {
			ratings := make([]Rating, 6)
			for i := range ratings {
				ratings[i] = Rating{k(float64(r.IntN(5))), "seen"}
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
	c := chain(t, []Person{{ID: "a", Roles: []Role{Decider}}})
	st, err := Assess(c, Review{People: []Rated{{"a", allOf(4)}}}, DefaultScale(), nil)
	require.NoError(t, err)
	assert.False(t, st.Layers[1].Rated || st.Layers[2].Rated)
	assert.Equal(t, 4.0, st.Composite)
	assert.Equal(t, clientele.High, st.Level)
	codes := []string{}
	for _, r := range st.AppendReasons(nil, nil) {
		codes = append(codes, r.Code)
	}
	assert.Equal(t, []string{ReasonLayerKey, ReasonLayerMissing}, codes)
}

func TestOwnScaleAndTargets(t *testing.T) {
	s := Scale{Dimensions: []Dimension{{Name: "trust", English: "Trust", Chinese: "信任", Weight: 3}, {Name: "contact", English: "Contact", Chinese: "联系", Weight: 1}}}
	c := chain(t, []Person{{ID: "a", Roles: []Role{Decider}}, {ID: "b"}})
	p := &StatePolicy{Targets: map[string]float64{"b": 5}, Slack: 5, Layers: [3]float64{1, 1, 0}}
	st, err := Assess(c, Review{People: []Rated{{"a", seen(4, 0)}, {"b", seen(2, 2)}}}, s, p)
	require.NoError(t, err)
	assert.Equal(t, []float64{3, 2}, st.People)
	assert.Equal(t, 2.5, st.Composite)
	assert.Equal(t, "b", st.Gaps[0].Person)
	assert.Equal(t, "信任", s.Dimensions[0].Label(clientele.Chinese))
	assert.Equal(t, "trust", s.Dimensions[0].Label(0))
	for _, d := range DefaultScale().Dimensions {
		for _, a := range d.Anchors {
			assert.NotEmpty(t, a.Text(clientele.English))
			assert.NotEmpty(t, a.Text(clientele.Chinese))
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
		r Review
		s Scale
		p *StatePolicy
	}{
		"unknown person":   {Review{People: []Rated{{"nobody", allOf(1)}}}, good, nil},
		"twice":            {Review{People: []Rated{{"chief", allOf(1)}, {"chief", allOf(1)}}}, good, nil},
		"too few grades":   {Review{People: []Rated{{"chief", seen(1)}}}, good, nil},
		"grade":            {Review{People: []Rated{{"chief", allOf(6)}}}, good, nil},
		"not a number":     {Review{Organisation: allOf(math.NaN())}, good, nil},
		"no dimensions":    {Review{}, Scale{}, nil},
		"dimension twice":  {Review{}, Scale{Dimensions: append(good.Dimensions, good.Dimensions[0])}, nil},
		"weight":           {Review{}, Scale{Dimensions: []Dimension{{Name: "a", English: "a", Chinese: "a", Weight: -1}}}, nil},
		"no weight":        {Review{}, Scale{Dimensions: []Dimension{{Name: "a", English: "a", Chinese: "a"}}}, nil},
		"slack":            {Review{}, good, &StatePolicy{Slack: -1}},
		"target":           {Review{}, good, &StatePolicy{Targets: map[string]float64{"chief": 6}}},
		"layer weight":     {Review{}, good, &StatePolicy{Layers: [3]float64{-1, 1, 1}}},
		"levels":           {Review{}, good, &StatePolicy{Levels: [2]float64{3, 2}}},
		"ordinary target":  {Review{}, good, &StatePolicy{Other: math.NaN()}},
		"layers' targets":  {Review{}, good, &StatePolicy{LayerTargets: [3]float64{9}}},
		"unnamed":          {Review{}, Scale{Dimensions: []Dimension{{Weight: 1}}}, nil},
		"unproven at most": {Review{}, good, &StatePolicy{Unproven: 7}},
	} {
		_, err := Assess(c, x.r, x.s, x.p)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, name)
	}
}

func TestCompare(t *testing.T) {
	c := chain(t, board())
	later := chain(t, append(board(), Person{ID: "novice", ReportsTo: "finance"}))
	a, err := Assess(c, Review{Date: day("2026-01-01"), People: []Rated{{"chief", allOf(2)}, {"buyer", allOf(3)}, {"finance", allOf(1)}}}, DefaultScale(), nil)
	require.NoError(t, err)
	b, err := Assess(later, Review{Date: day("2026-07-01"), People: []Rated{{"chief", allOf(3)}, {"buyer", allOf(2)}, {"finance", seen(1, 1, 1, 1, 1, 2)}, {"novice", allOf(1)}}}, DefaultScale(), nil)
	require.NoError(t, err)
	trend := Compare(a, c, b, later)
	assert.Equal(t, 181, trend.Days)
	assert.Equal(t, Steady, trend.Composite.Direction) // one layer up, one down
	assert.Equal(t, Improving, trend.Layers[KeyPersons-1].Direction)
	assert.Equal(t, Worsening, trend.Layers[Broad-1].Direction)
	assert.Equal(t, Steady, trend.Layers[Organisation-1].Direction)
	assert.Equal(t, []PersonChange{{"chief", Change{2, 3, Improving}}, {"buyer", Change{3, 2, Worsening}}, {"novice", Change{0, 1, Improving}}}, trend.People)
	assert.Panics(t, func() { Compare(a, later, b, later) })
}

func TestMatch(t *testing.T) {
	chief := board()[0]
	staff := []Staff{
		{ID: "Li", Rank: 5, Function: "sales", Ability: k(5), Willingness: k(5), History: map[string]float64{"chief": 0, "engineer": 5}},
		{ID: "Zhao", Rank: 1, Function: "management", Ability: k(3), Willingness: k(4), Capacity: 1},
		{ID: "Qian"},
	}
	m, err := Match(chief, staff, nil)
	require.NoError(t, err)
	require.Len(t, m, 3)
	assert.Equal(t, "Zhao", m[0].Staff)
	check.Close(t, .25+.20+0+.15*.6+.15*.8, m[0].Score, 1e-14)
	assert.Equal(t, "Qian", m[1].Staff) // nothing known: half of all but history
	check.Close(t, .25*.5+.2*.5+.15*.5+.15*.5, m[1].Score, 1e-14)
	check.Close(t, .15+.15, m[2].Score, 1e-14) // four ranks apart, another function
	reasons := m[0].AppendReasons(nil, nil)
	require.Len(t, reasons, 5)
	assert.Equal(t, "rank against rank fits to 1 of 1 and weighs 0.25", reasons[0].Text(clientele.English))

	a, err := Assign(chain(t, board()), staff, nil)
	require.NoError(t, err)
	require.Len(t, a, 5)
	assert.Equal(t, "chief", a[0].Person) // the most influential choose first
	assert.Equal(t, "Zhao", a[0].Staff)
	by := map[string]string{}
	for _, x := range a {
		by[x.Person] = x.Staff
	}
	assert.NotEqual(t, "Zhao", by["technology"]) // full
	assert.Equal(t, "Li", by["engineer"])

	staff = staff[1:2]
	a, err = Assign(chain(t, board()), staff, nil)
	require.NoError(t, err)
	assert.Equal(t, Assignment{Person: a[1].Person}, a[1])

	for name, s := range map[string][]Staff{
		"no ID":    {{}},
		"same ID":  {{ID: "a"}, {ID: "a"}},
		"rank":     {{ID: "a", Rank: -1}},
		"history":  {{ID: "a", History: map[string]float64{"x": 6}}},
		"ability":  {{ID: "a", Ability: k(7)}},
		"capacity": {{ID: "a", Capacity: -1}},
	} {
		var in *clientele.InputError
		_, err := Match(chief, s, nil)
		assert.ErrorAs(t, err, &in, name)
		_, err = Assign(chain(t, board()), s, nil)
		assert.ErrorAs(t, err, &in, name)
	}
	for _, p := range []*MatchPolicy{{Rank: -1}, {Rank: math.NaN()}} {
		_, err := Match(chief, staff, p)
		assert.Error(t, err)
	}
	_, err = Match(Person{}, staff, nil)
	assert.Error(t, err)
}

// workedPlan is a plan whose days all differ.
func workedPlan() Plan {
	return Plan{
		Account: "Hengtong Rail", Updated: day("2026-03-01"), Reviewed: day("2026-01-15"), ReviewMonths: 3,
		Goals: []Goal{
			{Person: "chief", Layer: KeyPersons, From: 1, To: 3, Due: day("2026-06-30")},
			{Layer: Broad, From: 1, To: 2, Due: day("2026-03-31"), Reached: day("2026-03-20")},
		},
		Actions: []Action{
			{What: "visit with the chief executive", Owner: "Zhao", With: "chief", Due: day("2026-04-10"), Done: day("2026-04-12")},
			{What: "training of the users", Owner: "Li", Due: day("2026-05-15")},
		},
	}
}

func TestPlanAt(t *testing.T) {
	p := workedPlan()
	require.NoError(t, p.Check())
	for _, x := range []struct {
		day      string
		status   Status
		open     int
		finished int
		overdue  []int
		codes    []string
	}{
		{"2026-03-02", OnTrack, 4, 0, nil, []string{ReasonOnTrack}},
		{"2026-03-20", OnTrack, 3, 1, nil, []string{ReasonOnTrack}}, // three weeks before the next due day
		{"2026-04-10", DueSoon, 3, 1, nil, []string{ReasonDueSoon, ReasonOnTrack}},
		{"2026-04-11", Overdue, 3, 1, []int{0}, []string{ReasonOverdue}},
		{"2026-04-15", OnTrack, 2, 2, nil, []string{ReasonOnTrack}},
		{"2026-04-16", Overdue, 2, 2, nil, []string{ReasonReviewOverdue, ReasonOnTrack}},
		{"2026-05-01", Overdue, 2, 2, nil, []string{ReasonReviewOverdue, ReasonStale, ReasonDueSoon, ReasonOnTrack}},
		{"2026-05-16", Overdue, 2, 2, []int{1}, []string{ReasonOverdue, ReasonReviewOverdue, ReasonStale}},
	} {
		s := p.At(day(x.day), nil)
		var codes []string
		for _, r := range s.Reasons {
			codes = append(codes, r.Code)
		}
		assert.Equal(t, x.status, s.Status, x.day)
		assert.Equal(t, [2]int{x.open, x.finished}, [2]int{s.Open, s.Finished}, x.day)
		assert.Equal(t, x.overdue, s.OverdueActions, x.day)
		assert.Equal(t, x.codes, codes, x.day)
		assert.Equal(t, day("2026-04-15"), s.NextReview)
	}
	p.ReviewMonths = 0
	p.Goals[0].Reached, p.Actions[1].Done = day("2026-06-01"), day("2026-05-10")
	s := p.At(day("2027-01-01"), nil)
	assert.Equal(t, Done, s.Status)
	assert.False(t, s.Stale)
	assert.Equal(t, "goals and actions, all of them done: 4", s.Reasons[0].Text(clientele.English))

	empty := Plan{Account: "a", Updated: day("2026-01-01"), ReviewMonths: 6}
	s = empty.At(day("2026-01-01"), nil)
	assert.Equal(t, ReasonPlanEmpty, s.Reasons[0].Code)
	assert.False(t, s.ReviewOverdue)
	s = empty.At(day("2026-01-02"), nil) // never reviewed
	assert.True(t, s.ReviewOverdue)
	assert.True(t, empty.At(day("2026-03-03"), nil).Stale)
	assert.False(t, empty.At(day("2026-03-02"), nil).Stale)
	assert.False(t, empty.At(day("2026-03-03"), &PlanPolicy{Stale: 90}).Stale)
}

// TestPlanDaysAreCalendarDays holds the same day in any zone and at any hour.
func TestPlanDaysAreCalendarDays(t *testing.T) {
	p := workedPlan()
	zone := time.FixedZone("east", 14*3600)
	morning := time.Date(2026, 4, 10, 0, 30, 0, 0, zone)
	night := time.Date(2026, 4, 10, 23, 59, 0, 0, time.UTC)
	assert.Equal(t, p.At(morning, nil), p.At(night, nil))
}

func TestPlanFromGaps(t *testing.T) {
	c := chain(t, board())
	st, err := Assess(c, Review{Date: day("2026-03-01")}, DefaultScale(), nil)
	require.NoError(t, err)
	p := Plan{Account: "a", Updated: day("2026-03-01"), Goals: GoalsFor(st.Gaps, day("2026-09-01"))}
	require.NoError(t, p.Check())
	require.Len(t, p.Goals, 7) // five people and two layers; the organisation was not rated
	assert.Equal(t, Goal{Person: "chief", Layer: KeyPersons, To: 4, Due: day("2026-09-01")}, p.Goals[1])
	data, err := json.Marshal(p)
	require.NoError(t, err)
	var back Plan
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, p, back)

	for name, change := range map[string]func(*Plan){
		"account":    func(p *Plan) { p.Account = "" },
		"updated":    func(p *Plan) { p.Updated = time.Time{} },
		"months":     func(p *Plan) { p.ReviewMonths = -1 },
		"goal":       func(p *Plan) { p.Goals[0].To = p.Goals[0].From },
		"layer":      func(p *Plan) { p.Goals[0].Layer = 0 },
		"goal's day": func(p *Plan) { p.Goals[0].Due = time.Time{} },
		"action":     func(p *Plan) { p.Actions = []Action{{What: "call", Due: day("2026-09-01")}} },
	} {
		var q Plan
		require.NoError(t, json.Unmarshal(data, &q))
		change(&q)
		var in *clientele.InputError
		assert.ErrorAs(t, q.Check(), &in, name)
	}
}
