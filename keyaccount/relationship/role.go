package relationship

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// BuyingRole is a part that somebody plays in a purchase (Webster & Wind 1972; the
// coach is the salesman's addition). One person may play several.
type BuyingRole uint8

// The roles. The zero value is unassigned.
const (
	BuyingRoleInitiator  BuyingRole = iota + 1 // 发起者: sees the need first
	BuyingRoleUser                             // 使用者: works with what is bought
	BuyingRoleInfluencer                       // 影响者: is asked for an opinion, sets the specification
	BuyingRoleDecider                          // 决策者: says yes or no
	BuyingRoleBuyer                            // 采购者: negotiates and orders
	BuyingRoleGatekeeper                       // 把关者: controls who and what gets through
	BuyingRoleCoach                            // 教练: inside, and on our side; tells us how things stand
)

var roles = enum.New[BuyingRole]("relationship.BuyingRole",
	enum.Row{Name: "initiator", English: "Initiator", Chinese: "发起者"},
	enum.Row{Name: "user", English: "User", Chinese: "使用者"},
	enum.Row{Name: "influencer", English: "Influencer", Chinese: "影响者"},
	enum.Row{Name: "decider", English: "Decider", Chinese: "决策者"},
	enum.Row{Name: "buyer", English: "Buyer", Chinese: "采购者"},
	enum.Row{Name: "gatekeeper", English: "Gatekeeper", Chinese: "把关者"},
	enum.Row{Name: "coach", English: "Coach", Chinese: "教练"},
)

// String returns the permanent name, such as "decider".
func (r BuyingRole) String() string { return roles.String(r) }

// Label returns the role's name in lang.
func (r BuyingRole) Label(lang clientele.Lang) string { return roles.Label(r, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (r BuyingRole) MarshalText() ([]byte, error) { return roles.MarshalText(r) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (r *BuyingRole) UnmarshalText(text []byte) error { return roles.UnmarshalText(r, text) }

// Stance is where somebody stands towards us. Stances compare: a greater value
// is friendlier.
type Stance uint8

// The stances. The zero value is unassigned: nobody knows.
const (
	StanceOpponent  Stance = iota + 1 // −2, 反对者: works against us
	StanceSceptic                     // −1, 怀疑者: would rather have another
	StanceNeutral                     // 0, 中立者
	StanceSupporter                   // +1, 支持者: would rather have us
	StanceAdvocate                    // +2, 拥护者: works for us
)

const numStances = int(StanceAdvocate) + 1 // with the unknown one

var stances = enum.New[Stance]("relationship.Stance",
	enum.Row{Name: "opponent", English: "Opponent", Chinese: "反对者"},
	enum.Row{Name: "sceptic", English: "Sceptic", Chinese: "怀疑者"},
	enum.Row{Name: "neutral", English: "Neutral", Chinese: "中立者"},
	enum.Row{Name: "supporter", English: "Supporter", Chinese: "支持者"},
	enum.Row{Name: "advocate", English: "Advocate", Chinese: "拥护者"},
)

// Score returns the stance as a number from −2 to +2; 0 for an unknown one.
func (s Stance) Score() float64 {
	if !stances.Valid(s) {
		return 0
	}
	return float64(s) - float64(StanceNeutral)
}

// String returns the permanent name, such as "supporter".
func (s Stance) String() string { return stances.String(s) }

// Label returns the stance's name in lang.
func (s Stance) Label(lang clientele.Lang) string { return stances.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s Stance) MarshalText() ([]byte, error) { return stances.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *Stance) UnmarshalText(text []byte) error { return stances.UnmarshalText(s, text) }

// Layer is one of the three layers of a relationship 三层客户关系.
type Layer uint8

// The layers. The zero value is unassigned.
const (
	LayerKeyPersons   Layer = iota + 1 // 关键客户关系: those whose word decides
	LayerBroad                         // 普遍客户关系: all the others who deal with us
	LayerOrganisation                  // 组织客户关系: firm to firm
)

const numLayers = int(LayerOrganisation)

var layers = enum.New[Layer]("relationship.Layer",
	enum.Row{Name: "key-persons", English: "Key persons", Chinese: "关键客户关系"},
	enum.Row{Name: "broad", English: "General relationship", Chinese: "普遍客户关系"},
	enum.Row{Name: "organisation", English: "Organisation", Chinese: "组织客户关系"},
)

// String returns the permanent name, such as "key-persons".
func (l Layer) String() string { return layers.String(l) }

// Label returns the layer's name in lang.
func (l Layer) Label(lang clientele.Lang) string { return layers.Label(l, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (l Layer) MarshalText() ([]byte, error) { return layers.MarshalText(l) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (l *Layer) UnmarshalText(text []byte) error { return layers.UnmarshalText(l, text) }
