package criteria

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// Judgements is a matrix of pairwise comparisons: entry (i, j) says how many
// times as important criterion i is as criterion j, usually on Saaty's scale (1
// equal, 3 moderately, 5 strongly, 7 very strongly, 9 extremely more
// important, even numbers between, reciprocals for less). It is positive and
// reciprocal by construction, and never changes; the zero value is not usable.
type Judgements struct {
	n    int
	a    []float64 // row by row; a pair that was not compared has the ratio that the others imply
	open []bool    // the entries that were not compared, as a; nil if none
}

// The largest matrix and judgement that are accepted.
const (
	MaxCriteria  = 15  // Saaty's table of random indices ends here; split more criteria into a hierarchy
	MaxJudgement = 1e6 // and its reciprocal
)

// reciprocity is how far a product of two reciprocals may be from 1, so that
// 0.33 stands for ⅓ and 0.14 for 1/7, as they are printed; up to exact they are
// taken as they are.
const (
	reciprocity = .025
	exact       = 1e-9
)

// NewJudgements returns the judgements of a full square matrix with 1 on the
// diagonal and a_ji = 1/a_ij; its numbers are copied. Of a pair of printed
// reciprocals, such as 3 and 0.3333, the one of at least 1 counts, and the
// other may be off by 2.5 %. Where only one half was asked for, use FromUpper.
//
// A pair that was not compared has two zeros (Harker 1987). It is given the
// ratio of the weights that the comparisons made imply, which takes no part in
// the consistency: with b_ij = a_ij, 0 where not compared, and b_ii = 1 + the
// number of those in the row, B w = λmax w. The comparisons must join all
// criteria, if only in a chain.
func NewJudgements(rows [][]float64) (*Judgements, error) {
	n := len(rows)
	if n < 1 || n > MaxCriteria {
		return nil, bad("Judgements", "number of criteria", n, "1 to 15; split more into a hierarchy of groups")
	}
	j := &Judgements{n: n, a: make([]float64, 0, n*n)}
	for i, row := range rows {
		if len(row) != n {
			return nil, bad("Judgements", fmt.Sprintf("length of row %d", i), len(row), fmt.Sprintf("%d, a square matrix", n))
		}
		j.a = append(j.a, row...)
	}
	for i := range n {
		for k := range i {
			if v, w := j.At(i, k), j.At(k, i); v == 0 && w == 0 {
				if j.open == nil {
					j.open = make([]bool, n*n)
				}
				j.open[i*n+k], j.open[k*n+i] = true, true
			} else if off := math.Abs(v*w - 1); off > exact && off <= reciprocity {
				if v > w {
					j.set(i, k, v)
				} else {
					j.set(k, i, w)
				}
			}
		}
	}
	if err := j.complete(); err != nil {
		return nil, err
	}
	for i := range n {
		for k := range n {
			if err := j.checkEntry(i, k); err != nil {
				return nil, err
			}
		}
	}
	return j, nil
}

func (j *Judgements) checkEntry(i, k int) error {
	v, w := j.At(i, k), j.At(k, i)
	field := fmt.Sprintf("entry (%d, %d)", i, k)
	switch {
	case !(v >= 1/MaxJudgement && v <= MaxJudgement):
		return bad("Judgements", field, v, "a positive number from 1e-6 to 1e6")
	case i == k && v != 1:
		return bad("Judgements", field, v, "1: a criterion is as important as itself")
	case i > k && !(math.Abs(v*w-1) <= exact):
		return bad("Judgements", field, v, fmt.Sprintf("the reciprocal %.17g of entry (%d, %d); FromUpper fills it in", 1/w, k, i))
	}
	return nil
}

// FromUpper returns the judgements of n criteria from the upper half of the
// matrix, row by row: (0,1), (0,2), …, (0,n−1), (1,2), …; the lower half is
// filled with reciprocals.
func FromUpper(n int, upper ...float64) (*Judgements, error) {
	if n < 1 || n > MaxCriteria {
		return nil, bad("Judgements", "number of criteria", n, "1 to 15; split more into a hierarchy of groups")
	}
	if len(upper) != n*(n-1)/2 {
		return nil, bad("Judgements", "number of judgements", len(upper), fmt.Sprintf("%d, one a pair of %d criteria", n*(n-1)/2, n))
	}
	j := &Judgements{n: n, a: make([]float64, n*n)}
	at := 0
	for i := range n {
		j.a[i*n+i] = 1
		for k := i + 1; k < n; k++ {
			j.set(i, k, upper[at])
			if err := j.checkEntry(i, k); err != nil {
				return nil, err
			}
			at++
		}
	}
	return j, nil
}

// set writes a judgement and its reciprocal; only constructors use it.
func (j *Judgements) set(i, k int, v float64) {
	j.a[i*j.n+k], j.a[k*j.n+i] = v, 1/v
}

// with returns a copy with one judgement replaced.
func (j *Judgements) with(i, k int, v float64) *Judgements {
	c := &Judgements{n: j.n, a: slices.Clone(j.a), open: slices.Clone(j.open)}
	c.set(i, k, v)
	if c.open != nil {
		c.open[i*c.n+k], c.open[k*c.n+i] = false, false
		_ = c.complete() // one comparison more joins what was joined
	}
	return c
}

// Len returns the number of criteria.
func (j *Judgements) Len() int { return j.n }

// At returns how many times as important criterion i is as criterion k. It
// panics outside the matrix.
func (j *Judgements) At(i, k int) float64 {
	if i < 0 || i >= j.n || k < 0 || k >= j.n {
		panic("criteria: Judgements.At outside the matrix")
	}
	return j.a[i*j.n+k]
}

// Missing returns the number of pairs that were not compared.
func (j *Judgements) Missing() int {
	n := 0
	for _, open := range j.open {
		if open {
			n++
		}
	}
	return n / 2
}

// MarshalJSON writes the rows of the matrix, 0 for a pair that was not compared.
func (j *Judgements) MarshalJSON() ([]byte, error) {
	rows := make([][]float64, j.n)
	for i := range rows {
		rows[i] = slices.Clone(j.a[i*j.n : (i+1)*j.n])
		for k := range rows[i] {
			if j.open != nil && j.open[i*j.n+k] {
				rows[i][k] = 0
			}
		}
	}
	return json.Marshal(rows)
}

// UnmarshalJSON reads and checks the rows of a matrix; j is unchanged on error.
func (j *Judgements) UnmarshalJSON(data []byte) error {
	var rows [][]float64
	if err := json.Unmarshal(data, &rows); err != nil {
		return err
	}
	k, err := NewJudgements(rows)
	if err != nil {
		return err
	}
	*j = *k
	return nil
}
