package clientele

import (
	"cmp"
	"math"

	"github.com/clientele-go/clientele/internal/wire"
)

// History is all that a transaction model sees of a customer: the counting
// starts at the first purchase (time 0), and all times are in one unit of the
// caller's choice, the one the model was fitted in.
type History struct {
	Repeats int     `json:"repeats"` // purchases after the first one; x of the literature
	Last    float64 `json:"last"`    // age at the last purchase, 0 if there is no repeat; t_x
	Age     float64 `json:"age"`     // from the first purchase to the end of observation; T
}

// The largest history that Check accepts.
const (
	MaxRepeats = 10_000_000 // repeat purchases
	MaxAge     = 1e12       // time units
)

// MarshalJSON writes the fields; a time that is not finite is null.
func (h History) MarshalJSON() ([]byte, error) { return wire.Marshal(h) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (h *History) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, h) }

// Check returns nil if h is possible: 0 ≤ Repeats ≤ MaxRepeats,
// 0 ≤ Last ≤ Age ≤ MaxAge, and Last is 0 exactly if Repeats is. Otherwise the
// error is an *InputError.
func (h History) Check() error {
	bad := func(field string, value any, want string) error {
		return &InputError{Where: "clientele.History", Field: field, Value: value, Want: want}
	}
	switch {
	case h.Repeats < 0 || h.Repeats > MaxRepeats:
		return bad("Repeats", h.Repeats, "a count from 0 to 10,000,000")
	case !(h.Age >= 0 && h.Age <= MaxAge):
		return bad("Age", h.Age, "a time from 0 to 1e12; count in a larger unit")
	case !(h.Last >= 0 && h.Last <= h.Age):
		return bad("Last", h.Last, "a time from 0 to Age "+number(h.Age))
	case h.Repeats == 0 && h.Last > 0:
		return bad("Last", h.Last, "0, because there is no repeat purchase")
	case h.Repeats > 0 && h.Last == 0:
		return bad("Last", h.Last, "a time > 0, because there are repeat purchases; merge those of the first period with the first purchase")
	}
	return nil
}

// Compare orders histories by Repeats, then Last, then Age.
func (h History) Compare(o History) int {
	if c := cmp.Compare(h.Repeats, o.Repeats); c != 0 {
		return c
	}
	if c := cmp.Compare(h.Last, o.Last); c != 0 {
		return c
	}
	return cmp.Compare(h.Age, o.Age)
}

// Scaled returns h with its times multiplied by c, for a change of unit.
func (h History) Scaled(c float64) History {
	return History{h.Repeats, h.Last * c, h.Age * c}
}

// hash mixes the three fields; Last and Age are positive zero or greater.
func (h History) hash() uint64 {
	const odd = 0x9E3779B97F4A7C15
	x := uint64(h.Repeats)*0xD1B54A32D192ED03 ^ math.Float64bits(h.Last)*odd
	x = (x ^ x>>29) * 0xBF58476D1CE4E5B9
	x ^= math.Float64bits(h.Age) * 0x94D049BB133111EB
	x = (x ^ x>>32) * odd
	return x ^ x>>29
}
