package segment

import "github.com/clientele-go/clientele/internal/reason"

// Codes of the reasons that this package gives.
const (
	ReasonValueAbove       = "segment.value-above"       // value above the limit
	ReasonValueBelow       = "segment.value-below"       // not above it
	ReasonValueMissing     = "segment.value-missing"     // not measured
	ReasonValueAtLeast     = "segment.value-at-least"    // value at or above the limit
	ReasonValueUnder       = "segment.value-under"       // under it
	ReasonNoPurchase       = "segment.no-purchase"       // has not bought yet
	ReasonPurchaseWithin   = "segment.purchase-within"   // purchase expected within the days
	ReasonPurchaseAfter    = "segment.purchase-after"    // expected later
	ReasonPurchaseOpen     = "segment.purchase-open"     // no expected date
	ReasonPotentialAbove   = "segment.potential-above"   // potential above the cut
	ReasonPotentialBelow   = "segment.potential-below"   // not above it
	ReasonPotentialMissing = "segment.potential-missing" // not measured
	ReasonLoyaltyAbove     = "segment.loyalty-above"     // loyalty above the cut
	ReasonLoyaltyBelow     = "segment.loyalty-below"     // not above it
	ReasonLoyaltyMissing   = "segment.loyalty-missing"   // not measured
	ReasonLengthAboveDays  = "segment.length-above-days" // relationship longer than the cut, in days
	ReasonLengthBelowDays  = "segment.length-below-days" // not longer
	ReasonLengthAbove      = "segment.length-above"      // the same in a unit that is not known
	ReasonLengthBelow      = "segment.length-below"      // not longer
	ReasonLengthMissing    = "segment.length-missing"    // not measured
	ReasonMeasureAbove     = "segment.measure-above"     // a measurement above the cut
	ReasonMeasureBelow     = "segment.measure-below"     // not above it
	ReasonMeasureMissing   = "segment.measure-missing"   // not measured
)

var _ = reason.Register(map[string]reason.Text{
	ReasonValueAbove:       {English: "value {value:money} is above {limit:money}", Chinese: "价值 {value:money} 高于 {limit:money}"},
	ReasonValueBelow:       {English: "value {value:money} is not above {limit:money}", Chinese: "价值 {value:money} 不高于 {limit:money}"},
	ReasonValueMissing:     {English: "value was not measured", Chinese: "缺少价值数据"},
	ReasonValueAtLeast:     {English: "value {value:money} is at least {limit:money}", Chinese: "价值 {value:money} 不低于 {limit:money}"},
	ReasonValueUnder:       {English: "value {value:money} is under {limit:money}", Chinese: "价值 {value:money} 低于 {limit:money}"},
	ReasonNoPurchase:       {English: "has not bought yet", Chinese: "尚未购买"},
	ReasonPurchaseWithin:   {English: "a purchase is expected in {value} {value|day|days}, within {limit}", Chinese: "预计 {value} 天后购买，在 {limit} 天以内"},
	ReasonPurchaseAfter:    {English: "a purchase is expected in {value} {value|day|days}, after {limit}", Chinese: "预计 {value} 天后购买，超过 {limit} 天"},
	ReasonPurchaseOpen:     {English: "the time of the purchase is open", Chinese: "购买时间未定"},
	ReasonPotentialAbove:   {English: "potential {value:money} is above {limit:money}", Chinese: "潜力 {value:money} 高于 {limit:money}"},
	ReasonPotentialBelow:   {English: "potential {value:money} is not above {limit:money}", Chinese: "潜力 {value:money} 不高于 {limit:money}"},
	ReasonPotentialMissing: {English: "potential was not measured", Chinese: "缺少潜力数据"},
	ReasonLoyaltyAbove:     {English: "loyalty {value} is above {limit}", Chinese: "忠诚度 {value} 高于 {limit}"},
	ReasonLoyaltyBelow:     {English: "loyalty {value} is not above {limit}", Chinese: "忠诚度 {value} 不高于 {limit}"},
	ReasonLoyaltyMissing:   {English: "loyalty was not measured", Chinese: "缺少忠诚度数据"},
	ReasonLengthAboveDays:  {English: "the relationship has lasted {value} {value|day|days}, longer than {limit}", Chinese: "关系持续 {value} 天，长于 {limit} 天"},
	ReasonLengthBelowDays:  {English: "the relationship has lasted {value} {value|day|days}, not longer than {limit}", Chinese: "关系持续 {value} 天，不长于 {limit} 天"},
	ReasonLengthAbove:      {English: "the relationship has lasted {value} {value|unit|units} of time, longer than {limit}", Chinese: "关系持续 {value} 个时间单位，长于 {limit}"},
	ReasonLengthBelow:      {English: "the relationship has lasted {value} {value|unit|units} of time, not longer than {limit}", Chinese: "关系持续 {value} 个时间单位，不长于 {limit}"},
	ReasonLengthMissing:    {English: "the length of the relationship is not known", Chinese: "缺少关系时长数据"},
	ReasonMeasureAbove:     {English: "the measurement {value} is above {limit}", Chinese: "测量值 {value} 高于 {limit}"},
	ReasonMeasureBelow:     {English: "the measurement {value} is not above {limit}", Chinese: "测量值 {value} 不高于 {limit}"},
	ReasonMeasureMissing:   {English: "it was not measured", Chinese: "缺少测量值"},
})
