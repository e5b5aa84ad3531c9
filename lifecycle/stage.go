package lifecycle

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Stage is a stage of the relationship with a customer 客户生命周期 (Dwyer,
// Schurr & Oh 1987; Chen Mingliang).
type Stage uint8

// The stages, in the order of a relationship that goes all the way. The zero
// value is unassigned.
const (
	StageProspect    Stage = iota + 1 // 潜在客户: no purchase yet
	StageExploration                  // 考察期: few, small, irregular trial purchases
	StageFormation                    // 形成期: the volume grows fast
	StageStability                    // 稳定期: the volume is high and level, the cost to serve low
	StageDecline                      // 退化期: the volume falls from its own peak, or the silence is long against the customer's own gap
	StageLost                         // 流失: the relationship is over
)

// NumStages is the number of stages; they are 1 … NumStages.
const NumStages = 6

var stages = enum.New[Stage]("lifecycle.Stage",
	enum.Row{Name: "prospect", English: "Prospect", Chinese: "潜在客户"},
	enum.Row{Name: "exploration", English: "Exploration", Chinese: "考察期"},
	enum.Row{Name: "formation", English: "Formation", Chinese: "形成期"},
	enum.Row{Name: "stability", English: "Stability", Chinese: "稳定期"},
	enum.Row{Name: "decline", English: "Decline", Chinese: "退化期"},
	enum.Row{Name: "lost", English: "Lost", Chinese: "流失"},
)

// String returns the permanent name, such as "formation".
func (s Stage) String() string { return stages.String(s) }

// Label returns the stage's name in lang.
func (s Stage) Label(lang clientele.Lang) string { return stages.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s Stage) MarshalText() ([]byte, error) { return stages.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *Stage) UnmarshalText(text []byte) error { return stages.UnmarshalText(s, text) }

// StageProbs holds the probability of each stage: index Stage − 1, summing to 1.
type StageProbs [NumStages]float64

// Of returns the probability of s, 0 if s is unassigned.
func (p StageProbs) Of(s Stage) float64 {
	if !stages.Valid(s) {
		return 0
	}
	return p[s-1]
}

// Top returns the most probable stage, the earlier one of equals.
func (p StageProbs) Top() Stage {
	top := StageProspect
	for s := StageProspect; s <= StageLost; s++ {
		if p.Of(s) > p.Of(top) {
			top = s
		}
	}
	return top
}
