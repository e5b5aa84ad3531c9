package keyaccount

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/keyaccount/criteria"
)

func TestStabilities(t *testing.T) {
	c := classifier(t, workedPolicy())
	accounts := workedAccounts()
	got := c.Stabilities(rand.New(rand.NewPCG(8, 7)), accounts, 500, 50)
	again := c.Stabilities(rand.New(rand.NewPCG(8, 7)), accounts, 500, 50)
	assert.Equal(t, got, again)
	for i, s := range got {
		assert.Equal(t, c.Tier(accounts[i]), s.Tier)
		check.Close(t, 1, s.Share+s.Up+s.Down, 1e-12)
	}
	assert.Equal(t, 1.0, got[0].Share) // Hengtong Rail, whatever the weights
	jinshan := got[5]                  // its score is at the limit
	assert.Less(t, jinshan.Share, 0.9)
	assert.Positive(t, jinshan.Down)

	// By brute force: classify with every draw as a policy of its own.
	r := rand.New(rand.NewPCG(8, 8))
	draws := rand.New(rand.NewPCG(8, 8))
	got = c.Stabilities(r, accounts, 40, 20)
	keep := make([]float64, len(accounts))
	base := make([]float64, len(c.scoring))
	for j, s := range c.scoring {
		base[j] = s.Weight
	}
	for range 40 {
		w := make([]float64, len(base))
		criteria.Perturb(draws, w, base, 20)
		p := workedPolicy()
		p.Criteria = slices.Clone(c.scoring)
		for j := range w {
			p.Criteria[j].Weight = w[j]
		}
		d := classifier(t, p)
		for i, a := range accounts {
			if d.Tier(a) == c.Tier(a) {
				keep[i] += 1. / 40
			}
		}
	}
	for i := range keep {
		assert.InDelta(t, keep[i], got[i].Share, 1e-9, accounts[i].ID)
	}
	assert.Panics(t, func() { c.Stabilities(r, accounts, 0, 20) })
}

// TestWeightRange looks at the tier just inside and just outside of every end,
// and at many weights between.
func TestWeightRange(t *testing.T) {
	c := classifier(t, workedPolicy())
	moved := func(k AccountCriterion, w float64) *Classifier {
		p := workedPolicy()
		p.Criteria = slices.Clone(p.Criteria)
		at := slices.IndexFunc(p.Criteria, func(s Scoring) bool { return s.Criterion == k })
		old := p.Criteria[at].Weight
		for j := range p.Criteria {
			p.Criteria[j].Weight *= (1 - w) / (1 - old)
		}
		p.Criteria[at].Weight = w
		return classifier(t, p)
	}
	bounded := 0
	for _, a := range append(workedAccounts(), randomAccounts(9, 60)...) {
		for k := AccountCriterionRevenue; k <= AccountCriterionPotential; k++ {
			r := c.WeightRange(a, k)
			at := slices.IndexFunc(c.scoring, func(s Scoring) bool { return s.Criterion == k })
			require.True(t, r.Lo <= c.scoring[at].Weight && c.scoring[at].Weight <= r.Hi)
			for _, part := range []float64{1e-6, .25, .5, .75, 1 - 1e-6} {
				w := r.Lo + part*(r.Hi-r.Lo)
				assert.Equal(t, c.Tier(a), moved(k, w).Tier(a), "%s %v inside at %v of %v", a.ID, k, w, r)
			}
			for _, w := range []float64{r.Lo - 1e-6, r.Hi + 1e-6} {
				if w > 0 && w < 1 {
					assert.NotEqual(t, c.Tier(a), moved(k, w).Tier(a), "%s %v outside at %v of %v", a.ID, k, w, r)
					bounded++
				}
			}
		}
	}
	assert.Greater(t, bounded, 50)
	one := classifier(t, TieringPolicy{Criteria: []Scoring{{Criterion: AccountCriterionYears, Weight: 1, Hi: 10}}})
	assert.Equal(t, Range{1, 1}, one.WeightRange(Account{}, AccountCriterionYears))
	assert.Panics(t, func() { one.WeightRange(Account{}, AccountCriterionProfit) })
}
