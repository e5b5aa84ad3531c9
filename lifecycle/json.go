package lifecycle

import (
	"encoding/json"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (a Activity) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes; a is unchanged on error.
func (a *Activity) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (p ActivePeriod) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *ActivePeriod) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (r BreakdownRow) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *BreakdownRow) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (c Cadence) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and checks it; c is unchanged on error.
func (c *Cadence) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (e Event) MarshalJSON() ([]byte, error) { return wire.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes, and checks it; e is unchanged on error.
func (e *Event) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, e) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (r GrowthRow) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *GrowthRow) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (j Journey) MarshalJSON() ([]byte, error) { return wire.Marshal(j) }

// UnmarshalJSON reads what MarshalJSON writes; j is unchanged on error.
func (j *Journey) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, j) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (c MigrationChain) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and checks it; c is unchanged on error.
func (c *MigrationChain) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (s PatternShare) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *PatternShare) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (m PeriodMoney) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; m is unchanged on error.
func (m *PeriodMoney) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (p Proposal) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *Proposal) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (r Rhythm) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and checks it; r is unchanged on error.
func (r *Rhythm) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (e StageEntry) MarshalJSON() ([]byte, error) { return wire.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes; e is unchanged on error.
func (e *StageEntry) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, e) }

// MarshalJSON writes the policy with its defaults written out.
func (p StagePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p.filled()) }

// UnmarshalJSON reads what MarshalJSON writes, and checks it; p is unchanged on error.
func (p *StagePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// stageShares and patternShares are probabilities by the names of the enumeration.
type stageShares struct {
	Prospect    float64
	Exploration float64
	Formation   float64
	Stability   float64
	Decline     float64
	Lost        float64
}

type patternShares struct {
	EarlyMiscarriage float64 `json:"early-miscarriage"`
	MidwayDeath      float64 `json:"midway-death"`
	EarlyExit        float64 `json:"early-exit"`
	LongLasting      float64 `json:"long-lasting"`
}

// MarshalJSON writes an object with the probability of each stage by its name.
func (p StageProbs) MarshalJSON() ([]byte, error) {
	return wire.Marshal(stageShares{p[0], p[1], p[2], p[3], p[4], p[5]})
}

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *StageProbs) UnmarshalJSON(data []byte) error {
	var s stageShares
	if err := wire.Unmarshal(data, &s); err != nil {
		return err
	}
	*p = StageProbs{s.Prospect, s.Exploration, s.Formation, s.Stability, s.Decline, s.Lost}
	return nil
}

// MarshalJSON writes an object with the probability of each pattern by its name.
func (p PatternProbs) MarshalJSON() ([]byte, error) {
	return wire.Marshal(patternShares{p[0], p[1], p[2], p[3]})
}

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *PatternProbs) UnmarshalJSON(data []byte) error {
	var s patternShares
	if err := wire.Unmarshal(data, &s); err != nil {
		return err
	}
	*p = PatternProbs{s.EarlyMiscarriage, s.MidwayDeath, s.EarlyExit, s.LongLasting}
	return nil
}

// patternParts is what a PatternModel is made of.
type patternParts struct {
	Stages MigrationChain
	Long   int
}

// MarshalJSON writes the moves between the stages and the periods of a long
// relationship.
func (m PatternModel) MarshalJSON() ([]byte, error) {
	return wire.Marshal(patternParts{m.Stages, m.Long})
}

// UnmarshalJSON reads a model and checks it; m is unchanged on error.
func (m *PatternModel) UnmarshalJSON(data []byte) error {
	var parts patternParts
	if err := wire.Unmarshal(data, &parts); err != nil {
		return err
	}
	n, err := NewPatternModel(&parts.Stages, parts.Long)
	if err != nil {
		return err
	}
	*m = *n
	return nil
}

// MarshalJSON writes the policy. Rules with a loss rule or a calendar are refused:
// each has a JSON form of its own; store them and the Policy, and make the rules anew.
func (r *Rules) MarshalJSON() ([]byte, error) {
	if r == nil {
		return []byte("null"), nil
	}
	if r.loss != nil || r.calendar != nil {
		return nil, &clientele.InputError{Where: "lifecycle.Rules", Field: "loss rule", Value: "a loss rule or a calendar",
			Want: "rules of a policy alone; store Policy, loss rule and calendar, and make the rules anew with NewRules"}
	}
	return json.Marshal(r.Policy())
}

// UnmarshalJSON reads a policy and makes the rules of it; r is unchanged on error.
func (r *Rules) UnmarshalJSON(data []byte) error {
	var p StagePolicy
	if err := p.UnmarshalJSON(data); err != nil {
		return err
	}
	n, err := NewRules(&p, nil, nil)
	if err != nil {
		return err
	}
	*r = *n
	return nil
}
