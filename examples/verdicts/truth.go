package main

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele/lifecycle"
)

// known is what the verdicts at the split, and the stages up to it, say of
// simulated customers whose truth is known.
type knownTruth struct {
	gone, goneCalled      int // had left before the split; of them called lost
	stay, stayCalled      int // had not left; of them called lost
	stayYears             float64
	falseLosses           int       // verdicts of loss while they were still there
	fallen, fallenNoticed int       // fell at least a year before the split and were still there; ever in decline or lost since
	steady, steadyDecline int       // neither fell nor left; in decline at the split
	silences              []float64 // days from leaving to the verdict, of those who left and were called
}

// holdAgainst follows the stages of every customer against the truth.
func holdAgainst(b *base, f *fitted) (*knownTruth, error) {
	k := new(knownTruth)
	for i := range b.customers {
		c := &b.customers[i]
		t := b.truth[c.id]
		history, d, err := lifecycle.Trace(f.stages, c.before(), b.split)
		if err != nil {
			return nil, err
		}
		lost := d.Stage() == lifecycle.StageLost
		there := min(t.left, b.split)
		k.stayYears += float64(there-c.events[0].Day) / 365.25
		noticed := false
		for _, e := range history {
			if e.Stage == lifecycle.StageLost && e.Day <= there {
				k.falseLosses++
			}
			noticed = noticed || e.Day > t.fell && e.Stage >= lifecycle.StageDecline
		}
		switch {
		case t.left <= b.split:
			k.gone++
			if lost {
				k.goneCalled++
				k.silences = append(k.silences, math.Max(0, float64(d.Since()-t.left)))
			}
		default:
			k.stay++
			if lost {
				k.stayCalled++
			}
			switch {
			case t.fell+365 <= b.split:
				k.fallen++
				if noticed {
					k.fallenNoticed++
				}
			case t.fell > b.split:
				k.steady++
				if d.Stage() == lifecycle.StageDecline {
					k.steadyDecline++
				}
			}
		}
	}
	slices.Sort(k.silences)
	return k, nil
}

// silence returns the median days from leaving to the verdict; NaN if there is none.
func (k *knownTruth) silence() float64 {
	if len(k.silences) == 0 {
		return math.NaN()
	}
	return k.silences[len(k.silences)/2]
}
