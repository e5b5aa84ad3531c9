package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// PortfolioMove is what a portfolio advises to do with a customer.
type PortfolioMove uint8

// The moves. The zero value is unassigned.
const (
	PortfolioMoveImprove  PortfolioMove = iota + 1 // 加强: put more into the relationship
	PortfolioMoveKeep                              // 保持: keep it as it is
	PortfolioMoveReduce                            // 收缩: put less into it
	PortfolioMoveWithdraw                          // 退出: let it go
)

var moves = enum.New[PortfolioMove]("keyaccount.PortfolioMove",
	enum.Row{Name: "improve", English: "Strengthen the relationship", Chinese: "加强关系"},
	enum.Row{Name: "keep", English: "Keep the relationship as it is", Chinese: "保持关系"},
	enum.Row{Name: "reduce", English: "Put less into the relationship", Chinese: "减少投入"},
	enum.Row{Name: "withdraw", English: "Withdraw", Chinese: "逐步退出"},
)

// String returns the permanent name, such as "improve".
func (m PortfolioMove) String() string { return moves.String(m) }

// Label returns the move's name in lang.
func (m PortfolioMove) Label(lang clientele.Lang) string { return moves.Label(m, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (m PortfolioMove) MarshalText() ([]byte, error) { return moves.MarshalText(m) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (m *PortfolioMove) UnmarshalText(text []byte) error { return moves.UnmarshalText(m, text) }

// MoveGrid holds a move for each cell of a three-by-three portfolio: the first
// index is the vertical axis, the second the horizontal one, each Low, Medium, High.
type MoveGrid [3][3]PortfolioMove

// at returns the move of two levels.
func (g *MoveGrid) at(row, column clientele.Level) PortfolioMove {
	return g[row-clientele.LevelLow][column-clientele.LevelLow]
}

// complete fills an empty grid with the default and refuses one with holes.
func (g *MoveGrid) complete(fallback MoveGrid) error {
	if *g == (MoveGrid{}) {
		*g = fallback
	}
	for _, row := range g {
		for _, m := range row {
			if !moves.Valid(m) {
				return bad("MoveGrid", "move", m, "one of the declared moves in every cell")
			}
		}
	}
	return nil
}
