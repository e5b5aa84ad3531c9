package relationship

import "fmt"

// ChainPolicy holds the limits and probabilities of an analysis. They are
// working assumptions of ours, to be replaced by what a firm has seen; a zero
// field means the default.
type ChainPolicy struct {
	Covered float64 `json:"covered,omitempty"` // smallest tie (0–5) at which a person with a sponsor counts as covered; default 2
	Blocker float64 `json:"blocker,omitempty"` // smallest share of influence at which somebody against us is a blocker; default 0.10. Deciders and gatekeepers are at any share
	Single  float64 `json:"single,omitempty"`  // largest share of the covered influence that may hang on one person or one sponsor; default 0.60
	Rising  float64 `json:"rising,omitempty"`  // smallest potential of a rising star; default 0.60

	// Supports is the probability that somebody with the stance speaks for us
	// when it counts: by default 0.05, 0.25, 0.50, 0.75, 0.95 from opponent to
	// advocate, and for an unknown stance 0.40.
	Supports StanceTable `json:"supports,omitzero"`
	// Yields is the probability that somebody with the stance is won once we
	// reach them: by default 0.05, 0.20, 0.50, 0.80, 1 and for an unknown stance 0.35.
	Yields StanceTable `json:"yields,omitzero"`
	// Opens is the probability that somebody with the stance opens a door that
	// is theirs to open: by default 0, 0.10, 0.40, 0.80, 1 and for an unknown stance 0.25.
	Opens StanceTable `json:"opens,omitzero"`

	Cold float64 `json:"cold,omitempty"` // probability of reaching somebody without an introduction; default 0.10
	Up   float64 `json:"up,omitempty"`   // that a word goes from somebody to the superior; default 0.30
	Down float64 `json:"down,omitempty"` // and from the superior down; default 0.70
}

// StanceTable holds a number for every stance, the unknown one first: index it
// with the Stance.
type StanceTable [numStances]float64

// The defaults of the tables of a ChainPolicy.
var (
	defaultSupports = StanceTable{0.40, 0.05, 0.25, 0.50, 0.75, 0.95}
	defaultYields   = StanceTable{0.35, 0.05, 0.20, 0.50, 0.80, 1}
	defaultOpens    = StanceTable{0.25, 0, 0.10, 0.40, 0.80, 1}
)

// withDefaults returns the policy with its zero fields filled in, or an error
// for a field that is out of range. A nil policy is all defaults.
func (p *ChainPolicy) withDefaults() (ChainPolicy, error) {
	var q ChainPolicy
	if p != nil {
		q = *p
	}
	for _, f := range []struct {
		name     string
		value    *float64
		fallback float64
		hi       float64
	}{
		{"covered", &q.Covered, 2, 5}, {"blocker", &q.Blocker, .10, 1}, {"single", &q.Single, .60, 1}, {"rising", &q.Rising, .60, 1},
		{"cold", &q.Cold, .10, 1}, {"up", &q.Up, .30, 1}, {"down", &q.Down, .70, 1},
	} {
		if *f.value == 0 {
			*f.value = f.fallback
		}
		if !(*f.value >= 0 && *f.value <= f.hi) {
			return q, bad("ChainPolicy", f.name, *f.value, fmt.Sprintf("a number in [0, %g]", f.hi))
		}
	}
	for _, f := range []struct {
		name     string
		table    *StanceTable
		fallback StanceTable
	}{{"supports", &q.Supports, defaultSupports}, {"yields", &q.Yields, defaultYields}, {"opens", &q.Opens, defaultOpens}} {
		if *f.table == (StanceTable{}) {
			*f.table = f.fallback
		}
		for s, v := range f.table {
			if !(v >= 0 && v <= 1) {
				return q, bad("ChainPolicy", fmt.Sprintf("%s of %v", f.name, Stance(s)), v, "a probability")
			}
		}
	}
	return q, nil
}
