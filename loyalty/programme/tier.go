package programme

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
)

// MemberTier is one level of membership.
type MemberTier struct {
	Name    string `json:"name"`
	Qualify int64  `json:"qualify"` // qualifying points in the window that raise a member to the tier
	Keep    int64  `json:"keep"`    // points that keep a member in it, at most Qualify
}

// MemberTierPolicy says who belongs to which tier. Tier 0 is open to all. Nil
// and each zero field mean the default.
//
// The default ladder is the customary one of airlines and hotels in proportion:
// silver at 25,000 points, gold at twice and platinum at four times as many, kept
// with four fifths of them. Only the proportions are customary; the unit is the
// programme's.
type MemberTierPolicy struct {
	Tiers []MemberTier `json:"tiers,omitempty"`    // ascending; the first asks for nothing
	Fall  int          `json:"max_fall,omitempty"` // tiers a member may fall in one review; default 1, the soft landing
}

func (p *MemberTierPolicy) filled() MemberTierPolicy {
	q := policy.Copy(p)
	if len(q.Tiers) == 0 {
		q.Tiers = []MemberTier{{Name: "base"}, {"silver", 25_000, 20_000}, {"gold", 50_000, 40_000}, {"platinum", 100_000, 80_000}}
	}
	q.Tiers = slices.Clone(q.Tiers)
	policy.Default(&q.Fall, 1)
	return q
}

// Check returns an *clientele.InputError unless the first tier asks for
// nothing, Qualify increases, 0 ≤ Keep ≤ Qualify does not decrease, and Fall ≥ 1.
func (p *MemberTierPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "programme.MemberTierPolicy", Field: field, Value: value, Want: want}
	}
	if t := q.Tiers[0]; t.Qualify != 0 || t.Keep != 0 {
		return bad("tiers", t, "a first tier that asks for nothing")
	}
	for i, t := range q.Tiers[1:] {
		if before := q.Tiers[i]; t.Qualify <= before.Qualify || t.Keep < before.Keep || t.Keep > t.Qualify {
			return bad("tiers", t, "points to qualify that increase, and points to keep that do not exceed them nor decrease")
		}
	}
	if q.Fall < 1 {
		return bad("max_fall", q.Fall, "a number of tiers >= 1")
	}
	return nil
}

// MemberTiers moves members between tiers. Make it with NewMemberTiers; it
// never changes, may be used by several goroutines, and the zero value is the
// default.
type MemberTiers struct{ policy MemberTierPolicy }

// NewMemberTiers returns the tiers of a policy, nil for the default. A policy
// that makes no sense is an *clientele.InputError.
func NewMemberTiers(policy *MemberTierPolicy) (MemberTiers, error) {
	if err := policy.Check(); err != nil {
		return MemberTiers{}, err
	}
	return MemberTiers{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (m MemberTiers) Policy() MemberTierPolicy { return (&m.policy).filled() }

// TierReview is the outcome of one member's review.
type TierReview struct {
	Tier    int              `json:"tier"`    // after the review
	Before  int              `json:"before"`  // the tier reviewed
	Points  int64            `json:"points"`  // qualifying points in the window
	Because clientele.Reason `json:"because"` // what decided
}

// Review returns the tier after a review of a member in tier current with the
// given qualifying points in the window: the highest that the points qualify
// for or keep, but not more than Fall tiers below current. A current tier
// beyond the policy's counts as the nearest.
func (m MemberTiers) Review(current int, points int64) TierReview {
	if m.policy.Fall == 0 { // the zero value is the default
		m, _ = NewMemberTiers(nil)
	}
	tiers := m.policy.Tiers
	top := len(tiers) - 1
	current = max(0, min(current, top))
	to := func(tier int, code string, limit int64) TierReview {
		return TierReview{tier, current, points, clientele.Reason{Code: code, Value: float64(points), Limit: float64(limit)}}
	}
	for t := top; t > current; t-- {
		if points >= tiers[t].Qualify {
			return to(t, ReasonTierRaised, tiers[t].Qualify)
		}
	}
	keep := current
	for keep > 0 && points < tiers[keep].Keep {
		keep--
	}
	floor := max(0, current-m.policy.Fall)
	switch {
	case keep < floor:
		return to(floor, ReasonTierSoft, tiers[current].Keep)
	case keep < current:
		return to(keep, ReasonTierLowered, tiers[current].Keep)
	case current == 0 && top > 0:
		return to(0, ReasonTierBase, tiers[1].Qualify)
	}
	return to(current, ReasonTierKept, tiers[current].Keep)
}

// AppendReasons appends what decided: one reason.
func (r TierReview) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return append(dst, r.Because)
}

// Missing returns the points a member with the given ones still needs to
// qualify for the tier above current; 0 at the top and NaN for a tier beyond
// the policy's.
func (m MemberTiers) Missing(current int, points int64) float64 {
	if m.policy.Fall == 0 {
		m, _ = NewMemberTiers(nil)
	}
	tiers := m.policy.Tiers
	switch {
	case current < 0 || current >= len(tiers):
		return math.NaN()
	case current == len(tiers)-1:
		return 0
	}
	return math.Max(0, float64(tiers[current+1].Qualify)-float64(points))
}
