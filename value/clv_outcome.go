package value

import (
	"iter"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// PurchaseSimulator draws a customer's purchases in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age.
type PurchaseSimulator interface {
	AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64
}

// SpendSimulator draws the amounts of a customer's next n purchases from the
// posterior predictive distribution and appends them.
type SpendSimulator interface {
	AppendAmounts(dst []float64, r *rand.Rand, s clientele.Spend, n int) []float64
}

// AppendAmounts appends the amount n times.
func (a Amount) AppendAmounts(dst []float64, _ *rand.Rand, _ clientele.Spend, n int) []float64 {
	for range n {
		dst = append(dst, float64(a))
	}
	return dst
}

// OutcomeInterval returns the interval of what the customers, one or a few, will
// turn out to bring together: parameters are drawn from the fits, futures from
// the models, and the ends are quantiles of n such totals. For many customers
// TotalOutcome costs less. A single customer's interval is wide and often
// begins at 0; the expected value may lie outside it, because few bring much.
//
// Special cases are: a horizon without end and without discounting gives
// [0, +Inf], or [−Inf, +Inf] where the spend may be negative. Both models must be simulators, level in (0, 1), n ≥ 1, or it panics.
func (f *FittedCLV[P, S]) OutcomeInterval(r *rand.Rand, n int, level float64, customers ...Customer) clientele.Interval {
	if !(level > 0 && level < 1) || n < 1 {
		panic("value: OutcomeInterval needs a level between 0 and 1 and n >= 1")
	}
	s := f.simulation()
	if math.IsInf(s.horizon, 1) {
		return whole(f.domain, level)
	}
	nextP, stopP := draws(f.purchases, r)
	nextS, stopS := draws(f.spend, r)
	defer stopP()
	defer stopS()
	totals := make([]float64, n)
	for i := range totals {
		s.purchases, s.spend = simulators(nextP(), nextS())
		for _, x := range customers {
			totals[i] += s.draw(r, x)
		}
	}
	slices.Sort(totals)
	tail := (1 - level) / 2
	return clientele.Interval{Lo: stat.Quantile(tail, stat.LinInterp, totals, nil), Hi: stat.Quantile(1-tail, stat.LinInterp, totals, nil), Level: level}
}

// processDraws is the number of futures that TotalOutcome draws in all, at
// least two a customer: enough for a standard deviation known to about 2 %. Far
// horizons, in which a customer may buy thousands of times, get fewer: about
// processPurchases are drawn in all.
const (
	processDraws     = 50_000
	processPurchases = 2_000_000
)

// TotalOutcome returns the interval of what many customers, all or a segment,
// will turn out to bring together. Its variance has two parts, which are often
// of like size: that of the expected total (see TotalMean), and the customers'
// own, Σ Var[outcome], estimated from drawn futures. On the log scale,
//
//	σ² = Var[ln expected total] + ln(1 + Σ Var/total²)
//
// and where the spend may be negative, σ² = Var[expected total] + Σ Var.
// Special cases are those of MeanInterval and OutcomeInterval.
func (f *FittedCLV[P, S]) TotalOutcome(r *rand.Rand, customers []Customer, level float64) clientele.Interval {
	mean := f.TotalMean(customers, level)
	s := f.simulation()
	if math.IsInf(s.horizon, 1) {
		return whole(f.domain, level)
	}
	s.purchases, s.spend = simulators(f.purchases.Model, f.spend.Model)
	n := max(2, processDraws/max(1, len(customers)))
	future := 0.0
	for _, x := range customers {
		future += f.purchases.Model.ExpectedPurchases(x.History, s.horizon)
	}
	if float64(n)*future > processPurchases {
		n = max(2, int(processPurchases/future))
	}
	outcomes := make([]float64, n)
	var variance, sum total
	for _, x := range customers {
		for i := range outcomes {
			outcomes[i] = s.draw(r, x)
		}
		variance.add(stat.Variance(outcomes, nil))
	}
	of := f.Table() // the caller's own, so that nobody waits
	for _, x := range customers {
		sum.add(of.Of(x))
	}
	v := sum.value()
	d, own := f.domainOf(v), variance.value()
	if d == clientele.DomainPositive {
		own = math.Log1p(own / (v * v))
	}
	own = distuv.UnitNormal.Quantile((1+level)/2) * math.Sqrt(own)
	return about(d, v, math.Hypot(halfWidth(d, mean), own), level)
}

// simulation draws what customers bring.
type simulation struct {
	purchases             PurchaseSimulator
	spend                 SpendSimulator
	rate, horizon, margin float64
	times, amounts        []float64
}

// negligible is the discount factor at which an endless horizon is cut.
const negligible = 1e-4

func (f *FittedCLV[P, S]) simulation() *simulation {
	s := &simulation{rate: f.rate, horizon: f.horizon, margin: f.margin}
	if math.IsInf(s.horizon, 1) && s.rate > 0 {
		s.horizon = -math.Log(negligible) / s.rate
	}
	return s
}

// draw returns what a customer brings in one drawn future.
func (s *simulation) draw(r *rand.Rand, x Customer) float64 {
	s.times = s.purchases.AppendPurchases(s.times[:0], r, x.History, s.horizon)
	if len(s.times) == 0 {
		return 0
	}
	s.amounts = s.spend.AppendAmounts(s.amounts[:0], r, x.Spend, len(s.times))
	sum := 0.0
	for i, t := range s.times {
		sum += s.amounts[i] * math.Exp(-s.rate*t)
	}
	return s.margin * sum
}

// simulators returns the models as what can be drawn from.
func simulators(p, s any) (PurchaseSimulator, SpendSimulator) {
	purchases, ok := p.(PurchaseSimulator)
	if !ok {
		panic("value: an outcome needs a purchase model with AppendPurchases")
	}
	spend, ok := s.(SpendSimulator)
	if !ok {
		panic("value: an outcome needs a spend model with AppendAmounts")
	}
	return purchases, spend
}

// draws returns a function that draws a model from the fit's distribution; if
// that does not exist, it is always the estimate.
func draws[M clientele.Model[M]](f *clientele.Fit[M], r *rand.Rand) (next func() M, stop func()) {
	pull, stop := iter.Pull(f.Draws(r))
	return func() M {
		if m, ok := pull(); ok {
			return m
		}
		return f.Model
	}, stop
}
