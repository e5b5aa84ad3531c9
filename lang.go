package clientele

import "github.com/clientele-go/clientele/internal/enum"

// Lang is a language of labels and reasons.
type Lang uint8

// The languages. For the zero value and any other, labels fall back to the
// permanent ASCII names, and reasons to English.
const (
	LangEnglish Lang = iota + 1
	LangChinese      // 简体中文
)

var langs = enum.New[Lang]("clientele.Lang",
	enum.Row{Name: "en", English: "English", Chinese: "英文"},
	enum.Row{Name: "zh", English: "Chinese (simplified)", Chinese: "简体中文"},
)

// String returns the permanent name, "en" or "zh".
func (l Lang) String() string { return langs.String(l) }

// Label returns the name of the language in lang.
func (l Lang) Label(lang Lang) string { return langs.Label(l, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (l Lang) MarshalText() ([]byte, error) { return langs.MarshalText(l) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (l *Lang) UnmarshalText(text []byte) error { return langs.UnmarshalText(l, text) }
