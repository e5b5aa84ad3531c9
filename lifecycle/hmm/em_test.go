package hmm

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/internal/check"
)

// simulated returns a panel from m, with covariates and exposures as the model asks.
func simulated(t testing.TB, seed uint64, m HiddenMarkov, customers, periods int) *CountPanel {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 20))
	p := new(CountPanel)
	emission, transition := m.widths()
	normals := func(n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = math.Round(4*r.NormFloat64()) / 4
		}
		return out
	}
	for range customers {
		s := Sequence{Counts: make([]int, periods), Established: m.Established != nil && r.IntN(2) == 0}
		for i := range periods {
			if emission > 0 {
				s.Emission = append(s.Emission, normals(emission))
			}
			if transition > 0 {
				s.Transition = append(s.Transition, normals(transition))
			}
			if r.IntN(20) == 0 {
				s.Counts[i] = Missing
			}
		}
		s, _ = m.Rand(r, s)
		require.NoError(t, p.Add(s))
	}
	return p
}

// truths are models that the tests simulate from.
func truths() map[string]HiddenMarkov {
	q := [][]float64{{0.85, 0.12, 0.03}, {0.1, 0.8, 0.1}, {0.05, 0.15, 0.8}}
	pi := []float64{0.5, 0.35, 0.15}
	effects := [][][]float64{{{0}, {0.7}, {0.3}}, {{-0.5}, {0}, {0.4}}, {{-0.6}, {0.2}, {0}}}
	means := []float64{0.15, 1.5, 6}
	return map[string]HiddenMarkov{
		"poisson":             {Family: FamilyPoisson, Initial: pi, Transition: q, Mean: means},
		"established":         {Family: FamilyPoisson, Initial: pi, Established: []float64{0.2, 0.3, 0.5}, Transition: q, Mean: means},
		"negative binomial":   {Family: FamilyNegativeBinomial, Initial: pi, Transition: q, Mean: means, Size: []float64{1, 3, 6}},
		"zero-inflated":       {Family: FamilyZeroInflatedPoisson, Initial: pi, Transition: q, Mean: []float64{0.3, 2, 7}, Zero: []float64{0.4, 0.3, 0.1}},
		"zero-inflated nb":    {Family: FamilyZeroInflatedNegativeBinomial, Initial: []float64{0.6, 0.4}, Transition: [][]float64{{0.9, 0.1}, {0.15, 0.85}}, Mean: []float64{0.5, 8}, Size: []float64{2, 5}, Zero: []float64{0.3, 0.15}},
		"covariates":          {Family: FamilyPoisson, Initial: pi, Transition: q, TransitionEffect: effects, Mean: means, MeanEffect: [][]float64{{0.3}, {0.2}, {-0.1}}},
		"covariates, counted": {Family: FamilyNegativeBinomial, Initial: pi, Transition: q, Mean: means, Size: []float64{1, 3, 6}, MeanEffect: [][]float64{{0.3}, {0.2}, {-0.1}}},
	}
}

func TestGradientMatchesDifferences(t *testing.T) {
	for name, m := range truths() {
		p := newPass(newTable(simulated(t, 1, m, 30, 12).seqs), m.States())
		l := newLayout(m)
		at := l.free(m)
		g, total := make([]float64, l.size), make([]float64, l.size)
		require.True(t, p.run(m), name)
		l.gradient(g, p, m)
		outer := make([]float64, l.size*l.size)
		check.Close(t, p.logLik, l.scores(p, m, total, outer), 1e-12, name)
		for i := range at {
			const h = 1e-5
			v := append([]float64(nil), at...)
			v[i] = at[i] + h
			require.True(t, p.run(l.model(m, v)))
			up := p.logLik
			v[i] = at[i] - h
			require.True(t, p.run(l.model(m, v)))
			assert.InDelta(t, (up-p.logLik)/(2*h), g[i], 1e-5*(1+math.Abs(g[i])), "%s: parameter %d", name, i)
			assert.InDelta(t, g[i], total[i], 1e-9*(1+math.Abs(g[i])), "%s: sum of scores %d", name, i)
		}
	}
}

func TestEMNeverLowersTheLikelihood(t *testing.T) {
	for name, m := range truths() {
		table := newTable(simulated(t, 2, m, 150, 15).seqs)
		p := newPass(table, m.States())
		emission, transition := m.widths()
		for try := range 3 {
			at := start(table, try, m.States(), m.Family, emission, transition, m.Established != nil)
			last := math.Inf(-1)
			for step := range 40 {
				require.True(t, p.run(at), name)
				require.GreaterOrEqual(t, p.logLik, last-1e-9*math.Abs(last), "%s: start %d, step %d", name, try, step)
				last = p.logLik
				at = maximise(p, at, 0)
				require.NoError(t, at.Check(), name)
			}
		}
	}
}

func TestFitRecovers(t *testing.T) {
	for name, m := range truths() {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && m.MeanEffect != nil {
				t.Skip("left out in short mode: covariates take longest")
			}
			customers := 800
			if m.MeanEffect != nil { // nothing to tabulate: every period is a cell of its own
				customers = 400
			}
			fit, err := Fit(context.Background(), simulated(t, 3, m, customers, 20), m.States(), m.Family, nil)
			require.NoError(t, err)
			truth := m.Params()
			for i, e := range fit.Estimates(0.95) {
				assert.Equal(t, truth[i].Name, e.Name)
				assert.InDelta(t, truth[i].Value, e.Value, 4*e.SE, e.Name)
			}
			for i := range fit.Cov {
				check.Close(t, 1, math.Sqrt(fit.Robust[i][i]/fit.Cov[i][i]), 0.25, name, truth[i].Name)
			}
		})
	}
}
