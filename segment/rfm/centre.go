package rfm

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Centre is what high and low are measured against.
type Centre uint8

// The centres. The zero value behaves as CentreMean.
const (
	CentreMean   Centre = iota + 1 // the textbooks' choice
	CentreMedian                   // the choice of practice: extreme customers do not move it
)

var centres = enum.New[Centre]("rfm.Centre",
	enum.Row{Name: "mean", English: "Mean", Chinese: "均值"},
	enum.Row{Name: "median", English: "Median", Chinese: "中位数"},
)

// String returns the permanent name, "mean" or "median".
func (c Centre) String() string { return centres.String(c) }

// Label returns the centre's name in lang.
func (c Centre) Label(lang clientele.Lang) string { return centres.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c Centre) MarshalText() ([]byte, error) { return centres.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *Centre) UnmarshalText(text []byte) error { return centres.UnmarshalText(c, text) }
