package spend

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/mle"
)

// FitRegression estimates a gamma-gamma model with covariates.
//
// Where all customers pay one price that is the base's, coefficients are 0, and
// WarnOnePrice says so. Beside the errors of FitGammaGamma, it matches clientele.ErrNotIdentified if a
// covariate does not vary, or is a linear combination of others, among customers
// with purchases. FitOptions.Start is the base's parameters and the
// coefficients; Ridge acts on covariates standardised to mean 0 and standard
// deviation 1 and is centred on coefficients of 0 and the base's starting point.
func FitRegression(ctx context.Context, p *CovariateSpends, opt *clientele.FitOptions) (*clientele.Fit[Regression], error) {
	const name = "spend: gamma-gamma regression"
	d, err := newDesign(name, p)
	if err != nil {
		return nil, err
	}
	zero := Regression{Covariates: p.Names(), Coefficients: make([]float64, len(p.names))}
	if price, one := d.price(); one {
		at, err := d.atPrice(name, price)
		if err != nil {
			return nil, err
		}
		zero.Base = at.Model
		return mle.Checked(name, &clientele.Fit[Regression]{Model: zero, LogLik: at.LogLik, N: at.N, AsOf: at.AsOf, Flat: unknown(3 + len(p.names)), Warnings: at.Warnings}, nil)
	}
	var starts [][]float64
	for _, s := range d.means.starts() {
		starts = append(starts, append(s, zero.Coefficients...))
	}
	fit, err := mle.Fit(ctx, mle.Problem[Regression]{
		Name: name, Model: zero, N: d.customers, Rows: len(d.rows), Starts: starts, Offset: d.offset,
		At:    func(p []float64) mle.Rows { return d.at(zero.WithParams(p)) },
		Limit: func(m Regression, u []float64) string { return gammaGammaLimit(m.Base, u) },
	}, d.standardised(opt))
	if fit == nil {
		return nil, err
	}
	d.restore(fit)
	fit.AsOf = d.asOf
	fit.Warnings = append(fit.Warnings, d.warnings(fit.Model.Base)...)
	return mle.Checked(name, fit, err)
}

// design is a panel compiled for the likelihood; covariates are standardised,
// so that steps of the search are of the same size in all.
type design struct {
	means
	z            [][]float64 // of each row
	centre, size []float64   // of each covariate
}

func newDesign(name string, p *CovariateSpends) (*design, error) {
	if p == nil {
		return nil, fmt.Errorf("%s: %w: there are no customers", name, clientele.ErrNoData)
	}
	d := new(design)
	d.excluded, d.asOf = p.excluded, p.AsOf
	var offset exact.Sum
	var before covariateSpend
	for _, r := range p.sorted() {
		if r.Count == 0 {
			continue
		}
		if !(r.Mean >= 1/maxAmount) {
			return nil, notPositive(name, r.Spend)
		}
		offset.Add(-math.Log(r.Mean))
		if k := len(d.rows); k > 0 && before.compare(r) == 0 {
			d.rows[k-1].n++
			d.customers++
			continue
		}
		before = r
		d.add(r.Spend, 1, 0)
		d.z = append(d.z, r.z)
	}
	d.offset = offset.Value()
	if err := d.enough(name); err != nil {
		return nil, err
	}
	return d, d.standardise(name, p.names)
}

// standardise brings every covariate to mean 0 and standard deviation 1, and
// returns an error if the effects cannot be told apart.
func (d *design) standardise(name string, names []string) error {
	k, n := len(names), float64(d.customers)
	d.centre, d.size = make([]float64, k), make([]float64, k)
	for i, z := range d.z {
		for j, v := range z {
			d.centre[j] += d.rows[i].n * v
		}
	}
	for j := range names {
		d.centre[j] /= n
	}
	for i, z := range d.z {
		for j, v := range z {
			d.size[j] += d.rows[i].n * (v - d.centre[j]) * (v - d.centre[j]) / n
		}
	}
	for j := range names {
		d.size[j] = math.Sqrt(d.size[j])
		if !(d.size[j] > 1e-12*math.Abs(d.centre[j])) {
			return fmt.Errorf("%s: %w: covariate %q is %g for every customer with purchases: leave it out", name, clientele.ErrNotIdentified, names[j], d.centre[j])
		}
	}
	correlation := mat.NewSymDense(k, nil)
	for i, z := range d.z {
		own := make([]float64, k)
		for j, v := range z {
			own[j] = (v - d.centre[j]) / d.size[j]
		}
		d.z[i] = own
		correlation.SymRankOne(correlation, d.rows[i].n/n, mat.NewVecDense(k, own))
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(correlation, false) || eigen.Values(nil)[0] < 1e-10 {
		return fmt.Errorf("%s: %w: a covariate is a linear combination of the others: leave it out", name, clientele.ErrNotIdentified)
	}
	return nil
}

// at prepares the likelihood at standardised parameters.
func (d *design) at(m Regression) mle.Rows {
	table := d.table(m.Base)
	return func(s *mle.Sums, lo, hi int) {
		k := len(m.Coefficients)
		var g3 [3]float64
		var h6 [6]float64
		g := make([]float64, 3+k)
		h := make([]float64, (3+k)*(4+k)/2)
		for i := lo; i < hi; i++ {
			r := &d.rows[i]
			own := m.At(d.z[i])
			c := &table[r.count]
			above, below := logOdds(own.Gamma, math.Log(own.Gamma), r.total, r.log)
			ll := -c.beta - c.px*above - own.Q*below
			if !s.Derivs {
				s.AddLogLik(r.n * ll)
				continue
			}
			c.slopes(own, d.counts[r.count], r.total, above, below, &g3, &h6)
			chainGamma(m.Base.Gamma, own.Gamma, d.z[i], &g3, &h6, g, h)
			s.Add(r.n, ll, g, h)
		}
	}
}

// chainGamma turns derivatives in p, q and the customer's own γ_z = γ·e^η into
// those in p, q, γ and the effects: ∂γ_z/∂γ = e^η, ∂γ_z/∂g_j = z_j·γ_z.
func chainGamma(base, own float64, z []float64, g3 *[3]float64, h6 *[6]float64, g, h []float64) {
	factor := own / base
	first := own * g3[2]                // ∂/∂ ln γ_z
	second := own*own*h6[5] + own*g3[2] // ∂²/∂ ln² γ_z
	g[0], g[1], g[2] = g3[0], g3[1], g3[2]*factor
	at := 0
	put := func(v float64) {
		h[at] = v
		at++
	}
	put(h6[0])
	put(h6[1])
	put(h6[2] * factor)
	for _, v := range z {
		put(v * own * h6[2])
	}
	put(h6[3])
	put(h6[4] * factor)
	for _, v := range z {
		put(v * own * h6[4])
	}
	put(h6[5] * factor * factor)
	for _, v := range z {
		put(v * second / base)
	}
	for i, u := range z {
		g[3+i] = u * first
		for _, v := range z[i:] {
			put(u * v * second)
		}
	}
}

// standardised maps the caller's start to standardised covariates.
func (d *design) standardised(opt *clientele.FitOptions) *clientele.FitOptions {
	if opt == nil || len(opt.Start) != 3+len(d.size) || !(opt.Start[2] > 0) {
		return opt
	}
	own := *opt
	own.Start = slices.Clone(opt.Start)
	eta := 0.0
	for j := range d.size {
		eta += opt.Start[3+j] * d.centre[j]
		own.Start[3+j] = opt.Start[3+j] * d.size[j]
	}
	own.Start[2] *= math.Exp(eta)
	return &own
}

// restore maps the receipt from standardised to natural covariates: effects
// are divided by the sizes, and ln γ loses Σ effect·centre.
func (d *design) restore(fit *clientele.Fit[Regression]) {
	k := 3 + len(d.size)
	v := make([]float64, k)
	for i, p := range fit.Model.Params() {
		v[i] = p.Value
	}
	before := v[2]
	eta := 0.0
	for j, size := range d.size {
		v[3+j] /= size
		eta += v[3+j] * d.centre[j]
	}
	v[2] *= math.Exp(-eta)
	fit.Model = fit.Model.WithParams(v)

	slopes := make([][]float64, k) // of the natural parameters in the standardised ones
	for i := range slopes {
		slopes[i] = make([]float64, k)
		slopes[i][i] = 1
	}
	slopes[2][2] = v[2] / before
	for j, size := range d.size {
		slopes[3+j][3+j] = 1 / size
		slopes[2][3+j] = -v[2] * d.centre[j] / size
	}
	fit.Cov, fit.Robust = mle.Moved(slopes, fit.Cov), mle.Moved(slopes, fit.Robust)
}
