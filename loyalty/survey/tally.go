package survey

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

// question is what a survey asks: the answers it offers and how it is called
// in errors and encodings.
type question interface {
	scale() (name, tag string, lo, hi int)
}

// maxAnswers bounds the answers of one kind, so that sums of counts and their
// squares stay exact integers in a float.
const maxAnswers = min(1<<40, math.MaxInt/2)

// tally counts the answers to question Q.
type tally[Q question] struct {
	counts [11]int
	n      int
}

// Add counts one answer. An answer that the question does not offer is an
// *clientele.InputError and changes nothing.
func (t *tally[Q]) Add(answer int) error { return t.AddN(answer, 1) }

// AddN counts n ≥ 0 equal answers.
func (t *tally[Q]) AddN(answer, n int) error {
	var q Q
	name, _, lo, hi := q.scale()
	if answer < lo || answer > hi {
		return &clientele.InputError{Where: name, Field: "answer", Value: answer, Want: "a point of the scale; leave a missing answer out"}
	}
	if n < 0 || n > maxAnswers-t.n {
		return &clientele.InputError{Where: name, Field: "n", Value: n, Want: "a number of answers >= 0, and fewer than 2^40 in all"}
	}
	t.counts[answer] += n
	t.n += n
	return nil
}

// merge adds the answers of from; too many in all change nothing.
func (t *tally[Q]) merge(from *tally[Q]) error {
	if from.n > maxAnswers-t.n {
		var q Q
		name, _, _, _ := q.scale()
		return &clientele.InputError{Where: name, Field: "answers", Value: from.n, Want: "fewer than 2^40 in all"}
	}
	for i, n := range from.counts {
		t.counts[i] += n
	}
	t.n += from.n
	return nil
}

// Len returns the number of answers.
func (t *tally[Q]) Len() int { return t.n }

// Count returns how often an answer was given; 0 for one that the question
// does not offer.
func (t *tally[Q]) Count(answer int) int {
	if answer < 0 || answer >= len(t.counts) {
		return 0
	}
	return t.counts[answer]
}

// above returns the number of answers of at least from.
func (t *tally[Q]) above(from int) int {
	sum := 0
	for _, n := range t.counts[from:] {
		sum += n
	}
	return sum
}

// moments returns the mean of the answers and their variance with divisor n − 1.
func (t *tally[Q]) moments() (mean, variance float64) {
	if t.n == 0 {
		return math.NaN(), math.NaN()
	}
	for v, n := range t.counts {
		mean += float64(v) * float64(n)
	}
	mean /= float64(t.n)
	for v, n := range t.counts {
		variance += (float64(v) - mean) * (float64(v) - mean) * float64(n)
	}
	return mean, variance / float64(t.n-1)
}

// encode appends the encoding of the counts.
func (t *tally[Q]) encode(dst []byte) []byte {
	start := len(dst)
	var q Q
	_, tag, lo, hi := q.scale()
	dst = codec.Header(dst, tag, 1)
	for _, n := range t.counts[lo : hi+1] {
		dst = codec.Uint(dst, uint64(n))
	}
	return codec.Seal(dst, start)
}

// decode reads what encode appends; t is unchanged on error.
func (t *tally[Q]) decode(data []byte) error {
	var q Q
	name, tag, lo, hi := q.scale()
	r := codec.NewReader(data, name, tag, 1)
	var read tally[Q]
	for v := lo; v <= hi; v++ {
		read.counts[v] = r.Number(maxAnswers - read.n)
		read.n += read.counts[v]
	}
	if err := r.Close(); err != nil {
		return err
	}
	*t = read
	return nil
}
