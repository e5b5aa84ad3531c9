package mle

import (
	"fmt"

	"github.com/clientele-go/clientele"
)

const (
	// coarseRows is the number of rows on which the starting points compete,
	// coarseGoal the gain, in units of the sample, at which they stop there, and coarseWalk
	// how far they may go: a sample may have no maximum where all rows have one. A
	// sample's own maximum is about half a unit a parameter above its likelihood at the
	// true one, so that a step for less than a twentieth of a unit follows noise.
	coarseRows = 256
	growth     = 16                      // of the sample, from one refinement to the next: four times closer
	manyRows   = 4 * coarseRows * growth // from here on, starts compete on samples only
	coarseGoal = 0.05
	coarseWalk = 6
)

// run lets the starting points compete on a sample of the rows, if there are
// many, refines the best on larger samples, and finishes on all rows. If that
// ends on a ridge, or there is no sample, it climbs from all starts on all
// rows, the further ones too: few rows, or a ridge, go with several maxima.
func (s *search) run(o *clientele.FitOptions) (ascentRun, error) {
	if o.Start == nil && s.eval.rows > 2*coarseRows {
		best, err := s.refined()
		done := best.place != nil && best.converged
		if err != nil || done && best.ridge == nil && !ridge(best.hess) {
			return best, err
		}
		if done && s.eval.rows > manyRows {
			return s.contested(best)
		}
	}
	best, err := s.best(append(s.starts[:len(s.starts):len(s.starts)], s.more...), allRows, goal)
	if err == nil && s.own != nil {
		best, err = s.found(best)
	}
	if err == nil && best.place == nil {
		err = fmt.Errorf("%s: %w: the likelihood is not finite at any starting point; check the unit of time and money, or give Start", s.name, clientele.ErrNotConverged)
	}
	return best, err
}

// found returns the higher end of the search from the caller's Start and of
// those from the problem's own starts: a Start far away may lead to another
// maximum, to a ridge, or to nothing finite.
func (s *search) found(best ascentRun) (ascentRun, error) {
	far := s.starts
	s.starts = s.own // from which reach is counted
	again, err := s.best(s.own, allRows, goal)
	if err == nil && best.place != nil && (again.place == nil || again.value <= best.value+1e-7) {
		s.starts = far
		return best, nil
	}
	return again, err
}

// refined is the search that begins on samples.
func (s *search) refined() (ascentRun, error) {
	of := systematic(s.weight, s.eval.rows, coarseRows)
	best, err := s.best(s.starts, of, coarseGoal*of.scale)
	for n := coarseRows * growth; err == nil && best.place != nil && n <= s.eval.rows/4; n *= growth {
		of = systematic(s.weight, s.eval.rows, n)
		best, err = s.follow(best, of, coarseGoal*of.scale)
	}
	if err == nil && best.place != nil {
		best, err = s.follow(best, allRows, goal)
	}
	return best, err
}

// contested returns the higher of the ridge that a search of many rows ended on
// and what the starts lead to on a sample, if that is clearly higher there.
func (s *search) contested(ridge ascentRun) (ascentRun, error) {
	of := systematic(s.weight, s.eval.rows, coarseRows*growth)
	other, err := s.best(append(s.starts[:len(s.starts):len(s.starts)], s.more...), of, coarseGoal*of.scale)
	const chance = 4 // log-likelihoods of the sample that its own maximum may be higher by
	if err != nil || other.place == nil || other.value < s.value(ridge.x, of)+chance*of.scale {
		return ridge, err
	}
	if other, err = s.follow(other, allRows, goal); err == nil && other.place != nil && other.converged && other.value > ridge.value {
		return other, nil
	}
	return ridge, err
}

// follow climbs on from where a coarser search ended.
func (s *search) follow(from ascentRun, of sample, tol float64) (ascentRun, error) {
	run, err := s.climb(from.x, 0, of, tol)
	run.iters += from.iters
	return run, err
}

// best climbs from each of the starts and returns the highest place reached;
// its place is nil if the likelihood was finite at none.
func (s *search) best(starts [][]float64, of sample, tol float64) (ascentRun, error) {
	var best ascentRun
	for k, x := range starts {
		run, err := s.climb(x, k, of, tol)
		if err != nil {
			return run, err
		}
		if run.place == nil {
			continue
		}
		// The same maximum, reached twice, differs by rounding: the first stays,
		// so that the answer does not hang on the last bits, unless only the
		// later one has arrived.
		better := best.place == nil || run.value > best.value+1e-7
		if better || (run.converged && !best.converged && run.value > best.value-1e-4) {
			best = run
		}
	}
	return best, nil
}
