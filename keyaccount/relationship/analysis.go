package relationship

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// Analysis is what is to be said of a decision chain. People are given by their places.
type Analysis struct {
	Coverage    float64 `json:"coverage"`    // influence of the people we cover, in [0, 1]
	Contacts    int     `json:"contacts"`    // how many they are
	Support     float64 `json:"support"`     // Σ share × stance / 2, from −1 to 1; unknown stances count 0
	Probability float64 `json:"probability"` // Σ share × probability of support (ChainPolicy.Supports)
	Unknown     float64 `json:"unknown"`     // influence of the people whose stance nobody knows

	Deciders  []int `json:"deciders"`            // those we know of
	Uncovered []int `json:"uncovered,omitempty"` // deciders we do not cover
	// Hidden is true if nobody is known to decide. Shadows are people who are not
	// said to decide, and have at least the influence of those who are: ask again who does.
	Hidden   bool  `json:"hidden,omitempty"`
	Shadows  []int `json:"shadows,omitempty"`
	Blockers []int `json:"blockers,omitempty"` // against us, and able to stop us
	Stars    []int `json:"stars,omitempty"`    // rising stars 明日之星

	// Departments are those that people are said to belong to, in the order in
	// which they come.
	Departments []DepartmentCoverage `json:"departments,omitempty"`

	Thread        Thread          `json:"thread"`         // the person on whom most of our coverage hangs
	SponsorThread SponsorThread   `json:"sponsor_thread"` // the one of ours on whom most of it hangs
	Single        float64         `json:"single"`         // share of the coverage that may hang on one, of the policy
	Risk          clientele.Level `json:"risk"`           // single-thread risk, see Analyse
}

// DepartmentCoverage is how well we reach one department of the account.
type DepartmentCoverage struct {
	Department string  `json:"department"`
	People     int     `json:"people"`
	Contacts   int     `json:"contacts"`  // of them, covered
	Influence  float64 `json:"influence"` // share of the influence on the decision
}

// CoveredDepartments returns how many departments have somebody we cover.
func (a *Analysis) CoveredDepartments() int {
	n := 0
	for _, d := range a.Departments {
		if d.Contacts > 0 {
			n++
		}
	}
	return n
}

// Thread is a person in the account and the share of the covered influence
// that is theirs; Person is −1 if nobody is covered.
type Thread struct {
	Person int     `json:"person"`
	Share  float64 `json:"share"`
}

// SponsorThread is one of ours and the share of the covered influence they look
// after; Sponsor is empty if nobody is covered.
type SponsorThread struct {
	Sponsor string  `json:"sponsor"`
	Share   float64 `json:"share"`
}

// Analyse says how we stand in the chain. Policy nil is the default.
//
// A person is covered who has a sponsor and a tie of at least Covered; a tie
// that was not rated does not count against the sponsor. Against us is a
// sceptic or an opponent. A rising star is no decider, has a potential of at
// least Rising, and less than the largest share of influence. The
// single-thread risk is high if fewer than two people are covered or more than
// Single of the covered influence hangs on one person or one sponsor; medium
// from two thirds of that share on, or with two people covered; low otherwise.
func (c *Chain) Analyse(policy *ChainPolicy) (Analysis, error) {
	q, err := policy.resolved()
	if err != nil {
		return Analysis{}, err
	}
	a := Analysis{Thread: Thread{Person: -1}, Single: q.Single}
	largestDecider, largest := math.Inf(1), 0.0
	for i := range c.people {
		p := &c.people[i]
		share := c.share[i]
		largest = math.Max(largest, share)
		a.Support += share * p.Stance.Score() / 2
		a.Probability += share * q.Supports[p.Stance]
		if p.Stance == 0 {
			a.Unknown += share
		}
		in := q.covers(p)
		a.countDepartment(p.Department, share, in)
		if in {
			a.Contacts++
			a.Coverage += share
			if a.Thread.Person < 0 || share > a.Thread.Share {
				a.Thread = Thread{i, share}
			}
		}
		if p.Plays(BuyingRoleDecider) {
			a.Deciders = append(a.Deciders, i)
			if !in {
				a.Uncovered = append(a.Uncovered, i)
			}
			if len(a.Deciders) == 1 || share > largestDecider {
				largestDecider = share
			}
		}
		if (p.Stance == StanceOpponent || p.Stance == StanceSceptic) && (share >= q.Blocker.Or(0) || p.Plays(BuyingRoleDecider) || p.Plays(BuyingRoleGatekeeper)) {
			a.Blockers = append(a.Blockers, i)
		}
	}
	a.Hidden = len(a.Deciders) == 0
	for i := range c.people {
		p := &c.people[i]
		if p.Plays(BuyingRoleDecider) {
			continue
		}
		if c.share[i] >= largestDecider {
			a.Shadows = append(a.Shadows, i)
		}
		if p.Potential.Or(0) >= q.Rising && c.share[i] < largest {
			a.Stars = append(a.Stars, i)
		}
	}
	c.findThreads(&q, &a)
	a.Risk = q.risk(a.Contacts, math.Max(a.Thread.Share, a.SponsorThread.Share))
	return a, nil
}

// countDepartment notes one of its people; nobody belongs to "".
func (a *Analysis) countDepartment(name string, share float64, covered bool) {
	if name == "" {
		return
	}
	i := slices.IndexFunc(a.Departments, func(d DepartmentCoverage) bool { return d.Department == name })
	if i < 0 {
		i = len(a.Departments)
		a.Departments = append(a.Departments, DepartmentCoverage{Department: name})
	}
	d := &a.Departments[i]
	d.People++
	d.Influence += share
	if covered {
		d.Contacts++
	}
}

// covers reports whether we cover the person.
func (q *ChainPolicy) covers(p *Person) bool {
	return p.Sponsor != "" && p.Tie.Or(5) >= q.Covered
}

// findThreads fills in what hangs on whom, as shares of the covered influence.
func (c *Chain) findThreads(q *ChainPolicy, a *Analysis) {
	if !(a.Coverage > 0) {
		return
	}
	a.Thread.Share /= a.Coverage
	for i := range c.people {
		if !q.covers(&c.people[i]) {
			continue
		}
		name, sum := c.people[i].Sponsor, 0.0
		for j := range c.people { // as often as the sponsor has people: it is a short list
			if c.people[j].Sponsor == name && q.covers(&c.people[j]) {
				sum += c.share[j]
			}
		}
		if share := sum / a.Coverage; share > a.SponsorThread.Share {
			a.SponsorThread = SponsorThread{name, share}
		}
	}
}

// risk returns the level of the single-thread risk.
func (q *ChainPolicy) risk(covered int, share float64) clientele.Level {
	switch {
	case covered < 2 || share > q.Single:
		return clientele.LevelHigh
	case covered == 2 || share >= q.Single*2/3:
		return clientele.LevelMedium
	}
	return clientele.LevelLow
}
