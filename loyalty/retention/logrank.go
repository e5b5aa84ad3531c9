package retention

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// LogRankTest compares survival curves: losses observed in every group with
// those expected if all groups lost customers at the same rate.
type LogRankTest struct {
	Observed  []float64   // by group; weighted for PetoPeto
	Expected  []float64   // by group
	Variance  [][]float64 // of Observed − Expected
	ChiSquare float64
	DF        int
	P         float64 // probability of a larger ChiSquare without a difference
}

// LogRank tests whether two or more groups lose customers at the same rate
// (Mantel 1966; Peto and Peto 1972), all times weighted equally: best where the
// rates are proportional. Ties have the hypergeometric variance, and delayed
// entry is allowed. The error is an *clientele.InputError for fewer than two
// groups, and matches clientele.ErrNotIdentified if nobody was lost while
// groups were at risk together.
func LogRank(groups ...*Subjects) (*LogRankTest, error) { return compare(0, groups) }

// PetoPeto is LogRank with every time weighted by the pooled survival curve just
// before it (Harrington and Fleming 1982, ρ = 1): best where the curves part
// early and meet again.
func PetoPeto(groups ...*Subjects) (*LogRankTest, error) { return compare(1, groups) }

// compare is the Gρ test of Harrington and Fleming, weight S(t−)^rho.
func compare(rho float64, groups []*Subjects) (*LogRankTest, error) {
	if len(groups) < 2 {
		return nil, &clientele.InputError{Where: "retention.LogRank", Field: "groups", Value: len(groups), Want: "two or more"}
	}
	k := len(groups)
	for i, g := range groups {
		if g == nil || g.n == 0 {
			return nil, fmt.Errorf("retention.LogRank: group %d: %w", i+1, clientele.ErrNoData)
		}
	}
	same := tiesOf(groups...)
	sweeps := make([]*sweep, k)
	for i, g := range groups {
		sweeps[i] = newSweep(g, same)
	}
	test := &LogRankTest{Observed: make([]float64, k), Expected: make([]float64, k), Variance: make([][]float64, k)}
	for i := range test.Variance {
		test.Variance[i] = make([]float64, k)
	}
	at := make([]moment, k)
	survival := 1.0
	for {
		t := math.Inf(1)
		for _, w := range sweeps {
			if next, any := w.next(); any {
				t = math.Min(t, next)
			}
		}
		if math.IsInf(t, 1) {
			break
		}
		n, d := 0.0, 0.0
		for i, w := range sweeps {
			at[i] = w.take(t)
			n += float64(at[i].risk)
			d += float64(at[i].lost())
		}
		if d > 0 {
			test.add(math.Pow(survival, rho), n, d, at)
			survival *= 1 - d/n
		}
	}
	return test, test.conclude()
}

// add counts one time at which d of n were lost, with weight w.
func (test *LogRankTest) add(w, n, d float64, at []moment) {
	scale := 0.0
	if n > 1 {
		scale = w * w * d * (n - d) / (n - 1)
	}
	for i, a := range at {
		share := float64(a.risk) / n
		test.Observed[i] += w * float64(a.lost())
		test.Expected[i] += w * d * share
		for j, b := range at {
			v := -share * float64(b.risk) / n
			if i == j {
				v += share
			}
			test.Variance[i][j] += scale * v
		}
	}
}

// conclude computes the statistic. One group is redundant, and one that was
// never at risk together with another tells nothing.
func (test *LogRankTest) conclude() error {
	var use []int
	for i := range test.Variance {
		if test.Variance[i][i] > 1e-12 {
			use = append(use, i)
		}
	}
	if len(use) < 2 {
		return fmt.Errorf("retention.LogRank: %w: no loss happened while two groups were at risk", clientele.ErrNotIdentified)
	}
	use = use[:len(use)-1]
	test.DF = len(use)
	v := mat.NewSymDense(test.DF, nil)
	u := mat.NewVecDense(test.DF, nil)
	for a, i := range use {
		u.SetVec(a, test.Observed[i]-test.Expected[i])
		for b, j := range use {
			v.SetSym(a, b, test.Variance[i][j])
		}
	}
	var chol mat.Cholesky
	var x mat.VecDense
	if !chol.Factorize(v) || chol.SolveVecTo(&x, u) != nil {
		return fmt.Errorf("retention.LogRank: %w: the groups were not at risk together", clientele.ErrNotIdentified)
	}
	test.ChiSquare = mat.Dot(u, &x)
	test.P = distuv.ChiSquared{K: float64(test.DF)}.Survival(test.ChiSquare)
	return nil
}
