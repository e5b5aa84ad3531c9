package spend

import "github.com/clientele-go/clientele/internal/reason"

// Codes of the reasons that the checks of this package give.
const (
	ReasonIndependent       = "spend.independent"          // frequency and spend are not seen to go together
	ReasonWeaklyDependent   = "spend.weakly-dependent"     // they do, but hardly
	ReasonFrequentSpendMore = "spend.frequent-spend-more"  // frequent customers spend more a purchase
	ReasonFrequentSpendLess = "spend.frequent-spend-less"  // and less
	ReasonFewCustomers      = "spend.independence-unknown" // too few customers to say
	ReasonNoDrift           = "spend.no-drift"
	ReasonRising            = "spend.rising"
	ReasonFalling           = "spend.falling"
	ReasonTopShare          = "spend.top-share"  // a few customers make much of the total
	ReasonTopMoves          = "spend.top-moves"  // a few customers move the estimate
	ReasonTopSteady         = "spend.top-steady" // they do not
)

var _ = reason.Register(map[string]reason.Text{
	ReasonIndependent: {
		English: "the mean amount is not seen to change with the number of purchases (by {value} when the number doubles, p = {limit}): transaction and spend models can be multiplied",
		Chinese: "未见平均金额随购买次数变化（次数加倍时相对变化 {value}，p = {limit}）：交易模型与消费模型可以相乘"},
	ReasonWeaklyDependent: {
		English: "the mean amount changes with the number of purchases, but little (by {value} when the number doubles, within {limit}): multiplying transaction and spend models is an acceptable approximation",
		Chinese: "平均金额随购买次数略有变化（次数加倍时相对变化 {value}，在 {limit} 以内）：将交易模型与消费模型相乘是可接受的近似"},
	ReasonFrequentSpendMore: {
		English: "frequent customers spend more a purchase (by {value} when the number of purchases doubles, over {limit}): multiplying the two models understates the best customers; fit spend with the logarithm of the count as a covariate (FitRegression), or fit segments by frequency",
		Chinese: "购买频繁的客户单次消费更高（次数加倍时相对变化 {value}，超过 {limit}）：两模型相乘会低估最佳客户；请以购买次数的对数为协变量拟合消费（FitRegression），或按频次分组拟合"},
	ReasonFrequentSpendLess: {
		English: "frequent customers spend less a purchase (by {value} when the number of purchases doubles, beyond -{limit}): multiplying the two models overstates them; fit spend with the logarithm of the count as a covariate (FitRegression), or fit segments by frequency",
		Chinese: "购买频繁的客户单次消费更低（次数加倍时相对变化 {value}，超出 -{limit}）：两模型相乘会高估他们；请以购买次数的对数为协变量拟合消费（FitRegression），或按频次分组拟合"},
	ReasonFewCustomers: {
		English: "{value} {value|customer|customers} with purchases, or all with the same count, {value|says|say} nothing on whether frequency and spend go together: at least {limit} are needed",
		Chinese: "{value} 位有购买的客户（或购买次数全部相同）无法判断频次与消费是否相关：至少需要 {limit} 位"},
	ReasonNoDrift: {
		English: "no drift of amounts in time is seen (slope {value} a time unit, p = {limit})",
		Chinese: "未见金额随时间变化（每时间单位斜率 {value}，p = {limit}）"},
	ReasonRising: {
		English: "amounts rise with time (slope {value} a time unit, p = {limit}): a model without drift understates the future; predict with PosteriorAt, or fit to a recent window",
		Chinese: "金额随时间上升（每时间单位斜率 {value}，p = {limit}）：无趋势模型会低估未来；请用 PosteriorAt 预测，或仅用近期数据拟合"},
	ReasonFalling: {
		English: "amounts fall with time (slope {value} a time unit, p = {limit}): a model without drift overstates the future; predict with PosteriorAt, or fit to a recent window",
		Chinese: "金额随时间下降（每时间单位斜率 {value}，p = {limit}）：无趋势模型会高估未来；请用 PosteriorAt 预测，或仅用近期数据拟合"},
	ReasonTopShare: {
		English: "a few customers make {value} of the total amount, over {limit}: look at them one by one, and make wholesale buyers or errors a segment of their own",
		Chinese: "少数客户占总金额的 {value}，超过 {limit}：请逐个核查，将批发客户或错误数据单独成组"},
	ReasonTopMoves: {
		English: "without the customers with the largest mean amounts the population mean changes by {value} of itself, over {limit}: it rests on a few customers; report the median beside it, and model them apart",
		Chinese: "剔除平均金额最高的客户后，总体均值的相对变化为 {value}，超过 {limit}：均值依赖少数客户；请同时报告中位数，并将其单独建模"},
	ReasonTopSteady: {
		English: "without the customers with the largest mean amounts the population mean changes by {value} of itself, within {limit}: the fit does not rest on a few customers",
		Chinese: "剔除平均金额最高的客户后，总体均值的相对变化为 {value}，在 {limit} 以内：拟合不依赖少数客户"},
})
