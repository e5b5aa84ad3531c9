package logistic

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
	"gonum.org/v1/gonum/mat"
)

// solver is one run of Newton's method on the standardised design.
type solver struct {
	g       *design
	penalty []float64 // of the covariates
	names   []string
	coef    []float64 // the constant first
	step    []float64 // the last Newton step
	grad    []float64
	hess    *mat.SymDense // of the negative penalised log-likelihood
	chol    mat.Cholesky
	logLik  float64 // without the penalty
	iters   int
}

func newSolver(g *design, penalty []float64) *solver {
	k := g.p + 1
	s := &solver{g: g, penalty: penalty, coef: make([]float64, k), step: make([]float64, k), grad: make([]float64, k), hess: mat.NewSymDense(k, nil)}
	// The estimate without covariates: from there Newton needs few steps.
	s.coef[0] = math.Log(g.successes) - math.Log(g.trials-g.successes)
	return s
}

// run searches and turns what stopped it into an error. Without a ridge the
// answer to data that separate is an error; with one it always exists.
func (s *solver) run(ctx context.Context, o *Options) (converged bool, err error) {
	for s.iters < o.MaxIter {
		if ctx.Err() != nil {
			return false, fmt.Errorf("logistic: fit stopped: %w", context.Cause(ctx))
		}
		done, ok := s.advance()
		if !ok && s.separates() {
			return false, separated()
		}
		if !ok {
			return false, fmt.Errorf("logistic: %w: %s; leave covariates out or set a ridge > 0", clientele.ErrNotIdentified, s.collinear())
		}
		if o.Progress != nil {
			o.Progress(clientele.Progress{Iter: s.iters, LogLik: s.logLik})
		}
		if done {
			return true, nil
		}
		if s.iters >= 20 && s.separates() {
			return false, separated()
		}
	}
	return false, nil
}

// search runs up to n steps, whatever comes of them.
func (s *solver) search(ctx context.Context, n int) {
	for s.iters < n && ctx.Err() == nil {
		if done, ok := s.advance(); done || !ok {
			return
		}
	}
}

func separated() error {
	return fmt.Errorf("logistic: %w: the covariates separate the outcomes, so that the likelihood rises for ever along a direction of the coefficients; set a ridge > 0", clientele.ErrNotIdentified)
}

// settled is the largest step, in log-odds of any cell, that counts as none: the
// next would be its square. Log-odds, since coefficients have the covariates' units.
const settled = 1e-8

// advance takes one damped Newton step. Done reports that the step was
// negligible, ok that the Hessian was positive definite.
func (s *solver) advance() (done, ok bool) {
	value := s.derivatives()
	if !s.chol.Factorize(s.hess) || s.chol.Cond() > 1e13 { // beyond, no digit of the step is left
		return false, false
	}
	k := len(s.coef)
	var dir mat.VecDense
	if err := s.chol.SolveVecTo(&dir, mat.NewVecDense(k, s.grad)); err != nil {
		return false, false
	}
	copy(s.step, dir.RawVector().Data)
	s.iters++
	if s.reach() <= settled {
		for j, v := range s.step {
			s.coef[j] += v
		}
		s.derivatives() // covariance and likelihood at the answer
		s.chol.Factorize(s.hess)
		return true, true
	}
	slope := 0.0
	for j, v := range s.step {
		slope += v * s.grad[j]
	}
	// The log-likelihood is concave, but a full step may still overshoot where
	// the odds are far from even: halve it until a fair share of the promise comes.
	length := 1.0
	trial := make([]float64, k)
	for range 40 {
		for j, v := range s.step {
			trial[j] = s.coef[j] + length*v
		}
		if s.value(trial) >= value+1e-4*length*slope-1e-13*math.Abs(value) {
			break
		}
		length /= 2
	}
	copy(s.coef, trial)
	return false, true
}

// reach returns the largest change of any cell's log-odds in the last step.
func (s *solver) reach() float64 {
	top := 0.0
	for i := range s.g.n {
		top = math.Max(top, math.Abs(s.linear(s.step, i)))
	}
	return top
}

// linear returns c₀ + Σ c_j x_ij for cell i.
func (s *solver) linear(c []float64, i int) float64 {
	p := s.g.p
	eta := c[0]
	for j, v := range s.g.x[i*p : (i+1)*p] {
		eta += c[j+1] * v
	}
	return eta
}

// value returns the penalised log-likelihood at c.
func (s *solver) value(c []float64) float64 {
	total := 0.0
	for i, n := range s.g.n {
		eta := s.linear(c, i)
		total -= s.g.s[i]*special.Log1pExp(-eta) + (n-s.g.s[i])*special.Log1pExp(eta)
	}
	s.logLik = total
	for j, l := range s.penalty {
		total -= 0.5 * l * c[j+1] * c[j+1]
	}
	return total
}

// derivatives sets grad and hess at coef and returns the value there.
func (s *solver) derivatives() float64 {
	p := s.g.p
	h := s.hess.RawSymmetric()
	clear(h.Data) // the upper triangle, written in place: this is the hot loop
	clear(s.grad)
	for i, n := range s.g.n {
		pi := special.Logistic(s.linear(s.coef, i))
		x := s.g.x[i*p : (i+1)*p]
		residual, w := s.g.s[i]-n*pi, n*pi*(1-pi)
		s.grad[0] += residual
		h.Data[0] += w
		for j, v := range x {
			s.grad[j+1] += residual * v
			h.Data[j+1] += w * v
			row := h.Data[(j+1)*h.Stride:]
			for l := j; l < p; l++ {
				row[l+1] += w * v * x[l]
			}
		}
	}
	for j, l := range s.penalty {
		s.grad[j+1] -= l * s.coef[j+1]
		h.Data[(j+1)*h.Stride+j+1] += l
	}
	return s.value(s.coef)
}

// separates reports whether the last Newton step points to a direction along
// which no cell gets less likely: then the likelihood has no maximum (Albert
// and Anderson 1984). On separated data Newton's step settles on such a
// direction, moving the nearest cells by one unit of log-odds a step.
func (s *solver) separates() bool {
	top := s.reach()
	if !(top > 0.1) {
		return false
	}
	slack := 1e-3 * top
	moved := false
	for i, n := range s.g.n {
		eta := s.linear(s.step, i)
		successes, failures := s.g.s[i] > 0, s.g.s[i] < n
		if (successes && eta < -slack) || (failures && eta > slack) {
			return false
		}
		moved = moved || math.Abs(eta) > slack
	}
	return moved
}

// collinear names the covariate that the others determine.
func (s *solver) collinear() string {
	for j, sc := range s.g.scale {
		if sc == 0 && s.names != nil {
			return "covariate " + s.names[j] + " is constant"
		}
		if sc == 0 {
			return fmt.Sprintf("covariate %d is constant", j+1)
		}
	}
	return "the covariates are collinear"
}

// unscale writes the estimate on the covariates' own scale: coefficients b_j/s_j
// and the constant b₀ − Σ b_j m_j/s_j; the covariance follows linearly.
func (s *solver) unscale(f *Fitted) {
	k := len(s.coef)
	back := mat.NewDense(k, k, nil)
	back.Set(0, 0, 1)
	for j, sc := range s.g.scale {
		if sc > 0 {
			back.Set(j+1, j+1, 1/sc)
			back.Set(0, j+1, -s.g.centre[j]/sc)
		}
	}
	var c mat.VecDense
	c.MulVec(back, mat.NewVecDense(k, s.coef))
	f.Coef = append([]float64(nil), c.RawVector().Data...)
	var inv mat.SymDense
	if err := s.chol.InverseTo(&inv); err != nil {
		return
	}
	f.Cov = mle.Moved(rows(back), rows(&inv))
}

// rows returns the rows of a matrix.
func rows(m mat.Matrix) [][]float64 {
	n, _ := m.Dims()
	out := make([][]float64, n)
	for i := range out {
		out[i] = mat.Row(nil, i, m)
	}
	return out
}
