package checking

import (
	"maps"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// NewcomerForecaster is a model that says how much a new customer buys until t.
type NewcomerForecaster interface {
	Mean(t float64) float64
}

// Tracker collects when customers came and when they bought again, on one
// clock that all share, in the unit of the model. The zero value is empty.
type Tracker struct {
	births  map[float64]int
	repeats []float64
}

// Add counts a customer: the time of the first purchase and those of the
// repeats, which must not come before it. The error is a *[clientele.InputError]
// and nothing changes.
func (k *Tracker) Add(birth float64, repeats ...float64) error {
	bad := func(field string, v float64, want string) error {
		return &clientele.InputError{Where: "checking.Tracker", Field: field, Value: v, Want: want}
	}
	if !(math.Abs(birth) <= clientele.MaxAge) {
		return bad("birth", birth, "a time within ±1e12")
	}
	for _, t := range repeats {
		if !(t > birth && t <= clientele.MaxAge) {
			return bad("repeat purchase", t, "a time after the first purchase, at most 1e12; merge those of the first period with it")
		}
	}
	if k.births == nil {
		k.births = make(map[float64]int)
	}
	k.births[birth+0]++
	k.repeats = append(k.repeats, repeats...)
	return nil
}

// Merge adds the customers of o.
func (k *Tracker) Merge(o *Tracker) error {
	if o == nil || len(o.births) == 0 {
		return nil
	}
	if k.births == nil {
		k.births = make(map[float64]int)
	}
	for b, n := range maps.Clone(o.births) {
		k.births[b] += n
	}
	k.repeats = append(k.repeats, o.repeats...)
	return nil
}

// Len returns the number of customers.
func (k *Tracker) Len() int {
	n := 0
	for _, m := range k.births {
		n += m
	}
	return n
}

// TrackedPeriod is a stretch of the clock: repeat purchases of all customers in it,
// and since its beginning.
type TrackedPeriod struct {
	End                float64 `json:"end"`
	Expected           float64 `json:"expected"`
	Actual             float64 `json:"actual"`
	CumulativeExpected float64 `json:"cumulative_expected"`
	CumulativeActual   float64 `json:"cumulative_actual"`
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (t TrackedPeriod) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (t *TrackedPeriod) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// Track returns the next n periods of the given width from the time start. A
// purchase at the end of a period belongs to it. What is expected is
//
//	Σ E[X(τ − birth)]  over the customers born before τ,
//
// the forecast for new customers, in calibration and holdout alike: what each
// of them did is not looked at. The purchases must be known up to the end. A
// width that is not above 0, a start that is not a number and n < 0 panic.
func (k *Tracker) Track(m NewcomerForecaster, start, width float64, n int) []TrackedPeriod {
	if !(width > 0) || math.IsNaN(start) || n < 0 {
		panic("checking: Track needs a start, a width above 0 and n >= 0")
	}
	repeats := slices.Sorted(slices.Values(k.repeats))
	births := slices.Sorted(maps.Keys(k.births))
	until := func(t float64) (expected, actual float64) {
		for _, b := range births {
			if b < t {
				expected += float64(k.births[b]) * m.Mean(t-b)
			}
		}
		return expected, float64(atMost(repeats, t))
	}
	e0, a0 := until(start)
	var out []TrackedPeriod
	for i := range n {
		p := TrackedPeriod{End: start + float64(i+1)*width}
		p.CumulativeExpected, p.CumulativeActual = until(p.End)
		p.CumulativeExpected -= e0
		p.CumulativeActual -= a0
		p.Expected, p.Actual = p.CumulativeExpected, p.CumulativeActual
		if i > 0 {
			p.Expected -= out[i-1].CumulativeExpected
			p.Actual -= out[i-1].CumulativeActual
		}
		out = append(out, p)
	}
	return out
}

// atMost returns the number of sorted times that are at most t.
func atMost(times []float64, t float64) int {
	i, _ := slices.BinarySearch(times, math.Nextafter(t, math.Inf(1)))
	return i
}

// ForecastPath returns the purchases that customers with these histories are
// expected to make by the end of each of the next n periods of the given width,
// Σ E[purchases in (Age, Age+k·width] | h]. It is what a holdout's purchases
// are to be held against once the histories are known; Track, for new
// customers, answers another question. A width that is not above 0 and n < 0 panic.
func ForecastPath(m clientele.PurchaseForecaster, p *clientele.Panel, width float64, n int) []float64 {
	if !(width > 0) || n < 0 {
		panic("checking: ForecastPath needs a width above 0 and n >= 0")
	}
	out := make([]float64, n)
	for h, customers := range p.All() {
		for k := range out {
			out[k] += float64(customers) * m.ExpectedPurchases(h, float64(k+1)*width)
		}
	}
	return out
}
