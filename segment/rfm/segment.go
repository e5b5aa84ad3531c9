package rfm

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Segment is a named RFM segment.
type Segment uint8

// The segments. The zero value is unassigned.
const (
	SegmentChampions Segment = iota + 1
	SegmentLoyal
	SegmentPotentialLoyalists
	SegmentRecent
	SegmentPromising
	SegmentNeedAttention
	SegmentAboutToSleep
	SegmentAtRisk
	SegmentCantLose
	SegmentHibernating
	SegmentLost
)

var segments = enum.New[Segment]("rfm.Segment",
	enum.Row{Name: "champions", English: "Champions", Chinese: "核心客户"},
	enum.Row{Name: "loyal", English: "Loyal customers", Chinese: "忠诚客户"},
	enum.Row{Name: "potential-loyalists", English: "Potential loyalists", Chinese: "潜在忠诚客户"},
	enum.Row{Name: "recent", English: "Recent, not frequent", Chinese: "近期低频客户"},
	enum.Row{Name: "promising", English: "Promising", Chinese: "潜力客户"},
	enum.Row{Name: "need-attention", English: "Need attention", Chinese: "需要关注客户"},
	enum.Row{Name: "about-to-sleep", English: "About to sleep", Chinese: "即将沉睡客户"},
	enum.Row{Name: "at-risk", English: "At risk", Chinese: "流失预警客户"},
	enum.Row{Name: "cant-lose", English: "Can't lose them", Chinese: "重点挽留客户"},
	enum.Row{Name: "hibernating", English: "Hibernating", Chinese: "沉睡客户"},
	enum.Row{Name: "lost", English: "Lost", Chinese: "流失客户"},
)

// Departure reports whether the name says that the customer is leaving or has
// left: about to sleep, at risk, can't lose, hibernating, lost.
func (s Segment) Departure() bool {
	switch s {
	case SegmentAboutToSleep, SegmentAtRisk, SegmentCantLose, SegmentHibernating, SegmentLost:
		return true
	}
	return false
}

// faithful reports whether the name says that the customer keeps coming back.
func (s Segment) faithful() bool { return s == SegmentChampions || s == SegmentLoyal }

// String returns the permanent name, such as "champions".
func (s Segment) String() string { return segments.String(s) }

// Label returns the segment's name in lang.
func (s Segment) Label(lang clientele.Lang) string { return segments.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s Segment) MarshalText() ([]byte, error) { return segments.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *Segment) UnmarshalText(text []byte) error { return segments.UnmarshalText(s, text) }
