package btyd_test

import (
	"context"
	"math"
	"strconv"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readPanel reads a summary file with columns x, tx, T.
func readPanel(t testing.TB, path string) *clientele.Panel {
	t.Helper()
	p := new(clientele.Panel)
	for _, row := range check.CSV(t, path) {
		x, err := strconv.Atoi(row["x"])
		require.NoError(t, err)
		require.NoError(t, p.Add(clientele.History{Repeats: x, Last: check.Number(t, row["tx"]), Age: check.Number(t, row["T"])}))
	}
	return p
}

func cdnow(t testing.TB) *clientele.Panel {
	return readPanel(t, check.Shared(t, "data", "cdnow_sample_summary.csv"))
}

// fitted is what the fits of all models have in common.
type fitted struct {
	logLik    float64
	estimates []clientele.Estimate
	warnings  []clientele.Warning
	converged bool
}

var fitters = map[string]func(context.Context, *clientele.Panel, *clientele.FitOptions) (fitted, error){
	"bgnbd":     fitter(btyd.FitBGNBD),
	"mbgnbd":    fitter(btyd.FitMBGNBD),
	"paretonbd": fitter(btyd.FitParetoNBD),
}

func fitter[M clientele.Model[M]](fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error)) func(context.Context, *clientele.Panel, *clientele.FitOptions) (fitted, error) {
	return func(ctx context.Context, p *clientele.Panel, o *clientele.FitOptions) (fitted, error) {
		f, err := fit(ctx, p, o)
		if err != nil {
			return fitted{}, err
		}
		return fitted{logLik: f.LogLik, estimates: f.Estimates(0.95), warnings: f.Warnings}, nil
	}
}

// The published CDNOW estimates, and the reference's likelihood and standard errors.
func TestFitCDNOW(t *testing.T) {
	p := cdnow(t)
	for name, fit := range fitters {
		t.Run(name, func(t *testing.T) {
			file := name
			if name == "nbd" {
				t.Skip("the reference has no fit of the NBD")
			}
			if name == "paretonbd" {
				file = "pnbd"
			}
			ref := check.JSON[struct {
				Fits struct {
					Best struct {
						LogLik float64            `json:"loglik"`
						Params map[string]float64 `json:"params"`
						SE     map[string]float64 `json:"std_errors"`
					} `json:"best_of_many_starts"`
				}
			}](t, check.Shared(t, "reference", file+".json")).Fits.Best
			f, err := fit(context.Background(), p, nil)
			require.NoError(t, err)
			assert.InDelta(t, ref.LogLik, f.logLik, 1e-6)
			for _, e := range f.estimates {
				check.Close(t, ref.Params[e.Name], e.Value, 1e-5, e.Name)
				check.Close(t, ref.SE[e.Name], e.SE, 1e-4, "SE", e.Name)
			}
		})
	}
}

// Simulated look-alikes of data sets on which other packages fail.
func TestFitHardSets(t *testing.T) {
	ref := check.JSON[struct {
		Sets map[string]struct {
			Best map[string]struct {
				LogLik float64 `json:"loglik"`
			}
		}
	}](t, check.Shared(t, "reference", "hard_sets.json"))
	for set, s := range ref.Sets {
		p := readPanel(t, check.Shared(t, "data", set+".csv"))
		for name, fit := range fitters {
			key := name
			if name == "paretonbd" {
				key = "pnbd"
			}
			best, known := s.Best[key]
			if !known {
				continue
			}
			t.Run(set+"/"+name, func(t *testing.T) {
				f, err := fit(context.Background(), p, nil)
				require.NoError(t, err)
				assert.GreaterOrEqual(t, f.logLik, best.LogLik-1e-3)
				assert.False(t, math.IsInf(f.logLik, 0))
				t.Log(f.logLik-best.LogLik, f.estimates, f.warnings)
			})
		}
	}
}
