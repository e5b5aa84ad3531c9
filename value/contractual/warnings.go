package contractual

import "github.com/clientele-go/clientele/internal/reason"

// Codes of the warnings that fits of this package carry beside the general ones.
const (
	WarnGeometric       = "contractual.limit-geometric"        // SBG: everybody has the same loss probability
	WarnPolarised       = "contractual.limit-polarised"        // SBG, BdW: some leave at once, the others never
	WarnDiscreteWeibull = "contractual.limit-discrete-weibull" // BdW: no differences between customers
	WarnExponential     = "contractual.limit-exponential"      // ExponentialGamma: one rate of loss
	WarnWeibull         = "contractual.limit-weibull"          // WeibullGamma: no differences between customers
	WarnFewLosses       = "contractual.few-losses"             // fewer than 30 losses
)

var _ = reason.Register(map[string]reason.Text{
	WarnGeometric: {
		English: "retention does not rise with age, so the fit is the limit where everybody has the same loss probability (geometric): {subject} run to infinity together and mean nothing by themselves, retention rates and values remain valid",
		Chinese: "留存率不随客龄上升，拟合退化为所有客户流失概率相同的几何模型：{subject} 同时趋于无穷，其本身没有意义，留存率与价值仍然有效"},
	WarnPolarised: {
		English: "those who renew once hardly ever leave, so the fit is the limit where a share leaves at the first renewal and the rest never: {subject} run to 0 together",
		Chinese: "续约一次后几乎不再流失，拟合退化为一部分客户首次即流失、其余永不流失的极限：{subject} 同时趋于零"},
	WarnDiscreteWeibull: {
		English: "the data show no differences between customers beyond age, so the fit is the limit of a discrete Weibull: {subject} run to infinity together, retention rates and values remain valid",
		Chinese: "除客龄外数据未显示客户差异，拟合退化为离散威布尔模型：{subject} 同时趋于无穷，留存率与价值仍然有效"},
	WarnExponential: {
		English: "the rate of loss does not fall with age, so the fit is the limit where everybody has the same rate (exponential): {subject} run to infinity together, survival and values remain valid",
		Chinese: "流失率不随客龄下降，拟合退化为所有客户流失率相同的指数模型：{subject} 同时趋于无穷，留存与价值仍然有效"},
	WarnWeibull: {
		English: "the data show no differences between customers beyond age, so the fit is the limit of a Weibull: {subject} run to infinity together, survival and values remain valid",
		Chinese: "除客龄外数据未显示客户差异，拟合退化为威布尔模型：{subject} 同时趋于无穷，留存与价值仍然有效"},
	WarnFewLosses: {
		English: "only {value} {value|loss stands|losses stand} behind the estimates: intervals are approximate",
		Chinese: "估计只依据 {value} 次流失：区间是近似的"},
})
