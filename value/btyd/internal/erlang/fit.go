package erlang

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/geometric"
	"github.com/clientele-go/clientele/value/btyd/internal/rise"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Check refuses a shape that no model of the type named where has.
func Check(where string, k int) error {
	if k < 1 || k > maxShape {
		return &clientele.InputError{Where: where, Field: "k", Value: k, Want: fmt.Sprintf("a whole number from 1 to %d", maxShape)}
	}
	return nil
}

// Params returns the parameters under their names.
func Params(k int, r, alpha, a, b float64) []clientele.Param {
	return append([]clientele.Param{{Name: "k", Value: float64(k), Domain: clientele.DomainFixed}}, geometric.Params(r, alpha, a, b)...)
}

// mostRegular is the largest k that a search tries.
const mostRegular = 12

// Fit fits at the given k, or searches k = 1, 2, …, each from the
// estimates of the one before, until the likelihood has declined twice: once may be
// an odd k between two better ones. The rate of micro-events grows with k where that
// of purchases stays, hence α·k/(k+1), and α/k from a Start of another k. The
// likelihoods compare because Offset holds the terms of D8 that k alone enters. A best
// end on a ridge may be the one of a smaller k: it is held against the data's own starts.
func Fit[M clientele.Model[M]](ctx context.Context, p *clientele.Panel, k int, opt *clientele.FitOptions, at func(k int) M, name string, first bool) (*clientele.Fit[M], error) {
	if k < 0 || k > maxShape {
		return nil, &clientele.InputError{Where: name, Field: "k", Value: k, Want: "0, to choose it, or a shape from 1 to 60"}
	}
	t, err := table.ForFit(p, name)
	if err != nil {
		return nil, err
	}
	_, complete := p.LogGaps()
	if k > 0 {
		fit, err := mle.Fit(ctx, *problem(t, p, at(k), Model{K: k, Model: geometric.Model{First: first}}, name), opt)
		if fit != nil && !complete {
			fit.Warnings = append(fit.Warnings, clientele.Warning{Code: warn.NoGaps})
		}
		return table.Conclude(fit, t), err
	}
	if !complete {
		return nil, fmt.Errorf("%s: %w: choosing k needs the gaps between purchases; count customers with AddTimed, or give k", name, clientele.ErrNotIdentified)
	}
	var best *clientele.Fit[M]
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	if len(o.Start) > 2 && o.Start[0] > 0 {
		o.Start = slices.Clone(o.Start)
		o.Start[2] /= o.Start[0]
		o.Start[0] = 1
	}
	shape := 0
	for k, declines := 1, 0; k <= mostRegular && declines < 2; k++ {
		prob := problem(t, p, at(k), Model{K: k, Model: geometric.Model{First: first}}, name)
		prob.Near = k > 1
		fit, err := mle.Fit(ctx, *prob, &o)
		if err != nil {
			return fit, err
		}
		if best == nil || fit.LogLik > best.LogLik {
			best, shape = fit, k
		} else {
			declines++
		}
		o.Start = nil
		for _, q := range fit.Model.Params() {
			o.Start = append(o.Start, q.Value)
		}
		o.Start[0] = float64(k + 1)
		o.Start[2] *= float64(k) / float64(k+1)
	}
	if len(best.Flat) > 0 && shape > 1 {
		o.Start, o.Near = nil, false
		fit, err := mle.Fit(ctx, *problem(t, p, at(shape), Model{K: shape, Model: geometric.Model{First: first}}, name), &o)
		if err == nil && fit.LogLik > best.LogLik {
			best = fit
		}
		if cause := context.Cause(ctx); cause != nil {
			return nil, cause
		}
	}
	return table.Conclude(best, t), nil
}

// problem states the fit of the model m, whose k and first coin are those of g.
func problem[M clientele.Model[M]](t *table.Table, p *clientele.Panel, m M, g Model, name string) *mle.Problem[M] {
	k := float64(g.K)
	// α^r (α+T)^−(r+kx) counts time to the power −kx, of which (k−1) Σ ln gap, in the
	// caller's unit, takes all but the x of a density. Without all gaps the terms of k
	// alone are left out.
	offset := -k * t.Repeats * math.Log(t.Unit)
	if logGaps, complete := p.LogGaps(); complete {
		lgamma, _ := math.Lgamma(k)
		offset += (k-1)*logGaps - t.Repeats*lgamma
	}
	scale := 1 / (k * t.MeanCount) // α at r = 1
	return &mle.Problem[M]{
		Name: name, Model: m, N: p.Len(), Rows: len(t.Rows), Weight: t.Weight,
		At: func(v []float64) mle.Rows {
			return Model{g.K, geometric.Model{R: v[1], Alpha: v[2], A: v[3], B: v[4], First: g.First}}.Rows(t)
		},
		Starts: [][]float64{{k, 1, scale, 1, 3}, {k, 0.5, 0.5 * scale, 0.5, 1}},
		More:   [][]float64{{k, 1, scale, 20, 100}}, // all leave alike
		Scale:  []float64{1, 1, t.Unit, 1, 1},
		Offset: offset,
		Limit:  func(m M, u []float64) string { return geometric.Limit(m.Params()[1:], u[1:]) },
	}
}

// Problem states the fit to a panel of a model whose k is given.
func Problem[M clientele.Model[M]](p *clientele.Panel, m M, g Model, name string) (*mle.Problem[M], *table.Table, error) {
	if err := Check(name, g.K); err != nil {
		return nil, nil, err
	}
	t, err := table.ForFit(p, name)
	if err != nil {
		return nil, nil, err
	}
	return problem(t, p, m, g, name), t, nil
}

// Rows returns the likelihood of the rows of t with the gradient and Hessian
// in (k, r, α, a, b), those in k zero: the customer is alive in stage j < k (D8), or
// dead, and the derivatives are posterior moments over these (D2), of scores relative
// to that of stage 0: ψ(ρ+j) − ψ(ρ) = h in r, −j/(α+T) in α, and for the dead those
// of v. No stage tells of a and b.
func (g Model) Rows(t *table.Table) mle.Rows {
	k := float64(g.K)
	events := make([]float64, len(t.Counts))
	for i, x := range t.Counts {
		events[i] = k * x
	}
	terms, rise := g.CountTerms(t), rise.To(g.R, events)
	lasts, ages := g.Clock(t.Lasts), g.Clock(t.Ages)
	logAlpha, invAlpha := math.Log(g.Alpha), 1/g.Alpha
	return func(s *mle.Sums, lo, hi int) {
		var d [5]float64
		var dd [15]float64 // the first row, of k, stays 0; then rr rα ra rb αα αa αb aa ab bb
		for i := lo; i < hi; i++ {
			row := &t.Rows[i]
			c, age, last := &terms[row.Count], &ages[row.Age], &lasts[row.Last]
			rho := g.R + events[row.Count]
			q := age.Log - last.Log
			u := row.Gap * age.Inv
			// Alive: sums over the stages of 1, the score (h, −j/(α+T)) and its square.
			weight, h, hh := 1.0, 0.0, 0.0
			sum, sh, sj, shh, shj, sjj, s2 := 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
			for j := 1.0; j < k; j++ {
				inv := 1 / (rho + j - 1)
				weight *= (rho + j - 1) / j * u
				h += inv
				hh -= inv * inv
				sum += weight
				sh += weight * h
				sj += weight * j
				shh += weight * h * h
				shj += weight * h * j
				sjj += weight * j * j
				s2 += weight * hh
			}
			ll := c.Coins + rise[row.Count].Log - rho*age.Log - events[row.Count]*logAlpha
			logAlive := math.Log(sum)
			dead := 0.0
			if c.CanDrop {
				v := c.LogOdds + rho*q - logAlive
				e := math.Exp(-math.Abs(v))
				if v > 0 {
					ll += v
					dead = 1 / (1 + e)
				} else {
					dead = e / (1 + e)
				}
				ll += math.Log(1 + e)
			}
			// S₂ is in ll, and, as a logarithm, out of the odds.
			ll += logAlive
			if !s.Derivs {
				s.AddLogLik(row.Weight * ll)
				continue
			}
			iT, it := age.Inv, last.Inv
			p := (1 - dead) / sum // of a stage, per unit of weight
			vAlpha, vA, vB := rho*(iT-it), c.InvA, -c.InvB
			// Mean score over the components.
			mr := p*sh + dead*q
			ma := -p*sj*iT + dead*vAlpha
			mA, mB := dead*vA, dead*vB
			d[1] = rise[row.Count].D - age.Log + mr
			d[2] = g.R*invAlpha - rho*iT + ma
			d[3] = c.A + mA
			d[4] = c.B + mB
			// Mean second derivatives, and the covariance of the score. In a, the −1/a² of
			// the former and the square of 1/a in the latter leave nothing.
			dd[5] = rise[row.Count].Dd + p*s2 + p*shh + dead*q*q - mr*mr
			dd[6] = invAlpha - iT + dead*(iT-it) - p*shj*iT + dead*q*vAlpha - mr*ma
			dd[7] = dead*q*vA - mr*mA
			dd[8] = dead*q*vB - mr*mB
			dd[9] = -g.R*invAlpha*invAlpha + rho*iT*iT + p*sj*iT*iT - dead*rho*(iT*iT-it*it) + p*sjj*iT*iT + dead*vAlpha*vAlpha - ma*ma
			dd[10] = dead*vAlpha*vA - ma*mA
			dd[11] = dead*vAlpha*vB - ma*mB
			dd[12] = c.Aa - mA*mA
			dd[13] = c.Aa + dead*vA*vB - mA*mB
			dd[14] = c.Bb + dead*vB*vB + dead*vB*vB - mB*mB
			s.Add(row.Weight, ll, d[:], dd[:])
		}
	}
}
