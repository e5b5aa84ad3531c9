package spend_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/spend"
)

// encoded returns the binary form, which equal accumulators share.
func encoded(t testing.TB, a interface{ AppendBinary([]byte) ([]byte, error) }) []byte {
	t.Helper()
	data, err := a.AppendBinary(nil)
	require.NoError(t, err)
	return data
}

func TestMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var spends []clientele.Spend
	var details []spend.PurchaseDetail
	var purchases [][2]float64
	for range 200 {
		spends = append(spends, clientele.Spend{Count: 1 + r.IntN(3), Mean: math.Round(10 * r.NormFloat64())}, clientele.Spend{})
		details = append(details, detail(t, r.ExpFloat64(), r.ExpFloat64()), detail(t, -1), detail(t, 2))
		purchases = append(purchases, [2]float64{r.NormFloat64() * 1e3, r.NormFloat64() * math.Exp(10*r.NormFloat64())})
	}
	check.MergeLaws(t, check.Merger[*spend.SpendPanel, clientele.Spend]{
		New: func() *spend.SpendPanel { return new(spend.SpendPanel) }, Items: spends,
		Add:   func(p *spend.SpendPanel, s clientele.Spend) { require.NoError(t, p.Add(s)) },
		Merge: (*spend.SpendPanel).Merge,
		Equal: func(t *testing.T, want, got *spend.SpendPanel) {
			assert.Equal(t, encoded(t, want), encoded(t, got))
			assert.Equal(t, want.Len(), got.Len())
		},
	})
	check.MergeLaws(t, check.Merger[*spend.DetailPanel, spend.PurchaseDetail]{
		New: func() *spend.DetailPanel { return new(spend.DetailPanel) }, Items: details,
		Add:   func(p *spend.DetailPanel, d spend.PurchaseDetail) { require.NoError(t, p.Add(d)) },
		Merge: (*spend.DetailPanel).Merge,
		Equal: func(t *testing.T, want, got *spend.DetailPanel) {
			assert.Equal(t, encoded(t, want), encoded(t, got))
			assert.Equal(t, want.Len(), got.Len())
		},
	})
	check.MergeLaws(t, check.Merger[*spend.PurchaseSums, [2]float64]{
		New: func() *spend.PurchaseSums { return new(spend.PurchaseSums) }, Items: purchases,
		Add:   func(p *spend.PurchaseSums, v [2]float64) { require.NoError(t, p.Add(v[0], v[1])) },
		Merge: (*spend.PurchaseSums).Merge,
		Equal: func(t *testing.T, want, got *spend.PurchaseSums) {
			assert.Equal(t, want.Detail(), got.Detail()) // every bit
			assert.Equal(t, want.Len(), got.Len())
		},
	})
}

// Equal customers are yielded once, in order, with their number.
func TestAll(t *testing.T) {
	p, d := new(spend.SpendPanel), new(spend.DetailPanel)
	a, b := clientele.Spend{Count: 2, Mean: 7}, clientele.Spend{Count: 1, Mean: 9}
	for _, s := range []clientele.Spend{a, b, a} {
		require.NoError(t, p.AddN(s, 2))
		require.NoError(t, d.Add(detail(t, s.Mean, s.Mean)))
	}
	type counted struct {
		s clientele.Spend
		n int
	}
	var rows []counted
	for s, n := range p.All() {
		rows = append(rows, counted{s, n})
	}
	assert.Equal(t, []counted{{b, 2}, {a, 4}}, rows)
	rows = nil
	for s, n := range d.All() {
		rows = append(rows, counted{s.Spend(), n})
		if n == 2 {
			break
		}
	}
	assert.Equal(t, []counted{{a, 2}}, rows)
	assert.Equal(t, 6, p.Len())
}

func TestPurchasesDetail(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	var p spend.PurchaseSums
	var times, amounts, logs []float64
	for range 50 {
		times, amounts = append(times, 1e6+r.Float64()), append(amounts, 1e5+r.ExpFloat64())
		logs = append(logs, math.Log(amounts[len(amounts)-1]))
		require.NoError(t, p.Add(times[len(times)-1], amounts[len(amounts)-1]))
	}
	d := p.Detail()
	require.NoError(t, d.Check())
	assert.Equal(t, 50, d.Count)
	check.Close(t, stat.Mean(amounts, nil), d.Mean, 1e-14, "mean")
	check.Close(t, 49*stat.Variance(amounts, nil), d.Within, 1e-9, "within")
	check.Close(t, stat.Mean(logs, nil), d.MeanLog, 1e-14, "mean log")
	check.Close(t, 49*stat.Variance(logs, nil), d.WithinLog, 1e-6, "within log")
	check.Close(t, 49*stat.Variance(times, nil), d.Times.Within, 1e-7, "times")
	check.Close(t, 49*stat.Covariance(times, amounts, nil), d.Times.With, 1e-6, "times with amounts")
	check.Close(t, 49*stat.Covariance(times, logs, nil), d.Times.WithLog, 1e-4, "times with logs")
	assert.Equal(t, d.Spend(), p.Spend())

	// Nothing cancels: amounts that differ in the last digits only.
	var near spend.PurchaseSums
	for _, v := range []float64{1e15, 1e15 + 1, 1e15 + 2} {
		require.NoError(t, near.Add(0, v))
	}
	assert.Equal(t, 2.0, near.Detail().Within)

	require.NoError(t, p.Add(0, -5))
	d = p.Detail()
	require.NoError(t, d.Check())
	assert.Equal(t, 1, d.NonPositive)
	assert.Zero(t, d.MeanLog)
	assert.Equal(t, spend.PurchaseDetail{}, new(spend.PurchaseSums).Detail())
	assert.Equal(t, clientele.Spend{}, new(spend.PurchaseSums).Spend())
}

func TestAddErrors(t *testing.T) {
	var input *clientele.InputError
	p, d, u := new(spend.SpendPanel), new(spend.DetailPanel), new(spend.PurchaseSums)
	for _, s := range []clientele.Spend{{Count: -1}, {Count: 1, Mean: nan}, {Count: 1, Mean: 1e31}, {Mean: 3}} {
		assert.ErrorAs(t, p.Add(s), &input, s)
	}
	assert.ErrorAs(t, p.AddN(clientele.Spend{}, -1), &input)
	good := detail(t, 2, 3, 5)
	for name, spoil := range map[string]func(d *spend.PurchaseDetail){
		"count":             func(d *spend.PurchaseDetail) { d.Count = -1 },
		"no purchase":       func(d *spend.PurchaseDetail) { *d = spend.PurchaseDetail{MeanLog: 1} },
		"not positive":      func(d *spend.PurchaseDetail) { d.NonPositive = 4 },
		"mean":              func(d *spend.PurchaseDetail) { d.Mean = inf },
		"within":            func(d *spend.PurchaseDetail) { d.Within = -1 },
		"within of one":     func(d *spend.PurchaseDetail) { *d = spend.PurchaseDetail{Count: 1, Mean: 1, Within: 1} },
		"log within":        func(d *spend.PurchaseDetail) { d.WithinLog = nan },
		"logs of negatives": func(d *spend.PurchaseDetail) { d.NonPositive = 1 },
		"mean log":          func(d *spend.PurchaseDetail) { d.MeanLog = 2 },
		"time":              func(d *spend.PurchaseDetail) { d.Times.Mean = 1e13 },
		"times":             func(d *spend.PurchaseDetail) { d.Times.Within = nan },
		"with":              func(d *spend.PurchaseDetail) { d.Times.With = 100 },
		"with log":          func(d *spend.PurchaseDetail) { d.Times.WithLog = -100 },
	} {
		bad := good
		spoil(&bad)
		assert.ErrorAs(t, d.Add(bad), &input, name)
	}
	assert.ErrorAs(t, d.AddN(good, -1), &input)
	assert.ErrorAs(t, u.Add(0, nan), &input)
	assert.ErrorAs(t, u.Add(inf, 1), &input)
	assert.Zero(t, p.Len()+d.Len()+u.Len())
	_, err := spend.Collect(slices.Values([]clientele.Spend{{Count: -1}}))
	assert.Error(t, err)
	_, err = spend.CollectDetails(slices.Values([]spend.PurchaseDetail{{Count: -1}}))
	assert.Error(t, err)
}

func TestPositive(t *testing.T) {
	p := new(spend.SpendPanel)
	for _, m := range []float64{3, -1, 0, 5} {
		require.NoError(t, p.AddN(clientele.Spend{Count: 2, Mean: m}, 2))
	}
	require.NoError(t, p.Add(clientele.Spend{}))
	q := p.Positive()
	assert.Equal(t, 4, q.Excluded())
	assert.Equal(t, 5, q.Len())
	assert.Equal(t, 9, p.Len())
	assert.Equal(t, 4, q.Positive().Excluded())
	q.Merge(q)
	assert.Equal(t, 8, q.Excluded())
}

func TestBinary(t *testing.T) {
	p, d, u := new(spend.SpendPanel), new(spend.DetailPanel), new(spend.PurchaseSums)
	for _, v := range []float64{3, 4, 4, -2} {
		require.NoError(t, p.Add(clientele.Spend{Count: 1, Mean: v}))
		require.NoError(t, d.Add(detail(t, v, v+1)))
		require.NoError(t, u.Add(v, v))
	}
	p = p.Positive()
	type accumulator interface {
		MarshalBinary() ([]byte, error)
		UnmarshalBinary([]byte) error
		Len() int
	}
	for _, c := range []struct{ from, into accumulator }{{p, new(spend.SpendPanel)}, {d, new(spend.DetailPanel)}, {u, new(spend.PurchaseSums)}} {
		data, err := c.from.MarshalBinary()
		require.NoError(t, err)
		require.NoError(t, c.into.UnmarshalBinary(data))
		again, err := c.into.MarshalBinary()
		require.NoError(t, err)
		assert.Equal(t, data, again)
		assert.Equal(t, c.from.Len(), c.into.Len())
		for cut := range data {
			assert.Error(t, c.into.UnmarshalBinary(data[:cut]), "%T cut at %d", c.from, cut)
		}
		assert.Error(t, c.into.UnmarshalBinary(append(bytes.Clone(data), 0)))
		assert.Equal(t, c.from.Len(), c.into.Len())
	}
}

func FuzzDecode(f *testing.F) {
	p, d, u := new(spend.SpendPanel), new(spend.DetailPanel), new(spend.PurchaseSums)
	require.NoError(f, p.Add(clientele.Spend{Count: 1, Mean: 2}))
	require.NoError(f, d.Add(detail(f, 3, 4)))
	require.NoError(f, u.Add(1, 2))
	f.Add(encoded(f, p))
	f.Add(encoded(f, d))
	f.Add(encoded(f, u))
	f.Fuzz(func(t *testing.T, data []byte) {
		var p spend.SpendPanel
		if p.UnmarshalBinary(data) == nil {
			var q spend.SpendPanel
			require.NoError(t, q.UnmarshalBinary(encoded(t, &p)))
			assert.Equal(t, encoded(t, &p), encoded(t, &q))
		}
		var d spend.DetailPanel
		if d.UnmarshalBinary(data) == nil {
			var e spend.DetailPanel
			require.NoError(t, e.UnmarshalBinary(encoded(t, &d)))
			_, _ = spend.FitGammaGammaDetail(background, &d, nil)
			_, _ = spend.FitLogNormalTrend(background, &d, nil)
		}
		var u spend.PurchaseSums
		if u.UnmarshalBinary(data) == nil {
			require.NoError(t, u.Detail().Check())
		}
	})
}

// FuzzPurchases feeds any amounts: a detail that was made is always possible.
func FuzzPurchases(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 0.0)
	f.Add(1e30, -1e30, 1e-300, 1e12)
	f.Add(5e-324, 1e100, 7.0, nan)
	f.Fuzz(func(t *testing.T, a, b, c, at float64) {
		var p spend.PurchaseSums
		for i, v := range []float64{a, b, c} {
			if err := p.Add(at*float64(i), v); err != nil {
				var input *clientele.InputError
				require.ErrorAs(t, err, &input)
			}
		}
		require.NoError(t, p.Detail().Check(), "%+v", p.Detail())
		var q spend.PurchaseSums
		require.NoError(t, q.UnmarshalBinary(encoded(t, &p)))
		assert.Equal(t, p.Detail(), q.Detail())
	})
}
