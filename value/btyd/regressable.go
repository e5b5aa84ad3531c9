package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// Regressable is a model M whose parameters covariates can act on: [ParetoNBD],
// [GGompertzNBD], [BGNBD] and [MBGNBD].
type Regressable[M clientele.Model[M]] interface {
	Fittable[M]
	LogProb(h clientele.History) float64

	// response is what one unit of a covariate with coefficient 1 adds to the
	// logarithm of each parameter; not ok if the model knows no such target.
	response(on Target) (add logShift, ok bool)
	// shifted is the model with by added to the logarithms of its parameters.
	shifted(by logShift) M
	// rowsAt is the likelihood of the rows of t at parameters v, in units of t.
	rowsAt(t *table.Table, v []float64) mle.Rows
}

// logShift is a change of the logarithms of a model's parameters, in their order.
type logShift [maxParams]float64

// maxParams is the largest number of parameters of a model with covariates.
const maxParams = 5

// plus returns the shift moved on by x times d.
func (s logShift) plus(x float64, d logShift) logShift {
	for i := range s {
		s[i] += x * d[i]
	}
	return s
}

func (ParetoNBD) response(on Target) (add logShift, ok bool) {
	switch on {
	case TargetPurchase:
		return logShift{1: -1}, true
	case TargetDropout:
		return logShift{3: -1}, true
	case TargetBoth:
		return logShift{1: -1, 3: -1}, true
	}
	return add, false
}

func (m ParetoNBD) shifted(by logShift) ParetoNBD {
	return ParetoNBD{R: m.R * math.Exp(by[0]), Alpha: m.Alpha * math.Exp(by[1]), S: m.S * math.Exp(by[2]), Beta: m.Beta * math.Exp(by[3]), Unit: m.Unit}
}

func (ParetoNBD) rowsAt(t *table.Table, v []float64) mle.Rows {
	return pareto.Model{R: v[0], Alpha: v[1], S: v[2], Beta: v[3]}.Rows(t)
}

// geometricResponse is that of the parameters r, α, a and b.
func geometricResponse(on Target) (add logShift, ok bool) {
	switch on {
	case TargetPurchase:
		return logShift{1: -1}, true
	case TargetDropout:
		return logShift{2: 0.5, 3: -0.5}, true
	case TargetBoth:
		return logShift{1: -1, 2: 0.5, 3: -0.5}, true
	case TargetA:
		return logShift{2: 1}, true
	case TargetB:
		return logShift{3: 1}, true
	case TargetAB:
		return logShift{2: 1, 3: 1}, true
	}
	return add, false
}

func (BGNBD) response(on Target) (add logShift, ok bool) { return geometricResponse(on) }

func (m BGNBD) shifted(by logShift) BGNBD {
	return BGNBD{R: m.R * math.Exp(by[0]), Alpha: m.Alpha * math.Exp(by[1]), A: m.A * math.Exp(by[2]), B: m.B * math.Exp(by[3]), Unit: m.Unit}
}

func (m BGNBD) rowsAt(t *table.Table, v []float64) mle.Rows {
	m = m.WithParams(v)
	return m.core().Rows(t)
}

func (MBGNBD) response(on Target) (add logShift, ok bool) { return geometricResponse(on) }

func (m MBGNBD) shifted(by logShift) MBGNBD { return MBGNBD(BGNBD(m).shifted(by)) }

func (m MBGNBD) rowsAt(t *table.Table, v []float64) mle.Rows {
	m = m.WithParams(v)
	return m.core().Rows(t)
}

func (GGompertzNBD) response(on Target) (add logShift, ok bool) {
	switch on {
	case TargetPurchase:
		return logShift{1: -1}, true
	case TargetDropout:
		return logShift{4: -1}, true
	case TargetBoth:
		return logShift{1: -1, 4: -1}, true
	}
	return add, false
}

func (m GGompertzNBD) shifted(by logShift) GGompertzNBD {
	return GGompertzNBD{R: m.R * math.Exp(by[0]), Alpha: m.Alpha * math.Exp(by[1]), B: m.B * math.Exp(by[2]), S: m.S * math.Exp(by[3]), Beta: m.Beta * math.Exp(by[4]), Unit: m.Unit}
}

func (m GGompertzNBD) rowsAt(t *table.Table, v []float64) mle.Rows {
	m = m.WithParams(v)
	return m.core().Rows(t)
}

// The models that are.
var (
	_ Regressable[GGompertzNBD] = GGompertzNBD{}
	_ Regressable[BGNBD]        = BGNBD{}
	_ Regressable[MBGNBD]       = MBGNBD{}
	_ Regressable[ParetoNBD]    = ParetoNBD{}
)
