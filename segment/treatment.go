package segment

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Treatment is what a high level on an axis calls for, whatever the strategy.
type Treatment uint8

// The treatments. The zero value is unassigned.
const (
	TreatmentValue     Treatment = iota + 1 // for high value
	TreatmentPotential                      // for high potential
	TreatmentLoyalty                        // for high loyalty
)

var treatments = enum.New[Treatment]("segment.Treatment",
	enum.Row{Name: "value-care", English: "Personalised offers and relationship care", Chinese: "个性化优惠与关系维护"},
	enum.Row{Name: "potential-care", English: "Research of needs, tailored service and follow-up", Chinese: "需求调研、定制服务与跟进"},
	enum.Row{Name: "loyalty-care", English: "Care, support and advocacy", Chinese: "关怀、支持与口碑推荐"},
)

// String returns the permanent name, such as "value-care".
func (t Treatment) String() string { return treatments.String(t) }

// Label returns what is to be done, in lang.
func (t Treatment) Label(lang clientele.Lang) string { return treatments.Label(t, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (t Treatment) MarshalText() ([]byte, error) { return treatments.MarshalText(t) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (t *Treatment) UnmarshalText(text []byte) error { return treatments.UnmarshalText(t, text) }

// AppendTreatments appends one treatment for each axis that is high.
func (c CubeCell) AppendTreatments(dst []Treatment) []Treatment {
	for a, level := range [3]clientele.Level{c.Value, c.Potential, c.Loyalty} {
		if level == clientele.LevelHigh {
			dst = append(dst, TreatmentValue+Treatment(a))
		}
	}
	return dst
}
