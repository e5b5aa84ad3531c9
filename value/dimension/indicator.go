package dimension

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Indicator is one measurement of a customer. Units are the caller's, but the
// same for all customers.
type Indicator uint8

// The indicators. The zero value is unassigned.
const (
	IndicatorAmount    Indicator = iota + 1 // money spent in the window
	IndicatorFrequency                      // purchases in the window
	IndicatorChannels                       // channels used
	IndicatorLifetime                       // customer lifetime value
	IndicatorProfit                         // profit contribution

	IndicatorInfluence     // PageRank in the network of contacts or referrals
	IndicatorBridging      // betweenness there
	IndicatorReach         // customers reached within a few steps
	IndicatorReferrals     // customers brought
	IndicatorReferralValue // what they are worth

	IndicatorSatisfaction   // such as the mean answer to a survey
	IndicatorLoyalty        // such as a loyalty score
	IndicatorRecommendation // willingness to recommend, 0 to 10
	IndicatorComplaints     // complaints in the window; fewer are better

	IndicatorEngagement // visits, log-ins, opened messages in the window
	IndicatorBreadth    // categories bought
	IndicatorRegularity // evenness of the gaps between purchases; see Evenness
	IndicatorTrend      // change of activity over time; see Slope
	IndicatorSilence    // time since the last activity; less is better
)

// Indicators is the number of indicators.
const Indicators = 19

var indicators = enum.New[Indicator]("dimension.Indicator",
	enum.Row{Name: "amount", English: "Amount spent", Chinese: "消费金额"},
	enum.Row{Name: "frequency", English: "Purchase frequency", Chinese: "消费频率"},
	enum.Row{Name: "channels", English: "Channels used", Chinese: "购买渠道"},
	enum.Row{Name: "lifetime", English: "Lifetime value", Chinese: "终身价值"},
	enum.Row{Name: "profit", English: "Profit contribution", Chinese: "利润贡献"},
	enum.Row{Name: "influence", English: "Influence in the network", Chinese: "网络影响力"},
	enum.Row{Name: "bridging", English: "Bridging of circles", Chinese: "中介中心性"},
	enum.Row{Name: "reach", English: "Reach in the network", Chinese: "触达范围"},
	enum.Row{Name: "referrals", English: "Customers referred", Chinese: "推荐人数"},
	enum.Row{Name: "referral-value", English: "Referral value", Chinese: "推荐价值"},
	enum.Row{Name: "satisfaction", English: "Satisfaction", Chinese: "满意度"},
	enum.Row{Name: "loyalty", English: "Loyalty", Chinese: "忠诚度"},
	enum.Row{Name: "recommendation", English: "Willingness to recommend", Chinese: "推荐意愿"},
	enum.Row{Name: "complaints", English: "Complaints", Chinese: "投诉"},
	enum.Row{Name: "engagement", English: "Engagement", Chinese: "互动活跃度"},
	enum.Row{Name: "breadth", English: "Breadth of categories", Chinese: "品类广度"},
	enum.Row{Name: "regularity", English: "Regularity", Chinese: "购买规律性"},
	enum.Row{Name: "trend", English: "Trend", Chinese: "活跃趋势"},
	enum.Row{Name: "silence", English: "Silence", Chinese: "沉默时长"},
)

// Dimension returns the dimension that i belongs to; unassigned for an
// indicator that is not declared.
func (i Indicator) Dimension() Dimension {
	switch {
	case !indicators.Valid(i):
		return 0
	case i <= IndicatorProfit:
		return DimensionEconomic
	case i <= IndicatorReferralValue:
		return DimensionSocial
	case i <= IndicatorComplaints:
		return DimensionEmotional
	}
	return DimensionBehavioural
}

// LessIsBetter reports whether a smaller measurement earns a higher score.
func (i Indicator) LessIsBetter() bool { return i == IndicatorComplaints || i == IndicatorSilence }

// String returns the permanent name, such as "amount".
func (i Indicator) String() string { return indicators.String(i) }

// Label returns the indicator's name in lang.
func (i Indicator) Label(lang clientele.Lang) string { return indicators.Label(i, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (i Indicator) MarshalText() ([]byte, error) { return indicators.MarshalText(i) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (i *Indicator) UnmarshalText(text []byte) error { return indicators.UnmarshalText(i, text) }

// of is Indicator.Dimension as a table.
var of = func() (t [Indicators + 1]Dimension) {
	for i := IndicatorAmount; i <= Indicators; i++ {
		t[i] = i.Dimension()
	}
	return t
}()

// declared returns an error for the unassigned indicator, which JSON can name.
func (i Indicator) declared(where string) error {
	if indicators.Valid(i) {
		return nil
	}
	return &clientele.InputError{Where: where, Field: "indicator", Value: i.String(), Want: "the name of an indicator"}
}
