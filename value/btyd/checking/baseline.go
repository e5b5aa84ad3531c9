package checking

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// PooledMean forecasts the same for everybody: the mean rate of the base.
type PooledMean struct {
	Rate float64 // repeat purchases per time unit
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (p PooledMean) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (p *PooledMean) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// FitPooledMean divides the repeat purchases of a panel by its ages.
func FitPooledMean(p *clientele.Panel) PooledMean {
	x, t := 0.0, 0.0
	for h, n := range p.All() {
		x += float64(n) * float64(h.Repeats)
		t += float64(n) * h.Age
	}
	if t == 0 {
		return PooledMean{}
	}
	return PooledMean{x / t}
}

// ExpectedPurchases returns Rate·t, whatever the history.
func (b PooledMean) ExpectedPurchases(_ clientele.History, t float64) float64 { return b.Rate * t }

// OwnRate forecasts that everybody goes on as on average so far.
type OwnRate struct{}

// MarshalText returns "own-rate": there is nothing else to say of the rule.
func (OwnRate) MarshalText() ([]byte, error) { return []byte("own-rate"), nil }

// UnmarshalText accepts what MarshalText returns.
func (*OwnRate) UnmarshalText(text []byte) error {
	if string(text) != "own-rate" {
		return &clientele.InputError{Where: "checking.OwnRate", Field: "text", Value: string(text), Want: "own-rate"}
	}
	return nil
}

// ExpectedPurchases returns x/T·t, 0 at age 0.
func (OwnRate) ExpectedPurchases(h clientele.History, t float64) float64 {
	if h.Age == 0 {
		return 0
	}
	return float64(h.Repeats) / h.Age * t
}

// Hiatus is the managers' rule: a customer who has been silent for longer than
// Limit is gone, the others go on as so far [Wübben and von Wangenheim 2008].
type Hiatus struct {
	Limit float64 // time since the last purchase
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (h Hiatus) MarshalJSON() ([]byte, error) { return wire.Marshal(h) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (h *Hiatus) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, h) }

// hiatusGaps is the number of mean gaps after which FitHiatus gives customers
// up: of exponential gaps, 5 % are longer.
const hiatusGaps = 3

// FitHiatus sets the limit to three times the mean time between purchases in
// the panel; +Inf, nobody is gone, if there are none.
func FitHiatus(p *clientele.Panel) Hiatus {
	x, t := 0.0, 0.0
	for h, n := range p.All() {
		x += float64(n) * float64(h.Repeats)
		t += float64(n) * h.Last
	}
	if x == 0 {
		return Hiatus{math.Inf(1)}
	}
	return Hiatus{hiatusGaps * t / x}
}

// ExpectedPurchases returns x/T·t, or 0 after a silence beyond the limit.
func (b Hiatus) ExpectedPurchases(h clientele.History, t float64) float64 {
	if h.Age-h.Last > b.Limit {
		return 0
	}
	return OwnRate{}.ExpectedPurchases(h, t)
}

// Baseline is what a rule without a model achieves on a holdout. Its forecast
// is a number, so that its CRPS is its MAE.
type Baseline struct {
	Name string
	*Accuracy
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (b Baseline) MarshalJSON() ([]byte, error) { return wire.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (b *Baseline) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, b) }

// Names of the baselines.
const (
	BaselinePooled = "pooled mean"
	BaselineOwn    = "own rate"
	BaselineLast   = "last period" // as in the period before, if that is known of everybody
	BaselineHiatus = "hiatus"
)

// Baselines assesses every rule that needs no model, their numbers taken from
// the holdout's histories. A model that does not beat them is not worth its
// name. The error matches [clientele.ErrNoData].
func Baselines(d *Holdout) ([]Baseline, error) {
	const where = "checking.Baselines"
	if err := d.nothing(where); err != nil {
		return nil, err
	}
	p := d.Panel()
	var out []Baseline
	for _, b := range []struct {
		name string
		rule clientele.PurchaseForecaster
	}{{BaselinePooled, FitPooledMean(p)}, {BaselineOwn, OwnRate{}}, {BaselineHiatus, FitHiatus(p)}} {
		a, err := assess(where, b.rule.ExpectedPurchases, d)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.name, err)
		}
		out = append(out, Baseline{b.name, a})
	}
	if a := lastPeriod(d); a != nil {
		out = append(out, Baseline{BaselineLast, a})
	}
	return out, nil
}

// lastPeriod assesses "as in the last period"; nil if that is not known.
func lastPeriod(d *Holdout) *Accuracy {
	var pairs []pair
	for o, n := range d.All() {
		if o.Before < 0 {
			return nil
		}
		pairs = append(pairs, pair{float64(o.Before), float64(o.Purchases), float64(n)})
	}
	return ofPairs(pairs, d.n)
}
