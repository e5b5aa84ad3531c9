package page

import (
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTogether(t *testing.T) {
	for _, n := range []int{0, 1, 255, 256, 257, 1000} {
		var want []int
		for i := range n {
			want = append(want, i)
		}
		var whole, paired []int
		var first int
		together(slices.Values(want),
			func(all iter.Seq[int]) { whole = slices.Collect(all) },
			func(all iter.Seq[int]) {
				for first = range all {
					return
				}
			},
			func(all iter.Seq[int]) {
				next, stop := iter.Pull(all)
				defer stop()
				for x, there := next(); there; x, there = next() {
					paired = append(paired, x)
				}
			},
			func(iter.Seq[int]) {})
		assert.Equal(t, want, whole)
		assert.Equal(t, want, paired)
		assert.Zero(t, first)
	}
}
