package main

import (
	"context"
	"errors"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/buyer"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/silence"
)

// trades are the simulated ones: days between purchases, and the regularity of
// the gaps (1 is purchases at random).
var (
	tradeGaps   = []float64{7, 14, 30, 91, 182, 365}
	tradeShapes = []float64{1, 2, 3}
)

const (
	learners = 600                 // customers that the rules of a trade are fitted to
	livers   = 1000                // customers who never change and are judged
	sixYears = lifecycle.Day(2190) // for which they are watched
)

// stationary is what is said of the customers of a trade who never change.
type stationary struct {
	gap, shape float64
	rules      *lifecycle.Rules // fitted to other customers of the trade
	lives      buyer.Lives
}

// simulateStationary follows customers who never change, by rules that are fitted
// to a base of the same trade as those of a real base would be.
func simulateStationary(seed uint64) ([]stationary, error) {
	var out []stationary
	for _, gap := range tradeGaps {
		for _, shape := range tradeShapes {
			s := stationary{gap: gap, shape: shape}
			r := rand.New(rand.NewPCG(seed, uint64(100*gap+shape)))
			var err error
			if s.rules, err = fitTrade(r, gap, shape); err != nil {
				return nil, err
			}
			for range livers {
				history, _, err := lifecycle.Trace(s.rules, buyer.New(r, gap, shape).Until(nil, float64(sixYears)), sixYears)
				if err != nil {
					return nil, err
				}
				s.lives.Add(history, sixYears)
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// fitTrade fits the rules to customers of a trade, as fit does to those of a log.
func fitTrade(r *rand.Rand, gap, shape float64) (*lifecycle.Rules, error) {
	panel := &clientele.Panel{Unit: clientele.Day}
	var cadences lifecycle.Rhythms
	const watched = float64(sixYears)
	for range learners {
		events := buyer.New(r, gap, shape).Until(nil, watched)
		h := clientele.History{Repeats: len(events) - 1, Last: float64(events[len(events)-1].Day), Age: watched}
		if err := errors.Join(panel.Add(h), addGaps(&cadences, events)); err != nil {
			return nil, err
		}
	}
	rhythm, err := silence.FitRhythm(context.Background(), panel)
	if err != nil {
		return nil, err
	}
	return lifecycle.NewRules(stagePolicy(rhythm, &cadences), nil, nil)
}
