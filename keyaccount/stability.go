package keyaccount

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele/keyaccount/criteria"
)

// Stability says how an account's tier bears other weights.
type Stability struct {
	Tier  Tier    `json:"tier"`  // with the policy's weights; caps and patience apart
	Share float64 `json:"share"` // part of the random weights that give the same tier
	Up    float64 `json:"up"`    // part that gives a higher one
	Down  float64 `json:"down"`  // part that gives a lower one
}

// Stabilities draws random weights around the policy's (criteria.Perturb with
// the given concentration, at least 0.01; 100 is a usual doubt) and returns for
// every account how often it keeps its tier (as Classifier.Tier has it). All
// accounts are held against the same draws. It panics if draws < 1 or the
// concentration is too small.
func (c *Classifier) Stabilities(r *rand.Rand, accounts []Account, draws int, concentration float64) []Stability {
	if draws < 1 {
		panic("keyaccount: Stabilities with no draws")
	}
	k := len(c.scoring)
	base := make([]float64, k)
	for j, s := range c.scoring {
		base[j] = s.Weight
	}
	weights := make([]float64, draws*k)
	for d := range draws {
		criteria.Perturb(r, weights[d*k:(d+1)*k], base, concentration)
	}
	out := make([]Stability, len(accounts))
	unit := make([]float64, k)
	for i := range accounts {
		out[i] = c.stability(&accounts[i], weights, unit)
	}
	return out
}

// stability holds one account against every draw; unit is scratch.
func (c *Classifier) stability(a *Account, weights, unit []float64) Stability {
	w := c.weighing(a, unit)
	s := Stability{Tier: c.tier(a)}
	up, down, n := 0, 0, 0
	for ; n*len(unit) < len(weights); n++ {
		switch t := w.tier(weights[n*len(unit):]); {
		case t > s.Tier:
			up++
		case t < s.Tier:
			down++
		}
	}
	s.Up, s.Down = float64(up)/float64(n), float64(down)/float64(n)
	s.Share = float64(n-up-down) / float64(n)
	return s
}

// weighing is an account reduced to what weights act on.
type weighing struct {
	unit     []float64                  // measurements on their scales, NaN if left out
	measured [numCriteria]bool          // whether they were made
	limit    [TierStrategic + 1]float64 // score asked for; above any score if the tier is closed for other reasons
	minKnown float64
	refused  bool // a measurement that the policy insists on is missing
}

func (c *Classifier) weighing(a *Account, unit []float64) weighing {
	w := weighing{unit: unit, minKnown: c.minKnown - reached}
	for j := range c.scoring {
		s := &c.scoring[j]
		m := a.Measure(s.Criterion)
		unit[j] = s.unit(m)
		_, w.measured[j] = m.Value()
		w.refused = w.refused || (math.IsNaN(unit[j]) && s.Missing == criteria.MissingRefuse)
	}
	for t := TierGeneral; t <= TierStrategic; t++ {
		w.limit[t] = math.Inf(1)
		if c.eligible(a, t) {
			w.limit[t] = c.scoreLimit(a, t) - reached
		}
	}
	return w
}

// tier returns what Classifier.Tier would with other weights.
func (w *weighing) tier(weights []float64) Tier {
	if w.refused {
		return TierNone
	}
	sum, total, known := 0.0, 0.0, 0.0
	for j, u := range w.unit {
		if u == u { // not NaN
			sum += weights[j] * u
			total += weights[j]
		}
		if w.measured[j] {
			known += weights[j]
		}
	}
	if !(known >= w.minKnown) || !(known > 0) {
		return TierNone
	}
	for t := TierStrategic; t >= TierGeneral; t-- {
		if sum >= w.limit[t]*total {
			return t
		}
	}
	return TierNone
}

// Range is the set of values from Lo to Hi.
type Range struct {
	Lo float64 `json:"lo"`
	Hi float64 `json:"hi"`
}

// WeightRange returns how far the weight of a criterion may move, the other
// weights giving way in proportion, before the account's tier (as
// Classifier.Tier has it) changes. It is exact: along the way every score is a
// ratio of straight lines, so a tier can only change where one of them crosses
// its limit. The range contains the policy's weight.
//
// Special cases are: [w, w] where the criterion has all the weight, as nothing
// is left to move in proportion; [0, 1] for a tier that no such move changes. It
// panics if the policy does not score the criterion.
func (c *Classifier) WeightRange(a Account, k AccountCriterion) Range {
	at := slices.IndexFunc(c.scoring, func(s Scoring) bool { return s.Criterion == k })
	if at < 0 {
		panic("keyaccount: WeightRange of a criterion that the policy does not score")
	}
	now := c.scoring[at].Weight
	if 1-now < 1e-12 {
		return Range{now, now}
	}
	w := c.weighing(&a, make([]float64, len(c.scoring)))
	moved := make([]float64, len(c.scoring))
	tierAt := func(t float64) Tier { return w.tier(c.move(moved, at, t)) }
	// The pieces between crossings have one tier each: walk outwards.
	crossings := c.crossings(&w, at)
	above, _ := slices.BinarySearch(crossings, now)
	below := slices.Clone(crossings[:above])
	slices.Reverse(below)
	tier := w.tier(c.move(moved, at, now))
	return Range{
		Lo: walk(now, append(below, 0), tier, tierAt),
		Hi: walk(now, append(crossings[above:], 1), tier, tierAt),
	}
}

// walk returns how far from a point one can go along the stations before the
// tier between two of them is another.
func walk(from float64, stations []float64, tier Tier, tierAt func(float64) Tier) float64 {
	for _, next := range stations {
		if next != from && tierAt((from+next)/2) != tier {
			return from
		}
		from = next
	}
	return from
}

// move fills dst with the weights when the one of criterion j is t, and returns it.
func (c *Classifier) move(dst []float64, j int, t float64) []float64 {
	for k, s := range c.scoring {
		dst[k] = s.Weight * (1 - t) / (1 - c.scoring[j].Weight)
	}
	dst[j] = t
	return dst
}

// crossings returns the weights in (0, 1) of criterion j at which a score
// reaches a limit, or the share that is known reaches MinKnown, sorted.
func (c *Classifier) crossings(w *weighing, j int) []float64 {
	ends := [2][]float64{make([]float64, len(c.scoring)), make([]float64, len(c.scoring))}
	c.move(ends[0], j, 0)
	c.move(ends[1], j, 1)
	var out []float64
	// Each line is excess(t) = (1−t)·excess(0) + t·excess(1).
	cross := func(excess func(weights []float64) float64) {
		lo, hi := excess(ends[0]), excess(ends[1])
		if t := lo / (lo - hi); t > 0 && t < 1 {
			out = append(out, t)
		}
	}
	for t := TierGeneral; t <= TierStrategic; t++ {
		if !math.IsInf(w.limit[t], 1) {
			cross(func(weights []float64) float64 { return w.excess(weights, w.limit[t]) })
		}
	}
	cross(func(weights []float64) float64 { return w.known(weights) - w.minKnown })
	slices.Sort(out)
	return out
}

// excess is (score − limit) times the weight that counts, which is linear in the weights.
func (w *weighing) excess(weights []float64, limit float64) float64 {
	sum := 0.0
	for j, u := range w.unit {
		if u == u {
			sum += weights[j] * (u - limit)
		}
	}
	return sum
}

func (w *weighing) known(weights []float64) float64 {
	sum := 0.0
	for j := range w.unit {
		if w.measured[j] {
			sum += weights[j]
		}
	}
	return sum
}
