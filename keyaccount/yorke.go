package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
)

// YorkePolicy holds the cuts of the portfolio of customer profitability ×
// strength of the relationship; they are ours. Nil and each missing or zero
// field mean the default.
type YorkePolicy struct {
	MediumMargin   clientele.Measure `json:"medium_margin,omitzero"`   // margin after service from which profitability is medium, −100 … 1; default 0.05, or HighMargin where that is less
	HighMargin     clientele.Measure `json:"high_margin,omitzero"`     // and high; default 0.15, or MediumMargin where that is more
	MediumStrength clientele.Measure `json:"medium_strength,omitzero"` // strength (0–5) from which it is medium; default 2, or HighStrength where that is less
	HighStrength   clientele.Measure `json:"high_strength,omitzero"`   // and high; default 3.5, or MediumStrength where that is more
	// Moves by profitability (first index) and strength; the default improves
	// weak relationships that pay, holds strong ones, and puts less into those that do not pay.
	Moves MoveGrid `json:"moves,omitzero"`
}

var yorkeMoves = MoveGrid{
	{PortfolioMoveWithdraw, PortfolioMoveReduce, PortfolioMoveReduce},
	{PortfolioMoveImprove, PortfolioMoveKeep, PortfolioMoveKeep},
	{PortfolioMoveImprove, PortfolioMoveImprove, PortfolioMoveKeep},
}

func (p *YorkePolicy) filled() YorkePolicy {
	q := policy.Copy(p)
	fillCuts(&q.MediumMargin, &q.HighMargin, .05, .15)
	fillCuts(&q.MediumStrength, &q.HighStrength, 2, 3.5)
	policy.Default(&q.Moves, yorkeMoves)
	return q
}

// Check returns an *clientele.InputError unless the cuts are in order and in
// range, and every cell has a move.
func (p *YorkePolicy) Check() error {
	q := p.filled()
	margins := [2]float64{q.MediumMargin.Or(0), q.HighMargin.Or(0)}
	if !(margins[0] >= -100 && margins[0] <= margins[1] && margins[1] <= 1) {
		return bad("YorkePolicy", "margins", margins, "two margins from -100 to 1, the first no larger")
	}
	strengths := [2]float64{q.MediumStrength.Or(0), q.HighStrength.Or(0)}
	if !(strengths[0] >= 0 && strengths[0] <= strengths[1] && strengths[1] <= 5) {
		return bad("YorkePolicy", "strengths", strengths, "two ratings in [0, 5], the first no larger")
	}
	return q.Moves.check()
}

// YorkePortfolio places customers as D. A. Yorke and G. Droussiotis do, The use
// of customer portfolio theory, J. Business & Industrial Marketing 9/3 (1994)
// 6–18. Make it with NewYorkePortfolio; the zero value is the default.
type YorkePortfolio struct{ policy YorkePolicy }

// NewYorkePortfolio returns the portfolio of a policy, nil for the default. A
// policy that makes no sense is an *clientele.InputError.
func NewYorkePortfolio(policy *YorkePolicy) (YorkePortfolio, error) {
	if err := policy.Check(); err != nil {
		return YorkePortfolio{}, err
	}
	return YorkePortfolio{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (y YorkePortfolio) Policy() YorkePolicy { return y.policy.filled() }

// YorkePlace is a customer's place in the portfolio.
type YorkePlace struct {
	Profitability clientele.Level `json:"profitability"`
	Strength      clientele.Level `json:"strength"`
	Move          PortfolioMove   `json:"move"`
	Margin        float64         `json:"margin"` // after service
	Rated         float64         `json:"rated"`  // strength of the relationship, 0–5
	Cuts          YorkePolicy     `json:"cuts"`
}

// Place places a customer: what it is worth after the cost of serving it,
// against the perceived strength (0–5) of the relationship. Amounts out of
// range, no revenue, and a strength outside 0–5 give an *InputError.
func (y YorkePortfolio) Place(c Profitability, strength float64) (YorkePlace, error) {
	if err := c.Check(); err != nil {
		return YorkePlace{}, err
	}
	if c.Revenue == 0 {
		return YorkePlace{}, bad("Yorke", "revenue", c.Revenue, "an amount above 0: a margin needs it")
	}
	if !(strength >= 0 && strength <= 5) {
		return YorkePlace{}, bad("Yorke", "strength", strength, "a rating in [0, 5]")
	}
	q := y.Policy()
	p := YorkePlace{Margin: c.Margin(), Rated: strength, Cuts: q}
	p.Profitability = levelOf(p.Margin, q.MediumMargin.Or(0), q.HighMargin.Or(0))
	p.Strength = levelOf(strength, q.MediumStrength.Or(0), q.HighStrength.Or(0))
	p.Move = q.Moves.at(p.Profitability, p.Strength)
	return p, nil
}

// AppendReasons appends what the place rests on; nothing for an unassigned one.
func (p YorkePlace) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if p.Move == 0 {
		return dst
	}
	return append(dst,
		axisReason(axisMargin, p.Profitability, p.Margin, p.Cuts.MediumMargin.Or(0), p.Cuts.HighMargin.Or(0)),
		axisReason(axisStrength, p.Strength, p.Rated, p.Cuts.MediumStrength.Or(0), p.Cuts.HighStrength.Or(0)))
}
