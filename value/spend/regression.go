package spend

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// Regression is a gamma-gamma model whose customers differ by covariates that
// do not change with time, such as channel, plan or region: a customer with
// covariates z has the base model with
//
//	γ_z = γ·e^η,  η = Σ Effects[j]·z[j]
//
// so the mean amount is e^η times that of the base; the shapes are common. At
// gives that model; every prediction is a method of it.
type Regression struct {
	Base    GammaGamma // customers whose covariates are all 0
	Names   []string   // of the covariates
	Effects []float64  // one a covariate: ln of the factor on the mean amount
}

// Params implements clientele.Model: the base's parameters, then the effects,
// each under its covariate's name with the prefix "effect.".
func (m Regression) Params() []clientele.Param {
	out := m.Base.Params()
	for j, name := range m.Names {
		out = append(out, clientele.Param{Name: "effect." + name, Value: m.Effects[j], Domain: clientele.DomainReal})
	}
	return out
}

// WithParams implements clientele.Model.
func (m Regression) WithParams(v []float64) Regression {
	return Regression{m.Base.WithParams(v[:3]), m.Names, slices.Clone(v[3:])}
}

type regressionJSON struct {
	Base    GammaGamma `json:"base"`
	Names   []string   `json:"covariates"`
	Effects []float64  `json:"effects"`
}

// MarshalJSON writes {"base":…,"covariates":…,"effects":…}.
func (m Regression) MarshalJSON() ([]byte, error) {
	if err := clientele.Validate(m); err != nil {
		return nil, err
	}
	return json.Marshal(regressionJSON(m))
}

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *Regression) UnmarshalJSON(data []byte) error {
	var j regressionJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	if err := checkNames("spend.Regression", j.Names); err != nil {
		return err
	}
	if len(j.Effects) != len(j.Names) {
		return &clientele.InputError{Where: "spend.Regression", Field: "effects", Value: len(j.Effects), Want: fmt.Sprintf("%d numbers, one a covariate", len(j.Names))}
	}
	if err := clientele.Validate(Regression(j)); err != nil {
		return err
	}
	*m = Regression(j)
	return nil
}

// checkNames returns an error unless there are names, none empty or repeated.
func checkNames(where string, names []string) error {
	seen := map[string]bool{"": true}
	for _, name := range names {
		if seen[name] {
			return &clientele.InputError{Where: where, Field: "covariate", Value: name, Want: "a name of its own"}
		}
		seen[name] = true
	}
	if len(names) == 0 {
		return &clientele.InputError{Where: where, Field: "covariates", Value: 0, Want: "at least one; without covariates, use FitGammaGamma"}
	}
	return nil
}

// At returns the model of customers with covariates z, in the order of Names.
// It panics unless z has one value a name.
func (m Regression) At(z []float64) GammaGamma {
	if len(z) != len(m.Effects) {
		panic("spend: Regression.At needs one value a covariate")
	}
	eta := 0.0
	for j, v := range z {
		eta += m.Effects[j] * v
	}
	return GammaGamma{m.Base.P, m.Base.Q, m.Base.Gamma * math.Exp(eta)}
}
