package btyd_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A base whose customers all drop out alike is said to be one, of any size and
// by every model, within few steps: what is on a ridge is judged by what the
// estimate gains over the limit, not by a curvature that of many customers is
// made of rounding. By chance an estimate is inside; it is not far out then.
func TestCommonDropoutIsNamed(t *testing.T) {
	n := 60_000
	if testing.Short() {
		n = 4_000
	}
	commonDropout(t, n, btyd.FitParetoNBD, btyd.ParetoNBD{R: 0.8, Alpha: 40, S: 1e6, Beta: 2e8})
	commonDropout(t, n, btyd.FitBGNBD, btyd.BGNBD{R: 0.8, Alpha: 40, A: 2e6, B: 8e6})
	commonDropout(t, n, btyd.FitMBGNBD, btyd.MBGNBD{R: 0.8, Alpha: 40, A: 2e6, B: 8e6})
	commonDropout(t, n, func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[btyd.BGCNBD], error) {
		return btyd.FitBGCNBD(ctx, p, 2, opt)
	}, btyd.BGCNBD{K: 2, R: 0.8, Alpha: 20, A: 2e6, B: 8e6})
	commonDropout(t, n, func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[btyd.BGBB], error) {
		chances := new(btyd.DiscretePanel)
		for h, n := range p.All() {
			age, last := int(h.Age/20), int(h.Last/20)
			require.NoError(t, chances.AddN(btyd.DiscreteHistory{Repeats: min(h.Repeats, last), Last: last * min(h.Repeats, 1), Age: age}, n))
		}
		return btyd.FitBGBB(ctx, chances, opt)
	}, btyd.ParetoNBD{R: 0.8, Alpha: 40, S: 1e6, Beta: 2e8})
}

func commonDropout[M clientele.Model[M]](t *testing.T, n int, fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error), truth interface {
	Rand(*rand.Rand, float64) clientele.History
}) {
	named := 0
	for seed := range uint64(5) {
		f, err := fit(context.Background(), daily(t, seed, n, truth.Rand), nil)
		require.NoError(t, err)
		assert.Less(t, f.Iters, 25, "%T %d", f.Model, seed)
		if slices.ContainsFunc(f.Warnings, func(w clientele.Warning) bool { return w.Code == btyd.WarnCommonDropout }) {
			assert.NotEmpty(t, f.Flat)
			named++
			continue
		}
		for _, p := range f.Model.Params() {
			assert.Less(t, p.Value, 1e5, "%+v %d: %v", f.Model, seed, f.Warnings)
		}
	}
	assert.Positive(t, named, "%T", truth)
}

// Where customers do differ, the same base names no limit.
func TestDropoutThatDiffersIsNotALimit(t *testing.T) {
	f, err := btyd.FitParetoNBD(context.Background(), daily(t, 1, 4000, btyd.ParetoNBD{R: 0.8, Alpha: 40, S: 1.2, Beta: 150}.Rand), nil)
	require.NoError(t, err)
	assert.Empty(t, f.Flat)
	assert.Empty(t, f.Warnings)
}

// daily returns n customers whose times are whole days.
func daily(t *testing.T, seed uint64, n int, draw func(r *rand.Rand, age float64) clientele.History) *clientele.Panel {
	r := rand.New(rand.NewPCG(seed, 2))
	p := new(clientele.Panel)
	for range n {
		h := draw(r, 100+math.Floor(300*r.Float64()))
		h.Last = math.Ceil(h.Last)
		h.Repeats = min(h.Repeats, int(h.Last))
		require.NoError(t, p.Add(h))
	}
	return p
}
