package criteria

import (
	"fmt"
	"math"
)

// Aggregate returns the judgements of a group that decides as one (Aczél &
// Saaty 1983): every entry is the weighted geometric mean of the members'
// entries, the only mean that keeps the matrix reciprocal. Voices are the
// members' weights, ≥ 0 and not all 0; nil counts them equally.
func Aggregate(members []*Judgements, voices []float64) (*Judgements, error) {
	if len(members) == 0 {
		return nil, bad("Aggregate", "number of members", 0, "at least one")
	}
	voice, err := groupVoices("Aggregate", len(members), voices)
	if err != nil {
		return nil, err
	}
	n := members[0].n
	for i, m := range members {
		if m.n != n {
			return nil, bad("Aggregate", fmt.Sprintf("number of criteria of member %d", i), m.n, fmt.Sprintf("%d, as many as the first", n))
		}
	}
	g := &Judgements{n: n, a: make([]float64, n*n)}
	for i := range n {
		for k := i; k < n; k++ {
			log := 0.0
			for l, m := range members {
				log += voice[l] * math.Log(m.At(i, k))
			}
			g.set(i, k, math.Exp(log))
		}
	}
	return g, nil
}

// AggregateWeights returns the weights of a group whose members decide each
// for themselves (Forman & Peniwati 1998): the weighted geometric mean of
// their weights, scaled to sum 1. A criterion that one voice gives 0 gets 0.
func AggregateWeights(members [][]float64, voices []float64) ([]float64, error) {
	if len(members) == 0 {
		return nil, bad("AggregateWeights", "number of members", 0, "at least one")
	}
	voice, err := groupVoices("AggregateWeights", len(members), voices)
	if err != nil {
		return nil, err
	}
	g := make([]float64, len(members[0]))
	for l, w := range members {
		if err := CheckWeights(w, len(g)); err != nil {
			return nil, fmt.Errorf("member %d: %w", l, err)
		}
		if voice[l] > 0 {
			for j, x := range w {
				g[j] += voice[l] * math.Log(x)
			}
		}
	}
	for j := range g {
		g[j] = math.Exp(g[j])
	}
	return Direct(g...)
}

// groupVoices returns the members' voices, scaled to sum 1.
func groupVoices(where string, n int, voices []float64) ([]float64, error) {
	if voices == nil {
		voices = make([]float64, n)
		for i := range voices {
			voices[i] = 1
		}
	}
	if len(voices) != n {
		return nil, bad(where, "number of voices", len(voices), fmt.Sprintf("%d, one a member, or nil", n))
	}
	return Direct(voices...)
}
