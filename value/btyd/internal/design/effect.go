package design

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
)

// MaxParams is the largest number of parameters of a model with covariates.
const MaxParams = 5

// Shift is a change of the logarithms of a model's parameters, in their order.
type Shift [MaxParams]float64

// Plus returns the shift moved on by x times d.
func (s Shift) Plus(x float64, d Shift) Shift {
	for i := range s {
		s[i] += x * d[i]
	}
	return s
}

// Effect is what one covariate does to the parameters.
type Effect struct {
	Name   string  // of the coefficient
	Column int     // of the covariate
	Shift  Shift   // of the parameters, for one unit of the covariate and a coefficient of 1
	Ridge  float64 // precision of the coefficient's prior, a standard deviation of the covariate being its unit
}

// Prior returns that of the coefficients of effects whose covariates have these
// standard deviations, behind the parameters of the base that are estimated, which
// have none; nil if no coefficient has one.
func Prior(params int, effects []Effect, spread []float64, where string) (*mle.Prior, error) {
	n := params + len(effects)
	prior := &mle.Prior{Mean: make([]float64, n), Precision: make([]float64, n)}
	some := false
	for i, e := range effects {
		if !(e.Ridge >= 0) || math.IsInf(e.Ridge, 0) {
			return nil, &clientele.InputError{Where: where, Field: "Ridge of " + e.Name, Value: e.Ridge, Want: "a finite precision >= 0"}
		}
		prior.Precision[params+i] = e.Ridge * spread[i] * spread[i]
		some = some || e.Ridge > 0
	}
	if !some {
		return nil, nil
	}
	return prior, nil
}
