package mcmc

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele/internal/order"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// rHat returns the rank-normalised split R̂ of Vehtari, Gelman, Simpson,
// Carpenter and Bürkner (2021): the greater one of location and spread.
func rHat(chains [][]float64) float64 {
	halves := split(chains)
	folded := clone(halves)
	middle := order.Median(slices.Concat(folded...))
	for _, c := range folded {
		for i, v := range c {
			c[i] = math.Abs(v - middle)
		}
	}
	return math.Max(potential(ranked(halves)), potential(ranked(folded)))
}

// effective returns the effective number of draws for the centre of the
// distribution (bulk-ESS of the same paper).
func effective(chains [][]float64) float64 {
	z := ranked(split(chains))
	m, n := float64(len(z)), len(z[0])
	within, total := variances(z)
	if !(within > 0) {
		return math.NaN()
	}
	means := make([]float64, len(z))
	for c := range z {
		means[c] = stat.Mean(z[c], nil)
	}
	correlation := func(lag int) float64 {
		sum := 0.0
		for c := range z {
			for i := lag; i < n; i++ {
				sum += (z[c][i] - means[c]) * (z[c][i-lag] - means[c])
			}
		}
		return 1 - (within*float64(n-1)/float64(n)-sum/(m*float64(n)))/total
	}
	// Sums of neighbouring correlations are positive and fall; what does not is noise [Geyer 1992].
	time, last := -1.0, math.Inf(1)
	for lag := 0; lag+1 < n; lag += 2 {
		pair := correlation(lag) + correlation(lag+1)
		if pair <= 0 {
			break
		}
		last = math.Min(pair, last)
		time += 2 * last
	}
	draws := m * float64(n)
	return math.Min(draws/math.Max(time, 1e-12), draws*math.Log10(draws))
}

// potential is the classic R̂: how much the spread would shrink if the chains
// were run for ever. Chains that have not met differ in their means, which is in the
// total and not within. It takes ranks for values, since rates may have no variance.
func potential(z [][]float64) float64 {
	within, total := variances(z)
	return math.Sqrt(total / within)
}

// variances returns the variance within the chains and an estimate of the whole.
func variances(z [][]float64) (within, total float64) {
	n := float64(len(z[0]))
	means := make([]float64, len(z))
	for c := range z {
		mean, variance := stat.MeanVariance(z[c], nil)
		means[c] = mean
		within += variance / float64(len(z))
	}
	return within, within*(n-1)/n + stat.Variance(means, nil)
}

// split halves every chain, so that one that drifts disagrees with itself.
func split(chains [][]float64) [][]float64 {
	var out [][]float64
	for _, c := range chains {
		half := len(c) / 2
		out = append(out, c[:half], c[len(c)-half:])
	}
	return out
}

// ranked replaces values by normal quantiles of their ranks, ties sharing the mean rank.
func ranked(chains [][]float64) [][]float64 {
	all := slices.Concat(chains...)
	ranks := order.MidRanks(all, nil)
	out := make([][]float64, len(chains))
	for c, chain := range chains {
		out[c], ranks = ranks[:len(chain)], ranks[len(chain):]
		for i, rank := range out[c] {
			out[c][i] = distuv.UnitNormal.Quantile((rank - 3./8) / (float64(len(all)) + 1./4))
		}
	}
	return out
}

func clone(chains [][]float64) [][]float64 {
	out := make([][]float64, len(chains))
	for c := range chains {
		out[c] = slices.Clone(chains[c])
	}
	return out
}
