package main

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/value/contractual"
)

type words = note.Words

// survivors are the customers left of 1,000 after 0, 1, …, 12 years, as
// published: P. S. Fader and B. G. S. Hardie, How to project customer
// retention, Journal of Interactive Marketing 21 (2007) 76–90.
var survivors = map[string][]int{
	"Regular":  {1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173},
	"High End": {1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394},
}

const (
	seen = 7   // years that the models are fitted to
	rate = 0.1 // a year
)

type renewals = clientele.Fit[contractual.SBG]

// The published figures: fit seven years, project five more.
func project(p *note.Page) (regular, highEnd *renewals) {
	p.Section(words{"Seven years seen, five foretold", "见七年，推五年"}, project)
	p.Say(words{
		"Of 1,000 customers each in the segments Regular and High End, Fader & Hardie (2007, *How to project customer retention*) tell how many were left after up to twelve years. The models see seven of them.",
		"Fader & Hardie（2007）给出 Regular 与 High End 两个细分各 1,000 位客户在十二年间的留存人数。模型只用前七年。"})
	fits := map[string]*renewals{}
	var rows [][]any
	for _, name := range []string{"Regular", "High End"} {
		var ts contractual.Tenures
		note.Check(ts.AddCohort(contractual.Cohort{Survivors: survivors[name][:seen+1]}))
		sbg := note.Must(contractual.FitSBG(context.Background(), &ts, nil))
		bdw := note.Must(contractual.FitBdW(context.Background(), &ts, nil))
		for _, t := range []int{8, 10, 12} {
			band := sbg.Interval(clientele.DomainProbability, func(m contractual.SBG) float64 { return m.Survival(t) }, 0.95)
			rows = append(rows, note.Row(fmt.Sprintf(words{"%s, year %d", "%s，第 %d 年"}.In(p.Lang), name, t), note.Fixed(float64(survivors[name][t])/10, 1),
				note.Fixed(100*sbg.Model.Survival(t), 1), note.Fixed(100*band.Lo, 1)+" … "+note.Fixed(100*band.Hi, 1), note.Fixed(100*bdw.Model.Survival(t), 1)))
		}
		fits[name] = sbg
	}
	p.Table(words{"% left | published | sBG | 95 % interval | BdW", "留存（%） | 公布值 | sBG | 95% 区间 | BdW"}, rows...)
	p.Say(words{
		"The shifted beta-geometric (sBG) has two parameters: everyone renews with a probability of their own, which never changes. Regular: α = %.3f, β = %.3f; High End: α = %.3f, β = %.3f.",
		"移位贝塔几何模型（sBG）只有两个参数：每人按各自不变的概率续约。Regular：α = %.3f，β = %.3f；High End：α = %.3f，β = %.3f。"},
		fits["Regular"].Model.A, fits["Regular"].Model.B, fits["High End"].Model.A, fits["High End"].Model.B)
	return fits["Regular"], fits["High End"]
}

// The retention curve rises although nobody changes.
func retentionCurve(p *note.Page, regular, highEnd *renewals) {
	p.Section(words{"Retention rises, and nobody changes", "续约率上升，而无人改变"}, retentionCurve)
	p.Say(words{
		"Those quick to leave leave first, so a cohort's retention rate rises with age. Published beside fitted, years after the seventh foretold:",
		"容易离开的人先离开，因此同一批客户的续约率随年限上升。公布值与拟合值对照，第七年之后为推算："})
	var rows [][]any
	for _, t := range []int{1, 2, 3, 5, 7, 9, 12} {
		actual := func(name string) string {
			return note.Percent(float64(survivors[name][t])/float64(survivors[name][t-1]), 1)
		}
		rows = append(rows, note.Row(t, actual("Regular"), note.Percent(regular.Model.RetentionRate(t), 1), actual("High End"), note.Percent(highEnd.Model.RetentionRate(t), 1)))
	}
	p.Table(words{"renewal | Regular | sBG | High End | sBG", "第几次续约 | Regular | sBG | High End | sBG"}, rows...)
}

// What is still to come, by tenure, and what the rule of thumb makes of it.
func tenures(p *note.Page, highEnd *renewals) {
	p.Section(words{"What a High End customer is still worth", "一位 High End 客户还值多少"}, tenures)
	due, kept := 0, 0
	for t := 1; t <= seen; t++ {
		due += survivors["High End"][t-1]
		kept += survivors["High End"][t]
	}
	thumb := contractual.ConstantRetention{Retention: float64(kept) / float64(due), Discount: rate}
	p.Say(words{
		"The discounted expected residual lifetime (DERL) counts the payments to come, for a margin of 1 a year at %.0f %%. The margin multiple r/(1+d−r), with the average retention rate of %s, gives everybody %.2f:",
		"折现期望剩余寿命（DERL）计算未来的付款，每年毛利为 1，折现率 %.0f%%。毛利乘数 r/(1+d−r) 按平均续约率 %s 计，对所有人都是 %.2f："},
		100*rate, note.Percent(thumb.Retention, 1), thumb.Multiple())
	var rows [][]any
	for _, age := range []int{0, 1, 2, 4, 7} {
		derl := func(m contractual.SBG) float64 { return m.DERL(age, rate) }
		value := derl(highEnd.Model)
		rows = append(rows, note.Row(age, note.Fixed(value, 2), note.Range(highEnd.Interval(clientele.DomainPositive, derl, 0.95), 2),
			note.Percent(thumb.Multiple()/value-1, 0), note.Fixed(highEnd.Model.RetentionElasticity(age, rate), 2)))
	}
	p.Table(words{"renewals made | DERL | 95 % interval | the multiple is off by | elasticity of retention", "已续约次数 | DERL | 95% 区间 | 乘数偏差 | 续约弹性"}, rows...)
	p.Say(words{
		"The multiple undervalues loyal customers, because those who stay are better than the average. The last column: how many per cent of value one per cent of retention is worth.",
		"乘数低估了忠诚客户，因为留下来的人好于平均。最后一列：续约率提高百分之一，价值提高百分之几。"})
}
