package clientele

import (
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/clientele-go/clientele/internal/vec"
	"github.com/clientele-go/clientele/internal/wire"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Fit is a fitted model and what is known about its quality: a receipt. It
// holds no data and no functions; copy it, compare it, store it as JSON.
type Fit[M Model[M]] struct {
	Model    M
	LogLik   float64     // total log-likelihood at the estimate
	N        int         // customers (or subjects)
	Iters    int         // Newton steps
	Cov      [][]float64 // inverse observed information, natural scale, order of Params; nil if it does not exist
	Robust   [][]float64 // sandwich covariance with customers as the units; nil if it was not computed
	Flat     [][]float64 // unit directions of the free-scale parameters that the data do not identify; Cov and Robust leave them out
	AsOf     time.Time   // end of observation of the data, zero if it is not known
	Warnings []Warning
}

// FitOptions steer a fit; nil and zero fields mean the defaults.
type FitOptions struct {
	Start    []float64      // first values of the parameters, natural scale; the data's own are tried too, so that they can only help
	Near     bool           // Start is where a neighbouring fit ended, such as that of a month ago: no other start is tried, which is faster
	MaxIter  int            // Newton steps a start; default 100
	Ridge    float64        // precision of a normal prior on the free scale; default 0, no prior. Each Fit function says what it is centred on
	Workers  int            // goroutines; default 1. The result does not depend on it
	Progress func(Progress) `json:"-"` // called after every step, on the caller's goroutine
}

// MarshalJSON writes the fields but Progress, which is a function.
func (o FitOptions) MarshalJSON() ([]byte, error) { return wire.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes.
func (o *FitOptions) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// Progress is where a running fit stands.
type Progress struct {
	Start  int     // which starting point, from 0
	Iter   int     // Newton steps from it so far
	LogLik float64 // total log-likelihood (with the prior, if there is one)
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (p Progress) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (p *Progress) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// DF returns the number of estimated parameters.
func (f *Fit[M]) DF() int {
	k := 0
	for _, p := range f.Model.Params() {
		if p.Domain != DomainFixed {
			k++
		}
	}
	return k
}

// AIC returns Akaike's criterion, 2·DF − 2·LogLik; smaller is better.
func (f *Fit[M]) AIC() float64 { return 2*float64(f.DF()) - 2*f.LogLik }

// BIC returns Schwarz's criterion, DF·ln N − 2·LogLik, N the number of customers.
func (f *Fit[M]) BIC() float64 { return float64(f.DF())*math.Log(float64(f.N)) - 2*f.LogLik }

// Sandwich returns a copy of the fit whose Cov is the robust covariance, so
// that every interval and draw uses it. If there is none, Cov is nil.
func (f *Fit[M]) Sandwich() *Fit[M] {
	g := *f
	g.Cov = f.Robust
	return &g
}

// Estimates returns every parameter with its standard error and interval.
// Level must lie in (0, 1), or Estimates panics.
func (f *Fit[M]) Estimates(level float64) []Estimate {
	params := f.Model.Params()
	out := make([]Estimate, len(params))
	for i, p := range params {
		iv := f.Interval(p.Domain, func(m M) float64 { return m.Params()[i].Value }, level)
		se := math.NaN()
		switch {
		case p.Domain == DomainFixed:
			se = 0
		case f.Cov != nil && f.open(i):
			se = math.Inf(1)
		case f.Cov != nil:
			se = math.Sqrt(f.Cov[i][i])
		}
		out[i] = Estimate{p.Name, p.Value, se, iv}
	}
	return out
}

// open reports whether parameter i has a part in a flat direction.
func (f *Fit[M]) open(i int) bool {
	for _, u := range f.Flat {
		if math.Abs(u[i]) > flatPart {
			return true
		}
	}
	return false
}

// flatPart is the smallest component of a flat direction that counts: the
// directions are eigenvectors and carry rounding noise in the other parameters.
const flatPart = 1e-3

// Interval returns an interval for any function g of the parameters, with
// values in domain d: the delta method on d's free scale, ends mapped back, so
// the interval stays in the domain. Where g depends on what the data do not
// identify, it is the whole domain. Level must lie in (0, 1) and g must not be
// nil, or Interval panics.
func (f *Fit[M]) Interval(d Domain, g func(M) float64, level float64) Interval {
	if !(level > 0 && level < 1) {
		panic("clientele: level of an interval must lie between 0 and 1")
	}
	if g == nil {
		panic("clientele: Interval of a nil function")
	}
	if d == DomainFixed {
		v := g(f.Model)
		return Interval{v, v, level}
	}
	se := f.freeSE(d, g)
	lo, hi := d.whole()
	if !math.IsNaN(se) && !math.IsInf(se, 0) {
		at := d.Free(g(f.Model))
		half := distuv.UnitNormal.Quantile((1+level)/2) * se
		lo, hi = d.Bind(at-half), d.Bind(at+half)
	}
	return Interval{lo, hi, level}
}

// freeSE returns the standard error of g on d's free scale: +Inf if g moves
// along a flat direction, NaN if there is no covariance.
func (f *Fit[M]) freeSE(d Domain, g func(M) float64) float64 {
	if f.Cov == nil {
		return math.NaN()
	}
	grad := f.freeGradient(func(m M) float64 { return d.Free(g(m)) })
	size := 0.0
	for _, v := range grad {
		size = math.Max(size, math.Abs(v))
	}
	for _, u := range f.Flat {
		if s := vec.Dot(grad, u); math.Abs(s) > flatPart*math.Max(size, 1e-3) {
			return math.Inf(1)
		}
	}
	v := f.freeCov()
	sum := 0.0
	for i := range grad {
		sum += grad[i] * vec.Dot(v[i], grad)
	}
	return math.Sqrt(math.Max(sum, 0))
}

// freeGradient returns the gradient of g with respect to the parameters on their
// free scales (log for positive ones), by central differences. Fixed parameters
// have gradient 0. f.Cov must not be nil.
func (f *Fit[M]) freeGradient(g func(M) float64) []float64 {
	params := f.Model.Params()
	v := make([]float64, len(params))
	for i, p := range params {
		v[i] = p.Value
	}
	grad := make([]float64, len(params))
	for i, p := range params {
		if p.Domain == DomainFixed {
			continue
		}
		at, step := p.Domain.Free(p.Value), f.step(i, p)
		v[i] = p.Domain.Bind(at + step)
		up := g(f.Model.WithParams(v))
		v[i] = p.Domain.Bind(at - step)
		down := g(f.Model.WithParams(v))
		v[i] = p.Value
		grad[i] = (up - down) / (2 * step)
	}
	return grad
}

// step is how far a difference goes from parameter i on its free scale: 1e-4,
// whose error is about 1e-8, where that scale has no unit. A real parameter may
// have any unit, which its standard error knows.
func (f *Fit[M]) step(i int, p Param) float64 {
	if p.Domain != DomainPositive && p.Domain != DomainProbability && f.Cov[i][i] > 0 {
		return 1e-3 * math.Sqrt(f.Cov[i][i])
	}
	return 1e-4
}

// freeCov returns Cov on the free scales.
func (f *Fit[M]) freeCov() [][]float64 {
	params := f.Model.Params()
	v := make([][]float64, len(params))
	for i, p := range params {
		v[i] = make([]float64, len(params))
		for j, q := range params {
			if p.Domain != DomainFixed && q.Domain != DomainFixed {
				v[i][j] = f.Cov[i][j] / (p.Domain.Slope(p.Value) * q.Domain.Slope(q.Value))
			}
		}
	}
	return v
}

// Draws yields models with parameters drawn from the normal distribution of
// the estimate on the free scale, without end; stop by breaking the loop.
// Directions that the data do not identify stay at the estimate. If there is
// no covariance, it yields nothing.
func (f *Fit[M]) Draws(r *rand.Rand) iter.Seq[M] {
	return func(yield func(M) bool) {
		if f.Cov == nil {
			return
		}
		params := f.Model.Params()
		root := squareRoot(f.freeCov())
		v, z := make([]float64, len(params)), make([]float64, len(params))
		for {
			for i := range z {
				z[i] = r.NormFloat64()
			}
			for i, p := range params {
				v[i] = p.Value
				if p.Domain != DomainFixed {
					v[i] = p.Domain.Bind(p.Domain.Free(p.Value) + vec.Dot(root[i], z))
				}
			}
			if !yield(f.Model.WithParams(v)) {
				return
			}
		}
	}
}

// squareRoot returns a matrix R with R·Rᵀ = v for a symmetric v without
// negative eigenvalues; those that rounding made are taken as 0.
func squareRoot(v [][]float64) [][]float64 {
	n := len(v)
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			s.SetSym(i, j, v[i][j])
		}
	}
	var eig mat.EigenSym
	root := make([][]float64, n)
	ok := eig.Factorize(s, true)
	var q mat.Dense
	var values []float64
	if ok {
		eig.VectorsTo(&q)
		values = eig.Values(nil)
	}
	for i := range n {
		root[i] = make([]float64, n)
		for j := range n {
			if ok {
				root[i][j] = q.At(i, j) * math.Sqrt(math.Max(values[j], 0))
			}
		}
	}
	return root
}

// String prints the fit as a table: estimates with standard errors and 95 %
// intervals, criteria, and the warnings.
func (f *Fit[M]) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d customers, log-likelihood %.4f, AIC %.2f, BIC %.2f\n", shortKind(f.Model), f.N, f.LogLik, f.AIC(), f.BIC())
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "parameter\testimate\tstd. error\t95 % interval\t")
	for _, e := range f.Estimates(0.95) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s … %s\t\n", e.Name, number(e.Value), number(e.SE), number(e.Interval.Lo), number(e.Interval.Hi))
	}
	w.Flush()
	for _, warning := range f.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", warning.Text(LangEnglish))
	}
	return b.String()
}

// shortKind returns the kind without packages, also those of type arguments.
func shortKind(m any) string { return packages.ReplaceAllString(Kind(m), "") }

// packages matches what stands before the names of types.
var packages = regexp.MustCompile(`[^\[\],]*[./]`)

// number prints a value with five significant digits.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 5, 64) }

// fitVersion is the version of the form that MarshalJSON writes.
const fitVersion = 1

type fitJSON[M any] struct {
	Kind     *string     `json:"kind"`
	Version  *int        `json:"version"`
	Unit     *Unit       `json:"unit,omitempty"`
	AsOf     *time.Time  `json:"as_of,omitempty"`
	Model    M           `json:"model"`
	LogLik   float64     `json:"log_lik"`
	N        int         `json:"customers"`
	Iters    int         `json:"iters"`
	Cov      [][]float64 `json:"cov,omitempty"`
	Robust   [][]float64 `json:"robust,omitempty"`
	Flat     [][]float64 `json:"flat,omitempty"`
	Warnings []Warning   `json:"warnings,omitempty"`
}

// Unit returns the unit of the model's times, or 0 if it has or knows none.
func (f *Fit[M]) Unit() Unit {
	if timed, ok := any(f.Model).(Timed[M]); ok {
		return timed.TimeUnit()
	}
	return 0
}

// MarshalJSON writes the fit: the kind of its model, a version, unit and end of
// observation where they are known, the model, and what is known about it.
func (f Fit[M]) MarshalJSON() ([]byte, error) {
	kind, version := Kind(f.Model), fitVersion
	j := fitJSON[M]{Kind: &kind, Version: &version, Model: f.Model, LogLik: f.LogLik, N: f.N, Iters: f.Iters,
		Cov: f.Cov, Robust: f.Robust, Flat: f.Flat, Warnings: f.Warnings}
	if unit := f.Unit(); unit != 0 {
		j.Unit = &unit
	}
	if !f.AsOf.IsZero() {
		j.AsOf = &f.AsOf
	}
	return wire.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes and validates it: kind, version
// and unit, the model's parameters, and the shape of the matrices; f is
// unchanged on error. Kind and version may be missing: the caller's type says
// them. A model that f holds already says the unit to expect.
func (f *Fit[M]) UnmarshalJSON(data []byte) error {
	j := fitJSON[M]{Model: f.Model}
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	if err := Validate(j.Model); err != nil {
		return err
	}
	model := Fit[M]{Model: j.Model}
	said := envelope{j.Kind, j.Version, j.Unit}
	if err := said.open(Kind(j.Model), fitVersion, model.Unit()); err != nil {
		return err
	}
	bad := func(field string, value any, want string) error {
		return &InputError{Where: "clientele.Fit", Field: field, Value: value, Want: want}
	}
	k := len(j.Model.Params())
	if j.N < 0 || j.Iters < 0 {
		return bad("customers, iters", []int{j.N, j.Iters}, "counts >= 0")
	}
	for name, m := range map[string][][]float64{"cov": j.Cov, "robust": j.Robust} {
		if m == nil {
			continue
		}
		if len(m) != k {
			return bad(name, len(m), fmt.Sprintf("%d rows, one a parameter", k))
		}
		for i, row := range m {
			if len(row) != k || !(row[i] >= 0) {
				return bad(name, row, fmt.Sprintf("rows of %d numbers with a variance >= 0 on the diagonal", k))
			}
		}
	}
	for _, u := range j.Flat {
		if len(u) != k {
			return bad("flat", len(u), fmt.Sprintf("directions of %d numbers", k))
		}
	}
	*f = Fit[M]{Model: j.Model, LogLik: j.LogLik, N: j.N, Iters: j.Iters, Cov: j.Cov, Robust: j.Robust, Flat: j.Flat, Warnings: j.Warnings}
	if j.AsOf != nil {
		f.AsOf = *j.AsOf
	}
	return nil
}
