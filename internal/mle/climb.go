package mle

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
)

const (
	// goal is the gain in log-likelihood that a Newton step still promises at
	// convergence; a quadratic method gets far below it for one step more.
	goal = 1e-9
	// enough is the promise that counts as converged where rounding of a large
	// log-likelihood hides smaller gains.
	enough = 1e-6
	// noise is a promise that rounding can fake far out on a ridge, where the
	// curvature is lost among the digits; patience is the number of steps in a
	// row that promised no more than that and brought less than enough, after
	// which the climb is over.
	noise    = 1e-2
	patience = 3
	// reach bounds how far a free parameter may go from the first start: a factor
	// of e²⁴. A likelihood that still rises there, like the reciprocal of the
	// logarithm, is at its limit for every purpose.
	reach = 24
	// maxStep bounds a step on the free scale: a factor of e² a parameter.
	maxStep = 2
	// shortStep is a step, on the free scale, that is nearly always accepted: it
	// is tried with derivatives at once.
	shortStep = 0.5
)

// ascentRun is a search from one starting point.
type ascentRun struct {
	*place
	iters     int
	ridge     []float64 // unit direction in which it leapt, or that is worthless; nil for none
	gain      float64   // promise of the last Newton step
	converged bool
}

// climb takes damped Newton steps from x until they promise less than tol.
func (s *search) climb(x []float64, start int, of sample, tol float64) (ascentRun, error) {
	run := ascentRun{gain: math.Inf(1)}
	at := s.evaluate(x, of)
	if s.ctx.Err() != nil {
		return run, s.stopped()
	}
	if !at.finite() {
		return run, nil
	}
	run.place = at
	stalled := 0
	var last []float64 // the move before
	for ; run.iters < s.maxIter; run.iters++ {
		if s.progress != nil {
			s.progress(clientele.Progress{Start: start, Iter: run.iters, LogLik: run.value + s.offset})
		}
		dir, gain, ok := s.direction(run.place)
		run.gain = gain
		if !ok || gain < tol {
			run.converged = ok
			if ok && of.rows == nil {
				run.place = run.polished(dir)
			}
			return run, nil
		}
		if s.beyond(run, gain) {
			return run, nil
		}
		next := s.step(run.place, dir, of)
		// A pass that was cut short looks like a place that is no higher: the
		// context has the first word on what that means.
		if s.ctx.Err() != nil {
			return run, s.stopped()
		}
		if next == nil {
			// No step raises the likelihood: what is left is below rounding, which
			// far out on a ridge is coarse.
			run.converged = gain < noise+1e-13*math.Abs(run.value) || (gain < 1 && ridge(run.hess))
			return run, nil
		}
		// On a ridge the promise never gets small: after a few steps that kept
		// little of it there is nothing left to wait for.
		if next.value-run.value < enough && gain < noise {
			if stalled++; stalled == patience {
				run.place, run.converged = next, true
				return run, nil
			}
		} else {
			stalled = 0
		}
		move := minus(next.x, run.x)
		run.place = next
		if k := largest(move); k >= 0 && math.Abs(move[k]) > 1 { // it went on from where it leapt
			run.ridge = nil
		}
		if last != nil && sameWay(last, move) {
			to, left, err := s.leap(next, move, gain, of)
			if err != nil {
				return run, err
			}
			if to != nil {
				run.ridge, run.place = unit(minus(to.x, next.x)), to
			}
			if to != nil && left < leapt {
				run.gain, run.converged = left, true
				return run, nil
			}
			last = nil
		} else {
			last = move
		}
		if of.rows != nil && far(next.x, x) { // what a sample says there is not worth more steps
			return run, nil
		}
	}
	run.converged = run.gain < enough
	return run, nil
}

func (s *search) stopped() error {
	return fmt.Errorf("%s: fit stopped: %w", s.name, context.Cause(s.ctx))
}

// far reports whether a coarse search has gone farther than a sample can tell.
func far(x, from []float64) bool {
	for i := range x {
		if math.Abs(x[i]-from[i]) > coarseWalk {
			return true
		}
	}
	return false
}

// polished returns the place with the last Newton step taken, which is known
// already, where it is short enough to be surely quadratic: that brings the
// parameters from half of their digits to all of them, at no cost. The
// likelihood changes by less than goal, its derivatives by as little.
func (p *place) polished(dir []float64) *place {
	to := *p
	to.x = append([]float64(nil), p.x...)
	for i, d := range dir {
		if !(math.Abs(d) < 1e-3) {
			return p
		}
		to.x[i] += d
	}
	return &to
}

// step returns a higher place along dir, or nil: the full step, but at most
// maxStep, halved until the likelihood rises as a quadratic would have it; a
// long step that is worth its promise is doubled, so that a likelihood which
// rises towards infinity is followed in few steps.
func (s *search) step(from *place, dir []float64, of sample) *place {
	slope, size := 0.0, 0.0
	for i, d := range dir {
		slope += d * from.grad[i]
		size = math.Max(size, math.Abs(d))
	}
	move := func(length float64) []float64 {
		x := make([]float64, len(dir))
		for i, d := range dir {
			x[i] = from.x[i] + length*d
		}
		return x
	}
	longest := s.longest(from, dir)
	length := min(1, maxStep/size, longest)
	slack := 1e-14 * math.Abs(from.value)   // rounding of the sum over the rows
	rises := func(v, length float64) bool { // false for NaN
		return v > from.value && v >= from.value+1e-4*length*slope-slack && !math.IsInf(v, 0)
	}
	// Near the maximum nearly every step is taken, and its derivatives are wanted
	// next: one pass instead of two.
	if size*length <= shortStep {
		if to := s.evaluate(move(length), of); to.finite() && rises(to.value, length) {
			return to
		}
		length /= 2
	}
	// The value alone costs a fraction of the derivatives: a long step is
	// probed with it first.
	for range 40 {
		v := s.value(move(length), of)
		if rises(v, length) {
			if size*length > 0.9 && 2*length <= longest {
				if w := s.value(move(2*length), of); w > v+0.1*length*slope && !math.IsInf(w, 0) {
					length *= 2
				}
			}
			if to := s.evaluate(move(length), of); to.finite() && to.value > from.value {
				return to
			}
		}
		length /= 2
	}
	return nil
}

// longest returns the multiple of dir at which the first parameter gets to the
// end of its reach.
func (s *search) longest(from *place, dir []float64) float64 {
	longest := math.Inf(1)
	for i, d := range dir {
		if left := reach - math.Copysign(1, d)*(from.x[i]-s.starts[0][i]); longest*math.Abs(d) > left {
			longest = math.Max(left, 0) / math.Abs(d)
		}
	}
	return longest
}
