// Package mle fits every model of the library: Newton's method on the free
// (log or log-odds) scale of the parameters, with the model's own gradient and
// Hessian, from several starting points, with a verdict on what it found.
//
// Why not gonum/optimize: its general methods cost several times the
// evaluations here, judge convergence by step and not by the likelihood still
// to be gained, evaluate on goroutines a caller cannot recover from, and have
// no word for a likelihood that rises towards infinity, which is the normal
// case for one data set in twenty.
package mle

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
)

// Rows adds the log-likelihood of the rows from lo to below hi to s, and
// their natural gradient and Hessian if s.Derivs. Calls for different ranges
// run at the same time.
type Rows func(s *Sums, lo, hi int)

// Problem states what to maximise.
type Problem[M clientele.Model[M]] struct {
	Name   string                 // prefix of errors, such as "btyd: BG/NBD"
	Model  M                      // any value: names and domains of the parameters; a Fixed one keeps its first starting value
	N      int                    // customers
	Rows   int                    // rows of the compressed data
	At     func(p []float64) Rows // prepares what depends on the (natural) parameters only
	Weight func(i int) float64    // customers that row i stands for; nil: 1 each
	Starts [][]float64            // starting points, natural scale, at least one
	More   [][]float64            // further ones, tried where several maxima are likely: on few rows, and after a ridge
	Near   bool                   // the options' Start is where a neighbouring fit ended: no other is tried beside it
	Prior  *Prior                 // nil for none; FitOptions.Ridge makes one centred on the first start

	// Scale and Offset undo a change of unit: parameter i of the answer is
	// multiplied by Scale[i] (nil: all 1), and Offset is added to the log-likelihood.
	Scale  []float64
	Offset float64

	// Limit returns the code of the warning that names the limit model a flat
	// direction (of the free parameters) leads to; nil or "" for none.
	Limit func(m M, direction []float64) string
}

// Prior is a normal prior on the free scale: independent, precision 0 for a
// parameter without one.
type Prior struct {
	Mean      []float64 // free scale
	Precision []float64
}

// Fit maximises the likelihood. The error is an *clientele.InputError for
// options that make no sense, matches clientele.ErrNotConverged (then the best
// fit so far is returned with it, if there is a usable one) or the context's
// cause. A fit that is returned has parameters inside of their domains, a finite
// log-likelihood, and covariances that are positive semidefinite or nil.
func Fit[M clientele.Model[M]](ctx context.Context, prob Problem[M], opt *clientele.FitOptions) (*clientele.Fit[M], error) {
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	s, err := newSearch(ctx, &prob, &o)
	if err != nil {
		return nil, err
	}
	best, err := s.run(&o)
	if err != nil {
		return nil, err
	}
	if best.converged && best.ridge == nil {
		if best.ridge, err = s.worthless(best.place); err != nil {
			return nil, err
		}
	}
	fit, err := Checked(prob.Name, conclude(s, &prob, best), nil)
	if err == nil && !best.converged {
		err = fmt.Errorf("%s: %w after %d steps: the likelihood was still rising by %.2g a step; raise MaxIter or give Start", prob.Name, clientele.ErrNotConverged, best.iters, best.gain)
	}
	return fit, err
}

// search is one run of the optimiser.
type search struct {
	ctx      context.Context
	name     string
	n        int
	at       func(p []float64) Rows
	weight   func(i int) float64
	eval     *evaluator
	domains  []clientele.Domain
	free     []int       // parameters that are not Fixed
	start    []float64   // natural values of the first start; Fixed parameters keep them
	starts   [][]float64 // free scale, free parameters only
	own      [][]float64 // those of the problem, where the caller gives another
	more     [][]float64 // the further starts
	prior    *Prior
	maxIter  int
	progress func(clientele.Progress)
	held     bool    // a parameter is held: no leaps
	wanted   float64 // value that a held search must reach to be of use; 0 for none
	offset   float64
}

func newSearch[M clientele.Model[M]](ctx context.Context, prob *Problem[M], o *clientele.FitOptions) (*search, error) {
	params := prob.Model.Params()
	s := &search{ctx: ctx, name: prob.Name, n: prob.N, at: prob.At, maxIter: o.MaxIter, progress: o.Progress, offset: prob.Offset, prior: prob.Prior}
	s.weight = prob.Weight
	if s.weight == nil {
		s.weight = func(int) float64 { return 1 }
	}
	if s.maxIter <= 0 {
		s.maxIter = 100
	}
	for i, p := range params {
		s.domains = append(s.domains, p.Domain)
		if p.Domain != clientele.DomainFixed {
			s.free = append(s.free, i)
		}
	}
	if !(o.Ridge >= 0) || math.IsInf(o.Ridge, 0) {
		return nil, &clientele.InputError{Where: prob.Name, Field: "Ridge", Value: o.Ridge, Want: "a finite precision >= 0"}
	}
	starts := prob.Starts
	if o.Start != nil {
		if len(o.Start) != len(params) {
			return nil, &clientele.InputError{Where: prob.Name, Field: "Start", Value: o.Start, Want: fmt.Sprintf("%d values, one a parameter", len(params))}
		}
		if err := clientele.Validate(prob.Model.WithParams(o.Start)); err != nil {
			return nil, err
		}
		own := make([]float64, len(params))
		for i, v := range o.Start {
			own[i] = v / scaleOf(prob.Scale, i)
		}
		starts = [][]float64{own}
		for _, p := range prob.Starts {
			if prob.Near || o.Near {
				break
			}
			s.own = append(s.own, s.toFree(p))
		}
	}
	if o.Start == nil {
		for _, p := range prob.More {
			s.more = append(s.more, s.toFree(p))
		}
	}
	s.start = starts[0]
	for _, p := range starts {
		s.starts = append(s.starts, s.toFree(p))
	}
	if o.Ridge > 0 {
		s.prior = &Prior{Mean: s.toFree(prob.Starts[0]), Precision: make([]float64, len(s.free))}
		for i := range s.prior.Precision {
			s.prior.Precision[i] = o.Ridge
		}
	}
	s.eval = newEvaluator(prob.Rows, len(params), o.Workers)
	return s, nil
}

// toFree maps natural parameters to the free scale, the Fixed ones left out.
func (s *search) toFree(p []float64) []float64 {
	x := make([]float64, len(s.free))
	for k, i := range s.free {
		x[k] = s.domains[i].Free(p[i])
	}
	return x
}

// toNatural is the inverse of toFree.
func (s *search) toNatural(x []float64) []float64 {
	p := append([]float64(nil), s.start...)
	for k, i := range s.free {
		p[i] = s.domains[i].Bind(x[k])
	}
	return p
}

func scaleOf(scale []float64, i int) float64 {
	if scale == nil {
		return 1
	}
	return scale[i]
}
