package segment

import "github.com/clientele-go/clientele/internal/reason"

// Codes of the reasons that this package gives.
const (
	ReasonRecencyHigh    = "segment.recency-high"    // bought more recently than the centre
	ReasonRecencyLow     = "segment.recency-low"     // did not
	ReasonFrequencyHigh  = "segment.frequency-high"  // more purchases than the centre
	ReasonFrequencyLow   = "segment.frequency-low"   // not more
	ReasonMoneyHigh      = "segment.money-high"      // more money than the centre
	ReasonMoneyLow       = "segment.money-low"       // not more
	ReasonRecencyScore   = "segment.recency-score"   // R score
	ReasonFrequencyScore = "segment.frequency-score" // F score
	ReasonMoneyScore     = "segment.money-score"     // M score
	ReasonValueAbove     = "segment.value-above"     // value above the limit
	ReasonValueBelow     = "segment.value-below"     // not above it
	ReasonValueAtLeast   = "segment.value-at-least"  // value at or above the limit
	ReasonValueUnder     = "segment.value-under"     // under it
	ReasonNoPurchase     = "segment.no-purchase"     // has not bought yet
	ReasonPurchaseWithin = "segment.purchase-within" // purchase expected within the days
	ReasonPurchaseAfter  = "segment.purchase-after"  // expected later
	ReasonPurchaseOpen   = "segment.purchase-open"   // no expected date
	ReasonScaleHigh      = "segment.scale-high"      // transaction scale at least the threshold
	ReasonScaleLow       = "segment.scale-low"       // under it
	ReasonYearsHigh      = "segment.years-high"      // years of cooperation at least the threshold
	ReasonYearsLow       = "segment.years-low"       // under it
	ReasonRepurchaseHigh = "segment.repurchase-high" // repurchase rate at least the threshold
	ReasonRepurchaseLow  = "segment.repurchase-low"  // under it
	ReasonTreeAbove      = "segment.tree-above"      // an indicator at least its threshold
	ReasonTreeUnder      = "segment.tree-under"      // under it
	ReasonPotentialAbove = "segment.potential-above" // potential above the cut
	ReasonPotentialBelow = "segment.potential-below" // not above it
	ReasonLoyaltyAbove   = "segment.loyalty-above"   // loyalty above the cut
	ReasonLoyaltyBelow   = "segment.loyalty-below"   // not above it
	ReasonLengthAbove    = "segment.length-above"    // relationship longer than the cut
	ReasonLengthBelow    = "segment.length-below"    // not longer
)

var _ = reason.Register(map[string]reason.Text{
	ReasonRecencyHigh:    {English: "the last purchase was {value} ago, less than {limit}", Chinese: "距上次购买 {value}，短于 {limit}"},
	ReasonRecencyLow:     {English: "the last purchase was {value} ago, not less than {limit}", Chinese: "距上次购买 {value}，不短于 {limit}"},
	ReasonFrequencyHigh:  {English: "{value} purchases, more than {limit}", Chinese: "购买 {value} 次，多于 {limit}"},
	ReasonFrequencyLow:   {English: "{value} purchases, not more than {limit}", Chinese: "购买 {value} 次，不多于 {limit}"},
	ReasonMoneyHigh:      {English: "spent {value}, more than {limit}", Chinese: "消费 {value}，高于 {limit}"},
	ReasonMoneyLow:       {English: "spent {value}, not more than {limit}", Chinese: "消费 {value}，不高于 {limit}"},
	ReasonRecencyScore:   {English: "recency score {value} of {limit}", Chinese: "近度得分 {value}（满分 {limit}）"},
	ReasonFrequencyScore: {English: "frequency score {value} of {limit}", Chinese: "频度得分 {value}（满分 {limit}）"},
	ReasonMoneyScore:     {English: "money score {value} of {limit}", Chinese: "额度得分 {value}（满分 {limit}）"},
	ReasonValueAbove:     {English: "value {value} is above {limit}", Chinese: "价值 {value} 高于 {limit}"},
	ReasonValueBelow:     {English: "value {value} is not above {limit}", Chinese: "价值 {value} 不高于 {limit}"},
	ReasonValueAtLeast:   {English: "value {value} is at least {limit}", Chinese: "价值 {value} 不低于 {limit}"},
	ReasonValueUnder:     {English: "value {value} is under {limit}", Chinese: "价值 {value} 低于 {limit}"},
	ReasonNoPurchase:     {English: "has not bought yet", Chinese: "尚未购买"},
	ReasonPurchaseWithin: {English: "a purchase is expected in {value} days, within {limit}", Chinese: "预计 {value} 天后购买，在 {limit} 天以内"},
	ReasonPurchaseAfter:  {English: "a purchase is expected in {value} days, after {limit}", Chinese: "预计 {value} 天后购买，超过 {limit} 天"},
	ReasonPurchaseOpen:   {English: "the time of the purchase is open", Chinese: "购买时间未定"},
	ReasonScaleHigh:      {English: "transaction scale {value}, at least {limit}", Chinese: "交易规模 {value}，不低于 {limit}"},
	ReasonScaleLow:       {English: "transaction scale {value}, under {limit}", Chinese: "交易规模 {value}，低于 {limit}"},
	ReasonYearsHigh:      {English: "{value} years of cooperation, at least {limit}", Chinese: "合作 {value} 年，不少于 {limit} 年"},
	ReasonYearsLow:       {English: "{value} years of cooperation, under {limit}", Chinese: "合作 {value} 年，少于 {limit} 年"},
	ReasonRepurchaseHigh: {English: "repurchase rate {value}, at least {limit}", Chinese: "复购率 {value}，不低于 {limit}"},
	ReasonRepurchaseLow:  {English: "repurchase rate {value}, under {limit}", Chinese: "复购率 {value}，低于 {limit}"},
	ReasonPotentialAbove: {English: "potential {value} is above {limit}", Chinese: "潜力 {value} 高于 {limit}"},
	ReasonPotentialBelow: {English: "potential {value} is not above {limit}", Chinese: "潜力 {value} 不高于 {limit}"},
	ReasonLoyaltyAbove:   {English: "loyalty {value} is above {limit}", Chinese: "忠诚度 {value} 高于 {limit}"},
	ReasonLoyaltyBelow:   {English: "loyalty {value} is not above {limit}", Chinese: "忠诚度 {value} 不高于 {limit}"},
	ReasonLengthAbove:    {English: "the relationship has lasted {value}, longer than {limit}", Chinese: "关系持续 {value}，长于 {limit}"},
	ReasonLengthBelow:    {English: "the relationship has lasted {value}, not longer than {limit}", Chinese: "关系持续 {value}，不长于 {limit}"},
	ReasonTreeAbove:      {English: "the indicator is {value}, at least {limit}", Chinese: "指标为 {value}，不低于 {limit}"},
	ReasonTreeUnder:      {English: "the indicator is {value}, under {limit}", Chinese: "指标为 {value}，低于 {limit}"},
})
