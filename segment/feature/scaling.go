package feature

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/quantile"
	"github.com/clientele-go/clientele/internal/wire"
)

// ScaledColumn says how one column is transformed and standardised. Only the
// fields that its transform needs are set.
type ScaledColumn struct {
	Name      string    `json:"name"`
	Transform Transform `json:"transform"`
	Lo        float64   `json:"lo,omitempty"`    // winsorised: lower limit
	Hi        float64   `json:"hi,omitempty"`    // winsorised: upper limit
	Knots     []float64 `json:"knots,omitempty"` // rank: the quantiles at 0, 0.01, …, 1
	Mean      float64   `json:"mean"`            // of the transformed column
	SD        float64   `json:"sd"`              // its standard deviation with n; 1 for a constant column
}

// FeatureScaling brings the columns of a table to one scale, mean 0 and standard
// deviation 1 after the transform: fitted once, it treats new customers alike.
type FeatureScaling struct {
	columns []ScaledColumn
	policy  ScalingPolicy
}

// ScalingPolicy steers FitScaling; nil and zero fields mean the defaults.
type ScalingPolicy struct {
	Transforms map[string]Transform `json:"transforms"` // by column; default TransformPlain
	Tail       float64              `json:"tail"`       // share beyond each limit of a winsorised column; default 0.01
}

func (p *ScalingPolicy) filled() ScalingPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Tail, 0.01)
	q.Transforms = maps.Clone(q.Transforms)
	return q
}

// Check returns nil if the transforms are declared ones and the tail, filled, is
// a share between 0 and 0.5; otherwise the error is an *clientele.InputError.
func (p *ScalingPolicy) Check() error {
	q := p.filled()
	if !(q.Tail > 0 && q.Tail < 0.5) {
		return &clientele.InputError{Where: "feature.ScalingPolicy", Field: "Tail", Value: q.Tail, Want: "a share between 0 and 0.5"}
	}
	for name, t := range q.Transforms {
		if t > TransformWinsorise {
			return &clientele.InputError{Where: "feature.ScalingPolicy", Field: "Transforms: " + name, Value: t, Want: "a declared transform"}
		}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p ScalingPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *ScalingPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// FitScaling returns the scaling of a table. A column without spread becomes 0.
// The error matches clientele.ErrNoData without rows, and is an
// *clientele.InputError for a transform of a column that is not there.
func FitScaling(t *Table, policy *ScalingPolicy) (*FeatureScaling, error) {
	const where = "feature.FitScaling"
	if err := policy.Check(); err != nil {
		return nil, err
	}
	p := policy.filled()
	for name := range p.Transforms {
		if !slices.Contains(t.names, name) {
			return nil, &clientele.InputError{Where: where, Field: "transform of column", Value: name, Want: "one of the table's columns"}
		}
	}
	if t.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: add at least one customer", where, clientele.ErrNoData)
	}
	s := &FeatureScaling{make([]ScaledColumn, len(t.names)), p}
	for j, name := range t.names {
		s.columns[j] = fitColumn(ScaledColumn{Name: name, Transform: max(p.Transforms[name], TransformPlain)}, t.Column(j), p.Tail)
	}
	return s, nil
}

// fitColumn completes c for the values.
func fitColumn(c ScaledColumn, values []float64, tail float64) ScaledColumn {
	if c.Transform == TransformWinsorise || c.Transform == TransformRank {
		var sample quantile.Sample
		for _, v := range values {
			sample.Add(v)
		}
		if c.Transform == TransformWinsorise {
			limits := sample.Quantiles(nil, quantile.Linear, tail, 1-tail)
			c.Lo, c.Hi = limits[0], limits[1]
		} else {
			steps := make([]float64, rankSteps+1)
			for i := range steps {
				steps[i] = float64(i) / rankSteps
			}
			c.Knots = sample.Quantiles(nil, quantile.Linear, steps...)
		}
	}
	var sum, squares exact.Sum
	for i, v := range values {
		values[i] = c.transform(v)
		sum.Add(values[i])
	}
	n := float64(len(values))
	c.Mean = sum.Value() / n
	for _, v := range values {
		squares.Add((v - c.Mean) * (v - c.Mean))
	}
	c.SD = math.Sqrt(squares.Value() / n)
	if !(c.SD > 1e-12*math.Abs(c.Mean)) { // nothing but rounding
		c.SD = 1
	}
	return c
}

const rankSteps = 100

// transform applies the transform alone.
func (c *ScaledColumn) transform(v float64) float64 {
	switch c.Transform {
	case TransformLog:
		return math.Copysign(math.Log1p(math.Abs(v)), v)
	case TransformRank:
		return c.rank(v)
	case TransformWinsorise:
		return min(max(v, c.Lo), c.Hi)
	}
	return v
}

// rank returns the share below v: on a straight line between two knots, the
// middle of the knots that equal v.
func (c *ScaledColumn) rank(v float64) float64 {
	if v != v {
		return v
	}
	first, exact := slices.BinarySearch(c.Knots, v)
	last := len(c.Knots) - 1
	switch {
	case exact:
		end := first
		for end < last && c.Knots[end+1] == v {
			end++
		}
		return float64(first+end) / 2 / rankSteps
	case first == 0:
		return 0
	case first > last:
		return 1
	}
	a, b := c.Knots[first-1], c.Knots[first]
	return (float64(first-1) + (v-a)/(b-a)) / rankSteps
}

// Policy returns the policy with its defaults written out.
func (s *FeatureScaling) Policy() ScalingPolicy { return s.policy.filled() }

// Columns returns what is done to each column.
func (s *FeatureScaling) Columns() []ScaledColumn {
	out := slices.Clone(s.columns)
	for i := range out {
		out[i].Knots = slices.Clone(out[i].Knots)
	}
	return out
}

// Append appends the scaled measurements of one customer to dst.
//
// Special cases are: NaN for a measurement of NaN. It panics if the row does
// not have one measurement a column.
func (s *FeatureScaling) Append(dst, row []float64) []float64 {
	if len(row) != len(s.columns) {
		panic("feature: Scaling.Append needs one measurement a column")
	}
	for j, v := range row {
		c := &s.columns[j]
		dst = append(dst, (c.transform(v)-c.Mean)/c.SD)
	}
	return dst
}

// Table returns the scaled table. The columns must have the names of the fit,
// in the same order.
func (s *FeatureScaling) Table(t *Table) (*Table, error) {
	if !slices.EqualFunc(s.columns, t.names, func(c ScaledColumn, name string) bool { return c.Name == name }) {
		return nil, &clientele.InputError{Where: "feature.FeatureScaling", Field: "columns", Value: t.names, Want: "those of the table it was fitted to"}
	}
	out := &Table{t.names, make([]float64, 0, len(t.data))}
	for i := range t.Len() {
		out.data = s.Append(out.data, t.Row(i))
	}
	return out, nil
}

type scalingJSON struct {
	Columns []ScaledColumn
	Policy  ScalingPolicy
}

// MarshalJSON writes the columns and the policy.
func (s *FeatureScaling) MarshalJSON() ([]byte, error) {
	if s == nil {
		return []byte("null"), nil
	}
	return wire.Marshal(scalingJSON{s.columns, s.policy})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; s is unchanged on error.
func (s *FeatureScaling) UnmarshalJSON(data []byte) error {
	var j scalingJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	columns := j.Columns
	if err := j.Policy.Check(); err != nil {
		return err
	}
	for i, c := range columns {
		knots := 0
		if c.Transform == TransformRank {
			knots = rankSteps + 1
		}
		if c.Name == "" || c.Transform < TransformPlain || !(c.SD > 0) || !(c.Lo <= c.Hi) || len(c.Knots) != knots || !slices.IsSorted(c.Knots) {
			return &clientele.InputError{Where: "feature.FeatureScaling", Field: fmt.Sprintf("column %d", i), Value: c, Want: "a name, a transform with its limits or 101 ascending knots, and sd > 0"}
		}
	}
	if len(columns) == 0 {
		return &clientele.InputError{Where: "feature.FeatureScaling", Field: "number of columns", Value: 0, Want: "at least one"}
	}
	s.columns, s.policy = columns, j.Policy
	return nil
}

// MarshalJSON writes the fields.
func (c ScaledColumn) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *ScaledColumn) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }
