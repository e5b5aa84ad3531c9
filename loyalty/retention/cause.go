package retention

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/wire"
)

// Cause is why a customer left. The zero value means that the customer has not
// left as far as is known: the observation is censored.
type Cause uint8

// The causes compete: a customer leaves by the first that strikes.
const (
	CauseActive  Cause = iota + 1 // the customer cancelled 主动流失
	CausePassive                  // a payment failed, a contract lapsed 被动流失
	CauseOther                    // death, closure, a move out of reach 其他原因
)

const numCauses = 3

var causes = enum.New[Cause]("retention.Cause",
	enum.Row{Name: "active", English: "Active churn", Chinese: "主动流失"},
	enum.Row{Name: "passive", English: "Passive churn", Chinese: "被动流失"},
	enum.Row{Name: "other", English: "Other loss", Chinese: "其他原因流失"},
)

// String returns the permanent name, such as "active".
func (c Cause) String() string { return causes.String(c) }

// Label returns the cause's name in lang.
func (c Cause) Label(lang clientele.Lang) string { return causes.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c Cause) MarshalText() ([]byte, error) { return causes.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *Cause) UnmarshalText(text []byte) error { return causes.UnmarshalText(c, text) }

// CauseCounts are numbers by cause, index Cause − 1. As JSON they are an object
// by the names of the causes.
type CauseCounts [numCauses]int

// CauseShares are shares by cause, index Cause − 1. As JSON they are an object
// by the names of the causes.
type CauseShares [numCauses]float64

// MarshalJSON writes the numbers by the names of the causes.
func (c CauseCounts) MarshalJSON() ([]byte, error) { return wire.MarshalKeyed(c[:], CauseActive) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *CauseCounts) UnmarshalJSON(data []byte) error {
	read := *c
	err := wire.UnmarshalKeyed("retention.CauseCounts", data, read[:], CauseActive)
	if err == nil {
		*c = read
	}
	return err
}

// MarshalJSON writes the shares by the names of the causes.
func (c CauseShares) MarshalJSON() ([]byte, error) { return wire.MarshalKeyed(c[:], CauseActive) }

// UnmarshalJSON reads what MarshalJSON writes; c is unchanged on error.
func (c *CauseShares) UnmarshalJSON(data []byte) error {
	read := *c
	err := wire.UnmarshalKeyed("retention.CauseShares", data, read[:], CauseActive)
	if err == nil {
		*c = read
	}
	return err
}
