package loyalty

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Bond is a cell of the matrix of Dick and Basu.
type Bond uint8

// The bonds: relative attitude by repeat patronage.
const (
	BondTrue     Bond = iota + 1 // high attitude, high patronage 真正忠诚
	BondLatent                   // high attitude, low patronage: remove what is in the way 潜在忠诚
	BondSpurious                 // low attitude, high patronage: inertia, easily lost 虚假忠诚
	BondNone                     // neither 不忠诚
)

var bonds = enum.New[Bond]("loyalty.Bond",
	enum.Row{Name: "true", English: "True loyalty", Chinese: "真正忠诚"},
	enum.Row{Name: "latent", English: "Latent loyalty", Chinese: "潜在忠诚"},
	enum.Row{Name: "spurious", English: "Spurious loyalty", Chinese: "虚假忠诚"},
	enum.Row{Name: "none", English: "No loyalty", Chinese: "不忠诚"},
)

// String returns the permanent name, such as "latent".
func (b Bond) String() string { return bonds.String(b) }

// Label returns the bond's name in lang.
func (b Bond) Label(lang clientele.Lang) string { return bonds.Label(b, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (b Bond) MarshalText() ([]byte, error) { return bonds.MarshalText(b) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (b *Bond) UnmarshalText(text []byte) error { return bonds.UnmarshalText(b, text) }

// DickBasu is the matrix of relative attitude and repeat patronage (Dick and
// Basu 1994), both in [0, 1]. The authors give no numbers; DefaultDickBasu cuts
// in the middle.
type DickBasu struct {
	Attitude  float64 `json:"attitude"`  // from which attitude is high
	Patronage float64 `json:"patronage"` // from which patronage is high
}

// DefaultDickBasu cuts both axes at ½; the medians of the base are the common
// alternative.
func DefaultDickBasu() DickBasu { return DickBasu{0.5, 0.5} }

// Check returns an *clientele.InputError unless both cuts lie in (0, 1).
func (m DickBasu) Check() error {
	return checkCuts("loyalty.DickBasu", m.Attitude, m.Patronage)
}

func checkCuts(where string, cuts ...float64) error {
	for _, c := range cuts {
		if !(c > 0 && c < 1) {
			return &clientele.InputError{Where: where, Field: "cut", Value: c, Want: "a number between 0 and 1"}
		}
	}
	return nil
}

// unit reports whether v lies in [0, 1].
func unit(v float64) bool { return v >= 0 && v <= 1 }

// Classify returns the bond of a customer; unassigned unless both are in [0, 1].
func (m DickBasu) Classify(attitude, patronage float64) Bond {
	switch {
	case !unit(attitude) || !unit(patronage):
		return 0
	case attitude >= m.Attitude && patronage >= m.Patronage:
		return BondTrue
	case attitude >= m.Attitude:
		return BondLatent
	case patronage >= m.Patronage:
		return BondSpurious
	}
	return BondNone
}

// AppendReasons appends where the customer lies on each axis; nothing where
// Classify is unassigned.
func (m DickBasu) AppendReasons(dst []clientele.Reason, attitude, patronage float64) []clientele.Reason {
	if m.Classify(attitude, patronage) == 0 {
		return dst
	}
	return append(dst, side(attitude, m.Attitude, ReasonAttitudeHigh, ReasonAttitudeLow), side(patronage, m.Patronage, ReasonPatronageHigh, ReasonPatronageLow))
}

// side returns the reason for the side of a cut that a value is on.
func side(value, cut float64, high, low string) clientele.Reason {
	if value >= cut {
		return clientele.Reason{Code: high, Value: value, Limit: cut}
	}
	return clientele.Reason{Code: low, Value: value, Limit: cut}
}

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

// JonesSasser is the matrix of satisfaction and loyalty (Jones and Sasser
// 1995), both in [0, 1].
type JonesSasser struct {
	Satisfied float64 `json:"satisfied"` // from which a customer is satisfied
	Delighted float64 `json:"delighted"` // from which completely: above Satisfied
	Outraged  float64 `json:"outraged"`  // up to which outraged: below Satisfied
	Loyal     float64 `json:"loyal"`     // from which loyal
}

// DefaultJonesSasser puts satisfied at 4 and delighted at 5 of 5 points, scaled
// to ¾ and 1, for only the completely satisfied behave as apostles (Jones and
// Sasser 1995); outraged at 1 of 5, scaled to 0, with a margin of half a point
// for averages; loyal at ½, a convention.
func DefaultJonesSasser() JonesSasser {
	return JonesSasser{Satisfied: 0.75, Delighted: 0.95, Outraged: 0.125, Loyal: 0.5}
}

// Check returns an *clientele.InputError unless 0 < Outraged < Satisfied <
// Delighted < 1 and 0 < Loyal < 1.
func (m JonesSasser) Check() error {
	if !(m.Outraged < m.Satisfied && m.Satisfied < m.Delighted) {
		return &clientele.InputError{Where: "loyalty.JonesSasser", Field: "cuts", Value: m, Want: "outraged < satisfied < delighted"}
	}
	return checkCuts("loyalty.JonesSasser", m.Outraged, m.Satisfied, m.Delighted, m.Loyal)
}

// Classify returns the role of a customer; unassigned unless both are in [0, 1].
func (m JonesSasser) Classify(satisfaction, loyalty float64) LoyaltyRole {
	loyal := loyalty >= m.Loyal
	switch {
	case !unit(satisfaction) || !unit(loyalty):
		return 0
	case loyal && satisfaction >= m.Delighted:
		return LoyaltyRoleApostle
	case loyal && satisfaction >= m.Satisfied:
		return LoyaltyRoleLoyalist
	case loyal:
		return LoyaltyRoleHostage
	case satisfaction >= m.Satisfied:
		return LoyaltyRoleMercenary
	case satisfaction <= m.Outraged:
		return LoyaltyRoleTerrorist
	}
	return LoyaltyRoleDefector
}

// AppendReasons appends where the customer lies on each axis; nothing where
// Classify is unassigned.
func (m JonesSasser) AppendReasons(dst []clientele.Reason, satisfaction, loyalty float64) []clientele.Reason {
	role := m.Classify(satisfaction, loyalty)
	if role == 0 {
		return dst
	}
	why := side(satisfaction, m.Satisfied, ReasonSatisfactionHigh, ReasonSatisfactionLow)
	switch role {
	case LoyaltyRoleApostle:
		why = clientele.Reason{Code: ReasonSatisfactionComplete, Value: satisfaction, Limit: m.Delighted}
	case LoyaltyRoleTerrorist:
		why = clientele.Reason{Code: ReasonSatisfactionNone, Value: satisfaction, Limit: m.Outraged}
	}
	return append(dst, why, side(loyalty, m.Loyal, ReasonLoyaltyHigh, ReasonLoyaltyLow))
}
