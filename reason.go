package clientele

import (
	"encoding/json"
	"math"

	"github.com/clientele-go/clientele/internal/reason"
)

// Reason says why a customer got an answer: which rule fired, what it saw and
// against which limit. Reasons are comparable, cost nothing to make, and are
// rendered only when somebody reads them.
type Reason struct {
	Code  string  // permanent, such as "segment.recency-low"; each package lists its codes
	Value float64 // what was seen; NaN if the rule looks at no number
	Limit float64 // what it was held against; NaN if there is none
}

// Text renders the reason in lang (English unless lang is Chinese). A code the
// library does not know is returned as it is.
func (r Reason) Text(lang Lang) string {
	return reason.Render(r.Code, uint8(lang), r.Value, r.Limit)
}

type reasonJSON struct {
	Code  string   `json:"code"`
	Value *float64 `json:"value,omitempty"`
	Limit *float64 `json:"limit,omitempty"`
}

// MarshalJSON writes the code and the numbers; a number that is not finite is left out.
func (r Reason) MarshalJSON() ([]byte, error) {
	return json.Marshal(reasonJSON{r.Code, finite(r.Value), finite(r.Limit)})
}

// UnmarshalJSON reads what MarshalJSON writes; a number left out is NaN.
func (r *Reason) UnmarshalJSON(data []byte) error {
	var j reasonJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*r = Reason{j.Code, orNaN(j.Value), orNaN(j.Limit)}
	return nil
}

// finite returns a pointer to v, or nil where JSON has no number for it.
func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

func orNaN(p *float64) float64 {
	if p == nil {
		return math.NaN()
	}
	return *p
}
