package rfm

import (
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// From a sketch the cut points are those of the base while it is small, and
// within the stated rank error when it is not.
func TestSketch(t *testing.T) {
	customers := base(100_000, 5)
	var whole, half Sketch
	for i, c := range customers {
		to := &whole
		if i%2 == 1 {
			to = &half
		}
		require.NoError(t, to.Add(c))
	}
	require.NoError(t, whole.Merge(&half))
	require.Equal(t, len(customers), whole.Len())
	got, err := whole.Bins(nil)
	require.NoError(t, err)
	want := fitted(t, customers, nil)
	assert.Equal(t, want.SinceLast(), got.SinceLast())
	assert.Equal(t, want.Purchases(0), got.Purchases(0))
	bound := whole.RankError()
	assert.Less(t, bound, 5e-4)
	below := func(at float64) (n float64) {
		for _, c := range customers {
			if c.Money <= at {
				n++
			}
		}
		return n / float64(len(customers))
	}
	for i, at := range got.Money(0, 0).At() {
		assert.InDelta(t, float64(i+1)/5, below(at), bound+1e-4)
	}

	data, err := whole.MarshalBinary()
	require.NoError(t, err)
	var back Sketch
	require.NoError(t, back.UnmarshalBinary(data))
	again, err := back.Bins(nil)
	require.NoError(t, err)
	assert.Equal(t, got, again)
	assert.Error(t, back.UnmarshalBinary(data[:100]))
	assert.Equal(t, len(customers), back.Len())

	assert.Error(t, whole.Add(RFM{-1, 0, 0}))
	assert.Equal(t, len(customers), whole.Len())
	_, err = whole.Bins(&BinsPolicy{Nested: true})
	assert.Error(t, err)
	_, err = new(Sketch).Bins(nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
}

func TestSketchMergeLaws(t *testing.T) {
	check.MergeLaws(t, check.Merger[*Sketch, RFM]{
		New:   func() *Sketch { return new(Sketch) },
		Add:   func(s *Sketch, c RFM) { require.NoError(t, s.Add(c)) },
		Merge: (*Sketch).Merge,
		Equal: func(t *testing.T, want, got *Sketch) {
			t.Helper()
			a, _ := want.MarshalBinary()
			b, _ := got.MarshalBinary()
			assert.Equal(t, a, b)
		},
		Items: base(500, 6),
	})
}
