package keyaccount

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/betabinomial"
)

// Shrunk is a group's figure, drawn towards that of all groups as far as the
// group is too small to speak for itself.
type Shrunk struct {
	Raw      float64            `json:"raw"`    // the group alone; the mean of all where the group is empty
	Value    float64            `json:"value"`  // the estimate
	Weight   float64            `json:"weight"` // how much of it is the group's own, in [0, 1]
	Interval clientele.Interval `json:"interval"`
}

// fewTrials is the number of accounts below which no rate is given.
const fewTrials = 10

// ShrinkRates estimates the rates (accounts lost, contracts renewed) of groups of accounts (tiers, industries,
// managers) that are too small to have one each. The rates of the groups are
// Beta(μκ, (1−μ)κ); κ says how alike the groups are. Neither is known: μ has a
// uniform prior, and so has, with n̄ accounts a group on average, the part
// B = κ/(κ + n̄) that a group takes from the others (after C. L. Christiansen
// and C. N. Morris, J. Am. Stat. Assoc. 92 (1997) 618–632). Value is the mean of
// the group's rate and Interval holds its quantiles, averaged over both on a
// grid. One group alone is its own Jeffreys posterior. Raw is the
// overall rate where a group is empty. For a base of many customers, which tells μ
// and κ, see loyalty.FitBetaBinomial.
//
// With fewer than 10 accounts in all nothing can be said, and the error matches
// clientele.ErrNotIdentified. Level must lie in (0, 1), or ShrinkRates panics.
func ShrinkRates(groups []clientele.Ratio, level float64) ([]Shrunk, error) {
	checkLevel(level)
	events, of, filled := 0.0, 0.0, 0.0
	for i, g := range groups {
		if err := g.Check("keyaccount.ShrinkRates", fmt.Sprintf("group %d", i)); err != nil {
			return nil, err
		}
		events += g.Hits
		of += g.Trials
		if g.Known() {
			filled++
		}
	}
	if of < fewTrials {
		return nil, fmt.Errorf("keyaccount.ShrinkRates: %g accounts in all; want at least %d before a rate means anything: %w", of, fewTrials, clientele.ErrNotIdentified)
	}
	mu := (events + .5) / (of + 1)
	priors := betabinomial.Mixture{{Beta: betabinomial.Jeffreys, Weight: 1}}
	if filled > 1 {
		priors = likeness(groups, mu, of/filled)
	}
	out := make([]Shrunk, len(groups))
	for i, g := range groups {
		out[i] = shrinkRate(g, mu, priors, level)
	}
	return out, nil
}

// The grid of the common prior: B in partPoints steps, the logit of μ in
// meanPoints steps over ±meanSpan standard deviations.
const (
	partPoints = 12
	meanPoints = 9
	meanSpan   = 3
	negligible = 1e-4 // of the most probable point
)

// likeness returns the posterior of the common prior on the grid.
func likeness(groups []clientele.Ratio, mu, size float64) betabinomial.Mixture {
	priors := make(betabinomial.Mixture, 0, partPoints*meanPoints)
	sd := meanError(groups, mu) / (mu * (1 - mu))
	top := math.Inf(-1)
	for k := range meanPoints {
		step := meanSpan * (2*float64(k)/(meanPoints-1) - 1)
		at := clientele.DomainProbability.Bind(clientele.DomainProbability.Free(mu) + step*sd)
		for m := range partPoints {
			part := (float64(m) + .5) / partPoints
			kappa := size * part / (1 - part)
			p := betabinomial.Part{Beta: betabinomial.Beta{A: at * kappa, B: (1 - at) * kappa}, Weight: math.Log(at * (1 - at))} // uniform in μ, not in its logit
			for _, g := range groups {
				p.Weight += p.LogProb(g)
			}
			top = math.Max(top, p.Weight)
			priors = append(priors, p)
		}
	}
	sum := 0.0
	kept := priors[:0]
	for _, p := range priors {
		if p.Weight = math.Exp(p.Weight - top); p.Weight > negligible {
			kept = append(kept, p)
			sum += p.Weight
		}
	}
	for m := range kept {
		kept[m].Weight /= sum
	}
	return kept
}

// meanError returns a standard error of μ: that of chance, and that of a mean
// of groups that differ.
func meanError(groups []clientele.Ratio, mu float64) float64 {
	n, k, spread := 0.0, 0.0, 0.0
	for _, g := range groups {
		if g.Known() {
			n += g.Trials
			k++
			spread += square(g.Hits/g.Trials - mu)
		}
	}
	return math.Sqrt(mu*(1-mu)/n + spread/(k*k))
}

func square(x float64) float64 { return x * x }

// shrinkRate averages one group's posterior over the priors.
func shrinkRate(g clientele.Ratio, mu float64, priors betabinomial.Mixture, level float64) Shrunk {
	own := priors.Posterior(g)
	s := Shrunk{Raw: mu, Value: own.Mean(), Interval: own.Interval(level)}
	if g.Known() {
		s.Raw = g.Share()
	}
	for _, p := range priors {
		s.Weight += p.Weight * g.Trials / (p.A + p.B + g.Trials)
	}
	return s
}

// Sample is the mean of one figure over a group of accounts.
type Sample struct {
	N    int     `json:"n"`    // accounts
	Mean float64 `json:"mean"` // 0 if N is 0
	SD   float64 `json:"sd"`   // standard deviation over the accounts, with n−1; 0 if N < 2
}

// fewFreedom is the number of degrees of freedom behind the spread of single
// accounts below which no interval is given.
const fewFreedom = 5

// ShrinkMeans estimates the means of groups of accounts by empirical Bayes
// (C. N. Morris, J. Am. Stat. Assoc. 78 (1983) 47–55): each is drawn towards
// the mean of all by B_i = V_i/(V_i + τ²), V_i the variance of the group's mean
// from the spread of all accounts in their groups, τ² that between the groups
// (DerSimonian & Laird 1986). Where there are more than three groups, B
// shrinks by (k−3)/(k−1), and the variance grows by 2/(k−3)·B²(y − ȳ)², for not knowing τ²;
// with fewer it does not shrink. Intervals are Student's.
//
// With fewer than 5 degrees of freedom within the groups nothing can be said of
// the spread, and the error matches clientele.ErrNotIdentified. Level must lie
// in (0, 1), or ShrinkMeans panics.
func ShrinkMeans(groups []Sample, level float64) ([]Shrunk, error) {
	checkLevel(level)
	n, freedom, within, sum := 0, 0, 0.0, 0.0
	k := 0.0
	for i, g := range groups {
		if g.N < 0 || !(math.Abs(g.Mean) <= maxMoney) || !(g.SD >= 0 && g.SD <= maxMoney) {
			return nil, bad("ShrinkMeans", fmt.Sprintf("group %d", i), g, "a number of accounts >= 0, a mean and a standard deviation up to 1e15")
		}
		n += g.N
		sum += float64(g.N) * g.Mean
		if g.N > 0 {
			k++
			freedom += g.N - 1
			within += float64(g.N-1) * g.SD * g.SD
		}
	}
	if freedom < fewFreedom {
		return nil, fmt.Errorf("keyaccount.ShrinkMeans: %d accounts in %d groups leave %d degrees of freedom for the spread; want at least %d: %w", n, len(groups), freedom, fewFreedom, clientele.ErrNotIdentified)
	}
	s := spread{grand: sum / float64(n), variance: within / float64(freedom), groups: k, accounts: float64(n)}
	s.between = s.betweenGroups(groups)
	t := distuv.StudentsT{Sigma: 1, Nu: float64(freedom)}.Quantile((1 + level) / 2)
	out := make([]Shrunk, len(groups))
	for i, g := range groups {
		out[i] = s.shrink(g, t, level)
	}
	return out, nil
}

// spread is what the groups have in common.
type spread struct {
	grand, variance, between float64
	groups, accounts         float64
}

// betweenGroups returns the DerSimonian–Laird variance between the groups.
func (s *spread) betweenGroups(groups []Sample) float64 {
	if s.groups < 2 {
		return 0
	}
	q, squares := 0.0, 0.0
	for _, g := range groups {
		q += float64(g.N) * (g.Mean - s.grand) * (g.Mean - s.grand)
		squares += float64(g.N) * float64(g.N)
	}
	return math.Max(0, (q-(s.groups-1)*s.variance)/(s.accounts-squares/s.accounts))
}

// shrink returns the estimate of one group, t the quantile of its interval.
func (s *spread) shrink(g Sample, t, level float64) Shrunk {
	own := s.variance / math.Max(float64(g.N), 1)
	b := 0.0
	if s.groups > 3 && own > 0 {
		b = own / (own + s.between) * (s.groups - 3) / (s.groups - 1)
	}
	mean, variance := g.Mean, own
	switch {
	case g.N == 0: // all it has is the others
		mean, b = s.grand, 1
		variance = s.between + s.variance/s.accounts
	case s.groups > 3:
		variance = own*(1-(s.groups-1)/s.groups*b) + 2/(s.groups-3)*b*b*(g.Mean-s.grand)*(g.Mean-s.grand)
	}
	value := (1-b)*mean + b*s.grand
	half := t * math.Sqrt(variance)
	return Shrunk{Raw: mean, Value: value, Weight: 1 - b, Interval: clientele.Interval{Lo: value - half, Hi: value + half, Level: level}}
}

func checkLevel(level float64) {
	if !(level > 0 && level < 1) {
		panic("keyaccount: level of an interval must lie between 0 and 1")
	}
}
