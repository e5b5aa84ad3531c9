package survey

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/normal"
)

// CSAT counts answers to "how satisfied are you?" on 1 … 5; 4 and 5 are
// satisfied (the top two boxes). The zero value is empty.
type CSAT struct{ tally[satisfaction] }

type satisfaction struct{}

func (satisfaction) scale() (name, tag string, lo, hi int) { return "survey.CSAT", "svcs", 1, 5 }

// topTwo is the lowest satisfied answer.
const topTwo = 4

// Merge adds the answers of b, which is unchanged; nil counts as empty. More
// than 2^40 in all are an *clientele.InputError and change nothing.
func (a *CSAT) Merge(b *CSAT) error {
	if b == nil {
		return nil
	}
	return a.merge(&b.tally)
}

// orEmpty returns a, and an empty one for nil.
func (a *CSAT) orEmpty() *CSAT {
	if a == nil {
		return new(CSAT)
	}
	return a
}

// AppendBinary appends the encoding of the counts.
func (a *CSAT) AppendBinary(dst []byte) ([]byte, error) { return a.orEmpty().encode(dst), nil }

// MarshalBinary returns the encoding of the counts.
func (a *CSAT) MarshalBinary() ([]byte, error) { return a.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; a is unchanged on error.
func (a *CSAT) UnmarshalBinary(data []byte) error { return a.decode(data) }

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (a *CSAT) MarshalText() ([]byte, error) { return codec.MarshalText(a) }

// UnmarshalText reads what MarshalText writes; a is unchanged on error.
func (a *CSAT) UnmarshalText(text []byte) error { return codec.UnmarshalText(text, "survey.CSAT", a) }

// Satisfied returns the number of answers 4 and 5.
func (a *CSAT) Satisfied() int { return a.above(topTwo) }

// Share returns the share of satisfied answers, in [0, 1]; NaN without answers.
func (a *CSAT) Share() float64 { return float64(a.Satisfied()) / float64(a.n) }

// Interval returns the Wilson interval of the share. It panics unless level
// lies in (0, 1).
func (a *CSAT) Interval(level float64) clientele.Interval {
	return normal.Wilson(float64(a.Satisfied()), float64(a.n), level)
}

// Mean returns the mean answer, from 1 to 5; NaN without answers.
func (a *CSAT) Mean() float64 {
	mean, _ := a.moments()
	return mean
}
