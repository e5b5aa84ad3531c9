package intake

import "github.com/clientele-go/clientele/examples/internal/phrase"

// chinese is the notes of the programs.
var chinese = phrase.New([][2]string{
	{"simulated shop", "模拟商店"},
	{"%d negative amounts give back: each was taken off the same customer's purchases, the latest first; -refunds net-period, drop or refuse does otherwise", "%d 笔负数金额视为退款：各从该客户的购买中扣除，由近及远；可用 -refunds net-period、drop 或 refuse 改变"},
	{"%d refunds or parts of them have no earlier purchase of the same customer to be taken off", "%d 笔退款（或其一部分）没有该客户更早的购买可以扣除"},
	{"%d purchases of amount 0 count as purchases; -zeros drop leaves them out", "%d 次金额为 0 的购买计入购买；可用 -zeros drop 排除"},
	{"the end of observation lies more than a year after the last transaction: customers will look lost", "观察期止于最后一笔交易一年之后：客户看上去会像已流失"},
	{"%d customers with repeat purchases have a mean amount of 0 or less: their spend is taken as unknown", "%d 位复购客户的平均金额不大于 0：其消费额视为未知"},
	{"no customer has a repeat purchase with an amount above 0: only purchases are counted", "没有客户的复购金额大于 0：只计购买次数"},
	{"purchases of one %s are one, and the %s that is not over at the end is left out", "同一%s内的购买计为一次，期末未结束的%s不计"},
	{"all times are whole numbers and were taken for %s: if they are days, say -unit day", "所有时间均为整数，按%s计：若为天数，请用 -unit day"},
	{"%d customers without a repeat purchase have a monetary value: it was not used, because monetary is the mean of the repeat purchases", "%d 位没有复购的客户有均额，未采用：均额是复购的平均金额"},
	{"day", "天"}, {"days", "天"}, {"hour", "小时"}, {"hours", "小时"}, {"week", "周"}, {"weeks", "周"}, {"month", "月"}, {"months", "个月"},
	{"%d days", "%d 天"}, {"%d weeks", "%d 周"}, {"%d hours", "%d 小时"},
	{"quarter", "季度"}, {"quarters", "个季度"}, {"year", "年"}, {"years", "年"},
}...)
