package keyaccount

import (
	"math"

	"github.com/clientele-go/clientele"
)

// Profitability is what one customer brings and costs in a year, in money.
type Profitability struct {
	Revenue float64 `json:"revenue"` // ≥ 0
	Direct  float64 `json:"direct"`  // cost of what was bought, ≥ 0
	Service float64 `json:"service"` // cost of selling to it and serving it, ≥ 0
}

// Check returns nil if all amounts are ≥ 0 and at most 1e15, and an *InputError otherwise.
func (p Profitability) Check() error {
	for _, f := range []struct {
		name  string
		value float64
	}{{"revenue", p.Revenue}, {"direct", p.Direct}, {"service", p.Service}} {
		if !(f.value >= 0 && f.value <= maxMoney) {
			return bad("Profitability", f.name, f.value, "an amount in [0, 1e15]")
		}
	}
	return nil
}

// Contribution returns Revenue − Direct, the profit before service.
func (p Profitability) Contribution() float64 { return p.Revenue - p.Direct }

// Net returns Revenue − Direct − Service.
func (p Profitability) Net() float64 { return p.Revenue - p.Direct - p.Service }

// Margin returns Net / Revenue.
//
// Special cases are: NaN without revenue.
func (p Profitability) Margin() float64 {
	if p.Revenue == 0 {
		return math.NaN()
	}
	return p.Net() / p.Revenue
}

// ServiceShare returns the part of the contribution that service takes; above 1
// the customer is served at a loss.
//
// Special cases are: 0 without service; +Inf with service and no contribution.
func (p Profitability) ServiceShare() float64 {
	switch {
	case p.Service == 0:
		return 0
	case !(p.Contribution() > 0):
		return math.Inf(1)
	}
	return p.Service / p.Contribution()
}

// YorkePolicy holds the cuts of the portfolio of customer profitability ×
// strength of the relationship; they are ours. A zero field means the default.
type YorkePolicy struct {
	MediumMargin   float64 `json:"medium_margin,omitempty"`   // margin after service from which profitability is medium; default 0.05
	HighMargin     float64 `json:"high_margin,omitempty"`     // and high; default 0.15
	MediumStrength float64 `json:"medium_strength,omitempty"` // strength (0–5) from which it is medium; default 2
	HighStrength   float64 `json:"high_strength,omitempty"`   // and high; default 3.5
	// Moves by profitability (first index) and strength; the default improves
	// weak relationships that pay, holds strong ones, and puts less into those that do not pay.
	Moves MoveGrid `json:"moves,omitzero"`
}

var yorkeMoves = MoveGrid{
	{PortfolioMoveWithdraw, PortfolioMoveReduce, PortfolioMoveReduce},
	{PortfolioMoveImprove, PortfolioMoveKeep, PortfolioMoveKeep},
	{PortfolioMoveImprove, PortfolioMoveImprove, PortfolioMoveKeep},
}

// Yorke is a customer's place in the portfolio.
type Yorke struct {
	Profitability clientele.Level `json:"profitability"`
	Strength      clientele.Level `json:"strength"`
	Move          PortfolioMove   `json:"move"`
}

// Place places a customer in the portfolio of D. A. Yorke and G. Droussiotis,
// The use of customer portfolio theory, J. Business & Industrial Marketing 9/3
// (1994) 6–18: what the customer is worth after the cost of serving it, against
// the perceived strength (0–5) of the relationship. Amounts out of range, no
// revenue, and a strength outside 0–5 give an *InputError.
func (p *YorkePolicy) Place(c Profitability, strength float64) (Yorke, error) {
	q, err := p.withDefaults()
	if err != nil {
		return Yorke{}, err
	}
	if err := c.Check(); err != nil {
		return Yorke{}, err
	}
	if c.Revenue == 0 {
		return Yorke{}, bad("Yorke", "revenue", c.Revenue, "an amount above 0: a margin needs it")
	}
	if !(strength >= 0 && strength <= 5) {
		return Yorke{}, bad("Yorke", "strength", strength, "a rating in [0, 5]")
	}
	y := Yorke{Profitability: levelOf(c.Margin(), q.MediumMargin, q.HighMargin), Strength: levelOf(strength, q.MediumStrength, q.HighStrength)}
	y.Move = q.Moves.at(y.Profitability, y.Strength)
	return y, nil
}

func (p *YorkePolicy) withDefaults() (YorkePolicy, error) {
	var q YorkePolicy
	if p != nil {
		q = *p
	}
	if q.MediumMargin == 0 && q.HighMargin == 0 {
		q.MediumMargin, q.HighMargin = .05, .15
	}
	if q.MediumStrength == 0 && q.HighStrength == 0 {
		q.MediumStrength, q.HighStrength = 2, 3.5
	}
	if !(q.MediumMargin <= q.HighMargin && q.HighMargin <= 1 && q.MediumMargin >= -100) {
		return q, bad("YorkePolicy", "margins", [2]float64{q.MediumMargin, q.HighMargin}, "two margins up to 1, the first no larger")
	}
	if !(q.MediumStrength >= 0 && q.MediumStrength <= q.HighStrength && q.HighStrength <= 5) {
		return q, bad("YorkePolicy", "strengths", [2]float64{q.MediumStrength, q.HighStrength}, "two ratings in [0, 5], the first no larger")
	}
	return q, q.Moves.complete(yorkeMoves)
}

// AppendReasons appends what the place rests on. The policy is the one it was
// placed with.
func (y Yorke) AppendReasons(dst []clientele.Reason, c Profitability, strength float64, p *YorkePolicy) []clientele.Reason {
	q, err := p.withDefaults()
	if err != nil {
		return dst
	}
	return append(dst,
		axisReason(axisMargin, y.Profitability, 100*c.Margin(), 100*q.MediumMargin, 100*q.HighMargin),
		axisReason(axisStrength, y.Strength, strength, q.MediumStrength, q.HighStrength))
}
