package hmm

import (
	"math"

	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/vec"
)

// emission holds what the log probabilities of one state need again and again.
type emission struct {
	mean    float64 // at covariates 0
	effect  []float64
	size    float64 // 0 for a FamilyPoisson count part
	zero    float64 // 0 for no extra zeros
	logZero float64 // log w
	logRest float64 // log(1 − w)
}

func (m HiddenMarkov) emission(k int) emission {
	e := emission{mean: m.Mean[k]}
	if m.MeanEffect != nil {
		e.effect = m.MeanEffect[k]
	}
	if m.Size != nil {
		e.size = m.Size[k]
	}
	if m.Zero != nil {
		e.zero = m.Zero[k]
		e.logZero, e.logRest = math.Log(e.zero), math.Log1p(-e.zero)
	}
	return e
}

// meanAt returns the mean of the count part.
func (e *emission) meanAt(x []float64, exposure float64) float64 {
	if e.effect == nil {
		return e.mean * exposure
	}
	return e.mean * exposure * math.Exp(vec.Dot(e.effect, x))
}

// logRise returns log Γ(y+r)/Γ(r)/y!, or −log y! for the FamilyPoisson: the part of
// the log probability that does not depend on the mean, as a difference that does not
// cancel, since counts that are no more than Poisson take r to infinity.
func (e *emission) logRise(y int) float64 {
	fact, _ := math.Lgamma(float64(y) + 1)
	if e.size == 0 {
		return -fact
	}
	return special.LogRise(e.size, float64(y)) - fact
}

// logCount returns the log probability of y in the count part with mean mu.
func (e *emission) logCount(y, mu, rise float64) float64 {
	if e.size == 0 {
		return rise + y*math.Log(mu) - mu
	}
	return rise - e.size*math.Log1p(mu/e.size) + y*(math.Log(mu)-math.Log(e.size+mu))
}

// logProb returns the log probability of y, extra zeros included. Rise is
// logRise(y).
func (e *emission) logProb(y int, mu, rise float64) float64 {
	count := e.logCount(float64(y), mu, rise)
	switch {
	case e.zero == 0:
		return count
	case y == 0:
		return special.LogAddExp(e.logZero, e.logRest+count)
	}
	return e.logRest + count
}

// slopes are the derivatives of a log probability by log mean, log size and
// log odds of an extra zero, the free scale of a fit.
type slopes struct{ mean, size, zero float64 }

// slopes returns the derivatives at y.
func (e *emission) slopes(y int, mu float64) slopes {
	v := float64(y)
	s := slopes{mean: v - mu}
	if e.size > 0 {
		r := e.size
		s.mean = (v - mu) * (r / (r + mu))
		s.size = r * (special.DigammaRise(r, v) - math.Log1p(mu/r) + (mu-v)/(r+mu))
	}
	if e.zero > 0 {
		if y > 0 {
			s.zero = -e.zero
			return s
		}
		// Of a zero there are two kinds: the count part is answerable for its own share.
		f := math.Exp(e.logCount(0, mu, 0))
		p := e.zero + (1-e.zero)*f
		own := (1 - e.zero) * f / p // P(the zero is not an extra one)
		s.zero = e.zero * (1 - e.zero) * (1 - f) / p
		s.mean *= own
		s.size *= own
	}
	return s
}
