package page

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value/btyd"
)

// worth is what customers are expected to bring.
func (b *base) worth() (*section, error) {
	s := &section{ID: "value", Heading: b.in(words{"Value: what customers are expected to bring", "客户价值：预计带来多少"})}
	policy := b.portrayer.Policy()
	in := b.in(words{"in sales", "以销售额计"})
	if policy.Margin < 1 {
		in = fmt.Sprintf(b.in(words{"in profit, %s of the sales", "以利润计（销售额的 %s）"}), percent(policy.Margin))
	}
	s.Said = append(s.Said, fmt.Sprintf(b.in(words{
		"From now up to %.0f days ahead, discounted, %s. What was bought so far does not count; what counts is who is still there, how often they buy and for how much.",
		"从现在起未来 %.0f 天，已折现，%s。已经发生的消费不计入；计入的是谁还在、多久买一次、每次多少。"}),
		policy.Horizon.In(clientele.Day), in))
	if b.worths != nil {
		s.draw(b.worths, nil, b.in(words{
			"How many customers are worth how much; each step to the right is a factor, so that the few very valuable ones are seen.",
			"不同价值的客户各有多少；横轴按倍数递增，便于看到少数高价值客户。"}))
	}
	if b.fit != nil {
		p, err := picture.AliveMap(b.fit.Model, b.panel, b.pictures)
		s.draw(p, err, b.in(words{
			"The darker, the more likely still a customer. The same silence is worse news of those who used to come often.",
			"颜色越深，仍是客户的可能性越大。同样的沉默时间，对过去常来的客户是更坏的消息。"}))
	}
	var rows [][]string
	best := b.top(b.Top, func(c customer) float64 { return c.worth })
	for _, c := range best {
		d, err := portrait.DossierOf(b.portrayer, b.Ledger, c.id, b.asOf, nil)
		if err != nil {
			return nil, err
		}
		who, err := b.portrayer.ClassifyWithin(&d, 0.95)
		if err != nil {
			return nil, err
		}
		between := "–"
		if i := who.Worth.Interval; i.Level > 0 {
			between = money(i.Lo) + " – " + money(i.Hi)
		}
		rows = append(rows, []string{c.id, money(c.worth), between, percent(c.alive), count(c.purchases), money(c.money), day(c.last), c.stage.Label(b.Lang)})
	}
	s.list(b.Options, b.in(words{"The most valuable", "最有价值的客户"}),
		words{"customer | #expected to bring | #95% interval | #still there | #purchases | #spent so far | last purchase | stage",
			"客户 | #预计带来 | #95% 区间 | #仍在概率 | #购买次数 | #累计消费 | 最近购买 | 阶段"}, rows, len(b.customers))
	return s, nil
}

// calls is whom to call and why.
func (b *base) calls() (*section, error) {
	plan := b.plan
	s := &section{ID: "calls", Heading: b.in(words{"Whom to call, and why", "联系谁，为什么"})}
	l := plan.Limits
	s.Said = append(s.Said, fmt.Sprintf(b.in(words{
		"At %s a contact, %s contacts are worth it; they cost %s and are expected to gain %s beyond that. A contact is taken to save %s of what leaving would cost, and to bring back %s of those who left: conventions, until a trial measures them.",
		"每次联系成本 %s，值得联系 %s 位，共花费 %s，预计净得 %s。假定一次联系可挽回流失损失的 %s，并使 %s 的已流失客户回来：在用试验测得之前，这只是约定。"}),
		b.paid(l.Cost), count(len(plan.Call)+len(plan.WinBack)), b.paid(plan.Spend), b.paid(plan.Gain), percent(l.Effect.Or(0)), percent(l.WinBackEffect.Or(0))))
	if len(plan.Call) > 0 && b.fit != nil {
		c, err := btyd.TimelineOf(b.Ledger, plan.Call[0].Customer, b.asOf, clientele.Day)
		if err == nil {
			p, err := picture.AliveThrough(b.fit.Model, c, b.pictures)
			s.draw(p, err, fmt.Sprintf(b.in(words{
				"The first on the list, customer %s: how likely they were still there on each day. Every purchase lifts the line; silence lets it fall.",
				"名单第一位客户 %s：每一天仍是客户的概率。每次购买使曲线回升，沉默使其下降。"}), plan.Call[0].Customer))
		}
	}
	last := map[string]customer{}
	for _, c := range b.customers {
		last[c.id] = c
	}
	for _, list := range []struct {
		title words
		of    []portrait.Contact[string]
	}{
		{words{"To call before they are lost", "尽快联系，避免流失"}, plan.Call},
		{words{"To win back", "赢回"}, plan.WinBack},
		{words{"To thank, and to offer more", "感谢并增购"}, plan.Thank},
	} {
		var rows [][]string
		for _, c := range list.of[:min(b.Top, len(list.of))] {
			worth := c.Stays
			if c.Advice == portrait.AdviceWinBack || c.Advice == portrait.AdviceRelease {
				worth = c.Value
			}
			rows = append(rows, []string{c.Customer, money(c.Gain), money(worth), percent(c.Left), day(last[c.Customer].last), b.because(c.AppendReasons(nil))})
		}
		s.list(b.Options, b.in(list.title), words{"customer | #a contact gains | #brings if they stay | #left already | last purchase | why",
			"客户 | #联系预计净得 | #若留下的价值 | #已流失概率 | 最近购买 | 原因"}, rows, len(list.of))
	}
	return s, nil
}
