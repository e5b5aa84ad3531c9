package relationship

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
)

// StatePolicy holds the weights, targets and limits of an assessment; they are
// ours. A zero field means the default.
type StatePolicy struct {
	Layers [numLayers]float64 `json:"layers"` // weights of the layers in the composite; default 0.5, 0.2, 0.3
	// Unproven is what a grade without evidence counts for at most, in [0, 5];
	// default 2, clientele.Known(0) for nothing.
	Unproven clientele.Measure `json:"unproven,omitzero"`
	// Slack is by how much the composite may exceed the relationship with the
	// least known decider, in [0, 5]; default 1, clientele.Known(0) for not at all.
	Slack clientele.Measure `json:"slack,omitzero"`

	// Targets, in [0, 5]; clientele.Known(0) for none.
	Decider      clientele.Measure  `json:"decider,omitzero"`    // for deciders; default 4
	KeyPerson    clientele.Measure  `json:"key_person,omitzero"` // for other key persons; default 3
	Other        clientele.Measure  `json:"other,omitzero"`      // for the others; default 2
	LayerTargets [numLayers]float64 `json:"layer_targets"`       // default 3.5, 2, 3
	Targets      map[string]float64 `json:"targets"`             // for single people, by ID; they go before the others
	Levels       [2]float64         `json:"levels"`              // composite from which the level is medium and high; default 2, 3.5
}

// RelationshipState is how the relationship with an account stands. All scores are on 0–5.
type RelationshipState struct {
	Date   time.Time             `json:"date"`
	People []float64             `json:"people"` // by place in the chain; 0 for who was not rated
	Layers [numLayers]LayerState `json:"layers"` // key persons, broad, organisation
	// Composite is the weighted mean of the layers, but no more than Bound: the
	// lowest score of a decider (0 if nobody is known to decide) plus the slack.
	// So no friend, and no friendly organisation, hides a decider we do not reach.
	Composite float64         `json:"composite"`
	Mean      float64         `json:"mean"` // what it would be without the bound
	Bound     float64         `json:"bound"`
	Level     clientele.Level `json:"level"`
	Unrated   int             `json:"unrated"`  // people nobody rated
	Unproven  int             `json:"unproven"` // grades that count for less for want of evidence
	Least     float64         `json:"least"`    // what those count for, of the policy
	Gaps      []Gap           `json:"gaps,omitempty"`
}

// LayerState is one layer.
type LayerState struct {
	Score  float64 `json:"score"`
	Target float64 `json:"target"`
	Rated  bool    `json:"rated"` // false if there is nobody in the layer, or no rating of the organisation
}

// Gap is where the relationship falls short of its target: of a person, or of
// a layer, where Person is empty.
type Gap struct {
	Person  string  `json:"person,omitempty"`
	Layer   Layer   `json:"layer"`
	Score   float64 `json:"score"`
	Target  float64 `json:"target"`
	Urgency float64 `json:"urgency"` // (Target − Score) × share of influence, or × weight of the layer
}

// Assess makes a state of a review. People who were not rated score 0: nobody
// knows them. A person's score is the weighted mean of the grades that were
// given, those without evidence counting at most Unproven. The layers of people
// are the means of their members by influence; where people have departments, the
// general layer is the mean over the departments of what the best-known person
// in each scores, for there it counts that no department is left out. A layer without members, or an
// organisation that was not rated, is left out of the composite. Policy nil is
// the default.
func Assess(c *Chain, r RelationshipReview, s Scale, policy *StatePolicy) (RelationshipState, error) {
	if err := policy.Check(); err != nil {
		return RelationshipState{}, err
	}
	q := policy.Filled()
	if err := s.Check(); err != nil {
		return RelationshipState{}, err
	}
	if err := r.check(c, &s); err != nil {
		return RelationshipState{}, err
	}
	st := RelationshipState{Date: r.Date, People: make([]float64, c.Len()), Unrated: c.Len(), Least: q.Unproven.Or(0)}
	for _, p := range r.People {
		v, without, known := score(s.Dimensions, p.Ratings, q.Unproven.Or(0))
		st.People[c.Index(p.Person)] = v
		st.Unproven += without
		if known {
			st.Unrated--
		}
	}
	v, without, known := score(s.organisation(), r.Organisation, q.Unproven.Or(0))
	st.Unproven += without
	st.Layers[LayerOrganisation-1] = LayerState{Score: v, Rated: known}
	st.rateLayers(c)
	st.compose(c, &q)
	st.findGaps(c, &q)
	return st, nil
}

// rateLayers fills in the layers of people.
func (st *RelationshipState) rateLayers(c *Chain) {
	var sum, weight [numLayers]float64
	for i := range c.people {
		l := c.people[i].InLayer() - 1
		st.Layers[l].Rated = true
		sum[l] += c.share[i] * st.People[i]
		weight[l] += c.share[i]
	}
	for l := range sum {
		if weight[l] > 0 {
			st.Layers[l].Score = sum[l] / weight[l]
		}
	}
	if score, known := st.departments(c); known {
		st.Layers[LayerBroad-1] = LayerState{Score: score, Rated: true}
	}
}

// departments returns the mean over the departments of their best score.
func (st *RelationshipState) departments(c *Chain) (mean float64, known bool) {
	var names []string
	var best []float64
	for i := range c.people {
		name := c.people[i].Department
		if name == "" {
			continue
		}
		k := slices.Index(names, name)
		if k < 0 {
			names, best = append(names, name), append(best, st.People[i])
			continue
		}
		best[k] = math.Max(best[k], st.People[i])
	}
	for _, v := range best {
		mean += v / float64(len(best))
	}
	return mean, len(best) > 0
}

// compose fills in the composite and its bound.
func (st *RelationshipState) compose(c *Chain, q *StatePolicy) {
	weight := 0.0
	for l, layer := range st.Layers {
		if layer.Rated {
			st.Mean += q.Layers[l] * layer.Score
			weight += q.Layers[l]
		}
	}
	if weight > 0 {
		st.Mean /= weight
	}
	lowest := math.Inf(1)
	for i := range c.people {
		if c.people[i].Plays(BuyingRoleDecider) {
			lowest = math.Min(lowest, st.People[i])
		}
	}
	if math.IsInf(lowest, 1) {
		lowest = 0
	}
	st.Bound = math.Min(lowest+q.Slack.Or(0), 5)
	st.Composite = math.Min(st.Mean, st.Bound)
	switch {
	case st.Composite >= q.Levels[1]:
		st.Level = clientele.LevelHigh
	case st.Composite >= q.Levels[0]:
		st.Level = clientele.LevelMedium
	default:
		st.Level = clientele.LevelLow
	}
}

// findGaps fills in the targets and the gaps, the most urgent first, then
// layers before people in their order.
func (st *RelationshipState) findGaps(c *Chain, q *StatePolicy) {
	add := func(person string, l Layer, score, target, weight float64) {
		if score < target {
			st.Gaps = append(st.Gaps, Gap{person, l, score, target, (target - score) * weight})
		}
	}
	for l := range st.Layers {
		layer := &st.Layers[l]
		layer.Target = q.LayerTargets[l]
		if layer.Rated {
			add("", Layer(l+1), layer.Score, layer.Target, q.Layers[l])
		}
	}
	for i := range c.people {
		p := &c.people[i]
		add(p.ID, p.InLayer(), st.People[i], q.target(p), c.share[i])
	}
	slices.SortStableFunc(st.Gaps, func(a, b Gap) int { return cmp.Compare(b.Urgency, a.Urgency) })
}

// target returns what is aimed at with a person.
func (q *StatePolicy) target(p *Person) float64 {
	if v, given := q.Targets[p.ID]; given {
		return v
	}
	switch {
	case p.Plays(BuyingRoleDecider):
		return q.Decider.Or(0)
	case p.InLayer() == LayerKeyPersons:
		return q.KeyPerson.Or(0)
	}
	return q.Other.Or(0)
}

// Filled returns the policy with the defaults written out in place of zero fields.
func (q *StatePolicy) Filled() StatePolicy {
	p := policy.Copy(q)
	policy.Default(&p.Layers, [numLayers]float64{.5, .2, .3})
	policy.Default(&p.LayerTargets, [numLayers]float64{3.5, 2, 3})
	policy.Default(&p.Levels, [2]float64{2, 3.5})
	policy.Default(&p.Unproven, clientele.Known(2))
	policy.Default(&p.Slack, clientele.Known(1))
	policy.Default(&p.Decider, clientele.Known(4))
	policy.Default(&p.KeyPerson, clientele.Known(3))
	policy.Default(&p.Other, clientele.Known(2))
	return p
}

// Check returns nil if the policy, defaults filled in, can be followed, and
// otherwise an *clientele.InputError.
func (q *StatePolicy) Check() error {
	p := q.Filled()
	for _, f := range []struct {
		name  string
		value float64
	}{{"unproven", p.Unproven.Or(0)}, {"slack", p.Slack.Or(0)}, {"decider", p.Decider.Or(0)}, {"key_person", p.KeyPerson.Or(0)}, {"other", p.Other.Or(0)}} {
		if !grade(f.value) {
			return bad("StatePolicy", f.name, f.value, "a number in [0, 5]")
		}
	}
	for l := range p.Layers {
		if !(p.Layers[l] >= 0 && p.Layers[l] <= 1e6) || !grade(p.LayerTargets[l]) {
			return bad("StatePolicy", "weight and target of "+Layer(l+1).String(), [2]float64{p.Layers[l], p.LayerTargets[l]}, "a weight >= 0 and a target in [0, 5]")
		}
	}
	for id, v := range p.Targets {
		if !grade(v) {
			return bad("StatePolicy", "target of "+id, v, "a number in [0, 5]")
		}
	}
	if !(grade(p.Levels[0]) && grade(p.Levels[1]) && p.Levels[0] <= p.Levels[1]) {
		return bad("StatePolicy", "levels", p.Levels, "two numbers in [0, 5], the first no larger")
	}
	return nil
}

// grade reports whether v is on the scale from 0 to 5.
func grade(v float64) bool { return v >= 0 && v <= 5 }

// AppendReasons appends what the state rests on.
func (st *RelationshipState) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	missing := 0
	for l, code := range [numLayers]string{ReasonLayerKey, ReasonLayerBroad, ReasonLayerFirm} {
		if layer := st.Layers[l]; layer.Rated {
			dst = append(dst, clientele.Reason{Code: code, Value: layer.Score, Limit: layer.Target})
		} else {
			missing++
		}
	}
	add := func(when bool, code string, value, limit float64) {
		if when {
			dst = append(dst, clientele.Reason{Code: code, Value: value, Limit: limit})
		}
	}
	add(missing > 0, ReasonLayerMissing, float64(missing), math.NaN())
	add(st.Unrated > 0, ReasonUnrated, float64(st.Unrated), math.NaN())
	add(st.Unproven > 0, ReasonUnproven, float64(st.Unproven), st.Least)
	add(st.Mean > st.Bound, ReasonDeciderBound, st.Mean, st.Bound)
	return dst
}

// String prints the composite and the layers.
func (st RelationshipState) String() string {
	return fmt.Sprintf("%.1f of 5 (key persons %.1f, broad %.1f, organisation %.1f)", st.Composite, st.Layers[0].Score, st.Layers[1].Score, st.Layers[2].Score)
}
