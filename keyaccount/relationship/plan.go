package relationship

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
)

// Plan is the card of one account: who looks after whom, what is to be reached
// by when, and who does what. It changes only by its owner's hand; its status
// is asked for a day (At).
type Plan struct {
	Account      string       `json:"account"`
	Sponsors     []Assignment `json:"sponsors,omitempty"`
	Goals        []Goal       `json:"goals,omitempty"`
	Actions      []Action     `json:"actions,omitempty"`
	Updated      time.Time    `json:"updated"`                 // when somebody last touched the plan
	Reviewed     time.Time    `json:"reviewed,omitzero"`       // the last review; zero if there was none
	ReviewMonths int          `json:"review_months,omitempty"` // how many months may pass between reviews, such as keyaccount.Tier.ReviewMonths; 0 is no calendar
}

// Goal is a relationship to be brought from one score to another.
type Goal struct {
	Person  string    `json:"person,omitempty"` // empty: the layer as a whole
	Layer   Layer     `json:"layer"`
	From    float64   `json:"from"` // 0–5
	To      float64   `json:"to"`   // 0–5, above From
	Due     time.Time `json:"due"`
	Reached time.Time `json:"reached,omitzero"`
}

// Action is something that one of ours does.
type Action struct {
	What  string    `json:"what"`
	Owner string    `json:"owner"`
	With  string    `json:"with,omitempty"` // ID of a person
	Due   time.Time `json:"due"`
	Done  time.Time `json:"done,omitzero"`
}

// GoalsFor returns a goal for every gap, in their order, due on the day.
func GoalsFor(gaps []Gap, due time.Time) []Goal {
	goals := make([]Goal, len(gaps))
	for i, g := range gaps {
		goals[i] = Goal{Person: g.Person, Layer: g.Layer, From: g.Score, To: g.Target, Due: due}
	}
	return goals
}

// Check returns nil if the plan is complete: an account, a day of update,
// goals that rise on the scale 0–5 in a layer, actions with something to do and
// somebody to do it, and a day by which each is due. Otherwise the error is an *InputError.
func (p *Plan) Check() error {
	if p.Account == "" || p.Updated.IsZero() || p.ReviewMonths < 0 {
		return bad("Plan", "account, updated, review_months", fmt.Sprintf("%q, %v, %d", p.Account, p.Updated, p.ReviewMonths), "an account, the day of the last change, and months >= 0")
	}
	for i, g := range p.Goals {
		where := fmt.Sprintf("goal %d", i)
		switch {
		case !(grade(g.From) && grade(g.To) && g.From < g.To):
			return bad("Plan", where, [2]float64{g.From, g.To}, "two numbers in [0, 5], the second larger")
		case !layers.Valid(g.Layer):
			return bad("Plan", "layer of "+where, g.Layer, "one of the declared layers")
		case g.Due.IsZero():
			return bad("Plan", "due day of "+where, g.Due, "a day")
		}
	}
	for i, a := range p.Actions {
		if a.What == "" || a.Owner == "" || a.Due.IsZero() {
			return bad("Plan", fmt.Sprintf("action %d", i), fmt.Sprintf("%q by %q", a.What, a.Owner), "something to do, somebody to do it, and a day by which it is due")
		}
	}
	return nil
}

// PlanHealth is how a plan stands.
type PlanHealth uint8

// The statuses, from the worst to the best. The zero value is unassigned.
const (
	PlanHealthOverdue PlanHealth = iota + 1 // something, or the review, is late
	PlanHealthStale                         // nobody has touched it for too long
	PlanHealthDueSoon                       // something is due in a few days
	PlanHealthOnTrack                       // nothing is late
	PlanHealthDone                          // nothing is left to do
)

var statuses = enum.New[PlanHealth]("relationship.PlanHealth",
	enum.Row{Name: "overdue", English: "Overdue", Chinese: "逾期"},
	enum.Row{Name: "stale", English: "Stale", Chinese: "久未更新"},
	enum.Row{Name: "due-soon", English: "Due soon", Chinese: "即将到期"},
	enum.Row{Name: "on-track", English: "On track", Chinese: "正常"},
	enum.Row{Name: "done", English: "Done", Chinese: "已完成"},
)

// String returns the permanent name, such as "on-track".
func (s PlanHealth) String() string { return statuses.String(s) }

// Label returns the status's name in lang.
func (s PlanHealth) Label(lang clientele.Lang) string { return statuses.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s PlanHealth) MarshalText() ([]byte, error) { return statuses.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *PlanHealth) UnmarshalText(text []byte) error { return statuses.UnmarshalText(s, text) }

// PlanPolicy holds the limits of a plan's status, in days; they are ours. A
// zero field means the default.
type PlanPolicy struct {
	Stale int `json:"stale"` // days without a change before the plan is stale; default 60
	Soon  int `json:"soon"`  // days before the due day that are soon; default 14
}

// Filled returns the policy with the defaults written out in place of zero fields.
func (q *PlanPolicy) Filled() PlanPolicy {
	p := policy.Copy(q)
	policy.Default(&p.Stale, 60)
	policy.Default(&p.Soon, 14)
	return p
}

// Check returns nil if the policy can be followed, and otherwise an
// *clientele.InputError.
func (q *PlanPolicy) Check() error {
	if p := q.Filled(); p.Stale < 0 || p.Soon < 0 {
		return bad("PlanPolicy", "days", [2]int{p.Stale, p.Soon}, "numbers of days >= 0")
	}
	return nil
}

// PlanStatus is how a plan stands on a day. Goals and actions are given by
// their places.
type PlanStatus struct {
	Status         PlanHealth         `json:"status"`
	Open           int                `json:"open"` // goals and actions not reached or done
	Finished       int                `json:"finished"`
	OverdueGoals   []int              `json:"overdue_goals,omitempty"`
	OverdueActions []int              `json:"overdue_actions,omitempty"`
	DueSoon        int                `json:"due_soon"`
	NextReview     time.Time          `json:"next_review,omitzero"` // zero without a calendar
	ReviewOverdue  bool               `json:"review_overdue,omitempty"`
	Stale          bool               `json:"stale,omitempty"`
	Reasons        []clientele.Reason `json:"reasons"`
}

// At returns how the plan stands on the day. What is finished after the day
// counts as open on it; what is due on the day is not late yet. An account that
// was never reviewed is due for review on the day of the plan's last change.
// The plan must pass its Check. A plan is Done if it has goals or actions and none is open, and is then
// neither stale nor late, but for its review. Policy nil is the default; one that
// fails its Check is an error.
func (p *Plan) At(day time.Time, policy *PlanPolicy) (PlanStatus, error) {
	if err := policy.Check(); err != nil {
		return PlanStatus{}, err
	}
	q := policy.Filled()
	var s PlanStatus
	for i, g := range p.Goals {
		if s.count(day, g.Due, g.Reached, q.Soon) {
			s.OverdueGoals = append(s.OverdueGoals, i)
		}
	}
	for i, a := range p.Actions {
		if s.count(day, a.Due, a.Done, q.Soon) {
			s.OverdueActions = append(s.OverdueActions, i)
		}
	}
	if p.ReviewMonths > 0 {
		s.NextReview = p.Updated
		if !p.Reviewed.IsZero() {
			s.NextReview = p.Reviewed.AddDate(0, p.ReviewMonths, 0)
		}
		s.ReviewOverdue = daysBetween(s.NextReview, day) > 0
	}
	s.Stale = (s.Open > 0 || s.Finished == 0) && daysBetween(p.Updated, day) > q.Stale
	s.judge(day, p.Updated, q)
	return s, nil
}

// count notes a goal or an action and reports whether it is overdue.
func (s *PlanStatus) count(day, due, done time.Time, soon int) bool {
	if !done.IsZero() && daysBetween(done, day) >= 0 {
		s.Finished++
		return false
	}
	s.Open++
	left := daysBetween(day, due)
	if left >= 0 && left <= soon {
		s.DueSoon++
	}
	return left < 0
}

// judge fills in the status and its reasons, the worst first.
func (s *PlanStatus) judge(day, updated time.Time, q PlanPolicy) {
	add := func(when bool, status PlanHealth, code string, value, limit int) {
		if when {
			s.Reasons = append(s.Reasons, clientele.Reason{Code: code, Value: float64(value), Limit: float64(limit)})
			if s.Status == 0 {
				s.Status = status
			}
		}
	}
	late := len(s.OverdueGoals) + len(s.OverdueActions)
	add(late > 0, PlanHealthOverdue, ReasonOverdue, late, 0)
	add(s.ReviewOverdue, PlanHealthOverdue, ReasonReviewOverdue, daysBetween(s.NextReview, day), 0)
	add(s.Stale, PlanHealthStale, ReasonStale, daysBetween(updated, day), q.Stale)
	add(s.DueSoon > 0, PlanHealthDueSoon, ReasonDueSoon, s.DueSoon, q.Soon)
	add(s.Open > 0 && late == 0, PlanHealthOnTrack, ReasonOnTrack, s.Open, 0)
	add(s.Open == 0 && s.Finished > 0, PlanHealthDone, ReasonPlanDone, s.Finished, 0)
	add(s.Open == 0 && s.Finished == 0, PlanHealthOnTrack, ReasonPlanEmpty, 0, 0)
}

// daysBetween returns the calendar days from one day to another, whatever the
// hours, each in its own time zone.
func daysBetween(from, to time.Time) int {
	date := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(date(to).Sub(date(from)).Hours() / 24)
}
