package tree

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Decomposition is a way to share a change out among its drivers. Both ways
// leave no remainder and do not depend on the order of the drivers.
type Decomposition uint8

// The ways. The zero value behaves as LMDI.
const (
	// LMDI is the logarithmic mean Divisia index (Ang 2005): driver i has
	// L(V₁, V₀)·ln(x₁/x₀), L(a, b) = (a − b)/ln(a/b). Drivers must be above 0.
	DecompositionLMDI Decomposition = iota + 1
	// Shapley is a driver's mean effect over all orders in which the drivers can
	// change one after the other (Shapley 1953; Sun 1998). Drivers may have any sign.
	DecompositionShapley
)

var decompositions = enum.New[Decomposition]("tree.Decomposition",
	enum.Row{Name: "lmdi", English: "Logarithmic mean Divisia index", Chinese: "对数平均迪氏指数法"},
	enum.Row{Name: "shapley", English: "Shapley", Chinese: "夏普利值法"},
)

// String returns the permanent name, "lmdi" or "shapley".
func (d Decomposition) String() string { return decompositions.String(d) }

// Label returns the way's name in lang.
func (d Decomposition) Label(lang clientele.Lang) string { return decompositions.Label(d, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (d Decomposition) MarshalText() ([]byte, error) { return decompositions.MarshalText(d) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (d *Decomposition) UnmarshalText(text []byte) error {
	return decompositions.UnmarshalText(d, text)
}
