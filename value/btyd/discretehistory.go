package btyd

import (
	"cmp"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// DiscreteHistory is all that a model of discrete opportunities sees of a
// customer. Purchases can happen only at numbered opportunities, at most one
// each: a year's campaign, a concert, a church service. The counting starts
// after the purchase that made the customer, so that all but a new customer's
// opportunities are 1 … Age.
type DiscreteHistory struct {
	Repeats int `json:"x"`  // opportunities used; x of the literature
	Last    int `json:"tx"` // the last opportunity used, 0 if there is none; t_x
	Age     int `json:"n"`  // opportunities so far; n
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (d DiscreteHistory) MarshalJSON() ([]byte, error) { return wire.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes and checks it; d is unchanged on error.
func (d *DiscreteHistory) UnmarshalJSON(data []byte) error {
	var in DiscreteHistory
	if err := wire.Unmarshal(data, &in); err != nil {
		return err
	}
	if err := in.Check(); err != nil {
		return err
	}
	*d = in
	return nil
}

// MaxOpportunities is the largest Age that a discrete history can have, and the
// longest horizon of predictions from one.
const MaxOpportunities = 1_000_000

// HistoryOf returns the history of a customer who used the opportunities that
// are true: bought[0] is opportunity 1.
func HistoryOf(bought []bool) DiscreteHistory {
	h := DiscreteHistory{Age: len(bought)}
	for i, b := range bought {
		if b {
			h.Repeats++
			h.Last = i + 1
		}
	}
	return h
}

// Check returns nil if h is possible: 0 ≤ Repeats ≤ Last ≤ Age ≤
// MaxOpportunities, and Last is 0 exactly if Repeats is. Otherwise the error is
// a *clientele.InputError.
func (h DiscreteHistory) Check() error {
	bad := func(field string, value int, want string) error {
		return &clientele.InputError{Where: "btyd.DiscreteHistory", Field: field, Value: value, Want: want}
	}
	switch {
	case h.Age < 0 || h.Age > MaxOpportunities:
		return bad("Age", h.Age, "a number of opportunities from 0 to 1,000,000")
	case h.Last < 0 || h.Last > h.Age:
		return bad("Last", h.Last, "an opportunity from 1 to Age, or 0 if there is no repeat purchase")
	case h.Repeats < 0 || h.Repeats > h.Last:
		return bad("Repeats", h.Repeats, "a count from 0 to Last, one purchase an opportunity; merge those of the same one")
	case h.Repeats == 0 && h.Last > 0:
		return bad("Last", h.Last, "0, because there is no repeat purchase")
	}
	return nil
}

// Compare orders histories by Repeats, then Last, then Age.
func (h DiscreteHistory) Compare(o DiscreteHistory) int {
	return cmp.Or(cmp.Compare(h.Repeats, o.Repeats), cmp.Compare(h.Last, o.Last), cmp.Compare(h.Age, o.Age))
}

// History returns h with opportunities as times, as a [CovariatePanel] takes it.
func (h DiscreteHistory) History() clientele.History {
	return clientele.History{Repeats: h.Repeats, Last: float64(h.Last), Age: float64(h.Age)}
}

// discrete is the inverse of History; a history that is not one of opportunities gives
// one that fails its Check.
func discrete(h clientele.History) DiscreteHistory {
	return DiscreteHistory{h.Repeats, opportunities(h.Last), opportunities(h.Age)}
}

// opportunities returns the number that t is, −1 where it is not one up to MaxOpportunities.
func opportunities(t float64) int {
	if !(t >= 0 && t <= MaxOpportunities && t == math.Trunc(t)) {
		return -1
	}
	return int(t)
}

// timed returns h with opportunities as times; one that fails its Check has an
// impossible age.
func (h DiscreteHistory) timed() clientele.History {
	if h.Repeats < 0 || h.Repeats > h.Last || h.Last > h.Age || h.Age > MaxOpportunities || h.Repeats == 0 && h.Last > 0 {
		return clientele.History{Age: math.NaN()}
	}
	return h.History()
}

// horizon returns m opportunities as a time, NaN outside 0 … MaxOpportunities.
func horizon(m int) float64 {
	if m < 0 || m > MaxOpportunities {
		return math.NaN()
	}
	return float64(m)
}
