package segment

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/stability"
)

// StabilityIndex returns the population stability index between two counts of
// customers by segment:
//
//	Σ_i (a_i − b_i)·ln(a_i / b_i)   over the shares b before and a after
//
// It is 0 if nothing changed, and symmetric. A segment that is empty on one
// date has no logarithm: then half a customer is added to every segment on both
// dates. A segment empty on both dates is left out.
func StabilityIndex(before, after []int) (float64, error) {
	const where = "segment.StabilityIndex"
	if len(before) != len(after) {
		return 0, &clientele.InputError{Where: where, Field: "numbers of segments", Value: [2]int{len(before), len(after)}, Want: "the same segments in the same order"}
	}
	for i := range before {
		if before[i] < 0 || after[i] < 0 {
			return 0, &clientele.InputError{Where: where, Field: fmt.Sprintf("counts of segment %d", i), Value: [2]int{before[i], after[i]}, Want: "counts >= 0"}
		}
	}
	index := stability.Index(before, after)
	if math.IsNaN(index) {
		return 0, fmt.Errorf("%s: %w: there must be a customer on both dates", where, clientele.ErrNoData)
	}
	return index, nil
}
