package rfm

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment"
)

// Grid names the cells of R score and FM score, the mean of F and M. It belongs
// to scores of one number of bins. A table has no holes and no overlaps;
// published lists of rules have both. It is a comparable value; the zero value
// has no bins and names nobody.
type Grid struct {
	bins  uint8
	cells [segment.MaxBins][segment.MaxBins]Segment // [R − 1][FM − 1]
}

// DefaultGrid returns the library's map for scores of this number of bins, 2
// to 10. For five, best customers in the upper right:
//
//	       FM = 1            2                    3                    4           5
//	R = 5  recent            potential-loyalists  potential-loyalists  champions   champions
//	    4  promising         potential-loyalists  loyal                loyal       champions
//	    3  about-to-sleep    need-attention       need-attention       loyal       loyal
//	    2  hibernating       about-to-sleep       at-risk              at-risk     at-risk
//	    1  lost              hibernating          at-risk              cant-lose   cant-lose
//
// Other numbers of bins take the cell that holds the middle of theirs: score s
// of b counts as ⌈5(s − ½)/b⌉ of 5. The names and where they lie follow the
// R × FM map that analytics vendors publish; where its rules overlap, the cell
// has the name of the smaller one.
func DefaultGrid(bins int) (Grid, error) {
	if bins < 2 || bins > segment.MaxBins {
		return Grid{}, gridError("bins", bins, "2 to 10")
	}
	five := [5][5]Segment{
		{SegmentLost, SegmentHibernating, SegmentAtRisk, SegmentCantLose, SegmentCantLose},
		{SegmentHibernating, SegmentAboutToSleep, SegmentAtRisk, SegmentAtRisk, SegmentAtRisk},
		{SegmentAboutToSleep, SegmentNeedAttention, SegmentNeedAttention, SegmentLoyal, SegmentLoyal},
		{SegmentPromising, SegmentPotentialLoyalists, SegmentLoyal, SegmentLoyal, SegmentChampions},
		{SegmentRecent, SegmentPotentialLoyalists, SegmentPotentialLoyalists, SegmentChampions, SegmentChampions},
	}
	middle := func(i int) int { return (5*(2*i+1) - 1) / (2 * bins) } // ⌈5(s − ½)/b⌉ − 1 with i = s − 1
	g := Grid{bins: uint8(bins)}
	for r := range bins {
		for fm := range bins {
			g.cells[r][fm] = five[middle(r)][middle(fm)]
		}
	}
	return g, nil
}

// GridRule names the cells of a rectangle, ends included.
type GridRule struct {
	Segment Segment `json:"segment"`
	FromR   int     `json:"from_r"` // R scores, 1 to the number of bins
	ToR     int     `json:"to_r"`
	FromFM  int     `json:"from_fm"` // FM scores, 1 to the number of bins
	ToFM    int     `json:"to_fm"`
}

// NewGrid builds a map for scores of this number of bins, 2 to 10, from rules
// that must cover every cell exactly once. The error names the first rule that
// overlaps an earlier one, or the first hole.
func NewGrid(bins int, rules ...GridRule) (Grid, error) {
	if bins < 2 || bins > segment.MaxBins {
		return Grid{}, gridError("bins", bins, "2 to 10")
	}
	g := Grid{bins: uint8(bins)}
	for _, rule := range rules {
		if !(1 <= rule.FromR && rule.FromR <= rule.ToR && rule.ToR <= bins && 1 <= rule.FromFM && rule.FromFM <= rule.ToFM && rule.ToFM <= bins) {
			return Grid{}, gridError("rule", rule, fmt.Sprintf("scores from 1 to %d, the first not above the last", bins))
		}
		if !segments.Valid(rule.Segment) {
			return Grid{}, gridError("segment of a rule", rule.Segment, "one of the declared segments")
		}
		for r := rule.FromR; r <= rule.ToR; r++ {
			for fm := rule.FromFM; fm <= rule.ToFM; fm++ {
				if g.cells[r-1][fm-1] != 0 {
					return Grid{}, gridError(fmt.Sprintf("rule at R %d, FM %d", r, fm), rule, "a cell that no other rule names; this one is "+g.cells[r-1][fm-1].String())
				}
				g.cells[r-1][fm-1] = rule.Segment
			}
		}
	}
	return g, g.Check()
}

// Check returns nil if the grid has bins and every cell has a segment, and
// otherwise an *clientele.InputError that names the first one without.
func (g *Grid) Check() error {
	if g.bins < 2 || g.bins > segment.MaxBins {
		return gridError("bins", g.bins, "2 to 10")
	}
	for r := range g.bins {
		for fm, s := range g.cells[r][:g.bins] {
			if !segments.Valid(s) {
				return gridError(fmt.Sprintf("cell at R %d, FM %d", r+1, fm+1), s, "a segment: the map must be total")
			}
		}
	}
	return nil
}

func gridError(field string, value any, want string) error {
	return &clientele.InputError{Where: "rfm.Grid", Field: field, Value: value, Want: want}
}

// Bins returns the number of bins whose scores the grid names.
func (g *Grid) Bins() int { return int(g.bins) }

// Segment returns the name of the cell of these scores.
//
// Special cases are: unassigned if the scores are of another number of bins, or
// there is none of R, or none of both F and M.
func (g *Grid) Segment(s Scores) Segment {
	if s.Of != g.bins || s.R == 0 || s.F|s.M == 0 || max(s.R, s.F, s.M) > g.bins {
		return 0
	}
	return g.cells[s.R-1][s.FM()-1]
}

// MarshalJSON writes one row of names an R score, R = 1 first.
func (g Grid) MarshalJSON() ([]byte, error) {
	rows := make([][]Segment, g.bins)
	for r := range rows {
		rows[r] = g.cells[r][:g.bins]
	}
	return json.Marshal(rows)
}

// UnmarshalJSON reads rows of names, as many as each has names, R = 1 first; g
// is unchanged on error.
func (g *Grid) UnmarshalJSON(data []byte) error {
	var rows [][]Segment
	if err := json.Unmarshal(data, &rows); err != nil {
		return err
	}
	if len(rows) == 0 {
		*g = Grid{}
		return nil
	}
	if len(rows) > segment.MaxBins {
		return gridError("number of rows", len(rows), "2 to 10, one an R score")
	}
	v := Grid{bins: uint8(len(rows))}
	for i, row := range rows {
		if len(row) != len(rows) {
			return gridError(fmt.Sprintf("number of cells at R %d", i+1), len(row), fmt.Sprintf("%d, one an FM score", len(rows)))
		}
		copy(v.cells[i][:], row)
	}
	if err := v.Check(); err != nil {
		return err
	}
	*g = v
	return nil
}
