package btyd

import (
	"iter"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"gonum.org/v1/gonum/stat/distuv"
)

// Predictive is a model M that says how a count of purchases is distributed, of customers
// of type H, a [clientele.History], [DiscreteHistory] or *[Trajectory], in times or
// numbers of opportunities of type T.
type Predictive[M, H, T any] interface {
	clientele.Model[M]
	ExpectedPurchases(h H, t T) float64
	VarPurchases(h H, t T) float64
	ProbPurchases(h H, t T, n int) float64
}

// PanelOf is all customers of a panel of any kind, each with the number of those alike.
type PanelOf[H any] interface{ All() iter.Seq2[H, int] }

// PurchaseInterval returns the interval of what one customer will turn out to
// buy in (Age, Age+t], in purchases: the quantiles of the predictive
// distribution, averaged over n draws of the parameters from the fit. Being
// counts, the ends hold at least the level between them; the interval often
// begins at 0. The model's ExpectedPurchases with [clientele.Fit.Interval]
// gives the interval of the mean instead, which says nothing of chance.
//
// Special cases are: NaN at both ends for a history or a time that is outside
// the domain or endless. Without a covariance the estimate stands for the
// draws. Level must lie in (0, 1) and n ≥ 1, or PurchaseInterval panics.
func PurchaseInterval[M Predictive[M, H, T], H, T any](fit *clientele.Fit[M], r *rand.Rand, n int, h H, t T, level float64) clientele.Interval {
	if !(level > 0 && level < 1) || n < 1 {
		panic("btyd: PurchaseInterval needs a level between 0 and 1 and n >= 1")
	}
	var models []M
	for m := range fit.Draws(r) {
		models = append(models, m)
		if len(models) == n {
			break
		}
	}
	if models == nil {
		models = []M{fit.Model}
	}
	iv := clientele.Interval{Lo: math.NaN(), Hi: math.NaN(), Level: level}
	below := 0.0
	var known []float64 // the probabilities of the first counts, twice as many each time they do not do
	for k := 0; k <= clientele.MaxRepeats; k++ {
		if k == len(known) {
			known = predictive(models, h, t, max(16, int(math.Min(2*fit.Model.ExpectedPurchases(h, t), clientele.MaxRepeats)), 2*k))
		}
		p := known[k]
		if math.IsNaN(p) { // as of an endless time
			return iv
		}
		below += p
		if math.IsNaN(iv.Lo) && below > (1-level)/2 {
			iv.Lo = float64(k)
		}
		if below >= (1+level)/2 || (k > 0 && p == 0 && below > 0.5) {
			iv.Hi = float64(k)
			return iv
		}
	}
	iv.Hi = math.Inf(1)
	return iv
}

// predictive returns the probabilities of 0, …, n purchases, the mean over the models.
func predictive[M Predictive[M, H, T], H, T any](models []M, h H, t T, n int) []float64 {
	out := make([]float64, n+1)
	for _, m := range models {
		for k, p := range probabilities[H, T](m, h, t, n) {
			out[k] += p / float64(len(models))
		}
	}
	return out
}

// probabilities returns those of 0, …, n purchases, at once where the model knows how.
func probabilities[H, T any](m predictor[H, T], h H, t T, n int) []float64 {
	var held any = m
	if chosen, ok := held.(AnyModel); ok {
		held = chosen.Process
	}
	if all, ok := held.(interface {
		probs(h H, t T, n int) []float64
	}); ok {
		return all.probs(h, t, n)
	}
	out := make([]float64, n+1)
	for k := range out {
		out[k] = m.ProbPurchases(h, t, k)
	}
	return out
}

// predictor says how probable a count of purchases is.
type predictor[H, T any] interface {
	ProbPurchases(h H, t T, n int) float64
}

// TotalPurchases returns the interval of what all customers of p, a base or a
// segment, will turn out to buy together in their next t, in purchases. Its
// variance has two parts, which are often of like size: that of the customers'
// own chance, and that of the estimates, which all customers share,
//
//	σ² = Σ Var[X | h] + Var[Σ E[X | h]]
//
// on the log scale, so that the interval stays positive. Pass fit.Sandwich()
// for an interval that does not trust the model's curvature. It takes the model as
// true: for one that is right as often as it says on a real base, see FitTrackRecord in
// package checking.
//
// Special cases are: [0, +Inf] where the total or its variance does not
// exist, such as for an endless t or an estimate without covariance. Level must
// lie in (0, 1), or TotalPurchases panics.
func TotalPurchases[M Predictive[M, H, T], H, T any](fit *clientele.Fit[M], p PanelOf[H], t T, level float64) clientele.Interval {
	expected := func(m M) float64 {
		return panelTotal(p, func(h H) float64 { return m.ExpectedPurchases(h, t) })
	}
	mean := expected(fit.Model)
	chance := panelTotal(p, func(h H) float64 { return fit.Model.VarPurchases(h, t) })
	if mean == 0 {
		return clientele.Interval{Level: level}
	}
	iv := fit.Interval(clientele.DomainPositive, expected, level)
	z := distuv.UnitNormal.Quantile((1 + level) / 2)
	half := math.Hypot(z*math.Sqrt(math.Log1p(chance/(mean*mean))), math.Log(iv.Hi/iv.Lo)/2)
	if !(half < math.Inf(1)) || math.IsInf(mean, 1) {
		return clientele.Interval{Lo: 0, Hi: math.Inf(1), Level: level}
	}
	return clientele.Interval{Lo: mean * math.Exp(-half), Hi: mean * math.Exp(half), Level: level}
}

// panelTotal sums of over the customers of p, exactly.
func panelTotal[H any](p PanelOf[H], of func(H) float64) float64 {
	var sum exact.Sum
	for h, n := range p.All() {
		v := float64(n) * of(h)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return v
		}
		sum.Add(v)
	}
	return sum.Value()
}
