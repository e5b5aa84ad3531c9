package criteria

import "github.com/clientele-go/clientele/internal/wire"

// The JSON form of what the package returns and takes: keys in lower case, null
// for a number that is not finite; on the way in unknown keys are refused.

// MarshalJSON writes the fields.
func (c Closeness) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *Closeness) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields.
func (c Column) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *Column) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields.
func (c CriterionNode) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// MarshalJSON writes the fields.
func (l LeafWeight) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; l is unchanged on error.
func (l *LeafWeight) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields.
func (m Measurements) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; m is unchanged on error.
func (m *Measurements) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// MarshalJSON writes the fields.
func (p Priorities) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *Priorities) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields.
func (r Repair) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *Repair) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields.
func (s Synthesis) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *Synthesis) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }
