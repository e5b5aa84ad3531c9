package btyd

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/erlang"
	"github.com/clientele-go/clientele/value/btyd/internal/geometric"
	"github.com/clientele-go/clientele/value/btyd/internal/gompertz"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

type checkValue struct {
	Model, Quantity string
	Inputs          map[string]any
	Value           json.RawMessage
}

func (c checkValue) numbers(t *testing.T) []float64 {
	var many []float64
	if json.Unmarshal(c.Value, &many) == nil {
		return many
	}
	var one float64
	if err := json.Unmarshal(c.Value, &one); err != nil {
		t.Fatal(err)
	}
	return []float64{one}
}

var argument = regexp.MustCompile(`(t|delta)=([0-9.]+)`)

// The check values of moments, distributions, discounting and latent rates.
func TestCheckValues(t *testing.T) {
	table := check.JSON[struct{ Checks []checkValue }](t, "testdata/models_check.json")
	seen, there := map[string]int{}, map[string]bool{}
	for _, c := range table.Checks {
		there[c.Model] = true
		for _, mc := range modelCases {
			if mc.name == c.Model && c.check(t, mc) {
				seen[c.Model]++
			}
		}
	}
	for _, mc := range modelCases {
		if there[mc.name] && seen[mc.name] < 25 {
			t.Errorf("%s: only %d values checked", mc.name, seen[mc.name])
		}
	}
}

// check compares one value; false if the entry is of another kind.
func (c checkValue) check(t *testing.T, mc modelCase) bool {
	var v []float64
	for _, p := range mc.build(mc.cdnow).Params() {
		x, ok := c.Inputs[p.Name].(float64)
		if !ok {
			return false
		}
		v = append(v, x)
	}
	m := mc.build(v)
	number := func(name string) float64 { x, _ := c.Inputs[name].(float64); return x }
	h := clientele.History{Repeats: int(number("x")), Last: number("tx"), Age: number("T")}
	args := map[string]float64{"t": 52}
	for _, a := range argument.FindAllStringSubmatch(c.Quantity, -1) {
		args[a[1]], _ = strconv.ParseFloat(a[2], 64)
	}
	var got []float64
	switch q := c.Quantity; {
	case strings.HasPrefix(q, "loglik_individual"):
		got = []float64{m.LogProb(h)}
	case q == "p_alive":
		got = []float64{m.ProbAlive(h)}
	case strings.HasPrefix(q, "CET(") || strings.HasPrefix(q, "CET_exact"):
		got = []float64{m.ExpectedPurchases(h, args["t"])}
	case strings.HasPrefix(q, "DERT_finite"):
		got = []float64{m.DiscountedPurchasesWithin(h, args["delta"], args["t"])}
	case strings.HasPrefix(q, "DERT(") || strings.HasPrefix(q, "DERT_exact"):
		got = []float64{m.DiscountedPurchases(h, args["delta"])}
	case q == "P(alive at T+39)":
		got = []float64{m.ProbAliveAt(h, 39)}
	case q == "E[X(30)]":
		got = []float64{m.Mean(30)}
	case q == "Var[X(30)]":
		got = []float64{m.Var(30)}
	case q == "PMF X(30)=0,1,4":
		got = []float64{m.Prob(0, 30), m.Prob(1, 30), m.Prob(4, 30)}
	case q == "conditional PMF X(T,T+25)=0,1,3":
		got = []float64{m.ProbPurchases(h, 25, 0), m.ProbPurchases(h, 25, 1), m.ProbPurchases(h, 25, 3)}
	case strings.HasPrefix(q, "E[X("):
		got = []float64{m.Mean(52)}
	case strings.HasPrefix(q, "Var[X(t=52") || strings.HasPrefix(q, "Var[X(52"):
		got = []float64{m.Var(52)}
	case strings.HasPrefix(q, "Var[X(T,T+39)"):
		got = []float64{m.VarPurchases(h, 39)}
	case strings.HasPrefix(q, "PMF X(52)=0,1,5,40"):
		got = []float64{m.Prob(0, 52), m.Prob(1, 52), m.Prob(5, 52), m.Prob(40, 52)}
	case strings.HasPrefix(q, "conditional PMF X(T,T+39)=0,1,3"):
		if strings.Contains(q, "x=2") {
			h = clientele.History{Repeats: 2, Last: 30.43, Age: 38.86}
		}
		got = []float64{m.ProbPurchases(h, 39, 0), m.ProbPurchases(h, 39, 1), m.ProbPurchases(h, 39, 3)}
	case strings.HasPrefix(q, "E[lambda|data]"):
		got = []float64{m.ExpectedRate(h), m.ExpectedDropout(h)}
	case strings.HasPrefix(q, "DET new customer infinite"):
		got = []float64{m.MeanDiscounted(0.0027, endless), m.MeanDiscounted(0.0027, 52)}
	case strings.HasPrefix(q, "grad_logparams"):
		got, _ = logDerivatives(t, m, h)
	case strings.HasPrefix(q, "hess_logparams"):
		_, got = logDerivatives(t, m, h)
	default:
		return false
	}
	want := c.numbers(t)
	if len(want) != len(got) {
		t.Fatalf("%s %s: %d values, want %d", c.Model, c.Quantity, len(got), len(want))
	}
	for i := range want {
		rel := 1e-10
		if strings.Contains(c.Quantity, "logparams") {
			// Entries can be tiny beside the others of their row.
			if d := got[i] - want[i]; d < 1e-9 && d > -1e-9 {
				continue
			}
		}
		check.Close(t, want[i], got[i], rel, c.Model, c.Quantity, c.Inputs, i)
	}
	return true
}

// likelihoods gives the rows that the fit of a model runs over.
var likelihoods = map[string]func(v []float64, t *table.Table) mle.Rows{
	"BGNBD": func(v []float64, t *table.Table) mle.Rows {
		return geometric.Model{R: v[0], Alpha: v[1], A: v[2], B: v[3], First: false}.Rows(t)
	},
	"MBGNBD": func(v []float64, t *table.Table) mle.Rows {
		return geometric.Model{R: v[0], Alpha: v[1], A: v[2], B: v[3], First: true}.Rows(t)
	},
	"BGCNBD": func(v []float64, t *table.Table) mle.Rows {
		return erlang.Model{K: int(v[0]), Model: geometric.Model{R: v[1], Alpha: v[2], A: v[3], B: v[4], First: false}}.Rows(t)
	},
	"MBGCNBD": func(v []float64, t *table.Table) mle.Rows {
		return erlang.Model{K: int(v[0]), Model: geometric.Model{R: v[1], Alpha: v[2], A: v[3], B: v[4], First: true}}.Rows(t)
	},
	"GGompertzNBD": func(v []float64, t *table.Table) mle.Rows {
		return gompertz.Model{R: v[0], Alpha: v[1], B: v[2], S: v[3], Kappa: v[4] / v[2]}.Rows(t)
	},
	"ParetoNBD": func(v []float64, t *table.Table) mle.Rows {
		return pareto.Model{R: v[0], Alpha: v[1], S: v[2], Beta: v[3]}.Rows(t)
	},
}

// logDerivatives returns the gradient and the upper triangle of the Hessian of
// one customer's log-likelihood in the log-parameters.
func logDerivatives(t *testing.T, m anyModel, h clientele.History) (grad, hess []float64) {
	var p clientele.Panel
	if err := p.Add(h); err != nil {
		t.Fatal(err)
	}
	tab := table.New(&p)
	var v []float64
	for _, q := range m.Params() {
		v = append(v, q.Value)
	}
	scaled := append([]float64(nil), v...)
	for i, q := range m.Params() {
		scaled[i] /= math.Pow(tab.Unit, unitPower(m, q.Name))
	}
	d := mle.At(likelihoods[typeName(m)](scaled, tab), len(tab.Rows), len(v))
	for i := range v {
		if m.Params()[i].Domain == clientele.DomainFixed {
			continue
		}
		grad = append(grad, scaled[i]*d.Grad[i])
		for j := i; j < len(v); j++ {
			x := scaled[i] * scaled[j] * d.Hess[i][j]
			if i == j {
				x += scaled[i] * d.Grad[i]
			}
			hess = append(hess, x)
		}
	}
	return grad, hess
}
