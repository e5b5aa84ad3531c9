package spend

import "github.com/clientele-go/clientele/internal/reason"

// Codes of the warnings that fits of this package carry beside the general ones.
const (
	WarnInfiniteMean    = "spend.infinite-mean"    // Q ≤ 1: the population mean does not exist
	WarnConstrained     = "spend.constrained"      // q was held at the least value that the caller allows
	WarnOnePrice        = "spend.one-price"        // all customers pay the same: nothing was estimated
	WarnNoWithin        = "spend.no-within"        // limit P → ∞: a customer's amounts do not vary
	WarnNoBetween       = "spend.no-between"       // limit: customers do not differ in their mean
	WarnSinglePurchases = "spend.single-purchases" // nobody has two purchases
	WarnFewCustomers    = "spend.few-customers"    // fewer than 30 with purchases
	WarnExcluded        = "spend.excluded"         // customers with a mean ≤ 0 were left out
)

var _ = reason.Register(map[string]reason.Text{
	WarnInfiniteMean: {
		English: "the spend is so heavy-tailed (q = {value} <= 1) that its population mean does not exist: report medians and quantiles, trust means of customers with several purchases only, and look for a few customers who should be a segment of their own (CheckOutliers); FitGammaGammaFinite gives a mean by constraint",
		Chinese: "消费分布尾部过重（q = {value} ≤ 1），总体均值不存在：请报告中位数和分位数，只信任多次购买客户的均值，并检查是否应将少数客户单独成组（CheckOutliers）；FitGammaGammaFinite 可加约束得到有限均值"},
	WarnConstrained: {
		English: "{subject} was held at the least value allowed, against the data: the log-likelihood falls by {value}, and the population mean is chosen with that value, not estimated",
		Chinese: "{subject} 被固定在允许的最小值，与数据不符：对数似然下降 {value}，总体均值由该取值决定，而非估计所得"},
	WarnOnePrice: {
		English: "all customers pay {value} on average: that price is used for everybody, and nothing of how amounts vary was estimated; how sure intervals are of it is chosen",
		Chinese: "所有客户的平均金额均为 {value}：直接采用该价格，未估计金额的波动；区间的精确程度是设定的"},
	WarnNoWithin: {
		English: "the amounts of a customer do not seem to vary, so the fit is a limit ({subject} run to the edge together): each customer's mean is then known exactly from one purchase, and means, quantiles and likelihood remain valid",
		Chinese: "同一客户的金额似乎没有变化，拟合退化为极限（{subject} 一同趋于边界）：一次购买即可确定客户均值，均值、分位数与似然仍然有效"},
	WarnNoBetween: {
		English: "customers do not seem to differ in their mean amount, so the fit is a limit ({subject} run to the edge): every customer is expected to spend the population mean",
		Chinese: "客户之间的平均金额似乎没有差异，拟合退化为极限（{subject} 趋于边界）：每位客户的期望消费即总体均值"},
	WarnSinglePurchases: {
		English: "nobody has two purchases, so only the shape of the distribution tells a customer's own variation from differences between customers: expected spends lean on the model; wait for repeat purchases",
		Chinese: "没有客户购买两次以上，只能凭分布形状区分客户自身波动与客户间差异：期望消费高度依赖模型，宜等待重复购买"},
	WarnFewCustomers: {
		English: "only {value} {value|customer with purchases stands|customers with purchases stand} behind the estimates: intervals are approximate",
		Chinese: "估计只依据 {value} 位有购买的客户：区间是近似的"},
	WarnExcluded: {
		English: "{value} {value|customer|customers} with a mean amount of 0 or less {value|was|were} left out: the model speaks of the others only; Normal takes amounts of any sign",
		Chinese: "已排除 {value} 位平均金额不大于 0 的客户：模型只描述其余客户；Normal 模型可接受任意符号的金额"},
})
