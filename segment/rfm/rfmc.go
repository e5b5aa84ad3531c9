package rfm

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment"
)

// RFMC adds clumpiness to recency, frequency and money (Zhang, Bradlow & Small 2015):
// of two customers alike in the three, the one who buys in bursts is worth more in the
// years to come, and is the one whom models of random purchases call lost too surely.
type RFMC struct {
	RFM
	// Burst is by how much the purchases are more uneven than chance makes them,
	// Clumpiness.Value − Expected, in [−1, 1]; missing without a purchase between the
	// first one and the end.
	Burst clientele.Measure `json:"burst"`
}

// RFMCOf returns the recency, frequency and money of a record, as OfRecord does, and
// the clumpiness of the ages at its repeat purchases, which Records.Ages gives beside it.
// Ages that are fewer than the repeats are an *clientele.InputError: some are settled.
func RFMCOf[K clientele.Key](r clientele.Record[K], ages []float64) (RFMC, error) {
	v, err := OfRecord(r)
	switch {
	case err != nil:
		return RFMC{}, err
	case len(ages) != r.History.Repeats:
		return RFMC{}, &clientele.InputError{Where: "rfm.RFMCOf", Field: "ages", Value: len(ages), Want: fmt.Sprintf("one for each of the %d repeat purchases; settled ones have none", r.History.Repeats)}
	case r.History.Age == 0:
		return RFMC{RFM: v}, nil
	}
	c, err := ClumpinessOf(ages, r.History.Age)
	if err != nil || c.Purchases == 0 {
		return RFMC{RFM: v}, err
	}
	return RFMC{v, clientele.Known(c.Value - c.Expected)}, nil
}

// Check returns nil if c is possible: RFM.Check, and a Burst in [−1, 1] or missing.
func (c RFMC) Check() error {
	if err := c.RFM.Check(); err != nil {
		return err
	}
	return c.Burst.Check("rfm.RFMC", "Burst", -1, 1)
}

// MarshalJSON writes the fields; what is missing is null.
func (c RFMC) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *RFMC) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// RFMCScores are a customer's score on each of the four axes. C is 1 for the steadiest
// and Of for those who buy in bursts: neither is the worse. It is 0 where nothing is
// known, or the base is all alike.
type RFMCScores struct {
	Scores
	C uint8 `json:"c"`
}

// Code returns the cell code with the clumpiness last, such as "5434".
func (s RFMCScores) Code() string {
	if max(s.R, s.F, s.M, s.C) > 9 {
		return fmt.Sprintf("%d-%d-%d-%d", s.R, s.F, s.M, s.C)
	}
	return s.Scores.Code() + string('0'+rune(s.C))
}

// AppendReasons appends the scores, in the order R, F, M, C.
func (s RFMCScores) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	dst = s.Scores.AppendReasons(dst)
	if s.C > 0 {
		dst = append(dst, clientele.Reason{Code: ReasonBurstScore, Value: float64(s.C), Limit: float64(s.Of)})
	}
	return dst
}

// MarshalJSON writes the fields.
func (s RFMCScores) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes.
func (s *RFMCScores) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// RFMCBins are the cut points of the four axes.
type RFMCBins struct {
	RFM   *Bins        `json:"rfm"`
	Burst segment.Cuts `json:"burst"`
}

// FitRFMC returns cut points as Fit does, and beside them those of the bursts, of the
// customers who have one.
func FitRFMC(customers []RFMC, policy *BinsPolicy) (RFMCBins, error) {
	plain := make([]RFM, len(customers))
	var bursts []float64
	for i, c := range customers {
		if err := c.Check(); err != nil {
			return RFMCBins{}, atCustomer("rfm.FitRFMC", i, err)
		}
		plain[i] = c.RFM
		if b, known := c.Burst.Value(); known {
			bursts = append(bursts, b)
		}
	}
	bins, err := Fit(plain, policy)
	if err != nil || len(bursts) == 0 {
		return RFMCBins{RFM: bins}, err
	}
	p := policy.filled()
	cuts, err := segment.FitCuts(bursts, p.Bins, p.Rule)
	return RFMCBins{bins, cuts}, err
}

// Score returns the scores of a customer; special cases as in Bins.Score.
func (c *RFMCBins) Score(v RFMC) RFMCScores {
	s := RFMCScores{Scores: c.RFM.Score(v.RFM)}
	if burst, known := v.Burst.Value(); known && c.Burst.Bins() > 1 {
		s.C = uint8(c.Burst.Bin(burst))
	}
	return s
}

// Policy returns the policy with its defaults written out.
func (c *RFMCBins) Policy() BinsPolicy { return c.RFM.Policy() }

// MarshalJSON writes the cut points of all axes.
func (c RFMCBins) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads the cut points of all axes; c is unchanged on error.
func (c *RFMCBins) UnmarshalJSON(data []byte) error {
	var v RFMCBins
	if err := wire.Unmarshal(data, &v); err != nil {
		return err
	}
	if v.RFM == nil {
		return &clientele.InputError{Where: "rfm.RFMCBins", Field: "rfm", Value: "missing", Want: "the cut points of the other three axes"}
	}
	*c = v
	return nil
}
