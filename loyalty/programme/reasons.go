package programme

import "github.com/clientele-go/clientele/internal/reason"

// Codes of reasons and warnings.
const (
	ReasonTierRaised     = "programme.tier-raised"       // the points qualify for a higher tier
	ReasonTierKept       = "programme.tier-kept"         // the points suffice to stay
	ReasonTierSoft       = "programme.tier-soft-landing" // the points call for a deeper fall, which is softened
	ReasonTierLowered    = "programme.tier-lowered"      // the points do not suffice to stay
	ReasonTierBase       = "programme.tier-base"         // the base tier asks for nothing
	ReasonPointsRepeated = "programme.points-repeated"   // the event was counted before
	ReasonPointsPaid     = "programme.points-paid"       // points that came paid what was owed
	ReasonPointsExpired  = "programme.points-expired"    // points restored were past their validity
	ReasonPointsLapsed   = "programme.points-lapsed"     // points to be taken back had expired unspent
	ReasonPointsOwed     = "programme.points-owed"       // points taken back were spent, and are owed
	ReasonPointsWaived   = "programme.points-waived"     // points to be taken back were spent, and are waived
	WarnCapped           = "programme.capped"            // a projection was cut to the points outstanding
	WarnUndeveloped      = "programme.undeveloped"       // a vintage was projected from what was issued
	WarnTail             = "programme.tail"              // points are outstanding beyond the oldest age of the triangle
)

var _ = reason.Register(map[string]reason.Text{
	ReasonTierRaised:     {English: "{value:money} qualifying {value|point reaches|points reach} the {limit:money} of a higher tier", Chinese: "升级积分 {value:money}，达到更高等级的 {limit:money}"},
	ReasonTierKept:       {English: "{value:money} qualifying {value|point suffices|points suffice} to keep the tier, which asks for {limit:money}", Chinese: "升级积分 {value:money}，满足保级要求 {limit:money}"},
	ReasonTierSoft:       {English: "{value:money} qualifying {value|point misses|points miss} the {limit:money} needed to stay by more than one step; the fall is softened", Chinese: "升级积分 {value:money}，未达保级要求 {limit:money}，且差距超过一级；采用软着陆降级"},
	ReasonTierLowered:    {English: "{value:money} qualifying {value|point misses|points miss} the {limit:money} needed to stay", Chinese: "升级积分 {value:money}，未达保级要求 {limit:money}"},
	ReasonTierBase:       {English: "the base tier is open to all; {value:money} qualifying {value|point does|points do} not reach the {limit:money} of the next", Chinese: "基础等级无门槛；升级积分 {value:money}，未达下一等级的 {limit:money}"},
	ReasonPointsRepeated: {English: "the event was posted before and is not counted again", Chinese: "该事件此前已入账，不重复计入"},
	ReasonPointsPaid:     {English: "{value:money} {value|point went|points went} to what was owed", Chinese: "{value:money} 积分用于抵扣欠分"},
	ReasonPointsExpired:  {English: "{value:money} restored {value|point was|points were} past {value|its|their} validity", Chinese: "退还的 {value:money} 积分已过有效期"},
	ReasonPointsLapsed:   {English: "{value:money} {value|point|points} of the returned order had expired unspent and {value|is|are} not taken again", Chinese: "退货订单的 {value:money} 积分此前已过期，不再扣回"},
	ReasonPointsOwed:     {English: "{value:money} {value|point|points} of the returned order had been spent and {value|is|are} owed now", Chinese: "退货订单的 {value:money} 积分已被使用，现记为欠分"},
	ReasonPointsWaived:   {English: "{value:money} {value|point|points} of the returned order had been spent and {value|is|are} waived", Chinese: "退货订单的 {value:money} 积分已被使用，予以免除"},
	WarnCapped: {
		English: "vintage {subject} was projected to redeem {value:money} more {value|point|points}, but has fewer outstanding: the projection was cut to them",
		Chinese: "批次 {subject} 预测还将兑换 {value:money} 积分，但未兑换余额不足：预测已按余额截断"},
	WarnUndeveloped: {
		English: "of vintage {subject} little or nothing is redeemed yet: {value:money} more {value|point is|points are} expected from what it issued, at the rate of all vintages",
		Chinese: "批次 {subject} 尚未或极少兑换：按其发放量与所有批次的兑换率，预计还将兑换 {value:money} 积分"},
	WarnTail: {
		English: "{value:money} {value|point of the oldest vintage is|points of the oldest vintage are} still outstanding: redemptions after the oldest age are not projected; use a longer triangle",
		Chinese: "最早批次仍有 {value:money} 积分未兑换：最大年龄之后的兑换未被预测；应使用更长的三角形"},
})
