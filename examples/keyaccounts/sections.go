package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele/examples/internal/figure"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/keyaccount/criteria"
	"github.com/clientele-go/clientele/keyaccount/relationship"
)

type words = note.Words

// The data.
func (b *portfolio) write(p *note.Page) {
	p.Section(words{"The accounts", "客户"}, readBooks, (*portfolio).readLog)
	if b.simulated() {
		p.Say(words{"A maker of bearings has %d accounts; money is in thousands. The portfolio is simulated.", "一家轴承制造商有 %d 个客户，金额以千计。数据为模拟。"}, len(b.accounts))
		return
	}
	for _, r := range []*intake.Report{b.named, b.report} {
		if r != nil {
			r.Write(p)
		}
	}
	switch {
	case b.named != nil:
		p.Say(words{"%s accounts are in the file.", "文件中有 %s 个客户。"}, note.Count(len(b.accounts)))
	default:
		p.Say(words{
			"The %s largest customers of the year up to %s are taken for accounts; the others bring %s more. From a log alone are known the revenue of the year, the years since the first purchase, and how likely they are still a customer, which stands for loyalty.",
			"以截至 %[2]s 一年内最大的 %[1]s 位客户为大客户候选；其余客户另带来 %[3]s。仅凭记录可知年销售额、首次购买以来的年数，以及仍是客户的概率（作为忠诚度）。"},
			note.Count(len(b.accounts)), intake.Day(b.today), note.Money(sum(b.others)))
	}
	if b.choice != nil {
		b.choice.Write(p)
	}
}

// Weights from pairwise judgements; the first answers contradict each other.
func judge(p *note.Page, b *portfolio) []criteria.LeafWeight {
	if !b.simulated() {
		return nil
	}
	p.Section(words{"What counts, and how much?", "看重什么，各占多少？"}, judge)
	names := []words{{"value", "价值"}, {"bond", "关系"}, {"fit", "契合"}, {"potential", "潜力"}}
	answers := []float64{2, 2, 6, 1, 1.0 / 3, 3} // value against the others, bond against the rest, fit against potential
	first := note.Must(criteria.FromUpper(4, answers...))
	repair := note.Must(first.Repairs())[0]
	p.Say(words{
		"What makes an account key is for the managers to say, who compare in pairs: value is twice as important as bond, and so on. Their first answers have a consistency ratio of %.2f, where up to 0.10 is taken for consistent. The pair to ask about again is %s against %s: given %.2f, the other answers imply %.2f. It was a slip of the pen; with %.0f the ratio is %.2f.",
		"何为大客户由管理者两两比较决定：价值的重要性是关系的两倍，等等。最初的回答一致性比率为 %.2f，不超过 0.10 才算一致。应重新询问的是%s与%s：所给为 %.2f，其余回答意味着 %.2f。原来是笔误；改为 %.0f 后比率为 %.2f。"},
		note.Must(first.Eigenvector()).CR, names[repair.I].In(p.Lang), names[repair.J].In(p.Lang), repair.Given, repair.Implied, repair.Suggested, repair.CR)
	answers[4] = repair.Suggested
	goal := criteria.CriterionNode{Name: "key", Judgements: note.Must(criteria.FromUpper(4, answers...)), Children: []criteria.CriterionNode{
		{Name: names[0][0], Judgements: note.Must(criteria.FromUpper(2, 1)), Children: leaves(keyaccount.AccountCriterionRevenue, keyaccount.AccountCriterionProfit)},
		{Name: names[1][0], Judgements: note.Must(criteria.FromUpper(3, 1.0/3, 1, 2)), Children: leaves(keyaccount.AccountCriterionYears, keyaccount.AccountCriterionLoyalty, keyaccount.AccountCriterionDependence)},
		{Name: names[2][0], Judgements: note.Must(criteria.FromUpper(2, 2)), Children: leaves(keyaccount.AccountCriterionAlignment, keyaccount.AccountCriterionSharing)},
		leaves(keyaccount.AccountCriterionPotential)[0],
	}}
	s := note.Must(goal.Synthesise())
	var rows [][]any
	for _, leaf := range s.Leaves {
		var c keyaccount.AccountCriterion
		note.Check(c.UnmarshalText([]byte(leaf.Name)))
		rows = append(rows, note.Row(c.Label(p.Lang), note.Fixed(leaf.Weight, 3)))
	}
	p.Table(words{"criterion | weight", "标准 | 权重"}, rows...)
	p.Say(words{"The whole hierarchy has a consistency ratio of %.3f.", "整个层次结构的一致性比率为 %.3f。"}, s.CR)
	return s.Leaves
}

// leaves returns criteria under the names that the account has for them.
func leaves(cs ...keyaccount.AccountCriterion) (out []criteria.CriterionNode) {
	for _, c := range cs {
		out = append(out, criteria.CriterionNode{Name: c.String()})
	}
	return out
}

// Tiers: gates are must-haves, scores are merits.
func tiers(p *note.Page, b *portfolio, leaves []criteria.LeafWeight) (*keyaccount.Classifier, []keyaccount.Placement) {
	p.Section(words{"Tiers", "大客户分级"}, tiers)
	classifier := note.Must(keyaccount.FitClassifier(b.accounts, nil))
	policy := classifier.Policy()
	if leaves != nil {
		weights := make([]float64, len(policy.Criteria))
		for i, c := range policy.Criteria {
			for _, leaf := range leaves {
				if leaf.Name == c.Criterion.String() {
					weights[i] = leaf.Weight
				}
			}
		}
		policy = note.Must(policy.WithWeights(weights))
	}
	if b.onlyLog() { // a log tells of three criteria, which weigh less than the least that is asked for
		policy.MinKnown = 0.2
	}
	classifier = note.Must(keyaccount.NewClassifier(&policy))
	placements := note.Must(classifier.Classify(b.accounts))
	total := b.total()
	p.Say(words{
		"Gates are must-haves, scores are merits; key accounts are at most the top fifth, and the gates of money are taken from this portfolio. One account of each tier, with the reasons.",
		"门槛是必备条件，得分是加分项；大客户不超过前五分之一，金额门槛取自本组合。每级举一位客户，附理由。"})
	if b.onlyLog() {
		p.Say(words{"Most criteria are not in a log, so these tiers are about size: a file of accounts (-accounts) tells the rest.", "多数标准不在交易记录之中，因此这里的分级只反映规模：其余须由客户文件（-accounts）提供。"})
	}
	var rows [][]any
	for tier := keyaccount.TierStrategic; tier >= keyaccount.TierNone; tier-- {
		n, revenue, example := 0, 0.0, -1
		for i, q := range placements {
			if q.Tier == tier {
				n++
				revenue += b.now[i]
				if example < 0 || q.Score > placements[example].Score {
					example = i
				}
			}
		}
		if n == 0 {
			continue
		}
		q := placements[example]
		rows = append(rows, note.Row(tier.Label(p.Lang), n, note.Percent(revenue/total, 0), fmt.Sprintf(words{"%s (score %.2f)", "%s（%.2f 分）"}.In(p.Lang), note.Plain(b.accounts[example].ID), q.Score),
			note.Text(p.Lang, q.AppendReasons(nil))))
	}
	p.Table(words{"tier | accounts | of the revenue | the highest score | why", "级别 | 客户数 | 销售额占比 | 得分最高者 | 理由"}, rows...)
	return classifier, placements
}

// onlyLog reports whether all that is known comes from a log.
func (b *portfolio) onlyLog() bool { return b.named == nil && !b.simulated() }

// total is all of the revenue, also that of the customers who are no accounts.
func (b *portfolio) total() float64 {
	return sum(b.now) + sum(b.others)
}

func sum(values []float64) (s float64) {
	for _, v := range values {
		s += v
	}
	return s
}

// Counterfactuals: the smallest change that would lift an account.
func nextTier(p *note.Page, b *portfolio, c *keyaccount.Classifier, placements []keyaccount.Placement) {
	p.Section(words{"What would lift an account?", "怎样才能升级？"}, nextTier)
	p.Say(words{
		"The smallest change that takes an account to the next tier, by what we can do: criteria that are free to be moved go first, slow ones after them, and years only pass. For key accounts below the top, the nearest first; a distance of 1 is from one end of a criterion's scale to the other.",
		"使客户升入下一级的最小改变，按我方能做到的：可自由推动的标准在先，缓慢的在后，年限只能等待。列出尚未到顶的大客户，最近的在前；距离 1 为某项标准从一端到另一端。"})
	type lift struct {
		account int
		next    keyaccount.Counterfactual
	}
	var lifts []lift
	for i, a := range b.accounts {
		if next, ok := c.NextUp(a, placements[i], b.today); ok && placements[i].Tier > keyaccount.TierNone {
			lifts = append(lifts, lift{i, next})
		}
	}
	slices.SortStableFunc(lifts, func(x, y lift) int { return cmp.Compare(x.next.Distance, y.next.Distance) })
	var rows [][]any
	for _, l := range lifts[:min(len(lifts), 2*b.Top)] {
		var changes []string
		for _, change := range l.next.Changes {
			from := words{"unknown", "未知"}.In(p.Lang)
			if v, known := change.From.Value(); known {
				from = note.Short(v)
			}
			text := fmt.Sprintf(words{"%s from %s to %s", "%s由 %s 到 %s"}.In(p.Lang), strings.ToLower(change.Criterion.Label(p.Lang)), from, note.Short(change.To))
			if !change.By.IsZero() {
				text += words{" on ", "，于 "}.In(p.Lang) + intake.Day(change.By)
			}
			changes = append(changes, text)
		}
		possible := words{"yes", "是"}
		if !l.next.Possible {
			possible = words{"no", "否"}
		}
		rows = append(rows, note.Row(note.Plain(b.accounts[l.account].ID), placements[l.account].Tier.Label(p.Lang), l.next.Tier.Label(p.Lang), strings.Join(changes, words{"; ", "；"}.In(p.Lang)), note.Fixed(l.next.Distance, 2), possible.In(p.Lang)))
	}
	if len(rows) == 0 {
		p.Say(words{"No key account is below the top.", "没有尚未到顶的大客户。"})
	}
	p.Table(words{"account | tier | next | what it takes | distance | possible", "客户 | 级别 | 下一级 | 所需改变 | 距离 | 可行"}, rows...)
	steadiness(p, b, c)
}

// steadiness asks how much of the tiers is the weights, and how much is luck.
func steadiness(p *note.Page, b *portfolio, c *keyaccount.Classifier) {
	const draws = 500
	steady, least := 0, keyaccount.Stability{Share: 1}
	var shaky string
	for i, s := range c.Stabilities(rand.New(rand.NewPCG(23+b.Seed, 2)), b.accounts, draws, 20) {
		if s.Share >= 0.99 {
			steady++
		}
		if s.Share < least.Share {
			least, shaky = s, b.accounts[i].ID
		}
	}
	p.Say(words{"And if the weights are doubted? With %d random ones around them, %d of the %d accounts keep their tier in 99 %% of the draws or more.",
		"若怀疑权重呢？在其周围随机抽取 %d 组，%[3]d 个客户中有 %[2]d 个在 99%% 以上的抽取中级别不变。"}, draws, steady, len(b.accounts))
	if shaky != "" {
		p.Say(words{"The least steady is %s, %s in %s of them and higher in %s.", "最不稳定的是 %s：%[3]s 为%[2]s，%[4]s 更高。"}, note.Plain(shaky), strings.ToLower(least.Tier.Label(p.Lang)), note.Percent(least.Share, 0), note.Percent(least.Up, 0))
	}
	if swing, known := b.swing(); known {
		moves := note.Must(c.FalseMoves(rand.New(rand.NewPCG(23+b.Seed, 4)), b.accounts, &keyaccount.NoiseOptions{Swing: swing}, 20))
		p.Say(words{"And were nothing to change but the luck of a year, %s of the reviews would move an account up by mistake, and %s down.", "若除一年的运气外一切不变，则有 %s 的复评会误升，%s 会误降。"}, note.Percent(moves.Promotions, 1), note.Percent(moves.Demotions, 1))
	}
}

// swing is how much revenues move from year to year: of simulated accounts the truth.
func (b *portfolio) swing() (float64, bool) {
	if b.simulated() {
		return swing, true
	}
	return b.moved()
}

// moved is the same from the two years, if both are known.
func (b *portfolio) moved() (float64, bool) {
	if len(b.before) < len(b.now) {
		return 0, false
	}
	s, err := keyaccount.Swing(b.before, b.now)
	return min(s, 1.5), err == nil && s > 0
}

// The decision chain of one account.
func decisionChain(p *note.Page, b *portfolio) {
	if !b.simulated() {
		return // who decides there no file tells
	}
	p.Section(words{"Who decides, and whom to win next?", "谁做决定，下一步争取谁？"}, decisionChain, people)
	chain := note.Must(relationship.NewChain(people()))
	a := note.Must(chain.Analyse(nil))
	influence := chain.Influence()
	call := func(id string) string { return titles[id].In(p.Lang) }
	p.Say(words{"At one of the accounts the team wrote down who reports and who listens to whom. Influence comes from that graph:", "团队记录了某客户内部的汇报与影响关系，影响力由该图算出："})
	var rows [][]any
	for i := range chain.Len() {
		who := chain.Person(i)
		stance := words{"unknown", "未知"}.In(p.Lang)
		if who.Stance != 0 {
			stance = strings.ToLower(who.Stance.Label(p.Lang))
		}
		sponsor := words{"nobody", "无"}.In(p.Lang)
		if who.Sponsor != "" {
			sponsor = call(who.Sponsor)
		}
		rise := note.Must(chain.WhatIf(who.ID, relationship.StanceAdvocate, nil)).Probability
		rows = append(rows, note.Row(call(who.ID), strings.ToLower(who.Roles[0].Label(p.Lang)), stance, sponsor, note.Percent(influence[i], 0), note.Fixed(rise, 3)))
	}
	p.Table(words{"person | role | stance | sponsor | influence | support rises, if won, by", "人员 | 角色 | 态度 | 我方对接 | 影响力 | 争取后支持度上升"}, rows...)
	p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) { return picture.DecisionChain(chain, o) }))
	p.Say(words{"The probability-weighted support is %.2f, the single-thread risk %s, because", "按概率加权的支持度为 %.2f，单线联系风险%s，依据："}, a.Probability, strings.ToLower(a.Risk.Label(p.Lang)))
	p.Reasons(a.AppendReasons(nil))
	p.Say(words{"Whom to win next is a question of the rise, of the odds, and of the way there:", "下一步争取谁，取决于上升幅度、成功机会和途径："})
	rows = nil
	for _, t := range note.Must(chain.Next(nil))[:4] {
		var path []string
		for _, i := range t.Path {
			path = append(path, call(chain.Person(i).ID))
		}
		rows = append(rows, note.Row(call(chain.Person(t.Person).ID), strings.Join(path, " → "), note.Fixed(t.Reach, 2), note.Fixed(t.Odds, 2), note.Fixed(t.Rise, 3), note.Fixed(t.Expected, 3)))
	}
	p.Table(words{"win | by way of | reach | odds | rise | expected rise", "争取对象 | 途径 | 可及度 | 成功机会 | 上升 | 期望上升"}, rows...)
}

// Concentration: one year is an observation, not the truth.
func concentration(p *note.Page, b *portfolio) {
	p.Section(words{"How much rests on how few?", "收入有多集中？"}, concentration)
	options := new(keyaccount.ConcentrationOptions)
	moved, known := b.moved()
	if known {
		options.Swing = moved
	}
	c := note.Must(keyaccount.Concentrate(slices.Concat(b.now, b.others), options))
	p.Say(words{"The largest account has %s of the revenue, the largest five %s. The Herfindahl index of this year is %.3f, as of %s equal accounts.",
		"最大客户占销售额的 %s，前五大占 %s。本年的赫芬达尔指数为 %.3f，相当于 %s 个同等客户。"}, note.Percent(c.Top1, 0), note.Percent(c.Top5, 0), c.HHI, note.Fixed(c.Effective, 1))
	if known {
		p.Say(words{"From the two years, an account's revenue swings by %s a year, so the index of the usual revenues is between %s at 95 %%.", "由两年数据，客户的年收入波动约为 %s，因此通常水平的指数以 95%% 的把握在 %s 之间。"}, note.Percent(moved, 0), note.Range(c.Interval, 3))
	}
	if b.simulated() {
		p.Say(words{"The truth: a swing of %s and an index of %.3f.", "真值：波动 %s，指数 %.3f。"}, note.Percent(swing, 0), note.Must(keyaccount.Concentrate(b.usual, nil)).HHI)
	}
	var rows [][]any
	scale := note.Must(keyaccount.NewDependenceScale(nil))
	for _, i := range c.Flagged {
		if i >= len(b.accounts) {
			continue
		}
		ours := b.now[i] / b.total()
		theirs, told := b.accounts[i].Dependence.Value()
		if !told {
			rows = append(rows, note.Row(note.Plain(b.accounts[i].ID), note.Percent(ours, 0), "–", "–", words{"our share of what it buys is not known", "尚不知其采购中我方所占份额"}.In(p.Lang)))
			continue
		}
		balance := note.Must(scale.Classify(ours, theirs))
		rows = append(rows, note.Row(note.Plain(b.accounts[i].ID), note.Percent(ours, 0), note.Percent(theirs, 0), balance.Balance.Label(p.Lang), note.Text(p.Lang, balance.AppendReasons(nil))))
	}
	if len(rows) == 0 {
		p.Say(words{"No account brings a tenth of the revenue.", "没有客户占到销售额的十分之一。"})
		return
	}
	p.Say(words{"With a tenth of the revenue or more:", "占销售额十分之一以上的客户："})
	p.Table(words{"account | of our revenue | our share of what it buys | balance | because", "客户 | 占我方销售额 | 占其采购额 | 依赖关系 | 依据"}, rows...)
}

// Stress: what if the largest leave?
func stress(p *note.Page, b *portfolio) {
	p.Section(words{"What if they leave?", "如果他们离开？"}, stress)
	churn := make([]float64, len(b.accounts))
	unknown := 0
	for i, a := range b.accounts {
		if _, told := a.Loyalty.Value(); !told {
			unknown++
		}
		churn[i] = 0.3 * (1 - a.Loyalty.Or(0.5))
		if b.onlyLog() { // the probability of having left already
			churn[i] = 1 - a.Loyalty.Or(0.5)
		}
	}
	if b.onlyLog() {
		p.Say(words{"Suppose that each has left with the probability of the purchase model, independently of the others.", "假定每位客户按购买模型的概率已经离开，且相互独立。"})
	} else {
		p.Say(words{"Suppose that an account leaves within a year with probability 0.3·(1 − loyalty), independently of the others.", "假定客户在一年内以 0.3·(1 − 忠诚度) 的概率离开，且相互独立。"})
	}
	if unknown > 0 {
		p.Say(words{"The loyalty of %d accounts is not known: it is taken for 0.5.", "%d 个客户的忠诚度未知，按 0.5 计。"}, unknown)
	}
	losses := note.Must(keyaccount.Stress(b.now, churn, min(5, len(b.now))))
	var rows [][]any
	for _, l := range losses {
		all := note.Percent(l.All, 1)
		if l.All < 0.0005 {
			all = words{"below 0.1 %", "不足 0.1%"}.In(p.Lang)
		}
		rows = append(rows, note.Row(l.Top, note.Percent(l.Share, 0), note.Percent(l.Expected, 1), note.Percent(l.SD, 1), note.Percent(l.Any, 0), all))
	}
	p.Table(words{"the largest | revenue they hold | expected loss | standard deviation | at least one leaves | all leave", "最大的几个 | 占收入 | 预期损失 | 标准差 | 至少一个离开 | 全部离开"}, rows...)
	p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) { return picture.Stress(losses, o) }))
}
