package checking

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/clientele-go/clientele/value/btyd"
)

// FitTrackRecord makes the track record of a base from the purchases of its customers
// ([btyd.CollectTimelines] reads them from a ledger), for their total purchases within
// the horizon. It fits the models of the policy to what was known at origins inside the
// observed data and holds their totals against what came, tries the best of them with
// the older and the newer customers apart, fits all of them to the whole, and mixes them
// with weights inverse to their mean squared misses. Where a model cannot be fitted, the
// others decide; an origin at which none can be is left out.
//
// Of a large base the past is played again with a systematic sample of 10,000 customers.
// The error is one of the policy, a [*clientele.InputError] for a horizon that is not
// above 0, matches [clientele.ErrNoData] for a base without customers, is that of the
// fits if no model can be fitted, or the context's cause.
func FitTrackRecord(ctx context.Context, p *btyd.TimelinePanel, horizon float64, policy *TrackPolicy) (*TrackRecord, error) {
	const where = "checking.FitTrackRecord"
	if err := policy.Check(); err != nil {
		return nil, err
	}
	if p.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: the panel is empty", where, clientele.ErrNoData)
	}
	q := policy.filled()
	longest := longestAge(p)
	if q.Back == nil {
		q.Back = backOf(longest, horizon)
	}
	past, err := originsOf(where, p.Thinned(mostTracked, 20*mostTracked), q.Back, horizon)
	if err != nil {
		return nil, err
	}
	t := tracking{where: where, now: origin{length: horizon, known: p}, past: past}
	for _, kind := range q.Models {
		if err := t.try(ctx, kind, false); err != nil {
			return nil, err
		}
	}
	best := t.best()
	if best < 0 {
		return nil, t.failure
	}
	if err := t.try(ctx, t.tried[best].kind, true); err != nil {
		return nil, err
	}
	r := &TrackRecord{Policy: q, Horizon: horizon, Observed: longest, Unit: p.Unit, Customers: p.Len()}
	t.mix(r)
	r.Drift = t.tried[len(t.tried)-1].now.newer/t.tried[best].now.newer - 1
	return r, r.Check()
}

// mostTracked is the number of customers with whom the past is played again: their
// chance leaves a total uncertain by a few per cent, which is less than what is looked for.
const mostTracked = 10_000

// backOf returns how long before the end the origins lie by default: evenly up to half
// of what was observed, so that their windows overlap as little as the horizon allows.
func backOf(longest, horizon float64) (back []float64) {
	step := math.Max(math.Min(horizon, longest/8), longest/12)
	for b := step; step > 0 && b <= longest/2*(1+1e-9); b += step {
		back = append(back, b)
	}
	return back
}

// tracking is the past being played again.
type tracking struct {
	where   string
	now     origin // from which the horizon is forecast
	past    []origin
	tried   []tried
	failure error // of the last fit that failed
}

// tried is what a model said of the total now and at each origin.
type tried struct {
	kind  string
	apart bool
	now   forecast
	then  []forecast
}

// forecast is what a model says of a total; the zero forecast is none.
type forecast struct {
	expected, newer float64 // by all customers, by the newer half
	variance        float64 // of the logarithm: chance and estimates
}

func (f forecast) ok() bool {
	return f.expected > 0 && f.expected < math.Inf(1) && !math.IsNaN(f.variance)
}

// try fits a model to what was known at each origin, and to the whole.
func (t *tracking) try(ctx context.Context, kind string, apart bool) error {
	m := tried{kind: kind, apart: apart, then: make([]forecast, len(t.past))}
	var err error
	for i, o := range t.past {
		if m.then[i], err = t.forecast(ctx, kind, apart, o); err != nil {
			return err
		}
	}
	if m.now, err = t.forecast(ctx, kind, apart, t.now); err != nil {
		return err
	}
	t.tried = append(t.tried, m)
	return nil
}

// forecast fits a model to what was known at an origin, apart or together, and
// forecasts the total; the error is the context's cause alone.
func (t *tracking) forecast(ctx context.Context, kind string, apart bool, o origin) (forecast, error) {
	older, newer := halved(o.known)
	parts := []*btyd.TimelinePanel{o.known}
	if apart {
		parts = []*btyd.TimelinePanel{older, newer}
	}
	var out forecast
	for _, part := range parts {
		fit, err := btyd.FitAnyTimelines(ctx, kind, part, nil)
		if ctx.Err() != nil {
			return forecast{}, fmt.Errorf("%s: %w", t.where, context.Cause(ctx))
		}
		if fit == nil {
			t.failure = fmt.Errorf("%s: %s: %w", t.where, kind, err)
			return forecast{}, nil
		}
		total, variance := totalOf(fit, part, o.length)
		out.expected += total
		out.variance += total * total * variance
		if out.newer = total; !apart {
			out.newer, _ = totalOf(fit, newer, o.length)
		}
	}
	if out.variance /= out.expected * out.expected; !out.ok() {
		t.failure = fmt.Errorf("%s: %s: %w: no total can be forecast", t.where, kind, clientele.ErrNotIdentified)
		return forecast{}, nil
	}
	return out, nil
}

// halved returns the older and the newer half of the customers.
func halved(p *btyd.TimelinePanel) (older, newer *btyd.TimelinePanel) {
	older, newer = &btyd.TimelinePanel{Unit: p.Unit}, &btyd.TimelinePanel{Unit: p.Unit}
	half, i := p.Len()/2, 0
	for c := range p.All() { // the newest first
		part := newer
		if i++; i > half {
			part = older
		}
		_ = part.Add(c) // it passed its Check
	}
	return older, newer
}

// followed is the model that looks at the gaps, of customers with all their purchases.
type followed struct{ btyd.SwitchingParetoNBD }

func (m followed) WithParams(v []float64) followed {
	return followed{m.SwitchingParetoNBD.WithParams(v)}
}

func (m followed) ExpectedPurchases(c btyd.Timeline, t float64) float64 {
	return m.Follow(c).ExpectedPurchases(t)
}

func (m followed) VarPurchases(c btyd.Timeline, t float64) float64 {
	return m.Follow(c).VarPurchases(t)
}

func (m followed) ProbPurchases(c btyd.Timeline, t float64, n int) float64 {
	return m.Follow(c).ProbPurchases(t, n)
}

// totalOf returns the expected total of customers, and the variance of its logarithm.
func totalOf(fit *clientele.Fit[btyd.AnyModel], p *btyd.TimelinePanel, t float64) (expected, variance float64) {
	if m, ok := fit.Model.Held().(btyd.SwitchingParetoNBD); ok {
		return totalBy(&clientele.Fit[followed]{Model: followed{m}, Cov: fit.Cov, Robust: fit.Robust, Flat: fit.Flat}, p.Customers(), t)
	}
	return totalBy(fit, btyd.PanelOf[clientele.History](p.Panel()), t)
}

// totalBy returns the expected total, and the variance of the logarithm of the total
// that chance and estimates leave: as TotalPurchases has it, or chance alone where the
// estimates have no covariance.
func totalBy[M btyd.Predictive[M, H, float64], H any](fit *clientele.Fit[M], p btyd.PanelOf[H], t float64) (expected, variance float64) {
	chance := 0.0
	for h, n := range p.All() {
		expected += float64(n) * fit.Model.ExpectedPurchases(h, t)
		chance += float64(n) * fit.Model.VarPurchases(h, t)
	}
	if expected == 0 {
		return 0, 0
	}
	const level = 0.95
	for _, f := range []*clientele.Fit[M]{fit.Sandwich(), fit} {
		iv := btyd.TotalPurchases(f, p, t, level)
		if half := math.Log(iv.Hi/iv.Lo) / 2 / normal.Z(level); half < math.Inf(1) {
			return expected, half * half
		}
	}
	return expected, math.Log1p(chance / (expected * expected))
}

// missOf returns the mean square of a model's misses at the origins that it could be
// fitted at; NaN if there are none.
func (t *tracking) missOf(m *tried) float64 {
	sum, n := 0.0, 0.0
	for i, o := range t.past {
		if f := m.then[i]; f.ok() {
			e := TrackedOrigin{Expected: f.expected, Actual: o.bought()}.miss().log
			sum += e * e
			n++
		}
	}
	return sum / n
}

// best returns the place of the model with the smallest misses of those that can
// forecast the total now, -1 where there is none.
func (t *tracking) best() int {
	best, least := -1, math.NaN()
	for i := range t.tried {
		m := &t.tried[i]
		if v := t.missOf(m); m.now.ok() && (best < 0 || v < least || math.IsNaN(least)) {
			best, least = i, v
		}
	}
	return best
}

// weightMiss is added to the mean squared misses before they are inverted: a miss of
// some 5 per cent, so that no model has all the weight because it once was lucky.
const weightMiss = 0.003

// mix fills the record with the models, their mixture, and how it would have done:
// with weights inverse to the mean squared errors (Bates and Granger 1969), equal ones
// where there are no origins.
func (t *tracking) mix(r *TrackRecord) {
	played := !math.IsNaN(t.missOf(&t.tried[t.best()]))
	weights, sum := make([]float64, len(t.tried)), 0.0
	for i := range t.tried {
		m := &t.tried[i]
		miss := t.missOf(m)
		if !m.now.ok() || math.IsNaN(miss) && played {
			continue // a model that was never held against what came
		}
		if !played {
			miss = 0
		}
		weights[i] = 1 / (miss + weightMiss)
		sum += weights[i]
	}
	for i := range t.tried {
		m := &t.tried[i]
		weights[i] /= sum
		model := TrackedModel{Kind: m.kind, Apart: m.apart, Weight: weights[i], Miss: math.Sqrt(t.missOf(m)), Expected: math.NaN()}
		if m.now.ok() {
			model.Expected = m.now.expected
		}
		r.Models = append(r.Models, model)
	}
	r.Expected, r.Spread = t.mixture(weights, func(m *tried) forecast { return m.now })
	for i, o := range t.past {
		expected, spread := t.mixture(weights, func(m *tried) forecast { return m.then[i] })
		if expected > 0 {
			r.Origins = append(r.Origins, TrackedOrigin{r.Policy.Back[i], o.length, longestAge(o.known), len(o.now), expected, o.bought(), spread})
		}
	}
}

// mixture returns the total that those models expect together which have a forecast, and
// the standard deviation of its logarithm that they have in the mean: how far they lie
// apart is in the misses of the mixture. NaN where there are none.
func (t *tracking) mixture(weights []float64, of func(*tried) forecast) (expected, spread float64) {
	sum, variance := 0.0, 0.0
	for i, w := range weights {
		if f := of(&t.tried[i]); w > 0 && f.ok() {
			sum += w
			expected += w * f.expected
			variance += w * f.variance
		}
	}
	return expected / sum, math.Sqrt(variance / sum)
}
