package btyd

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite QUANTITIES.md")

// quantityRows are the quantities of a model, in words, and what they are called.
var quantityRows = []struct{ what, method string }{
	{"log-likelihood of a customer", "LogProb"},
	{"log-likelihood of a base", "LogLikelihood"},
	{"alive at the end of observation", "ProbAlive"},
	{"alive later", "ProbAliveAt"},
	{"expected purchases", "ExpectedPurchases"},
	{"their variance", "VarPurchases"},
	{"their distribution", "ProbPurchases"},
	{"discounted, without end", "DiscountedPurchases"},
	{"discounted, within a horizon", "DiscountedPurchasesWithin"},
	{"mean rate of purchases", "ExpectedRate"},
	{"mean rate of dropout", "ExpectedDropout"},
	{"draws of the future", "AppendPurchases"},
	{"new customer: mean", "Mean"},
	{"new customer: variance", "Var"},
	{"new customer: distribution", "Prob"},
	{"new customer: survival", "Survival"},
	{"new customer: discounted", "MeanDiscounted"},
	{"new customer: draws", "Rand"},
}

// certainties are what is asked of a fit, by the functions that answer.
var certainties = []struct{ what, functions string }{
	{"intervals of parameters and functions by profile and bootstrap", "Profile, ProfileOf, Resample"},
	{"outcome intervals of a customer and a base", "PurchaseInterval, TotalPurchases"},
	{"is a refit due", "CheckDrift"},
	{"what a base will buy, by a model that may be wrong", "checking.FitTrackRecord"},
	{"covariates that do not change", "FitRegression"},
	{"chosen at run time", "AnyModel"},
}

// quantityColumn is a model in the table.
type quantityColumn struct {
	name    string
	methods reflect.Type
	answers []bool // in the order of certainties
	exact   map[string]float64
}

// columnOf looks at what the model M has.
func columnOf[M clientele.Model[M]](name string, exact map[string]float64) quantityColumn {
	var m any = *new(M)
	c := quantityColumn{name: name, methods: reflect.TypeFor[M](), exact: exact}
	has := func(ok bool) { c.answers = append(c.answers, ok) }
	_, plain := m.(Fittable[M, *clientele.Panel])
	_, discrete := m.(Fittable[M, *DiscretePanel])
	_, covariates := m.(Fittable[M, *CovariatePanel])
	_, timelines := m.(Fittable[M, *TimelinePanel])
	_, courses := m.(Fittable[M, []Trajectory])
	fitted := plain || discrete || covariates || timelines || courses
	has(fitted)
	_, timed := m.(Predictive[M, clientele.History, float64])
	_, counted := m.(Predictive[M, DiscreteHistory, int])
	_, followed := m.(Predictive[M, *Trajectory, float64])
	_, grouped := m.(Predictive[M, CovariateHistory, float64])
	has(timed || counted || followed || grouped)
	has(fitted) // any Fittable
	has(kindNamed(clientele.Kind(m)) != nil)
	_, ok := m.(Regressable[M])
	has(ok)
	has(kindNamed(clientele.Kind(m)) != nil)
	return c
}

// cells returns what the table says of the model: how exact a quantity is where a truth
// table says it, yes, by At, or nothing.
func (c quantityColumn) cells() []string {
	var out []string
	for _, q := range quantityRows {
		_, ok := c.methods.MethodByName(q.method)
		at, regression := c.methods.MethodByName("At")
		switch {
		case ok && c.exact[q.method] > 0:
			out = append(out, strconv.FormatFloat(c.exact[q.method], 'g', 1, 64))
		case ok:
			out = append(out, "yes")
		case regression:
			if _, ok = at.Type.Out(0).MethodByName(q.method); ok {
				out = append(out, "At")
				continue
			}
			fallthrough
		default:
			out = append(out, "")
		}
	}
	for _, ok := range c.answers {
		out = append(out, map[bool]string{true: "yes"}[ok])
	}
	return out
}

// errors returns the greatest relative errors of a model against its truth table.
func truthErrors(t *testing.T, name string) map[string]float64 {
	worst := make(map[string]float64)
	see := func(quantity string, want check.Float, got float64) {
		if w := float64(want); !math.IsNaN(w) && (math.Abs(w) >= 1e-290 || math.Abs(got) >= 1e-290) {
			worst[quantity] = math.Max(worst[quantity], check.RelErr(w, got))
		}
	}
	path := "testdata/truth_" + name + ".json"
	switch name {
	case "bgbb":
		for _, row := range check.JSON[struct{ Rows []discreteTruth }](t, path).Rows {
			m, h := BGBB{}.WithParams(row.Params), DiscreteHistory{row.X, row.Tx, row.N}
			see("LogProb", row.LL, m.LogProb(h))
			see("ProbAlive", check.Float(math.Exp(float64(row.LogAlive))), m.ProbAlive(h))
			see("ProbAliveAt", check.Float(math.Exp(float64(row.LogAlive1))), m.ProbAliveAt(h, 1))
			see("ExpectedPurchases", row.CET, m.ExpectedPurchases(h, row.NStar))
			see("DiscountedPurchases", row.DERT, m.DiscountedPurchases(h, math.Log1p(row.D)))
		}
	case "switchingparetonbd":
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		var rows []struct {
			Params, Purchases                         []float64
			Age, Horizon, LL, Alive, Silent, Expected float64
		}
		require.NoError(t, json.Unmarshal(data, &rows))
		for _, r := range rows {
			c := SwitchingParetoNBD{}.WithParams(r.Params).Follow(Timeline{r.Purchases, r.Age})
			see("LogProb", check.Float(r.LL), c.LogProb())
			see("ProbAlive", check.Float(r.Alive), c.ProbAlive())
			see("ProbPurchases", check.Float(r.Silent), c.ProbPurchases(r.Horizon, 0))
			see("ExpectedPurchases", check.Float(r.Expected), c.ExpectedPurchases(r.Horizon))
		}
	default:
		for _, row := range check.JSON[struct{ Rows []truthRow }](t, path).Rows {
			m, h := truthModels[name](row.Params), row.history()
			ll := m.LogProb(h)
			if timed, ok := m.(interface {
				LogProbTimed(h clientele.History, logGaps float64) float64
			}); ok {
				ll = timed.LogProbTimed(h, row.LogGaps)
			}
			see("LogProb", row.LL, ll)
			see("ProbAlive", check.Float(math.Exp(float64(row.LogAlive))), m.ProbAlive(h))
			see("ExpectedPurchases", row.CET, m.ExpectedPurchases(h, row.Horizon))
			see("DiscountedPurchases", row.DERT, m.DiscountedPurchases(h, row.Delta))
		}
	}
	return worst
}

// decades rounds errors up to a power of ten, with a factor of three for other processors.
func decades(errors map[string]float64) map[string]float64 {
	out := make(map[string]float64)
	for q, e := range errors {
		out[q] = math.Pow(10, math.Ceil(math.Log10(math.Max(3*e, 1e-15))))
	}
	return out
}

// QUANTITIES.md says which quantity which model has, and how exact it is: the first as the
// types have it, the second at least as good as it was measured.
func TestQuantitiesAreListed(t *testing.T) {
	measured := make(map[string]map[string]float64)
	exact := func(name string) map[string]float64 {
		measured[name] = truthErrors(t, name)
		return decades(measured[name])
	}
	columns := []quantityColumn{
		columnOf[NBD]("NBD", nil),
		columnOf[BGNBD]("BG/NBD", exact("bgnbd")),
		columnOf[MBGNBD]("MBG/NBD", exact("mbgnbd")),
		columnOf[BGCNBD]("BG/CNBD-k", exact("bgcnbd")),
		columnOf[MBGCNBD]("MBG/CNBD-k", exact("mbgcnbd")),
		columnOf[ParetoNBD]("Pareto/NBD", exact("paretonbd")),
		columnOf[GGompertzNBD]("GGompertz/NBD", exact("ggompertz")),
		columnOf[CorrelatedParetoNBD]("correlated Pareto/NBD", nil),
		columnOf[SwitchingParetoNBD]("Pareto/NBD with a slow state", exact("switchingparetonbd")),
		columnOf[BGBB]("BG/BB", exact("bgbb")),
		columnOf[Regression[ParetoNBD]]("Regression", nil),
		columnOf[DynamicParetoNBD]("Pareto/NBD with covariates that change", nil),
	}
	if *update {
		require.NoError(t, os.WriteFile("QUANTITIES.md", []byte(quantityTable(columns)), 0o644))
	}
	have, err := os.ReadFile("QUANTITIES.md")
	require.NoError(t, err)
	// The measure of another processor may fall into another decade: what is written counts
	// where it holds.
	want := strings.Split(quantityTable(columns), "\n")
	got := strings.Split(string(have), "\n")
	require.Len(t, got, len(want), "run with -update")
	for i := range want {
		a, b := strings.Split(want[i], "|"), strings.Split(got[i], "|")
		require.Len(t, b, len(a), "line %d", i+1)
		for k := range a {
			x, errX := strconv.ParseFloat(strings.TrimSpace(a[k]), 64)
			y, errY := strconv.ParseFloat(strings.TrimSpace(b[k]), 64)
			if errX == nil && errY == nil {
				assert.True(t, x <= 10*y && y <= 100*x, "line %d: measured %g, written %g", i+1, x, y)
				continue
			}
			assert.Equal(t, a[k], b[k], "line %d: run with -update and read the difference", i+1)
		}
	}
}

func quantityTable(columns []quantityColumn) string {
	var b strings.Builder
	b.WriteString("# Which model knows which quantity\n\nMade by `go test ./value/btyd -run QuantitiesAreListed -update` from the types and from the truth tables in\n`testdata`; the same test holds it. A number is the power of ten that the greatest relative error stays below, over\nordinary and extreme parameters (0.01 to 10,000, up to 5,000 purchases); \"yes\" is held by the laws that all models\nobey and by simulation; shapes up to 10⁸, where customers hardly differ, keep 1e-12 (5e-12 in variances), and a hazard\nthat hardly grows (GGompertz at B = 1e-9 or less) 1e-10: `truth_concentrated.json`; \"At\" is the quantity of the plain model that `At` returns; an empty cell is not there.\n\n")
	b.WriteString("| |")
	for _, c := range columns {
		fmt.Fprintf(&b, " %s |", c.name)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(columns)) + "\n")
	all := make([][]string, len(columns))
	for i, c := range columns {
		all[i] = c.cells()
	}
	line := func(k int, what, name string) {
		fmt.Fprintf(&b, "| %s, `%s` |", what, name)
		for i := range columns {
			fmt.Fprintf(&b, " %s |", all[i][k])
		}
		b.WriteString("\n")
	}
	for k, q := range quantityRows {
		line(k, q.what, q.method)
	}
	for k, q := range certainties {
		line(len(quantityRows)+k, q.what, strings.ReplaceAll(q.functions, ", ", "`, `"))
	}
	b.WriteString(`
- The slow state is fitted to the gaps between purchases, in a TimelinePanel; FitAny refuses its kind with an
  *InputError that says so, and FitAnyTimelines fits it. Of a history, which hides the gaps, it averages over their places.
- Regressions have what their base has; a customer of whom a quantity is asked is a CovariateHistory there. The NBD has
  none: without dropout its covariates are those of a Pareto/NBD where nobody leaves. The correlated model has none,
  as covariates would move the range of its correlations from customer to customer, nor the slow state.
- A track record plays the past of a base again, and needs the times of all purchases for it: a TimelinePanel, which
  the models chosen at run time take. A DiscretePanel has counts alone; covariates have no past of their own.
- At run time is chosen what takes the same data: histories, or timelines. BG/BB takes opportunities, the others covariates.
- Of covariates that change only those of Pareto/NBD are fitted: its rates run on two clocks, of which the likelihood
  keeps its form. A dropout at purchases (BG/NBD and its kin) needs one clock for covariates of the purchase rate, and
  keeps its form too; for covariates of the dropout it would keep it for the past, but the future would be a sum over
  the unknown places of purchases.
`)
	return b.String()
}
