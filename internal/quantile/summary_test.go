package quantile

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/codec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What has been added counts before and after it is tidied, and says so.
func TestAddCounts(t *testing.T) {
	var s Summary
	for i := range 10 {
		assert.True(t, s.Add(float64(i)))
		assert.Equal(t, i+1, s.Len())
	}
	assert.False(t, s.Add(math.NaN()))
	assert.Equal(t, 4.5, s.Quantile(Linear, 0.5))
	assert.Equal(t, 10, s.Len())
	s.Add(3)
	assert.Equal(t, 11, s.Len())
}

// As many distinct values as there are cells stay exact; one more does not.
func TestCapacity(t *testing.T) {
	var s Summary
	for i := range capacity {
		s.Add(float64(i) + 0.5)
	}
	assert.Zero(t, s.RankError())
	s.tidy()
	assert.Len(t, s.cells, capacity)
	data, err := s.MarshalBinary()
	require.NoError(t, err)
	require.NoError(t, new(Summary).UnmarshalBinary(data))
	s.Add(-1)
	assert.Less(t, 0, s.Len()-len(s.cells))
	s.tidy()
	assert.Less(t, len(s.cells), capacity)
}

// encode writes a summary as it should not be.
func encode(coarse, cells uint64, numbers ...uint64) []byte {
	dst := codec.Header(nil, "qsum", 1)
	dst = codec.Uint(dst, coarse)
	dst = codec.Uint(dst, cells)
	for _, v := range numbers {
		dst = codec.Uint(dst, v)
	}
	return codec.Seal(dst, 0)
}

// Every rule that the cells of a stored summary obey is checked.
func TestDecodingRefusesImpossibleCells(t *testing.T) {
	one, two := key(1), key(2)
	good := map[string][]byte{
		"a value":          encode(0, 1, one, 0, 1),
		"a value often":    encode(0, 1, one, 0, math.MaxInt64),
		"two values":       encode(0, 2, one, 0, 1, two-one, 0, 5),
		"a range":          encode(64, 1, one, two-one, 2),
		"nothing":          encode(0, 0),
		"the widest range": encode(64, 1, key(-math.MaxFloat64), key(math.MaxFloat64)-key(-math.MaxFloat64), 2),
	}
	for name, data := range good {
		assert.NoError(t, new(Summary).UnmarshalBinary(data), name)
	}
	bad := map[string][]byte{
		"no value in a cell":        encode(0, 1, one, 0, 0),
		"one value in a range":      encode(64, 1, one, two-one, 1),
		"a range too wide":          encode(0, 1, one, two-one, 2),
		"the same cell twice":       encode(0, 2, one, 0, 1, 0, 0, 1),
		"cells of one prefix":       encode(64, 2, one, 0, 1, two-one, 0, 1),
		"a range that wraps round":  encode(64, 1, two, math.MaxUint64, 2),
		"minus infinity":            encode(0, 1, key(math.Inf(-1)), 0, 1),
		"infinity":                  encode(0, 1, key(math.Inf(1)), 0, 1),
		"a range up to infinity":    encode(64, 1, one, key(math.Inf(1))-one, 2),
		"more than can be counted":  encode(0, 1, one, 0, math.MaxInt64+1),
		"more in all than that":     encode(0, 2, one, 0, math.MaxInt64, two-one, 0, 1),
		"a coarseness beyond words": encode(65, 1, one, 0, 1),
		"too few cells":             encode(0, 2, one, 0, 1),
	}
	for name, data := range bad {
		var s Summary
		s.Add(7)
		assert.Error(t, s.UnmarshalBinary(data), name)
		assert.Equal(t, 1, s.Len(), name)
	}
}
