package main

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/phrase"
)

// count prints a whole number, fixed three decimals.
func count(v float64) string { return note.Fixed(v, 0) }
func fixed(v float64) string { return note.Fixed(v, 3) }

func between(iv clientele.Interval, print func(float64) string) string {
	return print(iv.Lo) + " … " + print(iv.Hi)
}

func yes(p *note.Page, v bool) string {
	if v {
		return note.Words{"yes", "是"}.In(p.Lang)
	}
	return note.Words{"no", "否"}.In(p.Lang)
}

// say says a text of the answer in a language.
func say(lang clientele.Lang, text string) string {
	if lang == clientele.LangChinese {
		if said := chinese.Say(text); said != text {
			return said
		}
	}
	return intake.In(lang, text)
}

// chinese is what an answer says in one string, which JSON holds in English.
var chinese = phrase.New([][2]string{
	// the choice of the model
	{"%s was asked for", "按要求采用 %s"},
	{"%s is used: it is the only model that could be fitted", "采用 %s：唯一能够拟合的模型"},
	{"a tie: the data do not tell %s and %s apart, nearly the same likelihood speaks for each; %s is used", "难分高下：数据无法区分 %s 与 %s，两者的似然几乎相同；采用 %s"},
	{"%s is used: of the models that could be fitted it has the highest likelihood, less 1 for each parameter", "采用 %s：在能够拟合的模型中对数似然（每个参数减 1）最高"},
	{"%s is %.3f below it in log-likelihood, less 1 for each parameter", "%s 的对数似然（每个参数减 1）比它低 %.3f"},
	{"a tie: what happened in the holdout does not tell %s and %s apart; %s is used, the likeliest of them before it, and was fitted again to all data", "难分高下：检验期的实际情况无法区分 %s 与 %s；采用此前似然最高的 %s，并用全部数据重新拟合"},
	{"%s is used: it gives what happened in the holdout the highest probability, and was fitted again to all data", "采用 %s：它赋予检验期实际情况的概率最高，并用全部数据重新拟合"},
	{"%s gives it a log-probability that is %.3f lower than %s", "%s 赋予它的对数概率比 %[3]s 低 %[2].3f"},
	{"%s did better on the holdout and could not be fitted to all data", "%s 在检验期表现更好，但无法用全部数据拟合"},
	{"%s was left out: it takes minutes on so many purchases", "%s 未参与：购买记录较多时需数分钟"},
	{"%s and %s", "%s 与 %s"},
	// cautions
	{"the value counts %s, and the customer watched longest was watched for %s %s: all beyond is what the model says, not what was seen", "价值按%s计，而观察最久的客户只观察了 %s %s：其后全凭模型推断，并非实际所见"},
	{"the models disagree: %s expects %s and %s %s, further apart than their intervals", "模型不一致：%s 预计 %s，%s 预计 %s，相差超出各自的区间"},
	{"the intervals of the total hold those of all models", "总额的区间已包含所有模型的区间"},
	{"the holdout was missed: %s %s were predicted, %s with 95 %%, and %s came", "未能命中检验期：预测%[2]s %[1]s（95%% 区间 %[3]s），实际为 %[4]s"},
	{"the intervals of the total hold an error of that size as well", "总额的区间已计入同等大小的误差"},
	{"purchases", "购买"},
	{"of amounts", "金额"},
	{"for ever", "永久"},
	{"over the next %s", "今后 %s"},
	{"%d customers have no finite expected value, because the population mean of the spend model does not exist (q <= 1); so the total has none either", "%d 位客户没有有限的期望价值，因为金额模型的总体均值不存在（q ≤ 1）；总额亦然"},
	{"%d customers have no finite expected value: without discounting, purchases for ever add up to no finite number; give a -rate or a -horizon", "%d 位客户没有有限的期望价值：不折现时，永久的购买次数之和不是有限数；请给出 -rate 或 -horizon"},
	{"there are no amounts: every purchase counts 1, so values are numbers of discounted purchases", "没有金额：每次购买计为 1，价值即折现后的购买次数"},
	{"%g weeks", "%g 周"}, {"%g week", "%g 周"}, {"%g days", "%g 天"}, {"%g day", "%g 天"}, {"%g months", "%g 个月"}, {"%g month", "%g 个月"},
	{"%g quarters", "%g 个季度"}, {"%g quarter", "%g 个季度"}, {"%g years", "%g 年"}, {"%g year", "%g 年"}, {"%g hours", "%g 小时"}, {"%g hour", "%g 小时"},
}...)
