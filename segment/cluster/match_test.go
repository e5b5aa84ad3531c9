package cluster

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A cluster of the previous run that nobody is left in keeps its number, and
// the others keep theirs.
func TestRelabelAfterADisappearance(t *testing.T) {
	data := kit.Table(t, [][]float64{{0}, {0.1}, {5}, {5.1}, {9}, {9.1}})
	now, err := KMeans(t.Context(), data, 2, kit.Rand(1), nil)
	require.NoError(t, err)
	to, err := Match([]int{0, 0, 1, 1, 2, 2}, now.Labels)
	require.NoError(t, err)
	for _, names := range [][]int{to, {2, 0}, {3, 1}} {
		renamed := now.Relabel(names)
		for i := range data.Len() {
			assert.Equal(t, names[now.Labels[i]], renamed.Labels[i])
			assert.Equal(t, renamed.Labels[i], renamed.Cluster(data.Row(i)))
		}
		text, err := json.Marshal(renamed)
		require.NoError(t, err)
		var back Clustering
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, renamed.Cluster([]float64{9}), back.Cluster([]float64{9}))
	}
	assert.Panics(t, func() { now.Relabel([]int{1, 1}) })
	assert.Panics(t, func() { now.Relabel([]int{0}) })
	fit, err := FitMixture(t.Context(), data, 2, kit.Rand(1), &MixturePolicy{Ridge: 0.01})
	require.NoError(t, err)
	assert.Equal(t, fit.Mixture.Weight(0), fit.Mixture.Relabel([]int{5, 2}).Weight(1))
}

// Rows so near to each other that their squared distances underflow.
func TestVanishingDistances(t *testing.T) {
	for _, step := range []float64{5e-324, 1e-200, 1e-160} {
		rows := make([][]float64, 40)
		for i := range rows {
			rows[i] = []float64{float64(i%8) * step, 1}
		}
		data := kit.Table(t, rows)
		assert.NotPanics(t, func() {
			for k := 1; k <= 8; k++ {
				c, err := KMeans(t.Context(), data, k, kit.Rand(1), nil)
				if err == nil {
					require.False(t, math.IsNaN(c.Inertia))
				}
				_, _ = FitMixture(t.Context(), data, k, kit.Rand(1), nil)
			}
			_, _ = Choose(t.Context(), data, kit.Rand(1), &ChoicePolicy{References: 2, Bootstraps: 2})
		}, "%g", step)
	}
}

// One customer far from the rest is no cluster of its own without a word.
func TestCollapsedComponent(t *testing.T) {
	r := kit.Rand(4)
	var rows [][]float64
	for range 200 {
		rows = append(rows, []float64{r.NormFloat64(), r.NormFloat64()})
	}
	rows = append(rows, []float64{50, 50})
	fit, err := FitMixture(t.Context(), kit.Table(t, rows), 2, kit.Rand(1), nil)
	require.NoError(t, err)
	require.Len(t, fit.Warnings, 1)
	assert.Equal(t, WarnCollapsed, fit.Warnings[0].Code)
}
