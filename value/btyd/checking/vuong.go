package checking

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/clientele-go/clientele/internal/wire"
)

// VuongTest compares two models of which neither contains the other.
type VuongTest struct {
	Difference float64 // log-likelihood of the first less that of the second
	Statistic  float64 // standard normal if both are equally far from the truth; above 0 speaks for the first
	P          float64 // two-sided
	Corrected  float64 // the statistic with Schwarz's correction for the numbers of parameters
	PCorrected float64
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (v VuongTest) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (v *VuongTest) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// Likelihood is a model M that says how likely a customer is.
type Likelihood[M any] interface {
	clientele.Model[M]
	LogProb(h clientele.History) float64
}

// Vuong tests which of two fits is nearer to the truth, from the customers'
// differences in log-likelihood d,
//
//	z = Σ d / √(N·Var d)
//
// For models of which one contains the other use btyd.LikelihoodRatio; where
// the two give everybody the same likelihood there is no variance, and the
// statistics are NaN. Panel must be that of both fits. The error matches
// [clientele.ErrNoData], or is a *[clientele.InputError] for fits to another number of
// customers and for models of regular timing, whose likelihood a history does not determine.
func Vuong[A Likelihood[A], B Likelihood[B]](a *clientele.Fit[A], b *clientele.Fit[B], p *clientele.Panel) (*VuongTest, error) {
	const where = "checking.Vuong"
	if p == nil || p.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: the panel is empty", where, clientele.ErrNoData)
	}
	if a.N != p.Len() || b.N != p.Len() {
		return nil, &clientele.InputError{Where: where, Field: "customers", Value: []int{a.N, b.N}, Want: fmt.Sprintf("fits to the panel's %d", p.Len())}
	}
	for _, m := range []any{a.Model, b.Model} {
		if _, timed := m.(interface {
			LogProbTimed(h clientele.History, logGaps float64) float64
		}); timed {
			return nil, &clientele.InputError{Where: where, Field: "model", Value: fmt.Sprintf("%T", m), Want: "a model whose likelihood depends on the history alone; compare this one by AIC"}
		}
	}
	var sum, square exact.Sum
	for h, n := range p.All() {
		d := a.Model.LogProb(h) - b.Model.LogProb(h)
		if err := undefined(where, h, d); err != nil {
			return nil, err
		}
		sum.Add(float64(n) * d)
		square.Add(float64(n) * d * d)
	}
	size := float64(p.Len())
	difference := sum.Value()
	variance := (square.Value() - difference*difference/size) / size
	if !(variance > 1e-24) { // differences of rounding
		variance = 0
	}
	t := &VuongTest{Difference: difference}
	spread := math.Sqrt(size * variance)
	t.Statistic = difference / spread
	t.Corrected = (difference - float64(a.DF()-b.DF())/2*math.Log(size)) / spread
	if spread == 0 {
		t.Statistic, t.Corrected = math.NaN(), math.NaN()
	}
	t.P, t.PCorrected = normal.PValue(t.Statistic), normal.PValue(t.Corrected)
	return t, nil
}
