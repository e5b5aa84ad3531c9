package spend

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
)

// FitGammaGamma estimates the gamma-gamma model from counts and means by
// maximum likelihood, with analytic gradient and Hessian. Customers without
// purchases say nothing about spend; N counts the others.
//
// The error matches clientele.ErrNoData without customers with purchases;
// clientele.ErrNotIdentified for one customer;
// clientele.ErrNotConverged (with the best fit so far); it is an
// *clientele.InputError if a customer's mean is 0 or less (SpendPanel.Positive
// leaves such customers out and counts them), and wraps the context's cause.
//
// Warnings: WarnOnePrice if all customers have the same mean, which is then what
// everybody is expected to spend; WarnInfiniteMean if the population mean does not exist
// (FitGammaGammaFinite refits with a constraint under which it does);
// WarnNoWithin and WarnNoBetween where the likelihood has no maximum and the
// fit is a limit. FitOptions.Ridge is centred on the starting point.
func FitGammaGamma(ctx context.Context, p *SpendPanel, opt *clientele.FitOptions) (*clientele.Fit[GammaGamma], error) {
	const name = "spend: gamma-gamma"
	t, err := newMeans(name, p)
	if err != nil {
		return nil, err
	}
	return t.fit(ctx, name, opt)
}

func (t *means) fit(ctx context.Context, name string, opt *clientele.FitOptions) (*clientele.Fit[GammaGamma], error) {
	if price, one := t.price(); one {
		return t.atPrice(name, price)
	}
	fit, err := mle.Fit(ctx, mle.Problem[GammaGamma]{
		Name: name, N: t.customers, Rows: len(t.rows), Starts: t.starts(), Offset: t.offset, Limit: gammaGammaLimit,
		At: func(p []float64) mle.Rows { return t.at(GammaGamma{}.WithParams(p)) },
	}, opt)
	if fit != nil {
		fit.AsOf = t.asOf
		fit.Warnings = append(fit.Warnings, t.warnings(fit.Model)...)
	}
	return fit, err
}

// gammaGammaLimit names the limit that a flat direction leads to: no variation
// of a customer's amounts (p up, γ down), or no differences between customers
// (q and γ up).
func gammaGammaLimit(m GammaGamma, u []float64) string {
	switch {
	case u[0]*u[2] < 0 && math.Abs(u[0]) > math.Abs(u[1]) && m.P > 1:
		return WarnNoWithin
	case u[1]*u[2] > 0 && m.Q > 1:
		return WarnNoBetween
	}
	return ""
}

// means is a panel compiled for the likelihood of means. Terms of the count
// alone are computed once a count; what depends on no parameter is in offset.
type means struct {
	rows      []meanRow
	single    bool      // single amounts are known
	counts    []float64 // the different counts of purchases
	customers int
	excluded  int
	asOf      time.Time
	offset    float64 // −Σ ln m, or the sum over all amounts
}

type meanRow struct {
	total, log float64 // x·m, and its logarithm
	spread     float64 // ln m less the mean of ln amount, if single amounts are known
	n          float64 // customers
	count      int     // index into counts
}

func newMeans(name string, p *SpendPanel) (*means, error) {
	t := new(means)
	if p != nil {
		t.excluded, t.asOf = p.excluded, p.AsOf
		t.rows = make([]meanRow, 0, len(p.cells.rows))
		var offset exact.Sum
		for s, n := range p.All() {
			if s.Count == 0 {
				continue
			}
			if !(s.Mean >= 1/maxAmount) {
				return nil, notPositive(name, s)
			}
			t.add(s, n, 0)
			offset.Add(-float64(n) * math.Log(s.Mean))
		}
		t.offset = offset.Value()
	}
	return t, t.enough(name)
}

// notPositive is the error of a spend that the model cannot take.
func notPositive(name string, s clientele.Spend) error {
	return &clientele.InputError{Where: name, Field: fmt.Sprintf("mean amount of a customer with %d purchases", s.Count), Value: s.Mean,
		Want: "an amount >= 1e-30; leave such customers out with SpendPanel.Positive, which counts them, or fit Normal, which takes any amount"}
}

// add enters n customers; counts must ascend.
func (t *means) add(s clientele.Spend, n int, spread float64) {
	x := float64(s.Count)
	if k := len(t.counts); k == 0 || t.counts[k-1] != x {
		t.counts = append(t.counts, x)
	}
	total := x * s.Mean
	t.rows = append(t.rows, meanRow{total, math.Log(total), spread, float64(n), len(t.counts) - 1})
	t.customers += n
}

// enough returns an error if there are not at least two customers.
func (t *means) enough(name string) error {
	switch {
	case t.customers == 0:
		return fmt.Errorf("%s: %w: there are no customers with purchases", name, clientele.ErrNoData)
	case t.customers == 1:
		return fmt.Errorf("%s: %w: one customer says nothing about how customers differ; use parameters of a similar base", name, clientele.ErrNotIdentified)
	}
	return nil
}

// identified returns an error if the data cannot tell the parameters at all.
func (t *means) identified(name string) error {
	if err := t.enough(name); err != nil {
		return err
	}
	if price, one := t.price(); one {
		return fmt.Errorf("%s: %w: all customers have the same mean amount %.6g, so nothing is to be estimated: FitGammaGamma uses that amount", name, clientele.ErrNotIdentified, price)
	}
	return nil
}

// price returns the mean amount of all customers, if they have the same.
func (t *means) price() (float64, bool) {
	first := t.mean(0)
	for i := range t.rows {
		if math.Abs(t.mean(i)-first) > 1e-12*first {
			return 0, false
		}
	}
	return first, true
}

// fixed is the shape of the fit to customers who all pay one price, whose
// likelihood rises without end as amounts vary less: by 0.1 %.
const fixed = 1e6

// atPrice returns the fit to customers who all pay one price: that price, with
// amounts so close to it that a customer who pays another is believed.
func (t *means) atPrice(name string, price float64) (*clientele.Fit[GammaGamma], error) {
	m := GammaGamma{P: fixed, Q: fixed + 1, Gamma: price}
	fit := &clientele.Fit[GammaGamma]{
		Model: m, N: t.customers, AsOf: t.asOf,
		Flat:     unknown(3),
		Warnings: append([]clientele.Warning{{Code: WarnOnePrice, Value: price}}, t.warnings(m)...),
	}
	for i, r := range t.rows {
		fit.LogLik += r.n * m.LogProb(clientele.Spend{Count: int(t.counts[r.count]), Mean: t.mean(i)})
	}
	return mle.Checked(name, fit, nil)
}

// unknown is the flat directions of a fit of k parameters of which none was estimated.
func unknown(k int) [][]float64 {
	out := make([][]float64, k)
	for i := range out {
		out[i] = make([]float64, k)
		out[i][i] = 1
	}
	return out
}

func (t *means) mean(i int) float64 { return t.rows[i].total / t.counts[t.rows[i].count] }

// starts solves the first two moments of ln m, whose variance given x is
// ψ1(px) + ψ1(q), for some ways of sharing the variance. With few customers
// the likelihood can rise towards several limits at once, so that more starts
// are needed; from some hundred on, all lead to the same maximum.
func (t *means) starts() [][]float64 {
	var sum, squares, n, inverse float64
	for _, r := range t.rows {
		x := t.counts[r.count]
		l := r.log - math.Log(x)
		sum += r.n * l
		squares += r.n * l * l
		inverse += r.n / x
		n += r.n
	}
	mean := sum / n
	variance := math.Max(squares/n-mean*mean, 1e-8)
	shares := []float64{0.5, 0.9, 0.1, 0.99}
	if t.customers >= manyCustomers {
		shares = shares[:1]
	}
	var out [][]float64
	for _, between := range shares {
		q := inverseTrigamma(between * variance)
		p := inverseTrigamma((1-between)*variance) * inverse / n // x at its harmonic mean
		out = append(out, []float64{p, q, math.Exp(mean + special.Digamma(q) - math.Log(p))})
	}
	if t.customers < manyCustomers {
		out = append(out, []float64{1, 3, t.mean(len(t.rows) / 2)}) // where a few means near 0 make the variance
	}
	return out
}

// manyCustomers is the number from which one start is enough.
const manyCustomers = 500

// inverseTrigamma returns roughly the v for which ψ1(v) is y.
func inverseTrigamma(y float64) float64 {
	return math.Max((1+math.Sqrt(1+2*y))/(2*y), 0.05)
}

// countTerms is what the likelihood needs of one count x.
type countTerms struct {
	px, beta         float64 // p·x; ln B(px, q)
	psiP, psiQ       float64 // ψ(px+q) − ψ(px), ψ(px+q) − ψ(q)
	psi1, upP1, upQ1 float64 // ψ1(px+q), and its differences to ψ1(px) and ψ1(q)

	single, single1, single2 float64 // what single amounts add: singleTerms and derivatives in p
}

func newCountTerms(m GammaGamma, x float64) countTerms {
	px := m.P * x
	return countTerms{
		px: px, beta: special.LogBeta(px, m.Q),
		psiP: special.DigammaRise(px, m.Q), psiQ: special.DigammaRise(m.Q, px),
		psi1: special.Trigamma(px + m.Q), upP1: special.TrigammaRise(px, m.Q), upQ1: special.TrigammaRise(m.Q, px),
	}
}

// table computes the terms of every count.
func (t *means) table(m GammaGamma) []countTerms {
	table := make([]countTerms, len(t.counts))
	for i, x := range t.counts {
		table[i] = newCountTerms(m, x)
		if t.single {
			table[i].single, table[i].single1, table[i].single2 = singleTerms(m.P, x)
		}
	}
	return table
}

// at prepares the likelihood at parameters m.
func (t *means) at(m GammaGamma) mle.Rows {
	table := t.table(m)
	lnGamma := math.Log(m.Gamma)
	return func(s *mle.Sums, lo, hi int) {
		var g [3]float64
		var h [6]float64
		for i := lo; i < hi; i++ {
			r := &t.rows[i]
			c := &table[r.count]
			above, below := logOdds(m.Gamma, lnGamma, r.total, r.log)
			ll := -c.beta - c.px*(above+r.spread) - m.Q*below + c.single
			if !s.Derivs {
				s.AddLogLik(r.n * ll)
				continue
			}
			c.slopes(m, t.counts[r.count], r.total, above+r.spread, below, &g, &h)
			s.Add(r.n, ll, g[:], h[:])
		}
	}
}

// slopes sets the gradient and packed Hessian in p, q and γ of a customer with
// x purchases and their total.
func (c *countTerms) slopes(m GammaGamma, x, total, above, below float64, g *[3]float64, h *[6]float64) {
	all := 1 / (m.Gamma + total)
	g[0] = x*(c.psiP-above) + c.single1
	g[1] = c.psiQ - below
	g[2] = (m.Q*(total/m.Gamma) - c.px) * all
	h[0] = x*x*c.upP1 + c.single2
	h[1] = x * c.psi1
	h[2] = -x * all
	h[3] = c.upQ1
	h[4] = total / m.Gamma * all
	h[5] = (c.px+m.Q)*all*all - m.Q/(m.Gamma*m.Gamma)
}

// warnings returns what the data and the answer say about the fit's quality.
func (t *means) warnings(m GammaGamma) []clientele.Warning {
	var out []clientele.Warning
	add := func(code, subject string, value float64) {
		out = append(out, clientele.Warning{Code: code, Subject: subject, Value: value})
	}
	if m.Q <= 1 {
		add(WarnInfiniteMean, "q", m.Q)
	}
	if len(t.counts) == 1 && t.counts[0] == 1 {
		add(WarnSinglePurchases, "", float64(t.customers))
	}
	if t.customers < few {
		add(WarnFewCustomers, "", float64(t.customers))
	}
	if t.excluded > 0 {
		add(WarnExcluded, "", float64(t.excluded))
	}
	return out
}

// few is the number of customers below which a fit says that there are few.
const few = 30
