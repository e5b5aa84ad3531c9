package lifecycle

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// StageVerdict is the stage of the relationship, since when, and why.
type StageVerdict struct {
	Stage   Stage              `json:"stage"`
	Since   Day                `json:"since"`
	Probs   StageProbs         `json:"probs"`
	Reached Stage              `json:"reached"` // the furthest stage so far
	Returns int                `json:"returns"` // how often they came back after a loss
	Grown   float64            `json:"grown"`   // P(rate times amount has doubled against the usual)
	Fallen  float64            `json:"fallen"`  // P(it has halved, or they are gone)
	Reasons []clientele.Reason `json:"reasons"`
}

// Verdict returns the stage on the last day seen with all that is said of it: what the
// methods of these names return, with the loss rule asked once.
func (d *Detector) Verdict() StageVerdict {
	says := d.said()
	return StageVerdict{Stage: d.Stage(), Since: d.Since(), Probs: d.probs(says), Reached: d.Reached(), Returns: d.Returns(),
		Grown: d.ProbGrown(), Fallen: d.probFallen(says), Reasons: d.appendReasons(nil, says)}
}

// AppendReasons appends why the customer is in the stage.
func (v StageVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return append(dst, v.Reasons...)
}

// MarshalJSON writes the fields.
func (v StageVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *StageVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }
