package portrait

import (
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
)

// Portrait is the whole answer about one customer at one date. What could not be
// told is unassigned, and listed in Unknown.
type Portrait struct {
	AsOf      time.Time `json:"as_of"`
	First     time.Time `json:"first"`     // day of the first purchase
	Last      time.Time `json:"last"`      // day of the last one
	Purchases int       `json:"purchases"` // days with a purchase
	Money     float64   `json:"money"`     // spent, all in all

	Worth      Worth                     `json:"worth"`
	Next       NextPurchase              `json:"next"`
	Loss       clientele.LossVerdict     `json:"loss"`
	Stage      lifecycle.StageVerdict    `json:"stage"`
	Window     float64                   `json:"window"` // days before AsOf in which frequency and money count for RFM and the axis of value
	Segment    rfm.SegmentVerdict        `json:"segment"`
	Cell       rfm.CellVerdict           `json:"cell"`
	Band       segment.BandVerdict       `json:"band"`
	Cube       segment.CubeVerdict       `json:"cube"`
	Strategy   segment.Strategy          `json:"strategy"`
	Leaning    loyalty.Leaning           `json:"leaning"`
	Class      loyalty.ValueVerdict      `json:"class"` // of relationship customers
	Loyalty    loyalty.LoyaltyScore      `json:"loyalty"`
	AfterSales loyalty.AfterSalesVerdict `json:"after_sales"`
	Tier       *keyaccount.Placement     `json:"tier,omitempty"` // of an account; placed by itself, without the caps of a programme

	Advice    Advice     `json:"advice"`
	Unknown   []Unknown  `json:"unknown"`   // the first is the measurement that would tell most
	Conflicts []Conflict `json:"conflicts"` // for a person to look at
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (p Portrait) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *Portrait) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Worth is what a customer is expected to bring from now to the horizon.
type Worth struct {
	Value     float64            `json:"value"`     // discounted profit
	Interval  clientele.Interval `json:"interval"`  // of Value, given that the parameters are estimates; level 0 if it was not asked for
	Present   float64            `json:"present"`   // what Value would be if they were surely there
	Stays     float64            `json:"stays"`     // and if they surely stayed up to the horizon
	Alive     float64            `json:"alive"`     // P(they have not left)
	Purchases float64            `json:"purchases"` // expected
	Days      float64            `json:"days"`      // the horizon
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (w Worth) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes.
func (w *Worth) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }

// NextPurchase is when the next purchase is due of a customer who is still there:
// half of such customers buy by Likely, a tenth before From, a tenth after Until.
// A customer who is lost has none of them.
type NextPurchase struct {
	Days   clientele.Measure `json:"days"` // until Likely; missing of a customer who is lost
	Likely time.Time         `json:"likely,omitzero"`
	From   time.Time         `json:"from,omitzero"`
	Until  time.Time         `json:"until,omitzero"`
}

// MarshalJSON writes the dates, none of a customer who is lost.
func (n NextPurchase) MarshalJSON() ([]byte, error) { return wire.Marshal(n) }

// UnmarshalJSON reads what MarshalJSON writes.
func (n *NextPurchase) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, n) }

// Classify draws the portrait of a customer, without intervals. A dossier that
// fails its Check, or that holds impossible measurements, is an
// *clientele.InputError.
func (p *Portrayer) Classify(d *Dossier) (Portrait, error) {
	if err := d.Check(); err != nil {
		return Portrait{}, err
	}
	q := &p.policy
	day := func(age float64) time.Time { return d.First.AddDate(0, 0, int(math.Round(age))) }
	out := Portrait{AsOf: d.AsOf(), First: d.First, Last: day(d.History.Last),
		Purchases: d.SpendAll.Count, Money: d.SpendAll.Mean * float64(d.SpendAll.Count)}
	out.Loss = p.trade.loss(d)
	out.Worth = p.trade.forecast(d)
	out.Next = p.next(d, &out)
	out.Stage = d.Detector.Verdict()

	recent := recencyOf(d)
	out.Window = q.Window.In(Days)
	evidence := rfm.EvidenceOf(d.History)
	evidence.Loss = out.Loss
	out.Segment = p.segments.Classify(recent, evidence)
	out.Cell = p.Cells.Classify(recent)
	out.Band = p.Pyramid.Classify(out.Worth.Value)
	out.Cube = p.Cube.Classify(pointOf(d, q, out.Loss.ProbSilent))
	out.Strategy = p.strategy.Strategy(out.Cube.Cell)

	var err error
	if out.Leaning, err = p.Orienter.Orient(markersOf(d)); err != nil {
		return Portrait{}, err
	}
	if out.Leaning.Orientation == loyalty.OrientationRelationship && p.Cuts != nil {
		out.Class = p.classes.Classify(loyalty.ProfitStanding{Profit: profitOf(d, q), Potential: d.Known.Potential}, *p.Cuts)
	}
	if out.Loyalty, err = p.Scorer.Score(d.Known.parts(tenureOf(d))); err != nil {
		return Portrait{}, err
	}
	after := loyalty.AfterSalesRecord{Satisfaction: d.Known.Satisfaction, Complaints: d.Known.Complaints, Settled: d.Known.Settled, Open: d.Known.Open, Repeats: d.Known.Repeats, Loss: out.Loss}
	if err := after.Check(); err != nil {
		return Portrait{}, err
	}
	out.AfterSales = p.afterSale.Classify(after)
	if d.Known.Account != nil && p.Tiers != nil {
		placed, err := p.Tiers.Classify([]keyaccount.Account{*d.Known.Account})
		if err != nil {
			return Portrait{}, err
		}
		out.Tier = &placed[0]
	}
	out.Advice = out.advise()
	out.Unknown = out.unknown(d, p)
	out.Conflicts = out.conflicts()
	return out, nil
}

// ClassifyWithin draws the portrait with the interval of its value. It panics
// unless 0 < level < 1.
func (p *Portrayer) ClassifyWithin(d *Dossier, level float64) (Portrait, error) {
	out, err := p.Classify(d)
	if err == nil {
		out.Worth.Interval = p.trade.interval(d, level)
	}
	return out, err
}

// next is the window of the next purchase of somebody who is still there: under
// contract the next bill, and otherwise a quantile of the base's own rhythm after
// the customer's, which is Lomax: P(none within t) = (1 + t/(ωμ + T))^−(ω + x),
// the rate of a base of mean gap μ and weight ω after x repeats in T.
func (p *Portrayer) next(d *Dossier, out *Portrait) NextPurchase {
	if out.Loss.State != clientele.LossStatePresent {
		return NextPurchase{}
	}
	after := func(days float64) time.Time { return out.AsOf.AddDate(0, 0, int(math.Ceil(min(days, 36500)))) }
	if p.policy.Term > 0 {
		due := d.History.Last + p.policy.Term.In(Days) - d.History.Age
		return NextPurchase{Days: clientele.Known(math.Ceil(max(due, 0))), Likely: after(max(due, 0)), From: after(max(due-1, 0)), Until: after(max(due+grace*p.policy.Term.In(Days), 0))}
	}
	h, base := p.trade.history(d), p.Loss.Rhythm()
	shape, rate := base.Weight+float64(h.Repeats), base.Weight*base.Gap+h.Age
	quantile := func(q float64) float64 {
		t := rate * math.Expm1(-math.Log1p(-q)/shape)
		if o, ok := p.trade.(*open); ok && o.calendar != nil {
			t = o.calendar.Elapse(first(d)+d.History.Age, t)
		}
		return t
	}
	return NextPurchase{Days: clientele.Known(math.Ceil(min(quantile(.5), 36500))), Likely: after(quantile(.5)), From: after(quantile(.1)), Until: after(quantile(.9))}
}
