package perceived

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// OfferStanding is where an offer stands against the best rival.
type OfferStanding uint8

// The standings. The zero value is unassigned: there is nothing to compare.
const (
	OfferStandingBehind OfferStanding = iota + 1 // 落后
	OfferStandingEven                            // 持平
	OfferStandingAhead                           // 领先
)

var standings = enum.New[OfferStanding]("perceived.OfferStanding",
	enum.Row{Name: "behind", English: "Behind", Chinese: "落后"},
	enum.Row{Name: "even", English: "Even", Chinese: "持平"},
	enum.Row{Name: "ahead", English: "Ahead", Chinese: "领先"},
)

// String returns the permanent name, such as "ahead".
func (s OfferStanding) String() string { return standings.String(s) }

// Label returns the standing's name in lang.
func (s OfferStanding) Label(lang clientele.Lang) string { return standings.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s OfferStanding) MarshalText() ([]byte, error) { return standings.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *OfferStanding) UnmarshalText(text []byte) error { return standings.UnmarshalText(s, text) }

// OfferComparison is an offer against the best of its rivals, in one customer's eyes.
type OfferComparison struct {
	Rival     int           `json:"rival"`      // the best rival's place in the argument; −1 if there is none to compare with
	Advantage float64       `json:"advantage"`  // points of Net ahead of it, over the items that both were rated on
	Gaps      OfferGaps     `json:"gaps"`       // what each of these items contributes; they add up to Advantage
	Standing  OfferStanding `json:"standing"`   // ahead, even or behind by more than the policy's Even
	HoldsBack OfferItem     `json:"holds_back"` // the item with the most negative gap; unassigned if none is negative
	Even      float64       `json:"even"`       // points that are not noticed, of the policy
}

// Compare sets a customer's rating of our offer against their ratings of the
// rivals. The best rival is the one that leaves us the smallest advantage; each
// is compared over the items that both offers were rated on, so that an item
// nobody asked about favours neither. A rival that shares no value or no cost
// with us cannot be compared.
//
// Special cases are: Rival −1 and no Standing if no rival can be compared;
// an Advantage of NaN, and nothing else, for an answer outside the policy's scale.
func (a Appraiser) Compare(own *OfferRating, rivals ...OfferRating) OfferComparison {
	p := a.scale()
	best := OfferComparison{Rival: -1, Even: p.even}
	for k := range rivals {
		gaps := p.gaps(own, &rivals[k])
		advantage, sides := 0.0, [2]bool{}
		for i := OfferItemProduct; i <= Items; i++ {
			if v, known := gaps[i].Value(); known {
				advantage += v
				sides[side(i)] = true
			}
		}
		if sides[0] && sides[1] && (best.Rival < 0 || advantage < best.Advantage || math.IsNaN(advantage)) {
			best = OfferComparison{Rival: k, Advantage: advantage, Gaps: gaps, Even: p.even}
		}
	}
	if best.Rival < 0 {
		return best
	}
	best.Standing = p.standing(best.Advantage, best.Advantage)
	if best.Standing == 0 {
		return best
	}
	if at := worst(&best.Gaps); at != 0 && best.Gaps[at].Or(0) < 0 {
		best.HoldsBack = at
	}
	return best
}

// standing judges an advantage known to lie between lo and hi.
func (p *scale) standing(lo, hi float64) OfferStanding {
	switch {
	case math.IsNaN(lo) || math.IsNaN(hi):
		return 0
	case lo > p.even:
		return OfferStandingAhead
	case hi < -p.even:
		return OfferStandingBehind
	}
	return OfferStandingEven
}

// AppendReasons appends why the comparison came out as it did: the advantage,
// then the item that holds the customer back, if there is one.
func (c *OfferComparison) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return appendReasons(dst, c.Standing, c.Advantage, c.Even, c.HoldsBack, c.Gaps[c.HoldsBack].Or(math.NaN()))
}

func appendReasons(dst []clientele.Reason, s OfferStanding, advantage, even float64, holdsBack OfferItem, gap float64) []clientele.Reason {
	switch s {
	case OfferStandingAhead:
		dst = append(dst, clientele.Reason{Code: ReasonAhead, Value: advantage, Limit: even})
	case OfferStandingBehind:
		dst = append(dst, clientele.Reason{Code: ReasonBehind, Value: advantage, Limit: -even})
	case OfferStandingEven:
		dst = append(dst, clientele.Reason{Code: ReasonEven, Value: advantage, Limit: even})
	default:
		return append(dst, clientele.Reason{Code: ReasonNoRival, Value: math.NaN(), Limit: math.NaN()})
	}
	if holdsBack != 0 {
		dst = append(dst, clientele.Reason{Code: itemCodes[holdsBack], Value: gap, Limit: 0})
	}
	return dst
}
