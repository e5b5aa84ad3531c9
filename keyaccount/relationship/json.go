package relationship

import "github.com/clientele-go/clientele/internal/wire"

// The JSON form of the answers and policies: keys in lower case, null for a
// number that is not finite; on the way in unknown keys are refused, and what
// has a Check is checked.

// MarshalJSON writes the fields.
func (a Analysis) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes; a is unchanged on error.
func (a *Analysis) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// MarshalJSON writes the fields.
func (t Thread) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes; t is unchanged on error.
func (t *Thread) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// MarshalJSON writes the fields.
func (s SponsorThread) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *SponsorThread) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields.
func (a Assignment) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes; a is unchanged on error.
func (a *Assignment) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// MarshalJSON writes the fields.
func (g Gap) MarshalJSON() ([]byte, error) { return wire.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes; g is unchanged on error.
func (g *Gap) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, g) }

// MarshalJSON writes the fields.
func (g Goal) MarshalJSON() ([]byte, error) { return wire.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes; g is unchanged on error.
func (g *Goal) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, g) }

// MarshalJSON writes the fields.
func (l LayerState) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; l is unchanged on error.
func (l *LayerState) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields.
func (l Link) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; l is unchanged on error.
func (l *Link) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields.
func (m Matching) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; m is unchanged on error.
func (m *Matching) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// MarshalJSON writes the fields.
func (p PersonChange) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *PersonChange) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields.
func (p Plan) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *Plan) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields.
func (r RelationshipState) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *RelationshipState) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields.
func (r RelationshipTrend) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *RelationshipTrend) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields.
func (s Scale) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *Scale) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields.
func (s ScaleDimension) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *ScaleDimension) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields.
func (s ScoreChange) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *ScoreChange) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields.
func (w WhatIf) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *WhatIf) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }

// MarshalJSON writes the fields.
func (w WinTarget) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *WinTarget) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }

// MarshalJSON writes the fields.
func (c ChainPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *ChainPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields.
func (m MatchPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; m is unchanged on error.
func (m *MatchPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// MarshalJSON writes the fields.
func (s StatePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *StatePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields.
func (p PlanPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *PlanPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the numbers by the names of the stances.
func (t StanceTable) MarshalJSON() ([]byte, error) { return wire.MarshalKeyed(t[:], Stance(0)) }

// UnmarshalJSON reads what MarshalJSON writes; t is unchanged on error.
func (t *StanceTable) UnmarshalJSON(data []byte) error {
	var in StanceTable
	if err := wire.UnmarshalKeyed("relationship.StanceTable", data, in[:], Stance(0)); err != nil {
		return err
	}
	*t = in
	return nil
}

// MarshalJSON writes the fields with lower-case keys.
func (d DepartmentCoverage) MarshalJSON() ([]byte, error) { return wire.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes; d is unchanged on error.
func (d *DepartmentCoverage) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, d) }
