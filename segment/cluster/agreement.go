package cluster

import "github.com/clientele-go/clientele/segment/internal/aligned"

// AdjustedRand returns the adjusted Rand index of two divisions of the same
// customers (Hubert & Arabie 1985): 1 if they are the same but for the names,
// about 0 if they agree no more than by chance; it can be negative. Two
// divisions that both leave everybody together, or everybody alone, agree: 1.
//
// The labels are any integers; without customers the error matches
// clientele.ErrNoData, with different lengths it is an *clientele.InputError.
func AdjustedRand(a, b []int) (float64, error) {
	if err := aligned.Check("cluster.AdjustedRand", len(a), len(b)); err != nil {
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
