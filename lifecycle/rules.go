package lifecycle

import "github.com/clientele-go/clientele"

// AliveProber is a transaction model that says how probable it is that a customer
// with history h is still a customer; the models of value/btyd do. It must not
// rise with the length of the silence, and answer within [0, 1].
type AliveProber interface {
	ProbAlive(h clientele.History) float64
}

// Rules are a checked policy and, where there is one, a model of P(alive),
// shared by all customers' detectors. Several goroutines may use them.
type Rules struct {
	p     StagePolicy // defaults filled in
	alive AliveProber // nil: silence is judged against the customer's own gap
}

// NewRules returns the rules of a policy; nil stands for the default policy.
// Alive may be nil. Where it is given, P(alive) decides when the silence of a
// customer with repeat purchases is decline or loss; before the first repeat
// purchase the gap rules do, because several models leave such customers alive
// for ever. The error is an *clientele.InputError.
func NewRules(p *StagePolicy, alive AliveProber) (*Rules, error) {
	if p == nil {
		p = &StagePolicy{}
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	return &Rules{p.filled(), alive}, nil
}

// StagePolicy returns the policy, defaults filled in.
func (r *Rules) Policy() StagePolicy { return r.p }

// Detector returns the detector of a new customer.
func (r *Rules) Detector() Detector { return Detector{rules: r} }

var defaultRules = &Rules{p: DefaultPolicy()}
