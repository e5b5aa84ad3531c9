package rfm

import "github.com/clientele-go/clientele/internal/reason"

// Codes of the reasons that this package gives.
const (
	ReasonRecentDays     = "rfm.recent-days"     // last purchase fewer days ago than the centre
	ReasonDistantDays    = "rfm.distant-days"    // not fewer
	ReasonRecent         = "rfm.recent"          // the same in a unit that is not known
	ReasonDistant        = "rfm.distant"         // not fewer
	ReasonFrequencyHigh  = "rfm.frequency-high"  // more purchases than the centre
	ReasonFrequencyLow   = "rfm.frequency-low"   // not more
	ReasonMoneyHigh      = "rfm.money-high"      // more money than the centre
	ReasonMoneyLow       = "rfm.money-low"       // not more
	ReasonRecencyTie     = "rfm.recency-tie"     // at the centre, which the policy counts as high
	ReasonFrequencyTie   = "rfm.frequency-tie"   // at the centre, which the policy counts as high
	ReasonMoneyTie       = "rfm.money-tie"       // at the centre, which the policy counts as high
	ReasonRecencyScore   = "rfm.recency-score"   // R score
	ReasonFrequencyScore = "rfm.frequency-score" // F score
	ReasonMoneyScore     = "rfm.money-score"     // M score
	ReasonLengthScore    = "rfm.length-score"    // L score
	ReasonBurstScore     = "rfm.burst-score"     // C score
	ReasonGone           = "rfm.gone"            // lost: P(silent for the horizon) at or above the limit
	ReasonDoubtful       = "rfm.doubtful"        // P(silent for the horizon) is at least the limit, of one who would be a champion or loyal
	ReasonNotGone        = "rfm.not-gone"        // under it
	ReasonSilent         = "rfm.silent"          // so long a silence is less probable than the limit, in their rhythm
	ReasonInRhythm       = "rfm.in-rhythm"       // more probable than the limit
	ReasonNotLate        = "rfm.not-late"        // above it, within an expected gap
	ReasonContract       = "rfm.under-contract"  // under contract recency says nothing of leaving
	ReasonContractEnded  = "rfm.contract-ended"  // and was not renewed
	ReasonFewPurchases   = "rfm.few-purchases"   // fewer purchases than champions and loyal customers need
)

// Codes of the warnings of CheckRecency.
const (
	WarnRecency      = "rfm.recency-uninformative" // nine tenths of the customers bought within one usual gap
	WarnFewCustomers = "rfm.few-customers"         // fewer than five customers are scored
)

var _ = reason.Register(map[string]reason.Text{
	ReasonRecentDays:     {English: "the last purchase was {value} {value|day|days} ago, fewer than {limit}", Chinese: "距最近一次消费 {value} 天，少于 {limit} 天"},
	ReasonDistantDays:    {English: "the last purchase was {value} {value|day|days} ago, not fewer than {limit}", Chinese: "距最近一次消费 {value} 天，不少于 {limit} 天"},
	ReasonRecent:         {English: "the last purchase was {value} {value|unit|units} of time ago, fewer than {limit}", Chinese: "距最近一次消费 {value} 个时间单位，少于 {limit}"},
	ReasonDistant:        {English: "the last purchase was {value} {value|unit|units} of time ago, not fewer than {limit}", Chinese: "距最近一次消费 {value} 个时间单位，不少于 {limit}"},
	ReasonFrequencyHigh:  {English: "{value} {value|purchase|purchases}, more than {limit}", Chinese: "购买 {value} 次，多于 {limit}"},
	ReasonFrequencyLow:   {English: "{value} {value|purchase|purchases}, not more than {limit}", Chinese: "购买 {value} 次，不多于 {limit}"},
	ReasonMoneyHigh:      {English: "spent {value:money}, more than {limit:money}", Chinese: "消费 {value:money}，高于 {limit:money}"},
	ReasonMoneyLow:       {English: "spent {value:money}, not more than {limit:money}", Chinese: "消费 {value:money}，不高于 {limit:money}"},
	ReasonRecencyTie:     {English: "the last purchase is as long ago as the centre, {limit}, which counts as recent", Chinese: "距最近一次消费与中心值 {limit} 相等，计为较近"},
	ReasonFrequencyTie:   {English: "{value} {value|purchase|purchases}, as many as the centre, which counts as high", Chinese: "购买 {value} 次，与中心值相等，计为高"},
	ReasonMoneyTie:       {English: "spent {value:money}, as much as the centre, which counts as high", Chinese: "消费 {value:money}，与中心值相等，计为高"},
	ReasonRecencyScore:   {English: "recency score {value} of {limit}", Chinese: "最近消费得分 {value}（满分 {limit}）"},
	ReasonFrequencyScore: {English: "frequency score {value} of {limit}", Chinese: "消费频率得分 {value}（满分 {limit}）"},
	ReasonMoneyScore:     {English: "money score {value} of {limit}", Chinese: "消费金额得分 {value}（满分 {limit}）"},
	ReasonLengthScore:    {English: "length score {value} of {limit}", Chinese: "关系时长得分 {value}（满分 {limit}）"},
	ReasonBurstScore:     {English: "clumpiness score {value} of {limit}: 1 for the steadiest, {limit} for those who buy in bursts", Chinese: "购买集中度得分 {value}（满分 {limit}）：1 为最均匀，{limit} 为最集中"},
	ReasonGone:           {English: "lost: with probability {value:%} there is no purchase in the time ahead, {limit:%} or more", Chinese: "流失：未来一段时间内不购买的概率为 {value:%}，不低于 {limit:%}"},
	ReasonDoubtful:       {English: "with probability {value:%} there is no purchase in the time ahead, {limit:%} or more: neither champion nor loyal", Chinese: "未来一段时间内不购买的概率为 {value:%}，不低于 {limit:%}：不列为核心或忠诚客户"},
	ReasonNotGone:        {English: "not lost: with probability {value:%} there is no purchase in the time ahead, under {limit:%}", Chinese: "未流失：未来一段时间内不购买的概率为 {value:%}，低于 {limit:%}"},
	ReasonSilent:         {English: "in their rhythm so long a silence has probability {value:%}, not above {limit:%}", Chinese: "按其购买周期，如此长时间未购买的概率为 {value:%}，不高于 {limit:%}"},
	ReasonInRhythm:       {English: "in their rhythm so long a silence has probability {value:%}, above {limit:%}", Chinese: "按其购买周期，如此长时间未购买的概率为 {value:%}，高于 {limit:%}"},
	ReasonNotLate:        {English: "not late yet, though with probability {value:%} there is no purchase in the time ahead", Chinese: "尚未逾期，尽管未来一段时间内不购买的概率为 {value:%}"},
	ReasonContractEnded:  {English: "the contract ended and was not renewed", Chinese: "合同到期未续约"},
	ReasonContract:       {English: "is under contract: the time since the last bill says nothing of leaving", Chinese: "合同客户：距最近一次付款的时间不说明流失"},
	ReasonFewPurchases:   {English: "{value} {value|purchase|purchases}, fewer than {limit}", Chinese: "购买 {value} 次，少于 {limit} 次"},
	WarnRecency:          {English: "nine tenths of the customers bought within {value} of one usual gap between purchases: recency says when they are billed, not who leaves; set Contract, or give the verdict of a loss rule", Chinese: "九成客户在 {value} 个常规购买间隔内消费过：最近消费只反映付款日，不反映流失；请设置 Contract，或提供流失规则的判定"},
	WarnFewCustomers:     {English: "scores of {value} {value|customer|customers}: quantiles of so few say little", Chinese: "仅有 {value} 位客户：如此少的客户分位数意义不大"},
})
