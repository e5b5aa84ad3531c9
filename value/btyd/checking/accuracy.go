package checking

import (
	"cmp"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// CountForecaster forecasts the purchases of a customer, and says how their
// number is distributed.
type CountForecaster interface {
	clientele.PurchaseForecaster
	clientele.PurchaseProber
}

// Accuracy is how good a forecast was.
type Accuracy struct {
	N        int
	Expected float64 // purchases forecast, in all
	Actual   float64 // purchases made
	Bias     float64 // Expected/Actual − 1; NaN if nothing was bought
	MAE      float64 // mean absolute error of a customer
	RMSE     float64 // root of the mean squared error of a customer

	Correlation     float64 // Pearson's, of forecast and outcome; NaN if one is constant
	RankCorrelation float64 // Spearman's, ties with mean ranks; NaN if one is constant

	LogScore float64 // mean of ln P(what happened), larger is better; NaN for a forecast that is a number
	CRPS     float64 // mean of Σₙ (P(X ≤ n) − [x ≤ n])², smaller is better; the MAE for a forecast that is a number
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (a Accuracy) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (a *Accuracy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// Assess measures a model's forecasts on a holdout. LogScore and CRPS are
// proper: no distribution but the true one has a better expected score. CRPS is
// an error, in purchases, and the MAE of a forecast that knows no chance. The
// error matches [clientele.ErrNoData], or is a *[clientele.InputError] if the
// model has no finite answer for a history.
func Assess(m CountForecaster, d *Holdout) (*Accuracy, error) {
	a, err := assess("checking.Assess", m.ExpectedPurchases, d)
	if err != nil {
		return nil, err
	}
	a.CRPS, a.LogScore = 0, 0
	most := 0
	for o := range d.All() {
		most = max(most, o.Purchases)
	}
	each(d, func(h clientele.History) []float64 { return distribution(m, h, d.Length, most) }, func(o HoldoutObservation, n float64, below []float64) {
		a.CRPS += n * crps(below, o.Purchases)
		p := below[min(o.Purchases, len(below)-1)]
		if o.Purchases > 0 {
			p = m.ProbPurchases(o.History, d.Length, o.Purchases)
		}
		a.LogScore += n * math.Log(p)
		if err == nil {
			err = undefined("checking.Assess", o.History, p)
		}
	})
	if err != nil {
		return nil, err
	}
	a.CRPS /= float64(d.n)
	a.LogScore /= float64(d.n)
	return a, nil
}

// distribution returns P(X ≤ n) for n = 0, 1, … until it is nearly 1; the most
// that anybody bought bounds the rest, which no score needs.
func distribution(m CountForecaster, h clientele.History, t float64, most int) []float64 {
	const nearly = 1 - 1e-10
	var below []float64
	sum := 0.0
	for n := 0; n <= 10*most+1000; n++ {
		sum += m.ProbPurchases(h, t, n)
		below = append(below, math.Min(sum, 1))
		if !(sum < nearly) {
			break
		}
	}
	return below
}

// crps returns Σₙ (P(X ≤ n) − [x ≤ n])²; beyond the end, P(X ≤ n) is 1.
func crps(below []float64, x int) float64 {
	sum := 0.0
	for n, p := range below {
		if n >= x {
			p = 1 - p
		}
		sum += p * p
	}
	return sum + math.Max(0, float64(x-len(below)))
}

// assess measures forecasts that are numbers.
func assess(where string, forecast func(h clientele.History, t float64) float64, d *Holdout) (*Accuracy, error) {
	if err := d.nothing(where); err != nil {
		return nil, err
	}
	var err error
	var pairs []pair
	each(d, func(h clientele.History) float64 { return forecast(h, d.Length) }, func(o HoldoutObservation, n, v float64) {
		if err == nil {
			err = undefined(where, o.History, v)
		}
		pairs = append(pairs, pair{v, float64(o.Purchases), n})
	})
	if err != nil {
		return nil, err
	}
	return ofPairs(pairs, d.n), nil
}

// pair is n customers with the same forecast and outcome.
type pair struct{ forecast, actual, n float64 }

func ofPairs(pairs []pair, n int) *Accuracy {
	a := &Accuracy{N: n, LogScore: math.NaN()}
	total := float64(n)
	for _, p := range pairs {
		miss := p.forecast - p.actual
		a.Expected += p.n * p.forecast
		a.Actual += p.n * p.actual
		a.MAE += p.n * math.Abs(miss) / total
		a.RMSE += p.n * miss * miss / total
	}
	a.RMSE = math.Sqrt(a.RMSE)
	a.CRPS = a.MAE
	a.Bias = math.NaN()
	if a.Actual > 0 {
		a.Bias = a.Expected/a.Actual - 1
	}
	a.Correlation = correlation(pairs)
	ranked := slices.Clone(pairs)
	rank(ranked, func(p *pair) *float64 { return &p.forecast })
	rank(ranked, func(p *pair) *float64 { return &p.actual })
	a.RankCorrelation = correlation(ranked)
	return a
}

// correlation returns Pearson's, NaN if a variable is constant.
func correlation(pairs []pair) float64 {
	var n, f, a float64
	for _, p := range pairs {
		n += p.n
		f += p.n * p.forecast
		a += p.n * p.actual
	}
	f, a = f/n, a/n
	var ff, fa, aa float64
	for _, p := range pairs {
		ff += p.n * (p.forecast - f) * (p.forecast - f)
		fa += p.n * (p.forecast - f) * (p.actual - a)
		aa += p.n * (p.actual - a) * (p.actual - a)
	}
	if ff == 0 || aa == 0 {
		return math.NaN()
	}
	return fa / math.Sqrt(ff*aa)
}

// rank replaces a variable by its ranks, ties by their mean rank.
func rank(pairs []pair, of func(*pair) *float64) {
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(*of(&x), *of(&y)), cmp.Compare(x.forecast, y.forecast), cmp.Compare(x.actual, y.actual))
	})
	before := 0.0
	for i := 0; i < len(pairs); {
		v, n, j := *of(&pairs[i]), 0.0, i
		for ; j < len(pairs) && *of(&pairs[j]) == v; j++ {
			n += pairs[j].n
		}
		for ; i < j; i++ {
			*of(&pairs[i]) = before + (n+1)/2
		}
		before += n
	}
}
