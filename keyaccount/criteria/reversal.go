package criteria

import "slices"

// Reversal is a pair of rows that changes places when a third one leaves the
// table, though nothing about the two has changed.
type Reversal struct {
	Removed int `json:"removed"` // the row left out
	Up      int `json:"up"`      // the row that then stands above
	Down    int `json:"down"`    // the row that stood above before
}

// Reversals leaves out each row in turn, ranks the others again by the method,
// and returns every pair that changes places, by Removed, then Up, then Down.
// Where it is not empty, the order of those rows is a matter of who else was
// considered: fix the scales of the columns (Column.Lo and Hi) and use the
// weighted sum, which then never reverses. The cost grows with the cube of
// the number of rows: it is a check of a shortlist.
func Reversals(t Measurements, w []float64, m RankingMethod) ([]Reversal, error) {
	before, err := m.Scores(t, w)
	if err != nil {
		return nil, err
	}
	var out []Reversal
	for k := range t.Rows {
		rest := Measurements{Columns: t.Columns, Rows: slices.Delete(slices.Clone(t.Rows), k, k+1)}
		if rest.Check() != nil { // what is left cannot be ranked, so nothing turns
			continue
		}
		after, err := m.Scores(rest, w)
		if err != nil {
			return nil, err
		}
		out = appendTurned(out, before, slices.Insert(after, k, 0), k)
	}
	return out, nil
}

// turnMargin keeps ties that rounding breaks from counting as reversals.
const turnMargin = 1e-12

// appendTurned appends the pairs that before and after order differently.
func appendTurned(dst []Reversal, before, after []float64, removed int) []Reversal {
	for up := range before {
		for down := range before {
			if up != removed && down != removed && before[down] > before[up]+turnMargin && after[up] > after[down]+turnMargin {
				dst = append(dst, Reversal{removed, up, down})
			}
		}
	}
	return dst
}
