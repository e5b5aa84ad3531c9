package retention

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAalenJohansenByHand: six customers, worked by hand.
//
//	time   1 active, 2 passive, 3 censored, 4 active, 5 passive, 6 censored
//	S(t−)  1         5/6        4/6         4/6       4/9        2/9
//	F      active 1/6 … 1/6+4/6/3 = 7/18; passive 1/6 … 1/6+4/9/2 = 7/18
func TestAalenJohansenByHand(t *testing.T) {
	s := new(Subjects)
	for i, c := range []Cause{CauseActive, CausePassive, 0, CauseActive, CausePassive, 0} {
		require.NoError(t, s.Add(Subject{Exit: float64(i + 1), Cause: c}))
	}
	inc, err := s.AalenJohansen()
	require.NoError(t, err)
	check.Close(t, 1.0/6, inc.At(2, CauseActive), 1e-15)
	check.Close(t, 1.0/6, inc.At(3, CausePassive), 1e-15)
	check.Close(t, 7.0/18, inc.At(6, CauseActive), 1e-14)
	check.Close(t, 7.0/18, inc.At(6, CausePassive), 1e-14)
	assert.Zero(t, inc.At(6, CauseOther))
	assert.Zero(t, inc.At(0.5, CauseActive))
	assert.True(t, math.IsNaN(inc.At(7, CauseActive)))
	assert.True(t, math.IsNaN(inc.At(-1, CauseActive)))
	assert.Equal(t, clientele.Interval{Lo: 0, Hi: 1, Level: 0.9}, inc.Interval(7, CauseActive, 0.9))
	assert.Equal(t, normal.Wilson(0, 6, 0.9), inc.Interval(0.5, CausePassive, 0.9), "none of six is not none of all")
	assert.Equal(t, normal.Wilson(0, 6, 0.9), inc.Interval(1, CausePassive, 0.9))
	assert.Equal(t, normal.Wilson(0, 5, 0.9), inc.Interval(1.5, CausePassive, 0.9))
	assert.Panics(t, func() { inc.At(1, 0) })
	// The naive curve, passive churn taken for censored, overstates active churn.
	naive, err := collect(t, 1, -2, -3, 4, -5, -6).KaplanMeier()
	require.NoError(t, err)
	assert.Greater(t, 1-naive.At(6), inc.At(6, CauseActive))
}

// directVariance is the formula of Marubini and Valsecchi written as it stands.
func directVariance(inc *Incidence, upto int, k int) float64 {
	f, v, before := inc.Points[upto].Incidence[k], 0.0, 1.0
	for _, p := range inc.Points[:upto+1] {
		n, d, dk := float64(p.AtRisk), float64(p.Lost[0]+p.Lost[1]+p.Lost[2]), float64(p.Lost[k])
		g := f - p.Incidence[k]
		if d < n {
			v += g * g * d / (n * (n - d))
		}
		v += before * before * dk * (n - dk) / (n * n * n)
		v -= 2 * g * before * dk / (n * n)
		before = p.Survival
	}
	return v
}

func randomSubjects(t testing.TB, seed uint64, n int) *Subjects {
	r := rand.New(rand.NewPCG(seed, 80))
	s := new(Subjects)
	for range n {
		x := Subject{Exit: math.Ceil(r.ExpFloat64()*20) / 2, Cause: Cause(r.IntN(4))}
		if r.IntN(4) == 0 {
			x.Entry = x.Exit * r.Float64()
		}
		require.NoError(t, s.Add(x))
	}
	return s
}

func TestAalenJohansenLaws(t *testing.T) {
	for seed := range uint64(20) {
		s := randomSubjects(t, seed, 150)
		inc, err := s.AalenJohansen()
		require.NoError(t, err)
		km, err := s.KaplanMeier()
		require.NoError(t, err)
		last := [numCauses]float64{}
		for i, p := range inc.Points {
			assert.InDelta(t, 1, p.Survival+p.Incidence[0]+p.Incidence[1]+p.Incidence[2], 1e-12)
			assert.Equal(t, km.Points[i].Survival, p.Survival)
			for k := range last {
				assert.GreaterOrEqual(t, p.Incidence[k], last[k])
				assert.InDelta(t, math.Sqrt(math.Max(directVariance(inc, i, k), 0)), p.SE[k], 1e-8)
				iv := inc.Interval(p.Time, Cause(k+1), 0.95)
				assert.True(t, iv.Contains(p.Incidence[k]) && iv.Lo >= 0 && iv.Hi <= 1)
			}
			last = p.Incidence
		}
	}
}

// TestSingleCause: with one cause the incidence is 1 − S and its error Greenwood's.
func TestSingleCause(t *testing.T) {
	s := collect(t, treated...)
	inc, err := s.AalenJohansen()
	require.NoError(t, err)
	km, err := s.KaplanMeier()
	require.NoError(t, err)
	for i, p := range inc.Points {
		assert.InDelta(t, 1-km.Points[i].Survival, p.Incidence[0], 1e-14)
		check.Close(t, km.Points[i].SE, p.SE[0], 1e-12)
	}
}

// TestAalenJohansenCoverage: two exponential causes and random censoring; the
// 95 % interval of the incidence at 1 holds the truth.
func TestAalenJohansenCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(91, 92))
	const active, passive = 0.5, 0.3
	truth := active / (active + passive) * (1 - math.Exp(-(active + passive)))
	hit := 0
	const runs = 2000
	for range runs {
		s := new(Subjects)
		for range 100 {
			a, p, end := r.ExpFloat64()/active, r.ExpFloat64()/passive, 3*r.Float64()
			x := Subject{Exit: math.Min(math.Min(a, p), end)}
			switch x.Exit {
			case a:
				x.Cause = CauseActive
			case p:
				x.Cause = CausePassive
			}
			require.NoError(t, s.Add(x))
		}
		inc, err := s.AalenJohansen()
		require.NoError(t, err)
		if inc.Interval(1, CauseActive, 0.95).Contains(truth) {
			hit++
		}
	}
	assert.InDelta(t, 0.95, float64(hit)/runs, 0.025)
}

func TestCauses(t *testing.T) {
	for _, c := range []Cause{CauseActive, CausePassive, CauseOther} {
		text, err := c.MarshalText()
		require.NoError(t, err)
		var back Cause
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, c, back)
		assert.NotEqual(t, c.Label(clientele.LangEnglish), c.Label(clientele.LangChinese))
	}
	assert.Equal(t, "passive", CausePassive.String())
}

// Must stay below 0.5 s on one core for 1,000,000 subjects.
func BenchmarkKaplanMeier(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	s := new(Subjects)
	for range 1_000_000 {
		x := Subject{Exit: 100 * r.ExpFloat64()}
		if r.IntN(2) == 0 {
			x.Cause = CauseActive
		}
		if err := s.Add(x); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := s.KaplanMeier(); err != nil {
			b.Fatal(err)
		}
	}
}

// Must stay below 1 s on one core for 1,000,000 subjects and three causes.
func BenchmarkAalenJohansen(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	s := new(Subjects)
	for range 1_000_000 {
		if err := s.Add(Subject{Exit: 100 * r.ExpFloat64(), Cause: Cause(r.IntN(4))}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := s.AalenJohansen(); err != nil {
			b.Fatal(err)
		}
	}
}
