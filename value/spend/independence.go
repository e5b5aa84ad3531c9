package spend

import (
	"context"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
)

// IndependencePolicy says what counts as dependence. Zero fields mean the default.
type IndependencePolicy struct {
	Level float64 // of the interval and the test, in (0, 1); default 0.95
	Limit float64 // change of the mean amount, as a share, when the count doubles, that is worth acting on; default 0.1
}

func (p *IndependencePolicy) orDefault() (IndependencePolicy, error) {
	own := IndependencePolicy{Level: 0.95, Limit: 0.1}
	if p != nil && p.Level != 0 {
		own.Level = p.Level
	}
	if p != nil && p.Limit != 0 {
		own.Limit = p.Limit
	}
	const where = "spend.CheckIndependence"
	switch {
	case !(own.Level > 0 && own.Level < 1):
		return own, &clientele.InputError{Where: where, Field: "Level", Value: own.Level, Want: "a number between 0 and 1"}
	case !(own.Limit > 0 && own.Limit <= 1):
		return own, &clientele.InputError{Where: where, Field: "Limit", Value: own.Limit, Want: "a share in (0, 1]"}
	}
	return own, nil
}

// Independence says whether customers who buy more often spend more, or less,
// a purchase. That they do not is the assumption behind multiplying a
// transaction model with a spend model.
type Independence struct {
	Customers   int                // with purchases
	Correlation float64            // of count and mean amount (Pearson), as papers report it; NaN if either does not vary
	Doubling    float64            // change of the mean amount when the count doubles, as a share
	Interval    clientele.Interval // of Doubling
	P           float64            // two-sided p-value of no change
	Dependent   bool               // the change is significant and beyond the limit
	Reason      clientele.Reason   // what was found and what to do about it
}

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
// With too few customers, or one count for all, the answer is
// ReasonFewCustomers and Dependent is false. Other errors are those of FitGammaGamma.
func CheckIndependence(ctx context.Context, p *SpendPanel, policy *IndependencePolicy) (*Independence, error) {
	own, err := policy.orDefault()
	if err != nil {
		return nil, err
	}
	out := &Independence{Correlation: math.NaN(), Doubling: math.NaN(), P: math.NaN(),
		Interval: clientele.Interval{Lo: -1, Hi: math.Inf(1), Level: own.Level}}
	groups := byCount(p, out)
	if out.Customers < few || len(groups) < 2 {
		out.Reason = clientele.Reason{Code: ReasonFewCustomers, Value: float64(out.Customers), Limit: few}
		return out, nil
	}
	effect, err := countEffect(ctx, p, groups, own.Level)
	if err != nil {
		return nil, err
	}
	doubled := func(v float64) float64 { return math.Expm1(math.Ln2 * v) }
	out.Doubling = doubled(effect.Value)
	out.Interval.Lo, out.Interval.Hi = doubled(effect.Interval.Lo), doubled(effect.Interval.Hi)
	out.P = 2 * distuv.UnitNormal.Survival(math.Abs(effect.Value/effect.SE))
	out.judge(own)
	return out, nil
}

// countEffect estimates the power of the count that the mean amount goes with.
func countEffect(ctx context.Context, p *SpendPanel, groups []Group, level float64) (clientele.Estimate, error) {
	base, err := FitGammaGamma(ctx, p, nil)
	if err != nil {
		return clientele.Estimate{}, err
	}
	if base.Model.Q <= 2 {
		fit, err := FitRegression(ctx, []string{"ln count"}, groups, nil)
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

// byCount groups the customers of p by count, with ln count as the covariate,
// and enters their number and the correlation of count and mean.
func byCount(p *SpendPanel, out *Independence) []Group {
	var groups []Group
	var counts, means, weights []float64
	if p == nil {
		return nil
	}
	for s, n := range p.All() {
		if s.Count == 0 {
			continue
		}
		x := math.Log(float64(s.Count))
		if k := len(groups); k == 0 || groups[k-1].Z[0] != x {
			groups = append(groups, Group{Z: []float64{x}, Spends: new(SpendPanel)})
		}
		groups[len(groups)-1].Spends.cells.add(s, n)
		counts, means, weights = append(counts, float64(s.Count)), append(means, s.Mean), append(weights, float64(n))
		out.Customers += n
	}
	if len(counts) > 1 {
		out.Correlation = stat.Correlation(counts, means, weights)
	}
	return groups
}

// judge gives the verdict and its reason.
func (i *Independence) judge(policy IndependencePolicy) {
	i.Reason = clientele.Reason{Value: i.Doubling, Limit: policy.Limit}
	significant := i.P < 1-policy.Level
	i.Dependent = significant && math.Abs(i.Doubling) > policy.Limit
	switch {
	case !significant:
		i.Reason = clientele.Reason{Code: ReasonIndependent, Value: i.Doubling, Limit: i.P}
	case !i.Dependent:
		i.Reason.Code = ReasonWeaklyDependent
	case i.Doubling > 0:
		i.Reason.Code = ReasonFrequentSpendMore
	default:
		i.Reason.Code = ReasonFrequentSpendLess
	}
}
