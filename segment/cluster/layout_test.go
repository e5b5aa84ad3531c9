package cluster

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// layout returns n customers in clouds of standard deviation 1 around the centres.
func layout(centres [][]float64, n int, seed uint64) [][]float64 {
	r := kit.Rand(seed)
	out := make([][]float64, n)
	for i := range out {
		for _, v := range centres[i%len(centres)] {
			out[i] = append(out[i], v+r.NormFloat64())
		}
	}
	return out
}

// line, grid and quincunx place centres so many standard deviations apart.
func line(k int, gap float64) (out [][]float64) {
	for i := range k {
		out = append(out, []float64{gap * float64(i), 0})
	}
	return out
}

func grid(a, b int, gap float64) (out [][]float64) {
	for i := range a * b {
		out = append(out, []float64{gap * float64(i%a), gap * float64(i/a)})
	}
	return out
}

func quincunx(gap float64) [][]float64 {
	return append(grid(2, 2, 2*gap), []float64{gap, gap})
}

// shapes without clusters.
func square(n int, seed uint64) (out [][]float64) {
	r := kit.Rand(seed)
	for range n {
		out = append(out, []float64{r.Float64(), r.Float64()})
	}
	return out
}

func ring(n int, seed uint64) (out [][]float64) {
	r := kit.Rand(seed)
	for range n {
		a, d := 2*math.Pi*r.Float64(), 5+0.3*r.NormFloat64()
		out = append(out, []float64{d * math.Cos(a), d * math.Sin(a)})
	}
	return out
}

// The number of clusters is found where they are plain, and none where there
// are none: power and false structure, both reported.
func TestLayouts(t *testing.T) {
	layouts := []struct {
		name string
		k    int // 1 without structure
		rows func(seed uint64) [][]float64
	}{
		{"two", 2, func(s uint64) [][]float64 { return layout(line(2, 8), 200, s) }},
		{"three in a line", 3, func(s uint64) [][]float64 { return layout(line(3, 8), 200, s) }},
		{"six in a line", 6, func(s uint64) [][]float64 { return layout(line(6, 8), 200, s) }},
		{"quincunx", 5, func(s uint64) [][]float64 { return layout(quincunx(7), 200, s) }},
		{"quincunx far apart", 5, func(s uint64) [][]float64 { return layout(quincunx(20), 200, s) }},
		{"four in a grid", 4, func(s uint64) [][]float64 { return layout(grid(2, 2, 7), 200, s) }},
		{"six in a grid", 6, func(s uint64) [][]float64 { return layout(grid(3, 2, 7), 200, s) }},
		{"nine in a grid", 9, func(s uint64) [][]float64 { return layout(grid(3, 3, 8), 225, s) }},
		{"one cloud", 1, func(s uint64) [][]float64 { return layout(line(1, 0), 200, s) }},
		{"square", 1, func(s uint64) [][]float64 { return square(200, s) }},
		{"ring", 1, func(s uint64) [][]float64 { return ring(200, s) }},
	}
	seeds := uint64(20)
	if testing.Short() {
		seeds = 3
	}
	right, with, wrong, without := 0, 0, 0, 0
	for _, l := range layouts {
		found := map[int]int{}
		for seed := range seeds {
			got, err := Choose(t.Context(), kit.Table(t, l.rows(seed)), kit.Rand(seed), &ChoicePolicy{Max: 10, Starts: 5, References: 10, Bootstraps: 10})
			require.NoError(t, err)
			found[got.K]++
		}
		t.Logf("%s: %v", l.name, found)
		if l.k > 1 {
			right, with = right+found[l.k], with+int(seeds)
		} else {
			wrong, without = wrong+int(seeds)-found[1], without+int(seeds)
		}
	}
	t.Logf("power %d of %d, false structure %d of %d", right, with, wrong, without)
	assert.GreaterOrEqual(t, float64(right), 0.95*float64(with), "power")
	assert.LessOrEqual(t, float64(wrong), 0.05*float64(without), "false structure")
}
