package page

import (
	"fmt"

	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/examples/table"
	"github.com/clientele-go/clientele/keyaccount"
)

// accounts is what rests on the largest; nil where it is little.
func (b *base) accounts() (*section, error) {
	if b.Accounts != nil {
		return b.namedAccounts()
	}
	const few, much = 10, 0.3 // shown where ten customers bring three tenths of the sales
	var revenues, churn []float64
	total := 0.0
	for _, c := range b.customers {
		if r := b.recent[c.id]; r > 0 {
			revenues, churn = append(revenues, r), append(churn, 1-c.alive)
			total += r
		}
	}
	largest := b.top(few, func(c customer) float64 { return b.recent[c.id] })
	sum := 0.0
	for _, c := range largest {
		sum += b.recent[c.id]
	}
	if len(revenues) <= few || sum < much*total {
		return nil, nil
	}
	losses, err := keyaccount.Stress(revenues, churn, few)
	if err != nil {
		return nil, nil
	}
	s := &section{ID: "accounts", Heading: b.in(words{"Key accounts: what rests on the largest", "大客户：收入依赖程度"})}
	p, err := picture.Stress(losses, b.pictures)
	s.draw(p, err, b.in(words{
		"Bars: the share of the last year's sales that would go if the largest 1, 2, 3 … all left. Points: what is expected to be lost, given how likely each has left.",
		"柱：若最大的 1、2、3……位客户全部离开，将失去最近一年销售额的占比。点：按各自流失概率计算的预期损失。"}))
	var rows [][]string
	for _, c := range largest {
		rows = append(rows, []string{c.id, money(b.recent[c.id]), percent(b.recent[c.id] / total), percent(c.alive), day(c.last), c.advice.Label(b.Lang)})
	}
	s.list(b.Options, b.in(words{"The largest of the last 12 months", "最近 12 个月最大的客户"}),
		words{"customer | #sales | #share | #still there | last purchase | advice", "客户 | #销售额 | #占比 | #仍在概率 | 最近购买 | 建议"}, rows, 0)
	return s, nil
}

// namedAccounts are the tiers of the accounts that are given. What is not told of one
// that buys in the log is taken from there.
func (b *base) namedAccounts() (*section, error) {
	known := map[string]customer{}
	for _, c := range b.customers {
		known[c.id] = c
	}
	var accounts []keyaccount.Account
	var revenues, churn []float64
	for _, row := range b.Accounts.Rows {
		var otherwise map[table.Role]float64
		if c, bought := known[row.ID]; bought {
			otherwise = map[table.Role]float64{table.RoleRevenue: b.recent[row.ID], table.RoleLoyalty: c.alive}
		}
		a := row.Account(otherwise)
		accounts = append(accounts, a)
		revenues, churn = append(revenues, a.Revenue.Or(0)), append(churn, 1-a.Loyalty.Or(0.5))
	}
	classifier, err := keyaccount.FitClassifier(accounts, nil)
	if err != nil {
		return nil, fmt.Errorf("key accounts: %w", err)
	}
	placements, err := classifier.Classify(accounts)
	if err != nil {
		return nil, fmt.Errorf("key accounts: %w", err)
	}
	s := &section{ID: "accounts", Heading: b.in(words{"Key accounts", "大客户"})}
	s.Said = append(s.Said, fmt.Sprintf(b.in(words{
		"%s accounts are given. Gates are must-haves, scores are merits; key accounts are at most the top fifth, and the gates of money are taken from these accounts.",
		"共给出 %s 个客户。门槛是必备条件，得分是加分项；大客户不超过前五分之一，金额门槛取自这些客户。"}), count(len(accounts))))
	if losses, err := keyaccount.Stress(revenues, churn, min(10, len(revenues))); err == nil {
		p, err := picture.Stress(losses, b.pictures)
		s.draw(p, err, b.in(words{
			"Bars: the share of the accounts' revenue that would go if the largest 1, 2, 3 … all left. Points: what is expected to be lost, given how loyal each is.",
			"柱：若最大的 1、2、3……个客户全部离开，将失去的收入占比。点：按各自忠诚度计算的预期损失。"}))
	}
	total := 0.0
	for _, r := range revenues {
		total += r
	}
	var rows [][]string
	for tier := keyaccount.TierStrategic; tier > keyaccount.TierNone; tier-- {
		for i, q := range placements {
			if q.Tier == tier {
				rows = append(rows, []string{accounts[i].ID, tier.Label(b.Lang), money(revenues[i]), percent(revenues[i] / total), fmt.Sprintf("%.2f", q.Score), note.Text(b.Lang, q.AppendReasons(nil))})
			}
		}
	}
	shown := rows[:min(len(rows), b.Top)]
	s.list(b.Options, b.in(words{"The key accounts", "大客户名单"}), words{"account | tier | #revenue | #share | #score | why", "客户 | 级别 | #年销售额 | #占比 | #得分 | 理由"}, shown, len(rows))
	if len(rows) == 0 {
		s.Said = append(s.Said, b.in(words{"No account passes the gates of a key account.", "没有客户达到大客户的门槛。"}))
	}
	read := b.Accounts.ReadAs()
	s.Listed = b.in(words{"The file of accounts was read as:", "客户文件的读取方式："})
	for _, c := range read.Columns {
		s.Points = append(s.Points, fmt.Sprintf(b.in(words{"%s: %q", "%s：%q"}), table.RoleName(b.Lang, c.Role), c.Column))
	}
	return s, nil
}
