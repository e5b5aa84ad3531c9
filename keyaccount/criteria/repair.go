package criteria

import (
	"cmp"
	"math"
	"slices"
)

// Repair is one judgement, how far it is from what the others imply, and what
// changing it alone would do.
type Repair struct {
	I         int     `json:"i"` // the pair, I < J
	J         int     `json:"j"`
	Given     float64 `json:"given"`     // the judgement as it is
	Error     float64 `json:"error"`     // a_ij w_j / w_i with the eigenvector weights; 1 fits them exactly (Saaty 2003)
	Implied   float64 `json:"implied"`   // w_i / w_j of the eigenvector without this judgement (Harker 1987)
	Suggested float64 `json:"suggested"` // Implied, on the scale 1/9, …, 1/2, 1, 2, …, 9
	CR        float64 `json:"cr"`        // consistency ratio with Suggested in its place
}

// Repairs returns every judgement, the one whose repair lowers the consistency
// ratio most first. When CR ≥ Acceptable, the first is the one to ask about
// again; Suggested is what the other judgements would lead one to expect, not
// an answer to put in the mouth of whoever judges. Ties go to the larger
// error, then to the earlier pair. Judgements of fewer than three criteria
// cannot contradict each other: the result is nil.
func (j *Judgements) Repairs() ([]Repair, error) {
	if j.n < 3 {
		return nil, nil
	}
	now, err := j.Eigenvector()
	if err != nil {
		return nil, err
	}
	var out []Repair
	for i := range j.n {
		for k := i + 1; k < j.n; k++ {
			r := Repair{I: i, J: k, Given: j.At(i, k), Error: j.At(i, k) * now.Weights[k] / now.Weights[i]}
			if r.Implied, err = j.implied(i, k); err != nil {
				return nil, err
			}
			r.Suggested = onScale(r.Implied)
			after, err := j.with(i, k, r.Suggested).Eigenvector()
			if err != nil {
				return nil, err
			}
			r.CR = after.CR
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Repair) int {
		if math.Abs(a.CR-b.CR) > turnMargin {
			return cmp.Compare(a.CR, b.CR)
		}
		return cmp.Compare(math.Abs(math.Log(b.Error)), math.Abs(math.Log(a.Error)))
	})
	return out, nil
}

// implied returns the ratio of the weights of i and k from all judgements but
// the one between them: the entry becomes 0 and each diagonal 2 (Harker 1987).
func (j *Judgements) implied(i, k int) (float64, error) {
	a := slices.Clone(j.a)
	a[i*j.n+k], a[k*j.n+i] = 0, 0
	a[i*j.n+i], a[k*j.n+k] = 2, 2
	w, _, err := perron(j.n, a)
	if err != nil {
		return 0, err
	}
	return w[i] / w[k], nil
}

// onScale returns the judgement on Saaty's scale nearest to v in ratio.
func onScale(v float64) float64 {
	if v < 1 {
		return 1 / onScale(1/v)
	}
	lo := math.Min(math.Max(math.Floor(v), 1), 9)
	if lo < 9 && v/lo > (lo+1)/v {
		return lo + 1
	}
	return lo
}
