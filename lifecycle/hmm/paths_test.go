package hmm_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle/hmm"
)

// pathCheck is a case of testdata/paths.json.
type pathCheck struct {
	Quantity string
	Inputs   struct {
		Pi    []float64
		Q     [][]float64
		Theta struct{ Lam, R, Mu, W []float64 }
		Y     []*int
	}
	Value []float64
}

func (c pathCheck) model() HiddenMarkov {
	m := HiddenMarkov{Family: FamilyPoisson, Initial: c.Inputs.Pi, Transition: c.Inputs.Q, Mean: c.Inputs.Theta.Lam}
	switch {
	case c.Inputs.Theta.R != nil:
		m.Family, m.Size, m.Mean = FamilyNegativeBinomial, c.Inputs.Theta.R, c.Inputs.Theta.Mu
	case c.Inputs.Theta.W != nil:
		m.Family, m.Zero = FamilyZeroInflatedPoisson, c.Inputs.Theta.W
	}
	return m
}

func TestPublishedPaths(t *testing.T) {
	checks := check.JSON[struct{ Checks []pathCheck }](t, "testdata/paths.json").Checks
	require.Len(t, checks, 3)
	for _, c := range checks {
		m := c.model()
		require.NoError(t, m.Check())
		var s Sequence
		for _, y := range c.Inputs.Y {
			if y == nil {
				s.Counts = append(s.Counts, Missing)
			} else {
				s.Counts = append(s.Counts, *y)
			}
		}
		check.Close(t, c.Value[0], m.LogProb(s), 1e-13, m.Family)
		now := m.Filtered(s)
		check.Close(t, c.Value[1], now[1], 1e-13, m.Family)
		check.Close(t, c.Value[2], m.Smoothed(s)[0][1], 1e-13, m.Family)
		ahead := m.ExpectedCounts(now, 4, nil)
		check.Close(t, c.Value[3], ahead[0], 1e-13, m.Family)
		check.Close(t, c.Value[4], ahead[0]+ahead[1]+ahead[2]+ahead[3], 1e-13, m.Family)
		path, _ := m.Viterbi(s)
		assert.Equal(t, []int{0, 0, 0, 0, 1, 1}, path)
	}
}

// randomModel draws a model with all the parts it may have.
func randomModel(r *rand.Rand, k int, family Family, emission, transition int) HiddenMarkov {
	dist := func() []float64 {
		p := make([]float64, k)
		sum := 0.0
		for i := range p {
			p[i] = r.ExpFloat64()
			sum += p[i]
		}
		for i := range p {
			p[i] /= sum
		}
		return p
	}
	m := HiddenMarkov{Family: family, Initial: dist(), Established: dist()}
	for i := range k {
		m.Transition = append(m.Transition, dist())
		m.Mean = append(m.Mean, 3*r.ExpFloat64()+0.05)
		if family == FamilyNegativeBinomial || family == FamilyZeroInflatedNegativeBinomial {
			m.Size = append(m.Size, 0.3+r.ExpFloat64())
		}
		if family == FamilyZeroInflatedPoisson || family == FamilyZeroInflatedNegativeBinomial {
			m.Zero = append(m.Zero, 0.1+0.6*r.Float64())
		}
		if emission > 0 {
			m.MeanEffect = append(m.MeanEffect, normals(r, emission))
		}
		if transition > 0 {
			effects := make([][]float64, k)
			for j := range effects {
				effects[j] = make([]float64, transition)
				if j != i {
					effects[j] = normals(r, transition)
				}
			}
			m.TransitionEffect = append(m.TransitionEffect, effects)
		}
	}
	return m
}

func normals(r *rand.Rand, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = r.NormFloat64() / 2
	}
	return out
}

// randomSequence draws covariates, exposures and counts, some of them missing.
func randomSequence(r *rand.Rand, m HiddenMarkov, periods int) Sequence {
	s := Sequence{Counts: make([]int, periods), Established: r.IntN(2) == 0}
	for t := range periods {
		s.Exposure = append(s.Exposure, 0.5+r.Float64())
		if m.MeanEffect != nil {
			s.Emission = append(s.Emission, normals(r, len(m.MeanEffect[0])))
		}
		if m.TransitionEffect != nil {
			s.Transition = append(s.Transition, normals(r, len(m.TransitionEffect[0][0])))
		}
		if r.IntN(6) == 0 {
			s.Counts[t] = Missing
		}
	}
	s, _ = m.Rand(r, s)
	return s
}

// logCount is the log probability of y, written down anew from the textbook.
func logCount(m HiddenMarkov, k, y int, mu float64) float64 {
	v := float64(y)
	fact, _ := math.Lgamma(v + 1)
	p := v*math.Log(mu) - mu - fact
	if m.Size != nil {
		r := m.Size[k]
		up, _ := math.Lgamma(v + r)
		down, _ := math.Lgamma(r)
		p = up - down - fact + r*math.Log(r/(r+mu)) + v*math.Log(mu/(r+mu))
	}
	if m.Zero != nil {
		zero := 0.0
		if y == 0 {
			zero = m.Zero[k]
		}
		p = math.Log(zero + (1-m.Zero[k])*math.Exp(p))
	}
	return p
}

// brute sums over all paths: the log-likelihood, P(state) of every period, and
// the best path's log probability.
func brute(m HiddenMarkov, s Sequence) (ll float64, smooth [][]float64, best float64) {
	k, n := m.States(), len(s.Counts)
	smooth = make([][]float64, n)
	for t := range smooth {
		smooth[t] = make([]float64, k)
	}
	total := 0.0
	best = math.Inf(-1)
	path := make([]int, n)
	for {
		p := 0.0
		for t, k := range path {
			switch {
			case t == 0 && s.Established:
				p += math.Log(m.Established[k])
			case t == 0:
				p += math.Log(m.Initial[k])
			default:
				var z []float64
				if m.TransitionEffect != nil {
					z = s.Transition[t]
				}
				p += math.Log(m.Transitions(z)[path[t-1]][k])
			}
			if s.Counts[t] != Missing {
				mu := m.Mean[k] * s.Exposure[t]
				if m.MeanEffect != nil {
					for c, x := range s.Emission[t] {
						mu *= math.Exp(x * m.MeanEffect[k][c])
					}
				}
				p += logCount(m, k, s.Counts[t], mu)
			}
		}
		best = math.Max(best, p)
		w := math.Exp(p)
		total += w
		for t, k := range path {
			smooth[t][k] += w
		}
		t := n - 1
		for ; t >= 0; t-- {
			if path[t]++; path[t] < k {
				break
			}
			path[t] = 0
		}
		if t < 0 {
			break
		}
	}
	for _, row := range smooth {
		for k := range row {
			row[k] /= total
		}
	}
	return math.Log(total), smooth, best
}

var allFamilies = []Family{FamilyPoisson, FamilyNegativeBinomial, FamilyZeroInflatedPoisson, FamilyZeroInflatedNegativeBinomial}

func TestEqualsTheSumOverAllPaths(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 2))
	for _, family := range allFamilies {
		for _, k := range []int{2, 3, 4} {
			for _, widths := range [][2]int{{0, 0}, {2, 0}, {0, 1}, {1, 2}} {
				m := randomModel(r, k, family, widths[0], widths[1])
				require.NoError(t, m.Check())
				s := randomSequence(r, m, 5)
				ll, smooth, best := brute(m, s)
				check.Close(t, ll, m.LogProb(s), 1e-11, family, k, widths)
				got := m.Smoothed(s)
				for i := range smooth {
					for j := range smooth[i] {
						check.Close(t, smooth[i][j], got[i][j], 1e-9, family, k, widths, i, j)
					}
				}
				_, v := m.Viterbi(s)
				check.Close(t, best, v, 1e-11, family, k, widths)
				for n := 1; n <= 5; n++ { // what is filtered is what is smoothed at the end
					head := s
					head.Counts, head.Exposure = s.Counts[:n], s.Exposure[:n]
					if s.Emission != nil {
						head.Emission = s.Emission[:n]
					}
					if s.Transition != nil {
						head.Transition = s.Transition[:n]
					}
					_, smooth, _ := brute(m, head)
					for j, v := range m.FilteredPath(s)[n-1] {
						check.Close(t, smooth[n-1][j], v, 1e-9, family, k, n, j)
					}
				}
			}
		}
	}
}

// A sequence of 20,000 periods does not underflow: its likelihood is the sum of
// the logarithms that Update's normalisation would give, bit for bit finite.
func TestLongSequence(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 3))
	m := randomModel(r, 3, FamilyNegativeBinomial, 0, 0)
	s, _ := m.Rand(r, Sequence{Counts: make([]int, 20000)})
	whole := m.LogProb(s)
	assert.False(t, math.IsInf(whole, 0) || math.IsNaN(whole))
	sum := m.LogProb(Sequence{Counts: s.Counts[:1]})
	p := m.Filtered(Sequence{Counts: s.Counts[:1]})
	for _, y := range s.Counts[1:] {
		sum += math.Log(m.ProbCount(p, 1, y, nil))
		require.True(t, m.Update(p, y, 1, nil, nil))
	}
	check.Close(t, sum, whole, 1e-10)
	for j, v := range m.Filtered(s) {
		check.Close(t, v, p[j], 1e-8)
	}
}
