package mcmc

import (
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/wire"
)

// ParetoGGGPrior is the prior of the parameters of [ParetoGGG], independent
// gamma distributions. The defaults are weak: shape 1 with mean 1, and for
// Alpha and Beta with the customers' mean age.
type ParetoGGGPrior struct {
	T, Gamma, R, Alpha, S, Beta GammaPrior
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (p ParetoGGGPrior) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (p *ParetoGGGPrior) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// filled returns the priors, those of rates of time in units of the mean age.
func (p ParetoGGGPrior) filled(where string, unit float64) ([6]GammaPrior, error) {
	all := [6]GammaPrior{p.T, p.Gamma, p.R, p.Alpha.in(unit), p.S, p.Beta.in(unit)}
	for i, name := range [6]string{"T", "Gamma", "R", "Alpha", "S", "Beta"} {
		all[i] = all[i].orDefault(1)
		if err := all[i].check(where, "prior of "+name); err != nil {
			return all, err
		}
	}
	return all, nil
}

// Rand draws a model from the prior, for a base with this mean age.
func (p ParetoGGGPrior) Rand(r *rand.Rand, meanAge float64) ParetoGGG {
	all, _ := p.filled("", meanAge)
	var v [6]float64
	for i, g := range all {
		v[i] = g.rand(r)
	}
	v[3] *= meanAge
	v[5] *= meanAge
	return ParetoGGG{}.WithParams(v[:])
}
