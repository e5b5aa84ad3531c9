package portrait

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
)

// Conflict is a pair of verdicts that a practitioner would not say of one
// customer. A portrait shows it, for a person to look at.
type Conflict uint8

// The conflicts.
const (
	ConflictFaithfulLost    Conflict = iota + 1 // champion or loyal by RFM, and lost
	ConflictStageLost                           // lost by stage, and not by the probability of silence
	ConflictLostStage                           // lost by the probability of silence, and forming or stable by stage
	ConflictDepartedPresent                     // a name of departure by RFM, and growing or stable by stage
	ConflictBandLost                            // among the most valuable by what is to come, and lost
	ConflictLoyalLost                           // loyal by score or after the sale, and lost
	ConflictAccountLost                         // a key account, and lost
	ConflictGrowingSilent                       // growing by stage, and more likely than not silent
	ConflictNamedLost                           // lost by RFM or after the sale, and not by the probability of silence
)

var conflicts = enum.New[Conflict]("portrait.Conflict",
	enum.Row{Name: "faithful-lost", English: "Champion or loyal by RFM, but lost", Chinese: "RFM 为核心或忠诚客户，却已判为流失"},
	enum.Row{Name: "stage-lost", English: "Lost by stage, but not by the probability of silence", Chinese: "阶段为流失，但按不再购买的概率未流失"},
	enum.Row{Name: "lost-stage", English: "Lost by the probability of silence, but forming or stable by stage", Chinese: "按不再购买的概率已流失，但阶段为形成期或稳定期"},
	enum.Row{Name: "departed-present", English: "Leaving by RFM, but growing or stable by stage", Chinese: "RFM 显示正在离开，但阶段为增长或稳定"},
	enum.Row{Name: "band-lost", English: "Among the most valuable, but lost", Chinese: "属于价值最高的客户，却已判为流失"},
	enum.Row{Name: "loyal-lost", English: "Loyal by score or after the sale, but lost", Chinese: "忠诚度高或售后归为忠诚，却已判为流失"},
	enum.Row{Name: "account-lost", English: "A key account, but lost", Chinese: "是大客户，却已判为流失"},
	enum.Row{Name: "growing-silent", English: "Growing by stage, but more likely than not silent", Chinese: "阶段为增长，但今后不购买的可能性更大"},
	enum.Row{Name: "named-lost", English: "Lost by RFM or after the sale, but not by the probability of silence", Chinese: "RFM 或售后归为流失，但按不再购买的概率未流失"},
)

// String returns the permanent name, such as "faithful-lost".
func (c Conflict) String() string { return conflicts.String(c) }

// Label returns the conflict in lang.
func (c Conflict) Label(lang clientele.Lang) string { return conflicts.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c Conflict) MarshalText() ([]byte, error) { return conflicts.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *Conflict) UnmarshalText(text []byte) error { return conflicts.UnmarshalText(c, text) }

// conflicts lists the pairs of verdicts that contradict each other.
func (p *Portrait) conflicts() []Conflict {
	var out []Conflict
	note := func(c Conflict, is bool) {
		if is {
			out = append(out, c)
		}
	}
	lost := p.Loss.State == clientele.LossStateLost
	stage := p.Stage.Stage
	settled := stage == lifecycle.StageFormation || stage == lifecycle.StageStability
	growing := stage == lifecycle.StageFormation && p.Stage.Grown >= doubtful
	faithful := p.Segment.Segment == rfm.SegmentChampions || p.Segment.Segment == rfm.SegmentLoyal
	note(ConflictFaithfulLost, faithful && (lost || stage == lifecycle.StageLost))
	note(ConflictStageLost, stage == lifecycle.StageLost && p.Loss.State == clientele.LossStatePresent)
	note(ConflictLostStage, lost && settled)
	note(ConflictDepartedPresent, p.Segment.Segment.Departure() && (growing || stage == lifecycle.StageStability))
	note(ConflictBandLost, lost && (p.Band.Band == segment.BandKey))
	note(ConflictLoyalLost, lost && (p.Loyalty.Level == clientele.LevelHigh || p.AfterSales.Class == loyalty.AfterSalesLoyal))
	note(ConflictAccountLost, lost && p.Tier != nil && p.Tier.Tier > keyaccount.TierNone)
	note(ConflictNamedLost, p.Loss.State == clientele.LossStatePresent && (p.Segment.Segment == rfm.SegmentLost || p.AfterSales.Class == loyalty.AfterSalesLost))
	note(ConflictGrowingSilent, growing && !lost && p.Loss.ProbSilent >= doubtful)
	return out
}
