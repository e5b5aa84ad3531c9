package segment

import (
	"encoding/json"
	"fmt"
	"iter"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// CubeCell is one of the 27 cells, or 8 with two levels an axis.
type CubeCell struct {
	Value     clientele.Level `json:"value"`
	Potential clientele.Level `json:"potential"`
	Loyalty   clientele.Level `json:"loyalty"`
}

// String returns the levels in the order of the axes, such as "high-low-medium".
func (c CubeCell) String() string {
	return c.Value.String() + "-" + c.Potential.String() + "-" + c.Loyalty.String()
}

// Label returns the cell's name in lang, such as "高价值·低潜力·中等忠诚度".
func (c CubeCell) Label(lang clientele.Lang) string {
	if lang == clientele.LangChinese {
		loyalty := c.Loyalty.Label(lang)
		if c.Loyalty == clientele.LevelMedium {
			loyalty = "中等"
		}
		return c.Value.Label(lang) + "价值·" + c.Potential.Label(lang) + "潜力·" + loyalty + "忠诚度"
	}
	return c.Value.Label(lang) + " value, " + c.Potential.Label(lang) + " potential, " + c.Loyalty.Label(lang) + " loyalty"
}

// MarshalJSON writes the three levels.
func (c CubeCell) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *CubeCell) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// index returns the cell's place in a table, or false if a level is unassigned.
func (c CubeCell) index() (v, p, l int, ok bool) {
	low, high := min(c.Value, c.Potential, c.Loyalty), max(c.Value, c.Potential, c.Loyalty)
	return int(c.Value) - 1, int(c.Potential) - 1, int(c.Loyalty) - 1, low >= clientele.LevelLow && high <= clientele.LevelHigh
}

// cubeCells yields the 27 cells, low before high.
func cubeCells() iter.Seq[CubeCell] {
	return func(yield func(CubeCell) bool) {
		for i := range 27 {
			c := CubeCell{clientele.Level(i/9 + 1), clientele.Level(i/3%3 + 1), clientele.Level(i%3 + 1)}
			if !yield(c) {
				return
			}
		}
	}
}

// unmarshalCells reads a table that is an object keyed by the cells: all 27 of
// them and nothing else.
func unmarshalCells[T any](data []byte, where string, table *[3][3][3]T, read func(json.RawMessage, *T) error) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	var out [3][3][3]T
	for c := range cubeCells() {
		raw, ok := values[c.String()]
		if !ok {
			return &clientele.InputError{Where: where, Field: "cell " + c.String(), Value: "missing", Want: "a value of each of the 27 cells"}
		}
		v, p, l, _ := c.index()
		if err := read(raw, &out[v][p][l]); err != nil {
			return fmt.Errorf("%s: cell %s: %w", where, c, err)
		}
	}
	if len(values) != 27 {
		return &clientele.InputError{Where: where, Field: "number of cells", Value: len(values), Want: "27"}
	}
	*table = out
	return nil
}
