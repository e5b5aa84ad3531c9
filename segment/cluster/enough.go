package cluster

import (
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/feature"
)

// distinct returns the number of different rows of a sorted table, but at most limit.
func distinct(t *feature.Table, limit int) int {
	n := min(t.Len(), 1)
	for i := 1; i < t.Len() && n < limit; i++ {
		if !slices.Equal(t.Row(i), t.Row(i-1)) {
			n++
		}
	}
	return n
}

// enough returns an error unless k clusters can be made of a sorted table.
func enough(where string, t *feature.Table, k int) error {
	if t.Len() == 0 {
		return fmt.Errorf("%s: %w: add at least one customer", where, clientele.ErrNoData)
	}
	if k < 1 {
		return &clientele.InputError{Where: where, Field: "k", Value: k, Want: "at least one cluster"}
	}
	if m := distinct(t, k); m < k {
		return fmt.Errorf("%s: %w: %d clusters need as many different customers, and there are %d", where, clientele.ErrNotIdentified, k, m)
	}
	return nil
}
