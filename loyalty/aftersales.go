package loyalty

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
	"gonum.org/v1/gonum/mathext"
)

// AfterSales is a class of customers after the sale.
type AfterSales uint8

// The classes after the sale.
const (
	AfterSalesLoyal       AfterSales = iota + 1 // 忠诚
	AfterSalesOrdinary                          // 一般
	AfterSalesComplaining                       // 抱怨
	AfterSalesLost                              // 流失
)

var afterSales = enum.New[AfterSales]("loyalty.AfterSales",
	enum.Row{Name: "loyal", English: "Loyal customer", Chinese: "忠诚客户"},
	enum.Row{Name: "ordinary", English: "Ordinary customer", Chinese: "一般客户"},
	enum.Row{Name: "complaining", English: "Complaining customer", Chinese: "抱怨客户"},
	enum.Row{Name: "lost", English: "Lost customer", Chinese: "流失客户"},
)

// String returns the permanent name, such as "complaining".
func (a AfterSales) String() string { return afterSales.String(a) }

// Label returns the class's name in lang.
func (a AfterSales) Label(lang clientele.Lang) string { return afterSales.Label(a, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (a AfterSales) MarshalText() ([]byte, error) { return afterSales.MarshalText(a) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (a *AfterSales) UnmarshalText(text []byte) error { return afterSales.UnmarshalText(a, text) }

// AfterSalesRecord is what is known of a customer after the sale; each may be
// missing. Answers, complaints and repeats are those of a window of the
// caller's, such as the last twelve months.
type AfterSalesRecord struct {
	Satisfaction clientele.Ratio   `json:"satisfaction"` // points given of points possible, over the answers
	Complaints   clientele.Ratio   `json:"complaints"`   // complaints of contacts or orders
	Settled      float64           `json:"settled"`      // of the complaints, settled; at most Complaints.Hits
	Open         clientele.Measure `json:"open"`         // complaints that wait for an answer
	Repeats      clientele.Ratio   `json:"repeats"`      // periods (or orders) with a repeat purchase of those possible

	// Loss is whether they are lost: of the base's loss rule, a *silence.LossRule, or
	// under contract clientele.ClassifyTerm. Zero if not known.
	Loss clientele.LossVerdict `json:"loss"`
}

// Check returns an *clientele.InputError for the first value outside its range.
func (s *AfterSalesRecord) Check() error {
	const where = "loyalty.AfterSalesRecord"
	if err := s.Satisfaction.Check(where, "satisfaction"); err != nil {
		return err
	}
	if err := s.Complaints.Check(where, "complaints"); err != nil {
		return err
	}
	if err := s.Repeats.Check(where, "repeats"); err != nil {
		return err
	}
	if !(s.Settled >= 0 && s.Settled <= s.Complaints.Hits) {
		return &clientele.InputError{Where: where, Field: "settled", Value: s.Settled, Want: "a number of complaints, not more than there were"}
	}
	if err := s.Open.Check(where, "open", 0, maxMarker); err != nil {
		return err
	}
	return s.Loss.Check()
}

// AfterSalesPolicy says which customer is which after the sale. Nil and each
// zero field mean the default; all are conventions.
type AfterSalesPolicy struct {
	Satisfied    float64           `json:"satisfied,omitempty"`    // satisfaction from which a customer is satisfied; default 0.7, just below 4 of 5 points
	Dissatisfied float64           `json:"dissatisfied,omitempty"` // satisfaction up to which a customer complains; default 0.25, 2 of 5 points; less where Satisfied is low
	Complaints   float64           `json:"complaints,omitempty"`   // complaint rate from which a customer complains; an open complaint does in any case; default 0.1
	Settled      clientele.Measure `json:"settled,omitzero"`       // what a settled complaint weighs of one that was not, in [0, 1]; default 0.5
	Repeat       float64           `json:"repeat,omitempty"`       // repeat rate that a loyal customer has; default 0.5
	Sure         float64           `json:"sure,omitempty"`         // probability from which a repeat rate alone is believed, in [0.5, 1); default 0.9
}

func (p *AfterSalesPolicy) filled() AfterSalesPolicy {
	q := policy.Copy(p)
	if q.Satisfied == 0 {
		q.Satisfied = .7
		if q.Dissatisfied >= q.Satisfied {
			q.Satisfied = (1 + q.Dissatisfied) / 2
		}
	}
	policy.Default(&q.Dissatisfied, math.Min(.25, q.Satisfied/2))
	policy.Default(&q.Complaints, .1)
	policy.Default(&q.Settled, clientele.Known(.5))
	policy.Default(&q.Repeat, .5)
	policy.Default(&q.Sure, .9)
	return q
}

// Check returns an *clientele.InputError unless all limits lie in (0, 1),
// Dissatisfied below Satisfied, and Sure is not below ½.
func (p *AfterSalesPolicy) Check() error {
	q := p.filled()
	const where = "loyalty.AfterSalesPolicy"
	if !(q.Dissatisfied < q.Satisfied) {
		return &clientele.InputError{Where: where, Field: "dissatisfied", Value: q.Dissatisfied, Want: "a satisfaction below that of the satisfied"}
	}
	if !(q.Sure >= .5) {
		return &clientele.InputError{Where: where, Field: "sure", Value: q.Sure, Want: "a probability in [0.5, 1)"}
	}
	if err := q.Settled.Check(where, "settled", 0, 1); err != nil {
		return err
	}
	return checkCuts(where, q.Satisfied, q.Dissatisfied, q.Complaints, q.Repeat, q.Sure)
}

// AfterSalesClassifier sorts customers after the sale, by satisfaction first.
// Make it with NewAfterSalesClassifier; it is a value, safe for concurrent use,
// and the zero value is the default.
type AfterSalesClassifier struct{ policy AfterSalesPolicy }

// NewAfterSalesClassifier returns the classifier of a policy, nil for the
// default. A policy that makes no sense is an *clientele.InputError.
func NewAfterSalesClassifier(policy *AfterSalesPolicy) (AfterSalesClassifier, error) {
	if err := policy.Check(); err != nil {
		return AfterSalesClassifier{}, err
	}
	return AfterSalesClassifier{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (c AfterSalesClassifier) Policy() AfterSalesPolicy { return c.policy.filled() }

// AfterSalesVerdict is the class of one customer, and what decided.
type AfterSalesVerdict struct {
	Class     AfterSales       `json:"class"`
	Certainty float64          `json:"certainty"` // probability of what decided; 0 if unassigned
	Because   clientele.Reason `json:"because"`   // the rule that fired, or what is wanting
	Record    AfterSalesRecord `json:"record"`
}

// Classify returns the class of a customer. In order:
//
//   - lost, if the loss rule says so, or the contract;
//   - complaining, if a complaint is open, if the rate of complaints is at least
//     Complaints (settled ones weigh Settled, the rate is shrunk to the base's 3 %
//     as in the loyalty score), or if satisfaction is more probably than not at
//     most Dissatisfied;
//   - loyal, if satisfaction is more probably than not at least Satisfied and
//     repeats do not surely speak against it; ordinary, if it is known otherwise;
//   - where satisfaction is not known, loyal if the repeat rate is surely at
//     least Repeat, ordinary if it is known otherwise;
//   - unassigned if none of them is known, or for values that fail their Check.
//
// Probabilities are those of a Beta(½, ½) prior and the cases seen.
func (c AfterSalesClassifier) Classify(s AfterSalesRecord) AfterSalesVerdict {
	v := AfterSalesVerdict{Record: s}
	none := math.NaN()
	decide := func(class AfterSales, certainty float64, code string, value, limit float64) AfterSalesVerdict {
		v.Class, v.Certainty, v.Because = class, certainty, clientele.Reason{Code: code, Value: value, Limit: limit}
		return v
	}
	if s.Check() != nil {
		return decide(0, 0, ReasonAfterUnknown, none, none)
	}
	p := c.Policy()
	switch {
	case !s.Loss.Lost():
	case s.Loss.Basis == clientele.LossBasisContract:
		return decide(AfterSalesLost, 1, ReasonAfterNotRenewed, none, none)
	default:
		return decide(AfterSalesLost, s.Loss.ProbSilent, ReasonAfterLost, s.Loss.ProbSilent, s.Loss.Limit)
	}
	if open := s.Open.Or(0); open > 0 {
		return decide(AfterSalesComplaining, 1, ReasonAfterOpen, open, none)
	}
	if s.Complaints.Known() {
		weighed := clientele.Ratio{Hits: s.Complaints.Hits - (1-p.Settled.Or(0))*s.Settled, Trials: s.Complaints.Trials}
		if rate := fewComplaints.Shrunk(weighed); rate >= p.Complaints {
			return decide(AfterSalesComplaining, atLeast(fewComplaints.Posterior(weighed), p.Complaints), ReasonAfterComplaints, rate, p.Complaints)
		}
	}
	repeats := atLeast(jeffreys.Posterior(s.Repeats), p.Repeat)
	if s.Satisfaction.Known() {
		posterior := jeffreys.Posterior(s.Satisfaction)
		satisfied := atLeast(posterior, p.Satisfied)
		switch dissatisfied := 1 - atLeast(posterior, p.Dissatisfied); {
		case dissatisfied >= .5:
			return decide(AfterSalesComplaining, dissatisfied, ReasonAfterDissatisfied, dissatisfied, p.Dissatisfied)
		case satisfied < .5:
			return decide(AfterSalesOrdinary, 1-satisfied-dissatisfied, ReasonAfterLukewarm, satisfied, p.Satisfied)
		case s.Repeats.Known() && 1-repeats >= p.Sure:
			return decide(AfterSalesOrdinary, 1-repeats, ReasonAfterRare, repeats, p.Repeat)
		}
		return decide(AfterSalesLoyal, satisfied, ReasonAfterSatisfied, satisfied, p.Satisfied)
	}
	switch {
	case !s.Repeats.Known():
		return decide(0, 0, ReasonAfterUnknown, none, none)
	case repeats >= p.Sure:
		return decide(AfterSalesLoyal, repeats, ReasonAfterRepeats, repeats, p.Repeat)
	}
	return decide(AfterSalesOrdinary, 1-repeats, ReasonAfterUnsure, repeats, p.Sure)
}

// atLeast returns P(rate ≥ limit) under a beta distribution.
func atLeast(m BetaBinomial, limit float64) float64 {
	return 1 - mathext.RegIncBeta(m.Alpha, m.Beta, limit)
}

// AppendReasons appends the rule that fired; where none did, that satisfaction
// should be asked for.
func (v AfterSalesVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return append(dst, v.Because)
}
