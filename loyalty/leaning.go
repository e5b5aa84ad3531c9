package loyalty

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// Orienter tells relationship customers from transaction customers.
// OrientationRules and OrientationModel do.
type Orienter interface {
	Orient(m Markers) (Leaning, error)
}

// Leaning is the verdict on one customer, and what it rests on.
type Leaning struct {
	Orientation Orientation `json:"orientation"` // unassigned where too little is known, or neither is probable enough
	Probability float64     `json:"probability"` // of a relationship customer
	Known       int         `json:"known"`       // markers it rests on; with none Probability is the prior's
	KnownShare  float64     `json:"known_share"` // of the evidence that all markers together could give, in [0, 1]
	Ask         Marker      `json:"ask"`         // the unknown marker that could tell most; unassigned if all are known

	MinKnown  float64  `json:"min_known"` // share below which nothing is said
	Certainty float64  `json:"certainty"` // probability that the orientation named has at least
	Evidence  Evidence `json:"evidence"`
}

// Evidence is what the markers say, index Marker − 1. As JSON it is an object
// by the names of the markers.
type Evidence [numMarkers]MarkerEvidence

// MarkerEvidence is what one marker says.
type MarkerEvidence struct {
	Value    clientele.Measure `json:"value"`    // missing if the marker is unknown, or left out by the rules
	Dividing float64           `json:"dividing"` // the value at which it would say nothing
	LogOdds  float64           `json:"log_odds"` // above 0 for a relationship customer, below 0 against
}

// MarshalJSON writes the evidence by the names of the markers.
func (e Evidence) MarshalJSON() ([]byte, error) {
	return wire.MarshalKeyed(e[:], Marker(1))
}

// UnmarshalJSON reads what MarshalJSON writes; e is unchanged on error.
func (e *Evidence) UnmarshalJSON(data []byte) error {
	var read Evidence
	err := wire.UnmarshalKeyed("loyalty.Evidence", data, read[:], Marker(1))
	if err == nil {
		*e = read
	}
	return err
}

// add notes a known marker and what it says.
func (l *Leaning) add(i int, value, dividing, logOdds float64) {
	l.Evidence[i] = MarkerEvidence{clientele.Known(value), dividing, logOdds}
	l.Known++
}

// conclude sums up the evidence over the prior and names an orientation if it
// is known well enough and sure enough.
func (l *Leaning) conclude(prior float64) {
	logOdds := prior
	for i := range l.Evidence {
		logOdds += l.Evidence[i].LogOdds
	}
	l.Probability = 1 / (1 + math.Exp(-logOdds))
	if l.Known == 0 || l.KnownShare < l.MinKnown-1e-12 {
		return
	}
	switch p := l.Probability; {
	case p > .5 && p >= l.Certainty:
		l.Orientation = OrientationRelationship
	case p < .5 && 1-p >= l.Certainty:
		l.Orientation = OrientationTransaction
	}
}

// AppendReasons appends what the verdict rests on: one reason for each known
// marker that says something, those that support the verdict first, then those
// that point the other way, which say so. Without a verdict the reasons are
// followed by what is wanting: ReasonOrientationUnknown or
// ReasonOrientationUnsure, and the marker to ask for.
func (l Leaning) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	dst = l.appendEvidence(dst, l.Orientation, false)
	if l.Orientation != 0 {
		return l.appendEvidence(dst, l.Orientation, true)
	}
	switch {
	case l.Known == 0:
		dst = append(dst, clientele.Reason{Code: ReasonNoMarkers, Value: math.NaN(), Limit: math.NaN()})
	case l.KnownShare < l.MinKnown-1e-12:
		dst = append(dst, clientele.Reason{Code: ReasonOrientationUnknown, Value: l.KnownShare, Limit: l.MinKnown})
	default:
		dst = append(dst, clientele.Reason{Code: ReasonOrientationUnsure, Value: math.Max(l.Probability, 1-l.Probability), Limit: l.Certainty})
	}
	if l.Ask != 0 {
		dst = append(dst, clientele.Reason{Code: markerCodes[l.Ask-1].ask, Value: math.NaN(), Limit: math.NaN()})
	}
	return dst
}

// appendEvidence appends the markers that support the verdict, or those that
// are against it; without a verdict all support.
func (l *Leaning) appendEvidence(dst []clientele.Reason, verdict Orientation, against bool) []clientele.Reason {
	for i := range l.Evidence {
		e := &l.Evidence[i]
		if e.LogOdds == 0 {
			continue
		}
		side, code := OrientationRelationship, markerCodes[i].relationship
		if e.LogOdds < 0 {
			side, code = OrientationTransaction, markerCodes[i].transaction
		}
		if opposes := verdict != 0 && side != verdict; opposes != against {
			continue
		}
		if against {
			code = markerCodes[i].despite
		}
		dst = append(dst, clientele.Reason{Code: code, Value: e.Value.Or(0), Limit: e.Dividing})
	}
	return dst
}
