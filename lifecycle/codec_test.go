package lifecycle_test

import (
	"encoding"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle"
)

// sameBytes holds two accumulators to the same encoding.
func sameBytes[A encoding.BinaryMarshaler](t *testing.T, want, got A) {
	t.Helper()
	w, err := want.MarshalBinary()
	require.NoError(t, err)
	g, err := got.MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, w, g)
}

type binary interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}

// filled returns every type with a binary form, with something in it, and an
// empty one beside it.
func filled(t testing.TB) map[string][2]binary {
	rules, err := NewRules(nil, nil, nil)
	require.NoError(t, err)
	_, d, err := Trace(rules, scripts[2].events, scripts[2].asOf)
	require.NoError(t, err)
	empty := rules.Detector()
	g, h, m, b, tr := new(Growth), new(Rhythms), new(PatternMix), new(Breakdown), new(Transitions)
	require.NoError(t, g.Add([]ActivePeriod{{1, 10}, {2, 20.5}, {5, 3}}, ChurnActive))
	require.NoError(t, h.Add(cadence(3, 4, 9.5), 2))
	require.NoError(t, m.AddEnded(PatternEarlyExit, 12))
	require.NoError(t, m.AddAlive(PatternProbs{0.1, 0.2, 0.3, 0.4}, -3.5))
	require.NoError(t, b.Add(PatternLongLasting, StageStability, 7, PeriodMoney{1, 2.5, 3, 4}))
	require.NoError(t, tr.Add(-3, 1, 2))
	return map[string][2]binary{
		"detector": {&d, &empty}, "growth": {g, new(Growth)}, "rhythms": {h, new(Rhythms)},
		"mix": {m, new(PatternMix)}, "breakdown": {b, new(Breakdown)}, "transitions": {tr, new(Transitions)},
	}
}

func TestBinaryRoundTrip(t *testing.T) {
	for name, pair := range filled(t) {
		data, err := pair[0].MarshalBinary()
		require.NoError(t, err, name)
		require.NoError(t, pair[1].UnmarshalBinary(data), name)
		again, err := pair[1].MarshalBinary()
		require.NoError(t, err, name)
		assert.Equal(t, data, again, name)
		for cut := range data {
			assert.Error(t, pair[1].UnmarshalBinary(data[:cut]), "%s cut at %d", name, cut)
		}
		assert.Error(t, pair[1].UnmarshalBinary(append(data, 0)), name)
		data[4]++
		assert.Error(t, pair[1].UnmarshalBinary(data), name)
		after, err := pair[1].MarshalBinary()
		require.NoError(t, err, name)
		assert.Equal(t, again, after, name) // unchanged by what failed
	}
}

func FuzzUnmarshalBinary(f *testing.F) {
	for _, pair := range filled(f) {
		data, err := pair[0].MarshalBinary()
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, a := range []binary{new(Detector), new(Growth), new(Rhythms), new(PatternMix), new(Breakdown), new(Transitions)} {
			if a.UnmarshalBinary(data) != nil {
				continue
			}
			again, err := a.MarshalBinary()
			require.NoError(t, err)
			require.NoError(t, a.UnmarshalBinary(again))
			if d, ok := a.(*Detector); ok && d.Stage() != 0 && d.Day() < MaxDay {
				require.NoError(t, d.Advance(d.Day()+1))
				lawful(t, d)
			}
		}
	})
}

func TestGrowthMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 3))
	items := make([][]ActivePeriod, 200)
	for i := range items {
		for period := range 12 {
			if r.IntN(3) > 0 {
				items[i] = append(items[i], ActivePeriod{period, 1 + 100*r.Float64()})
			}
		}
	}
	check.MergeLaws(t, check.Merger[*Growth, []ActivePeriod]{
		New:   func() *Growth { return new(Growth) },
		Add:   func(g *Growth, a []ActivePeriod) { require.NoError(t, g.Add(a, Churn(len(a)%3))) },
		Merge: (*Growth).Merge,
		Equal: sameBytes[*Growth],
		Items: items,
	})
}

func TestRhythmsMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 3))
	items := make([]Cadence, 200)
	for i := range items {
		for range r.IntN(6) {
			require.NoError(t, items[i].Add(30*r.ExpFloat64()+0.1))
		}
	}
	check.MergeLaws(t, check.Merger[*Rhythms, Cadence]{
		New:   func() *Rhythms { return new(Rhythms) },
		Add:   func(g *Rhythms, c Cadence) { require.NoError(t, g.Add(c, float64(c.Gaps))) },
		Merge: (*Rhythms).Merge,
		Equal: sameBytes[*Rhythms],
		Items: items,
	})
}

func TestMixMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 3))
	items := make([]float64, 200)
	for i := range items {
		items[i] = 100 * r.NormFloat64()
	}
	check.MergeLaws(t, check.Merger[*PatternMix, float64]{
		New: func() *PatternMix { return new(PatternMix) },
		Add: func(m *PatternMix, v float64) {
			if v > 0 {
				require.NoError(t, m.AddEnded(Pattern(1+int(v)%4), v))
				return
			}
			p := 1 / (1 - v)
			require.NoError(t, m.AddAlive(PatternProbs{p, 1 - p}, v))
		},
		Merge: (*PatternMix).Merge,
		Equal: sameBytes[*PatternMix],
		Items: items,
	})
}

func TestBreakdownMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 3))
	items := make([]PeriodMoney, 200)
	for i := range items {
		items[i] = PeriodMoney{r.Float64(), 10 * r.Float64(), 3 * r.Float64(), r.NormFloat64()}
	}
	check.MergeLaws(t, check.Merger[*Breakdown, PeriodMoney]{
		New: func() *Breakdown { return new(Breakdown) },
		Add: func(b *Breakdown, m PeriodMoney) {
			n := int(m.Revenue * 100)
			require.NoError(t, b.Add(Pattern(n%5), Stage(1+n%6), n%7, m))
		},
		Merge: (*Breakdown).Merge,
		Equal: sameBytes[*Breakdown],
		Items: items,
	})
}

// cadence returns the cadence of some gaps.
func cadence(gaps ...float64) Cadence {
	var c Cadence
	for _, g := range gaps {
		if err := c.Add(g); err != nil {
			panic(err)
		}
	}
	return c
}

func TestEnums(t *testing.T) {
	for s := StageProspect; s <= StageLost; s++ {
		roundTrip[Stage](t, s, s.Label(clientele.LangChinese))
	}
	for p := PatternEarlyMiscarriage; p <= PatternLongLasting; p++ {
		roundTrip[Pattern](t, p, p.Label(clientele.LangEnglish))
	}
	for c := ChurnActive; c <= ChurnPassive; c++ {
		roundTrip[Churn](t, c, c.Label(clientele.LangChinese))
	}
	assert.Equal(t, "考察期", StageExploration.Label(clientele.LangChinese))
	assert.Equal(t, "形成期", StageFormation.Label(clientele.LangChinese))
	assert.Equal(t, "稳定期", StageStability.Label(clientele.LangChinese))
	assert.Equal(t, "退化期", StageDecline.Label(clientele.LangChinese))
	assert.Equal(t, "提前退出型", PatternEarlyExit.Label(clientele.LangChinese))
	assert.Equal(t, "被动流失", ChurnPassive.Label(clientele.LangChinese))
}

// roundTrip holds an enumeration to its text and label.
func roundTrip[E interface {
	comparable
	encoding.TextMarshaler
}, P interface {
	*E
	encoding.TextUnmarshaler
}](t *testing.T, e E, label string) {
	t.Helper()
	text, err := e.MarshalText()
	require.NoError(t, err)
	var back E
	require.NoError(t, P(&back).UnmarshalText(text))
	assert.Equal(t, e, back)
	assert.NotEmpty(t, label)
	assert.NotEqual(t, string(text), label)
	assert.Error(t, P(&back).UnmarshalText([]byte("nonsense")))
}
