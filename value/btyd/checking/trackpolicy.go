package checking

import (
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd"
)

// TrackPolicy says how the track record of a base is made. Nil and each zero field mean
// the default.
type TrackPolicy struct {
	Models []string  `json:"models"` // kinds that are mixed, of btyd.Kinds; default NBD and MBG/NBD, which lie on either side of most bases: nobody leaves, and many do early
	Back   []float64 `json:"back"`   // how long before the end of observation the origins lie, in the unit of the timelines, > 0; default up to half of the longest age, the horizon apart, but not nearer than a twelfth of it nor further than an eighth
	Scale  float64   `json:"scale"`  // median of what is believed of the discrepancy before the origins are looked at, a standard deviation of the logarithm of a total, in (0, 10]; default 0.16
	Doubt  float64   `json:"doubt"`  // standard deviation of its logarithm, in (0, 3]; default 0.65
}

// What is believed of a base of which nothing is known: estimated from the totals of
// 200 simulated shops of random seasons, trends, fashions, promotions, cohorts, pauses,
// gaps and lifetimes (TestTrackPrior), none of them made after a public base.
const (
	defaultScale = 0.16
	defaultDoubt = 0.65
)

func (p *TrackPolicy) filled() TrackPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Scale, defaultScale)
	policy.Default(&q.Doubt, defaultDoubt)
	if q.Models == nil {
		q.Models = []string{"btyd.NBD", "btyd.MBGNBD"}
	}
	q.Models, q.Back = slices.Clone(q.Models), slices.Clone(q.Back)
	return q
}

// Check returns nil if the policy, filled, is possible, and otherwise a *clientele.InputError.
func (p *TrackPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "checking.TrackPolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case !(q.Scale > 0 && q.Scale <= 10):
		return bad("Scale", q.Scale, "a standard deviation of a logarithm, in (0, 10]")
	case !(q.Doubt > 0 && q.Doubt <= 3):
		return bad("Doubt", q.Doubt, "a standard deviation of a logarithm, in (0, 3]")
	case len(q.Models) == 0:
		return bad("Models", "none", "at least one kind, or nil for the default")
	}
	for _, kind := range q.Models {
		if !slices.Contains(btyd.Kinds(), kind) {
			return bad("Models", kind, "kinds of btyd.Kinds, such as btyd.ParetoNBD")
		}
	}
	for _, b := range q.Back {
		if !(b > 0 && b <= clientele.MaxAge) {
			return bad("Back", b, "times above 0, in the unit of the timelines")
		}
	}
	return nil
}

// MarshalJSON writes the fields that are set.
func (p TrackPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *TrackPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }
