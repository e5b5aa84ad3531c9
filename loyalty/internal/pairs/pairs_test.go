package pairs

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSums(t *testing.T) {
	var s Sums
	xx, xy, yy := s.Central()
	assert.Zero(t, xx+xy+yy)
	for _, p := range [][2]float64{{1, 2}, {2, 3}, {4, 9}} {
		s.Add(p[0], p[1])
	}
	xx, xy, yy = s.Central()
	check.Close(t, 14.0/3, xx, 1e-14)
	check.Close(t, 44-7*14.0/3, xy, 1e-13)
	check.Close(t, 94-196.0/3, yy, 1e-13)
	check.Close(t, 49.0/21, s.Effective(), 1e-14)
	check.Close(t, 0+1+1, s.Residual(2), 1e-14)

	data := s.Append(codec.Header(nil, "test", 1))
	r := codec.NewReader(codec.Seal(data, 0), "test", "test", 1)
	back := Read(r)
	require.NoError(t, r.Close())
	assert.Equal(t, [3]float64{s.X(), s.Y(), s.Residual(1)}, [3]float64{back.X(), back.Y(), back.Residual(1)})
	assert.Equal(t, 3, back.Len())
	bad := codec.Float(codec.Uint(codec.Uint(codec.Header(nil, "test", 1), 1), 1), math.NaN())
	r = codec.NewReader(codec.Seal(bad, 0), "test", "test", 1)
	Read(r)
	assert.Error(t, r.Close())
}
