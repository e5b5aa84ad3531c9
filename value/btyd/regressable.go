package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/bernoulli"
	"github.com/clientele-go/clientele/value/btyd/internal/design"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// Regressable is a model M whose parameters covariates can act on: [ParetoNBD],
// [GGompertzNBD], [BGNBD], [MBGNBD], [BGCNBD], [MBGCNBD] and [BGBB].
type Regressable[M clientele.Model[M]] interface {
	ofPanel[M]

	// ofHistories is what the model says of histories: itself, but for [BGBB].
	ofHistories() forecaster
	// response is what one unit of a covariate with coefficient 1 adds to the
	// logarithm of each parameter; not ok if the model knows no such target.
	response(on Target) (add design.Shift, ok bool)
	// shifted is the model with by added to the logarithms of its parameters.
	shifted(by design.Shift) M
	// rowsAt is the likelihood of the rows of t at parameters v, in units of t.
	rowsAt(t *table.Table, v []float64) mle.Rows
}

// forecaster is what a regression asks of the model of one customer.
type forecaster interface {
	LogProb(h clientele.History) float64
	ExpectedPurchases(h clientele.History, t float64) float64
	VarPurchases(h clientele.History, t float64) float64
	ProbPurchases(h clientele.History, t float64, n int) float64
}

func (m ParetoNBD) ofHistories() forecaster    { return m }
func (m GGompertzNBD) ofHistories() forecaster { return m }
func (m BGNBD) ofHistories() forecaster        { return m }
func (m MBGNBD) ofHistories() forecaster       { return m }
func (m BGCNBD) ofHistories() forecaster       { return m }
func (m MBGCNBD) ofHistories() forecaster      { return m }

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

// erlangResponse is that of the parameters k, r, α, a and b.
func erlangResponse(on Target) (add design.Shift, ok bool) {
	plain, ok := geometricResponse(on)
	copy(add[1:], plain[:4])
	return add, ok
}

func (BGCNBD) response(on Target) (add design.Shift, ok bool) { return erlangResponse(on) }

func (m BGCNBD) shifted(by design.Shift) BGCNBD {
	return BGCNBD{K: m.K, R: m.R * math.Exp(by[1]), Alpha: m.Alpha * math.Exp(by[2]), A: m.A * math.Exp(by[3]), B: m.B * math.Exp(by[4]), Unit: m.Unit}
}

func (m BGCNBD) rowsAt(t *table.Table, v []float64) mle.Rows {
	m = m.WithParams(v)
	return m.core().Rows(t)
}

func (MBGCNBD) response(on Target) (add design.Shift, ok bool) { return erlangResponse(on) }

func (m MBGCNBD) shifted(by design.Shift) MBGCNBD { return MBGCNBD(BGCNBD(m).shifted(by)) }

func (m MBGCNBD) rowsAt(t *table.Table, v []float64) mle.Rows {
	m = m.WithParams(v)
	return m.core().Rows(t)
}

// response is that of the parameters α, β, γ and δ, two pairs of which each are a mean
// probability and how much customers differ in it.
func (BGBB) response(on Target) (add design.Shift, ok bool) {
	switch on {
	case TargetPurchase:
		return design.Shift{0: 0.5, 1: -0.5}, true
	case TargetDropout:
		return design.Shift{2: 0.5, 3: -0.5}, true
	case TargetBoth:
		return design.Shift{0: 0.5, 1: -0.5, 2: 0.5, 3: -0.5}, true
	}
	return add, false
}

func (m BGBB) shifted(by design.Shift) BGBB {
	return BGBB{m.Alpha * math.Exp(by[0]), m.Beta * math.Exp(by[1]), m.Gamma * math.Exp(by[2]), m.Delta * math.Exp(by[3])}
}

func (BGBB) rowsAt(t *table.Table, v []float64) mle.Rows {
	return bernoulli.Model{Alpha: v[0], Beta: v[1], Gamma: v[2], Delta: v[3]}.Rows(t, bernoulli.NewOpportunities(t))
}

// timedBGBB is BG/BB of histories whose times are numbers of opportunities.
type timedBGBB BGBB

func (m BGBB) ofHistories() forecaster { return timedBGBB(m) }

func (m timedBGBB) LogProb(h clientele.History) float64 { return BGBB(m).LogProb(discrete(h)) }

func (m timedBGBB) ExpectedPurchases(h clientele.History, t float64) float64 {
	return BGBB(m).ExpectedPurchases(discrete(h), opportunities(t))
}

func (m timedBGBB) VarPurchases(h clientele.History, t float64) float64 {
	return BGBB(m).VarPurchases(discrete(h), opportunities(t))
}

func (m timedBGBB) ProbPurchases(h clientele.History, t float64, n int) float64 {
	return BGBB(m).ProbPurchases(discrete(h), opportunities(t), n)
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
	_ Regressable[BGCNBD]       = BGCNBD{}
	_ Regressable[MBGCNBD]      = MBGCNBD{}
	_ Regressable[BGBB]         = BGBB{}
)
