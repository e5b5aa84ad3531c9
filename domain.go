package clientele

import (
	"math"

	"github.com/clientele-go/clientele/internal/enum"
)

// Domain is the set that a quantity lives in. It fixes the scale on which a
// parameter is estimated and on which an interval is symmetric, so that no
// interval leaves its domain.
type Domain uint8

// The domains. The zero value is unassigned and behaves as Real.
const (
	DomainReal        Domain = iota + 1 // any number; identity
	DomainPositive                      // > 0; logarithm
	DomainProbability                   // in (0, 1); log odds
	DomainFixed                         // given or chosen from a list, not estimated by a derivative
)

var domains = enum.New[Domain]("clientele.Domain",
	enum.Row{Name: "real", English: "Real number", Chinese: "实数"},
	enum.Row{Name: "positive", English: "Positive number", Chinese: "正数"},
	enum.Row{Name: "probability", English: "Probability", Chinese: "概率"},
	enum.Row{Name: "fixed", English: "Fixed", Chinese: "固定"},
)

// Free maps v from the domain to the real line.
func (d Domain) Free(v float64) float64 {
	switch d {
	case DomainPositive:
		return math.Log(v)
	case DomainProbability:
		return math.Log(v) - math.Log1p(-v)
	}
	return v
}

// Bind maps x from the real line back into the domain.
func (d Domain) Bind(x float64) float64 {
	switch d {
	case DomainPositive:
		return math.Exp(x)
	case DomainProbability:
		if x < 0 {
			e := math.Exp(x)
			return e / (1 + e)
		}
		return 1 / (1 + math.Exp(-x))
	}
	return x
}

// Slope returns the derivative of Bind at the point where Bind gives v.
func (d Domain) Slope(v float64) float64 {
	switch d {
	case DomainPositive:
		return v
	case DomainProbability:
		return v * (1 - v)
	}
	return 1
}

// maxPositive bounds the parameters Validate accepts: beyond it products of
// parameters overflow, and no fit in any unit comes near it.
const maxPositive = 1e100

// contains reports whether v is a possible value of a parameter.
func (d Domain) contains(v float64) bool {
	switch d {
	case DomainPositive:
		return v >= 1/maxPositive && v <= maxPositive
	case DomainProbability:
		return v > 0 && v < 1
	}
	return v >= -maxPositive && v <= maxPositive
}

// want says in words what contains accepts.
func (d Domain) want() string {
	switch d {
	case DomainPositive:
		return "a number in [1e-100, 1e100]"
	case DomainProbability:
		return "a number between 0 and 1"
	}
	return "a number in [-1e100, 1e100]"
}

// whole returns the interval of all values of the domain.
func (d Domain) whole() (lo, hi float64) {
	switch d {
	case DomainPositive:
		return 0, math.Inf(1)
	case DomainProbability:
		return 0, 1
	}
	return math.Inf(-1), math.Inf(1)
}

// String returns the permanent name, such as "positive".
func (d Domain) String() string { return domains.String(d) }

// Label returns the domain's name in lang.
func (d Domain) Label(lang Lang) string { return domains.Label(d, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (d Domain) MarshalText() ([]byte, error) { return domains.MarshalText(d) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (d *Domain) UnmarshalText(text []byte) error { return domains.UnmarshalText(d, text) }
