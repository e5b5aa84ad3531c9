package btyd

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/require"
)

// TestProcessors holds what the root's doc promises of other processors. The
// figures are amd64's, on a base whose customers differ in nothing, so that the
// fits run along a ridge, and on one whose customers differ: wherever the test
// runs, likelihood and prediction agree, though the parameters need not.
func TestProcessors(t *testing.T) {
	want := map[string][2]float64{ // log-likelihood; purchases expected in 10 of a customer
		"btyd.ParetoNBD alike":  {-3891.6876107093876, 0.88239140335989497},
		"btyd.ParetoNBD unlike": {-3491.9088931881824, 0.92447151051295218},
		"btyd.BGNBD alike":      {-3940.141794169459, 0.8323026486413081},
		"btyd.BGNBD unlike":     {-3541.2686819217406, 0.80481046261560585},
		"btyd.MBGNBD alike":     {-3890.0346232464285, 0.92026165738238752},
		"btyd.MBGNBD unlike":    {-3488.0214321908197, 0.89399208728962465},
		"btyd.NBD alike":        {-3986.5737490360134, 1.2365072628245708},
		"btyd.NBD unlike":       {-3615.6068569328818, 1.2640297237919962},
	}
	for _, kind := range []string{"btyd.ParetoNBD", "btyd.BGNBD", "btyd.MBGNBD", "btyd.NBD"} {
		for _, base := range []string{"alike", "unlike"} {
			fit, err := FitAny(context.Background(), kind, poisson(base == "unlike"), nil)
			require.NoError(t, err)
			expected := fit.Model.ExpectedPurchases(clientele.History{Repeats: 4, Last: 20, Age: 30}, 10)
			name := kind + " " + base
			t.Logf("%q: {%.17g, %.17g},", name, fit.LogLik, expected)
			check.Close(t, want[name][0], fit.LogLik, 1e-7, name, "log-likelihood")
			check.Close(t, want[name][1], expected, 1e-4, name, "expected purchases")
		}
	}
}

// poisson draws 400 customers who buy at one rate and leave at one rate, or at
// rates of their own.
func poisson(unlike bool) *clientele.Panel {
	r := rand.New(rand.NewPCG(12, 14))
	p := new(clientele.Panel)
	for range 400 {
		rate, life := 1./6, 30*r.ExpFloat64()
		if unlike {
			rate, life = rate*2*r.Float64(), life*2*r.Float64()
		}
		age := 20 + 19*r.Float64()
		h := clientele.History{Age: age}
		for at := r.ExpFloat64() / rate; at < math.Min(age, life); at += r.ExpFloat64() / rate {
			h.Repeats, h.Last = h.Repeats+1, at
		}
		if err := p.Add(h); err != nil {
			panic(fmt.Sprint(h, err))
		}
	}
	return p
}

// TestStartFarAway: wherever a fit is told to begin, it ends as high as from the
// data's own starts, or says that it has not converged.
func TestStartFarAway(t *testing.T) {
	p := poisson(true)
	for _, kind := range []string{"btyd.ParetoNBD", "btyd.BGNBD", "btyd.MBGNBD", "btyd.NBD"} {
		best, err := FitAny(context.Background(), kind, p, nil)
		require.NoError(t, err)
		r := rand.New(rand.NewPCG(7, 9))
		for range 8 {
			start := make([]float64, len(best.Model.Params()))
			for i := range start {
				start[i] = math.Exp(20 * r.NormFloat64())
			}
			fit, err := FitAny(context.Background(), kind, p, &clientele.FitOptions{Start: start})
			if err == nil && fit.LogLik < best.LogLik-1e-3 {
				t.Errorf("%s from %v: ends at %.4f, %.4f below the maximum", kind, start, fit.LogLik, best.LogLik-fit.LogLik)
			}
		}
	}
}

// TestStoppedFitsSayWho: the error of a fit that is stopped names the model that
// was asked for, though another may be fitted on the way.
func TestStoppedFitsSayWho(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	said := map[string]string{}
	for _, kind := range Kinds() {
		_, err := FitAny(ctx, kind, poisson(true), nil)
		if !errors.Is(err, context.Canceled) {
			continue // it needs other data
		}
		if before, twice := said[err.Error()]; twice {
			t.Errorf("%s and %s both say %q", before, kind, err)
		}
		said[err.Error()] = kind
	}
	require.Greater(t, len(said), 4)
}
