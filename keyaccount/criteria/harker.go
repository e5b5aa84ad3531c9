package criteria

import "fmt"

// complete gives the pairs that were not compared the ratio that the others imply.
func (j *Judgements) complete() error {
	if j.open == nil {
		return nil
	}
	if i := j.apart(); i > 0 {
		return bad("Judgements", fmt.Sprintf("comparisons of criterion %d", i), 0, "a chain of comparisons that joins it to criterion 0")
	}
	b := make([]float64, j.n*j.n)
	for i := range j.n {
		b[i*j.n+i] = j.a[i*j.n+i]
		for k := range j.n {
			switch {
			case j.open[i*j.n+k]:
				b[i*j.n+i]++
			case i != k:
				b[i*j.n+k] = j.a[i*j.n+k]
			}
		}
	}
	for _, v := range b {
		if !(v >= 0 && v <= MaxJudgement) {
			return nil // checkEntry says which
		}
	}
	w, _, err := perron(j.n, b)
	if err != nil {
		return err
	}
	for i := range j.n {
		for k := range i {
			if j.open[i*j.n+k] {
				j.set(i, k, w[i]/w[k])
			}
		}
	}
	return nil
}

// apart returns the first criterion that no chain of comparisons joins to the
// first; 0 if there is none.
func (j *Judgements) apart() int {
	joined := make([]bool, j.n)
	next := []int{0}
	for len(next) > 0 {
		i := next[0]
		if next = next[1:]; joined[i] {
			continue
		}
		joined[i] = true
		for k := range j.n {
			if !j.open[i*j.n+k] && !joined[k] {
				next = append(next, k)
			}
		}
	}
	for i, in := range joined {
		if !in {
			return i
		}
	}
	return 0
}
