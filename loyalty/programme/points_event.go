package programme

import (
	"cmp"
	"strconv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// PointsAction is what an event does to points.
type PointsAction uint8

// The actions. The last two reverse the first two, in whole or in part.
const (
	PointsActionEarn    PointsAction = iota + 1 // points are issued
	PointsActionRedeem                          // points are spent
	PointsActionRestore                         // a redemption is undone: its points come back
	PointsActionRevoke                          // an order is returned: the points earned with it are taken back
)

var pointsActions = enum.New[PointsAction]("programme.PointsAction",
	enum.Row{Name: "earn", English: "Earn", Chinese: "获得"},
	enum.Row{Name: "redeem", English: "Redeem", Chinese: "兑换"},
	enum.Row{Name: "restore", English: "Restore", Chinese: "退还"},
	enum.Row{Name: "revoke", English: "Revoke", Chinese: "扣回"},
)

// String returns the permanent name, such as "restore".
func (a PointsAction) String() string { return pointsActions.String(a) }

// Label returns the action's name in lang.
func (a PointsAction) Label(lang clientele.Lang) string { return pointsActions.Label(a, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (a PointsAction) MarshalText() ([]byte, error) { return pointsActions.MarshalText(a) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (a *PointsAction) UnmarshalText(text []byte) error { return pointsActions.UnmarshalText(a, text) }

// PointsEvent is one thing that happens to a member's points.
type PointsEvent struct {
	ID     string       `json:"id,omitempty"` // the caller's, one an event of the member; "" for none: the event can then be neither told from another like it nor reversed
	Action PointsAction `json:"action"`
	At     int64        `json:"at"`
	Points int64        `json:"points"` // 1 to 2^40

	// Expires is the time before which points earned are valid, later than At;
	// Never for ever. Of points restored: 0 for the validity that they had, or
	// a new one.
	Expires int64 `json:"expires,omitempty"`

	// Of is the ID of the event that is reversed; "" for events that reverse none.
	Of string `json:"of,omitempty"`
}

// Check returns an *clientele.InputError for the first value that cannot be.
func (e PointsEvent) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "programme.PointsEvent", Field: field, Value: value, Want: want}
	}
	reverses := e.Action == PointsActionRestore || e.Action == PointsActionRevoke
	switch {
	case !pointsActions.Valid(e.Action):
		return bad("action", e.Action, "one of the PointsAction constants")
	case e.Points < 1 || e.Points > maxPoints:
		return bad("points", e.Points, "a whole number from 1 to 2^40")
	case e.Action == PointsActionEarn && e.Expires <= e.At:
		return bad("expires", e.Expires, "a time after the points are earned, or Never")
	case e.Action == PointsActionRestore && e.Expires != 0 && e.Expires <= e.At:
		return bad("expires", e.Expires, "0 for the validity that the points had, or a time after they are restored")
	case (e.Action == PointsActionRedeem || e.Action == PointsActionRevoke) && e.Expires != 0:
		return bad("expires", e.Expires, "0, as points that are taken do not expire")
	case reverses && e.Of == "":
		return bad("of", strconv.Quote(e.Of), "the id of the event that is reversed")
	case !reverses && e.Of != "":
		return bad("of", strconv.Quote(e.Of), "no id, as earning and redeeming reverse nothing")
	case e.Of != "" && e.Of == e.ID:
		return bad("of", strconv.Quote(e.Of), "the id of another event")
	}
	return nil
}

// entry returns the event as a journal keeps it; e passed Check.
func (e PointsEvent) entry() entry {
	x := entry{at: e.At, expires: e.Expires, points: e.Points}
	if e.Action == PointsActionRedeem || e.Action == PointsActionRevoke {
		x.points = -e.Points
	}
	if e.ID != "" || e.Of != "" {
		x.tag = &tag{e.ID, e.Of}
	}
	return x
}

// entry is one event.
type entry struct {
	at      int64
	expires int64 // of points earned or restored; 0 otherwise
	points  int64 // > 0 earned or restored, < 0 redeemed or revoked
	tag     *tag  // nil for an event without
}

// tag is what an event is called, and which other it reverses.
type tag struct{ id, of string }

func (e entry) id() string {
	if e.tag == nil {
		return ""
	}
	return e.tag.id
}

func (e entry) of() string {
	if e.tag == nil {
		return ""
	}
	return e.tag.of
}

// action reads the action off the signs. At one time members earn, then redeem,
// then redemptions are undone, then points taken back.
func (e entry) action() PointsAction {
	switch {
	case e.of() == "" && e.points > 0:
		return PointsActionEarn
	case e.of() == "":
		return PointsActionRedeem
	case e.points > 0:
		return PointsActionRestore
	}
	return PointsActionRevoke
}

// event returns the entry as it was posted.
func (e entry) event() PointsEvent {
	return PointsEvent{ID: e.id(), Action: e.action(), At: e.at, Points: max(e.points, -e.points), Expires: e.expires, Of: e.of()}
}

// compare orders events by time; equal events are interchangeable.
func (e entry) compare(f entry) int {
	if c := cmp.Compare(e.at, f.at); c != 0 {
		return c
	}
	if c := cmp.Or(cmp.Compare(e.action(), f.action()), cmp.Compare(e.expires, f.expires), cmp.Compare(e.points, f.points)); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(e.id(), f.id()), cmp.Compare(e.of(), f.of()))
}
