package covariate_test

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/covariate"
	"github.com/stretchr/testify/assert"
)

func TestNamesAndRows(t *testing.T) {
	for _, bad := range [][]string{nil, {""}, {"a", "a"}, {"a", ""}} {
		assert.Error(t, covariate.CheckNames("x", bad), "%q", bad)
	}
	names := []string{"web", "plan"}
	assert.NoError(t, covariate.CheckNames("x", names))
	assert.NoError(t, covariate.CheckRow("x", names, []float64{-10, 10}, 10))
	for _, bad := range [][]float64{nil, {1}, {1, 2, 3}, {1, 11}, {math.NaN(), 1}, {1, math.Inf(-1)}} {
		assert.Error(t, covariate.CheckRow("x", names, bad, 10), "%v", bad)
	}
	assert.NoError(t, covariate.CheckSame("x", names, []string{"web", "plan"}))
	assert.Error(t, covariate.CheckSame("x", names, []string{"plan", "web"}))
	assert.False(t, math.Signbit(covariate.Row([]float64{math.Copysign(0, -1)})[0]))
}

func TestStored(t *testing.T) {
	store := func(names ...string) []byte {
		return codec.Seal(covariate.AppendNames(codec.Header(nil, "test", 1), names), 0)
	}
	r := codec.NewReader(store("web", "plan"), "test", "test", 1)
	assert.Equal(t, []string{"web", "plan"}, covariate.ReadNames(r))
	assert.NoError(t, r.Close())
	r = codec.NewReader(store("web", "web"), "test", "test", 1)
	covariate.ReadNames(r)
	assert.Error(t, r.Close())
}
