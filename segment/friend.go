package segment

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Friend is a cell of value × length of the relationship (Reinartz & Kumar 2002).
type Friend uint8

// The cells. The zero value is unassigned.
const (
	FriendTrue      Friend = iota + 1 // valuable and long
	FriendButterfly                   // valuable and short
	FriendBarnacle                    // of little value and long
	FriendStranger                    // of little value and short
)

var friends = enum.New[Friend]("segment.Friend",
	enum.Row{Name: "true-friend", English: "True friends", Chinese: "挚友"},
	enum.Row{Name: "butterfly", English: "Butterflies", Chinese: "蝴蝶"},
	enum.Row{Name: "barnacle", English: "Barnacles", Chinese: "藤壶"},
	enum.Row{Name: "stranger", English: "Strangers", Chinese: "陌生人"},
)

// String returns the permanent name, such as "true-friend".
func (f Friend) String() string { return friends.String(f) }

// Label returns the cell's name in lang.
func (f Friend) Label(lang clientele.Lang) string { return friends.Label(f, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (f Friend) MarshalText() ([]byte, error) { return friends.MarshalText(f) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (f *Friend) UnmarshalText(text []byte) error { return friends.UnmarshalText(f, text) }
