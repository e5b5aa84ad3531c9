package programme

import "github.com/clientele-go/clientele/internal/wire"

// MarshalJSON writes the fields with lower-case keys.
func (l Liability) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; l is unchanged on error.
func (l *Liability) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields with lower-case keys.
func (m MemberTier) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; m is unchanged on error.
func (m *MemberTier) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (m MemberTierPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(m.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; m is unchanged on error.
func (m *MemberTierPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// MarshalJSON writes the policy, filled in.
func (m MemberTiers) MarshalJSON() ([]byte, error) { return wire.Marshal(m.Policy()) }

// UnmarshalJSON reads a policy as NewMemberTiers takes it; m is unchanged on error.
func (m *MemberTiers) UnmarshalJSON(data []byte) error {
	var p MemberTierPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewMemberTiers(&p)
	if err == nil {
		*m = made
	}
	return err
}

// MarshalJSON writes the fields with lower-case keys.
func (p PointsEvent) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *PointsEvent) UnmarshalJSON(data []byte) error {
	var read PointsEvent
	if err := wire.Unmarshal(data, &read); err != nil {
		return err
	}
	if err := read.Check(); err != nil {
		return err
	}
	*p = read
	return nil
}

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (p PointsPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *PointsPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (p PointsPosting) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *PointsPosting) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (p PointsStatement) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *PointsStatement) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (p Projection) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *Projection) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (t TierReview) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes; t is unchanged on error.
func (t *TierReview) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// MarshalJSON writes the fields with lower-case keys.
func (u Uplift) MarshalJSON() ([]byte, error) { return wire.Marshal(u) }

// UnmarshalJSON reads what MarshalJSON writes; u is unchanged on error.
func (u *Uplift) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, u) }

// MarshalJSON writes the fields with lower-case keys.
func (v Vintage) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes; v is unchanged on error.
func (v *Vintage) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// MarshalJSON writes the fields with lower-case keys.
func (v VintageLiability) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes; v is unchanged on error.
func (v *VintageLiability) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }
