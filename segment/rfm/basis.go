package rfm

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Basis says what decided whether a customer has a name of departure.
type Basis uint8

// The bases. The zero value is unassigned.
const (
	BasisScores   Basis = iota + 1 // the scores alone: relative to the base
	BasisRhythm                    // silence against the customer's rhythm
	BasisLoss                      // the loss rule of the base
	BasisContract                  // a contract, lost where it ended and was not renewed
)

var bases = enum.New[Basis]("rfm.Basis",
	enum.Row{Name: "scores", English: "Scores alone", Chinese: "仅据得分"},
	enum.Row{Name: "rhythm", English: "Own rhythm", Chinese: "自身购买周期"},
	enum.Row{Name: "loss", English: "Loss rule", Chinese: "流失规则"},
	enum.Row{Name: "contract", English: "Contract", Chinese: "合同"},
)

// String returns the permanent name, such as "rhythm".
func (b Basis) String() string { return bases.String(b) }

// Label returns the basis's name in lang.
func (b Basis) Label(lang clientele.Lang) string { return bases.Label(b, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (b Basis) MarshalText() ([]byte, error) { return bases.MarshalText(b) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (b *Basis) UnmarshalText(text []byte) error { return bases.UnmarshalText(b, text) }
