package segment

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Metal is a tier of the customer pyramid of Zeithaml, Rust & Lemon (2001).
type Metal uint8

// The metals, best first. The zero value is unassigned.
const (
	MetalPlatinum Metal = iota + 1 // the most profitable, and loyal
	MetalGold                      // as profitable, but not loyal: they want discounts and buy elsewhere too
	MetalIron                      // profitable, not enough for special treatment
	MetalLead                      // cost more than they bring
)

var metals = enum.New[Metal]("segment.Metal",
	enum.Row{Name: "platinum", English: "Platinum", Chinese: "铂金客户"},
	enum.Row{Name: "gold", English: "Gold", Chinese: "黄金客户"},
	enum.Row{Name: "iron", English: "Iron", Chinese: "钢铁客户"},
	enum.Row{Name: "lead", English: "Lead", Chinese: "重铅客户"},
)

// String returns the permanent name, such as "platinum".
func (m Metal) String() string { return metals.String(m) }

// Label returns the metal's name in lang.
func (m Metal) Label(lang clientele.Lang) string { return metals.Label(m, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (m Metal) MarshalText() ([]byte, error) { return metals.MarshalText(m) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (m *Metal) UnmarshalText(text []byte) error { return metals.UnmarshalText(m, text) }
