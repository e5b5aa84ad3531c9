package segment

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Segment is a named RFM segment.
type Segment uint8

// The segments. The zero value is unassigned.
const (
	Champions Segment = iota + 1
	Loyal
	PotentialLoyalists
	Recent
	Promising
	NeedAttention
	AboutToSleep
	AtRisk
	CantLose
	Hibernating
	Lost
)

var segments = enum.New[Segment]("segment.Segment",
	enum.Row{Name: "champions", English: "Champions", Chinese: "冠军客户"},
	enum.Row{Name: "loyal", English: "Loyal customers", Chinese: "忠诚客户"},
	enum.Row{Name: "potential-loyalists", English: "Potential loyalists", Chinese: "潜在忠诚客户"},
	enum.Row{Name: "recent", English: "Recent customers", Chinese: "新客户"},
	enum.Row{Name: "promising", English: "Promising", Chinese: "有希望客户"},
	enum.Row{Name: "need-attention", English: "Need attention", Chinese: "需要关注客户"},
	enum.Row{Name: "about-to-sleep", English: "About to sleep", Chinese: "即将沉睡客户"},
	enum.Row{Name: "at-risk", English: "At risk", Chinese: "有流失风险客户"},
	enum.Row{Name: "cant-lose", English: "Can't lose them", Chinese: "不能失去的客户"},
	enum.Row{Name: "hibernating", English: "Hibernating", Chinese: "休眠客户"},
	enum.Row{Name: "lost", English: "Lost", Chinese: "流失客户"},
)

// String returns the permanent name, such as "champions".
func (s Segment) String() string { return segments.String(s) }

// Label returns the segment's name in lang.
func (s Segment) Label(lang clientele.Lang) string { return segments.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s Segment) MarshalText() ([]byte, error) { return segments.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *Segment) UnmarshalText(text []byte) error { return segments.UnmarshalText(s, text) }
