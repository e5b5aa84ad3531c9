package relationship

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

// workedPlan is a plan whose days all differ.
func workedPlan() Plan {
	return Plan{
		Account: "Hengtong Rail", Updated: day("2026-03-01"), Reviewed: day("2026-01-15"), ReviewMonths: 3,
		Goals: []Goal{
			{Person: "chief", Layer: LayerKeyPersons, From: 1, To: 3, Due: day("2026-06-30")},
			{Layer: LayerBroad, From: 1, To: 2, Due: day("2026-03-31"), Reached: day("2026-03-20")},
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
		status   PlanHealth
		open     int
		finished int
		overdue  []int
		codes    []string
	}{
		{"2026-03-02", PlanHealthOnTrack, 4, 0, nil, []string{ReasonOnTrack}},
		{"2026-03-20", PlanHealthOnTrack, 3, 1, nil, []string{ReasonOnTrack}}, // three weeks before the next due day
		{"2026-04-10", PlanHealthDueSoon, 3, 1, nil, []string{ReasonDueSoon, ReasonOnTrack}},
		{"2026-04-11", PlanHealthOverdue, 3, 1, []int{0}, []string{ReasonOverdue}},
		{"2026-04-15", PlanHealthOnTrack, 2, 2, nil, []string{ReasonOnTrack}},
		{"2026-04-16", PlanHealthOverdue, 2, 2, nil, []string{ReasonReviewOverdue, ReasonOnTrack}},
		{"2026-05-01", PlanHealthOverdue, 2, 2, nil, []string{ReasonReviewOverdue, ReasonStale, ReasonDueSoon, ReasonOnTrack}},
		{"2026-05-16", PlanHealthOverdue, 2, 2, []int{1}, []string{ReasonOverdue, ReasonReviewOverdue, ReasonStale}},
	} {
		s := planAt(t, p, day(x.day), nil)
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
	s := planAt(t, p, day("2027-01-01"), nil)
	assert.Equal(t, PlanHealthDone, s.Status)
	assert.False(t, s.Stale)
	assert.Equal(t, "all goals and actions are done: 4", s.Reasons[0].Text(clientele.LangEnglish))

	empty := Plan{Account: "a", Updated: day("2026-01-01"), ReviewMonths: 6}
	s = planAt(t, empty, day("2026-01-01"), nil)
	assert.Equal(t, ReasonPlanEmpty, s.Reasons[0].Code)
	assert.False(t, s.ReviewOverdue)
	s = planAt(t, empty, day("2026-01-02"), nil) // never reviewed
	assert.True(t, s.ReviewOverdue)
	assert.True(t, planAt(t, empty, day("2026-03-03"), nil).Stale)
	assert.False(t, planAt(t, empty, day("2026-03-02"), nil).Stale)
	assert.False(t, planAt(t, empty, day("2026-03-03"), &PlanPolicy{Stale: 90}).Stale)
}

// TestPlanDaysAreCalendarDays holds the same day in any zone and at any hour.
func TestPlanDaysAreCalendarDays(t *testing.T) {
	p := workedPlan()
	zone := time.FixedZone("east", 14*3600)
	morning := time.Date(2026, 4, 10, 0, 30, 0, 0, zone)
	night := time.Date(2026, 4, 10, 23, 59, 0, 0, time.UTC)
	assert.Equal(t, planAt(t, p, morning, nil), planAt(t, p, night, nil))
}

func TestPlanFromGaps(t *testing.T) {
	c := chain(t, board())
	st, err := Assess(c, RelationshipReview{Date: day("2026-03-01")}, DefaultScale(), nil)
	require.NoError(t, err)
	p := Plan{Account: "a", Updated: day("2026-03-01"), Goals: GoalsFor(st.Gaps, day("2026-09-01"))}
	require.NoError(t, p.Check())
	require.Len(t, p.Goals, 7) // five people and two layers; the organisation was not rated
	assert.Equal(t, Goal{Person: "chief", Layer: LayerKeyPersons, To: 4, Due: day("2026-09-01")}, p.Goals[1])
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

// planAt is how a plan stands under a policy that passes its Check.
func planAt(t *testing.T, p Plan, on time.Time, policy *PlanPolicy) PlanStatus {
	t.Helper()
	s, err := p.At(on, policy)
	require.NoError(t, err)
	return s
}
