package loyalty

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/quantile"
	"github.com/clientele-go/clientele/internal/wire"
)

// MarkerRule weighs one marker: evidence for a relationship runs in a straight
// line from −Weight at Against to +Weight at For, and stays there beyond.
type MarkerRule struct {
	Against float64           `json:"against"` // value that speaks for a transaction customer; both 0: the trade's ends
	For     float64           `json:"for"`     // value that speaks for a relationship customer; differs from Against
	Weight  clientele.Measure `json:"weight"`  // log-odds from 0, which leaves the marker out, to 100; missing: the trade's
}

// dividing returns the value that speaks for neither side.
func (r MarkerRule) dividing() float64 { return (r.Against + r.For) / 2 }

// evidence returns the log-odds of a value.
func (r MarkerRule) evidence(x float64) float64 {
	share := (x - r.Against) / (r.For - r.Against)
	return r.Weight.Or(0) * (2*max(0, min(share, 1)) - 1)
}

// MarkerRules are the rules of the markers, index Marker − 1. As JSON they are
// an object by the names of the markers.
type MarkerRules [numMarkers]MarkerRule

// MarshalJSON writes the rules by the names of their markers.
func (r MarkerRules) MarshalJSON() ([]byte, error) {
	return wire.MarshalKeyed(r[:], Marker(1))
}

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *MarkerRules) UnmarshalJSON(data []byte) error {
	var read MarkerRules
	err := wire.UnmarshalKeyed("loyalty.MarkerRules", data, read[:], Marker(1))
	if err == nil {
		*r = read
	}
	return err
}

// OrientationPolicy is orientation by rules. Nil and each zero field mean the
// default.
type OrientationPolicy struct {
	Trade     Trade             `json:"trade,omitempty"`     // whose rules are the default; default TradeRetail
	Rules     MarkerRules       `json:"rules,omitzero"`      // default: the trade's
	Prior     float64           `json:"prior,omitempty"`     // log-odds of a relationship customer in the base, −100 … 100; 0 is as many of either
	MinKnown  clientele.Measure `json:"min_known,omitzero"`  // share of the evidence that must be known for a verdict, in [0, 1]; default 0.25
	Certainty float64           `json:"certainty,omitempty"` // probability that an orientation must have to be named, in [0.5, 1); default 0.6
	// Few is the number of purchases whose shares are drawn half way to the
	// dividing line (Markers.Purchases), > 0; default 3.
	Few float64 `json:"few,omitempty"`
}

// filled returns the policy with the defaults written out.
func (p *OrientationPolicy) filled() OrientationPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Trade, TradeRetail)
	policy.Default(&q.MinKnown, clientele.Known(0.25))
	policy.Default(&q.Certainty, 0.6)
	policy.Default(&q.Few, 3)
	if !trades.Valid(q.Trade) {
		return q
	}
	for i, d := range tradeRules[q.Trade-1] {
		r := &q.Rules[i]
		if r.Against == 0 && r.For == 0 {
			r.Against, r.For = d.Against, d.For
		}
		policy.Default(&r.Weight, d.Weight)
	}
	return q
}

// Check returns an *clientele.InputError for the first field that makes no sense.
func (p *OrientationPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "loyalty.OrientationPolicy", Field: field, Value: value, Want: want}
	}
	if !trades.Valid(q.Trade) {
		return bad("trade", q.Trade, "one of the trades")
	}
	total := 0.0
	for i, r := range q.Rules {
		w := r.Weight.Or(math.NaN())
		if !(w >= 0 && w <= 100) || !(math.Abs(r.Against) <= maxMarker && math.Abs(r.For) <= maxMarker) || w > 0 && r.For == r.Against {
			return bad(Marker(i+1).String(), r, "two different finite ends and a weight from 0 to 100")
		}
		total += w
	}
	known := q.MinKnown.Or(0)
	switch {
	case !(total > 0):
		return bad("rules", total, "at least one marker with a weight")
	case !(math.Abs(q.Prior) <= 100):
		return bad("prior", q.Prior, "log-odds from -100 to 100")
	case !(known >= 0 && known <= 1):
		return bad("min_known", known, "a share in [0, 1]")
	case !(q.Certainty >= .5 && q.Certainty < 1):
		return bad("certainty", q.Certainty, "a probability in [0.5, 1)")
	case !(q.Few > 0 && q.Few <= maxMarker):
		return bad("few", q.Few, "a number of purchases > 0")
	}
	return nil
}

// OrientationRules tell relationship customers from transaction customers: the
// weights of evidence of the known markers add up on the log-odds scale (Good
// 1950),
//
//	logit P(relationship) = Prior + Σ evidence,
//
// so that a missing marker leaves the verdict less certain instead of shifting
// it. Make them with NewOrientationRules; they are a value, safe for concurrent
// use, and the zero value is the default.
type OrientationRules struct {
	policy OrientationPolicy
	total  float64 // of the weights
}

// NewOrientationRules returns the rules of a policy, nil for the default. A
// policy that makes no sense is an *clientele.InputError.
func NewOrientationRules(policy *OrientationPolicy) (OrientationRules, error) {
	if err := policy.Check(); err != nil {
		return OrientationRules{}, err
	}
	o := OrientationRules{policy: policy.filled()}
	for _, r := range o.policy.Rules {
		o.total += r.Weight.Or(0)
	}
	return o, nil
}

// fewMarkers is the number of customers below which quartiles say nothing.
const fewMarkers = 20

// FitOrientationRules returns the rules of a policy with the ends taken from a
// base: the quartiles of every marker that 20 customers have and that differs
// between them. A marker for which this does not hold keeps the policy's ends,
// and a warning names it. Relative ends part a base in about halves, whatever
// it is like: give the Prior where relationship customers are few or many.
func FitOrientationRules(base []Markers, policy *OrientationPolicy) (OrientationRules, []clientele.Warning, error) {
	o, err := NewOrientationRules(policy)
	if err != nil {
		return OrientationRules{}, nil, err
	}
	var samples [numMarkers]quantile.Sample
	var n [numMarkers]int
	for k := range base {
		if err := base[k].Check(); err != nil {
			return OrientationRules{}, nil, fmt.Errorf("loyalty.FitOrientationRules: customer %d: %w", k+1, err)
		}
		for i, v := range base[k].all() {
			if x, known := v.Value(); known {
				samples[i].Add(x)
				n[i]++
			}
		}
	}
	var warnings []clientele.Warning
	for i := range n {
		r := &o.policy.Rules[i]
		if r.Weight.Or(0) == 0 {
			continue
		}
		if n[i] >= fewMarkers {
			if q := samples[i].Quantiles(nil, quantile.Linear, .25, .75); q[0] < q[1] {
				if r.For < r.Against {
					q[0], q[1] = q[1], q[0]
				}
				r.Against, r.For = q[0], q[1]
				continue
			}
		}
		warnings = append(warnings, clientele.Warning{Code: WarnDefaultEnds, Subject: Marker(i + 1).String(), Value: float64(n[i])})
	}
	return o, warnings, nil
}

// Policy returns the policy with the defaults written out.
func (o OrientationRules) Policy() OrientationPolicy { return o.policy.filled() }

// Orient implements Orienter. An orientation is named where enough of the
// evidence is known and it is probable enough; otherwise it is unassigned. A
// marker outside its range is an *clientele.InputError.
func (o OrientationRules) Orient(m Markers) (Leaning, error) {
	if err := m.Check(); err != nil {
		return Leaning{}, err
	}
	if o.total == 0 { // the zero value is the default
		o, _ = NewOrientationRules(nil)
	}
	p := &o.policy
	l := Leaning{MinKnown: p.MinKnown.Or(0), Certainty: p.Certainty}
	trust := 1.0
	if n, known := m.Purchases.Value(); known {
		trust = n / (n + p.Few)
	}
	most, weight := 0.0, 0.0
	for i, v := range m.all() {
		r := &p.Rules[i]
		w := r.Weight.Or(0)
		x, known := v.Value()
		switch {
		case w == 0:
		case !known:
			if w > most {
				most, l.Ask = w, Marker(i+1)
			}
		default:
			logOdds := r.evidence(x)
			if Marker(i + 1).perPurchase() {
				logOdds *= trust
				w *= trust
			}
			l.add(i, x, r.dividing(), logOdds)
			weight += w
		}
	}
	l.KnownShare = weight / o.total
	l.conclude(p.Prior)
	return l, nil
}
