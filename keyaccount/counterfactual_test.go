package keyaccount

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

var today = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

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
		cf, ok := c.NextUp(accounts[i], ps[i], today)
		require.True(t, ok)
		return cf
	}
	k := clientele.Known
	years := next("Tianhe Pumps")
	assert.Equal(t, []CriterionChange{{AccountCriterionYears, k(2), 3, PaceFixed, time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}}, years.Changes)
	assert.True(t, years.Possible, "it only has to wait")
	assert.Zero(t, years.Distance)
	assert.Equal(t, []CriterionChange{{AccountCriterionProfit, k(1400), 2000, PaceSlow, time.Time{}}}, next("Bright Lighting").Changes)
	assert.Equal(t, []CriterionChange{{AccountCriterionProfit, clientele.Measure{}, 2000, PaceSlow, time.Time{}}}, next("Granite Mining").Changes)
	// Oriental Packaging: the gates give .03 + .02; of the .065 missing, .015
	// are left to alignment, the heaviest of those that are free to be moved.
	cf := next("Oriental Packaging")
	require.Len(t, cf.Changes, 2)
	assert.Equal(t, CriterionChange{AccountCriterionAlignment, k(3), cf.Changes[0].To, PaceFree, time.Time{}}, cf.Changes[0])
	check.Close(t, 4+.015/.15*5, cf.Changes[0].To, 1e-9)
	assert.Equal(t, CriterionChange{AccountCriterionSharing, k(2), 3, PaceFree, time.Time{}}, cf.Changes[1])
	check.Close(t, .2+.2+.1, cf.Distance, 1e-9)
	assert.True(t, cf.Possible)
	// Omega Steel: 1,500 of service is 0.4 of a profit of 3,750.
	cf = next("Omega Steel")
	require.Len(t, cf.Changes, 1)
	assert.Equal(t, AccountCriterionProfit, cf.Changes[0].Criterion)
	check.Close(t, 3750, cf.Changes[0].To, 1e-12)
	// Jinshan Elevators deserves its place and must overtake Kestrel Robotics.
	cf = next("Jinshan Elevators")
	assert.True(t, cf.Full)
	require.Len(t, cf.Changes, 2, "alignment to its end, then sharing")
	assert.Equal(t, AccountCriterionAlignment, cf.Changes[0].Criterion)
	_, ok := c.NextUp(accounts[0], ps[0], today)
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
		cf, ok := c.NextUp(a, ps[i], today)
		if !ok {
			continue
		}
		assert.Equal(t, ps[i].Tier+1, cf.Tier)
		for _, ch := range cf.Changes {
			if _, known := ch.From.Value(); known && ch.Pace == PaceFixed && ch.By.IsZero() {
				assert.False(t, cf.Possible, "%v cannot be moved", ch.Criterion)
			}
		}
		if !ps[i].Held && !ps[i].Rising && cf.Possible {
			require.GreaterOrEqual(t, c.Tier(apply(a, cf)), cf.Tier, "%+v %+v", a, cf)
			lifted++
		}
		for _, ch := range cf.Changes {
			if from, known := ch.From.Value(); known {
				assert.Greater(t, ch.To, from)
			}
		}
	}
	assert.Greater(t, lifted, 250)
}

// TestNextUpIsSmallest tries random moves of the same criteria that are
// together a little shorter: none may lift the account.
func TestNextUpIsSmallest(t *testing.T) {
	p := workedPolicy()
	p.Strategic.Cap = 0
	for i := range p.Criteria {
		p.Criteria[i].Pace = PaceFree
	}
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
		cf, ok := c.NextUp(full, ps[0], today)
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
