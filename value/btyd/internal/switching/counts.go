package switching

import (
	"math"
)

// Prob returns P(n purchases within t). Of none it is a quotient of likelihoods;
// otherwise states and purchases are followed over the ticks of a Poisson clock that
// is faster than both (uniformisation, Jensen 1953): sums of positive terms.
func (p *Posterior) Prob(n int, t float64) float64 {
	switch {
	case n < 0 || math.IsInf(t, 1):
		return 0 * t
	case !(t >= 0):
		return math.NaN()
	case n == 0:
		return math.Min(1, p.silent(t)/p.total)
	case t == 0:
		return 0
	}
	q := p.leaving.at(p.age, false)
	return math.Min(1, p.sum(func(k int) float64 {
		if both := p.on[k] + p.slow[k]; both > 1e-20*p.total {
			return p.counted(k, n, t, q.w)
		}
		return 0
	}))
}

// counted returns the part of node k in Prob.
func (p *Posterior) counted(k, n int, t float64, w []float64) float64 {
	lambda, m := p.rates.x[k], &p.m
	clock := math.Max(lambda+m.Slow, m.Rho*lambda+m.Return)
	buy := [2]float64{lambda / clock, m.Rho * lambda / clock}
	turn := [2]float64{m.Slow / clock, m.Return / clock}
	// The clock is as fast as the faster state, whose chance to stay is then 0 but for
	// rounding: a faster clock would only tick more often, and every tick costs n steps.
	keep := [2]float64{math.Max(0, 1-buy[0]-turn[0]), math.Max(0, 1-buy[1]-turn[1])}
	// Nine standard deviations of the number of ticks: what is beyond has less than
	// 1e-18 of the mass. 40 more serve a clock that hardly ticks.
	ticks := int(clock*t+9*math.Sqrt(clock*t)) + 40
	if ticks < n {
		return 0
	}
	// gone[j] is ∫₀ᵗ P(tick's number at u) δe^(−δu) du of each δ.
	x := p.leaving.x
	gone, after := make([]float64, len(x)), make([]float64, len(x))
	for j, v := range x {
		gone[j] = -v / (clock + v) * math.Expm1(-(clock+v)*t)
		after[j] = math.Exp(-v * t)
	}
	at := make([][2]float64, n+1)
	at[0] = [2]float64{p.on[k], p.slow[k]}
	sum := 0.0
	logTicks := math.Log(clock * t)
	for i := 0; i <= ticks; i++ {
		lg, _ := math.Lgamma(float64(i) + 1)
		// By logarithms: the first weights of a fast clock underflow as products.
		now := math.Exp(float64(i)*logTicks - clock*t - lg)
		if here := at[n][0] + at[n][1]; i >= n && here > 0 {
			weight := 0.0
			for j := range x {
				weight += w[j] * (now*after[j] + gone[j])
			}
			sum += here * weight
		}
		next := math.Exp(float64(i+1)*logTicks - clock*t - math.Log(float64(i+1)) - lg)
		// From one tick to the next by parts; below 0 it is rounding, at the end of the sum.
		for j, v := range x {
			gone[j] = math.Max(0, (clock*gone[j]-v*next*after[j])/(clock+v))
		}
		// Backwards, so that one array holds the step and the one before it.
		for c := min(n, i+1); c >= 0; c-- {
			v := at[c]
			u := [2]float64{v[0]*keep[0] + v[1]*turn[1], v[1]*keep[1] + v[0]*turn[0]}
			if c > 0 {
				u[0] += at[c-1][0] * buy[0]
				u[1] += at[c-1][1] * buy[1]
			}
			at[c] = u
		}
	}
	return sum / p.there
}
