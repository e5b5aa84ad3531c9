package btyd_test

import (
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shopper is a customer of a panel with two covariates.
type shopper struct {
	h clientele.History
	z [2]float64
}

func shoppers(n int) []shopper {
	r := rand.New(rand.NewPCG(81, 82))
	out := make([]shopper, n)
	for i := range out {
		out[i] = shopper{clientele.History{Repeats: r.IntN(3), Age: float64(20 + r.IntN(5))}, [2]float64{float64(r.IntN(3)), r.NormFloat64()}}
		if out[i].h.Repeats > 0 {
			out[i].h.Last = float64(1 + r.IntN(19))
		}
	}
	return out
}

func newShopperPanel(t testing.TB) *btyd.CovariatePanel {
	p, err := btyd.NewCovariatePanel("region", "score")
	require.NoError(t, err)
	return p
}

func encoded(t testing.TB, p *btyd.CovariatePanel) []byte {
	data, err := p.MarshalBinary()
	require.NoError(t, err)
	return data
}

func TestCovariatePanelMerges(t *testing.T) {
	check.MergeLaws(t, check.Merger[*btyd.CovariatePanel, shopper]{
		New:   func() *btyd.CovariatePanel { return newShopperPanel(t) },
		Add:   func(p *btyd.CovariatePanel, s shopper) { require.NoError(t, p.Add(s.h, s.z[:])) },
		Merge: (*btyd.CovariatePanel).Merge,
		Equal: func(t *testing.T, want, got *btyd.CovariatePanel) {
			assert.Equal(t, encoded(t, want), encoded(t, got))
		},
		Items: shoppers(200),
	})
	p := newShopperPanel(t)
	for _, s := range shoppers(10) {
		require.NoError(t, p.Add(s.h, s.z[:]))
	}
	require.NoError(t, p.Merge(p))
	assert.Equal(t, 20, p.Len())
	assert.Equal(t, 20, p.Panel().Len())
	for range p.All() {
		break // ends early without harm
	}
}

func TestCovariatePanelEncoding(t *testing.T) {
	p := newShopperPanel(t)
	for _, s := range shoppers(30) {
		require.NoError(t, p.Add(s.h, s.z[:]))
	}
	data := encoded(t, p)
	q := newShopperPanel(t)
	require.NoError(t, q.UnmarshalBinary(data))
	assert.Equal(t, data, encoded(t, q))
	assert.Equal(t, []string{"region", "score"}, q.Names())
	for i := range data {
		require.Error(t, q.UnmarshalBinary(data[:i]), i)
		require.Equal(t, 30, q.Len())
	}
	assert.Error(t, q.UnmarshalBinary(append(data, 0)))
	require.NoError(t, q.UnmarshalBinary(encoded(t, new(btyd.CovariatePanel))), "the zero panel")
	assert.Empty(t, q.Names())
}

func FuzzCovariatePanel(f *testing.F) {
	p := newShopperPanel(f)
	for _, s := range shoppers(3) {
		require.NoError(f, p.Add(s.h, s.z[:]))
	}
	f.Add(encoded(f, p))
	f.Fuzz(func(t *testing.T, data []byte) {
		q := new(btyd.CovariatePanel)
		if q.UnmarshalBinary(data) != nil {
			assert.Zero(t, q.Len())
			return
		}
		again := new(btyd.CovariatePanel)
		require.NoError(t, again.UnmarshalBinary(encoded(t, q)))
		assert.Equal(t, encoded(t, q), encoded(t, again))
	})
}
