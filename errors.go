package clientele

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/clientele-go/clientele/internal/refuse"
	"github.com/clientele-go/clientele/internal/wire"
)

// Errors that an answer can be matched against with errors.Is.
var (
	// ErrNoData means that there is nothing to fit: no customers, no groups, no answers.
	ErrNoData = errors.New("no data")
	// ErrNotIdentified means that the data cannot tell the parameters of the
	// model; the message says why and what to do instead.
	ErrNotIdentified = errors.New("the data cannot identify the model")
	// ErrNotConverged means that the search stopped early; the best fit so far is returned with it.
	ErrNotConverged = errors.New("not converged")
)

// InputError reports a value the library cannot take. It is the error of every
// boundary that takes in data; the receiver is unchanged.
type InputError struct {
	Where string // the function or type, such as "segment.FitBins"
	Field string // the value's name, such as "weight of recency"
	Value any    // the offending value
	Want  string // what would be taken, or what to do
}

func init() {
	refuse.Input = func(where, field string, value any, want string) error {
		return &InputError{Where: where, Field: field, Value: value, Want: want}
	}
}

// Error names the value and the way out.
func (e *InputError) Error() string {
	return fmt.Sprintf("%s: %s is %v: want %s", e.Where, e.Field, e.Value, e.Want)
}

type inputErrorJSON struct {
	Where string `json:"where"`
	Field string `json:"field"`
	Value string `json:"value"`
	Want  string `json:"want"`
}

// MarshalJSON writes the four parts, the value as it is printed: what an
// interface answers a caller with.
func (e InputError) MarshalJSON() ([]byte, error) {
	return json.Marshal(inputErrorJSON{e.Where, e.Field, fmt.Sprint(e.Value), e.Want})
}

// UnmarshalJSON reads what MarshalJSON writes; the value is text then.
func (e *InputError) UnmarshalJSON(data []byte) error {
	var j inputErrorJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	*e = InputError{j.Where, j.Field, j.Value, j.Want}
	return nil
}

// span prints a closed interval.
func span(lo, hi float64) string {
	return "[" + strconv.FormatFloat(lo, 'g', -1, 64) + ", " + strconv.FormatFloat(hi, 'g', -1, 64) + "]"
}
