package rfm

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quantile"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment/internal/aligned"
)

// DepartureEvidence is what is known of a customer beside their scores: whether they
// have left is no question of who else is in the base.
type DepartureEvidence struct {
	// Gap is their mean time between purchases; missing with fewer than two.
	Gap clientele.Measure `json:"gap"`
	// Loss is whether they are lost: of the base's loss rule, or under contract
	// clientele.ClassifyTerm. It is preferred to the gap; zero if not known.
	Loss clientele.LossVerdict `json:"loss"`
}

// EvidenceOf returns the mean gap of a history, and no probability.
func EvidenceOf(h clientele.History) DepartureEvidence {
	if h.Repeats < 1 {
		return DepartureEvidence{}
	}
	return DepartureEvidence{Gap: clientele.Known(h.Last / float64(h.Repeats))}
}

// DepartureOf returns the mean gap of a history, and as Loss the verdict of the base's
// loss rule, a *silence.LossRule. The error is that of h's Check or of the verdict's.
func DepartureOf(rule clientele.LossClassifier, h clientele.History) (DepartureEvidence, error) {
	if err := h.Check(); err != nil {
		return DepartureEvidence{}, err
	}
	e := EvidenceOf(h)
	e.Loss = rule.Classify(h)
	return e, e.Check()
}

// Check returns nil if the gap is missing or in [0, 1e15], and the verdict of loss does
// not contradict itself; otherwise the error is an *clientele.InputError.
func (e DepartureEvidence) Check() error {
	if err := e.Gap.Check("rfm.Evidence", "Gap", 0, maxTime); err != nil {
		return err
	}
	return e.Loss.Check()
}

// MarshalJSON writes the fields; what is missing is null.
func (e DepartureEvidence) MarshalJSON() ([]byte, error) { return wire.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes.
func (e *DepartureEvidence) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, e) }

// silence returns how probable a silence of this length or longer is for a
// customer who buys on at random at a rate that is known from their own gaps
// and one of the base's usual gap g:
//
//	(1 + s/(k·gap + g))^−(k+1),   k gaps
//
// missing if there is neither. It is the Lomax law that a gamma rate gives.
func silence(v RFM, gap, usual clientele.Measure) clientele.Measure {
	shape, scale := 0.0, 0.0
	if own, known := gap.Value(); known && v.Purchases > 1 {
		shape, scale = v.Purchases-1, (v.Purchases-1)*own
	}
	if g, known := usual.Value(); known {
		shape, scale = shape+1, scale+g
	}
	if !(shape > 0 && scale > 0) {
		return clientele.Measure{}
	}
	return clientele.Known(math.Exp(-shape * math.Log1p(v.SinceLast/scale)))
}

// RecencyCheck says what recency can tell of a base.
type RecencyCheck struct {
	Gap      clientele.Measure   `json:"gap"`    // the median of the customers' mean gaps; missing without any
	Spread   float64             `json:"spread"` // of the time since the last purchase, from its 10 % to its 90 % quantile
	Warnings []clientele.Warning `json:"warnings"`
}

// CheckRecency holds the spread of recency against the usual gap between two
// purchases. If nine tenths of the customers bought within one usual gap,
// recency is the day of the month, not a sign of leaving, and there is a
// warning: subscribers and contracts look like that. There is one too where
// fewer than five customers are scored.
//
// DepartureEvidence is that of the customers, in their order. The error is the first
// customer's whose Check fails, that of unlike lengths, or matches
// clientele.ErrNoData.
func CheckRecency(customers []RFM, evidence []DepartureEvidence) (RecencyCheck, error) {
	const where = "rfm.CheckRecency"
	if err := aligned.Check(where, len(customers), len(evidence)); err != nil {
		return RecencyCheck{}, err
	}
	var since, gaps quantile.Sample
	for i, v := range customers {
		if err := v.Check(); err != nil {
			return RecencyCheck{}, atCustomer(where, i, err)
		}
		if err := evidence[i].Check(); err != nil {
			return RecencyCheck{}, atCustomer(where, i, err)
		}
		since.Add(v.SinceLast)
		if gap, known := evidence[i].Gap.Value(); known {
			gaps.Add(gap)
		}
	}
	q := since.Quantiles(nil, quantile.Linear, 0.1, 0.9)
	c := RecencyCheck{Spread: q[1] - q[0]}
	if n := len(customers); n < 5 {
		c.Warnings = append(c.Warnings, clientele.Warning{Code: WarnFewCustomers, Value: float64(n)})
	}
	if gaps.Len() > 0 {
		usual := gaps.Quantiles(nil, quantile.Linear, 0.5)[0]
		c.Gap = clientele.Known(usual)
		if q[1] <= usual {
			c.Warnings = append(c.Warnings, clientele.Warning{Code: WarnRecency, Value: q[1] / usual})
		}
	}
	return c, nil
}

// MarshalJSON writes the fields.
func (c RecencyCheck) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *RecencyCheck) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }
