package portrait

import (
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/contractual"
	"github.com/clientele-go/clientele/value/silence"
)

// Portrayer draws the portraits of a base: everything that is the same for all of
// its customers, fitted once. It holds no customers, does not change, and may be
// used by several goroutines. Its JSON is one small document, versioned and named,
// which restores the same answers to the bit.
type Portrayer struct {
	fitted
	policy PortraitPolicy
	trade  purchases
	rules  *lifecycle.Rules
	loss   silence.LossPolicy
}

// fitted is what was estimated from the base, and what is stored.
type fitted struct {
	Given     PortraitPolicy                  `json:"policy"`
	AsOf      time.Time                       `json:"as_of"`
	Customers int                             `json:"customers"`
	Worth     float64                         `json:"worth"` // of all customers
	Purchases *clientele.Fit[btyd.AnyModel]   `json:"purchases,omitempty"`
	Renewals  *clientele.Fit[contractual.SBG] `json:"renewals,omitempty"`
	Amounts   amounts                         `json:"amounts"`
	Loss      *silence.LossRule               `json:"loss,omitempty"` // nil under contract
	Bins      *rfm.Bins                       `json:"bins"`
	Cells     rfm.Cells                       `json:"cells"`
	Pyramid   segment.Pyramid                 `json:"pyramid"`
	Cube      segment.Cube                    `json:"cube"`
	Orienter  loyalty.OrientationRules        `json:"orienter"`
	Scorer    loyalty.LoyaltyScorer           `json:"scorer"`
	Cuts      *loyalty.ProfitCuts             `json:"cuts,omitempty"` // of the relationship customers; nil if there is none
	Tiers     *keyaccount.Classifier          `json:"tiers,omitempty"`
	Choice    []clientele.Reason              `json:"choice"`
	Warnings  []clientele.Warning             `json:"warnings"`
	segments  *rfm.Segmentation               // made of Bins and the policy
	afterSale loyalty.AfterSalesClassifier    // of the policy
	classes   loyalty.ValueClasses            // of the policy
	strategy  segment.StrategyMap             // the default
}

const (
	kind    = "portrait.Portrayer"
	version = 1
)

// MarshalJSON writes the document: policy, models and cut points, no customers.
func (p *Portrayer) MarshalJSON() ([]byte, error) {
	if p == nil {
		return []byte("null"), nil
	}
	return wire.MarshalKind(kind, version, p.fitted)
}

// UnmarshalJSON reads what MarshalJSON writes and checks it; p is unchanged on
// error. Another kind or version is an *clientele.InputError.
func (p *Portrayer) UnmarshalJSON(data []byte) error {
	var f fitted
	if err := wire.UnmarshalKind(data, kind, version, &f); err != nil {
		return err
	}
	made, err := f.portrayer()
	if err == nil {
		*p = *made
	}
	return err
}

// portrayer makes what is derived from the fits.
func (f fitted) portrayer() (*Portrayer, error) {
	if err := f.Given.Check(); err != nil {
		return nil, err
	}
	p := &Portrayer{fitted: f, policy: f.Given.filled()}
	bad := func(field, want string) error {
		return &clientele.InputError{Where: "portrait.Portrayer", Field: field, Value: "none", Want: want}
	}
	q := p.policy
	stages := q.Stages
	switch {
	case f.Bins == nil:
		return nil, bad("bins", "the cut points of RFM")
	case f.Amounts.GammaGamma == nil && f.Amounts.LogNormal == nil && f.Amounts.Amount == nil:
		return nil, bad("amounts", "one fit of amounts")
	case q.Term > 0:
		if f.Renewals == nil {
			return nil, bad("renewals", "the fit of a trade under contract")
		}
		p.trade = newContract(f.Renewals, &f.Amounts, &q)
		p.loss = silence.LossPolicy{Limit: 0.5, Horizon: q.Term.In(Days)}
		policy.Default(&stages.Gap, q.Term.In(Days))
		policy.Default(&stages.Shape, 20) // bills come by the calendar
		policy.Default(&stages.ShapeWeight, 20)
	default:
		if f.Purchases == nil || f.Loss == nil {
			return nil, bad("purchases and loss", "the fits of a trade without contracts")
		}
		o, err := newOpen(f.Purchases, &f.Amounts, f.Loss, &q)
		if err != nil {
			return nil, err
		}
		p.trade, p.loss = o, f.Loss.Policy()
		rhythm := f.Loss.Rhythm()
		policy.Default(&stages.Gap, rhythm.Gap)
		policy.Default(&stages.GapWeight, max(0.01, min(rhythm.Weight, 1000))) // its range there
	}
	q.Segments.Contract = q.Segments.Contract || q.Term > 0
	var err error
	var calendar lifecycle.Calendar
	if q.Calendar != nil {
		calendar = q.Calendar
	}
	var loss clientele.LossClassifier
	if q.Term == 0 {
		loss = f.Loss
	}
	if p.rules, err = lifecycle.NewRules(&stages, loss, calendar); err != nil {
		return nil, err
	}
	if p.segments, err = rfm.NewSegmentation(f.Bins, &q.Segments); err != nil {
		return nil, err
	}
	if p.afterSale, err = loyalty.NewAfterSalesClassifier(&q.AfterSales); err != nil {
		return nil, err
	}
	if p.classes, err = loyalty.NewValueClasses(&q.Classes); err != nil {
		return nil, err
	}
	p.strategy = segment.DefaultStrategies()
	return p, nil
}

// Policy returns the policy with its defaults written out.
func (p *Portrayer) Policy() PortraitPolicy { return p.policy }

// Kind returns the kind of the purchase model that was chosen, such as
// "btyd.BGNBD", or "contractual.SBG" under contract.
func (p *Portrayer) Kind() string {
	if p.Renewals != nil {
		return clientele.Kind(p.Renewals.Model)
	}
	if p.Purchases == nil {
		return ""
	}
	return p.Purchases.Model.Kind()
}

// Limits returns the one meaning of lost, with its defaults written out: times in
// days.
func (p *Portrayer) Limits() silence.LossPolicy { return p.loss }

// AppendReasons appends why the models were chosen.
func (p *Portrayer) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return append(dst, p.Choice...)
}
