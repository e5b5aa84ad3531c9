package mle

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
)

// Sums collects the log-likelihood, gradient and Hessian of rows. Gradients
// have one entry a parameter; Hessians and outer products hold the upper
// triangle row by row: (0,0), (0,1) … (0,k−1), (1,1) ….
type Sums struct {
	Derivs bool // the caller wants Grad and Hess
	Scores bool // and the outer products of the customers' gradients

	factor        float64 // of every weight, for a sample of the rows
	logLik, carry float64
	grad          []float64
	hess          []float64
	outer         []float64
	inner         *Sums // for AddLogLinear, kept from call to call
}

// Add adds a row that stands for w customers, each with log-likelihood ll,
// gradient g and Hessian h. Without Derivs, g and h are not looked at.
func (s *Sums) Add(w, ll float64, g, h []float64) {
	s.AddLogLik(w * ll)
	w *= s.factor
	if !s.Derivs { // g and h hold what an earlier row left there
		return
	}
	for i, v := range g {
		s.grad[i] += w * v
	}
	for i, v := range h {
		s.hess[i] += w * v
	}
	if s.Scores {
		at := 0
		for i, gi := range g {
			for _, gj := range g[i:] {
				s.outer[at] += w * gi * gj
				at++
			}
		}
	}
}

// AddLogLik adds v to the log-likelihood alone.
func (s *Sums) AddLogLik(v float64) { s.compensate(v * s.factor) }

// compensate adds v to the log-likelihood with Neumaier's compensation: each
// addition to a sum of 1e7 rounds by 1e-9, a million of them by 1e-6, a thousand times
// the gain at which a search stops. Gradient and Hessian need only the digits of a step.
func (s *Sums) compensate(v float64) {
	t := s.logLik + v
	if math.Abs(s.logLik) >= math.Abs(v) {
		s.carry += (s.logLik - t) + v
	} else {
		s.carry += (v - t) + s.logLik
	}
	s.logLik = t
}

// Total returns the log-likelihood that add puts into a Sums.
func Total(add func(s *Sums)) float64 {
	s := newSums(0)
	add(s)
	return s.LogLik()
}

// LogLik returns the total log-likelihood.
func (s *Sums) LogLik() float64 { return s.logLik + s.carry }

// merge adds the sums of a block.
func (s *Sums) merge(b *Sums) {
	s.compensate(b.logLik)
	s.compensate(b.carry)
	if !s.Derivs {
		return
	}
	for i, v := range b.grad {
		s.grad[i] += v
	}
	for i, v := range b.hess {
		s.hess[i] += v
	}
	if s.Scores {
		for i, v := range b.outer {
			s.outer[i] += v
		}
	}
}

func (s *Sums) reset(derivs, scores bool) {
	s.Derivs, s.Scores, s.factor, s.logLik, s.carry = derivs, scores, 1, 0, 0
	clear(s.grad)
	clear(s.hess)
	clear(s.outer)
}

func newSums(k int) *Sums {
	return &Sums{factor: 1, grad: make([]float64, k), hess: make([]float64, k*(k+1)/2), outer: make([]float64, k*(k+1)/2)}
}

// evaluator sums over all rows in fixed blocks, so that the bits do not depend
// on the number of workers: the blocks follow from the number of rows alone,
// and their sums are added in order. A block is small enough to be what a
// context that ends has to wait for, and large enough to be worth the hand-over
// to a goroutine.
type evaluator struct {
	rows, block, workers int
	blocks               []*Sums
	total                *Sums
}

func newEvaluator(rows, k, workers int) *evaluator {
	e := &evaluator{rows: rows, block: max(512, (rows+127)/128), workers: max(1, workers), total: newSums(k)}
	for at := 0; at < rows; at += e.block {
		e.blocks = append(e.blocks, newSums(k))
	}
	return e
}

// sum evaluates the rows of the sample and returns the totals, valid until the
// next call, or nil if the context ended the pass before its last block. A
// sample is small and one goroutine's work.
func (e *evaluator) sum(ctx context.Context, rows Rows, of sample, derivs bool) *Sums {
	e.total.reset(derivs, derivs)
	if of.rows != nil {
		for i, p := range of.rows {
			if i%e.block == 0 && ctx.Err() != nil {
				return nil
			}
			e.total.factor = p.factor
			rows(e.total, p.row, p.row+1)
		}
		return e.total
	}
	var next atomic.Int64
	work := func() {
		for {
			b := int(next.Add(1)) - 1
			if b >= len(e.blocks) || ctx.Err() != nil {
				return
			}
			e.blocks[b].reset(derivs, derivs)
			rows(e.blocks[b], b*e.block, min((b+1)*e.block, e.rows))
		}
	}
	var wg sync.WaitGroup
	for range min(e.workers, len(e.blocks)) - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
	if ctx.Err() != nil { // blocks may be missing
		return nil
	}
	for _, b := range e.blocks {
		e.total.merge(b)
	}
	return e.total
}
