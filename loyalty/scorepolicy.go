package loyalty

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// Weighting says what a part contributes: nothing at Zero, everything at Full,
// in a straight line between. Full lies below Zero where less is better; where
// both are 0, the default's ends are meant.
type Weighting struct {
	Weight clientele.Measure `json:"weight"` // from 0, which leaves the part out, to 1e9; only proportions matter. Missing: the default's
	Zero   float64           `json:"zero"`
	Full   float64           `json:"full"`
}

// at returns the share of the weight earned at a value, and its slope.
func (w Weighting) at(value float64) (share, slope float64) {
	slope = 1 / (w.Full - w.Zero)
	return max(0, min((value-w.Zero)*slope, 1)), slope
}

// Weightings are those of the parts, index Part − 1. As JSON they are an object
// by the names of the parts.
type Weightings [numParts]Weighting

// MarshalJSON writes the weightings by the names of their parts.
func (w Weightings) MarshalJSON() ([]byte, error) {
	return wire.MarshalKeyed(w[:], Part(1))
}

// UnmarshalJSON reads what MarshalJSON writes; w is unchanged on error.
func (w *Weightings) UnmarshalJSON(data []byte) error {
	var read Weightings
	err := wire.UnmarshalKeyed("loyalty.Weightings", data, read[:], Part(1))
	if err == nil {
		*w = read
	}
	return err
}

// ScorePolicy says how the loyalty score is made up. Nil and each zero field
// mean the default.
//
// The default weighs what customers do above what they say, in the proportion
// of 3 to 2, for stated satisfaction is a weak guide to repurchase (Jones and
// Sasser 1995): renewals, repeats and share of wallet at 20 each, satisfaction
// 15, recommendation 15, complaints and tenure 5 each. A complaint in one of five
// contacts takes all of its part, five years give all of theirs. The limits split
// the scale in the proportion 40 : 30 : 30. All are conventions; package
// keyaccount/criteria makes weights from your own judgements or data.
type ScorePolicy struct {
	Parts    Weightings        `json:"parts,omitzero"`
	Medium   float64           `json:"medium,omitempty"`   // score from which loyalty is medium, in (0, 100); default 40, or below High
	High     float64           `json:"high,omitempty"`     // score from which it is high, above Medium; default 70, or above Medium
	MinKnown clientele.Measure `json:"min_known,omitzero"` // share of the weights that must be known for a level, in [0, 1]; default ⅓
}

var defaultWeightings = Weightings{
	PartSatisfaction - 1:   {clientele.Known(15), 0, 1},
	PartComplaints - 1:     {clientele.Known(5), 0.2, 0},
	PartRenewals - 1:       {clientele.Known(20), 0, 1},
	PartRepeats - 1:        {clientele.Known(20), 0, 1},
	PartRecommendation - 1: {clientele.Known(15), 0, 1},
	PartShareOfWallet - 1:  {clientele.Known(20), 0, 1},
	PartTenure - 1:         {clientele.Known(5), 0, 5},
}

func (p *ScorePolicy) filled() ScorePolicy {
	q := policy.Copy(p)
	for i, d := range defaultWeightings {
		w := &q.Parts[i]
		policy.Default(&w.Weight, d.Weight)
		if w.Zero == 0 && w.Full == 0 {
			w.Zero, w.Full = d.Zero, d.Full
		}
	}
	if q.Medium == 0 {
		q.Medium = 40
		if q.High != 0 && q.High <= q.Medium {
			q.Medium = q.High / 2
		}
	}
	if q.High == 0 {
		q.High = 70
		if q.Medium >= q.High {
			q.High = (q.Medium + 100) / 2
		}
	}
	policy.Default(&q.MinKnown, clientele.Known(1./3))
	return q
}

// Check returns an *clientele.InputError for the first weighting or limit that
// makes no sense.
func (p *ScorePolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "loyalty.ScorePolicy", Field: field, Value: value, Want: want}
	}
	total := 0.0
	for i, x := range q.Parts {
		w := x.Weight.Or(math.NaN())
		finite := math.Abs(x.Zero) <= maxMarker && math.Abs(x.Full) <= maxMarker
		if !(w >= 0 && w <= 1e9) || !finite || w > 0 && x.Zero == x.Full {
			return bad(Part(i+1).String(), x, "two different finite ends and a weight from 0 to 1e9")
		}
		total += w
	}
	if !(total > 0) {
		return bad("weights", total, "at least one weight > 0")
	}
	if !(q.Medium > 0 && q.Medium < q.High && q.High < 100) {
		return bad("limits", [2]float64{q.Medium, q.High}, "0 < medium < high < 100")
	}
	return q.MinKnown.Check("loyalty.ScorePolicy", "min_known", 0, 1)
}
