package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/value/btyd"
)

// Models is what -model says: the purchase models that may be used.
type Models struct {
	Kinds []string // of btyd.Kinds; nil leaves the choice to the program
	All   bool     // every model was asked for, to compare

	// Periods is BG/BB, of purchases in periods of the calendar, one at most in each.
	Periods bool
}

// auto and compare stand for no model and for all.
const (
	auto    = "auto"
	compare = "compare"
)

// BGBB is the kind of the model of periods, which is none of btyd.Kinds.
const BGBB = "btyd.BGBB"

// titles are how people call the models.
var titles = map[string]note.Words{
	"btyd.NBD":                 {"NBD", "NBD"},
	"btyd.BGNBD":               {"BG/NBD", "BG/NBD"},
	"btyd.MBGNBD":              {"MBG/NBD", "MBG/NBD"},
	"btyd.ParetoNBD":           {"Pareto/NBD", "Pareto/NBD"},
	"btyd.GGompertzNBD":        {"GG/NBD", "GG/NBD"},
	"btyd.BGCNBD":              {"BG/CNBD-k", "BG/CNBD-k"},
	"btyd.MBGCNBD":             {"MBG/CNBD-k", "MBG/CNBD-k"},
	"btyd.CorrelatedParetoNBD": {"correlated Pareto/NBD", "相关 Pareto/NBD"},
	"btyd.SwitchingParetoNBD":  {"Pareto/NBD with returns", "可回流 Pareto/NBD"},
	BGBB:                       {"BG/BB", "BG/BB"},
	"contractual.SBG":          {"sBG", "sBG"},
	"contractual.BdW":          {"BdW", "BdW"},
}

// ModelTitle is how people call a model, its kind if they have no name for it.
func ModelTitle(kind string, lang clientele.Lang) string {
	if w, ok := titles[kind]; ok {
		return w.In(lang)
	}
	return kind
}

// ModelName is what -model calls a model.
func ModelName(kind string) string {
	_, name, _ := strings.Cut(kind, ".")
	return strings.ToLower(name)
}

// ModelNames are what -model takes.
func ModelNames() []string {
	out := []string{auto, compare}
	for _, k := range btyd.Kinds() {
		out = append(out, ModelName(k))
	}
	return append(out, ModelName(BGBB))
}

// ParseModels reads a name, or several with commas.
func ParseModels(s string) (Models, error) {
	var m Models
	for _, name := range strings.Split(s, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		at := slices.IndexFunc(btyd.Kinds(), func(k string) bool { return ModelName(k) == name })
		switch {
		case at >= 0:
			m.Kinds = append(m.Kinds, btyd.Kinds()[at])
		case name == ModelName(BGBB):
			m.Periods = true
		case name == compare:
			return Models{Kinds: btyd.Kinds(), All: true}, nil
		case name != auto && name != "":
			return m, fmt.Errorf("%q is not known: give one of %s, or several with commas", name, strings.Join(ModelNames(), ", "))
		}
	}
	if m.Periods && m.Kinds != nil {
		return m, fmt.Errorf("%q counts periods and the others times: their likelihoods do not compare", ModelName(BGBB))
	}
	return m, nil
}

// errPeriods is what those say who count times.
var errPeriods = fmt.Errorf("-model %s counts periods of the calendar: only clv does", ModelName(BGBB))

// Or returns the models that may be used, those of the program where the choice is
// left to it.
func (m Models) Or(kinds ...string) []string {
	if m.Kinds == nil {
		return kinds
	}
	return m.Kinds
}

// OfHistories returns the models that see only how often and when last somebody
// bought: an error if one was asked for that looks at the gaps.
func (m Models) OfHistories() ([]string, error) {
	const gaps = "btyd.SwitchingParetoNBD"
	if m.Periods {
		return nil, errPeriods
	}
	kinds := slices.DeleteFunc(slices.Clone(m.Kinds), func(k string) bool { return k == gaps })
	if !m.All && len(kinds) < len(m.Kinds) {
		return nil, fmt.Errorf("-model %s looks at the gaps between purchases, which are not kept here: give another", ModelName(gaps))
	}
	return kinds, nil
}

// mostSwitching is the number of purchases up to which a comparison of all models
// holds the one that looks at every gap: it takes about a minute for so many.
const mostSwitching = 5_000

// ModelChoice is models fitted to one base, the best first.
type ModelChoice struct {
	Fits   []*clientele.Fit[btyd.AnyModel] // by AIC
	Failed []string                        // kinds that could not be fitted
	Slow   []string                        // kinds that were left out: the base is large
}

// Used is the best of them.
func (c *ModelChoice) Used() *clientele.Fit[btyd.AnyModel] { return c.Fits[0] }

// Fit fits the models that may be used, by default those given, and ranks them by AIC.
// The error is that of the first if none could be fitted.
func (m Models) Fit(ctx context.Context, p *btyd.TimelinePanel, kinds ...string) (*ModelChoice, error) {
	if m.Periods {
		return nil, errPeriods
	}
	c := new(ModelChoice)
	var first error
	for _, kind := range m.Or(kinds...) {
		if m.All && kind == "btyd.SwitchingParetoNBD" && purchases(p) > mostSwitching {
			c.Slow = append(c.Slow, kind)
			continue
		}
		f, err := btyd.FitAnyTimelines(ctx, kind, p, nil)
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case f == nil || err != nil:
			c.Failed = append(c.Failed, kind)
			first = cmp.Or(first, err, errors.New("no fit"))
		default:
			c.Fits = append(c.Fits, f)
		}
	}
	if len(c.Fits) == 0 {
		return nil, first
	}
	slices.SortStableFunc(c.Fits, func(a, b *clientele.Fit[btyd.AnyModel]) int { return cmp.Compare(a.AIC(), b.AIC()) })
	return c, nil
}

func purchases(p *btyd.TimelinePanel) int {
	n := 0
	for h, times := range p.Panel().All() {
		n += times * (h.Repeats + 1)
	}
	return n
}

// Write says which model is used and why, and lists the others.
func (c *ModelChoice) Write(p *note.Page) {
	used := c.Used()
	p.Say(note.Words{"The purchase model is %s, fitted to %s customers.", "购买模型为 %s，由 %s 位客户拟合。"},
		ModelTitle(used.Model.Kind(), p.Lang), note.Count(used.N))
	for _, w := range used.Warnings {
		p.Say(note.Words{"- Warning: %s.", "- 警告：%s。"}, w.Text(p.Lang))
	}
	if len(c.Fits) > 1 {
		var rows [][]any
		for _, f := range c.Fits {
			rows = append(rows, note.Row(ModelTitle(f.Model.Kind(), p.Lang), f.DF(), note.Fixed(f.LogLik, 1), note.Fixed(f.AIC(), 1), note.Fixed(f.AIC()-used.AIC(), 1)))
		}
		p.Table(note.Words{"model | parameters | log-likelihood | AIC | worse than the best by", "模型 | 参数个数 | 对数似然 | AIC | 比最优高"}, rows...)
	}
	for _, f := range c.Failed {
		p.Say(note.Words{"- %s could not be fitted.", "- %s 无法拟合。"}, ModelTitle(f, p.Lang))
	}
	for _, f := range c.Slow {
		p.Say(note.Words{"- %s was left out, because it takes minutes on so many purchases: -model %s fits it.", "- 购买记录较多，%s 需数分钟，未参与比较：可用 -model %s 单独拟合。"}, ModelTitle(f, p.Lang), ModelName(f))
	}
}
