package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/design"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// Regressable is a model M whose parameters covariates can act on: [ParetoNBD],
// [GGompertzNBD], [BGNBD] and [MBGNBD].
type Regressable[M clientele.Model[M]] interface {
	ofPanel[M]
	LogProb(h clientele.History) float64

	// response is what one unit of a covariate with coefficient 1 adds to the
	// logarithm of each parameter; not ok if the model knows no such target.
	response(on Target) (add design.Shift, ok bool)
	// shifted is the model with by added to the logarithms of its parameters.
	shifted(by design.Shift) M
	// rowsAt is the likelihood of the rows of t at parameters v, in units of t.
	rowsAt(t *table.Table, v []float64) mle.Rows
}

func (ParetoNBD) response(on Target) (add design.Shift, ok bool) {
	switch on {
	case TargetPurchase:
		return design.Shift{1: -1}, true
	case TargetDropout:
		return design.Shift{3: -1}, true
	case TargetBoth:
		return design.Shift{1: -1, 3: -1}, true
	}
	return add, false
}

func (m ParetoNBD) shifted(by design.Shift) ParetoNBD {
	return ParetoNBD{R: m.R * math.Exp(by[0]), Alpha: m.Alpha * math.Exp(by[1]), S: m.S * math.Exp(by[2]), Beta: m.Beta * math.Exp(by[3]), Unit: m.Unit}
}

func (ParetoNBD) rowsAt(t *table.Table, v []float64) mle.Rows {
	return pareto.Model{R: v[0], Alpha: v[1], S: v[2], Beta: v[3]}.Rows(t)
}

// geometricResponse is that of the parameters r, α, a and b.
func geometricResponse(on Target) (add design.Shift, ok bool) {
	switch on {
	case TargetPurchase:
		return design.Shift{1: -1}, true
	case TargetDropout:
		return design.Shift{2: 0.5, 3: -0.5}, true
	case TargetBoth:
		return design.Shift{1: -1, 2: 0.5, 3: -0.5}, true
	case TargetA:
		return design.Shift{2: 1}, true
	case TargetB:
		return design.Shift{3: 1}, true
	case TargetAB:
		return design.Shift{2: 1, 3: 1}, true
	}
	return add, false
}

func (BGNBD) response(on Target) (add design.Shift, ok bool) { return geometricResponse(on) }

func (m BGNBD) shifted(by design.Shift) BGNBD {
	return BGNBD{R: m.R * math.Exp(by[0]), Alpha: m.Alpha * math.Exp(by[1]), A: m.A * math.Exp(by[2]), B: m.B * math.Exp(by[3]), Unit: m.Unit}
}

func (m BGNBD) rowsAt(t *table.Table, v []float64) mle.Rows {
	m = m.WithParams(v)
	return m.core().Rows(t)
}

func (MBGNBD) response(on Target) (add design.Shift, ok bool) { return geometricResponse(on) }

func (m MBGNBD) shifted(by design.Shift) MBGNBD { return MBGNBD(BGNBD(m).shifted(by)) }

func (m MBGNBD) rowsAt(t *table.Table, v []float64) mle.Rows {
	m = m.WithParams(v)
	return m.core().Rows(t)
}

func (GGompertzNBD) response(on Target) (add design.Shift, ok bool) {
	switch on {
	case TargetPurchase:
		return design.Shift{1: -1}, true
	case TargetDropout:
		return design.Shift{4: -1}, true
	case TargetBoth:
		return design.Shift{1: -1, 4: -1}, true
	}
	return add, false
}

func (m GGompertzNBD) shifted(by design.Shift) GGompertzNBD {
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
