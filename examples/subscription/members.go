package main

import (
	"context"
	"math/rand/v2"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/figure"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/loyalty/programme"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/loyalty/survey"
	"github.com/clientele-go/clientele/value"
	"gonum.org/v1/gonum/stat/distuv"
)

// Kaplan–Meier: who stays, by how they pay.
func survival(p *note.Page, c club) {
	p.Section(words{"A club, watched for three years", "一家俱乐部的三年"}, survival)
	var order, other retention.Subjects
	for _, m := range c {
		if m.standing {
			note.Check(order.Add(m.subject))
		} else {
			note.Check(other.Add(m.subject))
		}
	}
	p.Say(words{
		"From here on the data are simulated: %s members of a club, who joined over %d months. Of those with a standing order %d of %d left, of the others %d of %d. Who has not left yet is not dropped, but counts for as long as they were seen (Kaplan & Meier 1958).",
		"以下数据为模拟：%s 位会员在 %d 个月内陆续加入。自动扣款者 %[4]d 位中离开 %[3]d 位，其余 %[6]d 位中离开 %[5]d 位。尚未离开者不剔除，按其已观察的时长计入（Kaplan & Meier 1958）。"},
		note.Count(len(c)), window, order.Lost(), order.Len(), other.Lost(), other.Len())
	with, without := note.Must(order.KaplanMeier()), note.Must(other.KaplanMeier())
	var rows [][]any
	for _, t := range []float64{6, 12, 24, 30} {
		rows = append(rows, note.Row(t, note.Fixed(with.At(t), 3), note.Range(with.Interval(t, retention.LimitsLogLog, 0.95), 3), note.Fixed(stays(t, true), 3),
			note.Fixed(without.At(t), 3), note.Range(without.Interval(t, retention.LimitsLogLog, 0.95), 3), note.Fixed(stays(t, false), 3)))
	}
	p.Table(words{"months | standing order | 95 % interval | truth | otherwise | 95 % interval | truth", "月 | 自动扣款 | 95% 区间 | 真值 | 其他 | 95% 区间 | 真值"}, rows...)
	test := note.Must(retention.LogRank(&order, &other))
	p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) {
		o.Unit = value.Month
		return picture.Survival(without, o)
	}))
	p.Say(words{"Is that chance? The log-rank test says χ² = %.1f, p %s. Half of those without a standing order are gone after %.1f months.", "是偶然吗？对数秩检验：χ² = %.1f，p %s。没有自动扣款的会员半数在 %.1f 个月后离开。"}, test.ChiSquare, note.P(test.P), without.Median())
}

// Competing risks: they cancel, or their payment fails.
func causes(p *note.Page, c club) {
	p.Section(words{"Why they leave", "为何离开"}, causes)
	var all retention.Subjects
	for _, m := range c {
		note.Check(all.Add(m.subject))
	}
	incidence := note.Must(all.AalenJohansen())
	p.Say(words{"One who has cancelled can no longer fail to pay: the causes compete (Aalen & Johansen 1978). Shares of all who ever joined:", "已退订的人不会再付款失败：两种原因相互竞争（Aalen & Johansen 1978）。占全部加入者的比例："})
	var rows [][]any
	for _, t := range []float64{6, 12, 24, 30} {
		failed := lapses(t)
		cancelled := 1 - failed - (stays(t, true)+stays(t, false))/2
		rows = append(rows, note.Row(t, note.Percent(incidence.At(t, retention.CauseActive), 1), note.Percent(cancelled, 1),
			note.Percent(incidence.At(t, retention.CausePassive), 1), note.Percent(failed, 1)))
	}
	p.Table(words{"months | cancelled | truth | payment failed | truth", "月 | 主动退订 | 真值 | 付款失败 | 真值"}, rows...)
}

// The loyalty score, in Chinese: what is missing counts as the base, and what
// rests on few cases is drawn towards it.
func score(p *note.Page, c club) {
	p.Section(words{"A score of loyalty", "忠诚度评分"}, score)
	var rates loyalty.BaseRates
	for _, m := range c {
		note.Check(rates.Add(m.parts))
	}
	base, _, err := loyalty.FitBase(context.Background(), &rates, nil)
	note.Check(err)
	scorer := note.Must(loyalty.NewLoyaltyScorer(clubPolicy(), &base))
	type total struct{ members, certainty, bond float64 }
	var of [clientele.LevelHigh + 1]total
	example := -1
	for i, m := range c {
		s := note.Must(scorer.Score(m.parts))
		of[s.Level].members++
		of[s.Level].certainty += s.Certainty
		of[s.Level].bond += m.bond
		if example < 0 && s.Level == clientele.LevelHigh && m.parts.Satisfaction.Known() && m.parts.ShareOfWallet != (clientele.Measure{}) {
			example = i
		}
	}
	p.Say(words{"Satisfaction, complaints, repeat purchases, share of wallet and tenure make 0 to 100 points; rates of few cases are drawn towards the base, what is not known counts as the base, and with less than a third known there is no level. *Certainty* is the mean probability that the true score is of that level; the last column, how attached members truly are (0 to 1), the score does not know.", "满意度、投诉、复购、钱包份额和关系年限合成 0 到 100 分；样本少的比率向全体收缩，未知的部分按全体计入，已知不足三分之一则不定级。“把握”是真实得分落在该档的平均概率；最后一列是模拟中真实的依附程度（0 到 1），评分并不知道。"})
	var rows [][]any
	for l := range of {
		if n := of[l].members; n > 0 {
			name, sure := words{"no level", "未定级"}.In(p.Lang), "–"
			if l > 0 {
				name, sure = clientele.Level(l).Label(p.Lang), note.Percent(of[l].certainty/n, 0)
			}
			rows = append(rows, note.Row(name, note.Fixed(n, 0), sure, note.Fixed(of[l].bond/n, 2)))
		}
	}
	p.Table(words{"loyalty | members | certainty | truly attached", "忠诚度 | 会员数 | 把握 | 真实依附程度"}, rows...)
	s := note.Must(scorer.Score(c[example].parts))
	p.Say(words{"Member %d has %.0f points (95 %% interval %s), because", "会员 %d：%.0f 分（95%% 区间 %s），因为"}, example, s.Value, note.Range(s.Interval(0.95), 0))
	p.Reasons(s.AppendReasons(nil))
}

// clubPolicy leaves out what a club does not have: renewals, and the question
// whether one would recommend it, which is asked anonymously.
func clubPolicy() *loyalty.ScorePolicy {
	var p loyalty.ScorePolicy
	for _, part := range []loyalty.Part{loyalty.PartRenewals, loyalty.PartRecommendation} {
		p.Parts[part-1].Weight = clientele.Known(0)
	}
	return &p
}

// The net promoter score, and whether it moved.
func recommendation(p *note.Page, c club) {
	p.Section(words{"Would they recommend us?", "他们会推荐我们吗？"}, recommendation)
	var waves [2]survey.NPS
	var truth survey.NPS
	for _, m := range c {
		note.Check(truth.Add(m.would))
		for w, answer := range m.answers {
			if answer >= 0 {
				note.Check(waves[w].Add(answer))
			}
		}
	}
	change := survey.NPSChange(&waves[0], &waves[1], 0.95)
	var rows [][]any
	for w := range waves {
		a := &waves[w]
		rows = append(rows, note.Row(w+1, a.Len(), a.Promoters(), a.Passives(), a.Detractors(), note.Fixed(a.Score(), 0), note.Range(a.Interval(0.95), 0)))
	}
	p.Table(words{"wave | answers | promoters | passives | detractors | NPS | 95 % interval", "批次 | 回答数 | 推荐者 | 中立者 | 贬损者 | NPS | 95% 区间"}, rows...)
	p.Say(words{
		"The change is %+.0f points (%s), p %s. To find a change of 5 points, each wave would need %s answers. And the interval is about chance only: had everybody answered, the second NPS would have been %.0f, for the attached answer more often.",
		"变化为 %+.0f 点（%s），p %s。要发现 5 点的变化，每批需要 %s 份回答。区间只反映偶然：若人人作答，第二次 NPS 本应为 %.0f，因为依附程度高的人更常作答。"},
		change.Difference, note.Range(change.Interval, 0), note.P(change.P), note.Count(survey.AnswersForChange(5, waves[1].SD(), 0.8, 0.95)), truth.Score())
}

// Win-back: the last campaign says who returns, the budget whom to write to.
func winBack(p *note.Page, c club) {
	p.Section(words{"Whom to win back", "赢回谁"}, winBack)
	campaign := [2][2]clientele.Ratio{ // returned of contacted: by cause, and by whether they had stayed for a year
		{{Hits: 9, Trials: 210}, {Hits: 14, Trials: 96}},
		{{Hits: 17, Trials: 64}, {Hits: 11, Trials: 25}}}
	var rates loyalty.Ratios
	for _, row := range campaign {
		for _, rate := range row {
			note.Check(rates.Add(rate))
		}
	}
	fit := note.Must(loyalty.FitBetaBinomial(context.Background(), &rates, nil))
	var lapsed []loyalty.Lapsed
	var group [][2]int
	for _, m := range c {
		if m.subject.Cause == 0 {
			continue
		}
		g := [2]int{int(m.subject.Cause) - 1, 0}
		if m.subject.Exit > 12 {
			g[1] = 1
		}
		q := fit.Model.Posterior(campaign[g[0]][g[1]])
		beta := distuv.Beta{Alpha: q.Alpha, Beta: q.Beta}
		lapsed = append(lapsed, loyalty.Lapsed{Return: beta.Mean(), ReturnSE: beta.StdDev(),
			Value: loyalty.SecondLifetimeValue(9, 0.9, 0.01), ValueSE: 15, Contact: 6, Offer: 18})
		group = append(group, g)
	}
	const budget = 1500
	plan := note.Must(loyalty.RankWinBack(lapsed, budget, 0.8))
	var chosen, all [2][2]int
	var why [2][2]string
	for _, w := range plan.Ranking {
		g := group[w.Index]
		all[g[0]][g[1]]++
		if w.Chosen {
			chosen[g[0]][g[1]]++
		}
		why[g[0]][g[1]] = w.Reason.Text(p.Lang)
	}
	var rows [][]any
	for i, cause := range []words{{"cancelled", "主动退订"}, {"payment failed", "付款失败"}} {
		for j, stayed := range []words{{" within a year", "，一年之内"}, {" later", "，一年之后"}} {
			shrunk := fit.Model.Shrunk(campaign[i][j])
			rows = append(rows, note.Row(cause.In(p.Lang)+stayed.In(p.Lang), note.Percent(campaign[i][j].Hits/campaign[i][j].Trials, 0), note.Percent(shrunk, 0), all[i][j], chosen[i][j], why[i][j]))
		}
	}
	p.Say(words{"A returned member is worth %.0f, a letter costs 6 and the gift for coming back 18; there are %s to spend.", "一位回来的会员价值 %.0f，寄信成本 6，回归礼品 18；预算 %s。"}, loyalty.SecondLifetimeValue(9, 0.9, 0.01), note.Count(budget))
	p.Table(words{"left because, when | returned last time | shrunk | lapsed | write to | the last of them", "离开的原因与时间 | 上次回归率 | 收缩后 | 已离开 | 应联系 | 其中末位的理由"}, rows...)
	p.Say(words{"Expected: %s spent, %s ± %s gained.", "预计花费 %s，净得 %s ± %s。"}, note.Money(plan.Spend), note.Money(plan.Net), note.Money(plan.NetSE))
}

// Points: what those outstanding will cost, by what became of the earlier ones.
func points(p *note.Page) {
	p.Section(words{"What the points will cost", "积分的成本"}, points)
	const quarter, valid, now, end = 90, 360, 12, 16 // days, days, quarters, quarters
	r := rand.New(rand.NewPCG(36, 2))
	var known, all programme.PointsLedger // to date, and what comes after
	for id := range 500 {
		name := string(rune('a'+id%26)) + string(rune('A'+id/26))
		keen := r.Float64()
		for day := int64(0); day < end*quarter; day += 30 {
			earned, spends := int64(50+r.IntN(200)), r.Float64() < 0.25*keen
			for _, l := range []*programme.PointsLedger{&known, &all} {
				if l == &known && day >= now*quarter {
					continue
				}
				note.Check(l.Earn(name, day, earned, day+valid))
				if held := l.Account(name).Statement(day).Outstanding; spends {
					note.Check(l.Redeem(name, day, held))
				}
			}
		}
	}
	bounds := func(quarters int) (out []int64) {
		for q := range quarters + 1 {
			out = append(out, int64(q*quarter))
		}
		return out
	}
	seen, later := note.Must(known.RunOff(bounds(now)...)), note.Must(all.RunOff(bounds(end)...))
	truth := int64(0)
	for i, v := range seen {
		after := later[i].Redeemed
		truth += after[len(after)-1] - v.Redeemed[len(v.Redeemed)-1]
	}
	const cost = 0.01
	l := note.Must(seen.Liability(cost, 0.95))
	s := known.Statement(now*quarter - 1)
	p.Say(words{
		"Members earned %s points, redeemed %s, and %s expired after a year. %s are outstanding. Quarter by quarter of issue, the chain ladder (Mack 1993) expects %s ± %s of them to be redeemed: at %.2f a point %s (95 %% interval %s). Breakage is %s.",
		"会员共获得 %s 积分，兑换 %s，一年后过期 %s，尚余 %s。按发放季度用链梯法（Mack 1993）估计，其中 %s ± %s 将被兑换：每分 %.2f，合计 %s（95%% 区间 %s）。失效率 %s。"},
		points64(s.Earned), points64(s.Redeemed), points64(s.Expired), points64(l.Outstanding), note.Fixed(l.Redemptions, 0), note.Fixed(l.SE, 0), cost, note.Money(l.Cost), note.Range(l.Interval, 0), note.Percent(l.Breakage, 0))
	p.Say(words{"The simulation goes on for another year: %s were redeemed, which is %s.", "模拟再继续一年：实际兑换 %s，合 %s。"}, points64(truth), note.Money(cost*float64(truth)))
}

// points64 prints points.
func points64[N int64 | float64](n N) string { return note.Fixed(float64(n), 0) }
