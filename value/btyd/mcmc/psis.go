package mcmc

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele/internal/special"
)

// leftOut returns the logarithm of the predictive density of one customer from
// all others, given the logarithm of the customer's density at draws from the
// posterior with them: the mean over draws that weigh the reciprocal of the
// density, whose largest weights are smoothed by a generalised Pareto
// distribution with shape k [Vehtari, Gelman and Gabry 2017]. It reorders the values.
func leftOut(logDensity []float64) (logProb, k float64) {
	slices.Sort(logDensity)
	slices.Reverse(logDensity) // weights ascend
	n := len(logDensity)
	weights := make([]float64, n)
	for i, v := range logDensity {
		weights[i] = -v
	}
	k = smoothTail(weights)
	sums := make([]float64, n)
	for i, v := range logDensity {
		sums[i] = weights[i] + v
	}
	return special.LogSumExp(sums) - special.LogSumExp(weights), k
}

// smoothTail replaces the largest of log weights, which ascend, by the quantiles of a
// generalised Pareto distribution that is fitted to them, none above the largest
// one, and returns its shape: 0 where the weights are alike or too few to tell.
func smoothTail(weights []float64) (k float64) {
	n := len(weights)
	tail := int(math.Ceil(math.Min(0.2*float64(n), 3*math.Sqrt(float64(n)))))
	if tail < 5 || n <= tail {
		return 0
	}
	top := weights[n-1]
	edge := math.Exp(weights[n-tail-1] - top)
	beyond := make([]float64, tail)
	for i, v := range weights[n-tail:] {
		beyond[i] = math.Exp(v-top) - edge
	}
	if !(beyond[0] < beyond[tail-1]) || !(beyond[tail/4] > 0) {
		return 0
	}
	k, sigma := fitTail(beyond)
	if math.IsNaN(k) || math.IsInf(k, 0) {
		return math.Inf(1)
	}
	for i := range tail {
		p := (float64(i) + 0.5) / float64(tail)
		at := -math.Log1p(-p) * sigma
		if k != 0 {
			at = sigma * math.Expm1(-k*math.Log1p(-p)) / k
		}
		weights[n-tail+i] = math.Min(top, top+math.Log(edge+at))
	}
	return k
}

// fitTail fits a generalised Pareto distribution to values that ascend, by the
// posterior mean of Zhang and Stephens (2009), its shape drawn to 1/2 as by ten
// more values [Vehtari, Simpson, Gelman, Yao and Gabry 2024].
func fitTail(values []float64) (k, sigma float64) {
	n := float64(len(values))
	quartile, largest := values[int(n/4+0.5)-1], values[len(values)-1]
	size := 30 + int(math.Sqrt(n))
	at, heights := make([]float64, size), make([]float64, size)
	shape := func(b float64) float64 {
		sum := 0.0
		for _, v := range values {
			sum += math.Log1p(-b * v)
		}
		return sum / n
	}
	for j := range at {
		at[j] = 1/largest + (1-math.Sqrt(float64(size)/(float64(j)+0.5)))/(3*quartile)
		s := shape(at[j])
		heights[j] = n * (math.Log(-at[j]/s) - s - 1)
	}
	level := special.LogSumExp(heights)
	b := 0.0
	for j, h := range heights {
		b += at[j] * math.Exp(h-level)
	}
	k = shape(b)
	sigma = -k / b
	return (k*n + 5) / (n + 10), sigma
}
