package lifecycle

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Pattern is a pattern of the relationship 客户关系模式: the stage in which it
// ends (Chen Mingliang).
type Pattern uint8

// The four patterns. The zero value is unassigned: the relationship has not
// ended, or never began.
const (
	PatternEarlyMiscarriage Pattern = iota + 1 // 早期流产型: ends in exploration
	PatternMidwayDeath                         // 中途夭折型: ends in formation
	PatternEarlyExit                           // 提前退出型: reached stability and could not hold it
	PatternLongLasting                         // 长久保持型: stays in stability
)

// NumPatterns is the number of patterns; they are 1 … NumPatterns.
const NumPatterns = 4

var patterns = enum.New[Pattern]("lifecycle.Pattern",
	enum.Row{Name: "early-miscarriage", English: "Early miscarriage", Chinese: "早期流产型"},
	enum.Row{Name: "midway-death", English: "Midway death", Chinese: "中途夭折型"},
	enum.Row{Name: "early-exit", English: "Early exit", Chinese: "提前退出型"},
	enum.Row{Name: "long-lasting", English: "Long-lasting", Chinese: "长久保持型"},
)

// String returns the permanent name, such as "early-exit".
func (p Pattern) String() string { return patterns.String(p) }

// Label returns the name in lang.
func (p Pattern) Label(lang clientele.Lang) string { return patterns.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p Pattern) MarshalText() ([]byte, error) { return patterns.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *Pattern) UnmarshalText(text []byte) error { return patterns.UnmarshalText(p, text) }

// LongLastingDays is the default for how long a relationship must have been in
// stability to count as long-lasting: two years.
const LongLastingDays = 730

// PatternOf returns the pattern of the latest relationship in a stage history,
// in the order of its days; unassigned while the customer is not lost or
// bought nothing. A relationship that was in stability for longDays days or
// more (0: LongLastingDays) before it ended is long-lasting.
func PatternOf(history []StageEntry, longDays int) Pattern {
	if longDays == 0 {
		longDays = LongLastingDays
	}
	reached, stable, lost := lastRelationship(history)
	switch {
	case !lost || reached == 0:
		return 0
	case reached == StageExploration:
		return PatternEarlyMiscarriage
	case reached == StageFormation:
		return PatternMidwayDeath
	case stable < Day(longDays):
		return PatternEarlyExit
	}
	return PatternLongLasting
}

// lastRelationship returns the furthest stage the latest relationship reached,
// its days in stability, and whether it is over. Open stability counts as 0
// days: nobody knows here how long it has lasted.
func lastRelationship(history []StageEntry) (reached Stage, stable Day, lost bool) {
	for i, e := range history {
		lost = e.Stage == StageLost
		switch e.Stage {
		case StageProspect:
			reached, stable = 0, 0
		case StageExploration:
			reached, stable = StageExploration, 0
		case StageFormation, StageStability:
			reached = max(reached, e.Stage)
		}
		if e.Stage == StageStability && i+1 < len(history) {
			stable += history[i+1].Day - e.Day
		}
	}
	return reached, stable, lost
}
