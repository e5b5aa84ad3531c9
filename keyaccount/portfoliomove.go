package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/wire"
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
// index is the vertical axis, the second the horizontal one, each low, medium,
// high. As JSON it is an object of objects by these names.
type MoveGrid [3][3]PortfolioMove

// at returns the move of two levels.
func (g *MoveGrid) at(row, column clientele.Level) PortfolioMove {
	return g[row-clientele.LevelLow][column-clientele.LevelLow]
}

// MarshalJSON writes an object of objects, both by the names of the levels.
func (g MoveGrid) MarshalJSON() ([]byte, error) { return marshalGrid(g[:]) }

// UnmarshalJSON reads what MarshalJSON writes; g is unchanged on error.
func (g *MoveGrid) UnmarshalJSON(data []byte) error {
	var read MoveGrid
	err := unmarshalGrid("keyaccount.MoveGrid", data, read[:])
	if err == nil {
		*g = read
	}
	return err
}

// marshalGrid writes rows of three by the names of the levels.
func marshalGrid[T any](rows [][3]T) ([]byte, error) {
	out := make([]map[clientele.Level]T, len(rows))
	for i, row := range rows {
		out[i] = map[clientele.Level]T{clientele.LevelLow: row[0], clientele.LevelMedium: row[1], clientele.LevelHigh: row[2]}
	}
	return wire.MarshalKeyed(out, clientele.LevelLow)
}

// unmarshalGrid reads what marshalGrid writes.
func unmarshalGrid[T any](where string, data []byte, rows [][3]T) error {
	in := make([]map[clientele.Level]T, len(rows))
	if err := wire.UnmarshalKeyed(where, data, in, clientele.LevelLow); err != nil {
		return err
	}
	for i, row := range in {
		for level, x := range row {
			if level == 0 {
				return bad("MoveGrid", "level", level, "low, medium or high")
			}
			rows[i][level-clientele.LevelLow] = x
		}
	}
	return nil
}

// check refuses a grid with holes.
func (g *MoveGrid) check() error {
	for _, row := range g {
		for _, m := range row {
			if !moves.Valid(m) {
				return bad("MoveGrid", "move", m, "one of the declared moves in every cell")
			}
		}
	}
	return nil
}
