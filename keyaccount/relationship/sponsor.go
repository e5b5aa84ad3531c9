package relationship

import (
	"cmp"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
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

// MatchPolicy holds the weights of a match; they are ours. The zero value
// means the default: rank 0.25, function 0.20, history 0.25, ability 0.15,
// willingness 0.15.
type MatchPolicy struct {
	Rank        float64 `json:"rank"`
	Function    float64 `json:"function"`
	History     float64 `json:"history"`
	Ability     float64 `json:"ability"`
	Willingness float64 `json:"willingness"`
}

// Matching is how well one of ours fits a person.
type Matching struct {
	Staff string  `json:"staff"`
	Score float64 `json:"score"` // in [0, 1]
	// Parts are those of rank, function, history, ability and willingness, each in [0, 1].
	Parts [5]float64 `json:"parts"`
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

// weights returns the weights in the order of Matching.Parts, and their sum.
func (m *MatchPolicy) weights() (w [5]float64, total float64, err error) {
	if m == nil || *m == (MatchPolicy{}) {
		m = &MatchPolicy{.25, .20, .25, .15, .15}
	}
	w = [5]float64{m.Rank, m.Function, m.History, m.Ability, m.Willingness}
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

// AppendReasons appends what the match is made of. The policy is the one it
// was made with.
func (m *Matching) AppendReasons(dst []clientele.Reason, policy *MatchPolicy) []clientele.Reason {
	w, total, err := policy.weights()
	if err != nil {
		return dst
	}
	for k, code := range [5]string{ReasonRankMatch, ReasonFunctionMatch, ReasonHistoryMatch, ReasonAbilityMatch, ReasonWillingMatch} {
		dst = append(dst, clientele.Reason{Code: code, Value: m.Parts[k], Limit: w[k] / total})
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
