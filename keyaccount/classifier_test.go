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
	"github.com/clientele-go/clientele/keyaccount/criteria"
)

// randomAccount returns an account with about one measurement in ten missing,
// and a standing in one of three.
func randomAccount(r *rand.Rand, id string) Account {
	a := Account{ID: id}
	for k := AccountCriterionRevenue; k <= AccountCriterionPotential; k++ {
		var v float64
		switch k {
		case AccountCriterionRevenue:
			v = math.Exp(9 + r.NormFloat64())
		case AccountCriterionProfit:
			v = math.Exp(7.5+r.NormFloat64()) - 500
		case AccountCriterionYears:
			v = 15 * r.Float64()
		case AccountCriterionLoyalty, AccountCriterionDependence:
			v = r.Float64()
		default:
			v = float64(r.IntN(6))
		}
		if r.IntN(10) > 0 {
			a = a.With(k, v)
		}
	}
	if r.IntN(2) == 0 {
		a.ServiceCost = clientele.Known(math.Exp(5 + r.NormFloat64()))
	}
	if r.IntN(3) == 0 {
		a.Standing = TierStanding{Tier: TierNone + Tier(r.IntN(4)), Misses: r.IntN(2)}
	}
	return a
}

func randomAccounts(seed uint64, n int) []Account {
	r := rand.New(rand.NewPCG(8, seed))
	out := make([]Account, n)
	for i := range out {
		out[i] = randomAccount(r, string(rune('a'+i%26))+time.Duration(i).String())
	}
	return out
}

func TestScoreIsTheWeightedSum(t *testing.T) {
	accounts := randomAccounts(1, 300)
	accounts = slices.DeleteFunc(accounts, func(a Account) bool { return (&a).Measure(AccountCriterionRevenue) == clientele.Measure{} })
	c := classifier(t, workedPolicy())
	table, w := c.Table(accounts)
	scores, err := criteria.WeightedSum(table, w)
	require.NoError(t, err)
	for i, a := range accounts {
		s, known := c.Score(a)
		check.Close(t, scores[i], s, 1e-12, a.ID)
		assert.True(t, known > 0 && known <= 1+1e-12)
	}
	closeness, err := criteria.TOPSIS(table, w)
	require.NoError(t, err)
	assert.Len(t, closeness, len(accounts))
}

// TestMoreIsNeverWorse raises one measured criterion at a time.
func TestMoreIsNeverWorse(t *testing.T) {
	c := classifier(t, workedPolicy())
	r := rand.New(rand.NewPCG(8, 2))
	for _, a := range randomAccounts(2, 500) {
		for k := AccountCriterionRevenue; k <= AccountCriterionPotential; k++ {
			v, known := (&a).Measure(k).Value()
			if !known {
				continue
			}
			_, hi := k.span()
			if k <= AccountCriterionProfit {
				hi = 1e5
			}
			better := a.With(k, math.Max(v, v+(hi-v)*r.Float64()))
			assert.GreaterOrEqual(t, c.Tier(better), c.Tier(a), "%s %v", a.ID, k)
		}
	}
}

func TestTierAllocatesNothing(t *testing.T) {
	c := classifier(t, workedPolicy())
	a := workedAccounts()[6]
	p := placements(t, workedPolicy())[6]
	reasons := make([]clientele.Reason, 0, 20)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		c.Tier(a)
		reasons = p.AppendReasons(reasons[:0])
	}))
}

func TestTierNames(t *testing.T) {
	assert.Equal(t, "战略大客户", TierStrategic.Label(clientele.LangChinese))
	assert.Equal(t, "Important key account", TierImportant.Label(clientele.LangEnglish))
	assert.Equal(t, "资源共享", AccountCriterionSharing.Label(clientele.LangChinese))
	var tier Tier
	require.NoError(t, tier.UnmarshalText([]byte("general")))
	assert.Equal(t, TierGeneral, tier)
	assert.Error(t, tier.UnmarshalText([]byte("gold")))
	day := time.Date(2025, 1, 31, 0, 0, 0, 0, time.UTC)
	assert.Equal(t, time.Date(2025, 7, 31, 0, 0, 0, 0, time.UTC), TierImportant.NextReview(day))
	assert.Equal(t, []int{0, 24, 12, 6, 3}, []int{Tier(0).ReviewMonths(), TierNone.ReviewMonths(), TierGeneral.ReviewMonths(), TierImportant.ReviewMonths(), TierStrategic.ReviewMonths()})
}
