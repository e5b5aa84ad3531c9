package segment

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele"
)

// Grid names the 25 cells of R score (first index, R − 1) and FM score (second
// index, FM − 1; the mean of F and M, rounded half up). A table has no holes
// and no overlaps; published lists of rules have both. The zero value of an
// entry is unassigned, which Check refuses.
type Grid [5][5]Segment

// DefaultGrid returns the library's map, best customers in the upper right:
//
//	       FM = 1            2                    3                    4           5
//	R = 5  recent            potential-loyalists  potential-loyalists  champions   champions
//	    4  promising         potential-loyalists  loyal                loyal       champions
//	    3  about-to-sleep    need-attention       need-attention       loyal       loyal
//	    2  hibernating       about-to-sleep       at-risk              at-risk     at-risk
//	    1  lost              hibernating          at-risk              cant-lose   cant-lose
//
// The names and where they lie follow the R × FM map that analytics vendors
// publish; where its rules overlap, the cell has the name of the smaller one.
func DefaultGrid() Grid {
	return Grid{
		{Lost, Hibernating, AtRisk, CantLose, CantLose},
		{Hibernating, AboutToSleep, AtRisk, AtRisk, AtRisk},
		{AboutToSleep, NeedAttention, NeedAttention, Loyal, Loyal},
		{Promising, PotentialLoyalists, Loyal, Loyal, Champions},
		{Recent, PotentialLoyalists, PotentialLoyalists, Champions, Champions},
	}
}

// GridRule names the cells of a rectangle, ends included.
type GridRule struct {
	Segment      Segment `json:"segment"`
	FromR, ToR   int     // R scores, 1 to 5
	FromFM, ToFM int     // FM scores, 1 to 5
}

// NewGrid builds a map from rules that must cover every cell exactly once. The
// error names the first rule that overlaps an earlier one, or the first hole.
func NewGrid(rules ...GridRule) (Grid, error) {
	var g Grid
	for _, rule := range rules {
		if !(1 <= rule.FromR && rule.FromR <= rule.ToR && rule.ToR <= 5 && 1 <= rule.FromFM && rule.FromFM <= rule.ToFM && rule.ToFM <= 5) {
			return Grid{}, gridError("rule", rule, "scores from 1 to 5, the first not above the last")
		}
		if !segments.Valid(rule.Segment) {
			return Grid{}, gridError("segment of a rule", rule.Segment, "one of the declared segments")
		}
		for r := rule.FromR; r <= rule.ToR; r++ {
			for fm := rule.FromFM; fm <= rule.ToFM; fm++ {
				if g[r-1][fm-1] != 0 {
					return Grid{}, gridError(fmt.Sprintf("rule at R %d, FM %d", r, fm), rule, "a cell that no other rule names; this one is "+g[r-1][fm-1].String())
				}
				g[r-1][fm-1] = rule.Segment
			}
		}
	}
	return g, g.Check()
}

// Check returns nil if every cell has a segment, and otherwise an
// *clientele.InputError that names the first one without.
func (g *Grid) Check() error {
	for r := range g {
		for fm, s := range g[r] {
			if !segments.Valid(s) {
				return gridError(fmt.Sprintf("cell at R %d, FM %d", r+1, fm+1), s, "a segment: the map must be total")
			}
		}
	}
	return nil
}

func gridError(field string, value any, want string) error {
	return &clientele.InputError{Where: "segment.Grid", Field: field, Value: value, Want: want}
}

// Segment returns the segment of a customer with these scores, which must be
// made with five bins on each axis.
//
// Special cases are: unassigned if a score is not from 1 to 5.
func (g *Grid) Segment(s RFMScore) Segment {
	if min(s.R, s.F, s.M) < 1 || max(s.R, s.F, s.M) > 5 {
		return 0
	}
	return g[s.R-1][s.FM()-1]
}

// AppendReasons appends why a customer with these scores is in his segment.
func (g *Grid) AppendReasons(dst []clientele.Reason, s RFMScore) []clientele.Reason {
	return append(dst,
		clientele.Reason{Code: ReasonRecencyScore, Value: float64(s.R), Limit: 5},
		clientele.Reason{Code: ReasonFrequencyScore, Value: float64(s.F), Limit: 5},
		clientele.Reason{Code: ReasonMoneyScore, Value: float64(s.M), Limit: 5})
}

// UnmarshalJSON reads five rows of five names, R = 1 first; g is unchanged on error.
func (g *Grid) UnmarshalJSON(data []byte) error {
	var rows [][]Segment
	if err := json.Unmarshal(data, &rows); err != nil {
		return err
	}
	if len(rows) != 5 {
		return gridError("number of rows", len(rows), "5, one an R score")
	}
	var v Grid
	for i, row := range rows {
		if len(row) != 5 {
			return gridError(fmt.Sprintf("number of cells at R %d", i+1), len(row), "5, one an FM score")
		}
		v[i] = [5]Segment(row)
	}
	if err := v.Check(); err != nil {
		return err
	}
	*g = v
	return nil
}
