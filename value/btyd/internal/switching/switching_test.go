package switching

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var cdnow = Model{R: .499, Alpha: 7.27, S: .175, Beta: 5.26, Slow: .0946, Return: .0317, Rho: .254}

var rows = []Row{
	{Age: 38.86, Weight: 1},
	{Gaps: []float64{30}, Last: 30, Age: 30, Weight: 1},
	{Gaps: []float64{.4, .1, 1e-6, 3, 20}, Last: 23.500001, Age: 31, Weight: 1},
	{Gaps: []float64{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, Last: 36, Age: 200, Weight: 1},
}

// The gradient and the Hessian are those of the likelihood, by differences, in a
// base where the states come in both orders and at the ends of the parameters.
func TestDerivatives(t *testing.T) {
	for _, m := range []Model{
		cdnow,
		{R: 3, Alpha: 20, S: 2, Beta: 100, Slow: .01, Return: .5, Rho: .9},
		{R: .2, Alpha: .5, S: .05, Beta: .01, Slow: 2, Return: 1e-4, Rho: 1e-3},
	} {
		v := [params]float64{m.R, m.Alpha, m.S, m.Beta, m.Slow, m.Return, m.Rho}
		at := func(v [params]float64) Model { return Model{v[0], v[1], v[2], v[3], v[4], v[5], v[6]} }
		table := NewTable(append([]Row(nil), rows...))
		of := func(v [params]float64, i int) (float64, [params]float64, [28]float64) {
			r := &table.Rows[i]
			return at(v).derivatives(at(v).surface(&table.classes[r.class], table.age, true), r)
		}
		for i := range rows {
			ll, d, dd := of(v, i)
			plain := at(v).surface(&table.classes[table.Rows[i].class], table.age, false).logLik(&table.Rows[i])
			check.Close(t, plain, ll, 1e-12)
			check.Close(t, at(v).Follow(rows[i].Gaps, rows[i].Age, .37).LogProb(), ll, 1e-8) // the table of a fit is coarser than what one customer is followed with
			for a := range v {
				up, down := v, v
				const step = 1e-4
				up[a] *= 1 + step
				down[a] *= 1 - step
				lu, du, _ := of(up, i)
				ld, dl, _ := of(down, i)
				assert.InDelta(t, (lu-ld)/(2*step), d[a]*v[a], 2e-6*(1+math.Abs(ll)), "row %d, parameter %d", i, a)
				for b := a; b < params; b++ {
					n := 0
					for k := range a {
						n += params - k
					}
					got := dd[n+b-a] * v[a] * v[b]
					assert.InDelta(t, (du[b]-dl[b])/(2*step)*v[b], got, 2e-6*(1+math.Abs(ll)), "row %d, parameters %d %d", i, a, b)
				}
			}
		}
	}
}

// A history is the mean over the places of the purchases that it hides.
func TestHistoryIsTheMeanOfTimelines(t *testing.T) {
	const last, age, n = 30.0, 38.0, 4000
	sum := 0.0
	for i := range n {
		at := (float64(i) + .5) / n * last
		sum += math.Exp(cdnow.Follow([]float64{at, last - at}, age, 0).LogProb())
	}
	h := cdnow.Count(clientele.History{Repeats: 2, Last: last, Age: age}, 0)
	check.Close(t, sum/n, math.Exp(h.LogProb()), 1e-6)
	require.NotNil(t, h)
}
