package lifecycle_test

import (
	"math"
	"math/rand/v2"

	. "github.com/clientele-go/clientele/lifecycle"
)

// A simulated base whose stages are known. A relationship explores (3 to 6
// small purchases, 30 % end there), forms (volume rises six- to fourfold by
// rate and amount over 150 to 300 days; 20 % end there), is stable for an
// exponential time (mean 450 days) and then declines to a fifth over 120 to 240
// days (60 %) or ends at once. Gaps are gamma with shape 3 around a lognormal
// own rhythm (median 20 days), amounts lognormal (sigma 0.4).
type person struct {
	events []Event
	truth  []StageEntry
}

const baseEnd Day = 1440

func simulateBase(r *rand.Rand, n int) []person {
	out := make([]person, n)
	for i := range out {
		out[i] = simulatePerson(r)
	}
	return out
}

func simulatePerson(r *rand.Rand) person {
	start := float64(r.IntN(500))
	rhythm := 20 * math.Exp(0.5*r.NormFloat64())
	size := 100 * math.Exp(0.5*r.NormFloat64())
	explore := rhythm * 1.6 * (3 + 3*r.Float64())
	form := 240 + 240*r.Float64()
	stable := 600 * r.ExpFloat64()
	fall := 180 + 180*r.Float64()
	p := person{truth: []StageEntry{{Day: Day(start), Stage: StageExploration}}}
	mark := func(t float64, s Stage) {
		p.truth = append(p.truth, StageEntry{Day: Day(math.Ceil(t)), Stage: s})
	}
	type piece struct{ until, rate0, rate1, amount0, amount1 float64 }
	t := start + explore
	pieces := []piece{{t, 1 / 1.6, 1 / 1.6, 0.4, 0.4}}
	if r.Float64() < 0.7 {
		mark(t, StageFormation)
		t += form
		pieces = append(pieces, piece{t, 1 / 1.6, 1.2, 0.4, 1})
		if r.Float64() < 0.8 {
			mark(t, StageStability)
			t += stable
			pieces = append(pieces, piece{t, 1.2, 1.2, 1, 1})
			if r.Float64() < 0.6 {
				mark(t, StageDecline)
				t += fall
				pieces = append(pieces, piece{t, 1.2, 0.5, 1, 0.4})
			}
		}
	}
	mark(t, StageLost)
	at, from := start, start
	for _, s := range pieces {
		for at < s.until && at <= float64(baseEnd) {
			f := (at - from) / (s.until - from)
			rate := (s.rate0 + f*(s.rate1-s.rate0)) / rhythm
			amount := (s.amount0 + f*(s.amount1-s.amount0)) * size * math.Exp(0.4*r.NormFloat64())
			if k := len(p.events); k > 0 && p.events[k-1].Day == Day(at) {
				p.events[k-1].Amount += amount
			} else {
				p.events = append(p.events, Event{Day: Day(at), Amount: amount})
			}
			at += (r.ExpFloat64() + r.ExpFloat64() + r.ExpFloat64()) / 3 / rate
		}
		from = s.until
	}
	return p
}

// byRecency is a naive baseline: few purchases explore, a fixed silence is loss.
func byRecency(events []Event, day Day, limit Day) Stage {
	n, last := 0, Day(0)
	for _, e := range events {
		if e.Day <= day {
			n, last = n+1, e.Day
		}
	}
	switch {
	case n == 0:
		return 0
	case day-last > limit:
		return StageLost
	case day-last > limit/2:
		return StageDecline
	case n < 4:
		return StageExploration
	}
	return StageStability
}
