package btyd

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/require"
)

// concentratedTruth is a row of testdata/truth_concentrated.json; what it does not say is 0.
type concentratedTruth struct {
	Model                                         string
	Params                                        []float64
	Mean, Var, Within, Prob, Survival, Discounted float64
	LogProb                                       float64 `json:"log_prob"`
	Alive                                         float64
	X                                             int
	Last                                          float64 `json:"tx"`
	Age                                           float64
}

// Customers who hardly differ: with shapes of a million, where differences of logarithms
// and of probabilities cancel, new customers keep their digits: testdata/truth_concentrated.py.
func TestTruthConcentrated(t *testing.T) {
	rows := check.JSON[[]concentratedTruth](t, "testdata/truth_concentrated.json")
	require.Len(t, rows, 59)
	for _, r := range rows {
		switch r.Model {
		case "BGBB":
			r.opportunities(t)
		case "GGompertzNBD":
			m, h := GGompertzNBD{}.WithParams(r.Params), clientele.History{Repeats: r.X, Last: r.Last, Age: r.Age}
			check.Close(t, r.Alive, m.ProbAlive(h), 1e-10, "alive", r.Params, h)
			check.Close(t, r.LogProb, m.LogProb(h), 5e-10, "log-likelihood", r.Params, h)
		case "BGCNBD":
			r.newcomer(t, BGCNBD{}.WithParams(r.Params))
		case "BGNBD":
			r.newcomer(t, BGNBD{}.WithParams(r.Params))
		case "ParetoNBD":
			p := ParetoNBD{}.WithParams(r.Params)
			r.newcomer(t, p)
			check.Close(t, r.Within, p.MeanDiscounted(0.002, 39), 1e-13, "discounted", r.Params)
			check.Close(t, r.Prob, p.Prob(3, 39), 1e-13, "probability", r.Params)
			// The Pareto/NBD by another engine: a hazard that hardly grows.
			g := GGompertzNBD{p.R, p.Alpha, 1e-13, p.S, 1e-13 * p.Beta, 0}
			check.Close(t, r.Mean, g.Mean(39), 1e-11, "GGompertz mean", r.Params)
			check.Close(t, r.Var, g.Var(39), 1e-11, "GGompertz variance", r.Params)
		}
	}
}

// newcomer holds a new customer against the row.
func (r concentratedTruth) newcomer(t *testing.T, m anyModel) {
	t.Helper()
	check.Close(t, r.Mean, m.Mean(39), 1e-12, "mean", r.Params)
	check.Close(t, r.Var, m.Var(39), 5e-12, "variance", r.Params)
	if r.Discounted > 0 {
		check.Close(t, r.Discounted, m.MeanDiscounted(0.002, math.Inf(1)), 1e-12, "discounted", r.Params)
		check.Close(t, r.Survival, m.Survival(39), 1e-12, "survival", r.Params)
	}
}

// opportunities holds BG/BB against the row.
func (r concentratedTruth) opportunities(t *testing.T) {
	m, h := BGBB{}.WithParams(r.Params), DiscreteHistory{Repeats: 3, Last: 20, Age: 30}
	check.Close(t, r.Mean, m.Mean(39), 1e-13, "mean", r.Params)
	check.Close(t, r.Var, m.Var(39), 1e-13, "variance", r.Params)
	check.Close(t, r.Within, m.MeanDiscounted(0.002, 39), 1e-13, "within", r.Params)
	check.Close(t, r.Discounted, m.DiscountedPurchases(DiscreteHistory{}, 0.002), 1e-13, "discounted", r.Params)
	check.Close(t, r.Prob, m.Prob(3, 39), 1e-13, "probability", r.Params)
	check.Close(t, r.LogProb, m.LogProb(h), 1e-13, "log-likelihood", r.Params)
	check.Close(t, r.Alive, m.ProbAlive(h), 1e-13, "alive", r.Params)
}
