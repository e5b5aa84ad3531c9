package dimension

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Dimension is one of the four kinds of value.
type Dimension uint8

// The dimensions. The zero value is unassigned.
const (
	DimensionEconomic    Dimension = iota + 1 // 经济价值
	DimensionSocial                           // 社交价值
	DimensionEmotional                        // 情感价值
	DimensionBehavioural                      // 行为价值
)

// Dimensions is the number of dimensions.
const Dimensions = 4

var dimensions = enum.New[Dimension]("dimension.Dimension",
	enum.Row{Name: "economic", English: "Economic value", Chinese: "经济价值"},
	enum.Row{Name: "social", English: "Social value", Chinese: "社交价值"},
	enum.Row{Name: "emotional", English: "Emotional value", Chinese: "情感价值"},
	enum.Row{Name: "behavioural", English: "Behavioural value", Chinese: "行为价值"},
)

// String returns the permanent name, such as "economic".
func (d Dimension) String() string { return dimensions.String(d) }

// Label returns the dimension's name in lang.
func (d Dimension) Label(lang clientele.Lang) string { return dimensions.Label(d, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (d Dimension) MarshalText() ([]byte, error) { return dimensions.MarshalText(d) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (d *Dimension) UnmarshalText(text []byte) error { return dimensions.UnmarshalText(d, text) }

// declared returns an error for the unassigned dimension, which JSON can name.
func (d Dimension) declared(where string) error {
	if dimensions.Valid(d) {
		return nil
	}
	return &clientele.InputError{Where: where, Field: "dimension", Value: d.String(), Want: "the name of a dimension"}
}
