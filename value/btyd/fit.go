package btyd

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of warnings that a fit of this package can carry, beside those of
// [clientele.Fit]: each names the simpler model that the likelihood runs to.
const (
	WarnCommonRate    = "btyd.common-rate"    // all customers buy at one rate
	WarnCommonDropout = "btyd.common-dropout" // all customers drop out with one probability or rate
	WarnPolarDropout  = "btyd.polar-dropout"  // customers drop out at once or never
	WarnNoDropout     = "btyd.no-dropout"     // nobody drops out
)

var _ = reason.Register(map[string]reason.Text{
	WarnCommonRate: {
		English: "the purchase rates of the customers do not differ ({subject} run to infinity together): only the common rate is identified",
		Chinese: "客户的购买率没有差异（{subject} 一同趋于无穷）：只有共同的购买率可识别"},
	WarnCommonDropout: {
		English: "the customers' tendencies to drop out do not differ ({subject} run to infinity together): only their common value is identified",
		Chinese: "客户的流失倾向没有差异（{subject} 一同趋于无穷）：只有共同值可识别"},
	WarnPolarDropout: {
		English: "customers either drop out at their first chance or never ({subject} run to zero together): only the share of each is identified",
		Chinese: "客户要么首次即流失，要么永不流失（{subject} 一同趋于零）：只有两类的比例可识别"},
	WarnNoDropout: {
		English: "the data show no dropout ({subject} run to the edge): P(alive) is near 1 for everybody; the NBD model says the same with fewer parameters",
		Chinese: "数据中看不到流失（{subject} 趋于边界）：所有客户的存活概率都接近 1；NBD 模型用更少的参数即可"},
})

// endless is the horizon of a customer's whole future.
var endless = math.Inf(1)

// few is the number of repeat purchases below which a fit says that there are few.
const few = 30

// fitTable compiles a panel for a fit, or says why it cannot identify a model.
func fitTable(p *clientele.Panel, name string) (*table, error) {
	if p == nil || p.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: the panel is empty", name, clientele.ErrNoData)
	}
	t := newTable(p)
	switch {
	case t.customers == 0:
		return nil, fmt.Errorf("%s: %w: every customer has Age 0; observe them for longer", name, clientele.ErrNotIdentified)
	case t.customers == 1:
		return nil, fmt.Errorf("%s: %w: one customer says nothing about how customers differ; use parameters of a similar base", name, clientele.ErrNotIdentified)
	case t.repeats == 0:
		return nil, fmt.Errorf("%s: %w: none of the %d customers bought again; observe them for longer, or use parameters of a similar base", name, clientele.ErrNotIdentified, t.customers)
	}
	return t, nil
}

// warned adds to the fit what the data say about its quality.
func warned[M clientele.Model[M]](fit *clientele.Fit[M], t *table) *clientele.Fit[M] {
	if fit != nil && t.repeats < few {
		fit.Warnings = append(fit.Warnings, clientele.Warning{Code: clientele.WarnFewRepeats, Value: t.repeats})
	}
	return fit
}

// logLikelihood sums a model's log-probabilities over a panel, compensated and in sorted order.
func logLikelihood(p *clientele.Panel, logProb func(clientele.History) float64) float64 {
	return mle.Total(func(s *mle.Sums) {
		for h, n := range p.All() {
			s.AddLogLik(float64(n) * logProb(h))
		}
	})
}
