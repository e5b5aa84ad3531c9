package logistic

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
)

// Options steer a fit; nil and zero fields mean the defaults.
type Options struct {
	Ridge    float64  // precision of the prior on the coefficients of the standardised covariates, the constant left free; default 0, none
	Free     []bool   // covariates that the ridge leaves alone; nil: it holds all of them
	Names    []string // of the covariates, for messages; nil: their numbers
	MaxIter  int      // Newton steps; default 100
	Progress func(clientele.Progress)
}

// Fitted is the estimate. Coefficients and covariance are on the covariates'
// own scale, the constant first.
type Fitted struct {
	Coef      []float64
	Cov       [][]float64 // inverse of the observed information, the ridge counted as data
	Centre    []float64   // weighted means of the covariates
	LogLik    float64     // at the estimate, without the prior and the binomial coefficients
	Trials    float64
	Iters     int
	Separated bool // the covariates separate the outcomes: only the ridge keeps the estimate finite
}

// Prob returns P(success) at covariates x.
func (f *Fitted) Prob(x []float64) float64 { return special.Logistic(f.Linear(x)) }

// Linear returns the log-odds at covariates x.
func (f *Fitted) Linear(x []float64) float64 {
	eta := f.Coef[0]
	for j, v := range x {
		eta += f.Coef[j+1] * v
	}
	return eta
}

// Fit estimates the coefficients. Errors match clientele.ErrNoData,
// clientele.ErrNotIdentified (outcomes all equal, collinear or separating
// covariates; a ridge > 0 answers the last two) or clientele.ErrNotConverged;
// with the last one the best estimate so far is returned.
func Fit(ctx context.Context, d *Data, opt *Options) (*Fitted, error) {
	var o Options
	if opt != nil {
		o = *opt
	}
	if !(o.Ridge >= 0) || math.IsInf(o.Ridge, 0) {
		return nil, &clientele.InputError{Where: "logistic.Fit", Field: "Ridge", Value: o.Ridge, Want: "a finite precision >= 0"}
	}
	if o.Free != nil && len(o.Free) != d.p {
		panic("logistic: Options.Free must have one entry a covariate")
	}
	if o.Names != nil && len(o.Names) != d.p {
		panic("logistic: Options.Names must have one entry a covariate")
	}
	if o.MaxIter <= 0 {
		o.MaxIter = 100
	}
	if d.Len() == 0 {
		return nil, fmt.Errorf("logistic: %w", clientele.ErrNoData)
	}
	g := d.design()
	if g.successes == 0 || g.successes == g.trials {
		return nil, fmt.Errorf("logistic: %w: all outcomes are equal; a probability needs both", clientele.ErrNotIdentified)
	}
	penalty := make([]float64, d.p)
	for j := range penalty {
		if o.Free == nil || !o.Free[j] {
			penalty[j] = o.Ridge
		}
	}
	s := newSolver(g, penalty)
	s.names = o.Names
	converged, err := s.run(ctx, &o)
	if err != nil {
		return nil, err
	}
	f := &Fitted{Centre: g.centre, LogLik: s.logLik, Trials: g.trials, Iters: s.iters}
	if o.Ridge > 0 {
		bare := newSolver(g, make([]float64, d.p))
		bare.search(ctx, 40)
		f.Separated = bare.separates()
	}
	s.unscale(f)
	if !converged {
		return f, fmt.Errorf("logistic: %w after %d steps: raise MaxIter or set a ridge", clientele.ErrNotConverged, s.iters)
	}
	return f, nil
}
