package btyd_test

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
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
}

var fitters = map[string]func(context.Context, *clientele.Panel, *clientele.FitOptions) (fitted, error){
	"bgnbd":     fitter(btyd.FitBGNBD),
	"mbgnbd":    fitter(btyd.FitMBGNBD),
	"paretonbd": fitter(btyd.FitParetoNBD),
	"ggompertz": fitter(btyd.FitGGompertzNBD),
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
			if name == "ggompertz" {
				t.Skip("CDNOW leads to its limit: TestFitGompertz")
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

// timedPanel reads a summary with the gaps between purchases.
func timedPanel(t testing.TB, path string) *clientele.Panel {
	t.Helper()
	p := new(clientele.Panel)
	for _, row := range check.CSV(t, path) {
		x, err := strconv.Atoi(row["x"])
		require.NoError(t, err)
		h := clientele.History{Repeats: x, Last: check.Number(t, row["tx"]), Age: check.Number(t, row["T"])}
		require.NoError(t, p.AddTimed(h, check.Number(t, row["litt"])))
	}
	return p
}

type erlangReference map[string]struct {
	LogLik float64            `json:"loglik"`
	Params map[string]float64 `json:"params"`
	SE     map[string]float64 `json:"std_errors"`
	Best   *struct {
		LogLik float64 `json:"loglik"`
	} `json:"best_of_many_starts"`
}

// Every k reaches the reference, and the search finds the k that the data were
// simulated with, or 1 on CDNOW.
func TestFitRegular(t *testing.T) {
	read := func(file string) (fits, simulated erlangReference) {
		ref := check.JSON[map[string]json.RawMessage](t, check.Shared(t, "reference", file))
		fits, simulated = erlangReference{}, erlangReference{}
		for from, to := range map[string]erlangReference{"fits": fits, "fits_sim_regular": simulated} {
			var raw map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(ref[from], &raw))
			for k, v := range raw {
				if strings.HasPrefix(k, "k=") {
					e := to[k]
					require.NoError(t, json.Unmarshal(v, &e))
					to[k] = e
				}
			}
		}
		return fits, simulated
	}
	weekly, regular := timedPanel(t, check.Shared(t, "data", "cdnow_sample_summary.csv")), timedPanel(t, check.Shared(t, "data", "sim_regular_mbgcnbd3_summary.csv"))
	bg, _ := read("bgcnbdk.json")
	mbg, sim := read("mbgcnbdk.json")
	fitBG := func(p *clientele.Panel, k int) (int, float64) {
		f, err := btyd.FitBGCNBD(context.Background(), p, k, nil)
		require.NoError(t, err)
		assert.Empty(t, f.Warnings)
		return f.Model.K, f.LogLik
	}
	fitMBG := func(p *clientele.Panel, k int) (int, float64) {
		f, err := btyd.FitMBGCNBD(context.Background(), p, k, nil)
		require.NoError(t, err)
		return f.Model.K, f.LogLik
	}
	for k := 1; k <= 4; k++ {
		key := "k=" + strconv.Itoa(k)
		_, ll := fitBG(weekly, k)
		assert.InDelta(t, bg[key].Best.LogLik, ll, 1e-3, key)
		_, ll = fitMBG(weekly, k)
		assert.InDelta(t, mbg[key].Best.LogLik, ll, 1e-3, key)
		_, ll = fitMBG(regular, k)
		assert.InDelta(t, sim[key].LogLik, ll, 1e-3, key)
	}
	k, _ := fitBG(weekly, 0)
	assert.Equal(t, 1, k)
	k, _ = fitMBG(regular, 0)
	assert.Equal(t, 3, k)

	// Without gaps a k can be fitted, but not chosen.
	blind := readPanel(t, check.Shared(t, "data", "sim_regular_mbgcnbd3_summary.csv"))
	_, err := btyd.FitMBGCNBD(context.Background(), blind, 0, nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	f, err := btyd.FitMBGCNBD(context.Background(), blind, 3, nil)
	require.NoError(t, err)
	assert.Equal(t, btyd.WarnNoGaps, f.Warnings[0].Code)
	check.Close(t, sim["k=3"].Params["a"], f.Model.A, 1e-4)
	var bad *clientele.InputError
	_, err = btyd.FitMBGCNBD(context.Background(), blind, 61, nil)
	assert.ErrorAs(t, err, &bad)
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

// The search for k begins at 1 whatever the k of a Start is, and does not stay on the
// ridge of a smaller one.
func TestChosenRegularity(t *testing.T) {
	for _, k := range []int{1, 3} {
		r := rand.New(rand.NewPCG(1, 1))
		p := new(clientele.Panel)
		truth := btyd.MBGCNBD{K: k, R: 1, Alpha: 5 * float64(k), A: .8, B: 2.5}
		for range 600 {
			h, gaps := truth.RandTimed(r, 50)
			require.NoError(t, p.AddTimed(h, gaps))
		}
		own, err := btyd.FitMBGCNBD(context.Background(), p, 0, nil)
		require.NoError(t, err)
		assert.Equal(t, k, own.Model.K)
		for _, start := range [][]float64{{3, 1, 15, .8, 2.5}, {1, 1, 5, .8, 2.5}} {
			near, err := btyd.FitMBGCNBD(context.Background(), p, 0, &clientele.FitOptions{Near: true, Start: start})
			require.NoError(t, err)
			assert.Equal(t, k, near.Model.K)
			assert.InDelta(t, near.LogLik, own.LogLik, .01)
		}
	}
}
