package criteria

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// WeightedSum returns Σ_j w_j u_ij for every row, u the values on the unit
// scale (see Table.Unit): between 0 and 1, more is better. Columns left out of
// a row give their weight to the others in proportion; a row that has only
// columns of weight 0 scores 0.
func WeightedSum(t Measurements, w []float64) ([]float64, error) {
	if err := CheckWeights(w, len(t.Columns)); err != nil {
		return nil, err
	}
	unit, err := t.Unit()
	if err != nil {
		return nil, err
	}
	scores := make([]float64, len(unit))
	for i, row := range unit {
		sum, total := 0.0, 0.0
		for j, u := range row {
			if !math.IsNaN(u) {
				sum += w[j] * u
				total += w[j]
			}
		}
		if total > 0 {
			scores[i] = sum / total
		}
	}
	return scores, nil
}

// Closeness is the place of a row between the ideal and its opposite.
type Closeness struct {
	Score   float64 `json:"score"`    // relative closeness to the ideal, ToWorst / (ToBest + ToWorst), in [0, 1]
	ToBest  float64 `json:"to_best"`  // distance from the ideal, S*
	ToWorst float64 `json:"to_worst"` // distance from the opposite, S−
}

// TOPSIS returns the closeness of every row to the ideal solution (Hwang &
// Yoon 1981, §3.4.6): with r_ij = x_ij / √Σ_i x_ij² and v_ij = w_j r_ij, the ideal
// takes the best v of every column, its opposite the worst, distances are
// Euclidean, and Score = S− / (S* + S−).
//
// Fixed scales (Column.Lo, Hi) play no part: the method measures against the
// rows it is given, so other rows can turn a ranking; see Reversals.
// Measurements left out of a row are left out of its distances, the row's
// other weights growing in proportion.
//
// Special cases are:
//
//	Score is 0.5 if a row is at no distance from either end, all rows being equal
//	a column of zeros adds no distance
func TOPSIS(t Measurements, w []float64) ([]Closeness, error) {
	if err := CheckWeights(w, len(t.Columns)); err != nil {
		return nil, err
	}
	if err := t.Check(); err != nil {
		return nil, err
	}
	n := len(t.Rows)
	best, worst, known := make([]float64, n), make([]float64, n), make([]float64, n)
	for j, c := range t.Columns {
		v := c.vectorNormalised(t.columnValues(j))
		ideal, opposite := c.ends(v)
		for i, r := range v {
			if !math.IsNaN(r) {
				best[i] += square(w[j] * (r - ideal))
				worst[i] += square(w[j] * (r - opposite))
				known[i] += w[j]
			}
		}
	}
	out := make([]Closeness, n)
	for i := range out {
		out[i] = closeness(best[i], worst[i], known[i])
	}
	return out, nil
}

// closeness makes the result from squared distances; known is the weight behind them.
func closeness(best, worst, known float64) Closeness {
	c := Closeness{Score: 0.5}
	if !(known > 0) {
		return c
	}
	c.ToBest, c.ToWorst = math.Sqrt(best)/known, math.Sqrt(worst)/known
	if sum := c.ToBest + c.ToWorst; sum > 0 {
		c.Score = c.ToWorst / sum
	}
	return c
}

// vectorNormalised divides v by its Euclidean length.
func (c Column) vectorNormalised(v []float64) []float64 {
	norm := 0.0
	for _, x := range v {
		if !math.IsNaN(x) {
			norm = math.Hypot(norm, x)
		}
	}
	r := slices.Clone(v)
	if norm > 0 {
		for i := range r {
			r[i] /= norm
		}
	}
	return r
}

// ends returns the good and the bad end of v.
func (c Column) ends(v []float64) (ideal, opposite float64) {
	lo, hi := extremes(v)
	if c.Direction == ColumnDirectionCost {
		return lo, hi
	}
	return hi, lo
}

func square(x float64) float64 { return x * x }

// Ranks returns the place of every score, 1 for the largest; equal scores
// share the best of their places (1, 2, 2, 4).
func Ranks(scores []float64) []int {
	sorted := slices.Clone(scores)
	slices.Sort(sorted)
	ranks := make([]int, len(scores))
	for i, s := range scores {
		above, _ := slices.BinarySearchFunc(sorted, s, func(x, s float64) int {
			if x > s {
				return 1
			}
			return -1
		})
		ranks[i] = len(sorted) - above + 1
	}
	return ranks
}

// RankingMethod is a way to rank a table.
type RankingMethod uint8

// The methods. The zero value is unassigned and refused.
const (
	RankingMethodWeightedSum RankingMethod = iota + 1
	RankingMethodTOPSIS
)

var methods = enum.New[RankingMethod]("criteria.RankingMethod",
	enum.Row{Name: "weighted-sum", English: "Weighted sum", Chinese: "加权求和"},
	enum.Row{Name: "topsis", English: "TOPSIS", Chinese: "TOPSIS（逼近理想解）"},
)

// String returns the permanent name, "weighted-sum" or "topsis".
func (m RankingMethod) String() string { return methods.String(m) }

// Label returns the name in lang.
func (m RankingMethod) Label(lang clientele.Lang) string { return methods.Label(m, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (m RankingMethod) MarshalText() ([]byte, error) { return methods.MarshalText(m) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (m *RankingMethod) UnmarshalText(text []byte) error { return methods.UnmarshalText(m, text) }

// Scores returns the scores of every row by the method.
func (m RankingMethod) Scores(t Measurements, w []float64) ([]float64, error) {
	switch m {
	case RankingMethodWeightedSum:
		return WeightedSum(t, w)
	case RankingMethodTOPSIS:
		rows, err := TOPSIS(t, w)
		scores := make([]float64, len(rows))
		for i, c := range rows {
			scores[i] = c.Score
		}
		return scores, err
	}
	return nil, bad("RankingMethod", "method", m, "weighted-sum or topsis")
}
