package spend

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/mle"
)

// FitNormal estimates the normal–normal model from single amounts by maximum
// likelihood, with analytic gradient and Hessian; N counts the customers with
// purchases.
//
// The error matches clientele.ErrNoData without purchases;
// clientele.ErrNotIdentified for one customer, if nobody bought twice (the
// variances within and among customers cannot be told apart) or no customer's
// amounts vary though customers differ; clientele.ErrNotConverged (with the best fit so far); it wraps
// the context's cause.
//
// WarnOnePrice says that all amounts are the same, which is then what everybody is
// expected to spend, give or take a chosen 0.1 %.
// WarnNoBetween says that customers do not seem to differ: SigmaA runs to 0.
// FitOptions.Ridge acts on amounts standardised by their mean and standard
// deviation and is centred on the starting point.
func FitNormal(ctx context.Context, p *DetailPanel, opt *clientele.FitOptions) (*clientele.Fit[Normal], error) {
	s, err := newSample("spend: normal", p, false)
	if err != nil {
		return nil, err
	}
	return fitSample(ctx, s, Normal{}, opt)
}

// FitLogNormal estimates the lognormal model; see FitNormal. The error is an
// *clientele.InputError if there is an amount of 0 or less.
func FitLogNormal(ctx context.Context, p *DetailPanel, opt *clientele.FitOptions) (*clientele.Fit[LogNormal], error) {
	s, err := newSample("spend: lognormal", p, true)
	if err != nil {
		return nil, err
	}
	return fitSample(ctx, s, LogNormal{}, opt)
}

// sample is details compiled for the kernel: standardised amounts or logs, and
// times, so that parameters are of order 1 whatever the currency and the clock.
type sample struct {
	name              string
	rows              []row
	n                 []float64 // customers a row
	customers         int
	purchases         float64
	centre, scale     float64 // of amounts
	origin, timeScale float64
	offset            float64 // what standardising, and logarithms, add to the log-likelihood
	timeSpread        float64 // Σ(t−origin)² over all purchases, standardised
	asOf              time.Time
	log               bool
	price             float64 // of all purchases, if one is
	one               bool
}

func newSample(name string, p *DetailPanel, log bool) (*sample, error) {
	s := &sample{name: name, scale: 1, timeScale: 1, log: log}
	read := amounts
	if log {
		read = logs
	}
	if p != nil {
		s.asOf = p.AsOf
		var jacobian exact.Sum
		s.price, s.one = onePrice(p)
		for d, n := range p.All() {
			if d.Count == 0 {
				continue
			}
			if log && d.NonPositive > 0 {
				return nil, &clientele.InputError{Where: name, Field: "purchases with an amount of 0 or less", Value: d.NonPositive,
					Want: "none; leave them out and count them, or fit the normal model, which takes any amount"}
			}
			r := read(d)
			s.rows = append(s.rows, r)
			s.n = append(s.n, float64(n))
			s.customers += n
			s.purchases += float64(n) * r.x
			if log {
				jacobian.Add(-float64(n) * r.x * r.mean)
			}
		}
		s.offset = jacobian.Value()
	}
	if err := s.identified(); err != nil {
		return nil, err
	}
	if !s.one {
		s.standardise()
		return s, nil
	}
	for i, r := range s.rows {
		s.origin += s.n[i] * r.x * r.time / s.purchases
	}
	for i, r := range s.rows {
		s.timeSpread += s.n[i] * (r.timeWithin + r.x*(r.time-s.origin)*(r.time-s.origin))
	}
	return s, nil
}

// identified returns an error if the data cannot tell the parameters at all.
func (s *sample) identified() error {
	fail := func(err error, why string) error { return fmt.Errorf("%s: %w: %s", s.name, err, why) }
	within, repeated := 0.0, false
	for i, r := range s.rows {
		within += s.n[i] * r.within
		repeated = repeated || r.x > 1
	}
	switch {
	case s.customers == 0:
		return fail(clientele.ErrNoData, "there are no customers with purchases")
	case s.customers == 1:
		return fail(clientele.ErrNotIdentified, "one customer says nothing about how customers differ; use parameters of a similar base")
	case s.one:
		return nil
	case !repeated:
		return fail(clientele.ErrNotIdentified, "nobody bought twice, so the variation of a customer's amounts cannot be told from differences between customers; wait for repeat purchases, or fit GammaGamma")
	case !(within > 0):
		return fail(clientele.ErrNotIdentified, "no customer's amounts vary, so each customer's mean is known exactly: use it")
	}
	return nil
}

// onePrice returns the amount of all purchases, if they have the same but for rounding.
func onePrice(p *DetailPanel) (price float64, one bool) {
	for d := range p.All() {
		switch near := 1e-8 * math.Abs(price); {
		case d.Count == 0:
			continue
		case !one:
			price, one = d.Mean, true
			near = 1e-8 * math.Abs(price)
			fallthrough
		default:
			if !(math.Abs(d.Mean-price) <= near && d.Within <= float64(d.Count)*near*near) {
				return 0, false
			}
		}
	}
	return price, one
}

// atPrice returns the fit to customers who all pay one price, in k parameters: that
// price, without a drift, with amounts so close to it that a customer who pays
// another is believed.
func atPrice[M hierarchical[M]](s *sample, zero M, k int) (*clientele.Fit[M], error) {
	off := 1 / math.Sqrt(fixed)
	v := []float64{s.price, off * math.Abs(s.price), off * math.Abs(s.price), 0, s.origin}[:k]
	switch {
	case s.log:
		v[0], v[1], v[2] = math.Log(s.price)-off*off, off, off
	case s.price == 0:
		v[1], v[2] = off, off
	}
	fit := &clientele.Fit[M]{
		Model: zero.WithParams(v), N: s.customers, AsOf: s.asOf, LogLik: s.offset, Flat: unknown(k),
		Warnings: []clientele.Warning{{Code: WarnOnePrice, Value: s.price}},
	}
	at := fit.Model.kernel()
	for i, r := range s.rows {
		fit.LogLik += s.n[i] * at.logProb(r)
	}
	if s.customers < few {
		fit.Warnings = append(fit.Warnings, clientele.Warning{Code: WarnFewCustomers, Value: float64(s.customers)})
	}
	return mle.Checked(s.name, fit, nil)
}

// standardise brings amounts and times to mean 0 and standard deviation 1.
func (s *sample) standardise() {
	var sum, times, squares, timeSquares float64
	for i, r := range s.rows {
		sum += s.n[i] * r.x * r.mean
		times += s.n[i] * r.x * r.time
	}
	s.centre, s.origin = sum/s.purchases, times/s.purchases
	for i, r := range s.rows {
		e, t := r.mean-s.centre, r.time-s.origin
		squares += s.n[i] * (r.within + r.x*e*e)
		timeSquares += s.n[i] * (r.timeWithin + r.x*t*t)
	}
	s.scale = math.Sqrt(squares / s.purchases)
	if timeSquares > 0 {
		s.timeScale = math.Sqrt(timeSquares / s.purchases)
	}
	s.offset -= s.purchases * math.Log(s.scale)
	for i := range s.rows {
		r := &s.rows[i]
		r.mean = (r.mean - s.centre) / s.scale
		r.within /= s.scale * s.scale
		r.time = (r.time - s.origin) / s.timeScale
		r.timeWithin /= s.timeScale * s.timeScale
		r.with /= s.scale * s.timeScale
	}
	s.timeSpread = timeSquares / (s.timeScale * s.timeScale)
}

// starts is the analysis of variance, and a start where customers differ a lot.
func (s *sample) starts() [][]float64 {
	var within, free, squares, inverse float64
	for i, r := range s.rows {
		within += s.n[i] * r.within
		free += s.n[i] * (r.x - 1)
		squares += s.n[i] * r.mean * r.mean
		inverse += s.n[i] / r.x
	}
	n := float64(s.customers)
	w2 := within / free
	a2 := math.Max(squares/n-w2*inverse/n, 0.01*w2)
	return [][]float64{{0, math.Sqrt(a2), math.Sqrt(w2)}, {0, 1, math.Sqrt(w2)}}
}

// hierarchical is the models that the kernel fits.
type hierarchical[M any] interface {
	clientele.Model[M]
	kernel() kernel
}

// fitSample maximises the likelihood on the standardised scale and maps the
// receipt back.
func fitSample[M hierarchical[M]](ctx context.Context, s *sample, zero M, opt *clientele.FitOptions) (*clientele.Fit[M], error) {
	k := len(zero.Params())
	if s.one {
		return atPrice(s, zero, k)
	}
	starts := s.starts()
	for i, v := range starts {
		starts[i] = append(v, make([]float64, k-3)...)
	}
	fit, err := mle.Fit(ctx, mle.Problem[M]{
		Name: s.name, Model: zero, N: s.customers, Rows: len(s.rows), Starts: starts, Offset: s.offset,
		At: func(p []float64) mle.Rows { return s.at(zero.WithParams(p).kernel(), k) },
		Limit: func(_ M, u []float64) string {
			if math.Abs(u[1]) > 0.9 {
				return WarnNoBetween
			}
			return ""
		},
	}, s.standardised(opt, k))
	if fit == nil {
		return nil, err
	}
	s.restore(fit.Cov, k)
	s.restore(fit.Robust, k)
	v := make([]float64, k)
	for i, p := range fit.Model.Params() {
		v[i] = p.Value*s.unit(i) + s.shift(i)
	}
	fit.Model, fit.AsOf = zero.WithParams(v), s.asOf
	if s.customers < few {
		fit.Warnings = append(fit.Warnings, clientele.Warning{Code: WarnFewCustomers, Value: float64(s.customers)})
	}
	return mle.Checked(s.name, fit, err)
}

// at is the likelihood of the rows; k is 3, or 5 with a drift and its origin.
func (s *sample) at(at kernel, k int) mle.Rows {
	return func(sums *mle.Sums, lo, hi int) {
		var grad [5]float64
		var hess [15]float64
		for i := lo; i < hi; i++ {
			r := s.rows[i]
			ll := at.logProb(r)
			if !sums.Derivs {
				sums.AddLogLik(s.n[i] * ll)
				continue
			}
			g, h := at.slopes(r)
			copy(grad[:], g[:])
			if k == 3 {
				hess = [15]float64{h[0], h[1], h[2], h[4], h[5], h[7]}
			} else {
				hess = [15]float64{h[0], h[1], h[2], h[3], 0, h[4], h[5], h[6], 0, h[7], h[8], 0, h[9]}
			}
			sums.Add(s.n[i], ll, grad[:k], hess[:k*(k+1)/2])
		}
	}
}

// unit and shift say how a standardised parameter becomes a natural one:
// μ, σ_A, σ_W, and with a drift δ and its origin.
func (s *sample) unit(i int) float64 {
	switch i {
	case 3:
		return s.scale / s.timeScale
	case 4:
		return s.timeScale
	}
	return s.scale
}

func (s *sample) shift(i int) float64 {
	switch i {
	case 0:
		return s.centre
	case 4:
		return s.origin
	}
	return 0
}

// standardised maps the caller's start.
func (s *sample) standardised(opt *clientele.FitOptions, k int) *clientele.FitOptions {
	if opt == nil || len(opt.Start) != k {
		return opt
	}
	own := *opt
	own.Start = slices.Clone(opt.Start)
	for i := range own.Start {
		own.Start[i] = (own.Start[i] - s.shift(i)) / s.unit(i)
	}
	return &own
}

// restore maps a covariance of standardised parameters to natural ones.
func (s *sample) restore(cov [][]float64, k int) {
	if cov == nil {
		return
	}
	for i := range k {
		for j := range k {
			cov[i][j] *= s.unit(i) * s.unit(j)
		}
	}
}

func (m Normal) kernel() kernel    { return kernel{mu: m.Mu, a: m.SigmaA, w: m.SigmaW} }
func (m LogNormal) kernel() kernel { return kernel{mu: m.Mu, a: m.SigmaA, w: m.SigmaW} }
