package clientele

import "github.com/clientele-go/clientele/internal/enum"

// Level is a position on an axis: value, potential, loyalty, influence.
type Level uint8

// The levels. The zero value is unassigned.
const (
	LevelLow    Level = iota + 1 // 低
	LevelMedium                  // 中
	LevelHigh                    // 高
)

var levels = enum.New[Level]("clientele.Level",
	enum.Row{Name: "low", English: "Low", Chinese: "低"},
	enum.Row{Name: "medium", English: "Medium", Chinese: "中"},
	enum.Row{Name: "high", English: "High", Chinese: "高"},
)

// String returns the permanent name, such as "high".
func (l Level) String() string { return levels.String(l) }

// Label returns the level's name in lang.
func (l Level) Label(lang Lang) string { return levels.Label(l, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (l Level) MarshalText() ([]byte, error) { return levels.MarshalText(l) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (l *Level) UnmarshalText(text []byte) error { return levels.UnmarshalText(l, text) }
