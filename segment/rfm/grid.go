package rfm

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment"
)

// Grid names the cells of R, F and M scores. It belongs to scores of one number
// of bins. A table has no holes and no overlaps; published lists of rules have
// both. It is a comparable value; the zero value has no bins and names nobody.
type Grid struct {
	bins  uint8
	cells [segment.MaxBins][segment.MaxBins][segment.MaxBins]Segment // [R − 1][F − 1][M − 1]
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
		for f := range bins {
			for m := range bins {
				g.cells[r][f][m] = five[middle(r)][middle(meanScore(f+1, m+1)-1)]
			}
		}
	}
	return g, nil
}

// GridRule names cells: those of R scores and FM scores, the mean of F and M, or of
// R, F and M scores apart. All ends are included and lie between 1 and the number
// of bins; an axis with neither end is taken whole.
type GridRule struct {
	Segment Segment `json:"segment"`
	FromR   int     `json:"from_r,omitempty"`
	ToR     int     `json:"to_r,omitempty"`
	FromFM  int     `json:"from_fm,omitempty"`
	ToFM    int     `json:"to_fm,omitempty"`
	FromF   int     `json:"from_f,omitempty"`
	ToF     int     `json:"to_f,omitempty"`
	FromM   int     `json:"from_m,omitempty"`
	ToM     int     `json:"to_m,omitempty"`
}

// String returns the rule in short, such as "loyal at R 2-5 FM 3-5".
func (r GridRule) String() string {
	text := r.Segment.String() + " at"
	for _, axis := range []struct {
		name     string
		from, to int
	}{{"R", r.FromR, r.ToR}, {"FM", r.FromFM, r.ToFM}, {"F", r.FromF, r.ToF}, {"M", r.FromM, r.ToM}} {
		if axis.from != 0 || axis.to != 0 {
			text += fmt.Sprintf(" %s %d-%d", axis.name, axis.from, axis.to)
		}
	}
	return text
}

// span is the scores of one axis that a rule is for.
type span struct{ from, to int }

// spans returns those of R, FM, F and M.
func (r GridRule) spans(bins int) (out [4]span, err error) {
	for i, s := range [4]span{{r.FromR, r.ToR}, {r.FromFM, r.ToFM}, {r.FromF, r.ToF}, {r.FromM, r.ToM}} {
		if s == (span{}) {
			s = span{1, bins}
		}
		if !(1 <= s.from && s.from <= s.to && s.to <= bins) {
			return out, gridError("rule", r, fmt.Sprintf("scores from 1 to %d, the first not above the last", bins))
		}
		out[i] = s
	}
	return out, nil
}

func (s span) holds(score int) bool { return s.from <= score && score <= s.to }

// NewGrid builds a map for scores of this number of bins, 2 to 10, from rules
// that must cover every cell exactly once; rules of FM and of F and M apart may
// stand together. The error names the first rule that overlaps an earlier one, or
// the first hole.
func NewGrid(bins int, rules ...GridRule) (Grid, error) {
	if bins < 2 || bins > segment.MaxBins {
		return Grid{}, gridError("bins", bins, "2 to 10")
	}
	g := Grid{bins: uint8(bins)}
	for _, rule := range rules {
		on, err := rule.spans(bins)
		if err != nil {
			return Grid{}, err
		}
		if !segments.Valid(rule.Segment) {
			return Grid{}, gridError("segment of a rule", rule.Segment, "one of the declared segments")
		}
		for r := on[0].from; r <= on[0].to; r++ {
			for f := on[2].from; f <= on[2].to; f++ {
				for m := on[3].from; m <= on[3].to; m++ {
					if !on[1].holds(meanScore(f, m)) {
						continue
					}
					cell := &g.cells[r-1][f-1][m-1]
					if *cell != 0 {
						return Grid{}, gridError("rule "+atCell(r, f, m), rule, "a cell that no other rule names; this one is "+cell.String())
					}
					*cell = rule.Segment
				}
			}
		}
	}
	return g, g.Check()
}

func atCell(r, f, m int) string { return fmt.Sprintf("at R %d, F %d, M %d", r, f, m) }

// Check returns nil if the grid has bins and every cell has a segment, and
// otherwise an *clientele.InputError that names the first one without.
func (g *Grid) Check() error {
	if g.bins < 2 || g.bins > segment.MaxBins {
		return gridError("bins", g.bins, "2 to 10")
	}
	for r := range g.bins {
		for f := range g.bins {
			for m, s := range g.cells[r][f][:g.bins] {
				if !segments.Valid(s) {
					return gridError("cell "+atCell(int(r)+1, int(f)+1, m+1), s, "a segment: the map must be total")
				}
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

// Segment returns the name of the cell of these scores; where there is none of F
// or none of M, the other stands for both.
//
// Special cases are: unassigned if the scores are of another number of bins, or
// there is none of R, or none of both F and M.
func (g *Grid) Segment(s Scores) Segment {
	if s.Of != g.bins || s.R == 0 || s.F|s.M == 0 || max(s.R, s.F, s.M) > g.bins {
		return 0
	}
	f, m := s.both()
	return g.cells[s.R-1][f-1][m-1]
}

// byFM reports whether the names depend on the mean of F and M alone.
func (g *Grid) byFM() bool {
	for r := range g.bins {
		for f := range int(g.bins) {
			for m := range int(g.bins) {
				fm := meanScore(f+1, m+1) - 1
				if g.cells[r][f][m] != g.cells[r][fm][fm] {
					return false
				}
			}
		}
	}
	return true
}

// MarshalJSON writes one row an R score, R = 1 first: of a name an FM score, or,
// if the names depend on F and M apart, of a row an F score of a name an M score.
func (g Grid) MarshalJSON() ([]byte, error) {
	if !g.byFM() {
		cubes := make([][][]Segment, g.bins)
		for r := range cubes {
			for f := range g.bins {
				cubes[r] = append(cubes[r], g.cells[r][f][:g.bins])
			}
		}
		return json.Marshal(cubes)
	}
	rows := make([][]Segment, g.bins)
	for r := range rows {
		for fm := range g.bins {
			rows[r] = append(rows[r], g.cells[r][fm][fm])
		}
	}
	return json.Marshal(rows)
}

// UnmarshalJSON reads what MarshalJSON writes; g is unchanged on error.
func (g *Grid) UnmarshalJSON(data []byte) error {
	var rows [][]json.RawMessage
	if err := json.Unmarshal(data, &rows); err != nil {
		return err
	}
	if len(rows) == 0 {
		*g = Grid{}
		return nil
	}
	n := len(rows)
	if n > segment.MaxBins {
		return gridError("number of rows", n, "2 to 10, one an R score")
	}
	v := Grid{bins: uint8(n)}
	for r, row := range rows {
		if len(row) != n {
			return gridError(fmt.Sprintf("number of cells at R %d", r+1), len(row), fmt.Sprintf("%d, one an FM score, or one an F score", n))
		}
		for i, cell := range row {
			if err := v.read(r, i, cell); err != nil {
				return err
			}
		}
	}
	if err := v.Check(); err != nil {
		return err
	}
	*g = v
	return nil
}

// read reads the i-th cell of a row: a name, of all cells whose F and M have the
// mean i + 1, or the names of the cells of an F score of i + 1.
func (g *Grid) read(r, i int, cell json.RawMessage) error {
	n := int(g.bins)
	if len(cell) > 0 && cell[0] == '[' {
		var names []Segment
		if err := json.Unmarshal(cell, &names); err != nil {
			return err
		}
		if len(names) != n {
			return gridError(fmt.Sprintf("number of cells at R %d, F %d", r+1, i+1), len(names), fmt.Sprintf("%d, one an M score", n))
		}
		for m, s := range names {
			if err := g.set(r, i, m, s); err != nil {
				return err
			}
		}
		return nil
	}
	var s Segment
	if err := json.Unmarshal(cell, &s); err != nil {
		return err
	}
	for f := range n {
		for m := range n {
			if meanScore(f+1, m+1) == i+1 {
				if err := g.set(r, f, m, s); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (g *Grid) set(r, f, m int, s Segment) error {
	if g.cells[r][f][m] != 0 {
		return gridError("row at "+atCell(r+1, f+1, m+1), s, "rows of one kind, of names or of rows")
	}
	g.cells[r][f][m] = s
	return nil
}
