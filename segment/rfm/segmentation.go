package rfm

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// Segmentation names customers by their scores and by what is known of them. It
// does not change and may be used by several goroutines.
type Segmentation struct {
	bins   *Bins
	policy SegmentationPolicy
}

// NewSegmentation returns the segmentation of these cut points, which must make
// the same number of bins on each axis, the number that the policy's grid names.
// Errors are *clientele.InputError.
func NewSegmentation(bins *Bins, policy *SegmentationPolicy) (*Segmentation, error) {
	if bins == nil || bins.of == 0 {
		return nil, &clientele.InputError{Where: "rfm.NewSegmentation", Field: "bins", Value: bins, Want: "cut points that make the same number of bins on each axis"}
	}
	if err := policy.check(int(bins.of)); err != nil {
		return nil, err
	}
	return &Segmentation{bins, policy.filled(int(bins.of))}, nil
}

// Policy returns the policy with its defaults written out.
func (s *Segmentation) Policy() SegmentationPolicy {
	if s.policy.Grid == nil {
		return SegmentationPolicy{}
	}
	return s.policy.filled(s.policy.Grid.Bins())
}

// Bins returns the cut points.
func (s *Segmentation) Bins() *Bins { return s.bins }

// SegmentVerdict is a customer's segment and what it stands on.
type SegmentVerdict struct {
	Segment  Segment           `json:"segment"`
	Relative Segment           `json:"relative"` // what the scores alone say
	Scores   Scores            `json:"scores"`
	Basis    Basis             `json:"basis"`
	Lost     bool              `json:"lost"`     // by the loss rule, or the contract
	Seen     clientele.Measure `json:"seen"`     // by the basis: P(silent for the horizon), or the probability of a silence this long or longer
	Limit    clientele.Measure `json:"limit"`    // what Seen was held against
	Bought   float64           `json:"bought"`   // purchases
	Faithful float64           `json:"faithful"` // purchases that champions and loyal customers need
}

// Classify returns the customer's segment. DepartureEvidence against a name of departure
// gives them the name of the lowest R score that is none, at their FM; evidence
// for one, that of the highest R score that is one. Champions and loyal
// customers with too few purchases get the name of the highest FM score that is
// neither. Where the grid has no such name, the relative one stays.
//
// One who is not lost, but will more likely than not buy nothing for the horizon of
// the loss rule, is neither champion nor loyal: they need attention.
//
// Special cases are: unassigned where the scores are, or the evidence is out of
// its range (DepartureEvidence.Check).
func (s *Segmentation) Classify(v RFM, e DepartureEvidence) SegmentVerdict {
	scores, p := s.bins.Score(v), &s.policy
	out := SegmentVerdict{Scores: scores, Bought: v.Purchases, Faithful: p.Faithful.Or(0)}
	out.Relative = p.Grid.Segment(scores)
	if out.Relative == 0 || e.Check() != nil {
		return out
	}
	out.Segment, out.Basis = out.Relative, BasisScores
	gone, known := false, true
	if e.Loss.Known() {
		out.Basis, gone = BasisLoss, e.Loss.Lost()
		if e.Loss.Basis == clientele.LossBasisContract {
			out.Basis = BasisContract
		} else {
			out.Seen, out.Limit = clientele.Known(e.Loss.ProbSilent), clientele.Known(e.Loss.Limit)
		}
		out.Lost = gone
	} else if p.Contract {
		out.Basis = BasisContract
	} else if prob, has := silence(v, e.Gap, p.Gap).Value(); has {
		out.Basis, out.Seen, out.Limit, gone = BasisRhythm, clientele.Known(prob), clientele.Known(p.Silence), prob <= p.Silence
	} else {
		known = false
	}
	f, m := scores.both()
	if known && gone != out.Segment.Departure() {
		out.Segment = p.Grid.moved(out.Segment, gone, int(scores.R), f, m)
	}
	if out.Segment.faithful() && !(v.Purchases >= out.Faithful) {
		out.Segment = p.Grid.humbler(out.Segment, gone, int(scores.R), f, m)
	}
	if out.Segment.faithful() && out.doubtful() {
		out.Segment = SegmentNeedAttention
	}
	return out
}

// doubt is the probability of silence from which it is more likely than not.
const doubt = 0.5

// doubtful reports whether a customer who is not lost will more likely than not buy
// nothing for the horizon of loss.
func (v *SegmentVerdict) doubtful() bool {
	return v.Basis == BasisLoss && !v.Lost && v.Seen.Or(0) >= doubt
}

// moved returns the nearest name at these F and M that is one of departure, looking
// down from R, or is none, looking up.
func (g *Grid) moved(now Segment, gone bool, r, f, m int) Segment {
	step := 1
	if gone {
		step = -1
	}
	for r += step; r >= 1 && r <= int(g.bins); r += step {
		if s := g.cells[r-1][f-1][m-1]; s.Departure() == gone {
			return s
		}
	}
	return now
}

// humbler returns the first name that is neither champions nor loyal on the way
// down from F, and then from M, as soon as it, or that of the nearest R above, is no
// departure. Where names depend on FM alone, it is that of the highest FM below theirs.
func (g *Grid) humbler(now Segment, gone bool, r, f, m int) Segment {
	lower := f - 1
	for ; m >= 1; m, lower = m-1, f {
		for ; lower >= 1; lower-- {
			s := g.cells[r-1][lower-1][m-1]
			if s.Departure() && !gone {
				s = g.moved(s, false, r, lower, m)
			}
			if !s.faithful() && !s.Departure() {
				return s
			}
		}
	}
	return now
}

// AppendReasons appends why the customer has this name: the scores, and what
// decided beside them.
func (v SegmentVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if v.Segment == 0 {
		return dst
	}
	dst = v.Scores.AppendReasons(dst)
	seen, limit := v.Seen.Or(math.NaN()), v.Limit.Or(math.NaN())
	code := ""
	switch {
	case v.Basis == BasisLoss && v.Lost:
		code = ReasonGone
	case v.doubtful() && v.Segment == SegmentNeedAttention && v.Relative != SegmentNeedAttention:
		code, limit = ReasonDoubtful, doubt
	case v.Basis == BasisLoss && seen >= limit:
		code, limit = ReasonNotLate, math.NaN()
	case v.Basis == BasisLoss:
		code = ReasonNotGone
	case v.Basis == BasisContract && v.Lost:
		code = ReasonContractEnded
	case v.Basis == BasisRhythm && seen <= limit:
		code = ReasonSilent
	case v.Basis == BasisRhythm:
		code = ReasonInRhythm
	case v.Basis == BasisContract:
		code = ReasonContract
	}
	if code != "" {
		dst = append(dst, clientele.Reason{Code: code, Value: seen, Limit: limit})
	}
	if v.Relative.faithful() && !(v.Bought >= v.Faithful) {
		dst = append(dst, clientele.Reason{Code: ReasonFewPurchases, Value: v.Bought, Limit: v.Faithful})
	}
	return dst
}

// MarshalJSON writes the fields.
func (v SegmentVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *SegmentVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

type segmentationJSON struct {
	Bins   *Bins
	Policy SegmentationPolicy
}

// MarshalJSON writes the cut points and the policy.
func (s *Segmentation) MarshalJSON() ([]byte, error) {
	if s == nil {
		return []byte("null"), nil
	}
	return wire.Marshal(segmentationJSON{s.bins, s.policy})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; s is unchanged on error.
func (s *Segmentation) UnmarshalJSON(data []byte) error {
	var j segmentationJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	v, err := NewSegmentation(j.Bins, &j.Policy)
	if err != nil {
		return fmt.Errorf("rfm.Segmentation: %w", err)
	}
	*s = *v
	return nil
}
