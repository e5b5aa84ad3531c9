package criteria

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/internal/check"
)

func TestAggregate(t *testing.T) {
	a, _ := FromUpper(3, 2, 4, 3)
	b, _ := FromUpper(3, 8, 1, 1./3)
	g, err := Aggregate([]*Judgements{a, b}, nil)
	require.NoError(t, err)
	check.Close(t, 4, g.At(0, 1), 1e-14)
	check.Close(t, 2, g.At(0, 2), 1e-14)
	check.Close(t, 1, g.At(1, 2), 1e-14)
	check.Close(t, 0.25, g.At(1, 0), 1e-14)
	g, err = Aggregate([]*Judgements{a, b}, []float64{1, 0}) // one voice decides
	require.NoError(t, err)
	check.Close(t, 3, g.At(1, 2), 1e-14)

	// The geometric mean of weights is the weights of the geometric mean.
	g, _ = Aggregate([]*Judgements{a, b}, []float64{2, 1})
	w, err := AggregateWeights([][]float64{a.GeometricMean().Weights, b.GeometricMean().Weights}, []float64{2, 1})
	require.NoError(t, err)
	for i, x := range g.GeometricMean().Weights {
		check.Close(t, x, w[i], 1e-12, i)
	}

	_, err = Aggregate(nil, nil)
	refused(t, err, "Aggregate")
	c, _ := FromUpper(2, 1)
	_, err = Aggregate([]*Judgements{a, c}, nil)
	refused(t, err, "Aggregate")
	_, err = Aggregate([]*Judgements{a, b}, []float64{1})
	refused(t, err, "Aggregate")
	_, err = AggregateWeights([][]float64{{1, 0}, {0, 1}}, nil)
	refused(t, err, "Direct")
	_, err = AggregateWeights([][]float64{{1, 0}, {1}}, nil)
	refused(t, err, "CheckWeights")
	_, err = AggregateWeights(nil, nil)
	refused(t, err, "AggregateWeights")
}
