package retention

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Limits is a scale on which the limits of a survival probability are symmetric.
type Limits uint8

// The scales. The zero value behaves as LimitsLogLog.
const (
	LimitsLogLog Limits = iota + 1 // ln(−ln S): stays in [0, 1], best coverage in small samples
	LimitsLog                      // ln S: the default of R's survival package
	LimitsPlain                    // S itself
)

var limits = enum.New[Limits]("retention.Limits",
	enum.Row{Name: "log-log", English: "Log-log", Chinese: "双对数"},
	enum.Row{Name: "log", English: "Log", Chinese: "对数"},
	enum.Row{Name: "plain", English: "Plain", Chinese: "原尺度"},
)

// String returns the permanent name, such as "log-log".
func (l Limits) String() string { return limits.String(l) }

// Label returns the name of the scale in lang.
func (l Limits) Label(lang clientele.Lang) string { return limits.Label(l, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (l Limits) MarshalText() ([]byte, error) { return limits.MarshalText(l) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (l *Limits) UnmarshalText(text []byte) error { return limits.UnmarshalText(l, text) }
