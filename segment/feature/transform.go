package feature

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Transform is what is done to a column before it is standardised.
type Transform uint8

// The transforms. The zero value behaves as Plain.
const (
	TransformPlain     Transform = iota + 1 // nothing
	TransformLog                            // sign(v)·ln(1 + |v|): for counts and amounts
	TransformRank                           // the share of the base below v, in steps of one hundredth: for anything
	TransformWinsorise                      // values beyond the tails' quantiles count as those: for outliers
)

var transforms = enum.New[Transform]("feature.Transform",
	enum.Row{Name: "plain", English: "Plain", Chinese: "原值"},
	enum.Row{Name: "log", English: "Logarithm", Chinese: "对数"},
	enum.Row{Name: "rank", English: "Rank", Chinese: "秩"},
	enum.Row{Name: "winsorise", English: "Winsorised", Chinese: "缩尾"},
)

// String returns the permanent name, such as "log".
func (t Transform) String() string { return transforms.String(t) }

// Label returns the transform's name in lang.
func (t Transform) Label(lang clientele.Lang) string { return transforms.Label(t, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (t Transform) MarshalText() ([]byte, error) { return transforms.MarshalText(t) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (t *Transform) UnmarshalText(text []byte) error { return transforms.UnmarshalText(t, text) }
