package mle

// sample is a part of the rows that stands for all of them: its likelihood
// estimates the whole one without bias towards light or heavy rows.
type sample struct {
	rows  []pick  // nil: all rows
	scale float64 // customers that one unit of the sample stands for
}

// pick is a sampled row and what its weight is multiplied by.
type pick struct {
	row    int
	factor float64
}

// allRows is the sample that holds them all.
var allRows = sample{scale: 1}

// systematic takes the rows at which the cumulated weight passes n equal steps
// (systematic sampling): a heavy row is in it for certain, light ones in
// proportion to their weight, and no random number is needed. Rows come sorted, so
// that equal steps through them take some of every kind.
func systematic(weight func(i int) float64, rows, n int) sample {
	total := 0.0
	for i := range rows {
		total += weight(i)
	}
	s := sample{scale: total / float64(n)}
	passed, next := 0.0, s.scale/2
	for i := range rows {
		w := weight(i)
		passed += w
		steps := 0.0
		for ; next <= passed && len(s.rows) <= n; next += s.scale {
			steps++
		}
		if steps > 0 {
			s.rows = append(s.rows, pick{i, steps * s.scale / w})
		}
	}
	return s
}
