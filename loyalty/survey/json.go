package survey

import "github.com/clientele-go/clientele/internal/wire"

// MarshalJSON writes the fields with lower-case keys.
func (s Stratum) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *Stratum) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// MarshalJSON writes the fields with lower-case keys.
func (w Wave) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *Wave) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }

// MarshalJSON writes the fields with lower-case keys.
func (w WaveChange) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *WaveChange) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }

// MarshalJSON writes the fields with lower-case keys.
func (w WaveTrend) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *WaveTrend) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }

// MarshalJSON writes the fields with lower-case keys.
func (w Weighted) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *Weighted) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }
