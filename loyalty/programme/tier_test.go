package programme

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTiers(t *testing.T) {
	p, err := NewMemberTiers(nil)
	require.NoError(t, err)
	for _, c := range []struct {
		current int
		points  int64
		next    int
		code    string
	}{
		{0, 0, 0, ReasonTierBase}, {0, 24_999, 0, ReasonTierBase}, {0, 25_000, 1, ReasonTierRaised}, {0, 120_000, 3, ReasonTierRaised},
		{1, 20_000, 1, ReasonTierKept}, {1, 19_999, 0, ReasonTierLowered},
		{3, 80_000, 3, ReasonTierKept}, {3, 79_999, 2, ReasonTierLowered}, {3, 0, 2, ReasonTierSoft}, {2, 20_000, 1, ReasonTierLowered}, {2, 5, 1, ReasonTierSoft},
		{-4, 0, 0, ReasonTierBase}, {9, 0, 2, ReasonTierSoft},
	} {
		review := p.Review(c.current, c.points)
		assert.Equal(t, c.next, review.Tier, "%+v", c)
		why := review.AppendReasons(nil)
		require.Len(t, why, 1)
		assert.Equal(t, c.code, why[0].Code, "%+v", c)
		assert.NotEqual(t, why[0].Text(clientele.LangEnglish), why[0].Text(clientele.LangChinese))
	}
	hard, err := NewMemberTiers(&MemberTierPolicy{Fall: 3})
	require.NoError(t, err)
	assert.Equal(t, 0, hard.Review(3, 0).Tier)
	assert.Equal(t, 5000.0, p.Missing(0, 20_000))
	assert.Zero(t, p.Missing(3, 0))
	assert.Zero(t, p.Missing(0, 99_000))
	assert.True(t, math.IsNaN(p.Missing(4, 0)))
	one, err := NewMemberTiers(&MemberTierPolicy{Tiers: []MemberTier{{Name: "all"}}})
	require.NoError(t, err)
	assert.Equal(t, ReasonTierKept, one.Review(0, 5).Because.Code)

	var in *clientele.InputError
	for _, bad := range []MemberTierPolicy{
		{Tiers: []MemberTier{{"a", 1, 0}}}, {Tiers: []MemberTier{{Name: "a"}, {"b", 0, 0}}}, {Tiers: []MemberTier{{Name: "a"}, {"b", 5, 6}}},
		{Tiers: []MemberTier{{Name: "a"}, {"b", 5, 5}, {"c", 9, 4}}}, {Tiers: []MemberTier{{Name: "a"}}, Fall: -1},
	} {
		assert.ErrorAs(t, bad.Check(), &in, "%+v", bad)
	}
	why := make([]clientele.Reason, 0, 1)
	assert.Zero(t, testing.AllocsPerRun(100, func() { p.Review(2, 100).AppendReasons(why) }))
	assert.Len(t, reason.Codes("programme."), 14)
}

func TestCompareByHand(t *testing.T) {
	var a, b TrialArm
	for _, v := range []float64{10, 12, 14} {
		require.NoError(t, a.Add(0, v))
	}
	for _, v := range []float64{7, 8, 9, 8} {
		require.NoError(t, b.Add(0, v))
	}
	u, err := Compare(&a, &b, 3, 0.95)
	require.NoError(t, err)
	check.Close(t, 4, u.PerMember, 1e-15)
	check.Close(t, math.Sqrt(4.0/3+2.0/3/4), u.SE, 1e-14) // Welch
	check.Close(t, 12, u.Total, 1e-15)
	check.Close(t, 1.0/3, u.Return, 1e-14)
	check.Close(t, (u.Interval.Hi-3)/3, u.ReturnInterval.Hi, 1e-14)
	assert.Zero(t, u.Explained)

	free, err := Compare(&a, &b, 0, 0.95)
	require.NoError(t, err)
	assert.True(t, math.IsNaN(free.Return))
	var in *clientele.InputError
	_, err = Compare(&a, new(TrialArm), 1, 0.9)
	assert.ErrorAs(t, err, &in)
	_, err = Compare(nil, &b, 1, 0.9)
	assert.ErrorAs(t, err, &in)
	_, err = Compare(&a, &b, math.NaN(), 0.9)
	assert.ErrorAs(t, err, &in)
	assert.ErrorAs(t, a.Add(math.Inf(1), 0), &in)
	assert.Equal(t, 3, a.Len())
	var flat, low TrialArm
	for range 3 {
		require.NoError(t, flat.Add(1, 2))
		require.NoError(t, low.Add(1, 1))
	}
	sure, err := Compare(&flat, &low, 1, 0.9)
	require.NoError(t, err)
	assert.True(t, math.IsNaN(sure.P), "six customers without spread are no certainty")
	assert.Equal(t, clientele.Interval{Lo: math.Inf(-1), Hi: math.Inf(1), Level: 0.9}, sure.Interval)
}

// TestCompareCoverage: the interval holds the true uplift, and the period
// before makes it narrower.
func TestCompareCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(171, 172))
	hit, narrower := 0, 0
	const runs = 2000
	for range runs {
		var arms, plain [2]TrialArm
		for i := range 120 {
			before := math.Exp(r.NormFloat64())
			during := 0.8*before + math.Exp(0.5*r.NormFloat64()) + 0.4*float64(i%2)
			require.NoError(t, arms[i%2].Add(before, during))
			require.NoError(t, plain[i%2].Add(0, during))
		}
		u, err := Compare(&arms[1], &arms[0], 0.2, 0.95)
		require.NoError(t, err)
		v, err := Compare(&plain[1], &plain[0], 0.2, 0.95)
		require.NoError(t, err)
		if u.Interval.Contains(0.4) {
			hit++
		}
		if u.SE < v.SE {
			narrower++
		}
	}
	assert.InDelta(t, 0.95, float64(hit)/runs, 0.024+0.01)
	assert.Equal(t, runs, narrower)
}

func TestGroupMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(181, 182))
	items := make([][2]float64, 150)
	for i := range items {
		items[i] = [2]float64{r.NormFloat64() * 1e6, r.NormFloat64()}
	}
	other := new(TrialArm)
	for _, v := range []float64{1, 2, 4} {
		require.NoError(t, other.Add(v, v))
	}
	equal := func(t *testing.T, want, got *TrialArm) {
		require.Equal(t, want.Len(), got.Len())
		if want.Len() > 2 {
			a, err := Compare(want, other, 1, 0.9)
			require.NoError(t, err)
			b, err := Compare(got, other, 1, 0.9)
			require.NoError(t, err)
			assert.Equal(t, a, b)
		}
	}
	check.MergeLaws(t, check.Merger[*TrialArm, [2]float64]{
		New: func() *TrialArm { return new(TrialArm) }, Add: func(g *TrialArm, p [2]float64) { require.NoError(t, g.Add(p[0], p[1])) },
		Merge: (*TrialArm).Merge, Equal: equal, Items: items,
	})
	g := new(TrialArm)
	for _, p := range items {
		require.NoError(t, g.Add(p[0], p[1]))
	}
	data, err := g.MarshalBinary()
	require.NoError(t, err)
	var back TrialArm
	require.NoError(t, back.UnmarshalBinary(data))
	equal(t, g, &back)
	assert.Error(t, back.UnmarshalBinary(data[:9]))
	equal(t, g, &back)
}
