package portrait

import (
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of the reasons of this package; those of the verdicts are of their own
// packages.
const (
	ReasonBest      = "portrait.best-model"  // Value: by how much AIC the next model is worse
	ReasonTie       = "portrait.tied-models" // Value: models that fit as well; Limit: the difference of AIC that tells none apart
	ReasonOnly      = "portrait.only-model"  // no other model could be fitted
	ReasonLogNormal = "portrait.log-normal"  // Value: by how much AIC the log-normal amounts are better
	ReasonOneAmount = "portrait.one-amount"  // Value: the mean amount, which stands for all

	ReasonWorth  = "portrait.worth"  // Value: what they are expected to bring; Limit: by how many purchases
	ReasonAlive  = "portrait.alive"  // Value: probability that they have not left
	ReasonNext   = "portrait.next"   // Value, Limit: days in which half, and nine of ten, buy again
	ReasonDue    = "portrait.due"    // Value: days until the next payment is due
	ReasonWindow = "portrait.window" // Value: days in which frequency and money count

	ReasonAskHistory      = "portrait.ask-history"
	ReasonAskVariety      = "portrait.ask-variety"
	ReasonAskPotential    = "portrait.ask-potential"
	ReasonAskWallet       = "portrait.ask-wallet"
	ReasonAskSatisfaction = "portrait.ask-satisfaction"
	ReasonAskAccount      = "portrait.ask-account"

	// The pieces of a summary.
	summaryBought   = "portrait.summary-bought"
	summaryWorth    = "portrait.summary-worth"
	summaryNothing  = "portrait.summary-nothing"
	summaryInterval = "portrait.summary-interval"
	summaryConflict = "portrait.summary-conflict"
	summaryMoney    = "portrait.summary-money"
	summaryCustomer = "portrait.summary-customer"
)

var _ = reason.Register(map[string]reason.Text{
	ReasonBest: {
		English: "the purchase model that fits best: the next one is {value} worse by AIC",
		Chinese: "所选购买模型拟合最好：次优模型的 AIC 高 {value}"},
	ReasonTie: {
		English: "{value} other {value|model fits|models fit} as well (within {limit} by AIC): the one with the fewest parameters was taken",
		Chinese: "另有 {value} 个模型拟合同样好（AIC 相差不超过 {limit}）：取参数最少者"},
	ReasonOnly: {
		English: "the only purchase model that could be fitted",
		Chinese: "唯一能够拟合的购买模型"},
	ReasonLogNormal: {
		English: "amounts are log-normal: {value} better by AIC than Gamma-Gamma",
		Chinese: "金额服从对数正态分布：AIC 比 Gamma-Gamma 低 {value}"},
	ReasonOneAmount: {
		English: "amounts do not tell customers apart: the mean, {value:money}, stands for all",
		Chinese: "金额不足以区分客户：统一按均值 {value:money} 计"},
	ReasonWorth: {
		English: "expected to bring {value:money} up to the horizon, in {limit:count} {limit|purchase|purchases}",
		Chinese: "预计在期限内带来 {value:money}，共 {limit:count} 次购买"},
	ReasonAlive: {
		English: "still a customer with a probability of {value:%}",
		Chinese: "存活概率为 {value:%}"},
	ReasonNext: {
		English: "of such customers who are still there, half buy again within {value} {value|day|days}, nine in ten within {limit}",
		Chinese: "此类仍在的客户中，半数在 {value} 天内再次购买，九成在 {limit} 天内"},
	ReasonDue: {
		English: "the next payment is due in {value} {value|day|days}",
		Chinese: "下次付款将在 {value} 天后到期"},
	ReasonWindow: {
		English: "frequency and money are those of the last {value} {value|day|days}",
		Chinese: "频率与金额按最近 {value} 天计"},
	ReasonAskHistory: {
		English: "the purchase history is not possible as it stands: check it",
		Chinese: "购买记录不成立，请核对"},
	ReasonAskVariety: {
		English: "the customers of this base are too much alike on this measure to be told apart",
		Chinese: "该客户群在此指标上差异过小，无法区分"},
	ReasonAskPotential: {
		English: "what they would spend a year if they bought everything here is not known: ask or estimate it",
		Chinese: "尚不知其若全部在此购买每年会花费多少：请询问或估算"},
	ReasonAskWallet: {
		English: "our share of what they spend on such things is not known: ask for it",
		Chinese: "尚不知其钱包份额：请询问"},
	ReasonAskSatisfaction: {
		English: "how satisfied they are is not known: ask them",
		Chinese: "尚不知其满意度：请调查"},
	ReasonAskAccount: {
		English: "too little of the account is rated for a tier: rate its alignment, sharing and potential",
		Chinese: "该客户的评级项目过少，无法定级：请评定战略协同、资源共享与增长潜力"},

	summaryBought: {
		English: "{value} {value|purchase|purchases}, the last {limit} {limit|day|days} ago",
		Chinese: "购买 {value} 次，最近一次在 {limit} 天前"},
	summaryWorth: {
		English: "expected to bring {value:money} in the next {limit} {limit|day|days}",
		Chinese: "预计未来 {limit} 天带来 {value:money}"},
	summaryNothing: {
		English: "hardly anything is expected of them in the next {limit} {limit|day|days}",
		Chinese: "预计未来 {limit} 天几乎不再带来收入"},
	summaryInterval: {
		English: " (between {value:money} and {limit:money})",
		Chinese: "（在 {value:money} 与 {limit:money} 之间）"},
	summaryMoney: {
		English: "{value:money}",
		Chinese: "{value:money}"},
	summaryCustomer: {
		English: "Customer",
		Chinese: "客户"},
	summaryConflict: {
		English: "conflict: ",
		Chinese: "矛盾："},
})

// AppendReasons appends what the customer is expected to bring, by how many
// purchases, and the probability that they are there.
func (w Worth) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return append(dst,
		clientele.Reason{Code: ReasonWorth, Value: w.Value, Limit: w.Purchases},
		clientele.Reason{Code: ReasonAlive, Value: w.Alive, Limit: math.NaN()})
}

// nextReasons appends when the next purchase is due.
func (p *Portrait) nextReasons(dst []clientele.Reason) []clientele.Reason {
	n := p.Next
	likely, known := n.Days.Value()
	if !known {
		return dst
	}
	days := func(t time.Time) float64 { return math.Round(t.Sub(p.AsOf).Hours() / 24) }
	if p.Loss.Basis == clientele.LossBasisContract {
		return append(dst, clientele.Reason{Code: ReasonDue, Value: likely, Limit: math.NaN()})
	}
	return append(dst, clientele.Reason{Code: ReasonNext, Value: likely, Limit: days(n.Until)})
}
