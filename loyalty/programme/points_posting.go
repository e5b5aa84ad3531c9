package programme

import "github.com/clientele-go/clientele"

// PointsPosting is what an event did to an account.
type PointsPosting struct {
	Action   PointsAction `json:"action"`
	Repeated bool         `json:"repeated"` // the event was there already, and changed nothing; all else is 0 then
	Points   int64        `json:"points"`   // earned, redeemed, restored or revoked
	Paid     int64        `json:"paid"`     // of points earned or restored: paid what the member owed
	Expired  int64        `json:"expired"`  // of points restored: past their validity; of those to be revoked: expired before they were spent, so not taken
	Owed     int64        `json:"owed"`     // of points revoked: spent before, and owed now
	Waived   int64        `json:"waived"`   // of those to be revoked: spent before, and waived
}

// AppendReasons appends what is out of the ordinary; nothing where all went as
// the event says.
func (p PointsPosting) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	say := func(code string, points int64) {
		if points > 0 {
			dst = append(dst, clientele.Reason{Code: code, Value: float64(points)})
		}
	}
	if p.Repeated {
		return append(dst, clientele.Reason{Code: ReasonPointsRepeated})
	}
	say(ReasonPointsPaid, p.Paid)
	if p.Action == PointsActionRestore {
		say(ReasonPointsExpired, p.Expired)
	} else {
		say(ReasonPointsLapsed, p.Expired)
	}
	say(ReasonPointsOwed, p.Owed)
	say(ReasonPointsWaived, p.Waived)
	return dst
}
