package mcmc

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/internal/wire"
)

// GammaPrior is a gamma distribution of a positive parameter, with mean
// Shape/Rate. The zero value stands for the default.
type GammaPrior struct {
	Shape float64 // > 0
	Rate  float64 // > 0
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (g GammaPrior) MarshalJSON() ([]byte, error) { return wire.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (g *GammaPrior) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, g) }

// orDefault fills the zero value: shape 1 and mean m, the exponential
// distribution.
func (p GammaPrior) orDefault(m float64) GammaPrior {
	if p == (GammaPrior{}) {
		return GammaPrior{1, 1 / m}
	}
	return p
}

func (p GammaPrior) check(where, name string) error {
	if !(p.Shape > 0 && p.Rate > 0) || math.IsInf(p.Shape, 1) || math.IsInf(p.Rate, 1) {
		return &clientele.InputError{Where: where, Field: name, Value: p, Want: "a positive shape and rate"}
	}
	return nil
}

// logFree returns the log density of the parameter's logarithm y, up to a constant.
func (p GammaPrior) logFree(y float64) float64 { return p.Shape*y - p.Rate*math.Exp(y) }

func (p GammaPrior) rand(r *rand.Rand) float64 {
	return math.Exp(variate.LogGamma(r, p.Shape)) / p.Rate
}

// in returns the prior of the parameter divided by unit.
func (p GammaPrior) in(unit float64) GammaPrior { return GammaPrior{p.Shape, p.Rate * unit} }
