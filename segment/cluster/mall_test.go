package cluster

import (
	"context"
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMall: 200 visitors of a mall by income and spending score, on which
// silhouette, stability, BIC and ICL all say five.
func TestMall(t *testing.T) {
	var rows [][]float64
	for _, v := range check.CSV(t, check.Shared(t, "cases", "segments", "mall.csv")) {
		rows = append(rows, []float64{check.Number(t, v["income"]), check.Number(t, v["score"])})
	}
	require.Len(t, rows, 200)
	choice, err := Choose(context.Background(), scaled(t, rows), kit.Rand(1), nil)
	require.NoError(t, err)
	assert.True(t, choice.Structure)
	assert.Equal(t, 5, choice.K)
}

// scaled returns the rows with columns of mean 0 and standard deviation 1, as
// the package asks for: unscaled, the gap of five falls just short of three standard errors.
func scaled(t *testing.T, rows [][]float64) *feature.Table {
	for j := range 2 {
		var s, q float64
		for _, r := range rows {
			s += r[j] / 200
		}
		for _, r := range rows {
			q += (r[j] - s) * (r[j] - s) / 199
		}
		for _, r := range rows {
			r[j] = (r[j] - s) / math.Sqrt(q)
		}
	}
	return kit.Table(t, rows)
}
