package mcmc

import (
	"iter"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"gonum.org/v1/gonum/stat"
)

// Posterior holds the draws of a population's parameters: models, chain by chain.
type Posterior[M clientele.Model[M]] struct {
	Chains   [][]M               // draws in the order in which they were made
	N        int                 // customers
	Warnings []clientele.Warning // where the draws are not to be trusted
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (p Posterior[M]) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (p *Posterior[M]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// PosteriorEstimate is what the draws say about a parameter.
type PosteriorEstimate struct {
	Name     string
	Mean     float64            // posterior mean
	SD       float64            // posterior standard deviation
	Interval clientele.Interval // between equal tails
	RHat     float64            // disagreement of the chains, 1 for none [Vehtari et al. 2021]; above 1.05, run longer
	ESS      float64            // independent draws that would say as much about the centre
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (p PosteriorEstimate) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (p *PosteriorEstimate) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// newPosterior wraps the draws of runChains; zero says what is not drawn.
func newPosterior[M clientele.Model[M]](draws [][][]float64, zero M, n int) Posterior[M] {
	p := Posterior[M]{Chains: make([][]M, len(draws)), N: n}
	for c, chain := range draws {
		for _, v := range chain {
			p.Chains[c] = append(p.Chains[c], zero.WithParams(v))
		}
	}
	for _, e := range p.Estimates(0.95) {
		if !(e.RHat <= tolerableRHat) {
			p.Warnings = append(p.Warnings, clientele.Warning{Code: WarnDisagree, Subject: e.Name, Value: e.RHat})
		}
		if !(e.ESS >= fewDraws) {
			p.Warnings = append(p.Warnings, clientele.Warning{Code: WarnFewDraws, Subject: e.Name, Value: e.ESS})
		}
	}
	return p
}

// All yields every draw, chain after chain.
func (p *Posterior[M]) All() iter.Seq[M] {
	return func(yield func(M) bool) {
		for _, chain := range p.Chains {
			for _, m := range chain {
				if !yield(m) {
					return
				}
			}
		}
	}
}

// Len returns the number of draws.
func (p *Posterior[M]) Len() int {
	n := 0
	for _, chain := range p.Chains {
		n += len(chain)
	}
	return n
}

// Estimates returns what the draws say about every parameter, nil without draws. Level must lie in
// (0, 1), or Estimates panics.
func (p *Posterior[M]) Estimates(level float64) []PosteriorEstimate {
	var out []PosteriorEstimate
	if p.Len() == 0 {
		return nil
	}
	for i, param := range p.Chains[0][0].Params() {
		e := p.Estimate(func(m M) float64 { return m.Params()[i].Value }, level)
		e.Name = param.Name
		out = append(out, e)
	}
	return out
}

// Estimate returns what the draws say about any function g of the parameters.
// Level must lie in (0, 1) and g must not be nil, or Estimate panics.
func (p *Posterior[M]) Estimate(g func(M) float64, level float64) PosteriorEstimate {
	if !(level > 0 && level < 1) {
		panic("mcmc: level of an interval must lie between 0 and 1")
	}
	if g == nil {
		panic("mcmc: Estimate of a nil function")
	}
	chains := make([][]float64, len(p.Chains))
	var all []float64
	for c, chain := range p.Chains {
		for _, m := range chain {
			chains[c] = append(chains[c], g(m))
		}
		all = append(all, chains[c]...)
	}
	e := PosteriorEstimate{RHat: rHat(chains), ESS: effective(chains)}
	e.Mean, e.SD = stat.MeanStdDev(all, nil)
	e.Interval = interval(level, all)
	return e
}

// interval returns the quantiles that leave equal tails; it sorts the values.
func interval(level float64, values []float64) clientele.Interval {
	slices.Sort(values)
	if len(values) == 0 || math.IsNaN(values[0]) {
		return clientele.Interval{Lo: math.NaN(), Hi: math.NaN(), Level: level}
	}
	return clientele.Interval{
		Lo:    stat.Quantile((1-level)/2, stat.LinInterp, values, nil),
		Hi:    stat.Quantile((1+level)/2, stat.LinInterp, values, nil),
		Level: level,
	}
}
