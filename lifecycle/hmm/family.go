package hmm

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Emission is the distribution of the counts in a state.
type Family uint8

// The families. The zero value is unassigned.
const (
	FamilyPoisson                      Family = iota + 1 // mean λ
	FamilyNegativeBinomial                               // mean μ, size r: variance μ + μ²/r
	FamilyZeroInflatedPoisson                            // with probability w a certain 0, otherwise FamilyPoisson
	FamilyZeroInflatedNegativeBinomial                   // with probability w a certain 0, otherwise negative binomial
)

var families = enum.New[Family]("hmm.Family",
	enum.Row{Name: "poisson", English: "Poisson", Chinese: "泊松分布"},
	enum.Row{Name: "negative-binomial", English: "Negative binomial", Chinese: "负二项分布"},
	enum.Row{Name: "zero-inflated-poisson", English: "Zero-inflated Poisson", Chinese: "零膨胀泊松分布"},
	enum.Row{Name: "zero-inflated-negative-binomial", English: "Zero-inflated negative binomial", Chinese: "零膨胀负二项分布"},
)

// String returns the permanent name, such as "poisson".
func (f Family) String() string { return families.String(f) }

// Label returns the name in lang.
func (f Family) Label(lang clientele.Lang) string { return families.Label(f, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (f Family) MarshalText() ([]byte, error) { return families.MarshalText(f) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (f *Family) UnmarshalText(text []byte) error { return families.UnmarshalText(f, text) }

// sized reports whether the family has the parameter r.
func (f Family) sized() bool {
	return f == FamilyNegativeBinomial || f == FamilyZeroInflatedNegativeBinomial
}

// inflated reports whether the family has the parameter w.
func (f Family) inflated() bool {
	return f == FamilyZeroInflatedPoisson || f == FamilyZeroInflatedNegativeBinomial
}
