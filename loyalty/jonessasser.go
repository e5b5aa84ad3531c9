package loyalty

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
)

// LoyaltyRole is a cell of the matrix of Jones and Sasser.
type LoyaltyRole uint8

// The roles: satisfaction by loyalty.
const (
	LoyaltyRoleApostle   LoyaltyRole = iota + 1 // completely satisfied, loyal, tells others 传道者
	LoyaltyRoleLoyalist                         // satisfied and loyal 忠诚者
	LoyaltyRoleHostage                          // dissatisfied but staying, for want of a choice 人质
	LoyaltyRoleMercenary                        // satisfied, but goes for the better offer 唯利是图者
	LoyaltyRoleDefector                         // dissatisfied and leaving 叛离者
	LoyaltyRoleTerrorist                        // so dissatisfied that others hear of it 恐怖分子（负面传播者）
)

var roles = enum.New[LoyaltyRole]("loyalty.LoyaltyRole",
	enum.Row{Name: "apostle", English: "Apostle", Chinese: "传道者"},
	enum.Row{Name: "loyalist", English: "Loyalist", Chinese: "忠诚者"},
	enum.Row{Name: "hostage", English: "Hostage", Chinese: "人质"},
	enum.Row{Name: "mercenary", English: "Mercenary", Chinese: "图利者"},
	enum.Row{Name: "defector", English: "Defector", Chinese: "叛离者"},
	enum.Row{Name: "terrorist", English: "Terrorist", Chinese: "负面传播者"},
)

// String returns the permanent name, such as "hostage".
func (r LoyaltyRole) String() string { return roles.String(r) }

// Label returns the role's name in lang.
func (r LoyaltyRole) Label(lang clientele.Lang) string { return roles.Label(r, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (r LoyaltyRole) MarshalText() ([]byte, error) { return roles.MarshalText(r) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (r *LoyaltyRole) UnmarshalText(text []byte) error { return roles.UnmarshalText(r, text) }

// JonesSasserPolicy holds the cuts of the matrix. Nil and each zero field mean
// the default: satisfied at 4 and delighted at 5 of 5 points, scaled to ¾ and 1,
// for only the completely satisfied behave as apostles (Jones and Sasser 1995);
// outraged at 1 of 5, scaled to 0; both with a margin for averages; loyal at ½, a
// convention. Defaults give way to the cuts that are set.
type JonesSasserPolicy struct {
	Satisfied float64 `json:"satisfied,omitempty"` // from which a customer is satisfied; default 0.75
	Delighted float64 `json:"delighted,omitempty"` // from which completely: above Satisfied; default 0.95
	Outraged  float64 `json:"outraged,omitempty"`  // up to which outraged: below Satisfied; default 0.125
	Loyal     float64 `json:"loyal,omitempty"`     // from which loyal; default 0.5
}

func (p *JonesSasserPolicy) filled() JonesSasserPolicy {
	q := policy.Copy(p)
	if q.Satisfied == 0 {
		q.Satisfied = .75
		top := q.Delighted
		policy.Default(&top, 1)
		if q.Satisfied >= top || q.Satisfied <= q.Outraged {
			q.Satisfied = (q.Outraged + top) / 2
		}
	}
	policy.Default(&q.Delighted, math.Max(.95, (1+q.Satisfied)/2))
	policy.Default(&q.Outraged, math.Min(.125, q.Satisfied/2))
	policy.Default(&q.Loyal, .5)
	return q
}

// Check returns an *clientele.InputError unless 0 < Outraged < Satisfied <
// Delighted < 1 and 0 < Loyal < 1.
func (p *JonesSasserPolicy) Check() error {
	q := p.filled()
	if !(q.Outraged < q.Satisfied && q.Satisfied < q.Delighted) {
		return &clientele.InputError{Where: "loyalty.JonesSasserPolicy", Field: "cuts", Value: q, Want: "outraged < satisfied < delighted"}
	}
	return checkCuts("loyalty.JonesSasserPolicy", q.Outraged, q.Satisfied, q.Delighted, q.Loyal)
}

// JonesSasser is the matrix of satisfaction and loyalty (Jones and Sasser
// 1995), both in [0, 1]. Make it with NewJonesSasser; the zero value is the default.
type JonesSasser struct{ policy JonesSasserPolicy }

// NewJonesSasser returns the matrix of a policy, nil for the default. A policy
// that makes no sense is an *clientele.InputError.
func NewJonesSasser(policy *JonesSasserPolicy) (JonesSasser, error) {
	if err := policy.Check(); err != nil {
		return JonesSasser{}, err
	}
	return JonesSasser{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (m JonesSasser) Policy() JonesSasserPolicy { return m.policy.filled() }

// RoleVerdict is the role of one customer, with what was seen and the cuts.
type RoleVerdict struct {
	Role         LoyaltyRole       `json:"role"`
	Satisfaction float64           `json:"satisfaction"`
	Loyalty      float64           `json:"loyalty"`
	Cuts         JonesSasserPolicy `json:"cuts"`
}

// Classify returns the role of a customer; unassigned unless both are in [0, 1].
func (m JonesSasser) Classify(satisfaction, loyalty float64) RoleVerdict {
	cuts := m.Policy()
	v := RoleVerdict{Satisfaction: satisfaction, Loyalty: loyalty, Cuts: cuts}
	loyal := loyalty >= cuts.Loyal
	switch {
	case !unit(satisfaction) || !unit(loyalty):
	case loyal && satisfaction >= cuts.Delighted:
		v.Role = LoyaltyRoleApostle
	case loyal && satisfaction >= cuts.Satisfied:
		v.Role = LoyaltyRoleLoyalist
	case loyal:
		v.Role = LoyaltyRoleHostage
	case satisfaction >= cuts.Satisfied:
		v.Role = LoyaltyRoleMercenary
	case satisfaction <= cuts.Outraged:
		v.Role = LoyaltyRoleTerrorist
	default:
		v.Role = LoyaltyRoleDefector
	}
	return v
}

// AppendReasons appends where the customer lies on each axis; nothing for an
// unassigned verdict.
func (v RoleVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if v.Role == 0 {
		return dst
	}
	why := side(v.Satisfaction, v.Cuts.Satisfied, ReasonSatisfactionHigh, ReasonSatisfactionLow)
	switch v.Role {
	case LoyaltyRoleApostle:
		why = clientele.Reason{Code: ReasonSatisfactionComplete, Value: v.Satisfaction, Limit: v.Cuts.Delighted}
	case LoyaltyRoleTerrorist:
		why = clientele.Reason{Code: ReasonSatisfactionNone, Value: v.Satisfaction, Limit: v.Cuts.Outraged}
	}
	return append(dst, why, side(v.Loyalty, v.Cuts.Loyal, ReasonLoyaltyHigh, ReasonLoyaltyLow))
}
