package portrait

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
)

// PortraitMove is what happened to one customer between two portraits. A customer
// who came in between has no earlier verdicts: they are unassigned.
type PortraitMove[K clientele.Key] struct {
	Customer K                  `json:"customer"`
	Stage    [2]lifecycle.Stage `json:"stage"` // before, after
	Segment  [2]rfm.Segment     `json:"segment"`
	Band     [2]segment.Band    `json:"band"`
	Worth    [2]float64         `json:"worth"`
	Bought   int                `json:"bought"` // purchases in between
	Spent    float64            `json:"spent"`
	Silence  float64            `json:"silence"` // days since the last purchase, after
	Fallen   float64            `json:"fallen"`  // P(they buy half of what they used to, or are gone), after
	Grown    float64            `json:"grown"`   // P(they buy twice of it), after
}

// MarshalJSON writes the fields.
func (m PortraitMove[K]) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes.
func (m *PortraitMove[K]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// Moved reports whether the stage, the segment or the band is another one.
func (m *PortraitMove[K]) Moved() bool {
	return m.Stage[0] != m.Stage[1] || m.Segment[0] != m.Segment[1] || m.Band[0] != m.Band[1]
}

// Codes of the reasons of a move.
const (
	ReasonCame     = "portrait.came"      // new in between; Value: purchases, Limit: money
	ReasonBought   = "portrait.bought"    // the same of one who was there
	ReasonNoneMore = "portrait.none-more" // Value: days without a purchase
	ReasonRose     = "portrait.rose"      // Value: worth after, Limit: before
	ReasonFell     = "portrait.fell"      // the same, less
)

var _ = reason.Register(map[string]reason.Text{
	ReasonCame: {
		English: "a new customer: {value} {value|purchase|purchases}, {limit:money}",
		Chinese: "新客户：购买 {value} 次，共 {limit:money}"},
	ReasonBought: {
		English: "bought {value} {value|time|times} in between, for {limit:money}",
		Chinese: "期间购买 {value} 次，共 {limit:money}"},
	ReasonNoneMore: {
		English: "bought nothing in between; the last purchase was {value} {value|day|days} ago",
		Chinese: "期间未购买；距上次购买 {value} 天"},
	ReasonRose: {
		English: "expected to bring {value:money} now, {limit:money} before",
		Chinese: "预计带来 {value:money}，此前为 {limit:money}：上升"},
	ReasonFell: {
		English: "expected to bring {value:money} now, {limit:money} before: less",
		Chinese: "预计带来 {value:money}，此前为 {limit:money}：下降"},
})

// AppendReasons appends why the customer moved: what they bought in between, and
// what became of their worth.
func (m PortraitMove[K]) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	switch {
	case m.Stage[0] == 0:
		return append(dst, clientele.Reason{Code: ReasonCame, Value: float64(m.Bought), Limit: m.Spent})
	case m.Bought > 0:
		dst = append(dst, clientele.Reason{Code: ReasonBought, Value: float64(m.Bought), Limit: m.Spent})
	default:
		dst = append(dst, clientele.Reason{Code: ReasonNoneMore, Value: m.Silence, Limit: math.NaN()})
	}
	switch {
	case m.Worth[1] > m.Worth[0]:
		dst = append(dst, clientele.Reason{Code: ReasonRose, Value: m.Worth[1], Limit: m.Worth[0]})
	case m.Worth[1] < m.Worth[0]:
		dst = append(dst, clientele.Reason{Code: ReasonFell, Value: m.Worth[1], Limit: m.Worth[0]})
	}
	return dst
}

// BaseMoves says how a base moved between two dates.
type BaseMoves[K clientele.Key] struct {
	Customers int               `json:"customers"` // after
	Came      int               `json:"came"`      // of them, new in between
	Moved     int               `json:"moved"`     // of the others, to another stage, segment or band
	Worth     [2]float64        `json:"worth"`     // of all, before and after
	Stages    []StageFlow       `json:"stages"`    // by stage before and after, in their order
	Movers    []PortraitMove[K] `json:"movers"`    // those whose worth changed most, up or down
}

// MarshalJSON writes the fields.
func (b BaseMoves[K]) MarshalJSON() ([]byte, error) { return wire.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes.
func (b *BaseMoves[K]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, b) }

// StageFlow is the customers who were in one stage and are in another, and the
// money that moved with them.
type StageFlow struct {
	From      lifecycle.Stage `json:"from,omitempty"` // unassigned for those who came
	To        lifecycle.Stage `json:"to"`
	Customers int             `json:"customers"`
	Worth     [2]float64      `json:"worth"` // before, after
	Spent     float64         `json:"spent"` // in between
}

// MarshalJSON writes the fields.
func (f StageFlow) MarshalJSON() ([]byte, error) { return wire.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes.
func (f *StageFlow) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, f) }

// Moves follows a base from one date to another: the portraits of both, each in
// the order of its customers, as Portraits yields them, drawn by the same
// portrayer. Top is the number of movers to keep, those whose worth changed most.
// A customer who is there before and not after, and drawings out of order, are an
// *clientele.InputError; a drawing with an error stops it with that error.
func Moves[K clientele.Key](before, after iter.Seq[Drawing[K]], top int) (*BaseMoves[K], error) {
	next, stop := iter.Pull(before)
	defer stop()
	old, there := next()
	b := &BaseMoves[K]{}
	flows, order := map[[2]lifecycle.Stage]*StageFlow{}, clientele.KeyOrder[K]()
	bad := func(k K, want string) error {
		return &clientele.InputError{Where: "portrait.Moves", Field: "customer", Value: k, Want: want}
	}
	for now := range after {
		if now.Err != nil {
			return nil, now.Err
		}
		m := moveOf(now.Customer, nil, &now.Portrait)
		if there {
			if old.Err != nil {
				return nil, old.Err
			}
			switch c := order(old.Customer, now.Customer); {
			case c < 0:
				return nil, bad(old.Customer, "a customer of both dates, in the same order: they are missing after")
			case c == 0:
				m = moveOf(now.Customer, &old.Portrait, &now.Portrait)
				old, there = next()
			}
		}
		b.add(m, flows)
		if top > 0 {
			b.keep(m, top)
		}
	}
	if there {
		return nil, bad(old.Customer, "a customer of both dates, in the same order: they are missing after")
	}
	for _, f := range flows {
		b.Stages = append(b.Stages, *f)
	}
	slices.SortFunc(b.Stages, func(a, c StageFlow) int { return cmp.Or(cmp.Compare(a.From, c.From), cmp.Compare(a.To, c.To)) })
	return b, nil
}

func moveOf[K clientele.Key](customer K, before, after *Portrait) PortraitMove[K] {
	m := PortraitMove[K]{Customer: customer, Bought: after.Purchases, Spent: after.Money, Silence: after.Loss.Silence, Fallen: after.Stage.Fallen, Grown: after.Stage.Grown}
	m.Stage[1], m.Segment[1], m.Band[1], m.Worth[1] = after.Stage.Stage, after.Segment.Segment, after.Band.Band, after.Worth.Value
	if before != nil {
		m.Stage[0], m.Segment[0], m.Band[0], m.Worth[0] = before.Stage.Stage, before.Segment.Segment, before.Band.Band, before.Worth.Value
		m.Bought -= before.Purchases
		m.Spent -= before.Money
	}
	return m
}

func (b *BaseMoves[K]) add(m PortraitMove[K], flows map[[2]lifecycle.Stage]*StageFlow) {
	b.Customers++
	switch {
	case m.Stage[0] == 0:
		b.Came++
	case m.Moved():
		b.Moved++
	}
	f := flows[m.Stage]
	if f == nil {
		f = &StageFlow{From: m.Stage[0], To: m.Stage[1]}
		flows[m.Stage] = f
	}
	f.Customers++
	f.Spent += m.Spent
	for i, w := range m.Worth {
		b.Worth[i] += w
		f.Worth[i] += w
	}
}

// keep keeps the top movers, the largest change first.
func (b *BaseMoves[K]) keep(m PortraitMove[K], top int) {
	change := func(m PortraitMove[K]) float64 { return -math.Abs(m.Worth[1] - m.Worth[0]) }
	at, _ := slices.BinarySearchFunc(b.Movers, change(m), func(o PortraitMove[K], t float64) int {
		if change(o) <= t { // equal ones stay in the order of their customers
			return -1
		}
		return 1
	})
	if at == top {
		return
	}
	b.Movers = slices.Insert(b.Movers, at, m)
	if len(b.Movers) > top {
		b.Movers = b.Movers[:top]
	}
}
