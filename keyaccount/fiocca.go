package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
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

// FioccaPolicy holds the cuts of the portfolio, ours. A zero field means the default.
type FioccaPolicy struct {
	Key       float64 `json:"key,omitempty"`       // importance from which an account is key; default 3
	Difficult float64 `json:"difficult,omitempty"` // difficulty from which it is difficult; default 3
	Medium    float64 `json:"medium,omitempty"`    // attractiveness and strength from which they are medium; default 2
	High      float64 `json:"high,omitempty"`      // and high; default 3.5
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

// Fiocca is an account's place in the portfolio. The second step is unassigned
// for accounts that are not key, and where it was not rated.
type Fiocca struct {
	Cell           FioccaCell      `json:"cell"`
	Attractiveness clientele.Level `json:"attractiveness,omitempty"`
	Strength       clientele.Level `json:"strength,omitempty"`
	Move           PortfolioMove   `json:"move,omitempty"`
}

// Place places an account in the two steps of R. Fiocca, Account portfolio
// analysis for strategy development, Industrial Marketing Management 11 (1982)
// 53–62: first strategic importance × difficulty; then, for key accounts,
// attractiveness of the customer's business × strength of the relationship. A
// rating outside 0–5, and a first step that was not rated, give an *InputError.
func (p *FioccaPolicy) Place(r Ratings) (Fiocca, error) {
	q, err := p.withDefaults()
	if err != nil {
		return Fiocca{}, err
	}
	for _, f := range []struct {
		name     string
		value    clientele.Measure
		required bool
	}{{"importance", r.Importance, true}, {"difficulty", r.Difficulty, true}, {"attractiveness", r.Attractiveness, false}, {"strength", r.Strength, false}} {
		v, known := f.value.Value()
		if (known && !(v >= 0 && v <= 5)) || (f.required && !known) {
			return Fiocca{}, bad("Fiocca", f.name, shown(f.value), "a rating in [0, 5]")
		}
	}
	f := Fiocca{Cell: FioccaCellKeyEasy}
	if r.Importance.Or(0) < q.Key {
		f.Cell = FioccaCellOtherEasy
	}
	if r.Difficulty.Or(0) >= q.Difficult {
		f.Cell++
	}
	a, known := r.Attractiveness.Value()
	s, alsoKnown := r.Strength.Value()
	if f.Cell <= FioccaCellKeyDifficult && known && alsoKnown {
		f.Attractiveness, f.Strength = levelOf(a, q.Medium, q.High), levelOf(s, q.Medium, q.High)
		f.Move = q.Moves.at(f.Attractiveness, f.Strength)
	}
	return f, nil
}

func (p *FioccaPolicy) withDefaults() (FioccaPolicy, error) {
	var q FioccaPolicy
	if p != nil {
		q = *p
	}
	for _, f := range []struct {
		value    *float64
		fallback float64
	}{{&q.Key, 3}, {&q.Difficult, 3}, {&q.Medium, 2}, {&q.High, 3.5}} {
		if *f.value == 0 {
			*f.value = f.fallback
		}
		if !(*f.value >= 0 && *f.value <= 5) {
			return q, bad("FioccaPolicy", "cut", *f.value, "a rating in [0, 5]")
		}
	}
	if !(q.Medium <= q.High) {
		return q, bad("FioccaPolicy", "medium and high", [2]float64{q.Medium, q.High}, "the first no larger than the second")
	}
	return q, q.Moves.complete(fioccaMoves)
}

// AppendReasons appends what the place rests on: the ratings against the cuts.
// The policy is the one it was placed with.
func (f Fiocca) AppendReasons(dst []clientele.Reason, r Ratings, p *FioccaPolicy) []clientele.Reason {
	q, err := p.withDefaults()
	if err != nil {
		return dst
	}
	dst = append(dst,
		axisReason(axisImportance, levelOf(r.Importance.Or(0), q.Key, q.Key), r.Importance.Or(0), q.Key, q.Key),
		axisReason(axisDifficulty, levelOf(r.Difficulty.Or(0), q.Difficult, q.Difficult), r.Difficulty.Or(0), q.Difficult, q.Difficult))
	if f.Move != 0 {
		dst = append(dst,
			axisReason(axisAttractiveness, f.Attractiveness, r.Attractiveness.Or(0), q.Medium, q.High),
			axisReason(axisStrength, f.Strength, r.Strength.Or(0), q.Medium, q.High))
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

// shown is a measurement in an error.
func shown(m clientele.Measure) any {
	if v, known := m.Value(); known {
		return v
	}
	return "missing"
}
