package segment

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quantile"
)

// LRFM adds the length of the relationship, from the first to the last
// purchase, to recency, frequency and money (Chang & Tsay 2004).
type LRFM struct {
	Length float64 `json:"length"` // time from the first to the last purchase, ≥ 0; long is good
	RFM
}

// LRFMOf returns the length, recency, frequency and money of a customer, as RFMOf does.
func LRFMOf(h clientele.History, s clientele.Spend) (LRFM, error) {
	c, err := RFMOf(h, s)
	return LRFM{h.Last, c}, err
}

// Check returns nil if c is possible: Length in [0, 1e15], and RFM.Check.
func (c LRFM) Check() error {
	if !(c.Length >= 0 && c.Length <= 1e15) {
		return &clientele.InputError{Where: "segment.LRFM", Field: "Length", Value: c.Length, Want: "a time in [0, 1e15]"}
	}
	return c.RFM.Check()
}

// LRFMScore is a customer's score on each of the four axes, 1 the worst.
type LRFMScore struct {
	L uint8 `json:"l"`
	RFMScore
}

// Code returns the cell code with the length first, such as "4543".
func (s LRFMScore) Code() string {
	if max(s.L, s.R, s.F, s.M) > 9 {
		return fmt.Sprintf("%d-%d-%d-%d", s.L, s.R, s.F, s.M)
	}
	return string('0'+rune(s.L)) + s.RFMScore.Code()
}

// LRFMCuts are the cut points of the four axes.
type LRFMCuts struct {
	Length Cuts     `json:"length"`
	RFM    *RFMCuts `json:"rfm"`
}

// FitLRFM returns cut points as FitRFM does, and those of the length beside them.
func FitLRFM(customers []LRFM, opt *RFMOptions) (LRFMCuts, error) {
	const where = "segment.FitLRFM"
	o, err := opt.defaults()
	if err != nil {
		return LRFMCuts{}, err
	}
	plain := make([]RFM, len(customers))
	for i, c := range customers {
		if err := c.Check(); err != nil {
			return LRFMCuts{}, atCustomer(where, i, err)
		}
		plain[i] = c.RFM
	}
	rfm, err := FitRFM(plain, opt)
	if err != nil {
		return LRFMCuts{}, err
	}
	var s quantile.Sample
	length, err := fitCuts(where, &s, column{len(customers), "Length", func(i int) float64 { return customers[i].Length }}, o.Bins, o.Rule)
	return LRFMCuts{length, rfm}, err
}

// Score returns the scores of a customer; special cases as in RFMCuts.Score.
func (c *LRFMCuts) Score(v LRFM) LRFMScore {
	return LRFMScore{uint8(c.Length.Bin(v.Length)), c.RFM.Score(v.RFM)}
}

// Periodicity returns the spread of a customer's gaps between purchases, the
// standard deviation with n − 1 (Peker et al. 2017): small means regular. The
// times are those of the purchases, ascending; with fewer than three it is
// missing, because one gap has no spread.
func Periodicity(times []float64) (clientele.Measure, error) {
	for i, v := range times {
		if !(v >= -1e15 && v <= 1e15) || (i > 0 && v < times[i-1]) {
			return clientele.Measure{}, &clientele.InputError{Where: "segment.Periodicity", Field: fmt.Sprintf("time %d", i), Value: v, Want: "ascending numbers in [-1e15, 1e15]"}
		}
	}
	n := float64(len(times) - 1)
	if n < 2 {
		return clientele.Measure{}, nil
	}
	mean := (times[len(times)-1] - times[0]) / n
	sum := 0.0
	for i := 1; i < len(times); i++ {
		d := times[i] - times[i-1] - mean
		sum += d * d
	}
	return clientele.Known(math.Sqrt(sum / (n - 1))), nil
}

// UnmarshalJSON reads the cut points of all axes; c is unchanged on error.
func (c *LRFMCuts) UnmarshalJSON(data []byte) error {
	type plain LRFMCuts
	var v plain
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if v.RFM == nil {
		return &clientele.InputError{Where: "segment.LRFMCuts", Field: "rfm", Value: "missing", Want: "the cut points of the other three axes"}
	}
	*c = LRFMCuts(v)
	return nil
}
