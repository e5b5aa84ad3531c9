package hmm

import (
	"math"
	"math/rand/v2"
	"slices"
)

// sample returns every few rows of t, at most about most of them; sorted rows
// taken at equal distances are a stratified sample.
func (t *table) sample(most int) *table {
	stride := (len(t.rows) + most - 1) / most
	if stride <= 1 {
		return t
	}
	s := *t
	s.rows = nil
	for i := stride / 2; i < len(t.rows); i += stride {
		s.rows = append(s.rows, t.rows[i])
	}
	return &s
}

// start returns starting values: the first ones (try 0) put the means at equal
// distances in the distribution of the customers' own means, later ones at
// random places; both from a generator of their own, so that the same data give
// the same fit.
func start(t *table, try, states int, family Family, emission, transition int, established bool) HiddenMarkov {
	r := rand.New(rand.NewPCG(uint64(try), 20))
	means := t.customerMeans()
	overall := 0.0
	for _, v := range means {
		overall += v / float64(len(means))
	}
	m := HiddenMarkov{Family: family, Mean: make([]float64, states)}
	at := make([]float64, states)
	for k := range at {
		at[k] = (float64(k) + 0.5) / float64(states)
		if try > 0 {
			at[k] = r.Float64()
		}
	}
	slices.Sort(at)
	for k, q := range at {
		own := means[min(int(q*float64(len(means))), len(means)-1)]
		// spread wider than the customers' means, which mix states
		spread := math.Exp(1.2 * (float64(k) - float64(states-1)/2))
		if try > 0 {
			spread *= math.Exp(0.7 * r.NormFloat64())
		}
		m.Mean[k] = math.Max(math.Sqrt(own*overall)*spread, math.Max(overall/50, 1e-3))
	}
	slices.Sort(m.Mean)
	stay := 0.8
	if try > 0 {
		stay = 0.5 + 0.45*r.Float64()
	}
	m.Initial = even(states)
	if established {
		m.Established = even(states)
	}
	for i := range states {
		row := make([]float64, states)
		for j := range row {
			row[j] = (1 - stay) / float64(states-1)
		}
		row[i] = stay
		m.Transition = append(m.Transition, row)
		if family.sized() {
			m.Size = append(m.Size, 2)
		}
		if family.inflated() {
			m.Zero = append(m.Zero, 0.2)
		}
		if emission > 0 {
			m.MeanEffect = append(m.MeanEffect, make([]float64, emission))
		}
		if transition > 0 {
			effects := make([][]float64, states)
			for j := range effects {
				effects[j] = make([]float64, transition)
			}
			m.TransitionEffect = append(m.TransitionEffect, effects)
		}
	}
	return m
}

func even(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 1 / float64(n)
	}
	return out
}

// customerMeans returns the rows' mean counts per exposure, sorted.
func (t *table) customerMeans() []float64 {
	var out []float64
	for _, r := range t.rows {
		count, exposure := 0.0, 0.0
		for _, c := range t.cell[r.from:r.to] {
			if o := &t.cells[c]; o.y != Missing {
				count += float64(o.y)
				exposure += o.exposure
			}
		}
		if exposure > 0 {
			out = append(out, count/exposure)
		}
	}
	slices.Sort(out)
	return out
}

// ordered returns the model with its states in the order of their expected
// counts, the lowest first.
func ordered(m HiddenMarkov) HiddenMarkov {
	k := m.States()
	order := make([]int, k)
	for i := range order {
		order[i] = i
	}
	x := []float64(nil)
	if w, _ := m.widths(); w > 0 {
		x = make([]float64, w)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch d := m.ExpectedCount(a, x) - m.ExpectedCount(b, x); {
		case d < 0:
			return -1
		case d > 0:
			return 1
		}
		return 0
	})
	pick := func(v []float64) []float64 {
		if v == nil {
			return nil
		}
		out := make([]float64, k)
		for i, s := range order {
			out[i] = v[s]
		}
		return out
	}
	o := HiddenMarkov{Family: m.Family, Initial: pick(m.Initial), Established: pick(m.Established), Mean: pick(m.Mean), Size: pick(m.Size), Zero: pick(m.Zero)}
	for _, s := range order {
		o.Transition = append(o.Transition, pick(m.Transition[s]))
		if m.MeanEffect != nil {
			o.MeanEffect = append(o.MeanEffect, slices.Clone(m.MeanEffect[s]))
		}
		if m.TransitionEffect == nil {
			continue
		}
		effects := make([][]float64, k)
		for j, to := range order {
			effects[j] = slices.Clone(m.TransitionEffect[s][to])
		}
		o.TransitionEffect = append(o.TransitionEffect, effects)
	}
	return o
}
