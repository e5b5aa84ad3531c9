package tree

import (
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/quantile"
	"github.com/clientele-go/clientele/internal/wire"
)

// The indicators of the default value tree.
const (
	IndicatorScale      = "scale"      // 客户交易规模: amount a year
	IndicatorYears      = "years"      // 合作年限: years of cooperation
	IndicatorRepurchase = "repurchase" // 产品复购率: share of products bought again
)

// indicatorReasons are the codes for at least and under.
var indicatorReasons = map[string][2]string{
	IndicatorScale:      {ReasonScaleHigh, ReasonScaleLow},
	IndicatorYears:      {ReasonYearsHigh, ReasonYearsLow},
	IndicatorRepurchase: {ReasonRepurchaseHigh, ReasonRepurchaseLow},
}

// Relationship is what the default value tree looks at.
type TradeRecord struct {
	Scale      float64 `json:"scale"`      // amount of trade a year; may be negative
	Years      float64 `json:"years"`      // of cooperation, ≥ 0
	Repurchase float64 `json:"repurchase"` // repurchase rate, 0 to 1
}

// Check returns nil if the relationship is possible, and otherwise an *clientele.InputError.
func (r TradeRecord) Check() error {
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "tree.Relationship", Field: field, Value: value, Want: want}
	}
	switch {
	case !(r.Scale >= -maxAmount && r.Scale <= maxAmount):
		return bad("Scale", r.Scale, "an amount in [-1e290, 1e290]")
	case !(r.Years >= 0 && r.Years <= 1e3):
		return bad("Years", r.Years, "a number in [0, 1000]")
	case !(r.Repurchase >= 0 && r.Repurchase <= 1):
		return bad("Repurchase", r.Repurchase, "a rate in [0, 1]")
	}
	return nil
}

// Indicators returns the indicators in the order of the default tree.
func (r TradeRecord) Indicators() [3]float64 { return [3]float64{r.Scale, r.Years, r.Repurchase} }

// MarshalJSON writes the fields; a number that is not finite is null.
func (r TradeRecord) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes.
func (r *TradeRecord) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// ValueTreePolicy says at which quantiles of the base the value tree asks. Nil
// and zero fields mean thirds of the scale, and the median of years and
// repurchase rate: the choice of this library, as texts name the indicators
// and no thresholds.
type ValueTreePolicy struct {
	LargeScale  float64 `json:"large_scale"`  // default ⅔, or MediumScale where that is beyond
	MediumScale float64 `json:"medium_scale"` // default ⅓, or LargeScale where that is beyond
	Years       float64 `json:"years"`
	Repurchase  float64 `json:"repurchase"`
}

func (p *ValueTreePolicy) filled() ValueTreePolicy {
	q := policy.Copy(p)
	policy.Default(&q.LargeScale, max(2.0/3, q.MediumScale))
	policy.Default(&q.MediumScale, min(1.0/3, q.LargeScale))
	policy.Default(&q.Years, 0.5)
	policy.Default(&q.Repurchase, 0.5)
	return q
}

// Check returns nil if the quantiles, filled, are shares between 0 and 1, that
// of the medium scale not above that of the large; otherwise the error is an
// *clientele.InputError.
func (p *ValueTreePolicy) Check() error {
	q := p.filled()
	for _, share := range []float64{q.MediumScale, q.LargeScale, q.Years, q.Repurchase} {
		if !(share > 0 && share < 1) || q.MediumScale > q.LargeScale {
			return &clientele.InputError{Where: "tree.ValueTreePolicy", Field: "quantiles", Value: q, Want: "shares between 0 and 1, that of the medium scale not above that of the large"}
		}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p ValueTreePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *ValueTreePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// ValueTree is the tree on transaction scale, years of cooperation and
// repurchase rate. It does not change and may be used by several goroutines.
type ValueTree struct {
	tree   *Tree
	policy ValueTreePolicy
}

// FitValueTree returns the value tree with thresholds at the base's quantiles:
//
//	scale large:   high if many years or high repurchase, otherwise medium
//	scale medium:  high if both, medium if one, otherwise low
//	scale small:   medium if both, otherwise low
//
// An indicator is high at or above its threshold, which is above the smallest
// value of the base: a repurchase rate of 0 is never high. An indicator on which
// all customers are alike is not asked for, and counts as not high, or as a
// medium scale; if all indicators are like that, everybody is unassigned.
// Where two thresholds of the scale coincide, there is no medium scale. The
// error is the first customer's whose Check fails, or matches
// clientele.ErrNoData.
func FitValueTree(base []TradeRecord, policy *ValueTreePolicy) (*ValueTree, error) {
	const where = "tree.FitValueTree"
	if err := policy.Check(); err != nil {
		return nil, err
	}
	p := policy.filled()
	if len(base) == 0 {
		return nil, fmt.Errorf("%s: %w: give at least one customer", where, clientele.ErrNoData)
	}
	var columns [3][]float64
	for i, r := range base {
		if err := r.Check(); err != nil {
			return nil, fmt.Errorf("%s: customer %d: %w", where, i, err)
		}
		for a, v := range r.Indicators() {
			columns[a] = append(columns[a], v)
		}
	}
	scale := thresholds(columns[0], p.MediumScale, p.LargeScale)
	years := thresholds(columns[1], p.Years)
	again := thresholds(columns[2], p.Repurchase)
	both := func(two, one, none clientele.Level) *Node {
		return ask(IndicatorRepurchase, again,
			ask(IndicatorYears, years, Leaf(two), Leaf(one)),
			ask(IndicatorYears, years, Leaf(one), Leaf(none)))
	}
	medium := both(clientele.LevelHigh, clientele.LevelMedium, clientele.LevelLow)
	root := medium
	switch {
	case scale == nil && years == nil && again == nil:
		root = Leaf(0)
	case scale != nil:
		rest := both(clientele.LevelMedium, clientele.LevelLow, clientele.LevelLow)
		if scale[0] < scale[1] {
			rest = Ask(IndicatorScale, scale[0], medium, rest)
		}
		root = Ask(IndicatorScale, scale[1], both(clientele.LevelHigh, clientele.LevelHigh, clientele.LevelMedium), rest)
	}
	t, err := New([]string{IndicatorScale, IndicatorYears, IndicatorRepurchase}, root)
	return &ValueTree{t, p}, err
}

// thresholds returns the quantiles at the shares, or where one is the smallest
// value the next larger one; nil if all values are alike.
func thresholds(values []float64, shares ...float64) []float64 {
	least := slices.Min(values)
	var sample quantile.Sample
	next := slices.Max(values)
	if next == least {
		return nil
	}
	for _, v := range values {
		sample.Add(v)
		if v > least {
			next = min(next, v)
		}
	}
	out := sample.Quantiles(nil, quantile.Linear, shares...)
	for i, q := range out {
		if q <= least {
			out[i] = next
		}
	}
	return out
}

// ask asks whether the indicator is at its threshold, if there is one.
func ask(indicator string, threshold []float64, above, under *Node) *Node {
	if threshold == nil {
		return under
	}
	return Ask(indicator, threshold[0], above, under)
}

// Tree returns the tree, over the indicators of Trade.
func (t *ValueTree) Tree() *Tree { return t.tree }

// Policy returns the policy with its defaults written out.
func (t *ValueTree) Policy() ValueTreePolicy { return t.policy }

// Classify returns the customer's value; unassigned if an indicator that is
// asked for is NaN, or nothing divides the base.
func (t *ValueTree) Classify(r TradeRecord) TreeVerdict {
	x := r.Indicators()
	return t.tree.Classify(x[:])
}

type valueTreeJSON struct {
	Tree   *Tree
	Policy ValueTreePolicy
}

// MarshalJSON writes the tree and the policy.
func (t *ValueTree) MarshalJSON() ([]byte, error) {
	if t == nil {
		return []byte("null"), nil
	}
	return wire.Marshal(valueTreeJSON{t.tree, t.policy})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; t is unchanged on error.
func (t *ValueTree) UnmarshalJSON(data []byte) error {
	var j valueTreeJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	if j.Tree == nil || !slices.Equal(j.Tree.indicators, []string{IndicatorScale, IndicatorYears, IndicatorRepurchase}) {
		return &clientele.InputError{Where: "tree.ValueTree", Field: "tree", Value: string(data), Want: "a tree over scale, years and repurchase"}
	}
	if err := j.Policy.Check(); err != nil {
		return err
	}
	*t = ValueTree{j.Tree, j.Policy}
	return nil
}
