package btyd

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/internal/wire"
	"gonum.org/v1/gonum/stat"
)

// Resampled are the models fitted to resampled customers: the bootstrap
// distribution of an estimate.
type Resampled[M clientele.Model[M]] struct {
	Models   []M // one a replicate that has an estimate, in the order of the replicates
	Boundary int // those of Models that ran to a limit of the model, see the warnings of fits
	Failed   int // replicates without an estimate; they are not in Models
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (r Resampled[M]) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (r *Resampled[M]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// ResampleOptions steer a bootstrap; nil and zero fields mean the defaults.
type ResampleOptions struct {
	Replicates int     // default 1000
	Ridge      float64 // that of the fit, if it had one
	Workers    int     // goroutines; default 1. The result does not depend on it
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (r ResampleOptions) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (r *ResampleOptions) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// Resample fits the model again and again to resampled customers, which gives
// intervals that trust neither the model's curvature nor its assumptions. It is
// the weighted (Bayesian) bootstrap of Rubin (1981): each customer gets a
// weight from the exponential distribution, so that equal histories share one
// gamma variate, all rescaled to the number of customers. Each refit starts at
// the estimate and needs a few Newton steps. What the model holds fixed, such
// as k, stays; a [CorrelatedParetoNBD] at an end of its correlations stays there.
//
// Data must be those of the fit. Every replicate has its own stream of
// random numbers, made from two numbers drawn from r. The error is an
// *[clientele.InputError] for options that make no sense, or the context's
// cause; r and fit must not be nil, or Resample panics.
func Resample[M Fittable[M, D], D any](ctx context.Context, fit *clientele.Fit[M], data D, r *rand.Rand, opt *ResampleOptions) (*Resampled[M], error) {
	if fit == nil || r == nil {
		panic("btyd: Resample needs a fit and a source of random numbers")
	}
	o := ResampleOptions{Replicates: 1000}
	if opt != nil {
		o.Ridge, o.Workers = opt.Ridge, opt.Workers
		if opt.Replicates != 0 {
			o.Replicates = opt.Replicates
		}
	}
	if o.Replicates < 1 {
		return nil, &clientele.InputError{Where: "btyd.Resample", Field: "Replicates", Value: o.Replicates, Want: "a number >= 1, or 0 for 1000"}
	}
	b := resampler[M]{seed: r.Uint64(), salt: r.Uint64(), replicates: make([]replicate[M], o.Replicates)}
	var wg sync.WaitGroup
	errs := make([]error, min(max(1, o.Workers), o.Replicates))
	for w := range errs {
		refits, err := refit(ctx, "btyd.Resample", fit.Model, data, &clientele.FitOptions{Ridge: o.Ridge})
		if err != nil {
			return nil, err
		}
		wg.Go(func() { errs[w] = b.work(refits) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return b.collect(), nil
}

// resampler hands replicates to its workers.
type resampler[M clientele.Model[M]] struct {
	seed, salt uint64
	next       atomic.Int64
	replicates []replicate[M]
}

type replicate[M any] struct {
	model M
	end   mle.Outcome
}

// work fits replicates until there are no more.
func (b *resampler[M]) work(refits *mle.Refitter[M]) error {
	weights := refits.Weights()
	factor := make([]float64, len(weights))
	for {
		k := int(b.next.Add(1)) - 1
		if k >= len(b.replicates) {
			return nil
		}
		draw(factor, weights, rand.New(rand.NewPCG(mixed(b.seed+uint64(k)), b.salt)))
		m, end, err := refits.Weighted(func(i int) float64 { return factor[i] })
		if err != nil {
			return err
		}
		b.replicates[k] = replicate[M]{m, end}
	}
}

// mixed is the finaliser of splitmix64: seeds that follow one another give
// streams that have nothing in common.
func mixed(x uint64) uint64 {
	x *= 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// draw fills factor with what the weight of each row is multiplied by.
func draw(factor, weights []float64, r *rand.Rand) {
	customers, total := 0.0, 0.0
	for i, w := range weights {
		g := 0.0
		if w == 1 {
			g = r.ExpFloat64()
		} else {
			g = variate.Gamma(r, w, 1)
		}
		factor[i] = g / w
		customers += w
		total += g
	}
	for i := range factor {
		factor[i] *= customers / total
	}
}

func (b *resampler[M]) collect() *Resampled[M] {
	out := new(Resampled[M])
	for _, r := range b.replicates {
		switch r.end {
		case mle.Stopped:
			out.Failed++
			continue
		case mle.Boundary:
			out.Boundary++
		}
		out.Models = append(out.Models, r.model)
	}
	return out
}

// Interval returns the percentile interval of any function g of the
// parameters. Level must lie in (0, 1), or Interval panics.
//
// Special cases are: NaN at both ends if g is NaN for a model or there is no model.
func (b *Resampled[M]) Interval(g func(M) float64, level float64) clientele.Interval {
	if !(level > 0 && level < 1) {
		panic("btyd: level of an interval must lie between 0 and 1")
	}
	values := make([]float64, len(b.Models))
	for i, m := range b.Models {
		values[i] = g(m)
	}
	slices.Sort(values) // NaN first
	if len(values) == 0 || math.IsNaN(values[0]) {
		return clientele.Interval{Lo: math.NaN(), Hi: math.NaN(), Level: level}
	}
	return clientele.Interval{
		Lo:    stat.Quantile((1-level)/2, stat.LinInterp, values, nil),
		Hi:    stat.Quantile((1+level)/2, stat.LinInterp, values, nil),
		Level: level,
	}
}

// Estimates returns every parameter with the value of the fit, the standard
// deviation of the replicates and their percentile interval; with a replicate
// on the boundary the deviation is that of what was reached, and says little.
func (b *Resampled[M]) Estimates(fit *clientele.Fit[M], level float64) []clientele.Estimate {
	var out []clientele.Estimate
	values := make([]float64, len(b.Models))
	for i, p := range fit.Model.Params() {
		for k, m := range b.Models {
			values[k] = m.Params()[i].Value
		}
		out = append(out, clientele.Estimate{Name: p.Name, Value: p.Value, SE: stat.StdDev(values, nil),
			Interval: b.Interval(func(m M) float64 { return m.Params()[i].Value }, level)})
	}
	return out
}
