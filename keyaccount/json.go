package keyaccount

import "github.com/clientele-go/clientele/internal/wire"

// MarshalJSON writes the fields with lower-case keys.
func (a Account) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes; a is unchanged on error.
func (a *Account) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// MarshalJSON writes the fields with lower-case keys.
func (b BalanceVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes; b is unchanged on error.
func (b *BalanceVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, b) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (c ConcentrationOptions) MarshalJSON() ([]byte, error) { return wire.Marshal(c.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *ConcentrationOptions) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields with lower-case keys.
func (c Counterfactual) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *Counterfactual) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields with lower-case keys.
func (c CriterionChange) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *CriterionChange) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (d DependencePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(d.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; d is unchanged on error.
func (d *DependencePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, d) }

// MarshalJSON writes the policy, filled in.
func (d DependenceScale) MarshalJSON() ([]byte, error) { return wire.Marshal(d.Policy()) }

// UnmarshalJSON reads a policy as NewDependenceScale takes it; d is unchanged on error.
func (d *DependenceScale) UnmarshalJSON(data []byte) error {
	var p DependencePolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewDependenceScale(&p)
	if err == nil {
		*d = made
	}
	return err
}

// MarshalJSON writes the fields with lower-case keys.
func (f FalseMoves) MarshalJSON() ([]byte, error) { return wire.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes; f is unchanged on error.
func (f *FalseMoves) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, f) }

// MarshalJSON writes the fields with lower-case keys.
func (f FioccaPlace) MarshalJSON() ([]byte, error) { return wire.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes; f is unchanged on error.
func (f *FioccaPlace) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, f) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (f FioccaPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(f.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; f is unchanged on error.
func (f *FioccaPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, f) }

// MarshalJSON writes the policy, filled in.
func (f FioccaPortfolio) MarshalJSON() ([]byte, error) { return wire.Marshal(f.Policy()) }

// UnmarshalJSON reads a policy as NewFioccaPortfolio takes it; f is unchanged on error.
func (f *FioccaPortfolio) UnmarshalJSON(data []byte) error {
	var p FioccaPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewFioccaPortfolio(&p)
	if err == nil {
		*f = made
	}
	return err
}

// MarshalJSON writes the fields with lower-case keys.
func (g Gate) MarshalJSON() ([]byte, error) { return wire.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes; g is unchanged on error.
func (g *Gate) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, g) }

// MarshalJSON writes the fields with lower-case keys.
func (h Hold) MarshalJSON() ([]byte, error) { return wire.Marshal(h) }

// UnmarshalJSON reads what MarshalJSON writes; h is unchanged on error.
func (h *Hold) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, h) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (k KotlerPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(k.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; k is unchanged on error.
func (k *KotlerPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, k) }

// MarshalJSON writes the policy, filled in.
func (k KotlerTable) MarshalJSON() ([]byte, error) { return wire.Marshal(k.Policy()) }

// UnmarshalJSON reads a policy as NewKotlerTable takes it; k is unchanged on error.
func (k *KotlerTable) UnmarshalJSON(data []byte) error {
	var p KotlerPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewKotlerTable(&p)
	if err == nil {
		*k = made
	}
	return err
}

// MarshalJSON writes the fields with lower-case keys.
func (l Loss) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; l is unchanged on error.
func (l *Loss) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (n NoiseOptions) MarshalJSON() ([]byte, error) { return wire.Marshal(n.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; n is unchanged on error.
func (n *NoiseOptions) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, n) }

// MarshalJSON writes the fields with lower-case keys.
func (p Placement) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *Placement) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (p Profitability) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *Profitability) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (r Range) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *Range) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields with lower-case keys.
func (r Ratings) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *Ratings) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields with lower-case keys.
func (r RelationshipAdvice) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *RelationshipAdvice) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields with lower-case keys.
func (r RevenueConcentration) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *RevenueConcentration) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields with lower-case keys.
func (s Sample) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *Sample) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields with lower-case keys.
func (s Scoring) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *Scoring) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields with lower-case keys.
func (s Shrunk) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *Shrunk) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields with lower-case keys.
func (s Stability) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *Stability) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields with lower-case keys.
func (t TierRule) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes; t is unchanged on error.
func (t *TierRule) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// MarshalJSON writes the fields with lower-case keys.
func (t TierStanding) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes; t is unchanged on error.
func (t *TierStanding) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (t TieringPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(t.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; t is unchanged on error.
func (t *TieringPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// MarshalJSON writes the fields with lower-case keys.
func (y YorkePlace) MarshalJSON() ([]byte, error) { return wire.Marshal(y) }

// UnmarshalJSON reads what MarshalJSON writes; y is unchanged on error.
func (y *YorkePlace) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, y) }

// MarshalJSON writes the fields, defaults written out, with lower-case keys.
func (y YorkePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(y.filled()) }

// UnmarshalJSON reads what MarshalJSON writes; y is unchanged on error.
func (y *YorkePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, y) }

// MarshalJSON writes the policy, filled in.
func (y YorkePortfolio) MarshalJSON() ([]byte, error) { return wire.Marshal(y.Policy()) }

// UnmarshalJSON reads a policy as NewYorkePortfolio takes it; y is unchanged on error.
func (y *YorkePortfolio) UnmarshalJSON(data []byte) error {
	var p YorkePolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewYorkePortfolio(&p)
	if err == nil {
		*y = made
	}
	return err
}
