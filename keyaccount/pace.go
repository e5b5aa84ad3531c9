package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Pace is how fast a criterion can be moved by what we do.
type Pace uint8

// The paces. The zero value means the criterion's default: alignment and
// sharing are free; revenue, profit, loyalty and dependence slow; potential and
// years fixed, but years pass by themselves.
const (
	PaceFree  Pace = iota + 1 // within a plan: 可主动改善
	PaceSlow                  // over years: 缓慢改善
	PaceFixed                 // not at all: 不可改变
)

var paces = enum.New[Pace]("keyaccount.Pace",
	enum.Row{Name: "free", English: "Can be moved", Chinese: "可主动改善"},
	enum.Row{Name: "slow", English: "Moves slowly", Chinese: "缓慢改善"},
	enum.Row{Name: "fixed", English: "Cannot be moved", Chinese: "不可改变"},
)

// String returns the permanent name, such as "slow".
func (p Pace) String() string { return paces.String(p) }

// Label returns the pace's name in lang.
func (p Pace) Label(lang clientele.Lang) string { return paces.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p Pace) MarshalText() ([]byte, error) { return paces.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *Pace) UnmarshalText(text []byte) error { return paces.UnmarshalText(p, text) }

// pace returns the default pace of the criterion.
func (c AccountCriterion) pace() Pace {
	switch c {
	case AccountCriterionAlignment, AccountCriterionSharing:
		return PaceFree
	case AccountCriterionYears, AccountCriterionPotential:
		return PaceFixed
	}
	return PaceSlow
}
