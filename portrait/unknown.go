package portrait

import (
	"cmp"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/loyalty"
)

// Unknown is a measurement that is missing, and what it would help to tell.
type Unknown struct {
	Ask  clientele.Reason `json:"ask"`  // the measurement, in words
	Tell []Aspect         `json:"tell"` // what is unassigned for want of it
}

// AppendReasons appends the measurement that is missing.
func (u Unknown) AppendReasons(dst []clientele.Reason) []clientele.Reason { return append(dst, u.Ask) }

// MarshalJSON writes the fields.
func (u Unknown) MarshalJSON() ([]byte, error) { return wire.Marshal(u) }

// UnmarshalJSON reads what MarshalJSON writes.
func (u *Unknown) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, u) }

// unknown lists what is unassigned by the measurement that would tell it, the one
// that would tell most first.
func (p *Portrait) unknown(d *Dossier, by *Portrayer) []Unknown {
	var out []Unknown
	want := func(ask string, a Aspect) {
		for i := range out {
			if out[i].Ask.Code == ask {
				out[i].Tell = append(out[i].Tell, a)
				return
			}
		}
		out = append(out, Unknown{clientele.Reason{Code: ask, Value: math.NaN(), Limit: math.NaN()}, []Aspect{a}})
	}
	if p.Loss.State == clientele.LossStateUnknown {
		want(ReasonAskHistory, AspectLoss)
	}
	if p.Segment.Segment == 0 {
		want(ReasonAskVariety, AspectSegment)
	}
	if p.Strategy == 0 {
		if _, known := d.Known.Potential.Value(); !known {
			want(ReasonAskPotential, AspectStrategy)
		} else {
			want(ReasonAskVariety, AspectStrategy)
		}
	}
	if p.Leaning.Orientation == 0 {
		switch p.Leaning.Ask {
		case 0:
		case loyalty.MarkerShareOfWallet:
			want(ReasonAskWallet, AspectOrientation)
		default:
			want("loyalty.ask-"+p.Leaning.Ask.String(), AspectOrientation)
		}
	}
	if p.Loyalty.Level == 0 {
		switch p.Loyalty.Ask {
		case 0:
		case loyalty.PartShareOfWallet:
			want(ReasonAskWallet, AspectLoyalty)
		case loyalty.PartSatisfaction:
			want(ReasonAskSatisfaction, AspectLoyalty)
		default:
			want("loyalty.measure-"+p.Loyalty.Ask.String(), AspectLoyalty)
		}
	}
	if p.AfterSales.Class == 0 {
		want(ReasonAskSatisfaction, AspectAfterSales)
	}
	if p.Tier != nil && p.Tier.Tier == keyaccount.TierNone && p.Tier.Known < by.Tiers.Policy().MinKnown {
		want(ReasonAskAccount, AspectTier)
	}
	slices.SortStableFunc(out, func(a, b Unknown) int { return cmp.Compare(len(b.Tell), len(a.Tell)) })
	return out
}
