package portrait

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/lifecycle"
)

// Advice is what to do with a customer next.
type Advice uint8

// The advices. The zero value is unassigned.
const (
	AdviceCall    Advice = iota + 1 // buying less, or more likely than not silent: call before they are lost
	AdviceWinBack                   // lost, after a relationship that had formed: see whether winning them back pays
	AdviceThank                     // buying more than they used to: thank them, and offer more
	AdviceWelcome                   // known too briefly: bring about the next purchase
	AdviceKeep                      // buying as they always do: keep up the relationship as it is
	AdviceRelease                   // lost before a relationship had formed: nothing to do
)

var advices = enum.New[Advice]("portrait.Advice",
	enum.Row{Name: "call", English: "Call", Chinese: "联系挽留"},
	enum.Row{Name: "win-back", English: "Win back", Chinese: "赢回"},
	enum.Row{Name: "thank", English: "Thank and offer more", Chinese: "感谢并增购"},
	enum.Row{Name: "welcome", English: "Encourage the next purchase", Chinese: "促成下次购买"},
	enum.Row{Name: "keep", English: "Keep up the relationship", Chinese: "维系关系"},
	enum.Row{Name: "release", English: "Leave alone", Chinese: "不再投入"},
)

// String returns the permanent name, such as "win-back".
func (a Advice) String() string { return advices.String(a) }

// Label returns the advice in words in lang.
func (a Advice) Label(lang clientele.Lang) string { return advices.Label(a, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (a Advice) MarshalText() ([]byte, error) { return advices.MarshalText(a) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (a *Advice) UnmarshalText(text []byte) error { return advices.UnmarshalText(a, text) }

// doubtful is the probability of silence from which it is more likely than not.
const doubtful = 0.5

// advise follows from the loss and the stage.
func (p *Portrait) advise() Advice {
	formed := p.Stage.Reached == lifecycle.StageFormation || p.Stage.Reached == lifecycle.StageStability
	switch {
	case p.Loss.State == clientele.LossStateLost && (formed || p.Stage.Stage == 0 && p.Purchases >= 3):
		return AdviceWinBack
	case p.Loss.State == clientele.LossStateLost:
		return AdviceRelease
	case p.Stage.Stage == lifecycle.StageDecline, p.Stage.Stage == lifecycle.StageLost, p.Loss.ProbSilent >= doubtful && (formed || p.Stage.Stage == 0):
		return AdviceCall
	case p.Stage.Stage == lifecycle.StageFormation && p.Stage.Reached == lifecycle.StageStability, p.Stage.Grown >= doubtful:
		return AdviceThank // back in formation is growth
	case p.Stage.Stage == lifecycle.StageStability:
		return AdviceKeep
	}
	return AdviceWelcome
}
