package mle

import (
	"math"
	"slices"
	"strings"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
)

const (
	// flatSE is the standard error on the free scale from which a direction
	// counts as not identified: a parameter known to a factor of e¹⁰ is not known.
	flatSE = 10
	// nearlyOne is the correlation of two estimates that is worth a warning: given one,
	// the other is known seven times as well as without. s and β of CDNOW's Pareto/NBD,
	// an ordinary fit, have 0.97.
	nearlyOne = 0.99
)

// conclude makes the receipt: covariances, directions that the data do not
// identify, warnings.
func conclude[M clientele.Model[M]](s *search, prob *Problem[M], best ascentRun) *clientele.Fit[M] {
	p := s.toNatural(best.x)
	natural := make([]float64, len(p))
	for i := range p {
		natural[i] = p[i] * scaleOf(prob.Scale, i)
	}
	fit := &clientele.Fit[M]{
		Model:  prob.Model.WithParams(natural),
		LogLik: best.logLik + prob.Offset,
		N:      prob.N,
		Iters:  best.iters,
	}
	// A parameter at the end of its reach is at its limit, not at a maximum: its
	// curvature says nothing, and the others' covariance is that with it held.
	_, inside := s.inside(best.place)
	hess := best.hess
	if best.ridge != nil && inside == hess {
		hess = flattened(hess, best.ridge)
		inside = hess
	}
	cov, flat, ok := invert(hess, inside != hess)
	if ok && len(flat) == 0 && inside != hess {
		cov, flat, ok = invert(inside, true)
	}
	if !ok {
		return fit
	}
	fit.Flat = s.expandAll(flat)
	slope := s.slopes(natural, prob.Scale)
	fit.Cov = s.naturalCov(cov, slope)
	if robust, ok := sandwich(cov, s.freeOuter(p, best.outer)); ok {
		fit.Robust = s.naturalCov(robust, slope)
	}
	fit.Warnings = append(flatWarnings(prob, fit), correlations(s, fit, cov)...)
	return fit
}

// invert returns the inverse of −hess with the flat directions left out, and
// those directions: what the flat ones do not touch keeps its errors. A clearly negative eigenvalue of −hess is a failure, or,
// beyond an end of the parameters' reach, a direction that is not identified.
func invert(hess *mat.SymDense, atEnd bool) (cov *mat.Dense, flat [][]float64, ok bool) {
	k := hess.SymmetricDim()
	cov = mat.NewDense(k, k, nil)
	values, vectors, ok := eigen(hess)
	if !ok {
		return nil, nil, false
	}
	const least = 1.0 / (flatSE * flatSE) // 1.0: not a division of integers
	for c, v := range values {
		info := -v
		if !atEnd && info < -math.Max(least, 1e-9*math.Abs(values[0])) {
			return nil, nil, false
		}
		if info < least { // a variance would be a number without a meaning
			u := make([]float64, k)
			for i := range u {
				u[i] = vectors.At(i, c)
			}
			flat = append(flat, u)
			continue
		}
		for i := range k {
			for j := range k {
				cov.Set(i, j, cov.At(i, j)+vectors.At(i, c)*vectors.At(j, c)/info)
			}
		}
	}
	return cov, flat, true
}

// slopes returns the derivatives of the answer's parameters p with respect to
// the free ones; a Real parameter moves by its unit.
func (s *search) slopes(p, scale []float64) []float64 {
	out := make([]float64, len(p))
	for i, d := range s.domains {
		if out[i] = d.Slope(p[i]); d == clientele.DomainReal {
			out[i] = scaleOf(scale, i)
		}
	}
	return out
}

// sandwich returns bread·filling·breadᵀ, the filling symmetric and without
// negative eigenvalues but for rounding, as the product of a root with itself:
// the plain product of a wide bread and a thin filling can have variances below 0.
func sandwich(bread mat.Matrix, filling *mat.SymDense) (*mat.SymDense, bool) {
	values, vectors, ok := eigen(filling)
	if !ok {
		return nil, false
	}
	var root mat.Dense
	root.Mul(bread, vectors)
	root.Apply(func(_, c int, v float64) float64 { return v * math.Sqrt(math.Max(values[c], 0)) }, &root)
	rows, _ := bread.Dims()
	product := mat.NewSymDense(rows, nil)
	product.SymOuterK(1, &root)
	return product, true
}

// naturalCov maps a covariance of the free parameters to the natural scale of
// all; nil if it overflows there.
func (s *search) naturalCov(free mat.Matrix, slope []float64) [][]float64 {
	out := make([][]float64, len(slope))
	for i := range out {
		out[i] = make([]float64, len(slope))
	}
	for a, i := range s.free {
		for b, j := range s.free {
			v := (free.At(a, b) + free.At(b, a)) / 2 * slope[i] * slope[j]
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil
			}
			out[i][j] = v
		}
	}
	return out
}

// freeOuter maps the packed outer products of natural scores to the free scale.
func (s *search) freeOuter(p, outer []float64) *mat.SymDense {
	k := len(s.free)
	m := mat.NewSymDense(k, nil)
	for a, i := range s.free {
		for b := a; b < k; b++ {
			j := s.free[b]
			m.SetSym(a, b, outer[packed(i, j, len(p))]*s.domains[i].Slope(p[i])*s.domains[j].Slope(p[j]))
		}
	}
	return m
}

// expandAll gives directions of the free parameters one entry for every parameter.
func (s *search) expandAll(directions [][]float64) [][]float64 {
	var out [][]float64
	for _, u := range directions {
		full := make([]float64, len(s.domains))
		for a, i := range s.free {
			full[i] = u[a]
		}
		out = append(out, full)
	}
	return out
}

// flatWarnings names the limit model behind each flat direction.
func flatWarnings[M clientele.Model[M]](prob *Problem[M], fit *clientele.Fit[M]) []clientele.Warning {
	var out []clientele.Warning
	for _, u := range fit.Flat {
		w := clientele.Warning{Code: clientele.WarnBoundary, Subject: subject(fit.Model.Params(), u), Value: fit.LogLik}
		if prob.Limit != nil { // the model knows what it turns into
			if code := prob.Limit(fit.Model, u); code != "" {
				w.Code = code
			}
		}
		if !slices.ContainsFunc(out, func(o clientele.Warning) bool { return o.Code == w.Code && o.Subject == w.Subject }) {
			out = append(out, w)
		}
	}
	return out
}

// subject names the parameters that take part in a direction.
func subject(params []clientele.Param, u []float64) string {
	var names []string
	for i, p := range params {
		if math.Abs(u[i]) > 0.1 {
			names = append(names, p.Name)
		}
	}
	return strings.Join(names, ", ")
}

// correlations warns of pairs of estimates that are nearly exchangeable.
func correlations[M clientele.Model[M]](s *search, fit *clientele.Fit[M], cov *mat.Dense) []clientele.Warning {
	var out []clientele.Warning
	params := fit.Model.Params()
	for a := range s.free {
		for b := a + 1; b < len(s.free); b++ {
			// A flat direction says the same already, and more.
			rho := cov.At(a, b) / math.Sqrt(cov.At(a, a)*cov.At(b, b))
			if math.Abs(rho) > nearlyOne && len(fit.Flat) == 0 {
				out = append(out, clientele.Warning{
					Code: clientele.WarnCorrelated, Value: rho,
					Subject: params[s.free[a]].Name + ", " + params[s.free[b]].Name,
				})
			}
		}
	}
	return out
}
