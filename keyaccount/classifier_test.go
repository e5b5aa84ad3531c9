package keyaccount

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/keyaccount/criteria"
)

// randomAccount returns an account with about one measurement in ten missing,
// and a standing in one of three.
func randomAccount(r *rand.Rand, id string) Account {
	a := Account{ID: id}
	for k := Revenue; k <= Potential; k++ {
		var v float64
		switch k {
		case Revenue:
			v = math.Exp(9 + r.NormFloat64())
		case Profit:
			v = math.Exp(7.5+r.NormFloat64()) - 500
		case Years:
			v = 15 * r.Float64()
		case Loyalty, Dependence:
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
		a.Standing = Standing{Tier: None + Tier(r.IntN(4)), Misses: r.IntN(2)}
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
	accounts = slices.DeleteFunc(accounts, func(a Account) bool { return (&a).Measure(Revenue) == clientele.Measure{} })
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
		for k := Revenue; k <= Potential; k++ {
			v, known := (&a).Measure(k).Value()
			if !known {
				continue
			}
			_, hi := k.span()
			if k <= Profit {
				hi = 1e5
			}
			better := a.With(k, math.Max(v, v+(hi-v)*r.Float64()))
			assert.GreaterOrEqual(t, c.Tier(better), c.Tier(a), "%s %v", a.ID, k)
		}
	}
}

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
		reasons := c.AppendReasons(nil, accounts[i], p)
		require.NotEmpty(t, reasons, accounts[i])
		for _, r := range reasons {
			require.True(t, known[r.Code], r.Code)
			for _, lang := range []clientele.Lang{clientele.English, clientele.Chinese} {
				require.NotContains(t, r.Text(lang), "{")
				require.NotContains(t, r.Text(lang), "NaN")
			}
		}
		if p.Tier == Strategic {
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
		assert.Equal(t, p, byID[accounts[i].ID])
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
	assert.Equal(t, 3, count[Strategic])
	assert.Equal(t, 10, count[Important])
	assert.Equal(t, 40, count[General])
}

// TestReviewsInARow follows one account whose year goes bad and good again.
func TestReviewsInARow(t *testing.T) {
	c := classifier(t, workedPolicy())
	good := workedAccounts()[8] // Oriental Packaging
	poor := good.With(Revenue, 5000)
	standing := Standing{}
	for i, x := range []struct {
		a    Account
		want Placement
	}{
		{good, Placement{Tier: Important}},
		{poor, Placement{Tier: Important, Held: true, Standing: Standing{Misses: 1}}},
		{good, Placement{Tier: Important}},
		{poor, Placement{Tier: Important, Held: true, Standing: Standing{Misses: 1}}},
		{poor, Placement{Tier: General}},
		{good.With(Revenue, 9500), Placement{Tier: General}}, // the slack is for those inside
		{good, Placement{Tier: Important}},
		{good.With(Revenue, 9500), Placement{Tier: Important}},
	} {
		x.a.Standing = standing
		p, err := c.Classify([]Account{x.a})
		require.NoError(t, err)
		standing = p[0].Standing
		assert.Equal(t, x.want.Tier, p[0].Tier, i)
		assert.Equal(t, x.want.Held, p[0].Held, i)
		assert.Equal(t, x.want.Standing.Misses, standing.Misses, i)
	}
}

func TestTooLittleMeasured(t *testing.T) {
	c := classifier(t, workedPolicy())
	a := Account{ID: "a", Revenue: clientele.Known(50000), Years: clientele.Known(9)}
	p, err := c.Classify([]Account{a})
	require.NoError(t, err)
	assert.Equal(t, None, p[0].Tier)
	assert.Equal(t, ReasonUnmeasured, c.AppendReasons(nil, a, p[0])[0].Code)
	cf, ok := c.NextUp(a, p[0])
	require.True(t, ok)
	assert.Equal(t, General, c.Tier(apply(a, cf)))
}

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
	assert.Equal(t, []Change{{Years, k(2), 3}}, next("Tianhe Pumps").Changes)
	assert.Equal(t, []Change{{Profit, k(1400), 2000}}, next("Bright Lighting").Changes)
	assert.Equal(t, []Change{{Profit, clientele.Measure{}, 2000}}, next("Granite Mining").Changes)
	// Oriental Packaging: the gates give .03 + .02; of the .065 missing, .015
	// are left to revenue, the first of the heaviest.
	cf := next("Oriental Packaging")
	require.Len(t, cf.Changes, 3)
	assert.Equal(t, Revenue, cf.Changes[0].Criterion)
	check.Close(t, 18000+.015/.2*40000, cf.Changes[0].To, 1e-9)
	assert.Equal(t, []Change{{Alignment, k(3), 4}, {Sharing, k(2), 3}}, cf.Changes[1:])
	check.Close(t, .2+.2+.075, cf.Distance, 1e-9)
	// Omega Steel: 1,500 of service is 0.4 of a profit of 3,750.
	cf = next("Omega Steel")
	require.Len(t, cf.Changes, 1)
	assert.Equal(t, Profit, cf.Changes[0].Criterion)
	check.Close(t, 3750, cf.Changes[0].To, 1e-12)
	// Jinshan Elevators deserves its place and must overtake Kestrel Robotics.
	cf = next("Jinshan Elevators")
	assert.True(t, cf.Full)
	require.Len(t, cf.Changes, 1)
	assert.Equal(t, Revenue, cf.Changes[0].Criterion)
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
		a.Standing = Standing{}
		full := a
		for k := Revenue; k <= Potential; k++ {
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

func TestStabilities(t *testing.T) {
	c := classifier(t, workedPolicy())
	accounts := workedAccounts()
	got := c.Stabilities(accounts, 500, 50, rand.New(rand.NewPCG(8, 7)))
	again := c.Stabilities(accounts, 500, 50, rand.New(rand.NewPCG(8, 7)))
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
	got = c.Stabilities(accounts, 40, 20, r)
	keep := make([]float64, len(accounts))
	base := make([]float64, len(c.scoring))
	for j, s := range c.scoring {
		base[j] = s.Weight
	}
	for range 40 {
		w := make([]float64, len(base))
		criteria.Perturb(w, base, 20, draws)
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
	assert.Panics(t, func() { c.Stabilities(accounts, 0, 20, r) })
}

// TestWeightRange looks at the tier just inside and just outside of every end,
// and at many weights between.
func TestWeightRange(t *testing.T) {
	c := classifier(t, workedPolicy())
	moved := func(k Criterion, w float64) *Classifier {
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
		for k := Revenue; k <= Potential; k++ {
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
	one := classifier(t, Policy{Criteria: []Scoring{{Criterion: Years, Weight: 1, Hi: 10}}})
	assert.Equal(t, Range{1, 1}, one.WeightRange(Account{}, Years))
	assert.Panics(t, func() { one.WeightRange(Account{}, Profit) })
}

func TestDefaultPolicy(t *testing.T) {
	accounts := workedAccounts()
	p, err := DefaultPolicy(accounts)
	require.NoError(t, err)
	require.NoError(t, p.Check())
	assert.Equal(t, 9400.0, p.General.Gates[1].Min)    // median
	assert.Equal(t, 21000.0, p.Important.Gates[1].Min) // 80th percentile
	ps, err := classifier(t, p).Classify(accounts)
	require.NoError(t, err)
	count := map[Tier]int{}
	for _, q := range ps {
		count[q.Tier]++
	}
	assert.Equal(t, map[Tier]int{Strategic: 4, Important: 5, General: 10, None: 21}, count)

	_, err = DefaultPolicy(accounts[:4])
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	_, err = DefaultPolicy([]Account{{ID: "a", Revenue: clientele.Known(math.NaN())}})
	var in *clientele.InputError
	assert.ErrorAs(t, err, &in)
	assert.Equal(t, -1300.0, twoDigits(-1234))
	assert.Equal(t, 0.0, twoDigits(0))
	assert.Equal(t, 1200.0, twoDigits(1200))
}

func TestPolicyJSON(t *testing.T) {
	p := workedPolicy()
	data, err := json.Marshal(p)
	require.NoError(t, err)
	var back Policy
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, p, back)
	assert.Error(t, json.Unmarshal([]byte(`{"criteria":[{"criterion":"years","weight":2,"hi":10}]}`), &back))
	assert.Error(t, json.Unmarshal([]byte(`{"criteria":[{"criterion":"beauty"}]}`), &back))
	assert.Equal(t, p, back)

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
	for name, change := range map[string]func(*Policy){
		"no criteria":      func(p *Policy) { p.Criteria = nil },
		"weights":          func(p *Policy) { p.Criteria[0].Weight = .5 },
		"twice":            func(p *Policy) { p.Criteria[1].Criterion = Revenue },
		"unassigned":       func(p *Policy) { p.Criteria[1].Criterion = 0 },
		"scale":            func(p *Policy) { p.Criteria[2].Hi = 0 },
		"scale beyond":     func(p *Policy) { p.Criteria[2].Hi = 6 },
		"median":           func(p *Policy) { p.Criteria[2].Missing = criteria.Median },
		"gate twice":       func(p *Policy) { p.Important.Gates = []Gate{{Years, 1}, {Years, 2}} },
		"gate of nothing":  func(p *Policy) { p.Important.Gates = []Gate{{0, 1}} },
		"gate beyond":      func(p *Policy) { p.Important.Gates = []Gate{{Alignment, 6}} },
		"gate not number":  func(p *Policy) { p.Important.Gates = []Gate{{Alignment, math.NaN()}} },
		"score":            func(p *Policy) { p.Strategic.Score = 1.5 },
		"scores cross":     func(p *Policy) { p.General.Score = .9 },
		"cap":              func(p *Policy) { p.Strategic.Cap = -1 },
		"service":          func(p *Policy) { p.Strategic.Service = math.Inf(1) },
		"largest service":  func(p *Policy) { p.Strategic.MaxService = -1 },
		"hold":             func(p *Policy) { p.Hold.Score = 1 },
		"patience":         func(p *Policy) { p.Hold.Patience = -1 },
		"too little known": func(p *Policy) { p.MinKnown = 2 },
	} {
		p := workedPolicy()
		change(&p)
		_, err := NewClassifier(p)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, name)
	}
}

func TestClassifyRefuses(t *testing.T) {
	p := workedPolicy()
	p.Criteria[7].Missing = criteria.Refuse
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
		"standing":     {{ID: "a", Potential: k(1), Standing: Standing{Tier: 9}}},
		"misses":       {{ID: "a", Potential: k(1), Standing: Standing{Misses: -1}}},
	} {
		_, err := c.Classify(a)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, name)
	}
	out, err := c.Classify(nil)
	require.NoError(t, err)
	assert.Empty(t, out)
	assert.Panics(t, func() { Account{}.With(0, 1) })
	assert.Equal(t, None, c.Tier(Account{Revenue: k(math.NaN())}))
}

func TestTierAllocatesNothing(t *testing.T) {
	c := classifier(t, workedPolicy())
	a := workedAccounts()[6]
	p := placements(t, workedPolicy())[6]
	reasons := make([]clientele.Reason, 0, 20)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		c.Tier(a)
		reasons = c.AppendReasons(reasons[:0], a, p)
	}))
}

func TestTierNames(t *testing.T) {
	assert.Equal(t, "战略大客户", Strategic.Label(clientele.Chinese))
	assert.Equal(t, "Important key account", Important.Label(clientele.English))
	assert.Equal(t, "资源共享", Sharing.Label(clientele.Chinese))
	var tier Tier
	require.NoError(t, tier.UnmarshalText([]byte("general")))
	assert.Equal(t, General, tier)
	assert.Error(t, tier.UnmarshalText([]byte("gold")))
	day := time.Date(2025, 1, 31, 0, 0, 0, 0, time.UTC)
	assert.Equal(t, time.Date(2025, 7, 31, 0, 0, 0, 0, time.UTC), Important.NextReview(day))
	assert.Equal(t, []int{0, 24, 12, 6, 3}, []int{Tier(0).ReviewMonths(), None.ReviewMonths(), General.ReviewMonths(), Important.ReviewMonths(), Strategic.ReviewMonths()})
}

func FuzzClassify(f *testing.F) {
	f.Add(1e4, 2e3, 3.0, 4.0, 0.5, 100.0, uint8(3), 1)
	f.Add(0.0, -1e15, 500.0, 5.0, 1.0, 1e15, uint8(0), 0)
	f.Fuzz(func(t *testing.T, revenue, profit, years, rating, share, cost float64, standing uint8, misses int) {
		k := clientele.Known
		a := Account{ID: "a", Revenue: k(revenue), Profit: k(profit), Years: k(years), Alignment: k(rating), Dependence: k(share), ServiceCost: k(cost),
			Standing: Standing{Tier(standing), misses}}
		c := classifier(t, workedPolicy())
		ps, err := c.Classify([]Account{a})
		if err != nil {
			return
		}
		require.True(t, tiers.Valid(ps[0].Tier))
		require.NotEmpty(t, c.AppendReasons(nil, a, ps[0]))
		if cf, ok := c.NextUp(a, ps[0]); ok && !ps[0].Held {
			lifted := apply(a, cf)
			if lifted.Check() == nil { // no profit can bear the largest costs
				require.GreaterOrEqual(t, c.Tier(lifted), cf.Tier)
			}
		}
		for k := Revenue; k <= Potential; k++ {
			r := c.WeightRange(a, k)
			require.True(t, r.Lo <= r.Hi)
		}
	})
}
