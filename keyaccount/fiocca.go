package keyaccount

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
)

// FioccaCell is the answer of the first step of Fiocca's portfolio.
type FioccaCell uint8

// The cells: strategic importance × difficulty of managing. The zero value is unassigned.
const (
	FioccaCellKeyEasy        FioccaCell = iota + 1 // 重要·易管理
	FioccaCellKeyDifficult                         // 重要·难管理
	FioccaCellOtherEasy                            // 非重要·易管理
	FioccaCellOtherDifficult                       // 非重要·难管理
)

var fioccaCells = enum.New[FioccaCell]("keyaccount.FioccaCell",
	enum.Row{Name: "key-easy", English: "Key and easy", Chinese: "重要且易管理"},
	enum.Row{Name: "key-difficult", English: "Key and difficult", Chinese: "重要但难管理"},
	enum.Row{Name: "other-easy", English: "Not key and easy", Chinese: "非重要且易管理"},
	enum.Row{Name: "other-difficult", English: "Not key and difficult", Chinese: "非重要且难管理"},
)

// String returns the permanent name, such as "key-easy".
func (c FioccaCell) String() string { return fioccaCells.String(c) }

// Label returns the cell's name in lang.
func (c FioccaCell) Label(lang clientele.Lang) string { return fioccaCells.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c FioccaCell) MarshalText() ([]byte, error) { return fioccaCells.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *FioccaCell) UnmarshalText(text []byte) error { return fioccaCells.UnmarshalText(c, text) }

// Ratings are what Fiocca's portfolio looks at, each rated 0–5. Weighted sums
// of the factors he lists (criteria.WeightedSum) make good ratings: for
// importance, volume, potential, prestige and influence on other markets; for
// difficulty, what is particular about product, account and competition; for
// attractiveness, growth and position of the customer's own business; for
// strength, length of the relationship, our share, friendship, cooperation and distance.
type Ratings struct {
	Importance     clientele.Measure `json:"importance"`
	Difficulty     clientele.Measure `json:"difficulty"`
	Attractiveness clientele.Measure `json:"attractiveness"` // second step, for key accounts only
	Strength       clientele.Measure `json:"strength"`       // second step, for key accounts only
}

// Check returns an *clientele.InputError for the first rating outside 0–5.
func (r *Ratings) Check() error {
	for _, f := range [...]struct {
		name  string
		value clientele.Measure
	}{{"importance", r.Importance}, {"difficulty", r.Difficulty}, {"attractiveness", r.Attractiveness}, {"strength", r.Strength}} {
		if err := f.value.Check("keyaccount.Ratings", f.name, 0, 5); err != nil {
			return err
		}
	}
	return nil
}

// FioccaPolicy holds the cuts of the portfolio, ratings in [0, 5]; they are
// ours. Nil and each missing or zero field mean the default.
type FioccaPolicy struct {
	Key       clientele.Measure `json:"key,omitzero"`       // importance from which an account is key; default 3
	Difficult clientele.Measure `json:"difficult,omitzero"` // difficulty from which it is difficult; default 3
	Medium    clientele.Measure `json:"medium,omitzero"`    // attractiveness and strength from which they are medium; default 2, or High where that is less
	High      clientele.Measure `json:"high,omitzero"`      // and high; default 3.5, or Medium where that is more
	// Moves by attractiveness (first index) and strength; the default improves
	// where the customer is attractive and we are weak, holds where both are strong,
	// and reduces or withdraws where the customer is unattractive.
	Moves MoveGrid `json:"moves,omitzero"`
}

var fioccaMoves = MoveGrid{
	{PortfolioMoveWithdraw, PortfolioMoveReduce, PortfolioMoveReduce},
	{PortfolioMoveImprove, PortfolioMoveKeep, PortfolioMoveKeep},
	{PortfolioMoveImprove, PortfolioMoveImprove, PortfolioMoveKeep},
}

func (p *FioccaPolicy) filled() FioccaPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Key, clientele.Known(3))
	policy.Default(&q.Difficult, clientele.Known(3))
	fillCuts(&q.Medium, &q.High, 2, 3.5)
	policy.Default(&q.Moves, fioccaMoves)
	return q
}

// fillCuts sets two cuts in order; a default gives way to the one that is set.
func fillCuts(medium, high *clientele.Measure, m, h float64) {
	policy.Default(medium, clientele.Known(math.Min(m, high.Or(m))))
	policy.Default(high, clientele.Known(math.Max(h, medium.Or(h))))
}

// Check returns an *clientele.InputError unless the cuts are ratings in order
// and every cell has a move.
func (p *FioccaPolicy) Check() error {
	q := p.filled()
	for _, m := range [...]clientele.Measure{q.Key, q.Difficult, q.Medium, q.High} {
		if err := m.Check("keyaccount.FioccaPolicy", "cut", 0, 5); err != nil {
			return err
		}
	}
	if !(q.Medium.Or(0) <= q.High.Or(0)) {
		return bad("FioccaPolicy", "medium and high", [2]float64{q.Medium.Or(0), q.High.Or(0)}, "the first no larger than the second")
	}
	return q.Moves.check()
}

// FioccaPortfolio places accounts in the two steps of R. Fiocca, Account
// portfolio analysis for strategy development, Industrial Marketing Management
// 11 (1982) 53–62. Make it with NewFioccaPortfolio; the zero value is the default.
type FioccaPortfolio struct{ policy FioccaPolicy }

// NewFioccaPortfolio returns the portfolio of a policy, nil for the default. A
// policy that makes no sense is an *clientele.InputError.
func NewFioccaPortfolio(policy *FioccaPolicy) (FioccaPortfolio, error) {
	if err := policy.Check(); err != nil {
		return FioccaPortfolio{}, err
	}
	return FioccaPortfolio{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (f FioccaPortfolio) Policy() FioccaPolicy { return f.policy.filled() }

// FioccaPlace is an account's place in the portfolio. Without importance and
// difficulty it is unassigned; the second step is unassigned for accounts that
// are not key, and where it was not rated.
type FioccaPlace struct {
	Cell           FioccaCell      `json:"cell"`
	Attractiveness clientele.Level `json:"attractiveness"`
	Strength       clientele.Level `json:"strength"`
	Move           PortfolioMove   `json:"move"`
	Ratings        Ratings         `json:"ratings"`
	Cuts           FioccaPolicy    `json:"cuts"`
}

// Place places an account: first strategic importance × difficulty; then, for
// key accounts, attractiveness of the customer's business × strength of the
// relationship. A rating outside 0–5 is an *InputError.
func (f FioccaPortfolio) Place(r Ratings) (FioccaPlace, error) {
	q := f.Policy()
	p := FioccaPlace{Ratings: r, Cuts: q}
	if err := r.Check(); err != nil {
		return FioccaPlace{}, err
	}
	importance, rated := r.Importance.Value()
	difficulty, also := r.Difficulty.Value()
	if !rated || !also {
		return p, nil
	}
	p.Cell = FioccaCellKeyEasy
	if importance < q.Key.Or(0) {
		p.Cell = FioccaCellOtherEasy
	}
	if difficulty >= q.Difficult.Or(0) {
		p.Cell++
	}
	a, known := r.Attractiveness.Value()
	s, alsoKnown := r.Strength.Value()
	if p.Cell <= FioccaCellKeyDifficult && known && alsoKnown {
		p.Attractiveness, p.Strength = levelOf(a, q.Medium.Or(0), q.High.Or(0)), levelOf(s, q.Medium.Or(0), q.High.Or(0))
		p.Move = q.Moves.at(p.Attractiveness, p.Strength)
	}
	return p, nil
}

// AppendReasons appends what the place rests on: the ratings against the cuts;
// nothing for an unassigned place.
func (p FioccaPlace) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if p.Cell == 0 {
		return dst
	}
	two := func(a axis, v, cut clientele.Measure) clientele.Reason {
		return axisReason(a, levelOf(v.Or(0), cut.Or(0), cut.Or(0)), v.Or(0), cut.Or(0), cut.Or(0))
	}
	dst = append(dst, two(axisImportance, p.Ratings.Importance, p.Cuts.Key), two(axisDifficulty, p.Ratings.Difficulty, p.Cuts.Difficult))
	if p.Move != 0 {
		dst = append(dst,
			axisReason(axisAttractiveness, p.Attractiveness, p.Ratings.Attractiveness.Or(0), p.Cuts.Medium.Or(0), p.Cuts.High.Or(0)),
			axisReason(axisStrength, p.Strength, p.Ratings.Strength.Or(0), p.Cuts.Medium.Or(0), p.Cuts.High.Or(0)))
	}
	return dst
}

// levelOf returns the level of v: Medium from one cut on, High from the other.
func levelOf(v, medium, high float64) clientele.Level {
	switch {
	case v >= high:
		return clientele.LevelHigh
	case v >= medium:
		return clientele.LevelMedium
	}
	return clientele.LevelLow
}
