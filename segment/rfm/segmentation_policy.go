package rfm

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// SegmentationPolicy says how scores get names; nil and zero fields mean the
// defaults. That a name of departure is given or not is decided by what is
// known of the customer, in this order: the verdict of the base's loss rule, which has
// its own limit; their silence against their rhythm; and if neither is known their scores
// alone, which are relative.
type SegmentationPolicy struct {
	// Grid names the scores; nil means DefaultGrid of the bins.
	Grid *Grid `json:"grid"`
	// Silence decides where no loss rule is, and only the rhythm is known: a
	// customer who buys on at random would be silent this long with at most this
	// probability; default 0.1. Each gap of a customer who stays is such a trial.
	Silence float64 `json:"silence"`
	// Gap is the base's usual time between purchases, which counts as one gap of
	// every customer's: see CheckRecency. Without it, customers with one purchase
	// have no rhythm.
	Gap clientele.Measure `json:"gap"`
	// Faithful is the number of purchases that champions and loyal customers have
	// at least; default 2. Expected purchases may ask for less: Known(0).
	Faithful clientele.Measure `json:"faithful"`
	// Contract says that purchases fall due under a contract: recency and rhythm
	// are then the day of the bill, and names of departure need DepartureEvidence.Loss.
	Contract bool `json:"contract"`
}

// filled returns the policy with the defaults for scores of so many bins.
func (p *SegmentationPolicy) filled(bins int) SegmentationPolicy {
	q := policy.Copy(p)
	if q.Grid == nil {
		g, _ := DefaultGrid(bins) // the zero grid for no bins, which Check refuses
		q.Grid = &g
	} else {
		g := *q.Grid
		q.Grid = &g
	}
	policy.Default(&q.Silence, 0.1)
	policy.Default(&q.Faithful, clientele.Known(2))
	return q
}

// Check returns nil if the policy is possible for scores of five bins, or for
// those that its grid names, and otherwise an *clientele.InputError.
func (p *SegmentationPolicy) Check() error {
	bins := 5
	if p != nil && p.Grid != nil {
		bins = p.Grid.Bins()
	}
	return p.check(bins)
}

func (p *SegmentationPolicy) check(bins int) error {
	q := p.filled(bins)
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "rfm.SegmentationPolicy", Field: field, Value: value, Want: want}
	}
	if err := q.Grid.Check(); err != nil {
		return err
	}
	switch {
	case q.Grid.Bins() != bins:
		return bad("Grid", q.Grid.Bins(), fmt.Sprintf("a grid for %d bins, as the scores have", bins))
	case !(q.Silence > 0 && q.Silence < 1):
		return bad("Silence", q.Silence, "a probability in (0, 1)")
	}
	if gap, known := q.Gap.Value(); known && !(gap > 0 && gap <= maxTime) {
		return bad("Gap", gap, "a time in (0, 1e15]")
	}
	return q.Faithful.Check("rfm.SegmentationPolicy", "Faithful", 0, maxTime)
}

// MarshalJSON writes the fields.
func (p SegmentationPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *SegmentationPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }
