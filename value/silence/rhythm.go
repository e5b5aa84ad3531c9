package silence

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd"
)

// BaseRhythm is how a base buys, for want of a fitted model: customers buy at random at
// rates of their own, gamma distributed with shape Weight and mean near 1/Gap, and
// leave after each purchase with probability Leave. A customer's own gaps count
// against Gap, which weighs Weight of them. Times are in the unit of the histories.
type BaseRhythm struct {
	Gap    float64        `json:"gap"`           // expected gap of a customer of whom nothing is known, > 0
	Weight float64        `json:"weight"`        // gaps that Gap counts for, > 0
	Leave  float64        `json:"leave"`         // probability of leaving after a purchase, the first too, in [0, 1)
	Unit   clientele.Unit `json:"unit,omitzero"` // of the times; 0 if it is not known
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (r BaseRhythm) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (r *BaseRhythm) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// Check returns nil if the numbers are possible, and otherwise a *clientele.InputError.
func (r BaseRhythm) Check() error {
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "silence.BaseRhythm", Field: field, Value: value, Want: want}
	}
	switch {
	case !(r.Gap > 0 && r.Gap <= clientele.MaxAge):
		return bad("Gap", r.Gap, "a time above 0, at most 1e12")
	case !(r.Weight > 0 && r.Weight <= 1e9):
		return bad("Weight", r.Weight, "a number of gaps above 0, at most 1e9")
	case !(r.Leave >= 0 && r.Leave < 1):
		return bad("Leave", r.Leave, "a probability in [0, 1)")
	}
	return nil
}

// FitRhythm estimates the rhythm of a base: Weight and Gap are the shape and the mean
// gap of the rates that the MBG/NBD model finds, which knows that the gaps seen are
// the short ones; Leave is the maximum of the likelihood given both. Errors are those
// of [btyd.FitMBGNBD].
func FitRhythm(ctx context.Context, p *clientele.Panel) (BaseRhythm, error) {
	fit, err := btyd.FitMBGNBD(ctx, p, nil)
	if err != nil {
		return BaseRhythm{}, fmt.Errorf("silence.FitRhythm: %w", err)
	}
	weight := math.Min(fit.Model.R, 1e9)
	r := BaseRhythm{Gap: fit.Model.Alpha / fit.Model.R, Weight: weight, Unit: p.Unit}
	var seen []sight
	for h, n := range p.All() {
		seen = append(seen, sight{float64(n), float64(h.Repeats), r.quiet(h, 0, h.Age-h.Last)})
	}
	lo, hi := 0.0, 1.0
	for range 50 {
		r.Leave = (lo + hi) / 2
		if r.slope(seen) > 0 {
			lo = r.Leave
		} else {
			hi = r.Leave
		}
	}
	r.Leave = lo
	return r, r.Check()
}

// sight is what the likelihood of Leave asks of n customers with x repeat purchases:
// S, the chance of those who are there to be silent as long as they are.
type sight struct{ n, x, silent float64 }

// slope is the derivative in Leave of the log-likelihood, which is concave in it:
// the slope falls, and halving finds where it is 0,
//
//	Σ x·ln(1−q) + ln(q + (1−q)·S)
func (r BaseRhythm) slope(seen []sight) float64 {
	sum := 0.0
	for _, c := range seen {
		sum += c.n * ((1-c.silent)/(r.Leave+(1-r.Leave)*c.silent) - c.x/(1-r.Leave))
	}
	return sum
}

// quiet returns P(a customer who is there buys nothing until the silence is b, of
// which a has passed). Their rate is Gamma(Weight + x, Weight·Gap + t_x) by the gaps,
// each of which ended; so that the chance of a silence of s is (1 + s/(Weight·Gap +
// t_x))^−(Weight+x), and what has passed of it tells of a slow rate too.
func (r BaseRhythm) quiet(h clientele.History, a, b float64) float64 {
	shape, rate := r.Weight+float64(h.Repeats), r.Weight*r.Gap+h.Last
	return math.Exp(-shape * math.Log1p((b-a)/(rate+a)))
}

// ExpectedGap returns a customer's expected gap, their own shrunk to the base's:
// (Weight·Gap + t_x)/(Weight + x).
func (r BaseRhythm) ExpectedGap(h clientele.History) float64 {
	if h.Check() != nil || r.Check() != nil {
		return math.NaN()
	}
	return (r.Weight*r.Gap + h.Last) / (r.Weight + float64(h.Repeats))
}

// ProbAlive returns P(they have not left | h).
func (r BaseRhythm) ProbAlive(h clientele.History) float64 {
	if h.Check() != nil || r.Check() != nil {
		return math.NaN()
	}
	stays := (1 - r.Leave) * r.quiet(h, 0, h.Age-h.Last)
	if r.Leave+stays == 0 {
		return 1 // nobody leaves
	}
	return stays / (r.Leave + stays)
}

// ProbSilent returns P(no purchase in (Age, Age+t] | h).
func (r BaseRhythm) ProbSilent(h clientele.History, t float64) float64 {
	alive := r.ProbAlive(h)
	if !(t >= 0) {
		return math.NaN()
	}
	silence := h.Age - h.Last
	return 1 - alive*(1-r.quiet(h, silence, silence+t))
}
