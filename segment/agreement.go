package segment

import (
	"fmt"

	"github.com/clientele-go/clientele"
)

// AdjustedRand returns the adjusted Rand index of two divisions of the same
// customers (Hubert & Arabie 1985): 1 if they are the same but for the names,
// about 0 if they agree no more than by chance; it can be negative. Two
// divisions that both leave everybody together, or everybody alone, agree: 1.
//
// The labels are any integers; without customers the error matches
// clientele.ErrNoData, with different lengths it is an *clientele.InputError.
func AdjustedRand(a, b []int) (float64, error) {
	if err := samePeople("segment.AdjustedRand", len(a), len(b)); err != nil {
		return 0, err
	}
	type pair struct{ a, b int }
	joint, rows, cols := map[pair]int{}, map[int]int{}, map[int]int{}
	for i := range a {
		joint[pair{a[i], b[i]}]++
		rows[a[i]]++
		cols[b[i]]++
	}
	both, inA, inB := 0, 0, 0 // pairs of customers who are together: whole numbers, so the order of a map is no matter
	for _, n := range joint {
		both += pairs(n)
	}
	for _, n := range rows {
		inA += pairs(n)
	}
	for _, n := range cols {
		inB += pairs(n)
	}
	all := pairs(len(a))
	if inA == inB && (inA == 0 || inA == all) {
		return 1, nil
	}
	chance := float64(inA) * (float64(inB) / float64(all))
	most := (float64(inA) + float64(inB)) / 2
	return (float64(both) - chance) / (most - chance), nil
}

func pairs(n int) int { return n * (n - 1) / 2 }

// samePeople returns an error unless both lengths are the same and not 0.
func samePeople(where string, a, b int) error {
	if a != b {
		return &clientele.InputError{Where: where, Field: "numbers of customers", Value: [2]int{a, b}, Want: "the same customers in the same order"}
	}
	if a == 0 {
		return fmt.Errorf("%s: %w: give at least one customer", where, clientele.ErrNoData)
	}
	return nil
}

// MatchClusters says how to rename the clusters of this run so that names do
// not jump: to[i] is the previous name of cluster i, chosen so that as many
// customers as possible keep theirs; a cluster without a match gets the next
// unused number. The labels, counted from 0, are of the same customers in the
// same order (place today's customers with the previous run's Cluster first).
// Use it with Relabel, if there are no more clusters than before.
func MatchClusters(previous, current []int) (to []int, err error) {
	const where = "segment.MatchClusters"
	if err := samePeople(where, len(previous), len(current)); err != nil {
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
