package keyaccount

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

// apply makes the changes of the counterfactual.
func apply(a Account, cf Counterfactual) Account {
	for _, ch := range cf.Changes {
		a = a.With(ch.Criterion, ch.To)
	}
	return a
}

func TestNextUpByHand(t *testing.T) {
	c := classifier(t, workedPolicy())
	accounts := workedAccounts()
	ps := placements(t, workedPolicy())
	next := func(id string) Counterfactual {
		i := slices.IndexFunc(accounts, func(a Account) bool { return a.ID == id })
		cf, ok := c.NextUp(accounts[i], ps[i])
		require.True(t, ok)
		return cf
	}
	k := clientele.Known
	assert.Equal(t, []CriterionChange{{AccountCriterionYears, k(2), 3}}, next("Tianhe Pumps").Changes)
	assert.Equal(t, []CriterionChange{{AccountCriterionProfit, k(1400), 2000}}, next("Bright Lighting").Changes)
	assert.Equal(t, []CriterionChange{{AccountCriterionProfit, clientele.Measure{}, 2000}}, next("Granite Mining").Changes)
	// Oriental Packaging: the gates give .03 + .02; of the .065 missing, .015
	// are left to revenue, the first of the heaviest.
	cf := next("Oriental Packaging")
	require.Len(t, cf.Changes, 3)
	assert.Equal(t, AccountCriterionRevenue, cf.Changes[0].Criterion)
	check.Close(t, 18000+.015/.2*40000, cf.Changes[0].To, 1e-9)
	assert.Equal(t, []CriterionChange{{AccountCriterionAlignment, k(3), 4}, {AccountCriterionSharing, k(2), 3}}, cf.Changes[1:])
	check.Close(t, .2+.2+.075, cf.Distance, 1e-9)
	// Omega Steel: 1,500 of service is 0.4 of a profit of 3,750.
	cf = next("Omega Steel")
	require.Len(t, cf.Changes, 1)
	assert.Equal(t, AccountCriterionProfit, cf.Changes[0].Criterion)
	check.Close(t, 3750, cf.Changes[0].To, 1e-12)
	// Jinshan Elevators deserves its place and must overtake Kestrel Robotics.
	cf = next("Jinshan Elevators")
	assert.True(t, cf.Full)
	require.Len(t, cf.Changes, 1)
	assert.Equal(t, AccountCriterionRevenue, cf.Changes[0].Criterion)
	_, ok := c.NextUp(accounts[0], ps[0])
	assert.False(t, ok)
}

func TestNextUpLifts(t *testing.T) {
	p := workedPolicy()
	p.Strategic.Cap = 0
	c := classifier(t, p)
	accounts := randomAccounts(5, 800)
	ps, err := c.Classify(accounts)
	require.NoError(t, err)
	lifted := 0
	for i, a := range accounts {
		cf, ok := c.NextUp(a, ps[i])
		if !ok {
			continue
		}
		assert.Equal(t, ps[i].Tier+1, cf.Tier)
		if !ps[i].Held {
			require.GreaterOrEqual(t, c.Tier(apply(a, cf)), cf.Tier, "%+v %+v", a, cf)
			lifted++
		}
		for _, ch := range cf.Changes {
			if from, known := ch.From.Value(); known {
				assert.Greater(t, ch.To, from)
			}
		}
	}
	assert.Greater(t, lifted, 400)
}

// TestNextUpIsSmallest tries random moves of the same criteria that are
// together a little shorter: none may lift the account.
func TestNextUpIsSmallest(t *testing.T) {
	p := workedPolicy()
	p.Strategic.Cap = 0
	c := classifier(t, p)
	r := rand.New(rand.NewPCG(8, 6))
	tried := 0
	for _, a := range randomAccounts(6, 300) {
		a.Standing = TierStanding{}
		full := a
		for k := AccountCriterionRevenue; k <= AccountCriterionPotential; k++ {
			if _, known := (&a).Measure(k).Value(); !known {
				full = full.With(k, 0)
			}
		}
		ps, err := c.Classify([]Account{full})
		require.NoError(t, err)
		cf, ok := c.NextUp(full, ps[0])
		if !ok {
			continue
		}
		for range 60 {
			other := full
			parts := make([]float64, numCriteria)
			sum := 0.0
			for j := range parts {
				parts[j] = math.Pow(r.Float64(), 4)
				sum += parts[j]
			}
			for j, s := range c.scoring {
				v, _ := (&full).Measure(s.Criterion).Value()
				_, hi := s.Criterion.span()
				other = other.With(s.Criterion, math.Min(hi, v+parts[j]/sum*cf.Distance*.999*(s.Hi-s.Lo)))
			}
			score, known := c.Score(other)
			assert.False(t, c.qualifies(&other, cf.Tier, score, known))
			tried++
		}
	}
	assert.Greater(t, tried, 5000)
}
