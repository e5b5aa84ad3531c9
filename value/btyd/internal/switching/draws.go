package switching

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/variate"
)

// Append draws the purchases within t: exact, if the posterior's offset was random,
// although λ is drawn from nodes: a grid that is moved by a uniform offset visits
// every λ with its density. δ needs no nodes: of those who are there it is a gamma
// variate, whatever λ and the state are.
func (p *Posterior) Append(dst []float64, r *rand.Rand, t float64) []float64 {
	if !(t > 0) || r.Float64() >= p.alive {
		return dst
	}
	all := 0.0
	for k := range p.states {
		all += p.on[k] + p.slow[k]
	}
	// Node and state at once, in proportion to what they say of the customer now.
	u := r.Float64() * all
	k, on := 0, true
	for k = range p.states {
		if u -= p.on[k]; u < 0 {
			break
		}
		if u -= p.slow[k]; u < 0 {
			on = false
			break
		}
	}
	delta := variate.Gamma(r, p.m.S, p.m.Beta+p.age)
	return p.m.path(dst, r, p.rates.x[k], delta, on, t)
}

// New draws the purchases of a new customer in (0, t].
func (m Model) New(dst []float64, r *rand.Rand, t float64) []float64 {
	return m.path(dst, r, variate.Gamma(r, m.R, m.Alpha), variate.Gamma(r, m.S, m.Beta), true, t)
}

func (m Model) path(dst []float64, r *rand.Rand, lambda, delta float64, on bool, t float64) []float64 {
	t = math.Min(t, r.ExpFloat64()/delta)
	start := len(dst)
	for at := 0.0; len(dst)-start < clientele.MaxRepeats; {
		rate, turn := lambda, m.Slow
		if !on {
			rate, turn = m.Rho*lambda, m.Return
		}
		if at += r.ExpFloat64() / (rate + turn); !(at <= t) {
			break
		}
		if r.Float64()*(rate+turn) >= rate {
			on = !on
		} else {
			// A purchase at 0 would be the first one.
			dst = append(dst, math.Max(at, 0x1p-1022))
		}
	}
	return dst
}
