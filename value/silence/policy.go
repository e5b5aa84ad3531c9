package silence

import (
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd"
)

// LossPolicy says how long and how sure a silence must be to be called a loss. Nil
// and each zero field mean the default.
type LossPolicy struct {
	Horizon float64  `json:"horizon"` // of the silence to come, in the unit of the histories, > 0; default Gaps expected gaps of the base
	Gaps    float64  `json:"gaps"`    // the least horizon in a customer's own expected gaps, > 0; default 3, which a customer who buys at random and stays is silent for once in twenty times
	Refuted float64  `json:"refuted"` // share of the verdicts of loss that may be refuted within their horizon, in (0, 1); default .15
	Limit   float64  `json:"limit"`   // probability of silence from which a customer is lost, in (0, 1); default 1 − Refuted, of a fitted rule more where verdicts at past origins ask for it
	Models  []string `json:"models"`  // kinds that a fitted rule chooses from, of btyd.Kinds; default Pareto/NBD, MBG/NBD, gamma/Gompertz/NBD and, where the gaps are known, MBG/CNBD-k with regular gaps and Pareto/NBD with a slow state
}

const (
	defaultGaps    = 3
	defaultRefuted = 0.15
)

// switchingKind is the model that looks at the gaps, regularKind that of regular ones.
const (
	switchingKind = "btyd.SwitchingParetoNBD"
	regularKind   = "btyd.MBGCNBD"
)

func (p *LossPolicy) filled() LossPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Gaps, defaultGaps)
	policy.Default(&q.Refuted, defaultRefuted)
	policy.Default(&q.Limit, 1-q.Refuted)
	if q.Models == nil {
		q.Models = []string{"btyd.ParetoNBD", "btyd.MBGNBD", "btyd.GGompertzNBD", regularKind, switchingKind}
	} else {
		q.Models = slices.Clone(q.Models)
	}
	return q
}

// Check returns nil if the policy, filled, is possible, and otherwise a *clientele.InputError.
func (p *LossPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "silence.LossPolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case !(q.Horizon >= 0 && q.Horizon <= clientele.MaxAge):
		return bad("Horizon", q.Horizon, "a time > 0 in the unit of the histories")
	case !(q.Gaps > 0 && q.Gaps <= 1e6):
		return bad("Gaps", q.Gaps, "a number of gaps > 0")
	case !(q.Refuted > 0 && q.Refuted < 1):
		return bad("Refuted", q.Refuted, "a share in (0, 1)")
	case !(q.Limit > 0 && q.Limit < 1):
		return bad("Limit", q.Limit, "a probability in (0, 1)")
	}
	for _, kind := range q.Models {
		if !slices.Contains(btyd.Kinds(), kind) {
			return bad("Models", kind, "kinds of btyd.Kinds, such as btyd.ParetoNBD")
		}
	}
	return nil
}

// MarshalJSON writes the fields that are set.
func (p LossPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *LossPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }
