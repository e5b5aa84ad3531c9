package spend

import (
	"context"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
)

// power is a mean amount that goes with a power of the count:
//
//	ln E[mean | x] = level + effect·ln x
//
// both terms centred, so that level is near 0.
type power struct{ level, effect float64 }

// Params implements clientele.Model.
func (m power) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "level", Value: m.level, Domain: clientele.DomainReal},
		{Name: "effect", Value: m.effect, Domain: clientele.DomainReal},
	}
}

// WithParams implements clientele.Model.
func (power) WithParams(v []float64) power { return power{v[0], v[1]} }

// fitPower maximises the quasi-likelihood −(η + m/e^η) of the customers' means
// m, η the linear predictor, that of a gamma distribution of any shape; its robust
// covariance holds for any distribution with this mean and a finite variance. Least
// squares of ln m would not do: the mean of a logarithm rises with the count even
// where the mean amount does not, since means of many amounts vary less.
func fitPower(ctx context.Context, p *SpendPanel) (*clientele.Fit[power], error) {
	const name = "spend: mean amount by count"
	t, err := newMeans(name, p)
	if err == nil {
		err = t.identified(name)
	}
	if err != nil {
		return nil, err
	}
	var centre, mean float64
	for i, r := range t.rows {
		centre += r.n * math.Log(t.counts[r.count])
		mean += r.n * t.mean(i)
	}
	centre /= float64(t.customers)
	mean /= float64(t.customers)
	return mle.Fit(ctx, mle.Problem[power]{
		Name: name, N: t.customers, Rows: len(t.rows), Starts: [][]float64{{0, 0}},
		At: func(p []float64) mle.Rows {
			return func(s *mle.Sums, lo, hi int) {
				var g [2]float64
				var h [3]float64
				for i := lo; i < hi; i++ {
					r := &t.rows[i]
					x := math.Log(t.counts[r.count]) - centre
					eta := p[0] + p[1]*x
					ratio := t.mean(i) / mean * math.Exp(-eta)
					g = [2]float64{ratio - 1, x * (ratio - 1)}
					h = [3]float64{-ratio, -ratio * x, -ratio * x * x}
					s.Add(r.n, -eta-ratio, g[:], h[:])
				}
			}
		},
	}, nil)
}
