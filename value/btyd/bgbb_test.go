package btyd

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/bernoulli"
	"github.com/clientele-go/clientele/value/btyd/internal/negbin"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var donors = BGBB{1.204, 0.75, 0.657, 2.783}

type discreteTruth struct {
	Params    []float64
	X, Tx, N  int
	NStar     int         `json:"n_star"`
	D         float64     `json:"d"`
	LL        check.Float `json:"ll"`
	LogAlive  check.Float `json:"log_palive_n"`
	LogAlive1 check.Float `json:"log_palive_n1"`
	CET       check.Float `json:"cet"`
	DERT      check.Float `json:"dert"`
	CET10     check.Float `json:"cet_n10"`
}

func compareDiscrete(t *testing.T, m BGBB, row discreteTruth) {
	t.Helper()
	h := DiscreteHistory{row.X, row.Tx, row.N}
	near := func(name string, want check.Float, got float64) {
		t.Helper()
		if w := float64(want); math.Abs(w) >= 1e-290 || math.Abs(got) >= 1e-290 {
			check.Close(t, w, got, 1e-9, name, m, h, "t", row.NStar, "d", row.D)
		}
	}
	near("log-likelihood", row.LL, m.LogProb(h))
	near("P(alive)", check.Float(math.Exp(float64(row.LogAlive))), m.ProbAlive(h))
	near("P(alive at the next)", check.Float(math.Exp(float64(row.LogAlive1))), m.ProbAliveAt(h, 1))
	near("expected purchases", row.CET, m.ExpectedPurchases(h, row.NStar))
	near("discounted purchases", row.DERT, m.DiscountedPurchases(h, math.Log1p(row.D)))
}

// Parameters from 0.01 to 1e4, up to 5,000 opportunities.
func TestBGBBTruthExtreme(t *testing.T) {
	table := check.JSON[struct{ Rows []discreteTruth }](t, "testdata/truth_bgbb.json")
	require.Len(t, table.Rows, 100)
	for _, row := range table.Rows {
		compareDiscrete(t, BGBB{}.WithParams(row.Params), row)
	}
}

// All rows of the donation data, and the expectations and distributions of new donors.
func TestBGBBTruthDonations(t *testing.T) {
	truth := check.JSON[struct {
		Sample struct {
			NStar int     `json:"n_star"`
			D     float64 `json:"d"`
			Rows  []discreteTruth
		}
	}](t, check.Shared(t, "reference", "truth_bgbb.json")).Sample
	require.Len(t, truth.Rows, 22)
	for _, row := range truth.Rows {
		row.NStar, row.D = truth.NStar, truth.D
		compareDiscrete(t, donors, row)
		check.Close(t, float64(row.CET10), donors.ExpectedPurchases(DiscreteHistory{row.X, row.Tx, row.N}, 10), 1e-12)
	}
	fresh := check.JSON[struct {
		Unconditional struct {
			T           []int
			Expectation struct{ Mpmath []check.Float }
			PMF         map[string]struct{ Mpmath []check.Float }
		}
	}](t, check.Shared(t, "reference", "bgbb.json")).Unconditional
	require.Len(t, fresh.T, 12)
	for i, n := range fresh.T {
		check.Close(t, float64(fresh.Expectation.Mpmath[i]), donors.Mean(n), 1e-13)
	}
	require.Len(t, fresh.PMF, 2)
	for n, p := range fresh.PMF {
		end, err := strconv.Atoi(n)
		require.NoError(t, err)
		require.Len(t, p.Mpmath, end+1)
		for k, want := range p.Mpmath {
			check.Close(t, float64(want), donors.Prob(k, end), 1e-12, n, k)
		}
	}
}

func TestBGBBCheckValues(t *testing.T) {
	table := check.JSON[struct{ Checks []checkValue }](t, "testdata/models_check.json")
	seen := 0
	for _, c := range table.Checks {
		number := func(name string) float64 { x, _ := c.Inputs[name].(float64); return x }
		m := BGBB{number("alpha"), number("beta"), number("gamma"), number("delta")}
		if c.Model != "BG/BB" || m.Alpha == 0 {
			continue
		}
		h := DiscreteHistory{int(number("x")), int(number("tx")), int(number("n"))}
		var got []float64
		switch c.Quantity {
		case "loglik_individual":
			got = []float64{m.LogProb(h)}
		case "P(alive at n)":
			got = []float64{m.ProbAlive(h)}
		case "P(alive at n+1)":
			got = []float64{m.ProbAliveAt(h, 1)}
		case "CET(5 opportunities)":
			got = []float64{m.ExpectedPurchases(h, 5)}
		case "DERT(d=0.1 per opportunity)":
			got = []float64{m.DiscountedPurchases(h, math.Log(1.1))}
		case "conditional PMF next 5 =0,1,5":
			got = []float64{m.ProbPurchases(h, 5, 0), m.ProbPurchases(h, 5, 1), m.ProbPurchases(h, 5, 5)}
		case "grad_logparams(alpha,beta,gamma,delta)":
			got = discreteDerivatives(t, m, h).Grad
			for i, p := range m.Params() {
				got[i] *= p.Value
			}
		case "E[X(6)]":
			got = []float64{m.Mean(6)}
		case "Var[X(6)]":
			got = []float64{m.Var(6)}
		case "PMF X(6)=0..6":
			for k := range 7 {
				got = append(got, m.Prob(k, 6))
			}
		default:
			t.Errorf("unknown quantity %s", c.Quantity)
		}
		seen++
		want := c.numbers(t)
		require.Len(t, got, len(want))
		for i := range want {
			check.Close(t, want[i], got[i], 1e-12, c.Quantity, h, i)
		}
	}
	assert.Equal(t, 31, seen)
}

// discreteDerivatives returns what a fit sees of one customer, natural scale.
func discreteDerivatives(t *testing.T, m BGBB, h DiscreteHistory) mle.Derivatives {
	t.Helper()
	var p DiscretePanel
	require.NoError(t, p.Add(h))
	tab := table.New(&p.timed)
	return mle.At(m.core().Rows(tab, bernoulli.NewOpportunities(tab)), 1, 4)
}

// Gradient and Hessian are the differences of the likelihood.
func TestBGBBDerivatives(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	for range 60 {
		var v []float64
		for range 4 {
			v = append(v, math.Exp(4*r.Float64()-2))
		}
		m := BGBB{}.WithParams(v)
		h := m.Rand(r, 1+r.IntN(80))
		d := discreteDerivatives(t, m, h)
		check.Close(t, m.LogProb(h), d.LogLik, 1e-10, m, h)
		const step = 1e-5
		at := func(i int, c float64) (float64, []float64) {
			w := append([]float64(nil), v...)
			w[i] *= 1 + c
			n := BGBB{}.WithParams(w)
			return n.LogProb(h), discreteDerivatives(t, n, h).Grad
		}
		for i := range v {
			up, gradUp := at(i, step)
			down, gradDown := at(i, -step)
			assert.InDelta(t, (up-down)/(2*step*v[i]), d.Grad[i], 1e-6*(1+math.Abs(d.Grad[i])), "%v %v %d", m, h, i)
			for j := range v {
				want := (gradUp[j] - gradDown[j]) / (2 * step * v[i])
				assert.InDelta(t, want, d.Hess[i][j], 1e-6*(1+math.Abs(want)), "%v %v %d %d", m, h, i, j)
			}
		}
	}
}

// A customer long silent after many purchases: terms beyond what a float holds.
func TestBGBBDerivativesHeavy(t *testing.T) {
	m, h := BGBB{2, 3, 0.5, 200}, DiscreteHistory{1000, 1500, 9000}
	d := discreteDerivatives(t, m, h)
	check.Close(t, m.LogProb(h), d.LogLik, 1e-11)
	n := m
	n.Delta += 1e-3
	check.Close(t, (n.LogProb(h)-m.LogProb(h))/1e-3, d.Grad[3], 1e-4)
}

// every calls f with every possible history of n opportunities and the number
// of patterns of purchases behind it.
func every(n int, f func(h DiscreteHistory, patterns float64)) {
	f(DiscreteHistory{Age: n}, 1)
	for last := 1; last <= n; last++ {
		patterns := 1.0 // of x−1 purchases before the last one
		for x := 1; x <= last; x++ {
			f(DiscreteHistory{x, last, n}, patterns)
			patterns *= float64(last-x) / float64(x)
		}
	}
}

// The likelihood is a distribution over patterns of purchases; its moments are
// those of the model, and the posteriors average to the priors: exactly, not by
// simulation.
func TestBGBBAddsUp(t *testing.T) {
	for _, m := range []BGBB{donors, {0.3, 5, 2, 9}, {20, 30, 0.1, 0.2}} {
		const n, ahead = 12, 7
		var total, rate, dropout, alive, mean, later float64
		counts := make([]float64, n+1)
		every(n, func(h DiscreteHistory, patterns float64) {
			p := patterns * math.Exp(m.LogProb(h))
			total += p
			rate += p * m.ExpectedRate(h)
			dropout += p * m.ExpectedDropout(h)
			alive += p * m.ProbAlive(h)
			mean += p * float64(h.Repeats)
			later += p * m.ExpectedPurchases(h, ahead)
			counts[h.Repeats] += p
		})
		check.Close(t, 1, total, 1e-13)
		check.Close(t, m.Alpha/(m.Alpha+m.Beta), rate, 1e-13)
		check.Close(t, m.Gamma/(m.Gamma+m.Delta), dropout, 1e-13)
		check.Close(t, m.Survival(n), alive, 1e-13)
		check.Close(t, m.Mean(n), mean, 1e-13)
		check.Close(t, m.Mean(n+ahead)-m.Mean(n), later, 1e-12)
		square := 0.0
		for k, p := range counts {
			check.Close(t, p, m.Prob(k, n), 1e-12, k)
			square += float64(k*k) * p
		}
		check.Close(t, m.Var(n), square-mean*mean, 1e-11)
	}
}

func TestBGBBConditionalDistribution(t *testing.T) {
	for _, h := range []DiscreteHistory{{}, {0, 0, 6}, {3, 5, 6}, {6, 6, 6}, {40, 180, 300}, {2, 3, 5000}} {
		const ahead = 150
		var total, mean, square float64
		for n := range ahead + 1 {
			p := donors.ProbPurchases(h, ahead, n)
			total += p
			mean += float64(n) * p
			square += float64(n*n) * p
		}
		check.Close(t, 1, total, 1e-12, h)
		check.Close(t, donors.ExpectedPurchases(h, ahead), mean, 1e-11, h)
		check.Close(t, donors.VarPurchases(h, ahead), square-mean*mean, 1e-9, h)
		assert.Zero(t, donors.ProbPurchases(h, ahead, ahead+1))

		discounted, factor := 0.0, 1.0
		for j := range 3000 {
			factor *= math.Exp(-0.02)
			discounted += factor * (donors.ExpectedPurchases(h, j+1) - donors.ExpectedPurchases(h, j))
			if j+1 == ahead {
				check.Close(t, discounted, donors.DiscountedPurchasesWithin(h, 0.02, ahead), 1e-10, h)
			}
		}
		check.Close(t, discounted, donors.DiscountedPurchases(h, 0.02), 1e-9, h)
		check.Close(t, mean, donors.DiscountedPurchasesWithin(h, 0, ahead), 1e-11, h)
	}
	check.Close(t, donors.MeanDiscounted(0.02, 40), donors.DiscountedPurchasesWithin(DiscreteHistory{}, 0.02, 40), 0)
	// A heavy customer's many small chances neither overflow nor vanish.
	m := BGBB{2, 3, 0.5, 200}
	assert.InDelta(t, 1, m.ProbAlive(DiscreteHistory{300_000, 999_999, 1_000_000}), 1e-3)
	assert.Zero(t, m.ProbAlive(DiscreteHistory{300_000, 400_000, 1_000_000}))
	assert.False(t, math.IsInf(m.LogProb(DiscreteHistory{300_000, 400_000, 1_000_000}), 0))
	assert.True(t, m.Prob(900, 5000) > 0)
}

// In finer and finer steps, with chances in proportion, BG/BB becomes the
// Pareto/NBD, at first order in the step.
func TestBGBBRefinedIsParetoNBD(t *testing.T) {
	limit := ParetoNBD{R: 0.8, Alpha: 5, S: 0.7, Beta: 9}
	h := clientele.History{Repeats: 3, Last: 20, Age: 32}
	errors := func(steps int) [5]float64 { // in a unit of time
		c := float64(steps)
		m := BGBB{limit.R, limit.Alpha * c, limit.S, limit.Beta * c}
		d := DiscreteHistory{h.Repeats, int(h.Last) * steps, int(h.Age) * steps}
		return [5]float64{
			m.LogProb(d) + 3*math.Log(c) - limit.LogProb(h),
			m.ProbAlive(d) - limit.ProbAlive(h),
			m.ExpectedPurchases(d, 26*steps) - limit.ExpectedPurchases(h, 26),
			m.ProbPurchases(d, 26*steps, 2) - limit.ProbPurchases(h, 26, 2),
			m.DiscountedPurchases(d, 0.01/c) - limit.DiscountedPurchases(h, 0.01),
		}
	}
	coarse, fine := errors(500), errors(1000)
	for i := range fine {
		assert.Less(t, math.Abs(fine[i]), 1e-3, i)
		assert.InDelta(t, 2, coarse[i]/fine[i], 0.02, i)
	}
}

// MBG/NBD is BG/BB with the purchases of a Poisson stream as opportunities, all
// of which are used by customers who are there; so is BG/NBD for those who
// survived the first coin.
func TestBGBBBehindMBGNBD(t *testing.T) {
	const r, alpha, a, b = 0.8, 5, 0.7, 2.5
	used := BGBB{1, 1e-15, a, b}
	stream := negbin.New(r, alpha, 30)
	for n := range 6 {
		mbg, bg := 0.0, 0.0
		for i := range 400 {
			p := stream.Prob(float64(i))
			mbg += p * used.Prob(n, i)
			if i > 0 && n > 0 { // the last purchase is made before its coin
				bg += p * used.Prob(n-1, i-1)
			} else if i == 0 && n == 0 {
				bg += p
			}
		}
		check.Close(t, MBGNBD{R: r, Alpha: alpha, A: a, B: b}.Prob(n, 30), mbg, 1e-10, n)
		check.Close(t, BGNBD{R: r, Alpha: alpha, A: a, B: b}.Prob(n, 30), bg, 1e-10, n)
	}
}

func TestBGBBRand(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	const customers, n, ahead = 40_000, 12, 8
	var sum, recent, future float64
	counts := make([]float64, n+1)
	wantRecent := 0.0
	every(n, func(h DiscreteHistory, patterns float64) {
		wantRecent += patterns * math.Exp(donors.LogProb(h)) * float64(h.Last)
	})
	var next []int
	for range customers {
		h := donors.Rand(r, n)
		require.NoError(t, h.Check())
		require.Equal(t, n, h.Age)
		sum += float64(h.Repeats)
		recent += float64(h.Last)
		counts[h.Repeats]++
		next = donors.AppendPurchases(next[:0], r, h, ahead)
		for i, at := range next {
			require.True(t, at >= 1 && at <= ahead && (i == 0 || at > next[i-1]))
		}
		future += float64(len(next))
	}
	near := func(want, got, sd float64, what any) {
		t.Helper()
		assert.Less(t, math.Abs(got-want), 4.9*sd/math.Sqrt(customers), what)
	}
	near(donors.Mean(n), sum/customers, math.Sqrt(donors.Var(n)), "mean")
	near(wantRecent, recent/customers, n/2, "recency")
	near(donors.Mean(n+ahead)-donors.Mean(n), future/customers, ahead/2, "future")
	for k, c := range counts {
		p := donors.Prob(k, n)
		near(p, c/customers, math.Sqrt(p*(1-p)), k)
	}
	assert.Empty(t, donors.AppendPurchases(nil, r, DiscreteHistory{1, 2, 1}, 5))
	assert.Empty(t, donors.AppendPurchases(nil, r, DiscreteHistory{}, -5))
	assert.Equal(t, DiscreteHistory{Age: -3}, donors.Rand(r, -3))
}

func TestBGBBRandFrozen(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var total, last int
	for range 200 {
		h := donors.Rand(r, 20)
		total, last = total+h.Repeats, last+h.Last
	}
	assert.Equal(t, []int{821, 1180}, []int{total, last})
}

func TestBGBBSpecialCases(t *testing.T) {
	h := DiscreteHistory{3, 5, 6}
	bad := []DiscreteHistory{{-1, 0, 3}, {1, 5, 3}, {0, 1, 3}, {2, 1, 3}, {2, 0, 3}, {0, 0, -1}, {0, -1, 3}, {0, 0, MaxOpportunities + 1}}
	for _, b := range bad {
		var input *clientele.InputError
		assert.ErrorAs(t, b.Check(), &input)
		assert.ErrorAs(t, new(DiscretePanel).Add(b), &input)
		for i, v := range []float64{donors.LogProb(b), donors.ProbAlive(b), donors.ProbAliveAt(b, 1), donors.ExpectedPurchases(b, 1), donors.VarPurchases(b, 1),
			donors.ProbPurchases(b, 1, 0), donors.ProbPurchases(b, 1, 2), donors.DiscountedPurchases(b, 0.1), donors.DiscountedPurchasesWithin(b, 0.1, 1), donors.ExpectedRate(b), donors.ExpectedDropout(b)} {
			assert.True(t, math.IsNaN(v), "%v %d: %v", b, i, v)
		}
	}
	for _, m := range []int{-1, MaxOpportunities + 1} {
		for i, v := range []float64{donors.ExpectedPurchases(h, m), donors.ProbAliveAt(h, m), donors.ProbPurchases(h, m, 1), donors.VarPurchases(h, m),
			donors.DiscountedPurchasesWithin(h, 0.1, m), donors.Mean(m), donors.Var(m), donors.Survival(m), donors.Prob(1, m), donors.MeanDiscounted(0.1, m)} {
			assert.True(t, math.IsNaN(v), "%d %d: %v", m, i, v)
		}
	}
	v := []float64{1.204, 0.75, 0.657, 2.783}
	for i := range v {
		v[i] = -v[i]
		assert.True(t, math.IsNaN(BGBB{}.WithParams(v).ProbAlive(h)))
		assert.True(t, math.IsNaN(BGBB{}.WithParams(v).Mean(3)))
		v[i] = -v[i]
	}
	assert.True(t, math.IsNaN(donors.DiscountedPurchases(h, -0.1)))
	assert.True(t, math.IsInf(donors.DiscountedPurchases(h, 0), 1))
	check.Close(t, 0.5*8/3, BGBB{1, 1, 4, 8}.DiscountedPurchases(DiscreteHistory{}, 0), 1e-14)
	check.Close(t, 0.5*8/3, BGBB{1, 1, 4, 8}.DiscountedPurchases(DiscreteHistory{}, 1e-12), 1e-8)
	assert.Equal(t, 1.0, donors.ProbAlive(DiscreteHistory{1, 6, 6}))
	assert.Equal(t, 1.0, donors.ProbPurchases(DiscreteHistory{}, 0, 0))
	assert.Zero(t, donors.ProbPurchases(h, 4, -1))
	assert.Zero(t, donors.ExpectedPurchases(h, 0))
	assert.Zero(t, donors.LogProb(DiscreteHistory{}))
	assert.Equal(t, h, HistoryOf([]bool{true, false, false, true, true, false}))
	assert.Equal(t, DiscreteHistory{Age: 2}, HistoryOf(make([]bool, 2)))
	assert.Equal(t, DiscreteHistory{}, HistoryOf(nil))
}

func TestBGBBDoesNotAllocate(t *testing.T) {
	h, sink := DiscreteHistory{3, 5, 6}, 0.0
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		sink += donors.LogProb(h) + donors.ProbAlive(h) + donors.ProbAliveAt(h, 1) + donors.ExpectedPurchases(h, 5) + donors.VarPurchases(h, 5) +
			donors.ProbPurchases(h, 5, 2) + donors.DiscountedPurchases(h, 0.1) + donors.DiscountedPurchasesWithin(h, 0.1, 5) + donors.ExpectedRate(h) + donors.ExpectedDropout(h)
	}))
}

func TestBGBBJSON(t *testing.T) {
	data, err := json.Marshal(donors)
	require.NoError(t, err)
	assert.Equal(t, `{"kind":"btyd.BGBB","version":1,"alpha":1.204,"beta":0.75,"gamma":0.657,"delta":2.783}`, string(data))
	var m BGBB
	require.NoError(t, json.Unmarshal(data, &m))
	assert.Equal(t, donors, m)
	assert.Error(t, json.Unmarshal([]byte(`{"alpha":1,"beta":1,"gamma":0,"delta":1}`), &m))
	assert.Equal(t, donors, m)
}

// FuzzBGBB gives the model any parameters and any history: no panic, and no NaN
// where the model is valid and the history possible.
func FuzzBGBB(f *testing.F) {
	f.Add(1.2, 0.75, 0.66, 2.78, 3, 5, 6, 5, 0.1)
	f.Add(1e-100, 1e100, 1e-100, 1e100, 0, 0, 9, 3, 1e-300)
	f.Add(1e100, 1e-100, 1e100, 1e-100, 2, 3, 9, 4, 1e300)
	f.Add(1e-100, 1e-100, 1e-100, 1e-100, 1, 1, 2, 2, 0.0)
	f.Fuzz(func(t *testing.T, alpha, beta, gamma, delta float64, x, last, age, ahead int, rate float64) {
		m, h := BGBB{alpha, beta, gamma, delta}, DiscreteHistory{x, last, age % 3000}
		if ahead %= 3000; h.Age < 0 {
			h.Age = 0
		}
		got := []float64{m.LogProb(h), m.ProbAlive(h), m.ProbAliveAt(h, ahead), m.ExpectedPurchases(h, ahead), m.VarPurchases(h, ahead), m.ProbPurchases(h, ahead, 2),
			m.DiscountedPurchases(h, rate), m.DiscountedPurchasesWithin(h, rate, ahead), m.ExpectedRate(h), m.ExpectedDropout(h), m.Mean(ahead), m.Prob(1, ahead)}
		if h.Check() != nil || ahead < 0 || !(rate >= 0) || clientele.Validate(m) != nil {
			return
		}
		for i, v := range got {
			if math.IsNaN(v) {
				t.Errorf("%v of %v, t=%d, rate=%g: quantity %d is NaN", m, h, ahead, rate, i)
			}
		}
	})
}
