package main

import (
	"context"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/loyalty/programme"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/loyalty/survey"
	"gonum.org/v1/gonum/stat/distuv"
)

// Kaplan–Meier: who stays, by how they pay.
func survival(b *note.Book, c club) {
	b.Section("A club, watched for three years")
	var order, other retention.Subjects
	for _, m := range c {
		if m.standing {
			note.Check(order.Add(m.subject))
		} else {
			note.Check(other.Add(m.subject))
		}
	}
	b.Say("From here on the data are simulated: %d members of a club, who joined over %d months. Of those with a standing order %d of %d left, of the others %d of %d. "+
		"Who has not left yet is not dropped, but counts for as long as they were seen (Kaplan & Meier 1958).", len(c), window, order.Lost(), order.Len(), other.Lost(), other.Len())
	with, without := note.Must(order.KaplanMeier()), note.Must(other.KaplanMeier())
	var rows [][]any
	for _, t := range []float64{6, 12, 24, 30} {
		rows = append(rows, note.Row(t, note.Fixed(with.At(t), 3), note.Range(with.Interval(t, retention.LimitsLogLog, 0.95), 3), note.Fixed(stays(t, true), 3),
			note.Fixed(without.At(t), 3), note.Range(without.Interval(t, retention.LimitsLogLog, 0.95), 3), note.Fixed(stays(t, false), 3)))
	}
	b.Table("months | standing order | 95 % interval | truth | otherwise | 95 % interval | truth", rows...)
	test := note.Must(retention.LogRank(&order, &other))
	b.Say("Is that chance? The log-rank test says χ² = %.1f, p = %.1g. Half of those without a standing order are gone after %.1f months.", test.ChiSquare, test.P, without.Median())
}

// Competing risks: they cancel, or their payment fails.
func causes(b *note.Book, c club) {
	b.Section("Why they leave")
	var all retention.Subjects
	for _, m := range c {
		note.Check(all.Add(m.subject))
	}
	incidence := note.Must(all.AalenJohansen())
	b.Say("One who has cancelled can no longer fail to pay: the causes compete (Aalen & Johansen 1978). Shares of all who ever joined:")
	var rows [][]any
	for _, t := range []float64{6, 12, 24, 30} {
		failed := lapses(t)
		cancelled := 1 - failed - (stays(t, true)+stays(t, false))/2
		rows = append(rows, note.Row(t, note.Percent(incidence.At(t, retention.CauseActive), 1), note.Percent(cancelled, 1),
			note.Percent(incidence.At(t, retention.CausePassive), 1), note.Percent(failed, 1)))
	}
	b.Table("months | cancelled | truth | payment failed | truth", rows...)
}

// The loyalty score, in Chinese: what is missing counts as the base, and what
// rests on few cases is drawn towards it.
func score(b *note.Book, c club) {
	b.Section("忠诚度评分")
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
	b.Say("满意度、投诉、复购、钱包份额和关系年限合成 0 到 100 分；样本少的比率向全体收缩，未知的部分按全体计入，已知不足三分之一则不定级。“把握”是真实得分落在该档的平均概率；最后一列是模拟中真实的依附程度（0 到 1），评分并不知道。")
	var rows [][]any
	for l := range of {
		if n := of[l].members; n > 0 {
			name, sure := "未定级", "–"
			if l > 0 {
				name, sure = clientele.Level(l).Label(clientele.LangChinese), note.Percent(of[l].certainty/n, 0)
			}
			rows = append(rows, note.Row(name, n, sure, note.Fixed(of[l].bond/n, 2)))
		}
	}
	b.Table("忠诚度 | 会员数 | 把握 | 真实依附程度", rows...)
	s := note.Must(scorer.Score(c[example].parts))
	b.Say("会员 %d：%.0f 分（95 %% 区间 %s），因为", example, s.Value, note.Range(s.Interval(0.95), 0))
	b.Reasons(clientele.LangChinese, s.AppendReasons(nil))
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
func recommendation(b *note.Book, c club) {
	b.Section("Would they recommend us?")
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
	b.Table("wave | answers | promoters | passives | detractors | NPS | 95 % interval", rows...)
	b.Say("The change is %+.0f points (%s), p = %.1g. To find a change of 5 points, each wave would need %d answers. "+
		"And the interval is about chance only: had everybody answered, the second NPS would have been %.0f, for the attached answer more often.",
		change.Difference, note.Range(change.Interval, 0), change.P, survey.AnswersForChange(5, waves[1].SD(), 0.8, 0.95), truth.Score())
}

// Win-back: the last campaign says who returns, the budget whom to write to.
func winBack(b *note.Book, c club) {
	b.Section("Whom to win back")
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
		p := fit.Model.Posterior(campaign[g[0]][g[1]])
		beta := distuv.Beta{Alpha: p.Alpha, Beta: p.Beta}
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
		why[g[0]][g[1]] = w.Reason.Text(clientele.LangEnglish)
	}
	var rows [][]any
	for i, cause := range []string{"cancelled", "payment failed"} {
		for j, stayed := range []string{"within a year", "later"} {
			p := fit.Model.Shrunk(campaign[i][j])
			rows = append(rows, note.Row(cause+" "+stayed, note.Percent(campaign[i][j].Hits/campaign[i][j].Trials, 0), note.Percent(p, 0), all[i][j], chosen[i][j], why[i][j]))
		}
	}
	b.Say("A returned member is worth %.0f, a letter costs 6 and the gift for coming back 18; there are %d to spend.", loyalty.SecondLifetimeValue(9, 0.9, 0.01), budget)
	b.Table("left because, when | returned last time | shrunk | lapsed | write to | the last of them", rows...)
	b.Say("Expected: %.0f spent, %.0f ± %.0f gained.", plan.Spend, plan.Net, plan.NetSE)
}

// Points: what those outstanding will cost, by what became of the earlier ones.
func points(b *note.Book) {
	b.Section("What the points will cost")
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
	b.Say("Members earned %d points, redeemed %d, and %d expired after a year. %d are outstanding. Quarter by quarter of issue, the chain ladder (Mack 1993) "+
		"expects %.0f ± %.0f of them to be redeemed: at %.2f a point %.0f (95 %% interval %s). Breakage is %s.",
		s.Earned, s.Redeemed, s.Expired, l.Outstanding, l.Redemptions, l.SE, cost, l.Cost, note.Range(l.Interval, 0), note.Percent(l.Breakage, 0))
	b.Say("The simulation goes on for another year: %d were redeemed, which is %.0f.", truth, cost*float64(truth))
}
