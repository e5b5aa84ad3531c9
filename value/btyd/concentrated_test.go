package btyd

import (
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/require"
)

// Customers who hardly differ: with shapes of a million, where differences of logarithms
// and of probabilities cancel, new customers keep their digits: testdata/truth_concentrated.py.
func TestTruthConcentrated(t *testing.T) {
	rows := check.JSON[[]struct {
		Model        string
		Params       []float64
		Mean, Var    float64
		Within, Prob float64 // of Pareto/NBD
	}](t, "testdata/truth_concentrated.json")
	require.Len(t, rows, 12)
	for _, r := range rows {
		var m anyModel = BGNBD{}.WithParams(r.Params)
		if r.Model == "ParetoNBD" {
			p := ParetoNBD{}.WithParams(r.Params)
			m = p
			check.Close(t, r.Within, m.MeanDiscounted(0.002, 39), 1e-13, "discounted", r.Params)
			check.Close(t, r.Prob, m.Prob(3, 39), 1e-13, "probability", r.Params)
			// The Pareto/NBD by another engine: a hazard that hardly grows.
			g := GGompertzNBD{p.R, p.Alpha, 1e-13, p.S, 1e-13 * p.Beta, 0}
			check.Close(t, r.Mean, g.Mean(39), 1e-11, "GGompertz mean", r.Params)
			check.Close(t, r.Var, g.Var(39), 1e-11, "GGompertz variance", r.Params)
		}
		check.Close(t, r.Mean, m.Mean(39), 1e-12, "mean", r.Params)
		check.Close(t, r.Var, m.Var(39), 2e-12, "variance", r.Params)
	}
}
