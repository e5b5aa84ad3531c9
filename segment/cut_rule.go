package segment

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/quantile"
)

// CutRule says where the cut points lie that divide a base into equal bins,
// and on which side of a cut point a value equal to it is counted. With n
// customers and b bins, the cut points are the quantiles at 1/b, 2/b, …
type CutRule uint8

// The rules; types are those of Hyndman & Fan (1996). The zero value behaves as CutLinear.
const (
	// CutLinear is type 7, between two neighbours; a value equal to a cut point
	// is counted below it. As pandas' qcut does.
	CutLinear CutRule = iota + 1
	// CutLinearPlusOne is the rule of the R package rfm: type 7 plus 1, and a
	// value equal to a cut point is counted above it. Meant for whole numbers
	// (days, orders, whole currency): there it differs from CutLinear only for
	// values within 1 above a quantile that is not a whole number.
	CutLinearPlusOne
	// CutLower is type 1, the smallest value with at least the share at or
	// below it: a cut point is always an observed value. A value equal to it is
	// counted below it.
	CutLower
	// CutAverage is type 2: as CutLower, but half-way to the next value where
	// the share is met exactly.
	CutAverage
)

var cutRules = enum.New[CutRule]("segment.CutRule",
	enum.Row{Name: "linear", English: "Linear between neighbours (type 7)", Chinese: "线性插值（第7型）"},
	enum.Row{Name: "linear-plus-one", English: "Linear plus one (R package rfm)", Chinese: "线性插值加一（R 语言 rfm 包）"},
	enum.Row{Name: "lower", English: "Observed value (type 1)", Chinese: "观测值（第1型）"},
	enum.Row{Name: "average", English: "Average of neighbours (type 2)", Chinese: "相邻均值（第2型）"},
)

// position returns the rule of the quantile behind the cut.
func (r CutRule) position() quantile.Rule {
	switch r {
	case CutLower:
		return quantile.Lower
	case CutAverage:
		return quantile.Average
	}
	return quantile.Linear
}

// CutsAt returns the cut points of a base whose quantiles at 1/b, 2/b, … are
// known, ascending, from a database for example: as FitCuts does.
func (r CutRule) CutsAt(quantiles []float64) (Cuts, error) {
	if r != CutLinearPlusOne {
		return NewCuts(CutEdgeBelow, quantiles...)
	}
	at := make([]float64, len(quantiles))
	for i, q := range quantiles {
		at[i] = q + 1
	}
	return NewCuts(CutEdgeAbove, at...)
}

// String returns the permanent name, such as "linear".
func (r CutRule) String() string { return cutRules.String(r) }

// Label returns the rule's name in lang.
func (r CutRule) Label(lang clientele.Lang) string { return cutRules.Label(r, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (r CutRule) MarshalText() ([]byte, error) { return cutRules.MarshalText(r) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (r *CutRule) UnmarshalText(text []byte) error { return cutRules.UnmarshalText(r, text) }
