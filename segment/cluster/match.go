package cluster

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/internal/aligned"
)

// Match says how to rename the clusters of this run so that names do
// not jump: to[i] is the previous name of cluster i, chosen so that as many
// customers as possible keep theirs; a cluster without a match gets the next
// unused number. The labels, counted from 0, are of the same customers in the
// same order (place today's customers with the previous run's Cluster first).
// Use it with Relabel.
func Match(previous, current []int) (to []int, err error) {
	const where = "cluster.Match"
	if err := aligned.Check(where, len(previous), len(current)); err != nil {
		return nil, err
	}
	before, now := 0, 0
	for i := range previous {
		if previous[i] < 0 || current[i] < 0 || previous[i] > maxLabel || current[i] > maxLabel {
			return nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("labels of customer %d", i), Value: [2]int{previous[i], current[i]}, Want: "numbers from 0 to 1000"}
		}
		before, now = max(before, previous[i]+1), max(now, current[i]+1)
	}
	n := max(before, now)
	gain := make([][]float64, n)
	for i := range gain {
		gain[i] = make([]float64, n)
	}
	for i := range previous {
		gain[current[i]][previous[i]]++
	}
	return assignment(gain)[:now], nil
}

// maxLabel bounds what a matching of n³ steps can take.
const maxLabel = 1000

// assignment returns for each row of a square matrix a column of its own, such
// that the sum of the gains is largest: the Hungarian method with potentials,
// O(n³) (Kuhn 1955; Jonker & Volgenant 1987).
func assignment(gain [][]float64) []int {
	n := len(gain)
	rowAt := make([]int, n+1) // row of each column, from 1; column 0 is the row to place
	u, v := make([]float64, n+1), make([]float64, n+1)
	for row := 1; row <= n; row++ {
		rowAt[0] = row
		col := 0
		slack, from := make([]float64, n+1), make([]int, n+1)
		done := make([]bool, n+1)
		for j := range slack {
			slack[j] = 1e300
		}
		for rowAt[col] != 0 {
			done[col] = true
			r, step, next := rowAt[col], 1e300, 0
			for j := 1; j <= n; j++ {
				if done[j] {
					continue
				}
				if c := -gain[r-1][j-1] - u[r] - v[j]; c < slack[j] {
					slack[j], from[j] = c, col
				}
				if slack[j] < step {
					step, next = slack[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if done[j] {
					u[rowAt[j]] += step
					v[j] -= step
				} else {
					slack[j] -= step
				}
			}
			col = next
		}
		for col != 0 {
			rowAt[col] = rowAt[from[col]]
			col = from[col]
		}
	}
	out := make([]int, n)
	for j := 1; j <= n; j++ {
		out[rowAt[j]-1] = j - 1
	}
	return out
}
