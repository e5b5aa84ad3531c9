package mcmc

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var ctx = context.Background()

// small is a run that a test can afford.
var small = &SamplingOptions{Chains: 2, Warmup: 100, Draws: 500, Thinned: 400, Workers: 2}

// On many customers and with weak priors the posterior is where the maximum of
// the likelihood is, and as wide as its covariance says.
func TestParetoNBDAgreesWithLikelihood(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	truth := btyd.ParetoNBD{R: 0.9, Alpha: 6, S: 1.1, Beta: 14}
	var p clientele.Panel
	for range 3000 {
		require.NoError(t, p.Add(truth.Rand(r, 30+math.Floor(10*r.Float64()))))
	}
	fit, err := btyd.FitParetoNBD(ctx, &p, nil)
	require.NoError(t, err)
	vague := GammaPrior{0.01, 0.001}
	post, err := SampleParetoNBD(ctx, &p, &ParetoNBDPrior{vague, vague, vague, vague}, r, small)
	require.NoError(t, err)
	assert.Empty(t, post.Warnings)
	assert.Equal(t, 3000, post.N)
	assert.Equal(t, 1000, post.Len())
	for i, param := range fit.Model.Params() {
		e := post.Estimate(func(m btyd.ParetoNBD) float64 { return math.Log(m.Params()[i].Value) }, 0.95)
		se := math.Sqrt(fit.Cov[i][i]) / param.Value
		assert.InDelta(t, math.Log(param.Value), e.Mean, 0.35*se, param.Name)
		assert.InEpsilon(t, se, e.SD, 0.25, param.Name)
	}
	for h, n := range p.All() {
		if n < 2 {
			assert.InDelta(t, fit.Model.ProbAlive(h), post.ProbAlive(h), 0.03, h)
			assert.InDelta(t, fit.Model.ExpectedPurchases(h, 26), post.ExpectedPurchases(h, 26), 0.06*(1+fit.Model.ExpectedPurchases(h, 26)), h)
		}
		if h.Repeats > 3 {
			break
		}
	}
}

// The predictions of the posterior of Pareto/NBD hang together.
func TestParetoNBDPredictions(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	var p clientele.Panel
	for range 80 {
		require.NoError(t, p.Add(btyd.ParetoNBD{R: 0.9, Alpha: 6, S: 1.1, Beta: 14}.Rand(r, 30)))
	}
	post, err := SampleParetoNBD(ctx, &p, nil, r, small)
	require.NoError(t, err)
	h := clientele.History{Repeats: 3, Last: 20, Age: 30}
	var total, mean, square float64
	for n := range 400 {
		q := post.ProbPurchases(h, 20, n)
		total, mean, square = total+q, mean+float64(n)*q, square+float64(n*n)*q
	}
	assert.InDelta(t, 1, total, 1e-9)
	assert.InEpsilon(t, mean, post.ExpectedPurchases(h, 20), 1e-6)
	assert.InEpsilon(t, square-mean*mean, post.VarPurchases(h, 20), 1e-5)
	assert.InDelta(t, post.ProbAlive(h), post.ProbAliveAt(h, 0), 1e-12)
	assert.InEpsilon(t, post.ExpectedPurchases(h, 20), post.DiscountedPurchasesWithin(h, 0, 20), 1e-12)
	assert.InEpsilon(t, post.DiscountedPurchases(h, 0.1), post.DiscountedPurchasesWithin(h, 0.1, 2000), 1e-6)
	var bought, alive moments
	var buffer []float64
	for range 20_000 {
		buffer = post.AppendPurchases(buffer[:0], r, h, 20)
		bought.add(float64(len(buffer)))
	}
	for m := range post.All() {
		alive.add(m.ProbAlive(h))
	}
	bought.near(t, post.ExpectedPurchases(h, 20), "drawn")
	assert.InDelta(t, alive.sum/alive.n, post.ProbAlive(h), 0.02)
	assert.InDelta(t, 1, post.Prob(0, 0), 1e-12)
	assert.InDelta(t, 1, post.Survival(0), 1e-12)
	assert.Greater(t, post.Mean(30), post.Mean(10))
	assert.Positive(t, post.ExpectedRate(h))
	assert.Positive(t, post.ExpectedDropout(h))
	assert.True(t, math.IsNaN(post.ProbAlive(clientele.History{Repeats: 1})))
	assert.Less(t, post.LogProb(h), 0.0)
}

// A customer list of each kind, with a truth.
func abeCustomers(r *rand.Rand, n int) ([]SampledCustomer, Abe) {
	m := Abe{Rate: []float64{-2, 0.7}, Dropout: []float64{-3, -0.5}, RateVar: 0.6, Cov: 0.2, DropoutVar: 0.7}
	var out []SampledCustomer
	for range n {
		x := float64(r.IntN(2))
		out = append(out, SampledCustomer{History: m.Rand(r, 40, x), Covariates: []float64{x}})
	}
	return out, m
}

func gggCustomers(r *rand.Rand, n int) ([]SampledCustomer, ParetoGGG) {
	m := ParetoGGG{T: 8, Gamma: 3, R: 1.2, Alpha: 5, S: 0.9, Beta: 20}
	var out []SampledCustomer
	for range n {
		out = append(out, m.Rand(r, 40))
	}
	return out, m
}

// covers counts how many of a model's parameters lie in their 99.9 % intervals.
func covers[M clientele.Model[M]](t *testing.T, p *Posterior[M], truth M) {
	t.Helper()
	for i, e := range p.Estimates(0.999) {
		assert.True(t, e.Interval.Contains(truth.Params()[i].Value), "%s: %v", e.Name, e.Interval)
		assert.Less(t, e.RHat, 1.25, e.Name)
	}
}

func TestAbeRecovers(t *testing.T) {
	if testing.Short() {
		t.Skip("samples for seconds")
	}
	r := rand.New(rand.NewPCG(3, 3))
	customers, truth := abeCustomers(r, 300)
	post, err := SampleAbe(ctx, customers, nil, r, small)
	require.NoError(t, err)
	covers(t, &post.Posterior, truth)
	// Half of the base has the covariate, and buys more often.
	assert.Greater(t, post.Estimate(func(m Abe) float64 { return m.Rate[1] }, 0.9).Interval.Lo, 0.3)
}

func TestParetoGGGRecovers(t *testing.T) {
	if testing.Short() {
		t.Skip("samples for seconds")
	}
	r := rand.New(rand.NewPCG(4, 4))
	customers, truth := gggCustomers(r, 100)
	post, err := SampleParetoGGG(ctx, customers, nil, r, small)
	require.NoError(t, err)
	covers(t, &post.Posterior, truth)
}

// With k = 1 for everybody Pareto/GGG is Pareto/NBD: two samplers that share
// nothing agree, on the population and on every customer.
func TestParetoGGGWithoutRhythmIsParetoNBD(t *testing.T) {
	if testing.Short() {
		t.Skip("samples for seconds")
	}
	r := rand.New(rand.NewPCG(5, 5))
	truth := btyd.ParetoNBD{R: 0.9, Alpha: 5, S: 1, Beta: 15}
	var p clientele.Panel
	var customers []SampledCustomer
	for range 150 {
		c := SampledCustomer{History: truth.Rand(r, 40)}
		c.LogGaps = equalGaps(c.History) // what the gaps were does not matter
		customers = append(customers, c)
		require.NoError(t, p.Add(c.History))
	}
	o := &SamplingOptions{Chains: 2, Draws: 1500, Thinned: 1000, Workers: 2}
	a, err := SampleParetoNBD(ctx, &p, &ParetoNBDPrior{firm, GammaPrior{4, 0.4}, firm, GammaPrior{4, 0.2}}, r, o)
	require.NoError(t, err)
	b, err := sampleGGG(ctx, customers, &ParetoGGGPrior{R: firm, Alpha: GammaPrior{4, 0.4}, S: firm, Beta: GammaPrior{4, 0.2}}, r, o, true)
	require.NoError(t, err)
	ea, eb := a.Estimates(0.9), b.Estimates(0.9)[2:]
	for i := range ea {
		assert.Less(t, math.Abs(ea[i].Mean-eb[i].Mean), 4.9*ea[i].SD*math.Sqrt(1/ea[i].ESS+1/eb[i].ESS), ea[i].Name)
		assert.InEpsilon(t, ea[i].SD, eb[i].SD, 0.2, ea[i].Name)
	}
	for i, c := range customers {
		assert.InDelta(t, a.ProbAlive(c.History), b.ProbAlive(i), 0.06, c.History)
		assert.InDelta(t, a.ExpectedPurchases(c.History, 20), b.ExpectedPurchases(i, 20), 0.08*(1+a.ExpectedPurchases(c.History, 20)), c.History)
		assert.InDelta(t, a.ExpectedRate(c.History), b.ExpectedRate(i), 0.04*(1+a.ExpectedRate(c.History)), c.History)
	}
}

// person is the grammar that posteriors of customers share.
type person interface {
	ProbAlive(i int) float64
	ProbAliveAt(i int, t float64) float64
	ExpectedPurchases(i int, t float64) float64
	VarPurchases(i int, t float64) float64
	ProbPurchases(i int, t float64, n int) float64
	DiscountedPurchases(i int, rate float64) float64
	DiscountedPurchasesWithin(i int, rate, t float64) float64
	ExpectedRate(i int) float64
	ExpectedDropout(i int) float64
	RateInterval(i int, level float64) clientele.Interval
	DropoutInterval(i int, level float64) clientele.Interval
	AppendPurchases(dst []float64, r *rand.Rand, i int, t float64) []float64
}

func TestCustomerPredictions(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	abe, _ := abeCustomers(r, 60)
	ggg, _ := gggCustomers(r, 60)
	a, err := SampleAbe(ctx, abe, nil, r, small)
	require.NoError(t, err)
	g, err := SampleParetoGGG(ctx, ggg, nil, r, small)
	require.NoError(t, err)
	for name, p := range map[string]person{"Abe": a, "Pareto/GGG": g} {
		noise := map[string]float64{"Abe": 1e-9, "Pareto/GGG": 0.2}[name] // 400 futures
		for _, i := range []int{0, 17, 42} {
			const span = 15
			var total, mean, square float64
			for n := range 120 {
				q := p.ProbPurchases(i, span, n)
				total, mean, square = total+q, mean+float64(n)*q, square+float64(n*n)*q
			}
			assert.InDelta(t, 1, total, 1e-9, name)
			assert.InDelta(t, mean, p.ExpectedPurchases(i, span), 1e-9+noise*mean, name)
			assert.InEpsilon(t, square-mean*mean, p.VarPurchases(i, span), 1e-6, name)
			assert.InDelta(t, p.ProbAlive(i), p.ProbAliveAt(i, 0), 1e-12, name)
			assert.InDelta(t, p.DiscountedPurchases(i, 0.1), p.DiscountedPurchasesWithin(i, 0.1, 400), 1e-9+noise*p.DiscountedPurchases(i, 0.1), name)
			assert.Equal(t, p.ExpectedPurchases(i, span), p.DiscountedPurchasesWithin(i, 0, span), name)
			assert.Equal(t, p.DiscountedPurchases(i, 0), p.ExpectedPurchases(i, math.Inf(1)), name)
			last, alive := 0.0, 1.0
			for _, u := range []float64{0, 0.1, 1, 5, 20, 100} {
				e, s := p.ExpectedPurchases(i, u), p.ProbAliveAt(i, u)
				assert.True(t, e >= last && s <= alive && s >= 0, name)
				last, alive = e, s
			}
			assert.Zero(t, p.ExpectedPurchases(i, 0), name)
			assert.Equal(t, 1.0, p.ProbPurchases(i, 0, 0), name)
			assert.Zero(t, p.ProbPurchases(i, 5, -1), name)
			assert.True(t, p.ExpectedRate(i) > 0 && p.ExpectedDropout(i) > 0, name)
			assert.Zero(t, p.DiscountedPurchases(i, math.Inf(1)), name)
			for _, v := range []float64{p.ExpectedPurchases(i, -1), p.ProbAliveAt(i, math.NaN()), p.DiscountedPurchases(i, -1), p.DiscountedPurchasesWithin(i, 0.1, -1),
				p.ProbPurchases(i, -1, 1), p.ProbPurchases(i, math.Inf(1), 1), p.VarPurchases(i, math.Inf(1))} {
				assert.True(t, math.IsNaN(v), name)
			}
			var drawn moments
			var buffer []float64
			for range 10_000 {
				buffer = p.AppendPurchases(buffer[:0], r, i, span)
				for j, at := range buffer {
					require.True(t, at > 0 && at <= span && (j == 0 || at >= buffer[j-1]), name)
				}
				drawn.add(float64(len(buffer)))
			}
			if name == "Abe" {
				drawn.near(t, mean, name)
			} else { // both are simulated
				assert.InDelta(t, mean, drawn.sum/drawn.n, 0.1*mean+0.02, name)
			}
		}
		assert.Panics(t, func() { p.ProbAlive(60) }, name)
		assert.Panics(t, func() { p.RateInterval(0, 1) }, name)
		for _, i := range []int{0, 17, 42} {
			for _, of := range []struct {
				mean float64
				at   func(i int, level float64) clientele.Interval
			}{{p.ExpectedRate(i), p.RateInterval}, {p.ExpectedDropout(i), p.DropoutInterval}} {
				wide, narrow := of.at(i, 0.99), of.at(i, 0.5)
				assert.True(t, 0 < wide.Lo && wide.Lo < narrow.Lo && narrow.Hi < wide.Hi && wide.Contains(of.mean), "%s %v %v %v", name, wide, narrow, of.mean)
			}
		}
	}
	assert.True(t, g.RegularityInterval(0, 0.99).Contains(g.ExpectedRegularity(0)))
	assert.Greater(t, g.ExpectedRegularity(0), 0.3)
}

// The draws do not depend on the order of the customers or the goroutines.
func TestSamplingRepeatable(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	abe, _ := abeCustomers(r, 40)
	ggg, _ := gggCustomers(r, 40)
	order := r.Perm(40)
	shuffle := func(cs []SampledCustomer) (out []SampledCustomer) {
		for _, i := range order {
			out = append(out, cs[i])
		}
		return out
	}
	var p clientele.Panel
	for _, c := range abe {
		require.NoError(t, p.Add(c.History))
	}
	options := func(workers int) *SamplingOptions {
		return &SamplingOptions{Chains: 3, Warmup: 50, Draws: 60, Workers: workers}
	}
	stream := func() *rand.Rand { return rand.New(rand.NewPCG(8, 8)) }
	m1, err := SampleParetoNBD(ctx, &p, nil, stream(), options(1))
	require.NoError(t, err)
	m2, err := SampleParetoNBD(ctx, &p, nil, stream(), options(3))
	require.NoError(t, err)
	assert.Equal(t, m1, m2)
	a1, err := SampleAbe(ctx, abe, nil, stream(), options(1))
	require.NoError(t, err)
	a2, err := SampleAbe(ctx, shuffle(abe), nil, stream(), options(3))
	require.NoError(t, err)
	assert.Equal(t, a1.Chains, a2.Chains)
	g1, err := SampleParetoGGG(ctx, ggg, nil, stream(), options(1))
	require.NoError(t, err)
	g2, err := SampleParetoGGG(ctx, shuffle(ggg), nil, stream(), options(2))
	require.NoError(t, err)
	assert.Equal(t, g1.Chains, g2.Chains)
	// Customers who did the same are one as good as the other: together they
	// have the same answers.
	for i, was := range order {
		assert.Equal(t, among(abe, was, a1.ProbAlive), among(shuffle(abe), i, a2.ProbAlive))
		assert.Equal(t, among(ggg, was, g1.ProbAlive), among(shuffle(ggg), i, g2.ProbAlive))
		nine := func(p *ParetoGGGPosterior) func(int) float64 {
			return func(i int) float64 { return p.ExpectedPurchases(i, 9) }
		}
		assert.Equal(t, among(ggg, was, nine(g1)), among(shuffle(ggg), i, nine(g2)))
	}
	assert.NotEqual(t, a1.Chains[0], a1.Chains[1])
	other, err := SampleAbe(ctx, abe, nil, rand.New(rand.NewPCG(8, 9)), options(1))
	require.NoError(t, err)
	assert.NotEqual(t, a1.Chains, other.Chains)
	assert.NotEmpty(t, a1.Warnings) // 60 draws
	for _, w := range a1.Warnings {
		assert.Contains(t, w.Text(clientele.LangChinese), w.Subject)
	}
	assert.Len(t, reason.Codes("mcmc."), 2)
}

// among returns what is said of the customers who did the same as customer i, sorted.
func among(cs []SampledCustomer, i int, of func(i int) float64) []float64 {
	var out []float64
	for j, c := range cs {
		if c.compare(cs[i]) == 0 {
			out = append(out, of(j))
		}
	}
	slices.Sort(out)
	return out
}

func TestSamplingRefusals(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	abe, _ := abeCustomers(r, 20)
	ggg, _ := gggCustomers(r, 20)
	var bad *clientele.InputError
	refused := func(err error) { t.Helper(); assert.ErrorAs(t, err, &bad); assert.NotEmpty(t, err.Error()) }
	sample := map[string]func(ctx context.Context, cs []SampledCustomer, o *SamplingOptions) error{
		"Pareto/NBD": func(ctx context.Context, cs []SampledCustomer, o *SamplingOptions) error {
			var p clientele.Panel
			for _, c := range cs {
				if err := p.Add(c.History); err != nil {
					return err
				}
			}
			_, err := SampleParetoNBD(ctx, &p, nil, r, o)
			return err
		},
		"Abe": func(ctx context.Context, cs []SampledCustomer, o *SamplingOptions) error {
			_, err := SampleAbe(ctx, cs, nil, r, o)
			return err
		},
		"Pareto/GGG": func(ctx context.Context, cs []SampledCustomer, o *SamplingOptions) error {
			_, err := SampleParetoGGG(ctx, cs, nil, r, o)
			return err
		},
	}
	stopped, cancel := context.WithCancelCause(ctx)
	cancel(assert.AnError)
	for name, f := range sample {
		customers := abe
		if name == "Pareto/GGG" {
			customers = ggg
		}
		assert.ErrorIs(t, f(ctx, nil, nil), clientele.ErrNoData, name)
		assert.ErrorIs(t, f(ctx, []SampledCustomer{{}, {}}, nil), clientele.ErrNotIdentified, name)
		assert.ErrorIs(t, f(stopped, customers, nil), assert.AnError, name)
		refused(f(ctx, customers, &SamplingOptions{Chains: -1}))
		refused(f(ctx, customers, &SamplingOptions{Draws: 3}))
		refused(f(ctx, append([]SampledCustomer{{History: clientele.History{Repeats: 1}}}, customers...), nil))
		calls := 0
		halfway, cancel := context.WithCancelCause(ctx)
		err := f(halfway, customers, &SamplingOptions{Chains: 2, Warmup: 100, Draws: 400, Workers: 2, Progress: func(p ChainProgress) {
			if calls++; calls == 3 {
				cancel(assert.AnError)
			}
			assert.True(t, p.Chain < 2 && p.Sweep <= p.Of && p.Of == 500)
		}})
		assert.ErrorIs(t, err, assert.AnError, name)
		assert.GreaterOrEqual(t, calls, 3, name)
	}
	// Nobody bought again: priors still have an answer.
	silent := []SampledCustomer{{History: clientele.History{Age: 9}}, {History: clientele.History{Age: 12}}}
	for name, f := range sample {
		assert.NoError(t, f(ctx, silent, &SamplingOptions{Chains: 1, Warmup: 100, Draws: 100}), name)
	}
	negative := GammaPrior{-1, 1}
	_, err := SampleParetoNBD(ctx, mustPanel(t, abe), &ParetoNBDPrior{S: negative}, r, nil)
	refused(err)
	_, err = SampleParetoGGG(ctx, ggg, &ParetoGGGPrior{Beta: negative}, r, nil)
	refused(err)
	_, err = SampleAbe(ctx, abe, &AbePrior{Freedom: 0.5}, r, nil)
	refused(err)
	_, err = SampleAbe(ctx, append([]SampledCustomer{{History: clientele.History{Age: 3}}}, abe...), nil, r, nil)
	refused(err) // without its covariate
	_, err = SampleParetoGGG(ctx, []SampledCustomer{{History: clientele.History{Repeats: 2, Last: 4, Age: 9}, LogGaps: 3}}, nil, r, nil)
	refused(err) // gaps that do not add up to Last
	refused(SampledCustomer{History: clientele.History{Age: 3}, Covariates: []float64{math.NaN()}}.Check())
	refused(SampledCustomer{History: clientele.History{Age: 3}, LogGaps: 1}.Check())
}

func mustPanel(t *testing.T, cs []SampledCustomer) *clientele.Panel {
	t.Helper()
	p := new(clientele.Panel)
	for _, c := range cs {
		require.NoError(t, p.Add(c.History))
	}
	return p
}

func TestPosteriorMisuse(t *testing.T) {
	p := newPosterior([][][]float64{{{1, 2, 3, 4}, {1, 3, 3, 4}, {2, 3, 3, 4}, {1, 2, 2, 4}}}, btyd.ParetoNBD{}, 1)
	assert.Panics(t, func() { p.Estimates(1) })
	assert.Panics(t, func() { p.Estimate(nil, 0.9) })
	n := 0
	for range p.All() {
		if n++; n == 2 {
			break
		}
	}
	assert.Equal(t, 2, n)
	e := p.Estimate(func(m btyd.ParetoNBD) float64 { return m.Alpha }, 0.5)
	assert.Equal(t, 2.5, e.Mean)
	assert.True(t, e.Interval.Contains(2.5))
}

// The unit goes from the options to every draw, and into what is stored.
func TestModelsKeepTheUnit(t *testing.T) {
	var bad *clientele.InputError
	a := Abe{Rate: []float64{-1}, Dropout: []float64{-3}, RateVar: 1, DropoutVar: 1, Unit: clientele.Week}
	g := ParetoGGG{T: 1, Gamma: 1, R: 1, Alpha: 2, S: 1, Beta: 3, Unit: clientele.Week}
	data, err := json.Marshal(a)
	require.NoError(t, err)
	assert.Contains(t, string(data), `"unit":"week"`)
	assert.Equal(t, clientele.Week, a.WithParams([]float64{0, 0, 1, 0, 1}).Unit)
	var back Abe
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, a, back)
	other := Abe{Unit: clientele.Day}
	assert.ErrorAs(t, json.Unmarshal(data, &other), &bad)

	data, err = json.Marshal(g)
	require.NoError(t, err)
	assert.ErrorAs(t, json.Unmarshal(data, &ParetoGGG{Unit: clientele.Day}), &bad)

	r := rand.New(rand.NewPCG(1, 2))
	var customers []SampledCustomer
	for range 20 {
		customers = append(customers, g.Rand(r, 30))
	}
	o := &SamplingOptions{Chains: 1, Warmup: 5, Draws: 5, Unit: clientele.Week}
	p, err := SampleParetoGGG(context.Background(), customers, nil, r, o)
	require.NoError(t, err)
	assert.Equal(t, clientele.Week, p.Chains[0][0].TimeUnit())
	q, err := SampleAbe(context.Background(), customers, nil, r, o)
	require.NoError(t, err)
	assert.Equal(t, clientele.Week, q.Chains[0][4].TimeUnit())
}

func TestModelsJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	_, abe := abeCustomers(r, 1)
	data, err := json.Marshal(abe)
	require.NoError(t, err)
	var a Abe
	require.NoError(t, json.Unmarshal(data, &a))
	assert.Equal(t, abe, a)
	for _, wrong := range []string{`{}`, `{"rate":[1],"dropout":[],"rate_var":1,"cov":0,"dropout_var":1}`, `{"rate":[1],"dropout":[1],"rate_var":1,"cov":2,"dropout_var":1}`,
		`{"rate":[1],"dropout":[1],"rate_var":-1,"cov":0,"dropout_var":-1}`} {
		assert.Error(t, json.Unmarshal([]byte(wrong), &a), wrong)
	}
	assert.Equal(t, abe, a)
	assert.Equal(t, abe, Abe{}.WithParams([]float64{-2, 0.7, -3, -0.5, 0.6, 0.2, 0.7}))
	assert.Equal(t, "dropout.1", abe.Params()[3].Name)
	assert.Panics(t, func() { abe.Rand(r, 10) })

	_, ggg := gggCustomers(r, 1)
	data, err = json.Marshal(ggg)
	require.NoError(t, err)
	var g ParetoGGG
	require.NoError(t, json.Unmarshal(data, &g))
	assert.Equal(t, ggg, g)
	assert.Error(t, json.Unmarshal([]byte(`{"t":1}`), &g))
}

// Simulated customers are possible, and buy as the population says.
func TestPopulationsRand(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	var a, g moments
	abe := Abe{Rate: []float64{-2}, Dropout: []float64{-3}, RateVar: 0.5, Cov: 0.3, DropoutVar: 0.7}
	ggg := ParetoGGG{T: 2e6, Gamma: 2e6, R: 2, Alpha: 10, S: 3, Beta: 60} // k = 1
	var want moments
	for range 20_000 {
		h := abe.Rand(r, 30)
		require.NoError(t, h.Check())
		a.add(float64(h.Repeats))
		c := ggg.Rand(r, 30)
		require.NoError(t, c.Check())
		g.add(float64(c.History.Repeats))
		want.add(abe.person(r, nil).within(0, 30))
	}
	assert.InDelta(t, want.sum/want.n, a.sum/a.n, 0.15)
	g.near(t, btyd.ParetoNBD{R: 2, Alpha: 10, S: 3, Beta: 60}.Mean(30), "k = 1")
	regular := ParetoGGG{T: 5e6, Gamma: 5e4, R: 1e6, Alpha: 1e7, S: 1e-9, Beta: 1} // k = 100, λ = 0.1
	assert.Equal(t, 3, regular.Rand(r, 35).History.Repeats)
}
