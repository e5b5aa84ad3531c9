package loyalty

import "github.com/clientele-go/clientele/internal/reason"

// Codes of reasons and warnings. For every Marker there are two more,
// "loyalty.relationship-<marker>" and "loyalty.transaction-<marker>", and for
// every Part "loyalty.counted-<part>" and "loyalty.missing-<part>".
const (
	ReasonNoMarkers            = "loyalty.no-markers"            // the verdict rests on the prior alone
	ReasonProfitLargest        = "loyalty.profit-largest"        // profit among the largest
	ReasonProfitGood           = "loyalty.profit-good"           // good profit
	ReasonProfitSmall          = "loyalty.profit-small"          // below good
	ReasonProfitNone           = "loyalty.profit-none"           // no profit
	ReasonValueLosing          = "loyalty.value-losing"          // value is falling
	ReasonPotentialLargest     = "loyalty.potential-largest"     // potential reaches the largest profits
	ReasonPotentialSmall       = "loyalty.potential-small"       // it does not
	ReasonScoreHigh            = "loyalty.score-high"            // loyalty score at or above the high limit
	ReasonScoreMedium          = "loyalty.score-medium"          // at or above the medium limit
	ReasonScoreLow             = "loyalty.score-low"             // below the medium limit
	ReasonAttitudeHigh         = "loyalty.attitude-high"         // relative attitude
	ReasonAttitudeLow          = "loyalty.attitude-low"          //
	ReasonPatronageHigh        = "loyalty.patronage-high"        // repeat patronage
	ReasonPatronageLow         = "loyalty.patronage-low"         //
	ReasonSatisfactionComplete = "loyalty.satisfaction-complete" // completely satisfied
	ReasonSatisfactionHigh     = "loyalty.satisfaction-high"     // satisfied
	ReasonSatisfactionLow      = "loyalty.satisfaction-low"      // not satisfied
	ReasonSatisfactionNone     = "loyalty.satisfaction-none"     // outraged
	ReasonLoyaltyHigh          = "loyalty.loyalty-high"          // loyal
	ReasonLoyaltyLow           = "loyalty.loyalty-low"           // not loyal
	ReasonAfterLost            = "loyalty.after-lost"            // probably no customer any more
	ReasonAfterOpen            = "loyalty.after-open-complaint"  // an open complaint
	ReasonAfterComplaints      = "loyalty.after-complaints"      // many complaints
	ReasonAfterDissatisfied    = "loyalty.after-dissatisfied"    // repeats, but is not satisfied
	ReasonAfterLoyal           = "loyalty.after-loyal"           // repeats, and is satisfied where asked
	ReasonAfterOrdinary        = "loyalty.after-ordinary"        // repeats too little
	ReasonAfterUnknown         = "loyalty.after-unknown"         // no repeat rate is known
	ReasonWinBackChosen        = "loyalty.win-back-chosen"       // worth the money, and within the budget
	ReasonWinBackLoss          = "loyalty.win-back-loss"         // the expected net value is not positive
	ReasonWinBackUnsure        = "loyalty.win-back-unsure"       // a gain is not sure enough
	ReasonWinBackBudget        = "loyalty.win-back-budget"       // others bring more for the budget
	WarnNoSpread               = "loyalty.no-spread"             // rates vary no more than by chance
	WarnDefaultBase            = "loyalty.default-base"          // a rate of the base could not be fitted
	WarnSeparated              = "loyalty.separated"             // only the ridge keeps an estimate finite
)

var _ = reason.Register(map[string]reason.Text{
	ReasonNoMarkers:            {English: "no marker is known: the probability {value} is the prior's", Chinese: "没有已知的标志：概率 {value} 仅来自先验"},
	ReasonProfitLargest:        {English: "the profit {value} is among the largest, which begin at {limit}", Chinese: "利润 {value} 属于最大一档（起点 {limit}）"},
	ReasonProfitGood:           {English: "the profit {value} is good: at least {limit}", Chinese: "利润 {value} 良好（不低于 {limit}）"},
	ReasonProfitSmall:          {English: "the profit {value} is below the good, which begin at {limit}", Chinese: "利润 {value} 低于良好水平 {limit}"},
	ReasonProfitNone:           {English: "there is no profit: {value}", Chinese: "没有利润：{value}"},
	ReasonValueLosing:          {English: "value changes by {value} a period: at or below {limit}, it is being lost", Chinese: "价值每期变化 {value}，达到流失界限 {limit}"},
	ReasonPotentialLargest:     {English: "the potential {value} reaches the largest profits, {limit}", Chinese: "潜力 {value} 可达最大利润档 {limit}"},
	ReasonPotentialSmall:       {English: "the potential {value} does not reach the largest profits, {limit}", Chinese: "潜力 {value} 达不到最大利润档 {limit}"},
	ReasonScoreHigh:            {English: "the loyalty score {value} is high: at least {limit}", Chinese: "忠诚度得分 {value} 为高（不低于 {limit}）"},
	ReasonScoreMedium:          {English: "the loyalty score {value} is medium: at least {limit}", Chinese: "忠诚度得分 {value} 为中（不低于 {limit}）"},
	ReasonScoreLow:             {English: "the loyalty score {value} is low: below {limit}", Chinese: "忠诚度得分 {value} 为低（低于 {limit}）"},
	ReasonAttitudeHigh:         {English: "the relative attitude {value} is high: at least {limit}", Chinese: "相对态度 {value} 高（不低于 {limit}）"},
	ReasonAttitudeLow:          {English: "the relative attitude {value} is low: below {limit}", Chinese: "相对态度 {value} 低（低于 {limit}）"},
	ReasonPatronageHigh:        {English: "the repeat patronage {value} is high: at least {limit}", Chinese: "重复惠顾 {value} 高（不低于 {limit}）"},
	ReasonPatronageLow:         {English: "the repeat patronage {value} is low: below {limit}", Chinese: "重复惠顾 {value} 低（低于 {limit}）"},
	ReasonSatisfactionComplete: {English: "the satisfaction {value} is complete: at least {limit}", Chinese: "满意度 {value} 为完全满意（不低于 {limit}）"},
	ReasonSatisfactionHigh:     {English: "the satisfaction {value} is at least {limit}", Chinese: "满意度 {value} 不低于 {limit}"},
	ReasonSatisfactionLow:      {English: "the satisfaction {value} is below {limit}", Chinese: "满意度 {value} 低于 {limit}"},
	ReasonSatisfactionNone:     {English: "the satisfaction {value} is at most {limit}: outrage", Chinese: "满意度 {value} 不高于 {limit}：极度不满"},
	ReasonLoyaltyHigh:          {English: "the loyalty {value} is high: at least {limit}", Chinese: "忠诚度 {value} 高（不低于 {limit}）"},
	ReasonLoyaltyLow:           {English: "the loyalty {value} is low: below {limit}", Chinese: "忠诚度 {value} 低（低于 {limit}）"},
	ReasonAfterLost:            {English: "the probability of still being a customer, {value}, is below {limit}", Chinese: "仍为客户的概率 {value} 低于 {limit}"},
	ReasonAfterOpen:            {English: "{value} complaints are open", Chinese: "有 {value} 件未结投诉"},
	ReasonAfterComplaints:      {English: "the complaint rate {value} is at least {limit}", Chinese: "投诉率 {value} 达到 {limit}"},
	ReasonAfterDissatisfied:    {English: "repeat purchases suffice, but the satisfaction {value} is below {limit}", Chinese: "复购达标，但满意度 {value} 低于 {limit}"},
	ReasonAfterLoyal:           {English: "the repeat rate {value} is at least {limit}", Chinese: "复购率 {value} 达到 {limit}"},
	ReasonAfterOrdinary:        {English: "the repeat rate {value} is below {limit}", Chinese: "复购率 {value} 低于 {limit}"},
	ReasonAfterUnknown:         {English: "no repeat rate is known; {limit} would make a loyal customer", Chinese: "复购率未知；达到 {limit} 方为忠诚客户"},
	ReasonWinBackChosen:        {English: "{value} of net value a unit of money spent, at or above the cut-off {limit}", Chinese: "单位支出净值 {value}，不低于截止值 {limit}"},
	ReasonWinBackLoss:          {English: "the expected net value {value} is not above {limit}", Chinese: "预期净值 {value} 不高于 {limit}"},
	ReasonWinBackUnsure:        {English: "the probability of a gain, {value}, is below {limit}", Chinese: "盈利概率 {value} 低于 {limit}"},
	ReasonWinBackBudget:        {English: "{value} of net value a unit of money spent: the budget went to others, down to {limit}", Chinese: "单位支出净值 {value}：预算已用于截止值 {limit} 以上的客户"},
	WarnNoSpread: {
		English: "the {subject} rates vary between customers no more than chance explains: everybody is given the rate of the base",
		Chinese: "{subject} 的客户间差异不超过随机波动：所有客户按总体比率处理"},
	WarnDefaultBase: {
		English: "the data of {value} customers do not tell how {subject} varies over the base: the default prior is used, which hardly shrinks",
		Chinese: "{value} 位客户的数据不足以估计 {subject} 在总体中的分布：采用默认先验，几乎不收缩"},
	WarnSeparated: {
		English: "the markers separate the labels: only the ridge keeps the estimate finite, and its size is the ridge's",
		Chinese: "标志完全区分了标签：只有岭惩罚使估计有限，其大小由惩罚决定"},
})

// markerCodes are the codes of the markers, index Marker − 1.
var markerCodes = [numMarkers]struct{ relationship, transaction string }{
	{"loyalty.relationship-discount-share", "loyalty.transaction-discount-share"},
	{"loyalty.relationship-price-sensitivity", "loyalty.transaction-price-sensitivity"},
	{"loyalty.relationship-regularity", "loyalty.transaction-regularity"},
	{"loyalty.relationship-breadth", "loyalty.transaction-breadth"},
	{"loyalty.relationship-tenure", "loyalty.transaction-tenure"},
	{"loyalty.relationship-share-of-wallet", "loyalty.transaction-share-of-wallet"},
	{"loyalty.relationship-referrals", "loyalty.transaction-referrals"},
	{"loyalty.relationship-service-use", "loyalty.transaction-service-use"},
	{"loyalty.relationship-switching-cost", "loyalty.transaction-switching-cost"},
}

var _ = reason.Register(map[string]reason.Text{
	"loyalty.relationship-discount-share":    {English: "discount share {value}, against a neutral {limit}, speaks for a relationship customer", Chinese: "折扣购买占比 {value}（中性值 {limit}）倾向于关系型客户"},
	"loyalty.transaction-discount-share":     {English: "discount share {value}, against a neutral {limit}, speaks for a transaction customer", Chinese: "折扣购买占比 {value}（中性值 {limit}）倾向于交易型客户"},
	"loyalty.relationship-price-sensitivity": {English: "price sensitivity {value}, against a neutral {limit}, speaks for a relationship customer", Chinese: "价格敏感度 {value}（中性值 {limit}）倾向于关系型客户"},
	"loyalty.transaction-price-sensitivity":  {English: "price sensitivity {value}, against a neutral {limit}, speaks for a transaction customer", Chinese: "价格敏感度 {value}（中性值 {limit}）倾向于交易型客户"},
	"loyalty.relationship-regularity":        {English: "regularity of purchases {value}, against a neutral {limit}, speaks for a relationship customer", Chinese: "购买规律性 {value}（中性值 {limit}）倾向于关系型客户"},
	"loyalty.transaction-regularity":         {English: "regularity of purchases {value}, against a neutral {limit}, speaks for a transaction customer", Chinese: "购买规律性 {value}（中性值 {limit}）倾向于交易型客户"},
	"loyalty.relationship-breadth":           {English: "number of categories {value}, against a neutral {limit}, speaks for a relationship customer", Chinese: "品类数 {value}（中性值 {limit}）倾向于关系型客户"},
	"loyalty.transaction-breadth":            {English: "number of categories {value}, against a neutral {limit}, speaks for a transaction customer", Chinese: "品类数 {value}（中性值 {limit}）倾向于交易型客户"},
	"loyalty.relationship-tenure":            {English: "tenure in years {value}, against a neutral {limit}, speaks for a relationship customer", Chinese: "关系年限 {value}（中性值 {limit}）倾向于关系型客户"},
	"loyalty.transaction-tenure":             {English: "tenure in years {value}, against a neutral {limit}, speaks for a transaction customer", Chinese: "关系年限 {value}（中性值 {limit}）倾向于交易型客户"},
	"loyalty.relationship-share-of-wallet":   {English: "share of wallet {value}, against a neutral {limit}, speaks for a relationship customer", Chinese: "钱包份额 {value}（中性值 {limit}）倾向于关系型客户"},
	"loyalty.transaction-share-of-wallet":    {English: "share of wallet {value}, against a neutral {limit}, speaks for a transaction customer", Chinese: "钱包份额 {value}（中性值 {limit}）倾向于交易型客户"},
	"loyalty.relationship-referrals":         {English: "number of referrals {value}, against a neutral {limit}, speaks for a relationship customer", Chinese: "推荐次数 {value}（中性值 {limit}）倾向于关系型客户"},
	"loyalty.transaction-referrals":          {English: "number of referrals {value}, against a neutral {limit}, speaks for a transaction customer", Chinese: "推荐次数 {value}（中性值 {limit}）倾向于交易型客户"},
	"loyalty.relationship-service-use":       {English: "use of service {value}, against a neutral {limit}, speaks for a relationship customer", Chinese: "服务使用次数 {value}（中性值 {limit}）倾向于关系型客户"},
	"loyalty.transaction-service-use":        {English: "use of service {value}, against a neutral {limit}, speaks for a transaction customer", Chinese: "服务使用次数 {value}（中性值 {limit}）倾向于交易型客户"},
	"loyalty.relationship-switching-cost":    {English: "switching cost {value}, against a neutral {limit}, speaks for a relationship customer", Chinese: "转换成本 {value}（中性值 {limit}）倾向于关系型客户"},
	"loyalty.transaction-switching-cost":     {English: "switching cost {value}, against a neutral {limit}, speaks for a transaction customer", Chinese: "转换成本 {value}（中性值 {limit}）倾向于交易型客户"},
})

// partCodes are the codes of the parts of the score, index Part − 1.
var partCodes = [numParts]struct{ counted, missing string }{
	{"loyalty.counted-satisfaction", "loyalty.missing-satisfaction"},
	{"loyalty.counted-complaints", "loyalty.missing-complaints"},
	{"loyalty.counted-renewals", "loyalty.missing-renewals"},
	{"loyalty.counted-repeats", "loyalty.missing-repeats"},
	{"loyalty.counted-recommendation", "loyalty.missing-recommendation"},
	{"loyalty.counted-share-of-wallet", "loyalty.missing-share-of-wallet"},
	{"loyalty.counted-tenure", "loyalty.missing-tenure"},
}

var _ = reason.Register(map[string]reason.Text{
	"loyalty.counted-satisfaction":    {English: "satisfaction counted with {value}; {limit} gives it in full", Chinese: "满意度 按 {value} 计分（满分值 {limit}）"},
	"loyalty.missing-satisfaction":    {English: "satisfaction is missing; its weight {value} went to the other parts", Chinese: "满意度 缺失；其权重 {value} 已分配给其他部分"},
	"loyalty.counted-complaints":      {English: "complaint rate counted with {value}; {limit} gives it in full", Chinese: "投诉率 按 {value} 计分（满分值 {limit}）"},
	"loyalty.missing-complaints":      {English: "complaint rate is missing; its weight {value} went to the other parts", Chinese: "投诉率 缺失；其权重 {value} 已分配给其他部分"},
	"loyalty.counted-renewals":        {English: "renewal rate counted with {value}; {limit} gives it in full", Chinese: "续约率 按 {value} 计分（满分值 {limit}）"},
	"loyalty.missing-renewals":        {English: "renewal rate is missing; its weight {value} went to the other parts", Chinese: "续约率 缺失；其权重 {value} 已分配给其他部分"},
	"loyalty.counted-repeats":         {English: "repeat rate counted with {value}; {limit} gives it in full", Chinese: "复购率 按 {value} 计分（满分值 {limit}）"},
	"loyalty.missing-repeats":         {English: "repeat rate is missing; its weight {value} went to the other parts", Chinese: "复购率 缺失；其权重 {value} 已分配给其他部分"},
	"loyalty.counted-recommendation":  {English: "recommendation counted with {value}; {limit} gives it in full", Chinese: "推荐意愿 按 {value} 计分（满分值 {limit}）"},
	"loyalty.missing-recommendation":  {English: "recommendation is missing; its weight {value} went to the other parts", Chinese: "推荐意愿 缺失；其权重 {value} 已分配给其他部分"},
	"loyalty.counted-share-of-wallet": {English: "share of wallet counted with {value}; {limit} gives it in full", Chinese: "钱包份额 按 {value} 计分（满分值 {limit}）"},
	"loyalty.missing-share-of-wallet": {English: "share of wallet is missing; its weight {value} went to the other parts", Chinese: "钱包份额 缺失；其权重 {value} 已分配给其他部分"},
	"loyalty.counted-tenure":          {English: "tenure in years counted with {value}; {limit} gives it in full", Chinese: "关系年限 按 {value} 计分（满分值 {limit}）"},
	"loyalty.missing-tenure":          {English: "tenure in years is missing; its weight {value} went to the other parts", Chinese: "关系年限 缺失；其权重 {value} 已分配给其他部分"},
})
