package main

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/figure"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/cluster"
	"github.com/clientele-go/clientele/segment/rfm"
)

type words = note.Words

// lower begins no sentence with a label.
func lower(s string) string { return strings.ToLower(s) }

// The data.
func theBase(p *note.Page, b *base) {
	p.Section(words{"The data", "数据"}, (*base).records)
	if !b.simulated {
		b.report.Write(p)
		p.Say(words{"The segments are those of %s.", "以下细分以 %s 为准。"}, intake.Day(b.now))
		return
	}
	p.Say(words{
		"A tea shop opened on the first of January 2024. Its %s customers came over the first year; it is now %s. The shop is simulated, so the truth is known: there are three kinds of customers, and nobody told the shop.",
		"一家茶店于 2024 年 1 月 1 日开业，%s 位客户在第一年陆续到来；现在是 %s。商店为模拟，真实情况已知：客户有三类，而商店并不知道。"},
		note.Count(len(b.customers)), intake.Day(b.now))
	count := make([]int, len(kinds))
	for _, c := range b.customers {
		count[c.kind]++
	}
	var rows [][]any
	for i, k := range kinds {
		rows = append(rows, note.Row(k.name.In(p.Lang), count[i], k.gap, note.Percent(k.stop, 0), k.amount, note.Percent(k.bargain, 0), note.Percent(k.gift, 0)))
	}
	p.Table(words{"truth | customers | days between orders | leave after an order | list price | at a discount | as a gift",
		"真实类别 | 客户数 | 订单间隔（天） | 每单后离开 | 标价 | 折扣单占比 | 送礼单占比"}, rows...)
	p.Say(words{"Orders go into a ledger; the half year after today is kept aside.", "订单记入账本；今天之后的半年留作检验。"})
	b.report.Write(p)
}

// RFM: scores from the base's own quantiles, names from a map without holes.
func named(p *note.Page, b *base) {
	p.Section(words{"By recency, frequency and money", "按最近购买、频率与金额"}, named, segmentation)
	base, evidence := b.rfm()
	scheme := segmentation(base, evidence)
	names, relative := make([]rfm.Segment, len(base)), 0
	spent, after := make([]float64, len(base)), make([]float64, len(base))
	bought := map[rfm.Segment]int{}
	for i, c := range b.customers {
		v := scheme.Classify(base[i], evidence[i])
		names[i] = v.Segment
		if v.Segment != v.Relative {
			relative++
		}
		spent[i] = base[i].Money
		after[i] = float64(c.record.Holdout.Count) * c.record.Holdout.Mean
		if c.record.Holdout.Count > 0 {
			bought[names[i]]++
		}
	}
	past, future := note.Must(segment.Profiles(names, spent, nil)), note.Must(segment.Profiles(names, after, nil))
	p.Say(words{
		"Every axis is cut into fifths of this base, so a fifth would be longest away in any base. A name of departure is therefore given only to those whose silence is too long for their own rhythm, and to all of those: %s customers have another name than their scores alone would give.",
		"各维度按本客户群五等分，因此任何客户群都会有五分之一“最久未购”。所以只有沉默时间超出其购买周期的客户才会得到表示离开的名称，而且此类客户全部如此：%s 位客户的名称与仅看得分时不同。"}, note.Count(relative))
	head := words{"segment | customers | of the base | of the sales | spent a head", "细分 | 客户数 | 占客户 | 占销售额 | 人均消费"}
	if b.goesOn() {
		p.Say(words{"The last two columns are what nobody knew on that day: who bought again up to %s, and for how much a head.", "最后两列在当日无人知晓：截至 %s 谁再次购买，人均金额多少。"}, intake.Day(b.end))
		head = words{head[0] + " | bought again | spent later", head[1] + " | 再次购买 | 其后人均消费"}
	}
	var rows [][]any
	for i, s := range past {
		row := note.Row(s.Segment.Label(p.Lang), note.Count(s.Heads), note.Percent(s.HeadShare, 0), note.Percent(s.ValueShare.Or(0), 0), note.Money(s.MeanValue))
		if b.goesOn() {
			row = append(row, note.Percent(float64(bought[s.Segment])/float64(s.Heads), 0), note.Money(future[i].MeanValue))
		}
		rows = append(rows, row)
	}
	p.Table(head, rows...)
	p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) { return picture.Treemap(past, o) }))
	i := 0
	for k := range names { // one whom their rhythm gives another name, if there is any
		if v := scheme.Classify(base[k], evidence[k]); v.Segment != v.Relative {
			i = k
			break
		}
	}
	v := scheme.Classify(base[i], evidence[i])
	p.Say(words{"Why is customer %s \"%s\"? Because of their scores, %s, and their rhythm:", "客户 %s 为何属于“%s”？因其得分 %s 与购买节奏："}, note.Plain(b.customers[i].record.Customer), v.Segment.Label(p.Lang), v.Scores.Code())
	p.Reasons(v.AppendReasons(nil))
}

// The eight cells that Chinese textbooks teach, against the medians.
func eightCells(p *note.Page, b *base) {
	p.Section(words{"The eight cells", "八类客户"}, eightCells)
	base, _ := b.rfm()
	eight := note.Must(rfm.FitCells(base, &rfm.CellPolicy{Centre: rfm.CentreMedian, Unit: clientele.Week}))
	cells, spent, one := make([]rfm.Cell, len(base)), make([]float64, len(base)), map[rfm.Cell]int{}
	for i := range base {
		cells[i] = eight.Classify(base[i]).Cell
		spent[i] = base[i].Money
		one[cells[i]] = i
	}
	p.Say(words{"Recency, frequency and money are high or low against their medians, as Chinese textbooks teach it; one customer of each cell, with the reasons.",
		"R、F、M 各以中位数为界，分高低两档；每类举一位客户，附归类理由。"})
	var rows [][]any
	for _, s := range note.Must(segment.Profiles(cells, spent, nil)) {
		rows = append(rows, note.Row(s.Segment.Label(p.Lang), note.Count(s.Heads), note.Percent(s.ValueShare.Or(0), 1),
			note.Money(s.MeanValue), note.Text(p.Lang, eight.Classify(base[one[s.Segment]]).AppendReasons(nil))))
	}
	p.Table(words{"cell | customers | of the sales | spent a head | an example", "类别 | 客户数 | 销售额占比 | 人均消费 | 举例"}, rows...)
}

// Value × potential × loyalty, and what to do.
func strategies(p *note.Page, b *base) {
	p.Section(words{"By value, potential and loyalty", "按价值、潜力与忠诚"}, strategies, (*base).standings)
	choice := b.fit()
	fit := choice.Used()
	base := b.standings(fit)
	cube := note.Must(segment.FitCube(base, nil))
	strategies := segment.DefaultStrategies()
	chosen, value := make([]segment.Strategy, len(base)), make([]float64, len(base))
	for i, c := range base {
		chosen[i], value[i] = strategies.Strategy(cube.Cell(c)), c.Value.Or(0)
	}
	p.Say(words{
		"Value is the contribution a year, potential what the wallet could still bring (from a survey), loyalty the probability of still being a customer. Value and potential are cut into thirds of the base, loyalty at 0.5 and 0.8, whoever else is in it; the cell says what to do.",
		"价值为年贡献，潜力为钱包中尚可争取的部分（来自调查），忠诚为仍是客户的概率。价值与潜力按客户群三等分，忠诚以 0.5 与 0.8 为界，与其他客户无关；所在单元决定策略。"})
	choice.Write(p)
	var rows [][]any
	for _, s := range note.Must(segment.Profiles(chosen, value, nil)) {
		rows = append(rows, note.Row(s.Segment.Label(p.Lang), note.Count(s.Heads), note.Fixed(s.MeanValue, 1), note.Fixed(s.Value, 0)))
	}
	p.Table(words{"strategy | customers | value a head | value", "策略 | 客户数 | 人均价值 | 价值合计"}, rows...)

	i := min(12, len(base)-1)
	h := b.customers[i].record.History
	loyalty := clientele.Known(fit.Model.ProbAlive(h)).Or(0)
	probs := cube.Probs(segment.Uncertain{Mean: value[i], SD: 0.2 * max(value[i], 10)},
		segment.Uncertain{Mean: base[i].Potential.Or(0), SD: 0.25 * base[i].Potential.Or(0)},
		segment.Uncertain{Mean: loyalty, SD: 0.02})
	best, sure := probs.Best()
	p.Say(words{"Customer %s is %s, so: %s.", "客户 %s 为%s，策略：%s。"}, b.customers[i].record.Customer, lower(cube.Cell(base[i]).Label(p.Lang)), lower(chosen[i].Label(p.Lang)))
	p.Reasons(cube.Classify(base[i]).AppendReasons(nil))
	p.Say(words{"How sure is that? With a value known to a fifth, a wallet known to a quarter, and loyalty to within 0.02, the most probable cell is %s, with a probability of %s.",
		"把握有多大？若价值误差五分之一、钱包误差四分之一、忠诚误差 0.02，最可能的单元是%s，概率 %s。"}, lower(best.Label(p.Lang)), note.Percent(sure, 0))
}

// Value and loyalty, where nobody knows the wallets: what a log alone tells.
func worthAndLoyalty(p *note.Page, b *base) {
	p.Section(words{"By value and loyalty", "按价值与忠诚"}, worthAndLoyalty)
	choice := b.fit()
	p.Say(words{
		"What customers spend elsewhere is not in a log, so their potential is not known. Value is what they brought so far, in classes of ABC; loyalty is the probability of still being a customer.",
		"记录中没有客户在别处的花费，因此潜力未知。价值为迄今带来的金额，按 ABC 分类；忠诚为仍是客户的概率。"})
	choice.Write(p)
	values := make([]float64, len(b.customers))
	for i, c := range b.customers {
		values[i] = c.contribution
	}
	abc := note.Must(segment.FitABC(values, nil))
	var heads [segment.ClassC + 1][3]int
	var brought [segment.ClassC + 1][3]float64
	for i, c := range b.customers {
		alive := choice.Used().Model.ProbAlive(c.record.History)
		k := 0
		for _, limit := range []float64{0.8, 0.5} {
			if alive < limit {
				k++
			}
		}
		class := abc.Classify(values[i]).Class
		heads[class][k]++
		brought[class][k] += values[i]
	}
	var rows [][]any
	for class := segment.ClassA; class <= segment.ClassC; class++ {
		row := note.Row(class.Label(p.Lang))
		for k := range 3 {
			row = append(row, note.Count(heads[class][k]), note.Money(brought[class][k]))
		}
		rows = append(rows, row)
	}
	p.Table(words{"class | loyal: 80 % and more | brought | in doubt: 50 to 80 % | brought | probably gone: below 50 % | brought",
		"类别 | 忠诚：80% 以上 | 带来 | 存疑：50% 到 80% | 带来 | 可能已离开：不足 50% | 带来"}, rows...)
}

// Pyramid, ABC, and how unequal customers are.
func pyramid(p *note.Page, b *base) {
	p.Section(words{"By worth alone", "仅按价值"}, pyramid)
	values := make([]float64, len(b.customers))
	for i, c := range b.customers {
		values[i] = c.contribution
	}
	layers := note.Must(segment.FitPyramid(values, nil))
	abc := note.Must(segment.FitABC(values, nil))
	bands, classes := make([]segment.Band, len(values)), make([]segment.Class, len(values))
	for i, v := range values {
		bands[i], classes[i] = layers.Classify(v).Band, abc.Classify(v).Class
	}
	p.Say(words{"The pyramid divides heads, ABC the value; what counts is the contribution to date.", "金字塔按人数划分，ABC 按价值划分；依据为迄今的贡献。"})
	var rows [][]any
	for _, s := range note.Must(segment.Profiles(bands, values, nil)) {
		rows = append(rows, note.Row(s.Segment.Label(p.Lang), note.Count(s.Heads), note.Percent(s.HeadShare, 0), note.Percent(s.ValueShare.Or(0), 1)))
	}
	for _, s := range note.Must(segment.Profiles(classes, values, nil)) {
		rows = append(rows, note.Row(s.Segment.Label(p.Lang), note.Count(s.Heads), note.Percent(s.HeadShare, 0), note.Percent(s.ValueShare.Or(0), 1)))
	}
	p.Table(words{"band or class | customers | of the base | of the contribution", "层级或类别 | 客户数 | 占客户 | 占贡献"}, rows...)
	c := note.Must(segment.Concentrate(values))
	p.Say(words{"The best fifth bring %s of the contribution.", "前五分之一的客户带来 %s 的贡献。"}, note.Percent(c.TopShare(0.2), 0))
	if peak := c.Peak(); peak.Lost > 0 {
		p.Say(words{"The whale curve peaks at %s: %s customers bring more than everything, the other %s cost %s. A Gini coefficient does not exist where some cost.",
			"鲸鱼曲线的顶点为 %s：%s 位客户带来的超过全部，其余 %s 位反而消耗 %s。有客户为负时不存在基尼系数。"},
			note.Percent(peak.Share, 1), note.Count(peak.Customers), note.Count(len(values)-peak.Customers), note.Money(peak.Lost))
	} else if gini := c.Gini(); !math.IsNaN(gini) {
		p.Say(words{"The Gini coefficient is %s: 0 if all bring the same, 1 if one brings everything.", "基尼系数为 %s：0 表示人人相同，1 表示全部来自一人。"}, note.Fixed(gini, 2))
	}
	p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) { return picture.Lorenz(c, o) }))
}

// Clusters: first the verdict, then the clusters.
func clusters(p *note.Page, b *base) {
	p.Section(words{"By behaviour", "按行为聚类"}, clusters)
	ctx, r := context.Background(), rand.New(rand.NewPCG(2023+b.Seed, 2))
	policy := &cluster.ChoicePolicy{Max: 5, Sample: 500, References: 10}
	none, err := cluster.Choose(ctx, b.rfmTable(), r, policy)
	if err != nil {
		p.Say(words{"There is too little to cluster.", "数据太少，无法聚类。"})
		return
	}
	p.Say(words{"K-means finds k clusters in anything, so the first question is whether there are any. In recency, frequency and money: **%s**.", "K 均值在任何数据中都能找出 k 个簇，所以先要问是否真的有簇。就最近购买、频率与金额而言：**%s**。"}, verdict(p, none))
	p.Reasons(none.Reasons)
	if !b.simulated {
		return
	}
	table, who := b.habits()
	choice := note.Must(cluster.Choose(ctx, table, r, policy))
	p.Say(words{"In how they order, the shares bought at a discount and as gifts, of the %s customers with at least %d orders: **%s**.", "就下单方式（折扣单与送礼单的占比）而言，订单至少 %[2]d 笔的 %[1]s 位客户：**%[3]s**。"}, note.Count(len(who)), knownAfter, verdict(p, choice))
	p.Reasons(choice.Reasons)

	worth, truth := make([]float64, len(who)), make([]int, len(who))
	for i, id := range who {
		worth[i], truth[i] = b.customers[id].contribution, b.customers[id].kind
	}
	found := note.Must(note.Must(cluster.KMeans(ctx, table, choice.K, r, nil)).ByValue(worth))
	mix := make([][3]int, choice.K)
	for i, l := range found.Labels {
		mix[l][truth[i]]++
	}
	var rows [][]any
	for _, s := range note.Must(segment.Profiles(found.Labels, worth, table)) {
		m := mix[s.Segment]
		rows = append(rows, note.Row(s.Segment, s.Heads, note.Percent(s.Features[0].Mean, 0), note.Percent(s.Features[1].Mean, 0),
			note.Fixed(s.MeanValue, 0), m[0], m[1], m[2]))
	}
	p.Table(words{"cluster | customers | at a discount | as a gift | contribution a head | truly regular | truly bargain | truly gift", "簇 | 客户数 | 折扣单 | 送礼单 | 人均贡献 | 实为常客 | 实为优惠客 | 实为送礼客"}, rows...)
	p.Say(words{"Against the truth the adjusted Rand index is %s (1 is the same division, 0 chance): the clusters are the kinds.", "与真实类别相比，调整兰德指数为 %s（1 为完全一致，0 为偶然）：簇即类别。"},
		note.Fixed(note.Must(cluster.AdjustedRand(truth, found.Labels)), 2))
}

func verdict(p *note.Page, c *cluster.ClusterChoice) string {
	if c.Structure {
		return words{"there are clusters", "存在簇"}.In(p.Lang)
	}
	return words{"one cloud, no clusters", "浑然一体，没有簇"}.In(p.Lang)
}

// Migration: the same cut points some time later.
func migration(p *note.Page, b *base) {
	from := b.now
	if !b.goesOn() {
		from = b.earlier()
	}
	p.Section(words{"From " + intake.Day(from) + " to " + intake.Day(b.end), "从 " + intake.Day(from) + " 到 " + intake.Day(b.end)}, migration)
	records := func() (ids []string, base []rfm.RFM, evidence []rfm.DepartureEvidence) {
		for r := range note.Must(b.ledger.Records(from, clientele.Week)).All() {
			ids, base, evidence = append(ids, r.Customer), append(base, note.Must(rfm.OfRecord(r))), append(evidence, rfm.EvidenceOf(r.History))
		}
		return ids, base, evidence
	}
	ids, base, evidence := records()
	scheme := segmentation(base, evidence)
	later := map[string]rfm.SegmentVerdict{}
	for r := range note.Must(b.ledger.Records(b.end, clientele.Week)).All() {
		later[r.Customer] = scheme.Classify(note.Must(rfm.OfRecord(r)), rfm.EvidenceOf(r.History))
	}
	before, after := make([]rfm.Segment, len(ids)), make([]rfm.Segment, len(ids))
	verdicts := make([][2]rfm.SegmentVerdict, len(ids))
	for i, id := range ids {
		verdicts[i] = [2]rfm.SegmentVerdict{scheme.Classify(base[i], evidence[i]), later[id]}
		before[i], after[i] = verdicts[i][0].Segment, verdicts[i][1].Segment
	}
	m := note.Must(segment.Migrate(before, after))
	psi := note.Must(m.Stability())
	shifts := note.Must(segment.NewShifts(nil))
	p.Say(words{"With the cut points of the first day, %s of the customers are where they were. The stability index is %s: %s. Those who came in the meantime do not count, so the base grew older.",
		"按首日的分界，%s 的客户位置未变。稳定性指数为 %s：%s。期间新来的客户不计入，因此客户群整体变老。"}, note.Percent(m.Stayed(), 0), note.Fixed(psi, 2), lower(shifts.Classify(psi).Label(p.Lang)))
	olds, news := m.Totals()
	var rows [][]any
	for i, from := range m.Segments {
		became, most := "–", 0
		for j, n := range m.Counts[i] {
			if j != i && n > most {
				became, most = m.Segments[j].Label(p.Lang), n
			}
		}
		rows = append(rows, note.Row(from.Label(p.Lang), note.Count(olds[i]), note.Count(news[i]), note.Count(m.Counts[i][i]), became, note.Count(most)))
	}
	p.Table(words{"segment | before | later | stayed | most who left became | how many", "细分 | 之前 | 之后 | 未变 | 离开者多数成为 | 人数"}, rows...)
	p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) { return picture.Moves(m, o) }))

	moves := note.Must(segment.Moves(before, after, func(i int) (_, _ []clientele.Reason) {
		return verdicts[i][0].AppendReasons(nil), verdicts[i][1].AppendReasons(nil)
	}))
	rows = nil
	for _, v := range moves {
		if v.From == rfm.SegmentChampions && len(rows) < b.Top {
			rows = append(rows, note.Row(note.Plain(ids[v.Customer]), v.To.Label(p.Lang), note.Text(p.Lang, v.Gone), note.Text(p.Lang, v.New)))
		}
	}
	p.Say(words{"%s customers moved; the first champions to do so, and the scores that changed:", "%s 位客户发生变动；最先变动的核心客户及其得分变化："}, note.Count(len(moves)))
	p.Table(words{"champion | became | no longer | now", "核心客户 | 变为 | 不再 | 现在"}, rows...)
}
