package exact

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/codec"
	"github.com/stretchr/testify/assert"
)

func TestSumEncoding(t *testing.T) {
	values := []float64{1e16, 1, -1e-20, 3.5, -7e8, 1e-300}
	var a, b Sum
	for i := range values {
		a.Add(values[i])
		b.Add(values[len(values)-1-i])
	}
	header := codec.Header(nil, "TEST", 1)
	data := a.Append(header)
	assert.Equal(t, data, b.Append(header))
	var back Sum
	r := codec.NewReader(codec.Seal(data, 0), "test", "TEST", 1)
	back.Read(r, 1e300)
	assert.NoError(t, r.Close())
	assert.Equal(t, a.Value(), back.Value())
	for _, v := range values {
		back.Add(-v)
	}
	assert.Empty(t, back.Parts(), "not a bit was lost")
	for _, bad := range []float64{math.NaN(), math.Inf(1), 1e301} {
		r := codec.NewReader(codec.Seal(codec.Float(codec.Uint(header, 1), bad), 0), "test", "TEST", 1)
		new(Sum).Read(r, 1e300)
		assert.Error(t, r.Close())
	}
}
