package btyd

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

// predictor is what the truth tables know of a model.
type truthPredictor interface {
	LogProb(h clientele.History) float64
	ProbAlive(h clientele.History) float64
	ExpectedPurchases(h clientele.History, t float64) float64
	DiscountedPurchases(h clientele.History, rate float64) float64
}

type truthRow struct {
	Params   []float64
	X        int
	Tx, T    float64
	Horizon  float64     `json:"t"`
	LogGaps  float64     `json:"litt"`
	Delta    float64     `json:"delta"`
	LL       check.Float `json:"ll"`
	LogAlive check.Float `json:"log_palive"`
	CET      check.Float `json:"cet"`
	DERT     check.Float `json:"dert"`
}

func (r truthRow) history() clientele.History {
	return clientele.History{Repeats: r.X, Last: r.Tx, Age: r.T}
}

// compare holds a model against a row. Values that a float cannot hold must be 0.
func compare(t *testing.T, m truthPredictor, row truthRow, rel float64) {
	t.Helper()
	h := row.history()
	near := func(name string, want check.Float, got float64) {
		t.Helper()
		w := float64(want)
		if math.IsNaN(w) { // not evaluated
			return
		}
		if math.Abs(w) < 1e-290 && math.Abs(got) < 1e-290 {
			return
		}
		check.Close(t, w, got, rel, name, row.Params, row.X, row.Tx, row.T, "t", row.Horizon, "delta", row.Delta)
	}
	if timed, ok := m.(interface {
		LogProbTimed(h clientele.History, logGaps float64) float64
	}); ok {
		near("log-likelihood", row.LL, timed.LogProbTimed(h, row.LogGaps))
	} else {
		near("log-likelihood", row.LL, m.LogProb(h))
	}
	near("P(alive)", check.Float(math.Exp(float64(row.LogAlive))), m.ProbAlive(h))
	near("expected purchases", row.CET, m.ExpectedPurchases(h, row.Horizon))
	near("discounted purchases", row.DERT, m.DiscountedPurchases(h, row.Delta))
}

var truthModels = map[string]func(v []float64) truthPredictor{
	"bgcnbd":    func(v []float64) truthPredictor { return BGCNBD{}.WithParams(v) },
	"mbgcnbd":   func(v []float64) truthPredictor { return MBGCNBD{}.WithParams(v) },
	"bgnbd":     func(v []float64) truthPredictor { return BGNBD{}.WithParams(v) },
	"mbgnbd":    func(v []float64) truthPredictor { return MBGNBD{}.WithParams(v) },
	"paretonbd": func(v []float64) truthPredictor { return ParetoNBD{}.WithParams(v) },
	"ggompertz": func(v []float64) truthPredictor { return GGompertzNBD{}.WithParams(v) },
}

// The extreme cases: parameters from 0.01 to 1e4, up to 5,000 purchases, ages
// up to 5,000, t_x = T, and the removable singularities.
func TestTruthExtreme(t *testing.T) {
	for name, build := range truthModels {
		t.Run(name, func(t *testing.T) {
			table := check.JSON[struct{ Rows []truthRow }](t, "testdata/truth_"+name+".json")
			if len(table.Rows) != 100 {
				t.Fatalf("%d rows", len(table.Rows))
			}
			for _, row := range table.Rows {
				compare(t, build(row.Params), row, 1e-9)
			}
		})
	}
}

// 200 customers of the CDNOW sample, the 40 heaviest among them.
func TestTruthCustomers(t *testing.T) {
	for name, build := range truthModels {
		t.Run(name, func(t *testing.T) {
			file := name
			if name == "paretonbd" {
				file = "pnbd"
			}
			if len(name) > 4 && name[len(name)-4:] == "cnbd" {
				checkErlangSample(t, build, check.Shared(t, "reference", "truth_"+name+"k.json"))
				return
			}
			table := check.JSON[struct {
				Order  []string `json:"parameter_order"`
				Sample struct {
					Params   map[string]float64 `json:"fixed_params"`
					T, Delta float64
					Rows     []truthRow
				}
			}](t, check.Shared(t, "reference", "truth_"+file+".json"))
			var v []float64
			for _, p := range table.Order {
				v = append(v, table.Sample.Params[p])
			}
			m := build(v)
			for _, row := range table.Sample.Rows {
				row.Params, row.Horizon, row.Delta = v, table.Sample.T, table.Sample.Delta
				compare(t, m, row, 1e-9)
			}
		})
	}
}

// The sample of the regular models comes once for each k.
func checkErlangSample(t *testing.T, build func(v []float64) truthPredictor, path string) {
	table := check.JSON[struct {
		Sample map[string]struct {
			Params   map[string]float64 `json:"fixed_params"`
			T, Delta float64
			Rows     []truthRow
		}
	}](t, path)
	for _, s := range table.Sample {
		v := []float64{s.Params["k"], s.Params["r"], s.Params["alpha"], s.Params["a"], s.Params["b"]}
		for _, row := range s.Rows {
			row.Params, row.Horizon, row.Delta = v, s.T, s.Delta
			compare(t, build(v), row, 1e-8)
		}
	}
}
