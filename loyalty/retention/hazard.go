package retention

import (
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/wire"
)

// Hazard is the discrete-time logistic hazard model (Cox 1972, §6; Singer and
// Willett 1993): a customer with covariates x who has completed t − 1 periods
// leaves in period t with log-odds
//
//	logit h(t | x) = Baseline(t) + Σ Coef_j x_j,
//
// the baseline constant on pieces of the time axis. It serves as well for the
// opposite event: fitted to lapsed customers, it is the risk to return.
type Hazard struct {
	Cuts     []int     // last period of every piece but the last, which has no end; increasing
	Baseline []float64 // log-odds of the pieces, one more than Cuts, where all covariates are 0
	Names    []string  // of the covariates
	Coef     []float64 // change of the log-odds a unit of each covariate
}

// Params lists the baseline pieces, "baseline_1" …, then the coefficients by
// the names of their covariates.
func (m Hazard) Params() []clientele.Param {
	var out []clientele.Param
	for i, v := range m.Baseline {
		out = append(out, clientele.Param{Name: fmt.Sprintf("baseline_%d", i+1), Value: v, Domain: clientele.DomainReal})
	}
	for j, v := range m.Coef {
		out = append(out, clientele.Param{Name: m.Names[j], Value: v, Domain: clientele.DomainReal})
	}
	return out
}

// WithParams returns the model with other values, in the order of Params. It
// panics unless there is one value a parameter.
func (m Hazard) WithParams(v []float64) Hazard {
	k := len(m.Baseline)
	if len(v) != k+len(m.Coef) {
		panic("retention: Hazard.WithParams needs one value a parameter")
	}
	m.Baseline, m.Coef = slices.Clone(v[:k]), slices.Clone(v[k:])
	return m
}

// Prob returns the probability that a customer with covariates x who has
// completed period − 1 periods leaves in this one.
//
// Special cases are:
//
//	Prob = NaN for period < 1
//	Prob panics unless x has one value a covariate
func (m Hazard) Prob(period int, x []float64) float64 {
	if len(x) != len(m.Coef) {
		panic("retention: Hazard needs one value a covariate")
	}
	if period < 1 {
		return math.NaN()
	}
	eta := m.Baseline[m.piece(period)]
	for j, v := range x {
		eta += m.Coef[j] * v
	}
	return special.Logistic(eta)
}

// piece returns the index of the piece that a period belongs to.
func (m Hazard) piece(period int) int {
	k, _ := slices.BinarySearch(m.Cuts, period)
	return k
}

// Survival returns the probability that a customer who has completed age
// periods stays for at least horizon more, Π (1 − h(t)): 1 for horizon 0, NaN
// if one of them is negative. Covariates keep their values x.
func (m Hazard) Survival(age, horizon int, x []float64) float64 {
	if age < 0 || horizon < 0 {
		return math.NaN()
	}
	log := 0.0
	for t := age + 1; t <= age+horizon; {
		end := age + horizon
		if k := m.piece(t); k < len(m.Cuts) {
			end = min(end, m.Cuts[k])
		}
		log += float64(end-t+1) * math.Log1p(-m.Prob(t, x))
		t = end + 1
	}
	return math.Exp(log)
}

// Churn returns the probability that such a customer leaves within horizon
// periods, 1 − Survival.
func (m Hazard) Churn(age, horizon int, x []float64) float64 { return 1 - m.Survival(age, horizon, x) }

// check refuses a model that cannot be.
func (m Hazard) check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "retention.Hazard", Field: field, Value: value, Want: want}
	}
	switch {
	case len(m.Baseline) != len(m.Cuts)+1:
		return bad("baseline", len(m.Baseline), "one value more than cuts")
	case len(m.Names) != len(m.Coef):
		return bad("coef", len(m.Coef), "one value a name")
	}
	return checkCuts(m.Cuts)
}

func checkCuts(cuts []int) error {
	for i, c := range cuts {
		if c < 1 || c > maxPeriod || (i > 0 && c <= cuts[i-1]) {
			return &clientele.InputError{Where: "retention.Hazard", Field: "cuts", Value: cuts, Want: "increasing periods from 1 to 2^20"}
		}
	}
	return nil
}

// hazardVersion is the version of the form that MarshalJSON writes.
const hazardVersion = 1

// MarshalJSON writes kind, version and the fields.
func (m Hazard) MarshalJSON() ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	if err := clientele.Validate(m); err != nil {
		return nil, err
	}
	return wire.MarshalKind(clientele.Kind(m), hazardVersion, hazardFields(m))
}

// hazardFields are the fields of a model without its methods.
type hazardFields Hazard

// UnmarshalJSON reads what MarshalJSON writes and validates it; another kind or
// version is an *clientele.InputError. m is unchanged on error.
func (m *Hazard) UnmarshalJSON(data []byte) error {
	var read hazardFields
	if err := wire.UnmarshalKind(data, clientele.Kind(*m), hazardVersion, &read); err != nil {
		return err
	}
	if err := Hazard(read).check(); err != nil {
		return err
	}
	if err := clientele.Validate(Hazard(read)); err != nil {
		return err
	}
	*m = Hazard(read)
	return nil
}
