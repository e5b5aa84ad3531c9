package programme

import (
	"math"

	"github.com/clientele-go/clientele"
)

// MemberTier is one level of membership.
type MemberTier struct {
	Name    string `json:"name"`
	Qualify int64  `json:"qualify"` // qualifying points in the window that raise a member to the tier
	Keep    int64  `json:"keep"`    // points that keep a member in it, at most Qualify
}

// MemberTierPolicy says who belongs to which tier. Tier 0 is open to all.
type MemberTierPolicy struct {
	Tiers []MemberTier `json:"tiers"`    // ascending; the first asks for nothing
	Fall  int          `json:"max_fall"` // tiers a member may fall in one review; 0 means 1, the soft landing
}

// DefaultTierPolicy is the customary ladder of airlines and hotels in
// proportion: silver, gold at twice and platinum at four times its points, kept
// with four fifths of them, and one tier down at most a year. Only the
// proportions are customary; the unit is the programme's.
func DefaultTierPolicy() MemberTierPolicy {
	return MemberTierPolicy{Tiers: []MemberTier{{Name: "base"}, {"silver", 25_000, 20_000}, {"gold", 50_000, 40_000}, {"platinum", 100_000, 80_000}}, Fall: 1}
}

// Check returns an *clientele.InputError unless there is a tier, the first
// asks for nothing, Qualify increases, 0 ≤ Keep ≤ Qualify does not decrease,
// and Fall ≥ 0.
func (p MemberTierPolicy) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "programme.MemberTierPolicy", Field: field, Value: value, Want: want}
	}
	if len(p.Tiers) == 0 {
		return bad("tiers", 0, "at least one")
	}
	if t := p.Tiers[0]; t.Qualify != 0 || t.Keep != 0 {
		return bad("tiers", t, "a first tier that asks for nothing")
	}
	for i, t := range p.Tiers[1:] {
		if before := p.Tiers[i]; t.Qualify <= before.Qualify || t.Keep < before.Keep || t.Keep > t.Qualify {
			return bad("tiers", t, "points to qualify that increase, and points to keep that do not exceed them nor decrease")
		}
	}
	if p.Fall < 0 {
		return bad("max_fall", p.Fall, "a number of tiers >= 0")
	}
	return nil
}

// Review returns the tier after a review of a member in tier current with the
// given qualifying points in the window: the highest that the points qualify
// for or keep, but not more than Fall tiers below current. A current tier
// beyond the policy's counts as the nearest. The policy must be valid.
func (p MemberTierPolicy) Review(current int, points int64) int {
	next, _ := p.review(current, points)
	return next
}

// AppendReasons appends why Review decides as it does: one reason.
func (p MemberTierPolicy) AppendReasons(dst []clientele.Reason, current int, points int64) []clientele.Reason {
	_, why := p.review(current, points)
	return append(dst, why)
}

func (p MemberTierPolicy) review(current int, points int64) (int, clientele.Reason) {
	top := len(p.Tiers) - 1
	current = max(0, min(current, top))
	for t := top; t > current; t-- {
		if points >= p.Tiers[t].Qualify {
			return t, because(ReasonTierRaised, points, p.Tiers[t].Qualify)
		}
	}
	keep := current
	for keep > 0 && points < p.Tiers[keep].Keep {
		keep--
	}
	floor := max(0, current-max(p.Fall, 1))
	switch {
	case keep < floor:
		return floor, because(ReasonTierSoft, points, p.Tiers[current].Keep)
	case keep < current:
		return keep, because(ReasonTierLowered, points, p.Tiers[current].Keep)
	case current == 0 && top == 0:
		return 0, clientele.Reason{Code: ReasonTierKept, Value: float64(points)}
	case current == 0:
		return 0, because(ReasonTierBase, points, p.Tiers[1].Qualify)
	}
	return current, because(ReasonTierKept, points, p.Tiers[current].Keep)
}

func because(code string, points, limit int64) clientele.Reason {
	return clientele.Reason{Code: code, Value: float64(points), Limit: float64(limit)}
}

// Missing returns the points a member with the given ones still needs to
// qualify for the tier above current; 0 at the top and NaN for a tier beyond
// the policy's.
func (p MemberTierPolicy) Missing(current int, points int64) float64 {
	switch {
	case current < 0 || current >= len(p.Tiers):
		return math.NaN()
	case current == len(p.Tiers)-1:
		return 0
	}
	return math.Max(0, float64(p.Tiers[current+1].Qualify)-float64(points))
}
