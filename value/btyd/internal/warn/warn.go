// Package warn names what a fit to a panel warns of: the simpler models that a
// likelihood runs to, and what the data do not say. Package btyd exports the codes.
// They are the simpler models of D17.
package warn

import "github.com/clientele-go/clientele/internal/reason"

// Codes of the warnings.
const (
	CommonRate       = "btyd.common-rate"       // all customers buy at one rate
	CommonDropout    = "btyd.common-dropout"    // all customers drop out with one probability or rate
	PolarDropout     = "btyd.polar-dropout"     // customers drop out at once or never
	PolarRate        = "btyd.polar-rate"        // customers use every opportunity or none
	NoDropout        = "btyd.no-dropout"        // nobody drops out
	ParetoLimit      = "btyd.pareto-limit"      // dropout does not change with age
	NoGaps           = "btyd.no-gaps"           // the gaps between purchases are not known
	CorrelationBound = "btyd.correlation-bound" // the rates depend on each other as much as they can
	NoCorrelation    = "btyd.no-correlation"    // whether the rates depend on each other cannot be told
	NeverSlow        = "btyd.never-slow"        // customers do not turn slow and come back
	NoReturn         = "btyd.no-return"         // those who turn slow stay slow
	NoPurchaseSlow   = "btyd.no-purchase-slow"  // those who are slow buy nothing
)

var _ = reason.Register(map[string]reason.Text{
	CommonRate: {
		English: "the purchase rates of the customers do not differ ({subject} run to infinity together): only the common rate is identified",
		Chinese: "客户的购买率没有差异（{subject} 一同趋于无穷）：只有共同的购买率可识别"},
	CommonDropout: {
		English: "the customers' tendencies to drop out do not differ ({subject} run to infinity together): only their common value is identified",
		Chinese: "客户的流失倾向没有差异（{subject} 一同趋于无穷）：只有共同值可识别"},
	PolarDropout: {
		English: "customers either drop out at their first chance or never ({subject} run to zero together): only the share of each is identified",
		Chinese: "客户要么首次即流失，要么永不流失（{subject} 一同趋于零）：只有两类的比例可识别"},
	NoDropout: {
		English: "the data show no dropout ({subject} run to the edge): P(alive) is near 1 for everybody; the NBD model says the same with fewer parameters",
		Chinese: "数据中看不到流失（{subject} 趋于边界）：所有客户的存活概率都接近 1；NBD 模型用更少的参数即可"},
	PolarRate: {
		English: "customers who are still there use every opportunity or none ({subject} run to zero together): only the share of each is identified",
		Chinese: "仍在的客户要么每次机会都购买，要么从不购买（{subject} 一同趋于零）：只有两类的比例可识别"},
	ParetoLimit: {
		English: "a customer's tendency to drop out does not change with age (b runs to 0 while beta/b stays): the Pareto/NBD model says the same with one parameter less",
		Chinese: "客户的流失倾向不随年龄变化（b 趋于 0，beta/b 不变）：Pareto/NBD 模型少一个参数即可"},
	NoGaps: {
		English: "the gaps between purchases are not known of every customer: the log-likelihood leaves out the terms that depend on k alone and does not compare with that of another k",
		Chinese: "并非所有客户的购买间隔都已知：对数似然不含仅依赖 k 的项，不能与其他 k 比较"},
	CorrelationBound: {
		English: "the likelihood rises to the end of the range of correlations, {value}, that the model can have: {subject} has no standard error, and those of the other parameters hold at that end",
		Chinese: "似然在模型可取的相关系数范围的端点 {value} 处最大：{subject} 没有标准误，其他参数的标准误是在该端点处的"},
	NoCorrelation: {
		English: "customers do not differ in one of the two rates, so that no correlation of them can be told: the fit is that of Pareto/NBD, at correlation 0, and {subject} has no standard error",
		Chinese: "客户在两种速率之一上没有差异，无法判断二者的相关：拟合结果即相关为 0 的 Pareto/NBD，{subject} 没有标准误"},
	NeverSlow: {
		English: "customers who turn slow and come back explain the purchases hardly better (log-likelihood + {value} for {subject}): the Pareto/NBD model says the same with three parameters less",
		Chinese: "“放缓后又回来”的状态对购买的解释几乎没有改善（{subject} 使对数似然增加 {value}）：Pareto/NBD 模型少三个参数即可"},
	NoReturn: {
		English: "nobody who turns slow comes back ({subject} run to the edge): slow is for good",
		Chinese: "放缓的客户不再恢复（{subject} 趋于边界）：放缓即为长期"},
	NoPurchaseSlow: {
		English: "customers who are slow buy nothing ({subject} run to the edge): an on/off model says the same",
		Chinese: "放缓的客户不购买（{subject} 趋于边界）：开/关模型即可"},
})
