package checking

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// GainPoint is a corner of a gain curve: the share of the customers, those
// with the highest forecasts, and the share of all purchases that they made.
type GainPoint struct {
	Customers float64 `json:"customers"`
	Purchases float64 `json:"purchases"`
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (g GainPoint) MarshalJSON() ([]byte, error) { return wire.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (g *GainPoint) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, g) }

// GainCurve says how well a forecast ranks customers by what they go on to buy.
type GainCurve struct {
	Points     []GainPoint // from (0, 0) to (1, 1); customers with the same forecast are one straight piece
	Gini       float64     // twice the area between the curve and the diagonal: 0 for no knowledge
	Perfect    float64     // the Gini of the order of what they did buy
	Normalised float64     // Gini/Perfect, at most 1
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (g GainCurve) MarshalJSON() ([]byte, error) { return wire.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (g *GainCurve) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, g) }

// Gain orders the customers of a holdout by forecast, highest first. A lift is
// the ratio of a point's shares. The Lorenz curve of the forecasts, or of the
// purchases, is that of package segment. The error is that of [Assess], or
// matches [clientele.ErrNotIdentified] if nobody bought.
func Gain(m clientele.PurchaseForecaster, d *Holdout) (*GainCurve, error) {
	const where = "checking.Gain"
	if err := d.nothing(where); err != nil {
		return nil, err
	}
	var err error
	var pairs []pair
	bought := 0.0
	each(d, func(h clientele.History) float64 { return m.ExpectedPurchases(h, d.Length) }, func(o HoldoutObservation, n, v float64) {
		if err == nil {
			err = undefined(where, o.History, v)
		}
		pairs = append(pairs, pair{v, float64(o.Purchases), n})
		bought += n * float64(o.Purchases)
	})
	if err != nil {
		return nil, err
	}
	if bought == 0 {
		return nil, fmt.Errorf("%s: %w: nobody bought in the holdout; take a longer one", where, clientele.ErrNotIdentified)
	}
	g := &GainCurve{Points: curve(pairs, float64(d.n), bought, func(p pair) float64 { return p.forecast })}
	g.Gini = gini(g.Points)
	g.Perfect = gini(curve(pairs, float64(d.n), bought, func(p pair) float64 { return p.actual }))
	g.Normalised = math.NaN()
	if g.Perfect > 0 {
		g.Normalised = g.Gini / g.Perfect
	}
	return g, nil
}

// Top returns the share of all purchases that the share p of the customers with
// the highest forecasts made, by straight lines between the points.
//
// Special cases are: NaN if p is outside [0, 1].
func (g *GainCurve) Top(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	for i := 1; i < len(g.Points); i++ {
		if a, b := g.Points[i-1], g.Points[i]; p <= b.Customers {
			return a.Purchases + (b.Purchases-a.Purchases)*(p-a.Customers)/(b.Customers-a.Customers)
		}
	}
	return 1
}

// curve returns the corners of the gain curve of an order, largest key first.
func curve(pairs []pair, n, bought float64, key func(pair) float64) []GainPoint {
	sorted := slices.Clone(pairs)
	slices.SortStableFunc(sorted, func(a, b pair) int { return cmp.Compare(key(b), key(a)) })
	points := []GainPoint{{}}
	heads, held := 0.0, 0.0
	for i, p := range sorted {
		heads += p.n
		held += p.n * p.actual
		if i == len(sorted)-1 || key(sorted[i+1]) != key(p) {
			points = append(points, GainPoint{heads / n, held / bought})
		}
	}
	return points
}

// gini is twice the area under the curve, less 1.
func gini(points []GainPoint) float64 {
	sum := -1.0
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		sum += (b.Customers - a.Customers) * (a.Purchases + b.Purchases)
	}
	return sum
}
