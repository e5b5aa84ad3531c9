package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"gonum.org/v1/gonum/stat/distuv"
)

// RatioTest is a likelihood-ratio test of a restricted model against a fuller
// one that contains it.
type RatioTest struct {
	Statistic float64 `json:"statistic"` // twice the difference of the log-likelihoods
	DF        int     `json:"df"`        // restrictions: the difference of the numbers of parameters
	P         float64 `json:"p"`         // P(χ² with DF degrees of freedom ≥ Statistic), if the restrictions hold
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (r RatioTest) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (r *RatioTest) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// LikelihoodRatio tests whether the restricted model fits as well as the full
// one: covariates against none, one coefficient for purchases and dropout
// against two, dependent rates against independent ones. The models must be
// nested and fitted to the same customers without a prior, and the restriction
// must lie inside the parameter space: where it is at the edge, as in "nobody
// drops out", P is too large, and AtEdge right. The error is a [*clientele.InputError] if the
// fits are of different numbers of customers, if the full one does not have
// more parameters, or if it fits worse by more than rounding, so that it is not
// the fuller model or not at its maximum.
func LikelihoodRatio[R clientele.Model[R], F clientele.Model[F]](restricted *clientele.Fit[R], full *clientele.Fit[F]) (RatioTest, error) {
	bad := func(field string, value any, want string) (RatioTest, error) {
		return RatioTest{}, &clientele.InputError{Where: "btyd.LikelihoodRatio", Field: field, Value: value, Want: want}
	}
	if restricted.N != full.N {
		return bad("customers", []int{restricted.N, full.N}, "fits to the same customers")
	}
	df := full.DF() - restricted.DF()
	if df <= 0 {
		return bad("parameters", []int{restricted.DF(), full.DF()}, "a full model with more parameters than the restricted one")
	}
	twice := 2 * (full.LogLik - restricted.LogLik)
	if !(twice >= -1e-4) {
		return bad("log-likelihoods", []float64{restricted.LogLik, full.LogLik}, "a full model that fits at least as well; are they nested?")
	}
	twice = math.Max(twice, 0)
	return RatioTest{twice, df, distuv.ChiSquared{K: float64(df)}.Survival(twice)}, nil
}

// AtEdge returns P for restrictions of which one is at the edge of the
// parameter space, such as a rate of 0: chance moves that parameter to its
// inside half of the time only, so the statistic is, half and half, χ² with
// DF − 1 and with DF degrees of freedom (Self and Liang 1987, case 6). A
// restriction that leaves other parameters without meaning, such as "nobody
// drops out", has one more complication, and AtEdge is a bound close to P.
func (t RatioTest) AtEdge() float64 {
	if t.DF == 1 {
		if t.Statistic == 0 {
			return 1
		}
		return t.P / 2
	}
	if t.DF < 1 {
		return math.NaN()
	}
	return (t.P + distuv.ChiSquared{K: float64(t.DF - 1)}.Survival(t.Statistic)) / 2
}
