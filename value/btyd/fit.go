package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Codes of warnings that a fit of this package can carry, beside those of
// [clientele.Fit]: each names the simpler model that the likelihood runs to, or
// what the data do not say.
const (
	WarnCommonRate       = warn.CommonRate       // all customers buy at one rate
	WarnCommonDropout    = warn.CommonDropout    // all customers drop out with one probability or rate
	WarnPolarDropout     = warn.PolarDropout     // customers drop out at once or never
	WarnPolarRate        = warn.PolarRate        // customers of [BGBB] use every opportunity or none while they are there
	WarnNoDropout        = warn.NoDropout        // nobody drops out
	WarnParetoLimit      = warn.ParetoLimit      // [GGompertzNBD] ran to [ParetoNBD]
	WarnNoGaps           = warn.NoGaps           // a fit of a regular model saw no gaps between purchases
	WarnNeverSlow        = warn.NeverSlow        // [SwitchingParetoNBD] explains hardly more than [ParetoNBD]
	WarnNoReturn         = warn.NoReturn         // who turns slow stays slow
	WarnNoPurchaseSlow   = warn.NoPurchaseSlow   // who is slow buys nothing
	WarnNoCorrelation    = warn.NoCorrelation    // [CorrelatedParetoNBD] is at independence: no correlation can be told
	WarnCorrelationBound = warn.CorrelationBound // the data ask for more dependence than [CorrelatedParetoNBD] can have
)

// endless is the horizon of a customer's whole future.
var endless = math.Inf(1)

// logLikelihood sums a model's log-probabilities over a panel, compensated and in sorted order.
func logLikelihood(p *clientele.Panel, logProb func(clientele.History) float64) float64 {
	return mle.Total(func(s *mle.Sums) {
		for h, n := range p.All() {
			s.AddLogLik(float64(n) * logProb(h))
		}
	})
}
