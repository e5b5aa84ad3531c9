package segment

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quantile"
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
type Relationship struct {
	Scale      float64 `json:"scale"`      // amount of trade a year; may be negative
	Years      float64 `json:"years"`      // of cooperation, ≥ 0
	Repurchase float64 `json:"repurchase"` // repurchase rate, 0 to 1
}

// Check returns nil if the relationship is possible, and otherwise an *clientele.InputError.
func (r Relationship) Check() error {
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "segment.Relationship", Field: field, Value: value, Want: want}
	}
	switch {
	case !(r.Scale >= -maxMagnitude && r.Scale <= maxMagnitude):
		return bad("Scale", r.Scale, "an amount in [-1e290, 1e290]")
	case !(r.Years >= 0 && r.Years <= 1e3):
		return bad("Years", r.Years, "a number in [0, 1000]")
	case !(r.Repurchase >= 0 && r.Repurchase <= 1):
		return bad("Repurchase", r.Repurchase, "a rate in [0, 1]")
	}
	return nil
}

// Indicators returns the indicators in the order of the default tree.
func (r Relationship) Indicators() [3]float64 { return [3]float64{r.Scale, r.Years, r.Repurchase} }

// ValueTreePolicy says at which quantiles of the base the default tree asks.
// The zero value is thirds of the scale, and the median of years and
// repurchase rate: the choice of this library, as texts name the indicators
// and no thresholds.
type ValueTreePolicy struct {
	LargeScale  float64 `json:"large_scale"`
	MediumScale float64 `json:"medium_scale"`
	Years       float64 `json:"years"`
	Repurchase  float64 `json:"repurchase"`
}

// FitValueTree returns the default tree on transaction scale, years of
// cooperation and repurchase rate, with thresholds at the base's quantiles:
//
//	scale large:   high if many years or high repurchase, otherwise medium
//	scale medium:  high if both, medium if one, otherwise low
//	scale small:   medium if both, otherwise low
//
// An indicator is high at or above its threshold. Where customers are so much
// alike that two thresholds of the scale coincide, there is no medium scale;
// customers who are all alike are at every threshold, and high.
// The error is the first customer's whose Check fails, or matches
// clientele.ErrNoData.
func FitValueTree(base []Relationship, policy *ValueTreePolicy) (*Tree, error) {
	const where = "segment.FitValueTree"
	p := ValueTreePolicy{2.0 / 3, 1.0 / 3, 0.5, 0.5}
	if policy != nil && *policy != (ValueTreePolicy{}) {
		p = *policy
	}
	for _, q := range []float64{p.MediumScale, p.LargeScale, p.Years, p.Repurchase} {
		if !(q > 0 && q < 1) || p.MediumScale > p.LargeScale {
			return nil, &clientele.InputError{Where: where, Field: "quantiles", Value: p, Want: "shares between 0 and 1, that of the medium scale not above that of the large"}
		}
	}
	if len(base) == 0 {
		return nil, fmt.Errorf("%s: %w: give at least one customer", where, clientele.ErrNoData)
	}
	var samples [3]quantile.Sample
	for i, r := range base {
		if err := r.Check(); err != nil {
			return nil, atCustomer(where, i, err)
		}
		for a, v := range r.Indicators() {
			samples[a].Add(v)
		}
	}
	scale := samples[0].Quantiles(nil, quantile.Linear, p.MediumScale, p.LargeScale)
	years := samples[1].Quantiles(nil, quantile.Linear, p.Years)[0]
	again := samples[2].Quantiles(nil, quantile.Linear, p.Repurchase)[0]
	both := func(two, one, none clientele.Level) *Node {
		return Ask(IndicatorRepurchase, again,
			Ask(IndicatorYears, years, Leaf(two), Leaf(one)),
			Ask(IndicatorYears, years, Leaf(one), Leaf(none)))
	}
	small := both(clientele.LevelMedium, clientele.LevelLow, clientele.LevelLow)
	if scale[0] < scale[1] {
		small = Ask(IndicatorScale, scale[0], both(clientele.LevelHigh, clientele.LevelMedium, clientele.LevelLow), small)
	}
	root := Ask(IndicatorScale, scale[1], both(clientele.LevelHigh, clientele.LevelHigh, clientele.LevelMedium), small)
	return NewTree([]string{IndicatorScale, IndicatorYears, IndicatorRepurchase}, root)
}
