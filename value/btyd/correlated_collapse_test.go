package btyd_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
)

// On small bases of any kind a fit is a model that its own check accepts, or an
// error; where all customers drop out alike, the range of the mix has no length.
func TestCorrelatedFitsAreModels(t *testing.T) {
	n := 60
	if testing.Short() {
		n = 15
	}
	refused := 0
	for i := range n {
		r := rand.New(rand.NewPCG(17, uint64(i)))
		var p clientele.Panel
		truth := btyd.BGNBD{R: 0.4 + r.Float64(), Alpha: 3 + 6*r.Float64(), A: 0.3 + r.Float64(), B: 1 + 3*r.Float64()}
		for range 100 + 40*(i%8) {
			assert.NoError(t, p.Add(truth.Rand(r, 20+20*r.Float64())))
		}
		fit, err := btyd.FitCorrelatedParetoNBD(context.Background(), &p, 1, nil)
		switch {
		case fit == nil:
			assert.ErrorIs(t, err, clientele.ErrNotIdentified)
			refused++
		default:
			assert.NoError(t, clientele.Validate(fit.Model), "base %d: %+v", i, fit.Model)
		}
	}
	t.Logf("%d of %d refused", refused, n)
}
