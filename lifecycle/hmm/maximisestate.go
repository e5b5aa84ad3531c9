package hmm

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// maximiseState updates the emission of state k. Extra zeros are split off
// first, in proportion to their probability (EM within EM); the count part that
// remains is a weighted regression. Mean and size are maximised in turn.
func maximiseState(p *pass, m *HiddenMarkov, k int) {
	e := m.emission(k)
	weights := make([]float64, len(p.t.cells))
	total, extra := 0.0, 0.0
	for c := range p.t.cells {
		o := &p.t.cells[c]
		if o.y == Missing {
			continue
		}
		w := p.cells[c*p.k+k]
		total += w
		if e.zero > 0 && o.y == 0 {
			f := math.Exp(e.logCount(0, e.meanAt(o.x, o.exposure), 0))
			sure := e.zero / (e.zero + (1-e.zero)*f)
			extra += w * sure
			w *= 1 - sure
		}
		weights[c] = w
	}
	if !(total > 0) {
		return // an empty state keeps its place
	}
	if e.zero > 0 {
		m.Zero[k] = math.Min(math.Max(extra/total, leastProb), 1-1e-9)
	}
	maximiseMean(p.t, m, k, weights)
	if m.Size != nil {
		maximiseSize(p.t, m, k, weights)
	}
}

// maximiseMean updates the mean and its effects: in closed form where they have
// one, and otherwise by no more than three steps, as the weights of the next pass
// change what the maximum is.
func maximiseMean(t *table, m *HiddenMarkov, k int, weights []float64) {
	e := m.emission(k)
	if e.effect == nil && e.size == 0 {
		count, exposure := 0.0, 0.0
		for c, w := range weights {
			if w > 0 {
				count += w * float64(t.cells[c].y)
				exposure += w * t.cells[c].exposure
			}
		}
		if exposure > 0 {
			m.Mean[k] = math.Max(count/exposure, leastMean)
		}
		return
	}
	for range 3 {
		if !improveMean(t, m, k, weights) {
			return
		}
	}
}

// improveMean takes one scoring step in log mean and effects, halved until it
// does not lower the expected log-likelihood. Scoring uses the expected
// information w·μ·r/(r+μ), which is positive definite everywhere.
func improveMean(t *table, m *HiddenMarkov, k int, weights []float64) bool {
	e := m.emission(k)
	n := 1 + len(e.effect)
	grad := make([]float64, n)
	info := mat.NewSymDense(n, nil)
	x := make([]float64, n)
	x[0] = 1
	for c, w := range weights {
		if !(w > 0) {
			continue
		}
		o := &t.cells[c]
		mu := e.meanAt(o.x, o.exposure)
		copy(x[1:], o.x)
		d, h := float64(o.y)-mu, mu
		if e.size > 0 {
			d *= e.size / (e.size + mu)
			h *= e.size / (e.size + mu)
		}
		for a := range x {
			grad[a] += w * d * x[a]
			for b := range a + 1 {
				info.SetSym(a, b, info.At(a, b)+w*h*x[a]*x[b])
			}
		}
	}
	step, ok := solve(info, grad)
	if !ok {
		return false
	}
	old := stateValue(t, &e, weights)
	for c := 1.0; c > 1e-4; c /= 2 {
		try := e
		try.mean = math.Max(e.mean*math.Exp(c*math.Max(-2, math.Min(2, step[0]))), leastMean)
		try.effect = nil
		for i, v := range e.effect {
			try.effect = append(try.effect, v+c*math.Max(-2, math.Min(2, step[1+i])))
		}
		if now := stateValue(t, &try, weights); now >= old {
			m.Mean[k] = try.mean
			if e.effect != nil {
				copy(m.MeanEffect[k], try.effect)
			}
			return now > old+1e-12*math.Abs(old)
		}
	}
	return false
}

// stateValue returns the expected log-likelihood of the count part, without
// what depends on the size alone.
func stateValue(t *table, e *emission, weights []float64) float64 {
	sum := 0.0
	for c, w := range weights {
		if w > 0 {
			sum += w * e.logCount(float64(t.cells[c].y), e.meanAt(t.cells[c].x, t.cells[c].exposure), 0)
		}
	}
	return sum
}

// maximiseSize finds the root of the slope of the expected log-likelihood in
// log r by regula falsi within a bracket. Newton's method would not do: for large r
// both slope and curvature fade like 1/r, and its steps lead out for ever. Where the
// slope is positive all the way up, the state is FamilyPoisson and r becomes mostSize.
func maximiseSize(t *table, m *HiddenMarkov, k int, weights []float64) {
	e := m.emission(k)
	slope := func(logR float64) float64 {
		e.size = math.Exp(logR)
		sum := 0.0
		for c, w := range weights {
			if w > 0 {
				o := &t.cells[c]
				s := emission{mean: e.mean, effect: e.effect, size: e.size} // the count part alone
				sum += w * s.slopes(o.y, e.meanAt(o.x, o.exposure)).size
			}
		}
		return sum
	}
	lo, hi := math.Log(leastSize), math.Log(mostSize)
	at := math.Min(math.Max(math.Log(m.Size[k]), lo), hi)
	// widen from where we are; one root is all there is in practice
	step := 0.5
	if slope(at) > 0 {
		lo = at
		for lo+step < hi && slope(lo+step) > 0 {
			lo += step
			step *= 2
		}
		hi = math.Min(lo+step, hi)
		if hi == math.Log(mostSize) && slope(hi) >= 0 {
			m.Size[k] = mostSize
			return
		}
	} else {
		hi = at
		for hi-step > lo && slope(hi-step) < 0 {
			hi -= step
			step *= 2
		}
		lo = math.Max(hi-step, lo)
		if slope(lo) <= 0 {
			m.Size[k] = math.Exp(lo)
			return
		}
	}
	// An end that stays counts half from step to step, or the other would creep (Illinois).
	flo, fhi := slope(lo), slope(hi)
	for range 60 {
		if hi-lo < 1e-9 {
			break
		}
		mid := (lo*fhi - hi*flo) / (fhi - flo)
		if !(mid > lo && mid < hi) {
			mid = (lo + hi) / 2
		}
		f := slope(mid)
		if math.Abs(f) < 1e-10 {
			lo, hi = mid, mid
			break
		}
		if f > 0 {
			lo, flo = mid, f
			fhi /= 2
		} else {
			hi, fhi = mid, f
			flo /= 2
		}
	}
	m.Size[k] = math.Exp((lo + hi) / 2)
}
