package rfm

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Cell is one of the eight cells (八类) of recency, frequency and money, each
// high or low; recency is high if the last purchase is recent. Money decides
// between 重要 and 一般.
type Cell uint8

// The cells, with their high (1) and low (0) axes in the order R, F, M. The zero value is unassigned.
const (
	CellImportantValue   Cell = iota + 1 // 111 重要价值
	CellImportantDevelop                 // 101 重要发展
	CellImportantKeep                    // 011 重要保持
	CellImportantRetain                  // 001 重要挽留
	CellGeneralValue                     // 110 一般价值
	CellGeneralDevelop                   // 100 一般发展
	CellGeneralKeep                      // 010 一般保持
	CellGeneralRetain                    // 000 一般挽留
)

var cells = enum.New[Cell]("rfm.Cell",
	enum.Row{Name: "important-value", English: "Important, of value", Chinese: "重要价值客户"},
	enum.Row{Name: "important-develop", English: "Important, to develop", Chinese: "重要发展客户"},
	enum.Row{Name: "important-keep", English: "Important, to keep", Chinese: "重要保持客户"},
	enum.Row{Name: "important-retain", English: "Important, to win back", Chinese: "重要挽留客户"},
	enum.Row{Name: "general-value", English: "General, of value", Chinese: "一般价值客户"},
	enum.Row{Name: "general-develop", English: "General, to develop", Chinese: "一般发展客户"},
	enum.Row{Name: "general-keep", English: "General, to keep", Chinese: "一般保持客户"},
	enum.Row{Name: "general-retain", English: "General, to win back", Chinese: "一般挽留客户"},
)

// cellOf is indexed by the high axes.
func cellOf(r, f, m bool) Cell {
	at := 0
	if r {
		at |= 4
	}
	if f {
		at |= 2
	}
	if m {
		at |= 1
	}
	return [8]Cell{CellGeneralRetain, CellImportantRetain, CellGeneralKeep, CellImportantKeep, CellGeneralDevelop, CellImportantDevelop, CellGeneralValue, CellImportantValue}[at]
}

// String returns the permanent name, such as "important-value".
func (c Cell) String() string { return cells.String(c) }

// Label returns the cell's name in lang.
func (c Cell) Label(lang clientele.Lang) string { return cells.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c Cell) MarshalText() ([]byte, error) { return cells.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *Cell) UnmarshalText(text []byte) error { return cells.UnmarshalText(c, text) }
