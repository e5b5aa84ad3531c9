package retention

import "github.com/clientele-go/clientele/internal/wire"

// MarshalJSON writes the fields with lower-case keys.
func (b Bridge) MarshalJSON() ([]byte, error) { return wire.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes; b is unchanged on error.
func (b *Bridge) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, b) }

// MarshalJSON writes the fields with lower-case keys.
func (c CohortPoint) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *CohortPoint) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields with lower-case keys.
func (c CohortRow) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *CohortRow) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields with lower-case keys.
func (h HazardOptions) MarshalJSON() ([]byte, error) { return wire.Marshal(h) }

// UnmarshalJSON reads what MarshalJSON writes; h is unchanged on error.
func (h *HazardOptions) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, h) }

// MarshalJSON writes the fields with lower-case keys.
func (i Incidence) MarshalJSON() ([]byte, error) { return wire.Marshal(i) }

// UnmarshalJSON reads what MarshalJSON writes; i is unchanged on error.
func (i *Incidence) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, i) }

// MarshalJSON writes the fields with lower-case keys.
func (i IncidencePoint) MarshalJSON() ([]byte, error) { return wire.Marshal(i) }

// UnmarshalJSON reads what MarshalJSON writes; i is unchanged on error.
func (i *IncidencePoint) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, i) }

// MarshalJSON writes the fields with lower-case keys.
func (l LogRankTest) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; l is unchanged on error.
func (l *LogRankTest) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (r RiskPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(r.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *RiskPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the policy, filled in.
func (r RiskScale) MarshalJSON() ([]byte, error) { return wire.Marshal(r.Policy()) }

// UnmarshalJSON reads a policy as NewRiskScale takes it; r is unchanged on error.
func (r *RiskScale) UnmarshalJSON(data []byte) error {
	var p RiskPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewRiskScale(&p)
	if err == nil {
		*r = made
	}
	return err
}

// MarshalJSON writes the fields with lower-case keys.
func (r RiskVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *RiskVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields with lower-case keys.
func (s Spell) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *Spell) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields with lower-case keys.
func (s Subject) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *Subject) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields with lower-case keys.
func (s SurvivalCurve) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *SurvivalCurve) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields with lower-case keys.
func (s SurvivalPoint) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *SurvivalPoint) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }
