package checking

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"gonum.org/v1/gonum/stat/distuv"
)

// NewcomerProber is a model that says how much a new customer buys until t.
type NewcomerProber interface {
	Prob(n int, t float64) float64
}

// FrequencyCell is the customers with a number of repeat purchases.
type FrequencyCell struct {
	Repeats  int     `json:"repeats"`
	OrMore   bool    `json:"or_more,omitempty"` // the last cell: Repeats or more
	Observed float64 `json:"observed"`
	Expected float64 `json:"expected"`
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (f FrequencyCell) MarshalJSON() ([]byte, error) { return wire.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (f *FrequencyCell) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, f) }

// FrequencyTable holds the customers observed and expected by number of repeat
// purchases, with Pearson's test. Because the ages differ and the parameters
// come from the same data, P is approximate.
type FrequencyTable struct {
	Cells     []FrequencyCell
	Statistic float64 // Σ (observed − expected)²/expected
	DF        int
	P         float64 // of a worse table if the model is right; NaN without a degree of freedom
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (f FrequencyTable) MarshalJSON() ([]byte, error) { return wire.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (f *FrequencyTable) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, f) }

// leastExpected is the number of customers that a cell of the χ² test must
// expect; smaller ones are joined to the one before.
const leastExpected = 5

// Frequencies counts the customers of a panel with 0, 1, …, top−1, and top or
// more repeat purchases, and adds up P(X(Ageᵢ) = n) over the customers. The
// degrees of freedom are cells − 1 − parameters, the latter being the number
// that was estimated from the panel (the fit's DF, or 0 for other data).
//
// The error matches [clientele.ErrNoData], or is a *[clientele.InputError] for
// top < 1, parameters < 0 and a model that has no answer.
func Frequencies(m NewcomerProber, p *clientele.Panel, top, parameters int) (*FrequencyTable, error) {
	const where = "checking.Frequencies"
	if p == nil || p.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: the panel is empty", where, clientele.ErrNoData)
	}
	if top < 1 || parameters < 0 {
		return nil, &clientele.InputError{Where: where, Field: "top, parameters", Value: []int{top, parameters}, Want: "top >= 1 and parameters >= 0"}
	}
	t := &FrequencyTable{Cells: make([]FrequencyCell, top+1)}
	ages := new(clientele.Panel)
	for h, n := range p.All() {
		t.Cells[min(h.Repeats, top)].Observed += float64(n)
		if err := ages.AddN(clientele.History{Age: h.Age}, n); err != nil {
			return nil, err
		}
	}
	for h, n := range ages.All() {
		rest := 1.0
		for k := range top {
			q := m.Prob(k, h.Age)
			if err := undefined(where, h, q); err != nil {
				return nil, err
			}
			t.Cells[k].Expected += float64(n) * q
			rest -= q
		}
		t.Cells[top].Expected += float64(n) * math.Max(rest, 0)
	}
	for k := range t.Cells {
		t.Cells[k].Repeats, t.Cells[k].OrMore = k, k == top
	}
	t.test(parameters)
	return t, nil
}

func (t *FrequencyTable) test(parameters int) {
	var joined []FrequencyCell
	for _, c := range t.Cells {
		if last := len(joined) - 1; last >= 0 && (c.Expected < leastExpected || joined[last].Expected < leastExpected) {
			joined[last].Observed += c.Observed
			joined[last].Expected += c.Expected
			continue
		}
		joined = append(joined, c)
	}
	for _, c := range joined {
		if d := c.Observed - c.Expected; d != 0 {
			t.Statistic += d * d / c.Expected
		}
	}
	t.DF = len(joined) - 1 - parameters
	t.P = math.NaN()
	if t.DF > 0 {
		t.P = distuv.ChiSquared{K: float64(t.DF)}.Survival(t.Statistic)
	}
}
