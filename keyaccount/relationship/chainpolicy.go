package relationship

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
)

// ChainPolicy holds the limits and probabilities of an analysis. They are
// working assumptions of ours, to be replaced by what a firm has seen; a zero
// field means the default.
type ChainPolicy struct {
	Covered float64 `json:"covered"` // smallest tie (0–5) at which a person with a sponsor counts as covered; default 2
	// Blocker is the smallest share of influence at which somebody against us is a
	// blocker, in [0, 1]; default 0.10, clientele.Known(0) for everybody. Deciders
	// and gatekeepers are at any share.
	Blocker clientele.Measure `json:"blocker,omitzero"`
	Single  float64           `json:"single"` // largest share of the covered influence that may hang on one person or one sponsor; default 0.60
	Rising  float64           `json:"rising"` // smallest potential of a rising star; default 0.60

	// Supports is the probability that somebody with the stance speaks for us
	// when it counts: by default 0.05, 0.25, 0.50, 0.75, 0.95 from opponent to
	// advocate, and for an unknown stance 0.40.
	Supports StanceTable `json:"supports"`
	// Yields is the probability that somebody with the stance is won once we
	// reach them: by default 0.05, 0.20, 0.50, 0.80, 1 and for an unknown stance 0.35.
	Yields StanceTable `json:"yields"`
	// Opens is the probability that somebody with the stance opens a door that
	// is theirs to open: by default 0, 0.10, 0.40, 0.80, 1 and for an unknown stance 0.25.
	Opens StanceTable `json:"opens"`

	// Probabilities; clientele.Known(0) for never.
	Cold clientele.Measure `json:"cold,omitzero"` // of reaching somebody without an introduction; default 0.10
	Up   clientele.Measure `json:"up,omitzero"`   // that a word goes from somebody to the superior; default 0.30
	Down clientele.Measure `json:"down,omitzero"` // and from the superior down; default 0.70
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

// Filled returns the policy with the defaults written out in place of zero fields.
func (p *ChainPolicy) Filled() ChainPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Covered, 2)
	policy.Default(&q.Blocker, clientele.Known(.10))
	policy.Default(&q.Single, .60)
	policy.Default(&q.Rising, .60)
	policy.Default(&q.Cold, clientele.Known(.10))
	policy.Default(&q.Up, clientele.Known(.30))
	policy.Default(&q.Down, clientele.Known(.70))
	policy.Default(&q.Supports, defaultSupports)
	policy.Default(&q.Yields, defaultYields)
	policy.Default(&q.Opens, defaultOpens)
	return q
}

// Check returns nil if the policy, defaults filled in, can be followed, and
// otherwise an *clientele.InputError.
func (p *ChainPolicy) Check() error {
	q := p.Filled()
	for _, f := range []struct {
		name      string
		value, hi float64
	}{
		{"covered", q.Covered, 5}, {"blocker", q.Blocker.Or(0), 1}, {"single", q.Single, 1}, {"rising", q.Rising, 1},
		{"cold", q.Cold.Or(0), 1}, {"up", q.Up.Or(0), 1}, {"down", q.Down.Or(0), 1},
	} {
		if !(f.value >= 0 && f.value <= f.hi) {
			return bad("ChainPolicy", f.name, f.value, fmt.Sprintf("a number in [0, %g]", f.hi))
		}
	}
	for _, f := range []struct {
		name  string
		table StanceTable
	}{{"supports", q.Supports}, {"yields", q.Yields}, {"opens", q.Opens}} {
		for s, v := range f.table {
			if !(v >= 0 && v <= 1) {
				return bad("ChainPolicy", fmt.Sprintf("%s of %v", f.name, Stance(s)), v, "a probability")
			}
		}
	}
	return nil
}

// resolved returns the filled policy, or the error of its Check.
func (p *ChainPolicy) resolved() (ChainPolicy, error) { return p.Filled(), p.Check() }
