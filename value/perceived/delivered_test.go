package perceived_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/value/perceived"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rate makes a rating; NaN stands for no answer.
func rate(answers ...float64) perceived.OfferRating {
	var r perceived.OfferRating
	for i, v := range answers {
		if !math.IsNaN(v) {
			r[i+1] = clientele.Known(v)
		}
	}
	return r
}

var none = math.NaN()

// random returns a rating on 1 … 10 with some items missing.
func random(r *rand.Rand, missing float64) perceived.OfferRating {
	var out perceived.OfferRating
	for i := perceived.OfferItemProduct; i <= perceived.Items; i++ {
		if r.Float64() >= missing {
			out[i] = clientele.Known(float64(1 + r.IntN(10)))
		}
	}
	return out
}

func TestDeliveredByHand(t *testing.T) {
	policy := perceived.Appraiser{}.Policy()
	policy.Lowest, policy.Highest = clientele.Known(0), clientele.Known(10)
	policy.Weights[perceived.OfferItemProduct] = 2
	p := appraiser(t, policy)
	d := p.Of(ptr(rate(8, 5, 6, none, 4, 2, none, none)))
	// value (2·80 + 50 + 60)/4, cost (40 + 20)/2
	assert.Equal(t, perceived.Delivered{Value: clientele.Known(67.5), Cost: clientele.Known(30), Net: clientele.Known(37.5)}, d)
	policy.CostWeight = 2
	p = appraiser(t, policy)
	assert.Equal(t, clientele.Known(7.5), p.Of(ptr(rate(8, 5, 6, none, 4, 2, none, none))).Net)

	assert.Equal(t, perceived.Delivered{}, p.Of(&perceived.OfferRating{}))
	half := p.Of(ptr(rate(8)))
	assert.Equal(t, clientele.Known(80), half.Value)
	assert.Equal(t, clientele.Measure{}, half.Cost)
	assert.Equal(t, clientele.Measure{}, half.Net)
	assert.True(t, math.IsNaN(p.Of(ptr(rate(11, 1, 1, 1, 1))).Net.Or(0)))
}

func ptr[T any](v T) *T { return &v }

func TestShortfallsAddUp(t *testing.T) {
	policy := perceived.Appraiser{}.Policy()
	policy.CostWeight = 1.5
	policy.Weights[perceived.OfferItemService], policy.Weights[perceived.OfferItemEnergy] = 3, 0.5
	p := appraiser(t, policy)
	r := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		rating := random(r, 0.3)
		net, known := p.Of(&rating).Net.Value()
		if !known {
			continue
		}
		short := p.Shortfalls(&rating)
		sum, most := 0.0, 0.0
		for i := perceived.OfferItemProduct; i <= perceived.Items; i++ {
			v := short[i].Or(0)
			assert.GreaterOrEqual(t, v, 0.0)
			sum += v
			most = math.Max(most, v)
		}
		assert.InDelta(t, 100-net, sum, 1e-9)
		if weakest := p.Weakest(&rating); weakest != 0 {
			assert.Equal(t, most, short[weakest].Or(-1))
		} else {
			assert.Zero(t, most)
		}
	}
	perfect := rate(10, 10, 10, 10, 1, 1, 1, 1)
	assert.Zero(t, p.Weakest(&perfect))
	check.Close(t, 100, p.Of(&perfect).Net.Or(0), 1e-15)
	assert.Equal(t, perceived.OfferItemTime, p.Weakest(ptr(rate(9, 10, none, 9, 2, 9, 1, 1))))
}

func TestCompareAddsUp(t *testing.T) {
	var p perceived.Appraiser
	r := rand.New(rand.NewPCG(2, 2))
	for range 1000 {
		own, a, b := random(r, 0.2), random(r, 0.2), random(r, 0.2)
		c := p.Compare(&own, a, b)
		if c.Rival < 0 {
			continue
		}
		sum := 0.0
		low := 0.0
		for i := perceived.OfferItemProduct; i <= perceived.Items; i++ {
			sum += c.Gaps[i].Or(0)
			low = math.Min(low, c.Gaps[i].Or(0))
		}
		assert.InDelta(t, c.Advantage, sum, 1e-9)
		assert.Equal(t, low, c.Gaps[c.HoldsBack].Or(0))
		// Over the items both were rated on, it is the difference of Net.
		rival := []perceived.OfferRating{a, b}[c.Rival]
		mine, theirs := own, rival
		for i := range mine {
			_, inMine := own[i].Value()
			_, inTheirs := rival[i].Value()
			if !inMine || !inTheirs {
				mine[i], theirs[i] = clientele.Measure{}, clientele.Measure{}
			}
		}
		assert.InDelta(t, p.Of(&mine).Net.Or(0)-p.Of(&theirs).Net.Or(0), c.Advantage, 1e-9)
		// The best rival is the one that leaves us least.
		for _, only := range []perceived.OfferRating{a, b} {
			if one := p.Compare(&own, only); one.Rival == 0 {
				assert.GreaterOrEqual(t, one.Advantage, c.Advantage)
			}
		}
		// Turned round, it is the opposite.
		back := p.Compare(&rival, own)
		assert.InDelta(t, -c.Advantage, back.Advantage, 1e-9)
		assert.Equal(t, 4-c.Standing, back.Standing)
	}
}

func TestStandingAndReasons(t *testing.T) {
	var p perceived.Appraiser
	own := rate(8, 8, 8, 8, 5, 5, 5, 5)
	for _, c := range []struct {
		rival     perceived.OfferRating
		standing  perceived.OfferStanding
		holdsBack perceived.OfferItem
		codes     []string
	}{
		{rate(3, 3, 3, 3, 9, 9, 9, 9), perceived.OfferStandingAhead, 0, []string{perceived.ReasonAhead}},
		{rate(9, 9, 9, 9, 2, 5, 5, 5), perceived.OfferStandingBehind, perceived.OfferItemMoney, []string{perceived.ReasonBehind, perceived.HoldsBackCode(perceived.OfferItemMoney)}},
		{rate(9, 7, 8, 8, 5, 5, 5, 5), perceived.OfferStandingEven, perceived.OfferItemProduct, []string{perceived.ReasonEven, perceived.HoldsBackCode(perceived.OfferItemProduct)}},
		{rate(9), 0, 0, []string{perceived.ReasonNoRival}}, // no cost in common
		{rate(11, 1, 1, 1, 1), 0, 0, []string{perceived.ReasonNoRival}},
	} {
		got := p.Compare(&own, c.rival)
		assert.Equal(t, c.standing, got.Standing)
		assert.Equal(t, c.holdsBack, got.HoldsBack)
		var codes []string
		for _, r := range got.AppendReasons(nil) {
			codes = append(codes, r.Code)
		}
		assert.Equal(t, c.codes, codes)
	}
	alone := p.Compare(&own)
	assert.Equal(t, -1, alone.Rival)
	codes := reason.Codes("perceived.")
	assert.Len(t, codes, 4+perceived.Items)
	for _, c := range codes {
		r := clientele.Reason{Code: c, Value: 7, Limit: 5}
		assert.NotEqual(t, c, r.Text(clientele.LangEnglish))
		assert.NotEqual(t, r.Text(clientele.LangEnglish), r.Text(clientele.LangChinese))
	}
	assert.Empty(t, perceived.HoldsBackCode(0))
	assert.Equal(t, "精神成本", perceived.OfferItemPsychic.Label(clientele.LangChinese))
	assert.Equal(t, "领先", perceived.OfferStandingAhead.Label(clientele.LangChinese))
	data, err := json.Marshal(p.Compare(&own, own))
	require.NoError(t, err)
	var back perceived.OfferComparison
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, p.Compare(&own, own), back)
}

func TestPolicyCheck(t *testing.T) {
	for field, change := range map[string]func(*perceived.OfferPolicy){
		"weight of image": func(p *perceived.OfferPolicy) { p.Weights[perceived.OfferItemImage] = math.NaN() },
		"CostWeight":      func(p *perceived.OfferPolicy) { p.CostWeight = -1 },
		"Lowest, Highest": func(p *perceived.OfferPolicy) { p.Highest = p.Lowest },
		"Even":            func(p *perceived.OfferPolicy) { p.Even = clientele.Known(-1) },
	} {
		p := perceived.Appraiser{}.Policy()
		change(&p)
		var input *clientele.InputError
		require.ErrorAs(t, p.Check(), &input)
		assert.Equal(t, field, input.Field)
		_, err := perceived.NewSurvey(&p)
		assert.ErrorAs(t, err, &input)
	}
}

// A policy with one weight leaves the others of its side out, and the other side alone.
func TestOneWeightIsEnough(t *testing.T) {
	var p perceived.OfferPolicy
	p.Weights[perceived.OfferItemProduct] = 2
	a, err := perceived.NewAppraiser(&p)
	require.NoError(t, err)
	assert.Zero(t, a.Policy().Weights[perceived.OfferItemService])
	assert.Equal(t, 1.0, a.Policy().Weights[perceived.OfferItemTime])
}

func TestNothingIsAllocated(t *testing.T) {
	var p perceived.Appraiser
	r := rand.New(rand.NewPCG(9, 9))
	own, rival := random(r, 0), random(r, 0)
	reasons := make([]clientele.Reason, 0, 8)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		_ = p.Of(&own)
		c := p.Compare(&own, rival)
		reasons = c.AppendReasons(reasons[:0])
	}))
}

func appraiser(t *testing.T, p perceived.OfferPolicy) perceived.Appraiser {
	t.Helper()
	a, err := perceived.NewAppraiser(&p)
	require.NoError(t, err)
	return a
}
