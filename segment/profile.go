package segment

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/quantile"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/internal/aligned"
)

// Profile describes the customers of a segment.
type SegmentProfile[S cmp.Ordered] struct {
	Segment    S                 `json:"segment"`
	Heads      int               `json:"heads"`
	HeadShare  float64           `json:"head_share"`
	Value      float64           `json:"value"`       // total
	ValueShare clientele.Measure `json:"value_share"` // of the base's total; missing if that is not above 0
	MeanValue  float64           `json:"mean_value"`
	Features   []FeatureProfile  `json:"features,omitempty"` // in the order of the columns
}

// FeatureProfile describes one measurement in a segment.
type FeatureProfile struct {
	Name      string     `json:"name"`
	Mean      float64    `json:"mean"`
	Quantiles [5]float64 `json:"quantiles"` // smallest, lower quartile, median, upper quartile, largest (type 7)
}

// Profiles describes every segment that has a customer, sorted by segment. The
// segments are any labels: an enumeration of this package, a cluster's number,
// a name. There is one value a customer, finite within ±1e290, and if features
// is not nil one row. Totals do not depend on the order of the customers.
func Profiles[S cmp.Ordered](segments []S, values []float64, features *feature.Table) ([]SegmentProfile[S], error) {
	const where = "segment.Profiles"
	if err := aligned.Check(where, len(segments), len(values)); err != nil {
		return nil, err
	}
	if features != nil {
		if err := aligned.Check(where, len(segments), features.Len()); err != nil {
			return nil, err
		}
	}
	members, base := map[S][]int{}, exact.Sum{}
	for i, s := range segments {
		if s != s {
			return nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("segment of customer %d", i), Value: s, Want: "a label, not NaN"}
		}
		if v := values[i]; !(v >= -maxMagnitude && v <= maxMagnitude) {
			return nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("value of customer %d", i), Value: v, Want: "a number in [-1e290, 1e290]"}
		}
		members[s] = append(members[s], i)
		base.Add(values[i])
	}
	total := base.Value()
	out := make([]SegmentProfile[S], 0, len(members))
	for _, s := range slices.Sorted(maps.Keys(members)) {
		rows := members[s]
		var sum exact.Sum
		for _, i := range rows {
			sum.Add(values[i])
		}
		n := float64(len(rows))
		p := SegmentProfile[S]{Segment: s, Heads: len(rows), HeadShare: n / float64(len(segments)), Value: sum.Value(), MeanValue: sum.Value() / n}
		if total > 0 {
			p.ValueShare = clientele.Known(p.Value / total)
		}
		if features != nil {
			p.Features = describe(features, rows)
		}
		out = append(out, p)
	}
	return out, nil
}

// describe returns the profile of each column over the rows.
func describe(t *feature.Table, rows []int) []FeatureProfile {
	out := make([]FeatureProfile, t.Width())
	var sample quantile.Sample
	for j, name := range t.Columns() {
		sample.Reset(len(rows))
		var sum exact.Sum
		for _, i := range rows {
			v := t.Row(i)[j]
			sample.Add(v)
			sum.Add(v)
		}
		q := sample.Quantiles(nil, quantile.Linear, 0, 0.25, 0.5, 0.75, 1)
		out[j] = FeatureProfile{name, sum.Value() / float64(len(rows)), [5]float64(q)}
	}
	return out
}

// MarshalJSON writes the fields.
func (p SegmentProfile[S]) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *SegmentProfile[S]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields.
func (p FeatureProfile) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *FeatureProfile) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }
