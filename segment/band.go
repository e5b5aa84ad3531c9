package segment

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Band is a layer of the customer pyramid.
type Band uint8

// The bands, best first. The zero value is unassigned.
const (
	BandKey       Band = iota + 1 // 重要客户
	BandSecondary                 // 次要客户
	BandOrdinary                  // 普通客户
	BandSmall                     // 小客户
)

var bands = enum.New[Band]("segment.Band",
	enum.Row{Name: "key", English: "Top customers", Chinese: "重要客户"},
	enum.Row{Name: "secondary", English: "Secondary customers", Chinese: "次要客户"},
	enum.Row{Name: "ordinary", English: "Ordinary customers", Chinese: "普通客户"},
	enum.Row{Name: "small", English: "Small customers", Chinese: "小客户"},
)

// String returns the permanent name, such as "key".
func (b Band) String() string { return bands.String(b) }

// Label returns the band's name in lang.
func (b Band) Label(lang clientele.Lang) string { return bands.Label(b, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (b Band) MarshalText() ([]byte, error) { return bands.MarshalText(b) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (b *Band) UnmarshalText(text []byte) error { return bands.UnmarshalText(b, text) }
