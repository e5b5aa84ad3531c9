package mcmc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/floats"
)

// Abe is a population of Abe's model [Abe 2009]. While alive, a customer buys
// at random (Poisson) with rate λ; the lifetime is exponential with rate μ and
// unobserved; ln λ and ln μ are normal with a correlation,
//
//	(ln λ, ln μ) ~ N((x·Rate, x·Dropout), [RateVar Cov; Cov DropoutVar])
//
// with x the customer's covariates behind a 1. Where Pareto/NBD has gamma
// distributed, independent rates, customers here may stay for shorter the more
// often they buy, and covariates say who they are.
type Abe struct {
	Rate       []float64 `json:"rate"`        // of ln λ: the intercept, then a coefficient each covariate
	Dropout    []float64 `json:"dropout"`     // of ln μ
	RateVar    float64   `json:"rate_var"`    // variance of ln λ given the covariates, > 0
	Cov        float64   `json:"cov"`         // covariance of ln λ and ln μ
	DropoutVar float64   `json:"dropout_var"` // variance of ln μ, > 0

	Unit clientele.Unit `json:"unit,omitzero"` // of the times; 0 if it is not known. A draw has that of the SamplingOptions
}

// TimeUnit returns Unit.
func (m Abe) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m Abe) WithUnit(u clientele.Unit) Abe {
	m.Unit = u
	return m
}

// Params returns rate.0, rate.1, …, dropout.0, …, rate_var, cov and dropout_var.
func (m Abe) Params() []clientele.Param {
	var out []clientele.Param
	add := func(name string, values ...float64) {
		for i, v := range values {
			out = append(out, clientele.Param{Name: fmt.Sprintf("%s.%d", name, i), Value: v, Domain: clientele.DomainReal})
		}
	}
	add("rate", m.Rate...)
	add("dropout", m.Dropout...)
	return append(out,
		clientele.Param{Name: "rate_var", Value: m.RateVar, Domain: clientele.DomainPositive},
		clientele.Param{Name: "cov", Value: m.Cov, Domain: clientele.DomainReal},
		clientele.Param{Name: "dropout_var", Value: m.DropoutVar, Domain: clientele.DomainPositive})
}

// WithParams returns the model with the parameters v, in the order of Params;
// and the same Unit; there are as many coefficients as they have places for.
func (m Abe) WithParams(v []float64) Abe {
	k := (len(v) - 3) / 2
	rest := v[2*k:]
	return Abe{Rate: v[:k:k], Dropout: v[k : 2*k : 2*k], RateVar: rest[0], Cov: rest[1], DropoutVar: rest[2], Unit: m.Unit}
}

// Check returns nil if the model is possible: as many coefficients of Rate as
// of Dropout and at least one, and a positive definite covariance. Otherwise
// the error is an *clientele.InputError.
func (m Abe) Check() error {
	if len(m.Rate) != len(m.Dropout) || len(m.Rate) == 0 {
		return &clientele.InputError{Where: "mcmc.Abe", Field: "Dropout", Value: m.Dropout, Want: "as many coefficients as of Rate, one or more"}
	}
	if !(m.RateVar*m.DropoutVar > m.Cov*m.Cov) {
		return &clientele.InputError{Where: "mcmc.Abe", Field: "Cov", Value: m.Cov, Want: "a covariance that two positive variances allow"}
	}
	return clientele.Validate(m)
}

// abeVersion is the version of the form that MarshalJSON writes.
const abeVersion = 1

// abeFields are those of Abe, without its methods.
type abeFields Abe

// MarshalJSON writes {"kind":"mcmc.Abe","version":1,"rate":[…],"dropout":[…],
// "rate_var":…,"cov":…,"dropout_var":…}, and the unit where it is known.
func (m Abe) MarshalJSON() ([]byte, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	kind, version := clientele.Kind(m), abeVersion
	return json.Marshal(struct {
		Kind    string `json:"kind"`
		Version int    `json:"version"`
		abeFields
	}{kind, version, abeFields(m)})
}

// UnmarshalJSON reads and checks what MarshalJSON writes; kind and version may
// be missing. M is unchanged on error.
func (m *Abe) UnmarshalJSON(data []byte) error {
	var in struct {
		Kind    *string `json:"kind"`
		Version *int    `json:"version"`
		abeFields
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return err
	}
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "mcmc.Abe", Field: field, Value: value, Want: want}
	}
	if in.Kind != nil && *in.Kind != clientele.Kind(*m) {
		return bad("kind", *in.Kind, clientele.Kind(*m))
	}
	if in.Version != nil && *in.Version != abeVersion {
		return bad("version", *in.Version, "1, the version that this library reads")
	}
	if in.Unit != 0 && m.Unit != 0 && in.Unit != m.Unit {
		return bad("unit", in.Unit, "that of the model it is read into, "+m.Unit.String())
	}
	if in.Unit == 0 {
		in.Unit = m.Unit
	}
	if err := Abe(in.abeFields).Check(); err != nil {
		return err
	}
	*m = Abe(in.abeFields)
	return nil
}

// Rand draws the history of a new customer with these covariates, observed to
// the given age. It panics if there are not as many covariates as coefficients
// behind the intercepts.
func (m Abe) Rand(r *rand.Rand, age float64, covariates ...float64) clientele.History {
	return m.person(r, covariates).rand(r, age)
}

// person draws the rates of a customer.
func (m Abe) person(r *rand.Rand, covariates []float64) poisson {
	if len(covariates) != len(m.Rate)-1 {
		panic("mcmc: a number of covariates that is not the model's")
	}
	slope := m.Cov / m.RateVar
	u := math.Sqrt(m.RateVar) * r.NormFloat64()
	w := math.Sqrt(m.DropoutVar-slope*m.Cov) * r.NormFloat64()
	return poisson{
		lambda: math.Exp(m.Rate[0] + floats.Dot(m.Rate[1:], covariates) + u),
		mu:     math.Exp(m.Dropout[0] + floats.Dot(m.Dropout[1:], covariates) + slope*u + w),
	}
}
