// Command keyaccounts asks which accounts are key, who decides there and how
// much rests on them, on a simulated portfolio. The README of this folder is
// what it prints:
//
//	go run ./examples/keyaccounts
package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/keyaccount/criteria"
	"github.com/clientele-go/clientele/keyaccount/relationship"
)

func main() {
	b := note.New(os.Stdout, "Which accounts are key?")
	defer b.Close()
	p := openBooks()
	weights := judge(b)
	classifier, placements := tiers(b, p, weights)
	nextTier(b, p, classifier, placements)
	decisionChain(b)
	concentration(b, p)
	stress(b, p)
}

// Weights from pairwise judgements; the first answers contradict each other.
func judge(b *note.Book) []criteria.LeafWeight {
	b.Section("What counts, and how much?")
	names := []string{"value", "bond", "fit", "potential"}
	answers := []float64{2, 2, 6, 1, 1.0 / 3, 3} // value against the others, bond against the rest, fit against potential
	first := note.Must(criteria.FromUpper(4, answers...))
	repair := note.Must(first.Repairs())[0]
	b.Say("A maker of bearings has %d accounts. What makes one of them key is for its managers to say, who compare in pairs: value is twice as important as bond, and so on. "+
		"Their first answers have a consistency ratio of %.2f, where up to 0.10 is taken for consistent. The pair to ask about again is %s against %s: "+
		"given %.2f, the other answers imply %.2f. It was a slip of the pen; with %.0f the ratio is %.2f.", size, note.Must(first.Eigenvector()).CR,
		names[repair.I], names[repair.J], repair.Given, repair.Implied, repair.Suggested, repair.CR)
	answers[4] = repair.Suggested
	goal := criteria.CriterionNode{Name: "key", Judgements: note.Must(criteria.FromUpper(4, answers...)), Children: []criteria.CriterionNode{
		{Name: names[0], Judgements: note.Must(criteria.FromUpper(2, 1)), Children: leaves(keyaccount.AccountCriterionRevenue, keyaccount.AccountCriterionProfit)},
		{Name: names[1], Judgements: note.Must(criteria.FromUpper(3, 1.0/3, 1, 2)), Children: leaves(keyaccount.AccountCriterionYears, keyaccount.AccountCriterionLoyalty, keyaccount.AccountCriterionDependence)},
		{Name: names[2], Judgements: note.Must(criteria.FromUpper(2, 2)), Children: leaves(keyaccount.AccountCriterionAlignment, keyaccount.AccountCriterionSharing)},
		leaves(keyaccount.AccountCriterionPotential)[0],
	}}
	s := note.Must(goal.Synthesise())
	var rows [][]any
	for _, leaf := range s.Leaves {
		rows = append(rows, note.Row(leaf.Name, note.Fixed(leaf.Weight, 3)))
	}
	b.Table("criterion | weight", rows...)
	b.Say("The whole hierarchy has a consistency ratio of %.3f; the worst part is %q with %.3f.", s.CR, s.Worst, s.WorstCR)
	return s.Leaves
}

// leaves returns criteria under the names that the account has for them.
func leaves(cs ...keyaccount.AccountCriterion) (out []criteria.CriterionNode) {
	for _, c := range cs {
		out = append(out, criteria.CriterionNode{Name: c.String()})
	}
	return out
}

// Tiers: gates are must-haves, scores are merits. In Chinese.
func tiers(b *note.Book, p portfolio, leaves []criteria.LeafWeight) (*keyaccount.Classifier, []keyaccount.Placement) {
	b.Section("大客户分级")
	policy := note.Must(keyaccount.FitClassifier(p.accounts, nil)).Policy()
	weights := make([]float64, len(policy.Criteria))
	for i, c := range policy.Criteria {
		for _, leaf := range leaves {
			if leaf.Name == c.Criterion.String() {
				weights[i] = leaf.Weight
			}
		}
	}
	policy = note.Must(policy.WithWeights(weights))
	classifier := note.Must(keyaccount.NewClassifier(&policy))
	placements := note.Must(classifier.Classify(p.accounts))
	total := 0.0
	for _, v := range p.now {
		total += v
	}
	b.Say("门槛是必备条件，得分是加分项；权重来自上面的两两比较，大客户不超过前五分之一，金额门槛取自本组合。每级举一位客户，附理由。")
	var rows [][]any
	for tier := keyaccount.TierStrategic; tier >= keyaccount.TierNone; tier-- {
		n, revenue, example := 0, 0.0, -1
		for i, q := range placements {
			if q.Tier == tier {
				n++
				revenue += p.now[i]
				if example < 0 || q.Score > placements[example].Score {
					example = i
				}
			}
		}
		if n == 0 {
			continue
		}
		q := placements[example]
		rows = append(rows, note.Row(tier.Label(clientele.LangChinese), n, note.Percent(revenue/total, 0), fmt.Sprintf("%s（%.2f 分）", p.accounts[example].ID, q.Score),
			note.Text(clientele.LangChinese, q.AppendReasons(nil))))
	}
	b.Table("级别 | 客户数 | 销售额占比 | 得分最高者 | 理由", rows...)
	return classifier, placements
}

// Counterfactuals: the smallest change that would lift an account.
func nextTier(b *note.Book, p portfolio, c *keyaccount.Classifier, placements []keyaccount.Placement) {
	b.Section("What would lift an account?")
	b.Say("The smallest change that takes an account to the next tier, by what we can do: criteria that are free to be moved go first, slow ones after them, and years only pass. " +
		"For key accounts below the top, the nearest first; a distance of 1 is from one end of a criterion's scale to the other.")
	type lift struct {
		account int
		next    keyaccount.Counterfactual
	}
	var lifts []lift
	for i, a := range p.accounts {
		if next, ok := c.NextUp(a, placements[i], today); ok && placements[i].Tier > keyaccount.TierNone {
			lifts = append(lifts, lift{i, next})
		}
	}
	slices.SortStableFunc(lifts, func(a, b lift) int { return cmp.Compare(a.next.Distance, b.next.Distance) })
	var rows [][]any
	for _, l := range lifts {
		var changes []string
		for _, change := range l.next.Changes {
			from := "unknown"
			if v, known := change.From.Value(); known {
				from = fmt.Sprintf("%.4g", v)
			}
			text := fmt.Sprintf("%v from %s to %.4g", change.Criterion, from, change.To)
			if !change.By.IsZero() {
				text += change.By.Format(" on 2006-01-02")
			}
			changes = append(changes, text)
		}
		possible := "yes"
		if !l.next.Possible {
			possible = "no"
		}
		rows = append(rows, note.Row(p.accounts[l.account].ID, placements[l.account].Tier, l.next.Tier, strings.Join(changes, "; "), note.Fixed(l.next.Distance, 2), possible))
	}
	b.Table("account | tier | next | what it takes | distance | possible", rows...)
	const draws = 500
	steady, least := 0, keyaccount.Stability{Share: 1}
	var shaky string
	for i, s := range c.Stabilities(rand.New(rand.NewPCG(24, 2)), p.accounts, draws, 20) {
		if s.Share >= 0.99 {
			steady++
		}
		if s.Share < least.Share {
			least, shaky = s, p.accounts[i].ID
		}
	}
	text := ""
	if shaky != "" {
		text = fmt.Sprintf(" The least steady is %s, %v in %s of them and higher in %s.", shaky, least.Tier, note.Percent(least.Share, 0), note.Percent(least.Up, 0))
	}
	b.Say("And if the weights are doubted? With %d random ones around those judged, %d of the %d accounts keep their tier in 99 %% of the draws or more: here the gates decide.%s", draws, steady, size, text)
	moves := note.Must(c.FalseMoves(rand.New(rand.NewPCG(24, 4)), p.accounts, &keyaccount.NoiseOptions{Swing: swing}, 20))
	b.Say("And were nothing to change but the luck of a year, %s of the reviews would move an account up by mistake, and %s down.", note.Percent(moves.Promotions, 1), note.Percent(moves.Demotions, 1))
}

// The decision chain of one account.
func decisionChain(b *note.Book) {
	b.Section("Who decides, and whom to win next?")
	chain := note.Must(relationship.NewChain(people()))
	a := note.Must(chain.Analyse(nil))
	influence := chain.Influence()
	b.Say("At one of the accounts the team wrote down who reports and who listens to whom. Influence comes from that graph:")
	var rows [][]any
	for i := range chain.Len() {
		who := chain.Person(i)
		stance := "unknown"
		if who.Stance != 0 {
			stance = who.Stance.String()
		}
		sponsor := cmp.Or(who.Sponsor, "nobody")
		rise := note.Must(chain.WhatIf(who.ID, relationship.StanceAdvocate, nil)).Probability
		rows = append(rows, note.Row(who.ID, who.Roles[0], stance, sponsor, note.Percent(influence[i], 0), note.Fixed(rise, 3)))
	}
	b.Table("person | role | stance | sponsor | influence | support rises, if won, by", rows...)
	b.Say("The probability-weighted support is %.2f, the single-thread risk %v, because", a.Probability, a.Risk)
	b.Reasons(clientele.LangEnglish, a.AppendReasons(nil))
	b.Say("Whom to win next is a question of the rise, of the odds, and of the way there:")
	rows = nil
	for _, t := range note.Must(chain.Next(nil))[:4] {
		var path []string
		for _, i := range t.Path {
			path = append(path, chain.Person(i).ID)
		}
		rows = append(rows, note.Row(chain.Person(t.Person).ID, strings.Join(path, " → "), note.Fixed(t.Reach, 2), note.Fixed(t.Odds, 2), note.Fixed(t.Rise, 3), note.Fixed(t.Expected, 3)))
	}
	b.Table("win | by way of | reach | odds | rise | expected rise", rows...)
}

// Concentration: one year is an observation, not the truth.
func concentration(b *note.Book, p portfolio) {
	b.Section("How much rests on how few?")
	moved := note.Must(keyaccount.Swing(p.before, p.now))
	c := note.Must(keyaccount.Concentrate(p.now, &keyaccount.ConcentrationOptions{Swing: moved}))
	truth := note.Must(keyaccount.Concentrate(p.usual, nil))
	b.Say("From the two years, an account's revenue swings by %.2f a year (truth %.2f). The Herfindahl index of this year is %.3f, as of %.1f equal accounts; "+
		"of the usual revenues it is between %s at 95 %% (truth %.3f). The largest account has %s, the largest five %s.",
		moved, swing, c.HHI, c.Effective, note.Range(c.Interval, 3), truth.HHI, note.Percent(c.Top1, 0), note.Percent(c.Top5, 0))
	var rows [][]any
	scale := note.Must(keyaccount.NewDependenceScale(nil))
	total := 0.0
	for _, v := range p.now {
		total += v
	}
	for _, i := range c.Flagged {
		ours, theirs := p.now[i]/total, p.accounts[i].Dependence.Or(0)
		balance := note.Must(scale.Classify(ours, theirs))
		rows = append(rows, note.Row(p.accounts[i].ID, note.Percent(ours, 0), note.Percent(theirs, 0), balance.Balance.Label(clientele.LangEnglish), note.Text(clientele.LangEnglish, balance.AppendReasons(nil))))
	}
	b.Say("With a tenth of the revenue or more:")
	b.Table("account | of our revenue | our share of what it buys | balance | because", rows...)
}

// Stress: what if the largest leave?
func stress(b *note.Book, p portfolio) {
	b.Section("What if they leave?")
	churn := make([]float64, len(p.accounts))
	for i, a := range p.accounts {
		churn[i] = 0.3 * (1 - a.Loyalty.Or(0.5))
	}
	b.Say("Suppose that an account leaves within a year with probability 0.3·(1 − loyalty), independently of the others.")
	var rows [][]any
	for _, l := range note.Must(keyaccount.Stress(p.now, churn, 5)) {
		rows = append(rows, note.Row(l.Top, note.Percent(l.Share, 0), note.Percent(l.Expected, 1), note.Percent(l.SD, 1), note.Percent(l.Any, 0), fmt.Sprintf("%.1g", l.All)))
	}
	b.Table("the largest | revenue they hold | expected loss | standard deviation | at least one leaves | all leave", rows...)
}
