package keyaccount

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/keyaccount/criteria"
)

func TestClassifyIsTotalAndExplained(t *testing.T) {
	c := classifier(t, workedPolicy())
	accounts := randomAccounts(3, 1000)
	ps, err := c.Classify(accounts)
	require.NoError(t, err)
	known := map[string]bool{}
	for _, code := range reason.Codes("keyaccount.") {
		known[code] = true
	}
	strategic := 0
	for i, p := range ps {
		require.True(t, tiers.Valid(p.Tier))
		require.Equal(t, p.Tier, p.Standing.Tier)
		reasons := p.AppendReasons(nil)
		require.NotEmpty(t, reasons, accounts[i])
		for _, r := range reasons {
			require.True(t, known[r.Code], r.Code)
			for _, lang := range []clientele.Lang{clientele.LangEnglish, clientele.LangChinese} {
				require.NotContains(t, r.Text(lang), "{")
				require.NotContains(t, r.Text(lang), "NaN")
			}
		}
		if p.Tier == TierStrategic {
			strategic++
		}
	}
	assert.Equal(t, c.policy.Strategic.Cap, strategic)

	shuffled := slices.Clone(accounts)
	rand.New(rand.NewPCG(8, 3)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	again, err := c.Classify(shuffled)
	require.NoError(t, err)
	byID := map[string]Placement{}
	for i, p := range again {
		byID[shuffled[i].ID] = p
	}
	for i, p := range ps {
		assert.Equal(t, fmt.Sprint(p), fmt.Sprint(byID[accounts[i].ID])) // NaN is not equal to itself
	}
}

// TestCapsTakeTheBest checks by brute force that nobody outside a full tier
// has a better claim than somebody inside.
func TestCapsTakeTheBest(t *testing.T) {
	p := workedPolicy()
	p.Strategic.Cap, p.Important.Cap, p.General.Cap = 3, 10, 40
	c := classifier(t, p)
	accounts := randomAccounts(4, 400)
	ps, err := c.Classify(accounts)
	require.NoError(t, err)
	count := map[Tier]int{}
	for i := range ps {
		count[ps[i].Tier]++
		if ps[i].Capped == 0 {
			continue
		}
		full := ps[i].Capped
		for j := range ps {
			if ps[j].Tier == full {
				assert.GreaterOrEqual(t, c.claim(&accounts[j], &ps[j], full), c.claim(&accounts[i], &ps[i], full))
			}
		}
		assert.Less(t, ps[i].Tier, full)
	}
	assert.Equal(t, 3, count[TierStrategic])
	assert.Equal(t, 10, count[TierImportant])
	assert.Equal(t, 40, count[TierGeneral])
}

// TestReviewsInARow follows one account whose year goes bad and good again.
func TestReviewsInARow(t *testing.T) {
	c := classifier(t, workedPolicy())
	good := workedAccounts()[8] // Oriental Packaging
	poor := good.With(AccountCriterionRevenue, 5000)
	standing := TierStanding{}
	for i, x := range []struct {
		a             Account
		want          Tier
		held, rising  bool
		misses, rises int
	}{
		{good, TierImportant, false, false, 0, 0},
		{poor, TierImportant, true, false, 1, 0},
		{good, TierImportant, false, false, 0, 0},
		{poor, TierImportant, true, false, 1, 0},
		{poor, TierGeneral, false, false, 0, 0},
		{good.With(AccountCriterionRevenue, 9500), TierGeneral, false, false, 0, 0}, // the slack is for those inside
		{good, TierGeneral, false, true, 0, 1},                                      // one good year is no promotion
		{poor, TierGeneral, false, false, 0, 0},
		{good, TierGeneral, false, true, 0, 1},
		{good, TierImportant, false, false, 0, 0},
		{good.With(AccountCriterionRevenue, 9500), TierImportant, false, false, 0, 0},
	} {
		x.a.Standing = standing
		p, err := c.Classify([]Account{x.a})
		require.NoError(t, err)
		standing = p[0].Standing
		assert.Equal(t, x.want, p[0].Tier, i)
		assert.Equal(t, [2]bool{x.held, x.rising}, [2]bool{p[0].Held, p[0].Rising}, i)
		assert.Equal(t, TierStanding{x.want, x.misses, x.rises}, standing, i)
		if x.rising {
			assert.Equal(t, ReasonRising, p[0].Reasons[len(p[0].Reasons)-1].Code)
		}
	}
}

func TestTooLittleMeasured(t *testing.T) {
	c := classifier(t, workedPolicy())
	a := Account{ID: "a", Revenue: clientele.Known(50000), Years: clientele.Known(9)}
	p, err := c.Classify([]Account{a})
	require.NoError(t, err)
	assert.Equal(t, TierNone, p[0].Tier)
	assert.Equal(t, ReasonUnmeasured, p[0].Reasons[0].Code)
	cf, ok := c.NextUp(a, p[0], today)
	require.True(t, ok)
	assert.Equal(t, TierGeneral, c.Tier(apply(a, cf)))
}

func TestClassifyRefuses(t *testing.T) {
	p := workedPolicy()
	p.Criteria[7].Missing = criteria.MissingRefuse
	c := classifier(t, p)
	k := clientele.Known
	for name, a := range map[string][]Account{
		"no ID":        {{Potential: k(1)}},
		"same ID":      {{ID: "a", Potential: k(1)}, {ID: "a", Potential: k(1)}},
		"missing":      {{ID: "a"}},
		"alignment":    {{ID: "a", Potential: k(1), Alignment: k(5.5)}},
		"revenue":      {{ID: "a", Potential: k(1), Revenue: k(-1)}},
		"loyalty":      {{ID: "a", Potential: k(1), Loyalty: k(math.NaN())}},
		"profit":       {{ID: "a", Potential: k(1), Profit: k(math.Inf(1))}},
		"service cost": {{ID: "a", Potential: k(1), ServiceCost: k(-1)}},
		"standing":     {{ID: "a", Potential: k(1), Standing: TierStanding{Tier: 9}}},
		"misses":       {{ID: "a", Potential: k(1), Standing: TierStanding{Misses: -1}}},
	} {
		_, err := c.Classify(a)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, name)
	}
	out, err := c.Classify(nil)
	require.NoError(t, err)
	assert.Empty(t, out)
	assert.Panics(t, func() { Account{}.With(0, 1) })
	assert.Equal(t, TierNone, c.Tier(Account{Revenue: k(math.NaN())}))
}

func FuzzClassify(f *testing.F) {
	f.Add(1e4, 2e3, 3.0, 4.0, 0.5, 100.0, uint8(3), 1)
	f.Add(0.0, -1e15, 500.0, 5.0, 1.0, 1e15, uint8(0), 0)
	f.Fuzz(func(t *testing.T, revenue, profit, years, rating, share, cost float64, standing uint8, misses int) {
		k := clientele.Known
		a := Account{ID: "a", Revenue: k(revenue), Profit: k(profit), Years: k(years), Alignment: k(rating), Dependence: k(share), ServiceCost: k(cost),
			Standing: TierStanding{Tier: Tier(standing), Misses: misses}}
		c := classifier(t, workedPolicy())
		ps, err := c.Classify([]Account{a})
		if err != nil {
			return
		}
		require.True(t, tiers.Valid(ps[0].Tier))
		require.NotEmpty(t, ps[0].Reasons)
		if cf, ok := c.NextUp(a, ps[0], today); ok && !ps[0].Held {
			lifted := apply(a, cf)
			if lifted.Check() == nil { // no profit can bear the largest costs
				require.GreaterOrEqual(t, c.Tier(lifted), cf.Tier)
			}
		}
		for k := AccountCriterionRevenue; k <= AccountCriterionPotential; k++ {
			r := c.WeightRange(a, k)
			require.True(t, r.Lo <= r.Hi)
		}
	})
}

// TestIncumbentsKeepTheirPlace has one place and two accounts.
func TestIncumbentsKeepTheirPlace(t *testing.T) {
	p := workedPolicy()
	p.Strategic.Cap = 1
	c := classifier(t, p)
	incumbent := workedAccounts()[3] // Baiyun Medical, 0.772
	incumbent.Standing = TierStanding{Tier: TierStrategic}
	for _, x := range []struct {
		revenue float64 // of the challenger, who is otherwise the same
		want    Tier
	}{{22000 + 8000, TierStrategic}, {22000 + 12000, TierImportant}} { // + 0.04, + 0.06
		challenger := workedAccounts()[3].With(AccountCriterionRevenue, x.revenue)
		challenger.ID = "challenger"
		ps, err := c.Classify([]Account{challenger, incumbent})
		require.NoError(t, err)
		assert.Equal(t, x.want, ps[1].Tier, x.revenue)
	}
}

func TestPatienceCounts(t *testing.T) {
	p := workedPolicy()
	p.Hold.Reviews = 3
	p.Important.Cap = 1
	c := classifier(t, p)
	poor := workedAccounts()[8].With(AccountCriterionRevenue, 5000)
	poor.Standing = TierStanding{Tier: TierImportant, Misses: 1}
	ps, err := c.Classify([]Account{poor})
	require.NoError(t, err)
	assert.Equal(t, TierStanding{Tier: TierImportant, Misses: 2}, ps[0].Standing)
	// With somebody better for the only place, patience is at an end.
	ps, err = c.Classify([]Account{poor, workedAccounts()[6]})
	require.NoError(t, err)
	assert.Equal(t, TierStanding{Tier: TierGeneral}, ps[0].Standing)
	assert.False(t, ps[0].Held)
}
