package main

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
)

// level is the probability that an interval holds.
const level = 0.95

// share is a share of customers as counted, beside what was said of them.
type share struct {
	n      int
	said   float64 // Σ P(silent in the horizon)
	silent int     // who were
}

func (s *share) add(x *said) {
	s.n++
	s.said += x.silent
	if x.bought == 0 {
		s.silent++
	}
}

func (s share) meanSaid() float64 { return s.said / float64(s.n) }
func (s share) seen() float64     { return float64(s.silent) / float64(s.n) }
func (s share) interval() clientele.Interval {
	return normal.Wilson(float64(s.silent), float64(s.n), level)
}

// calibrate holds P(silent in the horizon) against what came, in tenths of the
// probability.
func calibrate(said []said) (bins [10]share) {
	for i := range said {
		if p := said[i].silent; p >= 0 && p <= 1 {
			bins[min(int(10*p), 9)].add(&said[i])
		}
	}
	return bins
}
