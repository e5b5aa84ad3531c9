package lifecycle

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Churn says who ended a relationship. The zero value is unassigned: it is
// not known, or the relationship is not over.
type Churn uint8

// The two kinds of churn.
const (
	ChurnActive  Churn = iota + 1 // 主动流失: the customer chose another supplier
	ChurnPassive                  // 被动流失: the firm ended the contract, for arrears for instance
)

var churns = enum.New[Churn]("lifecycle.Churn",
	enum.Row{Name: "active", English: "Active churn", Chinese: "主动流失"},
	enum.Row{Name: "passive", English: "Passive churn", Chinese: "被动流失"},
)

// String returns the permanent name, such as "passive".
func (c Churn) String() string { return churns.String(c) }

// Label returns the name in lang.
func (c Churn) Label(lang clientele.Lang) string { return churns.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c Churn) MarshalText() ([]byte, error) { return churns.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *Churn) UnmarshalText(text []byte) error { return churns.UnmarshalText(c, text) }
