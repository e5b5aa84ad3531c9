package rfm

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// Scores are a customer's score on each axis, from 1 (worst) to Of (best); 0
// where there is none: the measurement was NaN, or the base was all alike.
type Scores struct {
	R  uint8 `json:"r"`
	F  uint8 `json:"f"`
	M  uint8 `json:"m"`
	Of uint8 `json:"of"` // bins of each axis; 0 if the axes differ in that
}

// Code returns the cell code, such as "543"; with a score of 10 it is hyphenated, "10-4-3".
func (s Scores) Code() string {
	if max(s.R, s.F, s.M) > 9 {
		return fmt.Sprintf("%d-%d-%d", s.R, s.F, s.M)
	}
	return string([]byte{'0' + s.R, '0' + s.F, '0' + s.M})
}

// FM returns the mean of the F and M scores, rounded half up; the one of them
// that there is, and 0 if there is none.
func (s Scores) FM() int { return meanScore(s.both()) }

// both returns the F and M scores, one standing for the other where there is none.
func (s Scores) both() (f, m int) {
	f, m = int(s.F), int(s.M)
	if f == 0 {
		f = m
	}
	if m == 0 {
		m = f
	}
	return f, m
}

func meanScore(f, m int) int { return (f + m + 1) / 2 }

// AppendReasons appends the scores, in the order R, F, M.
func (s Scores) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	for _, axis := range [3]struct {
		code  string
		score uint8
	}{{ReasonRecencyScore, s.R}, {ReasonFrequencyScore, s.F}, {ReasonMoneyScore, s.M}} {
		if axis.score > 0 {
			dst = append(dst, clientele.Reason{Code: axis.code, Value: float64(axis.score), Limit: float64(s.Of)})
		}
	}
	return dst
}

// MarshalJSON writes the fields.
func (s Scores) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Scores) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }
