package portrait

import (
	"cmp"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/loyalty"
)

// Aspect is a part of a portrait.
type Aspect uint8

// The aspects.
const (
	AspectLoss        Aspect = iota + 1 // lost or not
	AspectSegment                       // RFM
	AspectStrategy                      // value × potential × loyalty
	AspectOrientation                   // relationship or transaction customer
	AspectLoyalty                       // loyalty score
	AspectAfterSales                    // class after the sale
	AspectTier                          // key-account tier, of an account
)

var aspects = enum.New[Aspect]("portrait.Aspect",
	enum.Row{Name: "loss", English: "Lost or not", Chinese: "是否流失"},
	enum.Row{Name: "segment", English: "RFM segment", Chinese: "RFM 细分"},
	enum.Row{Name: "strategy", English: "Strategy by value, potential and loyalty", Chinese: "价值·潜力·忠诚度策略"},
	enum.Row{Name: "orientation", English: "Relationship or transaction customer", Chinese: "关系型或交易型"},
	enum.Row{Name: "loyalty", English: "Loyalty", Chinese: "忠诚度"},
	enum.Row{Name: "after-sales", English: "Class after the sale", Chinese: "售后分类"},
	enum.Row{Name: "tier", English: "Key-account tier", Chinese: "大客户等级"},
)

// String returns the permanent name, such as "orientation".
func (a Aspect) String() string { return aspects.String(a) }

// Label returns the aspect's name in lang.
func (a Aspect) Label(lang clientele.Lang) string { return aspects.Label(a, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (a Aspect) MarshalText() ([]byte, error) { return aspects.MarshalText(a) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (a *Aspect) UnmarshalText(text []byte) error { return aspects.UnmarshalText(a, text) }

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
