package spend

import (
	"context"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// IndependencePolicy says what counts as dependence; nil and zero fields mean the defaults.
type IndependencePolicy struct {
	Level float64 `json:"level,omitempty"` // of the interval and the test, in (0, 1); default 0.95
	Limit float64 `json:"limit,omitempty"` // change of the mean amount, as a share, when the count doubles, that is worth acting on, in (0, 1]; default 0.1
}

func (p *IndependencePolicy) filled() IndependencePolicy {
	q := policy.Copy(p)
	policy.Default(&q.Level, 0.95)
	policy.Default(&q.Limit, 0.1)
	return q
}

// Check returns nil if the policy, its defaults filled in, can be applied, and
// otherwise an *clientele.InputError.
func (p *IndependencePolicy) Check() error {
	q := p.filled()
	const where = "spend.IndependencePolicy"
	switch {
	case !(q.Level > 0 && q.Level < 1):
		return &clientele.InputError{Where: where, Field: "Level", Value: q.Level, Want: "a number between 0 and 1"}
	case !(q.Limit > 0 && q.Limit <= 1):
		return &clientele.InputError{Where: where, Field: "Limit", Value: q.Limit, Want: "a share in (0, 1]"}
	}
	return nil
}

// MarshalJSON writes the policy with its defaults filled in.
func (p IndependencePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p.filled()) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (p *IndependencePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Independence says whether customers who buy more often spend more, or less,
// a purchase. That they do not is the assumption behind multiplying a
// transaction model with a spend model.
type Independence struct {
	Policy      IndependencePolicy // with its defaults filled in
	Customers   int                // with purchases
	Correlation float64            // of count and mean amount (Pearson), as papers report it; NaN if either does not vary
	Doubling    float64            // change of the mean amount when the count doubles, as a share; NaN if it is not known
	Interval    clientele.Interval // of Doubling
	P           float64            // two-sided p-value of no change; NaN if it is not known
	Dependent   bool               // the change is significant and beyond the limit
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (i Independence) MarshalJSON() ([]byte, error) { return wire.Marshal(i) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (i *Independence) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, i) }

// CheckIndependence tests the independence of frequency and spend: it fits a
// mean amount proportional to count^effect and looks at the effect.
//
// The fit is by the quasi-likelihood of a gamma variate with a robust
// covariance, which asks nothing of the distribution but a finite variance.
// Where a gamma-gamma fit denies that (Q ≤ 2), the effect is that of a
// gamma-gamma Regression on ln count. Correlations alone cannot tell: the mean
// of more purchases is less scattered and, for skewed amounts, typically
// higher, though not in expectation.
//
// With too few customers, or one count for all, Doubling is NaN, Dependent is
// false and the reason ReasonFewCustomers. Other errors are those of FitGammaGamma.
func CheckIndependence(ctx context.Context, p *SpendPanel, policy *IndependencePolicy) (*Independence, error) {
	if err := policy.Check(); err != nil {
		return nil, err
	}
	own := policy.filled()
	out := &Independence{Policy: own, Correlation: math.NaN(), Doubling: math.NaN(), P: math.NaN(),
		Interval: clientele.Interval{Lo: -1, Hi: math.Inf(1), Level: own.Level}}
	if counts := out.count(p); out.Customers < few || counts < 2 {
		return out, nil
	}
	effect, err := countEffect(ctx, p, own.Level)
	if err != nil {
		return nil, err
	}
	doubled := func(v float64) float64 { return math.Expm1(math.Ln2 * v) }
	out.Doubling = doubled(effect.Value)
	out.Interval.Lo, out.Interval.Hi = doubled(effect.Interval.Lo), doubled(effect.Interval.Hi)
	out.P = 2 * distuv.UnitNormal.Survival(math.Abs(effect.Value/effect.SE))
	out.Dependent = out.significant() && math.Abs(out.Doubling) > own.Limit
	return out, nil
}

// countEffect estimates the power of the count that the mean amount goes with.
func countEffect(ctx context.Context, p *SpendPanel, level float64) (clientele.Estimate, error) {
	base, err := FitGammaGamma(ctx, p, nil)
	if err != nil {
		return clientele.Estimate{}, err
	}
	if base.Model.Q <= 2 {
		fit, err := FitRegression(ctx, byCount(p), nil)
		if err != nil {
			return clientele.Estimate{}, err
		}
		return fit.Sandwich().Estimates(level)[3], nil
	}
	fit, err := fitPower(ctx, p)
	if err != nil {
		return clientele.Estimate{}, err
	}
	return fit.Sandwich().Estimates(level)[1], nil
}

// byCount returns the customers of p with purchases, with ln count as the covariate.
func byCount(p *SpendPanel) *CovariateSpends {
	out := &CovariateSpends{AsOf: p.AsOf, names: []string{"ln count"}, excluded: p.excluded}
	for s, n := range p.All() {
		if s.Count == 0 {
			continue
		}
		row := covariateSpend{s, []float64{math.Log(float64(s.Count))}}
		for range n {
			out.rows = append(out.rows, row)
		}
	}
	return out
}

// count enters the number of customers with purchases and the correlation of
// count and mean, and returns the number of different counts.
func (i *Independence) count(p *SpendPanel) (different int) {
	var counts, means, weights []float64
	if p == nil {
		return 0
	}
	for s, n := range p.All() {
		if s.Count == 0 {
			continue
		}
		x := float64(s.Count)
		if k := len(counts); k == 0 || counts[k-1] != x {
			different++
		}
		counts, means, weights = append(counts, x), append(means, s.Mean), append(weights, float64(n))
		i.Customers += n
	}
	if len(counts) > 1 {
		i.Correlation = stat.Correlation(counts, means, weights)
	}
	return different
}

func (i *Independence) significant() bool { return i.P < 1-i.Policy.Level }

// AppendReasons appends what was found and what to do about it.
func (i *Independence) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	r := clientele.Reason{Value: i.Doubling, Limit: i.Policy.Limit}
	switch {
	case math.IsNaN(i.Doubling):
		r = clientele.Reason{Code: ReasonFewCustomers, Value: float64(i.Customers), Limit: few}
	case !i.significant():
		r = clientele.Reason{Code: ReasonIndependent, Value: i.Doubling, Limit: i.P}
	case !i.Dependent:
		r.Code = ReasonWeaklyDependent
	case i.Doubling > 0:
		r.Code = ReasonFrequentSpendMore
	default:
		r.Code = ReasonFrequentSpendLess
	}
	return append(dst, r)
}
