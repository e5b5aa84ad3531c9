package survey

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/normal"
	"gonum.org/v1/gonum/stat/distuv"
)

// CES counts answers to "the company made it easy for me to handle my issue"
// on 1 (strongly disagree) … 7 (strongly agree); 5, 6 and 7 agree. High is
// good. The zero value is empty.
type CES struct{ tally[effort] }

type effort struct{}

func (effort) scale() (name, tag string, lo, hi int) { return "survey.CES", "svce", 1, 7 }

// Merge adds the answers of b, which is unchanged; nil counts as empty. More
// than 2^40 in all are an *clientele.InputError and change nothing.
func (a *CES) Merge(b *CES) error {
	if b == nil {
		return nil
	}
	return a.merge(&b.tally)
}

// orEmpty returns a, and an empty one for nil.
func (a *CES) orEmpty() *CES {
	if a == nil {
		return new(CES)
	}
	return a
}

// AppendBinary appends the encoding of the counts.
func (a *CES) AppendBinary(dst []byte) ([]byte, error) { return a.orEmpty().encode(dst), nil }

// MarshalBinary returns the encoding of the counts.
func (a *CES) MarshalBinary() ([]byte, error) { return a.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; a is unchanged on error.
func (a *CES) UnmarshalBinary(data []byte) error { return a.decode(data) }

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (a *CES) MarshalText() ([]byte, error) { return codec.MarshalText(a) }

// UnmarshalText reads what MarshalText writes; a is unchanged on error.
func (a *CES) UnmarshalText(text []byte) error { return codec.UnmarshalText(text, "survey.CES", a) }

// Share returns the share of answers that agree (5, 6, 7), in [0, 1]; NaN
// without answers.
func (a *CES) Share() float64 { return float64(a.above(5)) / float64(a.n) }

// ShareInterval returns the Wilson interval of the share. It panics unless
// level lies in (0, 1).
func (a *CES) ShareInterval(level float64) clientele.Interval {
	return normal.Wilson(float64(a.above(5)), float64(a.n), level)
}

// Mean returns the mean answer, from 1 to 7; NaN without answers.
func (a *CES) Mean() float64 {
	mean, _ := a.moments()
	return mean
}

// SD returns the standard deviation of an answer (divisor n − 1); NaN with
// fewer than two answers.
func (a *CES) SD() float64 {
	_, variance := a.moments()
	return math.Sqrt(variance)
}

// Interval returns Student's interval of the mean, cut at the ends of the
// scale. A single answer, and answers that all agree, do not tell the spread:
// then it is what the unseen could be, whose share Wilson's limit of none of n
// bounds; the whole scale without answers. It panics unless level lies in (0, 1).
func (a *CES) Interval(level float64) clientele.Interval {
	mean, variance := a.moments()
	if !(variance > 0) {
		return normal.Unanimous(mean, float64(a.n), 1, 7, level)
	}
	half := studentQuantile(level, float64(a.n-1)) * math.Sqrt(variance/float64(a.n))
	return clientele.Interval{Lo: math.Max(mean-half, 1), Hi: math.Min(mean+half, 7), Level: level}
}

// studentQuantile returns the two-sided quantile of Student's t.
func studentQuantile(level, df float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile((1 + level) / 2)
}
