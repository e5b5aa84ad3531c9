package relationship

import (
	"cmp"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
)

// Staff is one of our own people who can look after somebody.
type Staff struct {
	ID          string            `json:"id"`
	Rank        int               `json:"rank,omitempty"` // 1 the highest … 10; 0 unknown
	Function    string            `json:"function,omitempty"`
	Ability     clientele.Measure `json:"ability"`            // to build relationships, 0–5
	Willingness clientele.Measure `json:"willingness"`        // to do it here, 0–5
	Capacity    int               `json:"capacity,omitempty"` // most people to look after; 0 is no limit
	// History is how well they know people in the account, 0–5, by ID.
	History map[string]float64 `json:"history,omitempty"`
}

// MatchPolicy holds the weights of a match; the defaults are ours. A missing
// weight means its default, clientele.Known(0) leaves the part out.
type MatchPolicy struct {
	Rank        clientele.Measure `json:"rank"`        // default 0.25
	Function    clientele.Measure `json:"function"`    // default 0.20
	History     clientele.Measure `json:"history"`     // default 0.25
	Ability     clientele.Measure `json:"ability"`     // default 0.15
	Willingness clientele.Measure `json:"willingness"` // default 0.15
}

// Matching is how well one of ours fits a person.
type Matching struct {
	Staff string  `json:"staff"`
	Score float64 `json:"score"` // in [0, 1]
	// Parts are those of rank, function, history, ability and willingness, each in [0, 1].
	Parts   [5]float64 `json:"parts"`
	Weights [5]float64 `json:"weights"` // of the parts; they sum to 1
}

// rankReach is how many ranks apart two people may be before rank counts nothing.
const rankReach = 3

// Match returns how well each of ours fits the person, the best first, then by
// ID. Equal ranks count 1, ranks three apart 0; equal functions 1, others 0;
// history, ability and willingness a fifth a grade; what is not known ½, and no
// history 0. Policy nil is the default.
func Match(p Person, staff []Staff, policy *MatchPolicy) ([]Matching, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	w, total, err := policy.weights()
	if err != nil {
		return nil, err
	}
	if err := checkStaff(staff); err != nil {
		return nil, err
	}
	return match(nil, &p, staff, w, total), nil
}

// match appends the matchings of checked staff, the best first.
func match(out []Matching, p *Person, staff []Staff, w [5]float64, total float64) []Matching {
	for i := range staff {
		m := Matching{Staff: staff[i].ID, Parts: staff[i].parts(p)}
		for k, part := range m.Parts {
			m.Weights[k] = w[k] / total
			m.Score += w[k] * part / total
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Matching) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Staff, b.Staff))
	})
	return out
}

func checkStaff(staff []Staff) error {
	seen := make(map[string]bool, len(staff))
	for i := range staff {
		if err := staff[i].check(seen); err != nil {
			return err
		}
	}
	return nil
}

// parts returns how well the member of staff fits on each count.
func (s *Staff) parts(p *Person) [5]float64 {
	parts := [5]float64{.5, .5, s.History[p.ID] / 5, s.Ability.Or(2.5) / 5, s.Willingness.Or(2.5) / 5}
	if s.Rank > 0 && p.Rank > 0 {
		parts[0] = math.Max(0, 1-math.Abs(float64(s.Rank-p.Rank))/rankReach)
	}
	if s.Function != "" && p.Function != "" {
		parts[1] = 0
		if s.Function == p.Function {
			parts[1] = 1
		}
	}
	return parts
}

func (s *Staff) check(seen map[string]bool) error {
	if s.ID == "" || seen[s.ID] {
		return bad("Staff", "ID", s.ID, "a name of its own for each of our people")
	}
	seen[s.ID] = true
	if s.Rank < 0 || s.Rank > 10 || s.Capacity < 0 {
		return bad("Staff", "rank and capacity of "+s.ID, [2]int{s.Rank, s.Capacity}, "a rank from 1 to 10, or 0 if unknown, and a capacity >= 0")
	}
	for id, v := range s.History {
		if !grade(v) {
			return bad("Staff", "history of "+s.ID+" with "+id, v, "a number in [0, 5]")
		}
	}
	if err := s.Ability.Check("relationship.Staff", "ability of "+s.ID, 0, 5); err != nil {
		return err
	}
	return s.Willingness.Check("relationship.Staff", "willingness of "+s.ID, 0, 5)
}

// Filled returns the policy with the defaults written out in place of missing weights.
func (m *MatchPolicy) Filled() MatchPolicy {
	q := policy.Copy(m)
	policy.Default(&q.Rank, clientele.Known(.25))
	policy.Default(&q.Function, clientele.Known(.20))
	policy.Default(&q.History, clientele.Known(.25))
	policy.Default(&q.Ability, clientele.Known(.15))
	policy.Default(&q.Willingness, clientele.Known(.15))
	return q
}

// Check returns nil if the policy can be followed, and otherwise an
// *clientele.InputError: weights are numbers >= 0, and one is above 0.
func (m *MatchPolicy) Check() error {
	_, _, err := m.weights()
	return err
}

// weights returns the weights in the order of Matching.Parts, and their sum.
func (m *MatchPolicy) weights() (w [5]float64, total float64, err error) {
	q := m.Filled()
	for k, v := range [5]clientele.Measure{q.Rank, q.Function, q.History, q.Ability, q.Willingness} {
		w[k] = v.Or(0)
	}
	for _, v := range w {
		if !(v >= 0 && v <= 1e6) {
			return w, 0, bad("MatchPolicy", "weight", v, "a number in [0, 1e6]")
		}
		total += v
	}
	if !(total > 0) {
		return w, 0, bad("MatchPolicy", "sum of the weights", total, "at least one weight above 0")
	}
	return w, total, nil
}

// AppendReasons appends what the match is made of.
func (m *Matching) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	for k, code := range [5]string{ReasonRankMatch, ReasonFunctionMatch, ReasonHistoryMatch, ReasonAbilityMatch, ReasonWillingMatch} {
		dst = append(dst, clientele.Reason{Code: code, Value: m.Parts[k], Limit: m.Weights[k]})
	}
	return dst
}

// Assignment is a person and who of ours is to look after them; Staff is empty
// if nobody has capacity left.
type Assignment struct {
	Person string  `json:"person"`
	Staff  string  `json:"staff,omitempty"`
	Score  float64 `json:"score"`
}

// Assign gives everybody in the chain a sponsor: the most influential choose
// first (equal ones in the order of the chain), each the best match that has
// capacity left. The result is in that order. Policy nil is the default.
func Assign(c *Chain, staff []Staff, policy *MatchPolicy) ([]Assignment, error) {
	w, total, err := policy.weights()
	if err != nil {
		return nil, err
	}
	if err := checkStaff(staff); err != nil {
		return nil, err
	}
	order := make([]int, c.Len())
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(c.share[j], c.share[i]) })
	left := make(map[string]int, len(staff))
	for _, s := range staff {
		left[s.ID] = s.Capacity
		if s.Capacity == 0 {
			left[s.ID] = math.MaxInt
		}
	}
	out := make([]Assignment, 0, len(order))
	var matches []Matching
	for _, i := range order {
		matches = match(matches[:0], &c.people[i], staff, w, total)
		a := Assignment{Person: c.people[i].ID}
		for _, m := range matches {
			if left[m.Staff] > 0 {
				left[m.Staff]--
				a.Staff, a.Score = m.Staff, m.Score
				break
			}
		}
		out = append(out, a)
	}
	return out, nil
}
