package hmm

import (
	"context"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// StateChoice is a fit for every number of states that was tried.
type StateChoice struct {
	Fits      []*clientele.Fit[HiddenMarkov]
	Criterion []float64 // of each: DF·ln(observed periods) − 2·LogLik
	Best      int       // index of the fit with the least criterion
}

// Choose fits models with from to to states and points at the one with the
// least Schwarz criterion, counted in observed periods: in customers, of whom
// there may be one, more states would cost nothing. A fit whose likelihood is
// lower than that of fewer states, which it includes, has missed the maximum and
// begins again from the fewer, one of them split in two. Fits that did not
// converge are among them; any other error ends it.
func Choose(ctx context.Context, p *CountPanel, from, to int, family Family, opt *StateOptions) (StateChoice, error) {
	var c StateChoice
	if from > to {
		return c, &clientele.InputError{Where: "hmm.Choose", Field: "from", Value: from, Want: "at most to"}
	}
	var before *clientele.Fit[HiddenMarkov]
	for k := from; k <= to; k++ {
		fit, err := Fit(ctx, p, k, family, opt)
		if fit == nil {
			return c, err
		}
		if before != nil && fit.LogLik < before.LogLik {
			if fit, err = fromFewer(ctx, p, before.Model, fit, opt); err != nil {
				return c, err
			}
		}
		before = fit
		c.Fits = append(c.Fits, fit)
		c.Criterion = append(c.Criterion, float64(fit.DF())*math.Log(p.observed())-2*fit.LogLik)
		if last := len(c.Fits) - 1; c.Criterion[last] < c.Criterion[c.Best] {
			c.Best = last
		}
	}
	return c, nil
}

// fromFewer fits from each state of m split in two and returns the best fit, or
// the given one if none is better.
func fromFewer(ctx context.Context, p *CountPanel, m HiddenMarkov, fit *clientele.Fit[HiddenMarkov], opt *StateOptions) (*clientele.Fit[HiddenMarkov], error) {
	var o StateOptions
	if opt != nil {
		o = *opt
	}
	for j := range m.States() {
		start := m.split(j)
		o.Start = &start
		other, err := Fit(ctx, p, start.States(), start.Family, &o)
		if ctx.Err() != nil {
			return nil, err
		}
		if other != nil && other.LogLik > fit.LogLik {
			fit = other
		}
	}
	return fit, nil
}

// observed returns the number of periods of all customers in which something,
// or nothing, was seen.
func (p *CountPanel) observed() float64 {
	n := 0
	for _, s := range p.seqs {
		for _, y := range s.Counts {
			if y != Missing {
				n++
			}
		}
	}
	return float64(n)
}

// split returns a model of nearly the same likelihood in which state j is two,
// one of fewer and one of more purchases.
func (m HiddenMarkov) split(j int) HiddenMarkov {
	m = m.clone()
	halve := func(row []float64) []float64 {
		row[j] /= 2
		return slices.Insert(row, j, row[j])
	}
	m.Initial = halve(m.Initial)
	if m.Established != nil {
		m.Established = halve(m.Established)
	}
	for i := range m.Transition {
		m.Transition[i] = halve(m.Transition[i])
	}
	m.Transition = slices.Insert(m.Transition, j, slices.Clone(m.Transition[j]))
	m.Mean = slices.Insert(m.Mean, j, m.Mean[j]*0.8)
	m.Mean[j+1] *= 1.25
	double := func(v []float64) []float64 {
		if v == nil {
			return nil
		}
		return slices.Insert(v, j, v[j])
	}
	m.Size, m.Zero = double(m.Size), double(m.Zero)
	if m.MeanEffect != nil {
		m.MeanEffect = slices.Insert(m.MeanEffect, j, slices.Clone(m.MeanEffect[j]))
	}
	if m.TransitionEffect != nil {
		for i, row := range m.TransitionEffect {
			m.TransitionEffect[i] = slices.Insert(row, j, slices.Clone(row[j]))
		}
		m.TransitionEffect = slices.Insert(m.TransitionEffect, j, cloneRows(m.TransitionEffect[j]))
	}
	return m
}
