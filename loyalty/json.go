package loyalty

import "github.com/clientele-go/clientele/internal/wire"

// MarshalJSON writes the policy, filled in.
func (a AfterSalesClassifier) MarshalJSON() ([]byte, error) { return wire.Marshal(a.Policy()) }

// UnmarshalJSON reads a policy as NewAfterSalesClassifier takes it; a is unchanged on error.
func (a *AfterSalesClassifier) UnmarshalJSON(data []byte) error {
	var p AfterSalesPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewAfterSalesClassifier(&p)
	if err == nil {
		*a = made
	}
	return err
}

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (a AfterSalesPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(a.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; a is unchanged on error.
func (a *AfterSalesPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// MarshalJSON writes the fields with lower-case keys.
func (a AfterSalesRecord) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes; a is unchanged on error.
func (a *AfterSalesRecord) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// MarshalJSON writes the fields with lower-case keys.
func (a AfterSalesVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes; a is unchanged on error.
func (a *AfterSalesVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (b Base) MarshalJSON() ([]byte, error) { return wire.Marshal(b.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; b is unchanged on error.
func (b *Base) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, b) }

// MarshalJSON writes the fields with lower-case keys.
func (b BondVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes; b is unchanged on error.
func (b *BondVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, b) }

// MarshalJSON writes the policy, filled in.
func (d DickBasu) MarshalJSON() ([]byte, error) { return wire.Marshal(d.Policy()) }

// UnmarshalJSON reads a policy as NewDickBasu takes it; d is unchanged on error.
func (d *DickBasu) UnmarshalJSON(data []byte) error {
	var p DickBasuPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewDickBasu(&p)
	if err == nil {
		*d = made
	}
	return err
}

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (d DickBasuPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(d.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; d is unchanged on error.
func (d *DickBasuPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, d) }

// MarshalJSON writes the policy, filled in.
func (j JonesSasser) MarshalJSON() ([]byte, error) { return wire.Marshal(j.Policy()) }

// UnmarshalJSON reads a policy as NewJonesSasser takes it; j is unchanged on error.
func (j *JonesSasser) UnmarshalJSON(data []byte) error {
	var p JonesSasserPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewJonesSasser(&p)
	if err == nil {
		*j = made
	}
	return err
}

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (j JonesSasserPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(j.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; j is unchanged on error.
func (j *JonesSasserPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, j) }

// MarshalJSON writes the fields with lower-case keys.
func (l Labelled) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; l is unchanged on error.
func (l *Labelled) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields with lower-case keys.
func (l Lapsed) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; l is unchanged on error.
func (l *Lapsed) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields with lower-case keys.
func (l Leaning) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; l is unchanged on error.
func (l *Leaning) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields with lower-case keys.
func (l LoyaltyScore) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; l is unchanged on error.
func (l *LoyaltyScore) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields with lower-case keys.
func (m MarkerEvidence) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; m is unchanged on error.
func (m *MarkerEvidence) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// MarshalJSON writes the fields with lower-case keys.
func (m MarkerRule) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; m is unchanged on error.
func (m *MarkerRule) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// MarshalJSON writes the fields with lower-case keys.
func (m Markers) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; m is unchanged on error.
func (m *Markers) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (o OrientationPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(o.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; o is unchanged on error.
func (o *OrientationPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// MarshalJSON writes the policy, filled in.
func (o OrientationRules) MarshalJSON() ([]byte, error) { return wire.Marshal(o.Policy()) }

// UnmarshalJSON reads a policy as NewOrientationRules takes it; o is unchanged on error.
func (o *OrientationRules) UnmarshalJSON(data []byte) error {
	var p OrientationPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewOrientationRules(&p)
	if err == nil {
		*o = made
	}
	return err
}

// MarshalJSON writes the fields with lower-case keys.
func (p PartScore) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *PartScore) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (p Parts) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *Parts) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (p ProfitCuts) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *ProfitCuts) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (p ProfitStanding) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *ProfitStanding) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (r RoleVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *RoleVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (s ScorePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(s.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *ScorePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields with lower-case keys.
func (s Spread) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *Spread) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields with lower-case keys.
func (t TwoStepCustomer) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes; t is unchanged on error.
func (t *TwoStepCustomer) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// MarshalJSON writes the fields with lower-case keys.
func (t TwoStepPlacement) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes; t is unchanged on error.
func (t *TwoStepPlacement) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// MarshalJSON writes the fields with lower-case keys.
func (t TwoStepSplit) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes; t is unchanged on error.
func (t *TwoStepSplit) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (v ValueClassPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(v.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; v is unchanged on error.
func (v *ValueClassPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// MarshalJSON writes the policy, filled in.
func (v ValueClasses) MarshalJSON() ([]byte, error) { return wire.Marshal(v.Policy()) }

// UnmarshalJSON reads a policy as NewValueClasses takes it; v is unchanged on error.
func (v *ValueClasses) UnmarshalJSON(data []byte) error {
	var p ValueClassPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewValueClasses(&p)
	if err == nil {
		*v = made
	}
	return err
}

// MarshalJSON writes the fields with lower-case keys.
func (v ValueVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes; v is unchanged on error.
func (v *ValueVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// MarshalJSON writes the fields with lower-case keys.
func (w Weighting) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *Weighting) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }

// MarshalJSON writes the fields with lower-case keys.
func (w WinBack) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *WinBack) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }

// MarshalJSON writes the fields with lower-case keys.
func (w WinBackPlan) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *WinBackPlan) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }
