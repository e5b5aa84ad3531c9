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

// collect returns the subjects with the given exits, negative ones censored.
func collect(t testing.TB, exits ...float64) *Subjects {
	s := new(Subjects)
	for _, x := range exits {
		cause := CauseActive
		if x < 0 {
			cause = 0
		}
		require.NoError(t, s.Add(Subject{Exit: math.Abs(x), Cause: cause}))
	}
	return s
}

// The remission times in weeks of Freireich et al. (1963), as printed by Gehan
// (1965); negative: still in remission.
var (
	treated = []float64{6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35}
	placebo = []float64{1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}
)

func TestKaplanMeierPublished(t *testing.T) {
	c, err := collect(t, treated...).KaplanMeier()
	require.NoError(t, err)
	assert.Equal(t, 21, c.N)
	assert.Equal(t, 9, c.Lost)
	// Klein and Moeschberger (2003), table 4.1B.
	for _, row := range []struct{ t, s, se float64 }{
		{6, 0.857, 0.076}, {7, 0.807, 0.087}, {10, 0.753, 0.096}, {13, 0.690, 0.107}, {16, 0.627, 0.114}, {22, 0.538, 0.128}, {23, 0.448, 0.135},
	} {
		p := c.Points[c.last(row.t)]
		assert.InDelta(t, row.s, p.Survival, 5e-4, "S(%v)", row.t)
		assert.InDelta(t, row.se, p.SE, 5.1e-4, "standard error at %v", row.t)
	}
	assert.Equal(t, 23.0, c.Median())
	p, err := collect(t, placebo...).KaplanMeier()
	require.NoError(t, err)
	assert.Equal(t, 8.0, p.Median())

	test, err := LogRank(collect(t, treated...), collect(t, placebo...))
	require.NoError(t, err)
	assert.InDelta(t, 16.79, test.ChiSquare, 0.005)
	assert.InDelta(t, 19.25, test.Expected[0], 0.005)
	assert.InDelta(t, 10.75, test.Expected[1], 0.005)
}

type lungCurve struct {
	Time     []float64 `json:"time"`
	NRisk    []int     `json:"n_risk"`
	NEvent   []int     `json:"n_event"`
	NCensor  []int     `json:"n_censor"`
	Survival []float64 `json:"survival"`
	SE       []float64 `json:"std_err_greenwood"`
	Lower    []float64 `json:"lower95_log"`
	Upper    []float64 `json:"upper95_log"`
}

type lungLimits struct {
	Lower []check.Float `json:"lower"`
	Upper []check.Float `json:"upper"`
}

type lungTest struct {
	Observed []float64   `json:"observed"`
	Expected []float64   `json:"expected"`
	Variance [][]float64 `json:"variance"`
	ChiSq    float64     `json:"chisq"`
	P        float64     `json:"p_value"`
}

type lung struct {
	Data struct {
		Time   []float64 `json:"time"`
		Status []int     `json:"status"`
		Sex    []int     `json:"sex"`
	} `json:"data"`
	Overall lungCurve  `json:"overall"`
	Sex1    lungCurve  `json:"sex1"`
	Sex2    lungCurve  `json:"sex2"`
	LogLog  lungLimits `json:"overall_loglog_ci"`
	Plain   lungLimits `json:"overall_plain_ci"`
	Summary map[string]struct {
		RMean  float64 `json:"rmean"`
		SE     float64 `json:"se(rmean)"`
		Median float64 `json:"median"`
		Lower  float64 `json:"0.95LCL"`
		Upper  float64 `json:"0.95UCL"`
	} `json:"summary_table"`
	NelsonAalen struct {
		Hazard []float64 `json:"cumhaz"`
		SE     []float64 `json:"std_chaz"`
	} `json:"nelson_aalen"`
	LogRank lungTest `json:"logrank"`
	Peto    lungTest `json:"peto_peto_rho1"`
}

// TestLung compares with R's survival package 3.5-3 to 1e-10.
func TestLung(t *testing.T) {
	ref := check.JSON[lung](t, check.Shared(t, "reference", "survival.json"))
	all, bySex := new(Subjects), [2]*Subjects{new(Subjects), new(Subjects)}
	for i, time := range ref.Data.Time {
		x := Subject{Exit: time}
		if ref.Data.Status[i] == 2 {
			x.Cause = CauseActive
		}
		require.NoError(t, all.Add(x))
		require.NoError(t, bySex[ref.Data.Sex[i]-1].Add(x))
	}
	const tol = 1e-10
	curves := map[string]*SurvivalCurve{}
	for name, side := range map[string]struct {
		s    *Subjects
		want lungCurve
	}{"overall": {all, ref.Overall}, "sex1": {bySex[0], ref.Sex1}, "sex2": {bySex[1], ref.Sex2}} {
		c, err := side.s.KaplanMeier()
		require.NoError(t, err)
		curves[name] = c
		require.Len(t, c.Points, len(side.want.Time), name)
		for i, p := range c.Points {
			assert.Equal(t, [4]int{int(side.want.Time[i]), side.want.NRisk[i], side.want.NEvent[i], side.want.NCensor[i]},
				[4]int{int(p.Time), p.AtRisk, p.Lost, p.Censored}, name)
			check.Close(t, side.want.Survival[i], p.Survival, tol, name, "S", p.Time)
			check.Close(t, side.want.SE[i], p.SE, tol, name, "SE", p.Time)
			iv := c.Interval(p.Time, LimitsLog, 0.95)
			check.Close(t, side.want.Lower[i], iv.Lo, tol, name, "lower", p.Time)
			check.Close(t, side.want.Upper[i], iv.Hi, tol, name, "upper", p.Time)
		}
		sum := ref.Summary[name]
		assert.Equal(t, sum.Median, c.Median(), name)
		iv := c.QuantileInterval(0.5, LimitsLog, 0.95)
		assert.Equal(t, sum.Lower, iv.Lo, name)
		assert.Equal(t, sum.Upper, iv.Hi, name)
		mean, se := c.RestrictedMean(ref.Overall.Time[len(ref.Overall.Time)-1])
		if name == "overall" {
			check.Close(t, sum.RMean, mean, tol, name)
			check.Close(t, sum.SE, se, tol, name)
		}
	}
	c := curves["overall"]
	for i, p := range c.Points {
		iv := c.Interval(p.Time, LimitsLogLog, 0.95)
		check.Close(t, float64(ref.LogLog.Lower[i]), iv.Lo, tol, "log-log lower", p.Time)
		check.Close(t, float64(ref.LogLog.Upper[i]), iv.Hi, tol, "log-log upper", p.Time)
		iv = c.Interval(p.Time, LimitsPlain, 0.95)
		check.Close(t, float64(ref.Plain.Lower[i]), iv.Lo, tol, "plain lower", p.Time)
		check.Close(t, float64(ref.Plain.Upper[i]), iv.Hi, tol, "plain upper", p.Time)
		check.Close(t, ref.NelsonAalen.Hazard[i], p.CumHazard, tol, "cumulative hazard", p.Time)
		check.Close(t, ref.NelsonAalen.SE[i], p.CumHazardSE, tol, "its error", p.Time)
	}

	for _, side := range []struct {
		want lungTest
		run  func(...*Subjects) (*LogRankTest, error)
	}{{ref.LogRank, LogRank}, {ref.Peto, PetoPeto}} {
		got, err := side.run(bySex[0], bySex[1])
		require.NoError(t, err)
		check.Close(t, side.want.ChiSq, got.ChiSquare, tol)
		check.Close(t, side.want.P, got.P, tol)
		for i := range side.want.Observed {
			check.Close(t, side.want.Observed[i], got.Observed[i], tol)
			check.Close(t, side.want.Expected[i], got.Expected[i], tol)
			if side.want.Variance != nil {
				check.Close(t, side.want.Variance[i][0], got.Variance[i][0], tol)
			}
		}
	}
}

// TestDelayedEntry: with delayed entry the curve is that of the intervals cut
// at any point: a subject watched in (0, 10] is two, in (0, 4] and (4, 10].
func TestDelayedEntry(t *testing.T) {
	whole, cut := collect(t, treated...), new(Subjects)
	for _, x := range treated {
		y := Subject{Exit: math.Abs(x)}
		if x > 0 {
			y.Cause = CauseActive
		}
		if y.Exit > 8.5 {
			require.NoError(t, cut.Add(Subject{Exit: 8.5}))
			y.Entry = 8.5
		}
		require.NoError(t, cut.Add(y))
	}
	a, err := whole.KaplanMeier()
	require.NoError(t, err)
	b, err := cut.KaplanMeier()
	require.NoError(t, err)
	for _, p := range a.Points {
		q := b.Points[b.last(p.Time)]
		assert.Equal(t, [2]int{p.AtRisk, p.Lost}, [2]int{q.AtRisk, q.Lost}, "%v", p.Time)
		assert.Equal(t, p.Survival, q.Survival)
		assert.Equal(t, p.SE, q.SE)
	}
	assert.Empty(t, b.Warnings)

	// A subject who enters at a time is not at risk then.
	s := collect(t, 5, 7, -9)
	require.NoError(t, s.Add(Subject{Entry: 5, Exit: 8, Cause: CausePassive}))
	c, err := s.KaplanMeier()
	require.NoError(t, err)
	assert.Equal(t, 3, c.Points[0].AtRisk)
	assert.Equal(t, 3, c.Points[1].AtRisk)

	// A risk set that empties before others enter is said.
	s = new(Subjects)
	require.NoError(t, s.Add(Subject{Exit: 1, Cause: CauseActive}))
	require.NoError(t, s.Add(Subject{Entry: 2, Exit: 3, Cause: CauseActive}))
	c, err = s.KaplanMeier()
	require.NoError(t, err)
	require.Len(t, c.Warnings, 1)
	assert.Equal(t, WarnRiskSet, c.Warnings[0].Code)
	assert.Zero(t, c.Points[1].Survival)
	inc, err := s.AalenJohansen()
	require.NoError(t, err)
	assert.Equal(t, c.Warnings, inc.Warnings)
}

func TestCurveSpecialCases(t *testing.T) {
	c, err := collect(t, 2, 4, -5).KaplanMeier()
	require.NoError(t, err)
	assert.Equal(t, 1.0, c.At(0))
	assert.Equal(t, 1.0, c.At(1.9))
	assert.InDelta(t, 2.0/3, c.At(2), 1e-15)
	assert.InDelta(t, 1.0/3, c.At(5), 1e-15)
	for _, v := range []float64{c.At(-1), c.At(math.NaN()), c.At(5.1), c.Quantile(0.9)} {
		assert.True(t, math.IsNaN(v))
	}
	check.Close(t, normal.Wilson(3, 3, 0.9).Lo, c.Interval(1, 0, 0.9).Lo, 1e-14)
	assert.Equal(t, clientele.Interval{Lo: 0, Hi: 1, Level: 0.9}, c.Interval(6, 0, 0.9))
	assert.True(t, math.IsInf(c.QuantileInterval(0.5, 0, 0.95).Hi, 1))
	gone, err := collect(t, 1, 2).KaplanMeier()
	require.NoError(t, err)
	assert.Zero(t, gone.At(100))
	assert.Equal(t, 1.5, gone.Median(), "the middle of the flat stretch at one half")
	last := gone.Interval(2, LimitsPlain, 0.9)
	assert.Zero(t, last.Lo)
	check.Close(t, gone.Interval(1, LimitsPlain, 0.9).Hi*normal.Wilson(0, 1, 0.9).Hi, last.Hi, 1e-14)
	mean, _ := gone.RestrictedMean(2)
	assert.InDelta(t, 1.5, mean, 1e-15)
	mean, _ = gone.RestrictedMean(-1)
	assert.True(t, math.IsNaN(mean))
	_, err = new(Subjects).KaplanMeier()
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = new(Subjects).AalenJohansen()
	assert.ErrorIs(t, err, clientele.ErrNoData)
	assert.Panics(t, func() { c.Quantile(1) })
	assert.Panics(t, func() { c.Interval(1, LimitsLog, 1) })
	for _, l := range []Limits{LimitsLogLog, LimitsLog, LimitsPlain} {
		text, err := l.MarshalText()
		require.NoError(t, err)
		var back Limits
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, l, back)
		assert.NotEmpty(t, l.Label(clientele.LangChinese))
	}
}

func TestSubjectsRefuse(t *testing.T) {
	var s Subjects
	var in *clientele.InputError
	nan, inf := math.NaN(), math.Inf(1)
	for _, x := range []Subject{{Exit: -1}, {Exit: nan}, {Exit: inf}, {Entry: -1, Exit: 2}, {Entry: 2, Exit: 2}, {Entry: 3, Exit: 2}, {Entry: nan, Exit: 2}, {Exit: 2, Cause: 4}} {
		assert.ErrorAs(t, s.Add(x), &in, "%+v", x)
	}
	assert.Zero(t, s.Len())
	_, err := LogRank(collect(t, 1))
	assert.ErrorAs(t, err, &in)
	_, err = LogRank(collect(t, 1), nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = LogRank(collect(t, -1), collect(t, -2))
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
}

// TestLogRankMany: three groups at once, and its invariance to their order.
func TestLogRankMany(t *testing.T) {
	a, b, c := collect(t, treated...), collect(t, placebo...), collect(t, 3, 9, -12, 14, 20)
	x, err := LogRank(a, b, c)
	require.NoError(t, err)
	y, err := LogRank(c, a, b)
	require.NoError(t, err)
	assert.Equal(t, 2, x.DF)
	check.Close(t, x.ChiSquare, y.ChiSquare, 1e-12)
	sum := 0.0
	for i := range x.Observed {
		sum += x.Observed[i] - x.Expected[i]
	}
	assert.InDelta(t, 0, sum, 1e-12)
	// Groups that are copies do not differ.
	z, err := LogRank(a, a, a)
	require.NoError(t, err)
	assert.InDelta(t, 0, z.ChiSquare, 1e-20)
	assert.InDelta(t, 1, z.P, 1e-12)
	// With delayed entry splitting a group at a time changes nothing.
	cut := new(Subjects)
	for _, v := range placebo {
		if v > 4.5 {
			require.NoError(t, cut.Add(Subject{Exit: 4.5}))
			require.NoError(t, cut.Add(Subject{Entry: 4.5, Exit: v, Cause: CauseActive}))
		} else {
			require.NoError(t, cut.Add(Subject{Exit: v, Cause: CauseActive}))
		}
	}
	w, err := LogRank(a, cut)
	require.NoError(t, err)
	assert.InDelta(t, 16.79, w.ChiSquare, 0.005)
}

// TestLogRankLevel: between equal groups the test rejects at its level.
func TestLogRankLevel(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	rejected := 0
	const runs = 2000
	for range runs {
		var g [2]Subjects
		for i := range 80 {
			life, end := r.ExpFloat64(), 2*r.Float64()
			x := Subject{Exit: math.Min(life, end)}
			if life <= end {
				x.Cause = CauseActive
			}
			require.NoError(t, g[i%2].Add(x))
		}
		test, err := LogRank(&g[0], &g[1])
		require.NoError(t, err)
		if test.P < 0.05 {
			rejected++
		}
	}
	assert.InDelta(t, 0.05, float64(rejected)/runs, 0.03)
}

func TestSubjectsMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(71, 72))
	items := make([]Subject, 200)
	for i := range items {
		items[i] = Subject{Exit: 1 + float64(r.IntN(20)), Cause: Cause(r.IntN(4))}
		if r.IntN(3) == 0 {
			items[i].Entry = items[i].Exit * r.Float64()
		}
	}
	bytes := func(s *Subjects) []byte {
		data, err := s.MarshalBinary()
		require.NoError(t, err)
		return data
	}
	check.MergeLaws(t, check.Merger[*Subjects, Subject]{
		New: func() *Subjects { return new(Subjects) }, Add: func(s *Subjects, x Subject) { require.NoError(t, s.Add(x)) },
		Merge: (*Subjects).Merge, Items: items,
		Equal: func(t *testing.T, want, got *Subjects) {
			require.Equal(t, want.Len(), got.Len())
			assert.Equal(t, bytes(want), bytes(got))
			if want.Len() > 0 {
				a, err := want.AalenJohansen()
				require.NoError(t, err)
				b, err := got.AalenJohansen()
				require.NoError(t, err)
				assert.Equal(t, a, b)
			}
		},
	})
	s := new(Subjects)
	for _, x := range items {
		require.NoError(t, s.Add(x))
	}
	data := bytes(s)
	var back Subjects
	require.NoError(t, back.UnmarshalBinary(data))
	assert.Equal(t, data, bytes(&back))
	assert.Error(t, back.UnmarshalBinary(data[:len(data)-3]))
	assert.Equal(t, data, bytes(&back), "unchanged on error")
}

func FuzzSubjectsBinary(f *testing.F) {
	var s Subjects
	_ = s.Add(Subject{Entry: 1, Exit: 2, Cause: CausePassive})
	_ = s.Add(Subject{Exit: 3})
	seed, _ := s.MarshalBinary()
	f.Add(seed)
	f.Fuzz(func(t *testing.T, data []byte) {
		var s Subjects
		if s.UnmarshalBinary(data) != nil || s.Len() == 0 {
			return
		}
		c, err := s.KaplanMeier()
		require.NoError(t, err)
		for _, p := range c.Points {
			require.True(t, p.Survival >= 0 && p.Survival <= 1 && p.AtRisk >= p.Lost+p.Censored, "%+v", p)
		}
	})
}

// Tenures that differ by rounding alone are one time, as in R's survival with
// timefix: survfit(Surv(c(.1+.2, .3, 1), c(1, 1, 1))) has one step of two losses.
func TestNearEqualTimes(t *testing.T) {
	a, b := 0.1, 0.2
	var s, exact Subjects
	for _, x := range []Subject{{Exit: a + b, Cause: 1}, {Exit: 0.3, Cause: 2}, {Exit: 1, Cause: 1}, {Entry: a + b, Exit: 1}} {
		require.NoError(t, s.Add(x))
		if x.Exit == a+b {
			x.Exit = 0.3
		}
		if x.Entry == a+b {
			x.Entry = 0.3
		}
		require.NoError(t, exact.Add(x))
	}
	got, err := s.KaplanMeier()
	require.NoError(t, err)
	want, err := exact.KaplanMeier()
	require.NoError(t, err)
	assert.Equal(t, want, got)
	require.Len(t, got.Points, 2)
	assert.Equal(t, [2]int{3, 2}, [2]int{got.Points[0].AtRisk, got.Points[0].Lost})
	assert.InDelta(t, 1.0/3, got.Points[0].Survival, 1e-15)
	incidence, err := s.AalenJohansen()
	require.NoError(t, err)
	assert.Len(t, incidence.Points, 2)

	var x, y Subjects
	for i := range 20 {
		k := float64(i%4 + 1)
		require.NoError(t, x.Add(Subject{Exit: 3 * k * 0.1, Cause: 1}))
		require.NoError(t, y.Add(Subject{Exit: k * 0.3, Cause: 1}))
	}
	test, err := LogRank(&x, &y)
	require.NoError(t, err)
	assert.InDelta(t, 0, test.ChiSquare, 1e-12)

	var apart Subjects // by more than a hair: two times
	require.NoError(t, apart.Add(Subject{Exit: 1, Cause: 1}))
	require.NoError(t, apart.Add(Subject{Exit: 1 + 1e-7, Cause: 1}))
	curve, err := apart.KaplanMeier()
	require.NoError(t, err)
	assert.Len(t, curve.Points, 2)
}
