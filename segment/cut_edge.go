package segment

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Edge says on which side of a cut point a value equal to it is counted.
type CutEdge uint8

// The edges. The zero value behaves as CutEdgeBelow.
const (
	CutEdgeBelow CutEdge = iota + 1 // a bin holds lower < v ≤ upper
	CutEdgeAbove                    // a bin holds lower ≤ v < upper
)

var edges = enum.New[CutEdge]("segment.Edge",
	enum.Row{Name: "below", English: "Below the cut", Chinese: "归入下方"},
	enum.Row{Name: "above", English: "Above the cut", Chinese: "归入上方"},
)

// String returns the permanent name, "below" or "above".
func (e CutEdge) String() string { return edges.String(e) }

// Label returns the edge's name in lang.
func (e CutEdge) Label(lang clientele.Lang) string { return edges.Label(e, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (e CutEdge) MarshalText() ([]byte, error) { return edges.MarshalText(e) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (e *CutEdge) UnmarshalText(text []byte) error { return edges.UnmarshalText(e, text) }
