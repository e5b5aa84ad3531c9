package rfm

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment"
)

// LRFM adds the length of the relationship, from the first to the last
// purchase, to recency, frequency and money (Chang & Tsay 2004).
type LRFM struct {
	Length float64 `json:"length"` // time from the first to the last purchase, ≥ 0; long is good
	RFM
}

// LRFMOfRecord returns the length, recency, frequency and money of a record, as
// OfRecord does.
func LRFMOfRecord[K clientele.Key](r clientele.Record[K]) (LRFM, error) {
	c, err := OfRecord(r)
	return LRFM{r.History.Last, c}, err
}

// Check returns nil if c is possible: Length in [0, 1e15], and RFM.Check.
func (c LRFM) Check() error {
	if !(c.Length >= 0 && c.Length <= maxTime) {
		return &clientele.InputError{Where: "rfm.LRFM", Field: "Length", Value: c.Length, Want: "a time in [0, 1e15]"}
	}
	return c.RFM.Check()
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (c LRFM) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *LRFM) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// LRFMScores are a customer's score on each of the four axes, 1 the worst.
type LRFMScores struct {
	L uint8 `json:"l"`
	Scores
}

// Code returns the cell code with the length first, such as "4543".
func (s LRFMScores) Code() string {
	if max(s.L, s.R, s.F, s.M) > 9 {
		return fmt.Sprintf("%d-%d-%d-%d", s.L, s.R, s.F, s.M)
	}
	return string('0'+rune(s.L)) + s.Scores.Code()
}

// AppendReasons appends the scores, in the order L, R, F, M.
func (s LRFMScores) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if s.L > 0 {
		dst = append(dst, clientele.Reason{Code: ReasonLengthScore, Value: float64(s.L), Limit: float64(s.Of)})
	}
	return s.Scores.AppendReasons(dst)
}

// MarshalJSON writes the fields.
func (s LRFMScores) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes.
func (s *LRFMScores) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// LRFMBins are the cut points of the four axes.
type LRFMBins struct {
	Length segment.Cuts `json:"length"`
	RFM    *Bins        `json:"rfm"`
}

// FitLRFM returns cut points as Fit does, and those of the length beside them.
func FitLRFM(customers []LRFM, policy *BinsPolicy) (LRFMBins, error) {
	plain, lengths := make([]RFM, len(customers)), make([]float64, len(customers))
	for i, c := range customers {
		if err := c.Check(); err != nil {
			return LRFMBins{}, atCustomer("rfm.FitLRFM", i, err)
		}
		plain[i], lengths[i] = c.RFM, c.Length
	}
	bins, err := Fit(plain, policy)
	if err != nil {
		return LRFMBins{}, err
	}
	p := policy.filled()
	length, err := segment.FitCuts(lengths, p.Bins, p.Rule)
	return LRFMBins{length, bins}, err
}

// Score returns the scores of a customer; special cases as in Bins.Score.
func (c *LRFMBins) Score(v LRFM) LRFMScores {
	s := LRFMScores{uint8(c.Length.Bin(v.Length)), c.RFM.Score(v.RFM)}
	if c.Length.Bins() == 1 {
		s.L = 0
	}
	return s
}

// Policy returns the policy with its defaults written out.
func (c *LRFMBins) Policy() BinsPolicy { return c.RFM.Policy() }

// MarshalJSON writes the cut points of all axes.
func (c LRFMBins) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads the cut points of all axes; c is unchanged on error.
func (c *LRFMBins) UnmarshalJSON(data []byte) error {
	var v LRFMBins
	if err := wire.Unmarshal(data, &v); err != nil {
		return err
	}
	if v.RFM == nil {
		return &clientele.InputError{Where: "rfm.LRFMBins", Field: "rfm", Value: "missing", Want: "the cut points of the other three axes"}
	}
	*c = v
	return nil
}
