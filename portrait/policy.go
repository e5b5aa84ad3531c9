package portrait

import (
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/silence"
)

// Days is the unit in which a portrait counts time.
const Days = clientele.Day

// PortraitPolicy says what is to be known of a base before its portraits are
// drawn. Nil and each zero field mean the default; the policies of the parts are
// those of their packages.
type PortraitPolicy struct {
	Horizon value.Horizon      `json:"horizon,omitzero"` // how far ahead value is counted; default a year
	Rate    value.DiscountRate `json:"rate,omitzero"`    // default 10 % a year
	Margin  float64            `json:"margin"`           // profit as a share of sales, in (0, 1]; default 1, so that value is sales

	// Term is the time that a payment under contract covers, such as value.Month:
	// a customer pays once a term until they leave, and is lost when they do not
	// renew. Zero is a trade without contracts, in which customers leave unseen.
	Term clientele.Unit `json:"term,omitempty"`

	// Kinds are the purchase models to choose from (btyd.Kinds); default the NBD,
	// BG/NBD, MBG/NBD and Pareto/NBD. Not looked at under contract.
	Kinds []string `json:"kinds,omitempty"`
	// Calendar is the season of the trade, with start and period in days since
	// 1 January 1970; default none.
	Calendar *btyd.Calendar `json:"calendar,omitempty"`
	// Window is the latest time in which frequency and money count for RFM and the
	// value of an axis; default a year.
	Window clientele.Unit `json:"window,omitempty"`
	// MinKnown is the smallest share that must be known for a loyalty level and an
	// orientation, in [0, 1]; default that of each.
	MinKnown clientele.Measure `json:"min_known,omitzero"`

	Loss        silence.LossPolicy        `json:"loss,omitzero"`   // who is lost; times in days; default models MBG/NBD, Pareto/NBD and, of regular buyers, MBG/CNBD-k
	Stages      lifecycle.StagePolicy     `json:"stages,omitzero"` // its rhythm, horizon and limit default to those of the base
	Bins        rfm.BinsPolicy            `json:"bins,omitzero"`
	Segments    rfm.SegmentationPolicy    `json:"segments,omitzero"`
	Cells       rfm.CellPolicy            `json:"cells,omitzero"`
	Pyramid     segment.PyramidPolicy     `json:"pyramid,omitzero"`
	Cube        segment.CubePolicy        `json:"cube,omitzero"`
	Orientation loyalty.OrientationPolicy `json:"orientation,omitzero"`
	Classes     loyalty.ValueClassPolicy  `json:"classes,omitzero"`
	Score       loyalty.ScorePolicy       `json:"score,omitzero"`
	AfterSales  loyalty.AfterSalesPolicy  `json:"after_sales,omitzero"`
	Tiers       keyaccount.TieringPolicy  `json:"tiers,omitzero"`
}

// defaultKinds are models with closed forms, so that a portrait takes
// microseconds; the others of btyd.Kinds are there for the asking.
var defaultKinds = []string{"btyd.NBD", "btyd.BGNBD", "btyd.MBGNBD", "btyd.ParetoNBD"}

// defaultLoss are the models that the loss rule chooses from: those that answer in
// microseconds. The one with a slow state, for bases whose customers come back, takes
// tens of microseconds a question: ask for it by Loss.Models.
var defaultLoss = []string{"btyd.MBGNBD", "btyd.ParetoNBD", "btyd.MBGCNBD"}

func (p *PortraitPolicy) filled() PortraitPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Horizon, value.Within(1, clientele.Year))
	policy.Default(&q.Rate, value.Annual(0.1))
	policy.Default(&q.Margin, 1)
	policy.Default(&q.Window, clientele.Year)
	if q.Kinds = slices.Clone(q.Kinds); q.Kinds == nil {
		q.Kinds = slices.Clone(defaultKinds)
	}
	if q.Term > 0 {
		policy.Default(&q.Orientation.Trade, loyalty.TradeContract)
	}
	if known, ok := q.MinKnown.Value(); ok {
		policy.Default(&q.Score.MinKnown, clientele.Known(known))
		policy.Default(&q.Orientation.MinKnown, clientele.Known(known))
	}
	return q
}

// Terms returns the terms of value, in days.
func (p *PortraitPolicy) Terms() value.Terms {
	q := p.filled()
	return value.Terms{Unit: Days, Horizon: q.Horizon, Rate: q.Rate, Margin: q.Margin}
}

// Check returns nil if the policy, filled, is possible, and otherwise an
// *clientele.InputError. What depends on the base is checked in Fit.
func (p *PortraitPolicy) Check() error {
	q := p.filled()
	bad := func(field string, v any, want string) error {
		return &clientele.InputError{Where: "portrait.PortraitPolicy", Field: field, Value: v, Want: want}
	}
	if err := q.Terms().Check(); err != nil {
		return err
	}
	switch {
	case q.Horizon.Infinite():
		return bad("horizon", "for ever", "a finite horizon: a verdict of value is held against what comes")
	case q.Term < 0 || q.Term != 0 && q.Term < Days:
		return bad("term", q.Term, "the time that a payment covers, a day or more, or 0 for a trade without contracts")
	case q.Window < Days:
		return bad("window", q.Window, "a time of a day or more, such as clientele.Year")
	}
	for _, k := range q.Kinds {
		if !slices.Contains(btyd.Kinds(), k) {
			return bad("kinds", k, "names of btyd.Kinds, such as btyd.BGNBD")
		}
	}
	if err := q.MinKnown.Check("portrait.PortraitPolicy", "min_known", 0, 1); err != nil {
		return err
	}
	for _, part := range []interface{ Check() error }{&q.Loss, &q.Stages, &q.Bins, &q.Cells, &q.Pyramid, &q.Cube, &q.Orientation, &q.Classes, &q.Score, &q.AfterSales} {
		if err := part.Check(); err != nil {
			return err
		}
	}
	return nil
}

// MarshalJSON writes the fields that are set.
func (p PortraitPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *PortraitPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }
