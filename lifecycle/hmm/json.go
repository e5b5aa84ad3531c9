package hmm

import "github.com/clientele-go/clientele/internal/wire"

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (s Sequence) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and checks it; s is unchanged on error.
func (s *Sequence) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (f Future) MarshalJSON() ([]byte, error) { return wire.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes; f is unchanged on error.
func (f *Future) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, f) }

// MarshalJSON writes the fields in lower case; a number that is not finite is null.
func (c StateChoice) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *StateChoice) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// MarshalJSON writes the fields but Progress, which is a function.
func (o StateOptions) MarshalJSON() ([]byte, error) { return wire.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes; o is unchanged on error.
func (o *StateOptions) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// MarshalJSON writes the fields in natural form, and fails if the model does
// not pass Check.
func (m HiddenMarkov) MarshalJSON() ([]byte, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	return wire.Marshal(m)
}

// UnmarshalJSON reads what MarshalJSON writes and checks it; m is unchanged on error.
func (m *HiddenMarkov) UnmarshalJSON(data []byte) error {
	type plain HiddenMarkov
	var p plain
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	if err := HiddenMarkov(p).Check(); err != nil {
		return err
	}
	*m = HiddenMarkov(p)
	return nil
}

// countPanel is the JSON form of a CountPanel.
type countPanel struct{ Customers []Sequence }

// MarshalJSON writes the sequences of the customers.
func (p *CountPanel) MarshalJSON() ([]byte, error) {
	if p == nil {
		return []byte("null"), nil
	}
	return wire.Marshal(countPanel{p.seqs})
}

// UnmarshalJSON reads what MarshalJSON writes and checks it; p is unchanged on error.
func (p *CountPanel) UnmarshalJSON(data []byte) error {
	var c countPanel
	if err := wire.Unmarshal(data, &c); err != nil {
		return err
	}
	var n CountPanel
	for _, s := range c.Customers {
		if err := n.Add(s); err != nil {
			return err
		}
	}
	*p = n
	return nil
}
