package criteria

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/clientele-go/clientele"
)

// Direct returns the weights of points handed out: each divided by their sum.
// Points must be finite and ≥ 0, at least one above 0.
func Direct(points ...float64) ([]float64, error) {
	sum := 0.0
	for i, p := range points {
		if !(p >= 0 && p <= maxMeasure) {
			return nil, bad("Direct", fmt.Sprintf("points of criterion %d", i), p, "a finite number >= 0")
		}
		sum += p
	}
	if !(sum > 0) {
		return nil, bad("Direct", "sum of the points", sum, "at least one criterion with points above 0")
	}
	w := make([]float64, len(points))
	for i, p := range points {
		w[i] = p / sum
	}
	return w, nil
}

// Entropy returns weights by how unevenly a column is spread over the rows
// (Hwang & Yoon 1981, §3.2.3): with p_i the row's part of the column's total and m rows,
//
//	E_j = −Σ_i p_ij ln p_ij / ln m,   w_j = (1 − E_j) / Σ_k (1 − E_k)
//
// Measurements must be ≥ 0, of at least two rows. A column of zeros tells no rows
// apart, as any constant one, and has weight 0. The direction of a column makes
// no difference. Where all columns are constant, the error matches clientele.ErrNotIdentified.
func Entropy(t Measurements) ([]float64, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	w := make([]float64, len(t.Columns))
	for j, c := range t.Columns {
		spread, err := c.divergence(t.columnValues(j))
		if err != nil {
			return nil, err
		}
		w[j] = spread
	}
	return identified(w, "Entropy")
}

// divergence returns 1 − E of the column's values.
func (c Column) divergence(v []float64) (float64, error) {
	total, known := 0.0, 0
	for i, x := range v {
		if x < 0 {
			return 0, bad("Entropy", fmt.Sprintf("row %d, column %q", i, c.Name), x, "a number >= 0; shift the column or use CRITIC")
		}
		if !math.IsNaN(x) {
			total += x
			known++
		}
	}
	if known < 2 || total == 0 {
		return 0, nil
	}
	e := 0.0
	for _, x := range v {
		if x > 0 {
			e -= x / total * math.Log(x/total)
		}
	}
	return math.Max(0, 1-e/math.Log(float64(known))), nil
}

// CRITIC returns weights by the contrast of a column and its conflict with the
// others (Diakoulaki, Mavrotas & Papayannakis 1995): on the unit scale, with
// standard deviation σ and correlations r between columns,
//
//	C_j = σ_j Σ_k (1 − r_jk),   w_j = C_j / Σ_k C_k
//
// A pair of columns is correlated over the rows that have both; a column that
// does not vary has weight 0. Where none varies, or all say the same, the error
// matches clientele.ErrNotIdentified.
func CRITIC(t Measurements) ([]float64, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	unit := make([][]float64, len(t.Columns))
	for j, c := range t.Columns {
		unit[j] = c.unit(t.columnValues(j))
	}
	w := make([]float64, len(unit))
	for j, u := range unit {
		a, _ := common(u, u)
		if len(a) < 2 {
			continue
		}
		conflict := 0.0
		for l, v := range unit {
			if l != j {
				conflict += 1 - correlation(u, v)
			}
		}
		w[j] = stat.StdDev(a, nil) * conflict
	}
	return identified(w, "CRITIC")
}

// correlation returns that of two columns over their common rows; 0 if one
// does not vary there.
func correlation(u, v []float64) float64 {
	a, b := common(u, v)
	if len(a) < 2 {
		return 0
	}
	r := stat.Correlation(a, b, nil)
	if math.IsNaN(r) {
		return 0
	}
	return math.Min(r, 1)
}

// common returns the two columns over the rows that have both; the columns
// themselves if nothing is missing.
func common(u, v []float64) (a, b []float64) {
	if !slices.ContainsFunc(u, math.IsNaN) && !slices.ContainsFunc(v, math.IsNaN) {
		return u, v
	}
	for i := range u {
		if !math.IsNaN(u[i]) && !math.IsNaN(v[i]) {
			a, b = append(a, u[i]), append(b, v[i])
		}
	}
	return a, b
}

// flatTotal is the total below which information is rounding noise.
const flatTotal = 1e-12

// identified divides w by its sum, or says that the data hold no weights.
func identified(w []float64, method string) ([]float64, error) {
	sum := 0.0
	for _, x := range w {
		sum += x
	}
	if !(sum > flatTotal) {
		return nil, fmt.Errorf("criteria.%s: no column tells the rows apart in a way of its own; give weights directly or by judgements: %w", method, clientele.ErrNotIdentified)
	}
	for j := range w {
		w[j] /= sum
	}
	return w, nil
}

// CheckWeights returns nil if w has n weights that are ≥ 0 and sum to 1 within
// 1e-6, and an *InputError otherwise.
func CheckWeights(w []float64, n int) error {
	if len(w) != n {
		return bad("CheckWeights", "number of weights", len(w), fmt.Sprintf("%d, one a column", n))
	}
	sum := 0.0
	for i, x := range w {
		if !(x >= 0) {
			return bad("CheckWeights", fmt.Sprintf("weight %d", i), x, "a number >= 0")
		}
		sum += x
	}
	if !(math.Abs(sum-1) <= 1e-6) {
		return bad("CheckWeights", "sum of the weights", sum, "1; Direct divides points by their sum")
	}
	return nil
}
