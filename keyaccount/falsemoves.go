package keyaccount

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
)

// NoiseOptions say how much measurements move from one year to the next while
// nothing true changes; nil and zero fields mean the defaults.
type NoiseOptions struct {
	Swing  float64 `json:"swing,omitempty"`  // coefficient of variation of revenue and profit, in (0, 1]; default 0.25. Swing estimates it
	Rating float64 `json:"rating,omitempty"` // standard deviation of a rating from 0 to 5, in (0, 5]; default 0.5
	Share  float64 `json:"share,omitempty"`  // standard deviation of loyalty and dependence, in (0, 1]; default 0.05
}

func (o *NoiseOptions) filled() NoiseOptions {
	q := policy.Copy(o)
	policy.Default(&q.Swing, .25)
	policy.Default(&q.Rating, .5)
	policy.Default(&q.Share, .05)
	return q
}

// Check returns an *clientele.InputError for the first option out of range.
func (o *NoiseOptions) Check() error {
	q := o.filled()
	if !(q.Swing > 0 && q.Swing <= 1) || !(q.Rating > 0 && q.Rating <= 5) || !(q.Share > 0 && q.Share <= 1) {
		return bad("NoiseOptions", "swing, rating, share", [3]float64{q.Swing, q.Rating, q.Share}, "numbers above 0, up to 1, 5 and 1")
	}
	return nil
}

// FalseMoves is how often reviews move accounts about whom nothing changes.
type FalseMoves struct {
	Reviews    int     `json:"reviews"`    // simulated, the first of each account left out
	Promotions float64 `json:"promotions"` // share of them that moved one up
	Demotions  float64 `json:"demotions"`  // share that moved one down
}

// FalseMoves simulates reviews of accounts that stay what they are, year after
// year, while their measurements swing about what is given: the error of a
// promotion and of a demotion under the policy. What is missing stays missing,
// and years stand still. Years must be at least 2, or FalseMoves panics; bad
// accounts or options are an *clientele.InputError.
func (c *Classifier) FalseMoves(r *rand.Rand, accounts []Account, noise *NoiseOptions, years int) (FalseMoves, error) {
	if years < 2 {
		panic("keyaccount: FalseMoves of fewer than two years")
	}
	if err := noise.Check(); err != nil {
		return FalseMoves{}, err
	}
	q := noise.filled()
	var out FalseMoves
	up, down := 0, 0
	year := make([]Account, len(accounts))
	standing := make([]TierStanding, len(accounts))
	for y := range years {
		for i, a := range accounts {
			year[i] = q.swing(r, a)
			year[i].Standing = standing[i]
		}
		placements, err := c.Classify(year)
		if err != nil {
			return FalseMoves{}, err
		}
		for i, p := range placements {
			if y > 0 {
				out.Reviews++
				switch before := standing[i].Tier; {
				case p.Tier > before:
					up++
				case p.Tier < before:
					down++
				}
			}
			standing[i] = p.Standing
		}
	}
	if out.Reviews > 0 {
		out.Promotions, out.Demotions = float64(up)/float64(out.Reviews), float64(down)/float64(out.Reviews)
	}
	return out, nil
}

// swing returns the account as it might have been measured in another year.
func (o *NoiseOptions) swing(r *rand.Rand, a Account) Account {
	sigma := math.Sqrt(math.Log1p(o.Swing * o.Swing))
	factor := math.Exp(sigma*r.NormFloat64() - sigma*sigma/2)
	scale := func(m clientele.Measure) clientele.Measure {
		if v, known := m.Value(); known {
			return clientele.Known(v * factor)
		}
		return m
	}
	shift := func(m clientele.Measure, sd, hi float64) clientele.Measure {
		if v, known := m.Value(); known {
			return clientele.Known(math.Min(math.Max(v+sd*r.NormFloat64(), 0), hi))
		}
		return m
	}
	a.Revenue, a.Profit = scale(a.Revenue), scale(a.Profit)
	a.Alignment, a.Sharing, a.Potential = shift(a.Alignment, o.Rating, 5), shift(a.Sharing, o.Rating, 5), shift(a.Potential, o.Rating, 5)
	a.Loyalty, a.Dependence = shift(a.Loyalty, o.Share, 1), shift(a.Dependence, o.Share, 1)
	return a
}
