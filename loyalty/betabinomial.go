package loyalty

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/betabinomial"
	"github.com/clientele-go/clientele/internal/mle"
	"gonum.org/v1/gonum/stat/distuv"
)

// BetaBinomial describes how a rate varies between customers: everyone has an
// own probability θ, Beta(Alpha, Beta) over the base, and hits given trials n are
// binomial (Griffiths 1973):
//
//	P(h | n) = C(n, h) B(α + h, β + n − h) / B(α, β).
//
// What a customer's own cases say is shrunk towards the base by Alpha + Beta
// cases' worth of it. It is fitted to many customers; for a few groups, which do
// not tell how rates vary, see keyaccount.ShrinkRates.
type BetaBinomial struct {
	Alpha float64 // > 0
	Beta  float64 // > 0
}

// jeffreys is the prior of one who knows no base: Beta(½, ½).
var jeffreys = BetaBinomial{betabinomial.Jeffreys.A, betabinomial.Jeffreys.B}

// Params lists alpha and beta.
func (m BetaBinomial) Params() []clientele.Param {
	return []clientele.Param{{Name: "alpha", Value: m.Alpha, Domain: clientele.DomainPositive}, {Name: "beta", Value: m.Beta, Domain: clientele.DomainPositive}}
}

// WithParams returns the model with other values, in the order of Params.
func (BetaBinomial) WithParams(v []float64) BetaBinomial { return BetaBinomial{v[0], v[1]} }

// MarshalJSON writes the parameters by name.
func (m BetaBinomial) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads what MarshalJSON writes and validates it; m is unchanged on error.
func (m *BetaBinomial) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

func (m BetaBinomial) prior() betabinomial.Beta { return betabinomial.Beta{A: m.Alpha, B: m.Beta} }

// Mean returns the mean rate of the base, α/(α+β).
func (m BetaBinomial) Mean() float64 { return m.prior().Mean() }

// LogProb returns ln P(hits | trials) without the binomial coefficient, which
// no parameter moves; NaN for an impossible rate.
func (m BetaBinomial) LogProb(r clientele.Ratio) float64 {
	return m.prior().LogProb(r)
}

// Posterior returns the distribution of a customer's own rate given the cases
// seen: Beta(α + h, β + n − h).
func (m BetaBinomial) Posterior(r clientele.Ratio) BetaBinomial {
	p := m.prior().Posterior(r)
	return BetaBinomial{p.A, p.B}
}

// Shrunk returns the customer's expected rate, (α + h)/(α + β + n): between the
// own rate and the base's.
func (m BetaBinomial) Shrunk(r clientele.Ratio) float64 { return m.Posterior(r).Mean() }

// variance returns that of the rate.
func (m BetaBinomial) variance() float64 {
	n := m.Alpha + m.Beta
	return m.Alpha / n * (m.Beta / n) / (n + 1)
}

// Interval returns the equal-tailed interval of a customer's own rate given the
// cases seen. Over customers of the base it holds the true rate with
// probability level. NaN for an impossible rate. It panics unless level lies in (0, 1).
func (m BetaBinomial) Interval(r clientele.Ratio, level float64) clientele.Interval {
	if !(level > 0 && level < 1) {
		panic("loyalty: level of an interval must lie between 0 and 1")
	}
	if !(r.Hits <= r.Trials) {
		return clientele.Interval{Lo: math.NaN(), Hi: math.NaN(), Level: level}
	}
	return m.prior().Posterior(r).Interval(level)
}

// Rand draws the hits of a random customer in n trials.
func (m BetaBinomial) Rand(r *rand.Rand, n int) clientele.Ratio {
	theta := distuv.Beta{Alpha: m.Alpha, Beta: m.Beta, Src: r}.Rand()
	hits := distuv.Binomial{N: float64(n), P: theta, Src: r}.Rand()
	return clientele.Ratio{Hits: hits, Trials: float64(n)}
}

// FitBetaBinomial fits the base by maximum likelihood with analytic
// derivatives. Fractional hits make it a quasi-likelihood. Where the rates vary
// no more than chance explains, the likelihood rises towards a common rate for
// all: the fit says so (WarnNoSpread), and shrinks everybody to it.
//
// Errors match clientele.ErrNoData; clientele.ErrNotIdentified if no customer
// has more than one trial (then only the mean is known), or all trials are hits, or
// none; those of the optimiser otherwise.
func FitBetaBinomial(ctx context.Context, s *Ratios, opt *clientele.FitOptions) (*clientele.Fit[BetaBinomial], error) {
	const name = "loyalty.FitBetaBinomial"
	if s == nil || s.n == 0 {
		return nil, fmt.Errorf("%s: %w", name, clientele.ErrNoData)
	}
	var rates []clientele.Ratio
	var weights []float64
	hits, trials, most := 0.0, 0.0, 0.0
	for r, n := range s.All() {
		rates = append(rates, r)
		weights = append(weights, float64(n))
		hits += float64(n) * r.Hits
		trials += float64(n) * r.Trials
		most = max(most, r.Trials)
	}
	switch {
	case hits == 0 || hits == trials:
		return nil, fmt.Errorf("%s: %w: %g hits in %g trials do not tell how rates vary; use a prior of your own", name, clientele.ErrNotIdentified, hits, trials)
	case most <= 1:
		return nil, fmt.Errorf("%s: %w: no customer has more than one trial, so that only the mean rate %.4g is known; use a prior of your own", name, clientele.ErrNotIdentified, hits/trials)
	}
	mean := hits / trials
	return mle.Fit(ctx, mle.Problem[BetaBinomial]{
		Name: name, N: s.n, Rows: len(rates), Weight: func(i int) float64 { return weights[i] },
		At: func(p []float64) mle.Rows {
			m := BetaBinomial{p[0], p[1]}
			return func(sums *mle.Sums, lo, hi int) {
				for i := lo; i < hi; i++ {
					m.add(sums, rates[i], weights[i])
				}
			}
		},
		Starts: [][]float64{{2 * mean, 2 * (1 - mean)}, {20 * mean, 20 * (1 - mean)}},
		Limit: func(m BetaBinomial, _ []float64) string {
			if m.Alpha+m.Beta > 1e3 {
				return WarnNoSpread
			}
			return ""
		},
	}, opt)
}

// add adds the log-likelihood of w customers and its derivatives.
func (m BetaBinomial) add(sums *mle.Sums, r clientele.Ratio, w float64) {
	if !sums.Derivs {
		sums.Add(w, m.LogProb(r), nil, nil)
		return
	}
	d, dd := m.prior().Slopes(r)
	sums.Add(w, m.LogProb(r), d[:], dd[:])
}
