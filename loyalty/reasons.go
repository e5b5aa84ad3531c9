package loyalty

import "github.com/clientele-go/clientele/internal/reason"

// Codes of reasons and warnings. For every Marker there are four more,
// "loyalty.relationship-<marker>" and "loyalty.transaction-<marker>" for what
// it supports, "loyalty.despite-<marker>" where it points away from the
// verdict, and "loyalty.ask-<marker>" where knowing it could tell most; and for
// every Part "loyalty.counted-<part>", "loyalty.missing-<part>" and
// "loyalty.measure-<part>". Shares and probabilities are in [0, 1], printed as
// per cent.
const (
	ReasonNoMarkers            = "loyalty.no-markers"            // no marker is known
	ReasonOrientationUnknown   = "loyalty.orientation-unknown"   // too little of the evidence is known
	ReasonOrientationUnsure    = "loyalty.orientation-unsure"    // neither orientation is probable enough
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
	ReasonScoreUnknown         = "loyalty.score-unknown"         // too little is known for a level
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
	ReasonAfterLost            = "loyalty.after-lost"            // will probably not buy again within the horizon
	ReasonAfterNotRenewed      = "loyalty.after-not-renewed"     // the contract ended
	ReasonAfterOpen            = "loyalty.after-open-complaint"  // an open complaint
	ReasonAfterComplaints      = "loyalty.after-complaints"      // many complaints
	ReasonAfterDissatisfied    = "loyalty.after-dissatisfied"    // Value: probability that satisfaction is at most Limit
	ReasonAfterLukewarm        = "loyalty.after-lukewarm"        // Value: probability that satisfaction is at least Limit: below a half
	ReasonAfterSatisfied       = "loyalty.after-satisfied"       // the same: a half or more
	ReasonAfterRare            = "loyalty.after-rare"            // Value: probability that the repeat rate is at least Limit: satisfied, but surely not repeating
	ReasonAfterRepeats         = "loyalty.after-repeats"         // the same: surely repeating, satisfaction unknown
	ReasonAfterUnsure          = "loyalty.after-unsure"          // Value: that probability; Limit: from where it is believed without satisfaction
	ReasonAfterUnknown         = "loyalty.after-unknown"         // neither satisfaction nor repeats are known
	ReasonWinBackChosen        = "loyalty.win-back-chosen"       // worth the money, and within the budget
	ReasonWinBackPresent       = "loyalty.win-back-present"      // not lost: there is nobody to win back
	ReasonWinBackLoss          = "loyalty.win-back-loss"         // the expected net value is not positive
	ReasonWinBackUnsure        = "loyalty.win-back-unsure"       // a gain is not sure enough
	ReasonWinBackBudget        = "loyalty.win-back-budget"       // others bring more for the budget
	WarnDefaultEnds            = "loyalty.default-ends"          // a marker of the base gives no quartiles
	WarnNoSpread               = "loyalty.no-spread"             // rates vary no more than by chance
	WarnDefaultBase            = "loyalty.default-base"          // a rate of the base could not be fitted
	WarnSeparated              = "loyalty.separated"             // only the ridge keeps an estimate finite
)

var _ = reason.Register(map[string]reason.Text{
	ReasonNoMarkers:            {English: "nothing is known that tells the one from the other", Chinese: "没有可用的判别指标"},
	ReasonOrientationUnknown:   {English: "only {value:%} of the evidence is known; {limit:%} is needed", Chinese: "判别依据仅掌握 {value:%}，至少需要 {limit:%}"},
	ReasonOrientationUnsure:    {English: "neither is probable enough: {value:%}, where {limit:%} is needed", Chinese: "两种类型的把握均不足：仅 {value:%}，至少需要 {limit:%}"},
	ReasonProfitLargest:        {English: "the profit of {value:money} is among the largest, which begin at {limit:money}", Chinese: "利润 {value:money}，属于最大一档（{limit:money} 起）"},
	ReasonProfitGood:           {English: "the profit of {value:money} is good: at least {limit:money}", Chinese: "利润 {value:money}，属良好水平（不低于 {limit:money}）"},
	ReasonProfitSmall:          {English: "the profit of {value:money} is below the good ones, which begin at {limit:money}", Chinese: "利润 {value:money}，低于良好水平 {limit:money}"},
	ReasonProfitNone:           {English: "there is no profit: {value:money}", Chinese: "没有利润：{value:money}"},
	ReasonValueLosing:          {English: "value changes by {value:%} a period; from {limit:%} on it is being lost", Chinese: "价值每期变化 {value:%}，达到价值流失的界限 {limit:%}"},
	ReasonPotentialLargest:     {English: "the potential of {value:money} reaches the largest profits, from {limit:money} on", Chinese: "潜力 {value:money}，可达到最大利润档（{limit:money} 起）"},
	ReasonPotentialSmall:       {English: "the potential of {value:money} does not reach the largest profits, from {limit:money} on", Chinese: "潜力 {value:money}，达不到最大利润档（{limit:money} 起）"},
	ReasonScoreHigh:            {English: "the loyalty score of {value} is high: at least {limit}", Chinese: "忠诚度得分 {value}，属于高（不低于 {limit}）"},
	ReasonScoreMedium:          {English: "the loyalty score of {value} is medium: at least {limit}", Chinese: "忠诚度得分 {value}，属于中等（不低于 {limit}）"},
	ReasonScoreLow:             {English: "the loyalty score of {value} is low: below {limit}", Chinese: "忠诚度得分 {value}，属于低（低于 {limit}）"},
	ReasonScoreUnknown:         {English: "no level: {value:%} of what counts is known, and {limit:%} is needed", Chinese: "暂不定级：计分依据仅掌握 {value:%}，至少需要 {limit:%}"},
	ReasonAttitudeHigh:         {English: "the relative attitude of {value:%} is high: at least {limit:%}", Chinese: "相对态度 {value:%}，属于高（不低于 {limit:%}）"},
	ReasonAttitudeLow:          {English: "the relative attitude of {value:%} is low: below {limit:%}", Chinese: "相对态度 {value:%}，属于低（低于 {limit:%}）"},
	ReasonPatronageHigh:        {English: "the repeat patronage of {value:%} is high: at least {limit:%}", Chinese: "重复购买 {value:%}，属于高（不低于 {limit:%}）"},
	ReasonPatronageLow:         {English: "the repeat patronage of {value:%} is low: below {limit:%}", Chinese: "重复购买 {value:%}，属于低（低于 {limit:%}）"},
	ReasonSatisfactionComplete: {English: "the satisfaction of {value:%} is complete: at least {limit:%}", Chinese: "满意度 {value:%}，属于完全满意（不低于 {limit:%}）"},
	ReasonSatisfactionHigh:     {English: "the satisfaction of {value:%} is at least {limit:%}", Chinese: "满意度 {value:%}，不低于 {limit:%}"},
	ReasonSatisfactionLow:      {English: "the satisfaction of {value:%} is below {limit:%}", Chinese: "满意度 {value:%}，低于 {limit:%}"},
	ReasonSatisfactionNone:     {English: "the satisfaction of {value:%} is at most {limit:%}: outrage", Chinese: "满意度 {value:%}，不高于 {limit:%}：极度不满"},
	ReasonLoyaltyHigh:          {English: "the loyalty of {value:%} is high: at least {limit:%}", Chinese: "忠诚度 {value:%}，属于高（不低于 {limit:%}）"},
	ReasonLoyaltyLow:           {English: "the loyalty of {value:%} is low: below {limit:%}", Chinese: "忠诚度 {value:%}，属于低（低于 {limit:%}）"},
	ReasonAfterLost:            {English: "with a probability of {value:%} there will be no further purchase within the horizon; lost from {limit:%} on", Chinese: "在预测期内不再购买的概率为 {value:%}，达到流失界限 {limit:%}"},
	ReasonAfterNotRenewed:      {English: "the contract ended and was not renewed", Chinese: "合同到期未续约"},
	ReasonAfterOpen:            {English: "{value} {value|complaint is|complaints are} open", Chinese: "有 {value} 件投诉尚未结案"},
	ReasonAfterComplaints:      {English: "the complaint rate, few cases and settled ones allowed for, is {value:%}: at least {limit:%}", Chinese: "投诉率（已计入样本量与已解决的投诉）为 {value:%}，达到 {limit:%}"},
	ReasonAfterDissatisfied:    {English: "dissatisfied: satisfaction is at most {limit:%} with a probability of {value:%}", Chinese: "不满意：满意度不高于 {limit:%} 的概率为 {value:%}"},
	ReasonAfterLukewarm:        {English: "not satisfied enough: satisfaction is at least {limit:%} with a probability of only {value:%}", Chinese: "满意程度不足：满意度达到 {limit:%} 的概率仅为 {value:%}"},
	ReasonAfterSatisfied:       {English: "satisfied: satisfaction is at least {limit:%} with a probability of {value:%}", Chinese: "满意：满意度达到 {limit:%} 的概率为 {value:%}"},
	ReasonAfterRare:            {English: "satisfied, but the repeat rate is at least {limit:%} with a probability of only {value:%}", Chinese: "虽然满意，但复购率达到 {limit:%} 的概率仅为 {value:%}"},
	ReasonAfterRepeats:         {English: "the repeat rate is at least {limit:%} with a probability of {value:%}", Chinese: "复购率达到 {limit:%} 的概率为 {value:%}"},
	ReasonAfterUnsure:          {English: "satisfaction is not known, and that the repeat rate suffices has a probability of only {value:%}; {limit:%} would be believed", Chinese: "满意度未知，复购率达标的概率仅为 {value:%}，须达到 {limit:%} 方可采信"},
	ReasonAfterUnknown:         {English: "neither satisfaction nor repeat purchases are known: ask about satisfaction first", Chinese: "满意度和复购情况均未知：宜先了解满意度"},
	ReasonWinBackChosen:        {English: "each unit of money spent brings {value} of net value, at or above the cut-off of {limit}", Chinese: "每投入 1 元的净收益为 {value} 元，不低于入选线 {limit}"},
	ReasonWinBackPresent:       {English: "not lost: with a probability of {value:%} there will be no purchase in the time ahead, below {limit:%}", Chinese: "未流失：未来一段时间内不购买的概率为 {value:%}，低于 {limit:%}"},
	ReasonWinBackLoss:          {English: "the expected net value of {value:money} is not above {limit:money}", Chinese: "预期净收益 {value:money}，不高于 {limit:money}"},
	ReasonWinBackUnsure:        {English: "the probability of a gain, {value:%}, is below {limit:%}", Chinese: "盈利概率 {value:%}，低于 {limit:%}"},
	ReasonWinBackBudget:        {English: "each unit of money spent brings {value} of net value, but the budget went to others, down to {limit}", Chinese: "每投入 1 元的净收益为 {value} 元，但预算已用于其他客户（入选线 {limit}）"},
	WarnDefaultEnds: {
		English: "{subject}: {value} {value|customer|customers} of the base give no quartiles to tell by: the policy's ends are used",
		Chinese: "{subject}：总体中 {value} 位客户不足以确定四分位界限，沿用策略中的界限"},
	WarnNoSpread: {
		English: "the {subject} rates vary between customers no more than chance explains: everybody is given the rate of the base",
		Chinese: "{subject} 的客户间差异不超过随机波动：所有客户按总体比率处理"},
	WarnDefaultBase: {
		English: "the data of {value} {value|customer|customers} do not tell how {subject} varies over the base: the default prior is used, which hardly shrinks",
		Chinese: "{value} 位客户的数据不足以估计 {subject} 在总体中的分布：采用默认先验，几乎不收缩"},
	WarnSeparated: {
		English: "the markers separate the labels: only the ridge keeps the estimate finite, and its size is the ridge's",
		Chinese: "指标完全区分了标签：只有岭惩罚使估计有限，其大小由惩罚决定"},
})

// words are how a quantity reads with its value and its dividing line, and its name alone.
type words struct{ english, chinese, englishName, chineseName string }

// share, amount and so on give the words of quantities with their units.
func shareWords(english, chinese string) words {
	return words{english + " {value:%} (dividing line {limit:%})", chinese + " {value:%}（分界 {limit:%}）", "the " + english, chinese}
}

func countWords(english, chinese, one, many, counter string) words {
	return words{
		english + " {value} {value|" + one + "|" + many + "} (dividing line {limit})", chinese + " {value}" + counter + "（分界 {limit}" + counter + "）",
		"the " + english, chinese}
}

// markerWords are those of the markers, index Marker − 1.
var markerWords = [numMarkers]words{
	shareWords("share of purchases at a discount", "折扣购买占比"),
	shareWords("price sensitivity", "价格敏感度"),
	shareWords("regularity of purchases", "购买规律性"),
	countWords("range", "品类数", "category", "categories", " 个"),
	countWords("time as a customer", "关系年限", "year", "years", " 年"),
	shareWords("share of wallet", "钱包份额"),
	countWords("recommendations", "推荐次数", "customer", "customers", " 次"),
	countWords("use of service", "服务使用次数", "time a year", "times a year", " 次/年"),
	shareWords("switching cost", "转换成本"),
}

// markerCode holds the codes of one marker.
type markerCode struct{ relationship, transaction, despite, ask string }

// markerCodes are registered with their texts, index Marker − 1.
var markerCodes = registerMarkers()

func registerMarkers() (codes [numMarkers]markerCode) {
	for i, w := range markerWords {
		name := Marker(i + 1).String()
		c := markerCode{"loyalty.relationship-" + name, "loyalty.transaction-" + name, "loyalty.despite-" + name, "loyalty.ask-" + name}
		codes[i] = c
		reason.Register(map[string]reason.Text{
			c.relationship: {English: w.english + " → relationship", Chinese: w.chinese + "→ 关系型"},
			c.transaction:  {English: w.english + " → transaction", Chinese: w.chinese + "→ 交易型"},
			c.despite:      {English: "although " + w.english + " points the other way", Chinese: "尽管" + w.chinese + "指向相反"},
			c.ask:          {English: "knowing " + w.englishName + " would tell most", Chinese: "最有助于判断的是了解" + w.chineseName},
		})
	}
	return codes
}

// partWords say how a part counted, and how it counts where it is unknown; index Part − 1.
var partWords = [numParts]struct{ english, chinese, form, unit, counter string }{
	{"satisfaction", "满意度", ":%", "", ""},
	{"the complaint rate", "投诉率", ":%", "", ""},
	{"the renewal rate", "续约率", ":%", "", ""},
	{"the repeat rate", "复购率", ":%", "", ""},
	{"recommendation", "推荐意愿", ":%", "", ""},
	{"the share of wallet", "钱包份额", ":%", "", ""},
	{"time as a customer", "关系年限", "", " {value|year|years}", " 年"},
}

// partCode holds the codes of one part.
type partCode struct{ counted, missing, ask string }

// partCodes are registered with their texts, index Part − 1.
var partCodes = registerParts()

func registerParts() (codes [numParts]partCode) {
	for i, w := range partWords {
		name := Part(i + 1).String()
		c := partCode{"loyalty.counted-" + name, "loyalty.missing-" + name, "loyalty.measure-" + name}
		codes[i] = c
		value := "{value" + w.form + "}" + w.unit
		counter := w.counter
		if counter == "" {
			counter = " " // between the sign of per cent and what follows
		}
		reason.Register(map[string]reason.Text{
			c.counted: {English: w.english + " counts with " + value + "; {limit" + w.form + "} would count in full", Chinese: w.chinese + "按 {value" + w.form + "}" + counter + "计入，达到 {limit" + w.form + "}" + counter + "得满分"},
			c.missing: {English: w.english + " is not known, and counts as in the base, with " + value, Chinese: "缺少" + w.chinese + "数据，按客户总体的 {value" + w.form + "}" + counter + "计入"},
			c.ask:     {English: "measuring " + w.english + " would help most", Chinese: "最值得补充测量的是" + w.chinese},
		})
	}
	return codes
}
