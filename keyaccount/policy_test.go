package keyaccount

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount/criteria"
)

func fitted(t testing.TB, accounts []Account, p *TieringPolicy) *Classifier {
	c, err := FitClassifier(accounts, p)
	require.NoError(t, err)
	return c
}

func countTiers(t testing.TB, c *Classifier, accounts []Account) map[Tier]int {
	ps, err := c.Classify(accounts)
	require.NoError(t, err)
	count := map[Tier]int{}
	for _, q := range ps {
		count[q.Tier]++
	}
	return count
}

func TestFitClassifier(t *testing.T) {
	accounts := workedAccounts()
	c := fitted(t, accounts, nil)
	p := c.Policy()
	require.NoError(t, p.Check())
	assert.Equal(t, 24000.0, p.General.Gates[0].Min, "the fewest that make half of the revenue are seven, fewer than the top fifth")
	assert.Equal(t, 39000.0, p.Important.Gates[0].Min, "the larger half of them")
	assert.Equal(t, 61000.0, p.General.WaiveYears, "the largest quarter of them")
	again, err := NewClassifier(&p)
	require.NoError(t, err)
	assert.Equal(t, c, again, "the filled policy is its own")
	// What is given is kept, what is not is taken from the accounts.
	part := fitted(t, accounts, &TieringPolicy{General: TierRule{Gates: []Gate{{AccountCriterionRevenue, 5000}}}})
	assert.Equal(t, p.Strategic, part.Policy().Strategic)
	assert.Len(t, part.Policy().General.Gates, 1)

	_, err = FitClassifier(accounts[:4], nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	var in *clientele.InputError
	_, err = FitClassifier([]Account{{ID: "a", Revenue: clientele.Known(math.NaN())}}, nil)
	assert.ErrorAs(t, err, &in)
	_, err = NewClassifier(nil)
	assert.ErrorAs(t, err, &in)
	alike := make([]Account, 40)
	for i := range alike {
		alike[i] = accounts[0]
		alike[i].ID = accounts[i].ID
	}
	assert.Equal(t, map[Tier]int{TierNone: 40}, countTiers(t, fitted(t, alike, nil), alike), "nobody is large among equals")
	assert.Equal(t, -1300.0, twoDigits(-1234))
	assert.Equal(t, 0.0, twoDigits(0))
	assert.Equal(t, 1200.0, twoDigits(1200))
}

// Key accounts are few by default, whatever the base: at most a fifth of the
// heads, and no more than it takes for half of the revenue.
func TestKeyAccountsAreFew(t *testing.T) {
	for seed := range uint64(40) {
		for _, n := range []int{40, 400} {
			accounts := simulated(seed, n)
			for _, profit := range []bool{true, false} {
				if !profit {
					for i := range accounts {
						accounts[i].Profit = clientele.Measure{}
					}
				}
				count := countTiers(t, fitted(t, accounts, nil), accounts)
				key := n - count[TierNone]
				assert.LessOrEqual(t, key, n/5, "%v", count)
				assert.Positive(t, key, "without profit too somebody is key: %v", count)
			}
		}
	}
}

// simulated returns accounts of a firm: skewed revenues, merits that go
// together, nothing missing.
func simulated(seed uint64, n int) []Account {
	r := rand.New(rand.NewPCG(seed, 44))
	k := clientele.Known
	out := make([]Account, n)
	for i := range out {
		quality := r.NormFloat64()
		mixed := func() float64 { return .65*quality + .75*r.NormFloat64() }
		rating := func() clientele.Measure { return k(math.Min(5, math.Max(0, math.Round(2.8+1.3*mixed())))) }
		revenue := 4e5 * math.Exp(1.2*mixed())
		out[i] = Account{
			ID: string(rune('A'+i%26)) + time.Duration(i).String(), Revenue: k(revenue), Profit: k(revenue * (.2 + .07*r.NormFloat64())),
			Years: k(math.Max(0, math.Round(6+4*mixed()))), Alignment: rating(), Sharing: rating(), Potential: rating(),
			Loyalty: k(1 / (1 + math.Exp(-1-mixed()))), Dependence: k(1 / (1 + math.Exp(.8-mixed()))),
		}
	}
	return out
}

// Nobody gains by not being measured: taking a rating away never lifts the
// score or the tier.
func TestUnratedNeverHelps(t *testing.T) {
	for seed := range uint64(10) {
		accounts := simulated(seed, 100)
		c := fitted(t, accounts, nil)
		for _, a := range accounts {
			score, _ := c.Score(a)
			for k := AccountCriterionAlignment; k <= AccountCriterionPotential; k++ {
				less := a
				*less.field(k) = clientele.Measure{}
				s, _ := c.Score(less)
				assert.LessOrEqual(t, s, score+1e-12)
				assert.LessOrEqual(t, c.Tier(less), c.Tier(a))
			}
		}
	}
}

// The largest account of all is not told to wait for its anniversary, and is
// told why; one that brings a loss is no key account.
func TestSizeWaivesYears(t *testing.T) {
	accounts := simulated(3, 40)
	accounts[0] = Account{ID: "giant", Revenue: clientele.Known(5e7), Profit: clientele.Known(9e6), Years: clientele.Known(.5),
		Alignment: clientele.Known(4), Sharing: clientele.Known(4), Loyalty: clientele.Known(.8), Dependence: clientele.Known(.4)}
	c := fitted(t, accounts, nil)
	ps, err := c.Classify(accounts)
	require.NoError(t, err)
	assert.Equal(t, TierImportant, ps[0].Tier)
	assert.Equal(t, ReasonYearsWaived, ps[0].Reasons[2].Code)
	assert.Contains(t, ps[0].Reasons[2].Text(clientele.LangEnglish), "years of cooperation are not asked for: it buys for 50,000,000 a year")
	assert.Contains(t, ps[0].Reasons[2].Text(clientele.LangChinese), "年销售额 5000 万")
	cf, ok := c.NextUp(accounts[0], ps[0], today)
	require.True(t, ok)
	require.NotEmpty(t, cf.Changes)
	assert.Equal(t, time.Date(2030, 9, 1, 0, 0, 0, 0, time.UTC), cf.Changes[0].By, "five years for the strategic ones")

	accounts[0].Profit = clientele.Known(-2e5)
	ps, err = fitted(t, accounts, nil).Classify(accounts)
	require.NoError(t, err)
	assert.Equal(t, TierNone, ps[0].Tier)
	assert.Equal(t, ReasonLoss, ps[0].Reasons[len(ps[0].Reasons)-1].Code)
}

// Accounts about which nothing changes move seldom, and as often up as down.
func TestFalseMoves(t *testing.T) {
	r := rand.New(rand.NewPCG(81, 82))
	up, down := 0.0, 0.0
	const bases = 20
	for seed := range uint64(bases) {
		accounts := simulated(seed, 100)
		moves, err := fitted(t, accounts, nil).FalseMoves(r, accounts, nil, 12)
		require.NoError(t, err)
		assert.Equal(t, 1100, moves.Reviews)
		up, down = up+moves.Promotions/bases, down+moves.Demotions/bases
	}
	t.Logf("promotions %.4f, demotions %.4f of the reviews", up, down)
	assert.Less(t, up+down, .03)
	assert.InDelta(t, 1, up/down, .35)
	_, err := fitted(t, simulated(1, 40), nil).FalseMoves(r, nil, &NoiseOptions{Swing: 2}, 3)
	assert.Error(t, err)
	assert.Panics(t, func() { _, _ = new(Classifier).FalseMoves(r, nil, nil, 1) })
}

// No reason denies its placement: over simulated bases what is "met" is met,
// what is "short" is short, and what was counted is what the account has.
func TestReasonsSupportPlacements(t *testing.T) {
	for seed := range uint64(20) {
		accounts := simulated(seed, 100)
		c := fitted(t, accounts, nil)
		for range 3 {
			ps, err := c.Classify(accounts)
			require.NoError(t, err)
			for i, p := range ps {
				for _, why := range p.Reasons {
					switch {
					case strings.HasSuffix(why.Code, "-met") && why.Code != ReasonServiceMet:
						assert.GreaterOrEqual(t, why.Value, why.Limit-reached, "%+v", why)
						assert.GreaterOrEqual(t, p.Tier, TierGeneral)
					case strings.HasSuffix(why.Code, "-below"), strings.HasSuffix(why.Code, "-short"):
						assert.Less(t, why.Value, why.Limit, "%+v", why)
					}
					if strings.HasSuffix(why.Code, "-short") {
						assert.Less(t, p.Tier, TierStrategic)
					}
				}
				accounts[i].Standing = p.Standing
			}
			r := rand.New(rand.NewPCG(seed, 99))
			for i := range accounts {
				accounts[i] = (*NoiseOptions)(nil).swung(r, accounts[i])
			}
		}
	}
}

func (o *NoiseOptions) swung(r *rand.Rand, a Account) Account {
	q := o.filled()
	return q.swing(r, a)
}

func TestPolicyJSON(t *testing.T) {
	p := workedPolicy()
	data, err := json.Marshal(p)
	require.NoError(t, err)
	var back TieringPolicy
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, p.filled(), back, "with the defaults written out")
	assert.Error(t, json.Unmarshal([]byte(`{"criteria":[{"criterion":"years","weight":2,"hi":10}]}`), &back))
	assert.Error(t, json.Unmarshal([]byte(`{"criteria":[{"criterion":"beauty"}]}`), &back))
	assert.Equal(t, p.filled(), back)

	a := workedAccounts()[12]
	data, err = json.Marshal(a)
	require.NoError(t, err)
	var b Account
	require.NoError(t, json.Unmarshal(data, &b))
	assert.Equal(t, a, b)
	data, err = json.Marshal(placements(t, p)[5])
	require.NoError(t, err)
	assert.Contains(t, string(data), `"capped":"strategic"`)

	w, err := p.WithWeights([]float64{.3, .1, .1, .1, .1, .1, .1, .1})
	require.NoError(t, err)
	assert.Equal(t, .3, w.Criteria[0].Weight)
	assert.Equal(t, .2, p.Criteria[0].Weight)
	_, err = p.WithWeights([]float64{1})
	assert.Error(t, err)
}

func TestPolicyRefuses(t *testing.T) {
	for name, change := range map[string]func(*TieringPolicy){
		"no criteria":  func(p *TieringPolicy) { p.Criteria = nil },
		"weights":      func(p *TieringPolicy) { p.Criteria[0].Weight = .5 },
		"twice":        func(p *TieringPolicy) { p.Criteria[1].Criterion = AccountCriterionRevenue },
		"unassigned":   func(p *TieringPolicy) { p.Criteria[1].Criterion = 0 },
		"scale":        func(p *TieringPolicy) { p.Criteria[2].Hi = 0 },
		"scale beyond": func(p *TieringPolicy) { p.Criteria[2].Hi = 6 },
		"median":       func(p *TieringPolicy) { p.Criteria[2].Missing = criteria.MissingMedian },
		"gate twice": func(p *TieringPolicy) {
			p.Important.Gates = []Gate{{AccountCriterionYears, 1}, {AccountCriterionYears, 2}}
		},
		"gate of nothing":  func(p *TieringPolicy) { p.Important.Gates = []Gate{{0, 1}} },
		"gate beyond":      func(p *TieringPolicy) { p.Important.Gates = []Gate{{AccountCriterionAlignment, 6}} },
		"gate not number":  func(p *TieringPolicy) { p.Important.Gates = []Gate{{AccountCriterionAlignment, math.NaN()}} },
		"score":            func(p *TieringPolicy) { p.Strategic.Score = 1.5 },
		"scores cross":     func(p *TieringPolicy) { p.General.Score = .9 },
		"cap":              func(p *TieringPolicy) { p.Strategic.Cap = -1 },
		"service":          func(p *TieringPolicy) { p.Strategic.Service = math.Inf(1) },
		"largest service":  func(p *TieringPolicy) { p.Strategic.MaxService = -1 },
		"hold":             func(p *TieringPolicy) { p.Hold.Score = clientele.Known(1) },
		"patience":         func(p *TieringPolicy) { p.Hold.Reviews = -1 },
		"too little known": func(p *TieringPolicy) { p.MinKnown = 2 },
	} {
		p := workedPolicy()
		change(&p)
		_, err := NewClassifier(&p)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, name)
	}
}
