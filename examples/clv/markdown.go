package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
)

// Markdown returns the answer as a notebook to read.
func (a *answer) Markdown() string {
	var b strings.Builder
	b.WriteString("# Customer lifetime value\n\n")
	a.writeData(&b)
	a.writePurchases(&b)
	a.writeSpend(&b)
	if a.holdout != nil {
		a.holdout.write(&b, a)
	}
	a.writeCustomers(&b)
	a.writeEquity(&b)
	return b.String()
}

func (a *answer) writeData(b *strings.Builder) {
	r := a.data.report
	fmt.Fprintf(b, "## The data\n\nSource: %s", note.Plain(r.Source))
	fmt.Fprintf(b, ". %d of %d rows were kept, %d could not be used. ", r.Kept, r.Rows, r.Bad)
	repeat, ages, repeats := 0, 0.0, 0
	for _, c := range a.data.customers {
		h := c.data.History
		if h.Repeats > 0 {
			repeat++
		}
		repeats += h.Repeats
		ages += h.Age
	}
	n := len(a.data.customers)
	fmt.Fprintf(b, "They tell of %d customers, of whom %d bought again (%d repeat purchases), observed for %s %s on average.\n\n",
		n, repeat, repeats, short(ages/float64(n)), intake.UnitName(a.terms.Unit, 2))
	if r.ReadAs != nil {
		writeBlock(b, "Read as:\n\n", r.ReadAs.String())
	}
	if l := r.Ledger; l != nil {
		fmt.Fprintf(b, "```\n%s```\n\n", l)
	}
	if r.Holdout > 0 {
		fmt.Fprintf(b, "What was known on %s was used to predict the %s %s after it, the holdout, which those fits did not see; %d customers whose first purchase is in it are not among the predicted. ", r.Before, short(r.Holdout), intake.UnitName(a.terms.Unit, r.Holdout), r.Waiting)
	}
	if r.End != "" {
		fmt.Fprintf(b, "Values are those of the end of all data, %s.\n\n", r.End)
	}
	if s := a.data.truth; s != nil {
		fmt.Fprintf(b, "The shop is simulated: %d customers join over half a year from %s, and buy and drop out as BG/NBD says, with r = %g, α = %g weeks, a = %g, b = %g; amounts are gamma-gamma with p = %g, q = %g, γ = %g. Purchases of one day are one purchase.\n\n",
			s.customers, intake.Day(s.first), s.purchases.R, s.purchases.Alpha, s.purchases.A, s.purchases.B, s.spend.P, s.spend.Q, s.spend.Gamma)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(b, "- %s\n", note.Plain(p.String()))
	}
	if more := r.Bad - len(r.Problems); more > 0 {
		fmt.Fprintf(b, "- … and %d more\n", more)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(b, "- Note: %s.\n", note.Plain(n))
	}
	if len(r.Problems)+len(r.Notes) > 0 {
		b.WriteByte('\n')
	}
}

func (a *answer) writePurchases(b *strings.Builder) {
	m := a.models
	fmt.Fprintf(b, "## Purchases: %s\n\n%s.\n\n", m.used.kind.title, strings.Join(m.reasons, "; "))
	for _, f := range m.failures {
		fmt.Fprintf(b, "- Could not be fitted: %s\n", f)
	}
	fmt.Fprintf(b, "Log-likelihood %.4f, times in %s.\n\n", m.used.logLik, intake.UnitName(a.terms.Unit, 2))
	a.writeEstimates(b, m.used.estimates(level), a.truePurchases())
	writeWarnings(b, m.used.warnings)
	if m.used.kind.flag == "bgnbd" {
		b.WriteString("BG/NBD gives every customer without a repeat purchase P(alive) = 1: the first chance to drop out comes with the first repeat. MBG/NBD has no such rule.\n\n")
	}
}

// truePurchases returns the true parameters if they are known and the model is
// the one that they are of.
func (a *answer) truePurchases() []clientele.Param {
	if a.data.truth == nil || a.models.used.kind.flag != "bgnbd" {
		return nil
	}
	return a.data.truth.purchases.Params()
}

func (a *answer) writeSpend(b *strings.Builder) {
	s := a.models.spend
	if s == nil {
		b.WriteString("## Spend\n\nThere are no amounts: every purchase counts 1, and value is a number of discounted purchases.\n\n")
		return
	}
	fmt.Fprintf(b, "## Spend: Gamma-Gamma\n\nLog-likelihood %.4f of %d customers with repeat purchases.\n\n", s.LogLik, s.N)
	var truth []clientele.Param
	if a.data.truth != nil {
		truth = a.data.truth.spend.Params()
	}
	a.writeEstimates(b, s.Estimates(level), truth)
	if mean := s.Model.Mean(); math.IsInf(mean, 1) {
		fmt.Fprintf(b, "The mean amount of the population does not exist (q ≤ 1); the median of the customers' means is %s. Customers without a repeat purchase have no expected spend and no value here, and the total has none.\n\n", money(s.Model.Quantile(0.5)))
	} else {
		fmt.Fprintf(b, "The expected amount of a purchase of a new customer is %s.\n\n", money(mean))
	}
	writeWarnings(b, s.Warnings)
}

// writeEstimates prints the parameters, with their true values if they are known.
func (a *answer) writeEstimates(b *strings.Builder, estimates []clientele.Estimate, truth []clientele.Param) {
	head := []string{"parameter", "estimate", "std. error", "95 % interval"}
	if truth != nil {
		head = append(head, "true", "in the interval")
	}
	rows := [][]string{}
	for i, e := range estimates {
		row := []string{e.Name, short(e.Value), short(e.SE), between(e.Interval, short)}
		if truth != nil {
			row = append(row, short(truth[i].Value), yes(e.Interval.Contains(truth[i].Value)))
		}
		rows = append(rows, row)
	}
	writeTable(b, head, rows)
}

func writeWarnings(b *strings.Builder, warnings []clientele.Warning) {
	for _, w := range warnings {
		fmt.Fprintf(b, "- Warning: %s.\n", w.Text(clientele.LangEnglish))
	}
	if len(warnings) > 0 {
		b.WriteByte('\n')
	}
}

func (h *holdout) write(b *strings.Builder, a *answer) {
	fmt.Fprintf(b, "## Does it predict?\n\nIn the %s %s after what was known, with the model as it was fitted to that:\n\n", short(h.length), intake.UnitName(a.terms.Unit, h.length))
	rows := [][]string{{"purchases", count(h.accuracy.Actual), count(h.accuracy.Expected), between(h.interval, count), yes(h.interval.Contains(h.accuracy.Actual))}}
	if a.models.spend != nil {
		rows = append(rows, []string{"amounts", money(h.paid), money(h.expected), between(h.paidInterval, money), yes(h.paidInterval.Contains(h.paid))})
	}
	writeTable(b, []string{"total", "actual", "predicted", "95 % interval of the outcome", "in the interval"}, rows)
	rows = nil
	for _, g := range h.byRepeats {
		name := short(g.From)
		if g.From >= mostRepeats {
			name += " and more"
		}
		rows = append(rows, []string{name, strconv.Itoa(g.N), fixed(g.Actual), fixed(g.Expected)})
	}
	b.WriteString("Purchases a customer, by the repeat purchases before:\n\n")
	writeTable(b, []string{"repeats", "customers", "actual", "predicted"}, rows)
	fmt.Fprintf(b, "The mean absolute error a customer is %s; predicting the mean rate for everybody would have %s.\n\n", fixed(h.accuracy.MAE), fixed(h.pooled))
}

func (a *answer) writeCustomers(b *strings.Builder) {
	fmt.Fprintf(b, "## Customers\n\nThe %d most valuable ones, %s. The interval of the mean says how well the expected value is known; that of the outcome, what the customer may turn out to bring.\n\n", len(a.top), a.horizonText())
	rows := [][]string{}
	for k, i := range a.top {
		c, s := a.data.customers[i], a.scores[i]
		h := c.data.History
		rows = append(rows, []string{c.id, strconv.Itoa(h.Repeats), short(h.Last), short(h.Age), fixed(s.alive),
			fixed(s.purchases), money(s.spend), money(s.clv), between(s.mean, money), between(a.topRange[k], money)})
	}
	writeTable(b, []string{"customer", "x", "t_x", "T", "P(alive)", "purchases", "spend", "CLV", "95 % of the mean", "95 % of the outcome"}, rows)
}

// horizonText says what value means here.
func (a *answer) horizonText() string {
	s := fmt.Sprintf("at a rate of %s a year", percent(a.terms.Rate.Value))
	if a.terms.Margin < 1 {
		s += " and a margin of " + percent(a.terms.Margin)
	} else {
		s += " and a margin of 100 % (value is revenue)"
	}
	return a.horizonName() + " " + s
}

// horizonName is how far ahead value counts, as it was asked for.
func (a *answer) horizonName() string {
	if a.until == forever {
		return "for ever"
	}
	return "over the next " + a.until
}

func (a *answer) writeEquity(b *strings.Builder) {
	fmt.Fprintf(b, "## Customer equity\n\nAll %d customers together, %s:\n\n", len(a.scores), a.horizonText())
	rows := [][]string{
		{"expected total (interval of the mean)", money(a.equity), between(a.mean, money)},
		{"total as it will turn out (interval of the outcome)", money(a.equity), between(a.outcome, money)},
	}
	if a.tracked != nil {
		rows = append(rows, []string{"the same by a model as wrong as it has been (interval of the record)", money(a.equity), between(a.record, money)})
	}
	writeTable(b, []string{"", "value", "95 % interval"}, rows)
	if a.tracked != nil {
		fmt.Fprintf(b, "The first two take the model as true; the third is the one to plan with:\n\n")
		for _, r := range a.tracked.AppendReasons(nil) {
			fmt.Fprintf(b, "- %s\n", r.Text(clientele.LangEnglish))
		}
	}
	for _, c := range a.cautions {
		fmt.Fprintf(b, "- Caution: %s.\n", note.Plain(c))
	}
	for _, c := range a.caveats() {
		fmt.Fprintf(b, "- Note: %s.\n", c)
	}
}

// caveats says what the numbers do not cover.
func (a *answer) caveats() []string {
	var out []string
	unknown := 0
	for _, s := range a.scores {
		if math.IsInf(s.clv, 1) || math.IsNaN(s.clv) {
			unknown++
		}
	}
	switch {
	case unknown == 0:
	case a.models.spend != nil && math.IsInf(a.models.spend.Model.Mean(), 1):
		out = append(out, fmt.Sprintf("%d customers have no finite expected value, because the population mean of the spend model does not exist (q <= 1); so the total has none either", unknown))
	default:
		out = append(out, fmt.Sprintf("%d customers have no finite expected value: without discounting, purchases for ever add up to no finite number; give a -rate or a -horizon", unknown))
	}
	if a.models.spend == nil {
		out = append(out, "there are no amounts: every purchase counts 1, so values are numbers of discounted purchases")
	}
	return out
}
