package relationship

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// TrendDirection is where a relationship is going.
type TrendDirection uint8

// The directions. The zero value is unassigned.
const (
	TrendDirectionWorsening TrendDirection = iota + 1 // 恶化
	TrendDirectionSteady                              // 平稳
	TrendDirectionImproving                           // 改善
)

var directions = enum.New[TrendDirection]("relationship.TrendDirection",
	enum.Row{Name: "worsening", English: "Worsening", Chinese: "恶化"},
	enum.Row{Name: "steady", English: "Steady", Chinese: "平稳"},
	enum.Row{Name: "improving", English: "Improving", Chinese: "改善"},
)

// String returns the permanent name, such as "steady".
func (d TrendDirection) String() string { return directions.String(d) }

// Label returns the direction's name in lang.
func (d TrendDirection) Label(lang clientele.Lang) string { return directions.Label(d, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (d TrendDirection) MarshalText() ([]byte, error) { return directions.MarshalText(d) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (d *TrendDirection) UnmarshalText(text []byte) error { return directions.UnmarshalText(d, text) }

// ScoreChange is a score before and after.
type ScoreChange struct {
	Before    float64        `json:"before"`
	After     float64        `json:"after"`
	Direction TrendDirection `json:"direction"`
}

// RelationshipTrend is what changed between two states.
type RelationshipTrend struct {
	Days      int                    `json:"days"` // from the earlier review to the later
	Composite ScoreChange            `json:"composite"`
	Layers    [numLayers]ScoreChange `json:"layers"`
	People    []PersonChange         `json:"people,omitempty"` // those who moved, in the order of the later chain
}

// PersonChange is one person's change. Who was not in the earlier chain comes from 0.
type PersonChange struct {
	Person string `json:"person"`
	ScoreChange
}

// noise is how far a score must move to count as moving: a quarter of a grade.
const noise = 0.25

// Compare returns the trend from an earlier state to a later one, each with
// the chain it was assessed on: people are matched by ID. A move of less than a
// quarter of a grade is steady. It panics if a state was not made from its chain.
func Compare(earlier RelationshipState, earlierChain *Chain, later RelationshipState, laterChain *Chain) RelationshipTrend {
	if len(earlier.People) != earlierChain.Len() || len(later.People) != laterChain.Len() {
		panic("relationship: Compare of a state with a chain it was not made from")
	}
	t := RelationshipTrend{
		Days:      int(later.Date.Sub(earlier.Date).Hours() / 24),
		Composite: change(earlier.Composite, later.Composite),
	}
	for l := range t.Layers {
		t.Layers[l] = change(earlier.Layers[l].Score, later.Layers[l].Score)
	}
	for i := range laterChain.people {
		id, before := laterChain.people[i].ID, 0.0
		if j := earlierChain.Index(id); j >= 0 {
			before = earlier.People[j]
		}
		if ch := change(before, later.People[i]); ch.Direction != TrendDirectionSteady {
			t.People = append(t.People, PersonChange{id, ch})
		}
	}
	return t
}

func change(before, after float64) ScoreChange {
	c := ScoreChange{before, after, TrendDirectionSteady}
	switch {
	case after-before >= noise:
		c.Direction = TrendDirectionImproving
	case before-after >= noise:
		c.Direction = TrendDirectionWorsening
	}
	return c
}
