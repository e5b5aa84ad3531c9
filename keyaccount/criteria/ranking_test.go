package criteria

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

// measured returns rows in which nothing is missing.
func measured(rows ...[]float64) [][]clientele.Measure {
	out := make([][]clientele.Measure, len(rows))
	for i, row := range rows {
		for _, x := range row {
			out[i] = append(out[i], clientele.Known(x))
		}
	}
	return out
}

// fighter is the aircraft selection of Hwang & Yoon (1981), which runs through
// their whole book: speed, range, payload, cost, reliability, manoeuvrability.
var fighter = Measurements{
	Columns: []Column{
		{Name: "maximum speed", Direction: ColumnDirectionBenefit}, {Name: "ferry range", Direction: ColumnDirectionBenefit}, {Name: "payload", Direction: ColumnDirectionBenefit},
		{Name: "cost", Direction: ColumnDirectionCost}, {Name: "reliability", Direction: ColumnDirectionBenefit}, {Name: "manoeuvrability", Direction: ColumnDirectionBenefit},
	},
	Rows: measured(
		[]float64{2.0, 1500, 20000, 5.5, 5, 9},
		[]float64{2.5, 2700, 18000, 6.5, 3, 5},
		[]float64{1.8, 2000, 21000, 4.5, 7, 7},
		[]float64{2.2, 1800, 20000, 5.0, 5, 5}),
}

var fighterWeights = []float64{.2, .1, .1, .1, .2, .3}

func TestTOPSISFighter(t *testing.T) {
	c, err := TOPSIS(fighter, fighterWeights)
	require.NoError(t, err)
	// The book works with intermediate results cut to four decimals, so its last
	// digit is cut rather than rounded: a unit of it is allowed.
	want := []Closeness{{.643, .0545, .0983}, {.268, .1197, .0439}, {.613, .0580, .0920}, {.312, .1009, .0458}}
	for i, w := range want {
		assert.InDelta(t, w.Score, c[i].Score, 1e-3, i)
		assert.InDelta(t, w.ToBest, c[i].ToBest, 1e-4, i)
		assert.InDelta(t, w.ToWorst, c[i].ToWorst, 1e-4, i)
	}
}

func TestEntropyFighter(t *testing.T) {
	w, err := Entropy(fighter)
	require.NoError(t, err)
	for j, e := range []float64{.9946, .9829, .9989, .9931, .9703, .9770} {
		d, err := fighter.Columns[j].divergence(fighter.columnValues(j))
		require.NoError(t, err)
		assert.InDelta(t, e, 1-d, 2e-4, j) // computed in print from four-digit p
	}
	// The weights in print are ratios of these four-digit numbers.
	for j, want := range []float64{.0649, .2055, .0133, .0829, .3570, .2764} {
		assert.InDelta(t, want, w[j], 2e-3, j)
	}
}

// firms are eight firms with three figures of profit, market share and
// productivity, the example of Diakoulaki, Mavrotas & Papayannakis (1995); the
// weights to eight digits are those of scikit-criteria on the same data.
func TestCRITICFirms(t *testing.T) {
	firms := Measurements{Columns: []Column{{Name: "a", Direction: ColumnDirectionBenefit}, {Name: "b", Direction: ColumnDirectionBenefit}, {Name: "c", Direction: ColumnDirectionBenefit}},
		Rows: measured([]float64{61, 1.08, 4.33}, []float64{20.7, .26, 4.34}, []float64{16.3, 1.98, 2.53}, []float64{9, 3.29, 1.65},
			[]float64{5.4, 2.77, 2.33}, []float64{4, 4.12, 1.21}, []float64{-6.1, 3.52, 2.10}, []float64{-34.6, 3.31, .98})}
	w, err := CRITIC(firms)
	require.NoError(t, err)
	for j, want := range []float64{0.20222554, 0.48090173, 0.31687273} {
		assert.InDelta(t, want, w[j], 5e-9, j)
	}
}

func TestScaleInvariance(t *testing.T) {
	scaled := Measurements{Columns: fighter.Columns, Rows: make([][]clientele.Measure, len(fighter.Rows))}
	for i, row := range fighter.Rows {
		for j, m := range row {
			scaled.Rows[i] = append(scaled.Rows[i], clientele.Known(m.Or(0)*math.Pow(7, float64(j-3))))
		}
	}
	same := func(name string, f func(Measurements) ([]float64, error)) {
		a, err := f(fighter)
		require.NoError(t, err, name)
		b, err := f(scaled)
		require.NoError(t, err, name)
		for i := range a {
			check.Close(t, a[i], b[i], 1e-12, name, i)
		}
	}
	same("entropy", Entropy)
	same("CRITIC", CRITIC)
	for _, m := range []RankingMethod{RankingMethodWeightedSum, RankingMethodTOPSIS} {
		same(m.String(), func(t Measurements) ([]float64, error) { return m.Scores(t, fighterWeights) })
	}
}

func TestRowsMayComeInAnyOrder(t *testing.T) {
	order := []int{2, 0, 3, 1}
	turned := Measurements{Columns: fighter.Columns}
	for _, i := range order {
		turned.Rows = append(turned.Rows, fighter.Rows[i])
	}
	for _, m := range []RankingMethod{RankingMethodWeightedSum, RankingMethodTOPSIS} {
		a, _ := m.Scores(fighter, fighterWeights)
		b, _ := m.Scores(turned, fighterWeights)
		for k, i := range order {
			check.Close(t, a[i], b[k], 1e-14, m, i)
		}
	}
	a, _ := Entropy(fighter)
	b, _ := Entropy(turned)
	assert.InDeltaSlice(t, a, b, 1e-14)
}

func TestWeightedSum(t *testing.T) {
	table := Measurements{Columns: []Column{
		{Name: "revenue", Direction: ColumnDirectionBenefit, Lo: 0, Hi: 10, Missing: MissingReweight},
		{Name: "service cost", Direction: ColumnDirectionCost, Lo: 0, Hi: 100},
		{Name: "same", Direction: ColumnDirectionBenefit},
	}, Rows: [][]clientele.Measure{
		{clientele.Known(5), clientele.Known(25), clientele.Known(3)},
		{clientele.Known(20), clientele.Known(-5), clientele.Known(3)},
		{{}, clientele.Known(100), clientele.Known(3)},
	}}
	s, err := WeightedSum(table, []float64{.5, .3, .2})
	require.NoError(t, err)
	check.Close(t, .5*.5+.3*.75+.2*.5, s[0], 1e-14)
	check.Close(t, .5+.3+.2*.5, s[1], 1e-14) // beyond the ends counts as the ends
	check.Close(t, (.3*0+.2*.5)/.5, s[2], 1e-14)
}

func TestMissing(t *testing.T) {
	for policy, want := range map[MissingRule]float64{MissingWorst: 0, MissingMedian: .25} {
		for _, c := range []Column{{Direction: ColumnDirectionBenefit}, {Direction: ColumnDirectionCost}} {
			c.Missing = policy
			table := Measurements{Columns: []Column{c}, Rows: measured([]float64{0}, []float64{1}, []float64{4}, []float64{0})}
			table.Rows = append(table.Rows, []clientele.Measure{{}})
			table.Columns = append(table.Columns, Column{Direction: ColumnDirectionBenefit})
			for i := range table.Rows {
				table.Rows[i] = append(table.Rows[i], clientele.Known(1))
			}
			u, err := table.Unit()
			require.NoError(t, err)
			switch {
			case policy == MissingWorst:
				assert.Equal(t, want, u[4][0], c.Direction)
			case c.Direction == ColumnDirectionBenefit:
				assert.Equal(t, 0.125, u[4][0]) // median of 0, 0, 1, 4 is ½
			default:
				assert.Equal(t, 0.875, u[4][0])
			}
		}
	}
}

func TestTOPSISBounds(t *testing.T) {
	table := Measurements{Columns: []Column{{Name: "a", Direction: ColumnDirectionBenefit}, {Name: "b", Direction: ColumnDirectionCost}},
		Rows: measured([]float64{3, 1}, []float64{1, 3}, []float64{2, 2})}
	c, err := TOPSIS(table, []float64{.5, .5})
	require.NoError(t, err)
	assert.Equal(t, 1.0, c[0].Score) // best in every column
	assert.Equal(t, 0.0, c[1].Score)
	check.Close(t, 0.5, c[2].Score, 1e-14)
	equal := Measurements{Columns: table.Columns, Rows: measured([]float64{0, 2}, []float64{0, 2})}
	c, err = TOPSIS(equal, []float64{.5, .5})
	require.NoError(t, err)
	assert.Equal(t, 0.5, c[0].Score)
}

func TestRanks(t *testing.T) {
	assert.Equal(t, []int{2, 1, 4, 2}, Ranks([]float64{5, 9, 1, 5}))
	assert.Empty(t, Ranks(nil))
}

func TestReversals(t *testing.T) {
	// With scales from the data, leaving out the row that sets the scale of
	// the second column makes that column count for more.
	table := Measurements{Columns: []Column{{Name: "a", Direction: ColumnDirectionBenefit}, {Name: "b", Direction: ColumnDirectionBenefit}},
		Rows: measured([]float64{10, 1}, []float64{8, 2}, []float64{0, 30}, []float64{0, 0})}
	w := []float64{.5, .5}
	got, err := Reversals(table, w, RankingMethodWeightedSum)
	require.NoError(t, err)
	assert.Equal(t, []Reversal{{Removed: 0, Up: 1, Down: 2}, {Removed: 2, Up: 1, Down: 0}}, got)
	for j := range table.Columns {
		table.Columns[j].Hi = 30
	}
	got, err = Reversals(table, w, RankingMethodWeightedSum)
	require.NoError(t, err)
	assert.Empty(t, got)
	_, err = Reversals(table, w, 0)
	refused(t, err, "RankingMethod")
}

// TestReversalsByBruteForce ranks every table without every row by hand.
func TestReversalsByBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 6))
	found := 0
	for range 60 {
		rows := make([][]float64, 5)
		for i := range rows {
			rows[i] = []float64{r.Float64(), r.Float64(), math.Exp(3 * r.NormFloat64())}
		}
		columns := []Column{{Direction: ColumnDirectionBenefit}, {Direction: ColumnDirectionCost}, {Direction: ColumnDirectionBenefit}}
		w := []float64{.4, .3, .3}
		table := Measurements{columns, measured(rows...)}
		got, err := Reversals(table, w, RankingMethodTOPSIS)
		require.NoError(t, err)
		want := 0
		all, _ := RankingMethodTOPSIS.Scores(table, w)
		for k := range rows {
			var rest [][]float64
			var old []float64
			for i := range rows {
				if i != k {
					rest, old = append(rest, rows[i]), append(old, all[i])
				}
			}
			s, _ := RankingMethodTOPSIS.Scores(Measurements{columns, measured(rest...)}, w)
			for a := range s {
				for b := range a {
					if (s[a]-s[b])*(old[a]-old[b]) < 0 {
						want++
					}
				}
			}
		}
		assert.Len(t, got, want)
		found += want
	}
	assert.Positive(t, found)
}

func TestPerturb(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 7))
	w := []float64{.5, .25, .25, 0}
	const n, c = 20000, 100
	mean, sq := make([]float64, 4), make([]float64, 4)
	dst := make([]float64, 4)
	for range n {
		Perturb(r, dst, w, c)
		require.NoError(t, CheckWeights(dst, 4))
		for j, x := range dst {
			mean[j] += x / n
			sq[j] += (x - w[j]) * (x - w[j]) / n
		}
	}
	for j := range w {
		sd := math.Sqrt(w[j] * (1 - w[j]) / (c + 1))
		assert.InDelta(t, w[j], mean[j], 5*sd/math.Sqrt(n), j)
		assert.InDelta(t, sd, math.Sqrt(sq[j]), 0.03*sd+1e-15, j)
	}
	a, b := make([]float64, 4), make([]float64, 4)
	Perturb(rand.New(rand.NewPCG(1, 1)), a, w, c)
	Perturb(rand.New(rand.NewPCG(1, 1)), b, w, c)
	assert.Equal(t, a, b)
	assert.Panics(t, func() { Perturb(r, dst, []float64{0, 0, 0, 0}, c) })
	assert.Panics(t, func() { Perturb(r, dst, w, 0) })
	assert.Panics(t, func() { Perturb(r, dst[:2], w, c) })
}

func TestDirect(t *testing.T) {
	w, err := Direct(3, 1, 0)
	require.NoError(t, err)
	assert.Equal(t, []float64{.75, .25, 0}, w)
	for _, points := range [][]float64{nil, {0, 0}, {-1, 2}, {math.NaN()}, {math.Inf(1)}} {
		_, err := Direct(points...)
		refused(t, err, "Direct")
	}
}

func TestTableRefuses(t *testing.T) {
	column := Column{Name: "a", Direction: ColumnDirectionBenefit}
	one := measured([]float64{1})
	for name, table := range map[string]Measurements{
		"no columns":    {Rows: one},
		"no rows":       {Columns: []Column{column}},
		"ragged":        {Columns: []Column{column}, Rows: [][]clientele.Measure{{}}},
		"no direction":  {Columns: []Column{{Name: "a"}}, Rows: one},
		"policy":        {Columns: []Column{{Direction: ColumnDirectionBenefit, Missing: 9}}, Rows: one},
		"scale":         {Columns: []Column{{Direction: ColumnDirectionBenefit, Lo: 2, Hi: 1}}, Rows: one},
		"not a number":  {Columns: []Column{column}, Rows: measured([]float64{math.NaN()})},
		"infinite":      {Columns: []Column{column}, Rows: measured([]float64{math.Inf(1)})},
		"missing":       {Columns: []Column{column, column}, Rows: [][]clientele.Measure{{clientele.Known(1), {}}}},
		"empty row":     {Columns: []Column{{Direction: ColumnDirectionBenefit, Missing: MissingWorst}}, Rows: [][]clientele.Measure{{{}}}},
		"empty column":  {Columns: []Column{column, {Direction: ColumnDirectionBenefit, Missing: MissingWorst}}, Rows: [][]clientele.Measure{{clientele.Known(1), {}}}},
		"infinite ends": {Columns: []Column{{Direction: ColumnDirectionBenefit, Lo: 1, Hi: math.Inf(1)}}, Rows: one},
	} {
		var in *clientele.InputError
		assert.ErrorAs(t, table.Check(), &in, name)
	}
	table := Measurements{Columns: []Column{column, column}, Rows: measured([]float64{1, -1}, []float64{2, 2})}
	for _, w := range [][]float64{{1}, {.5, .4}, {-1, 2}, {math.NaN(), 1}} {
		_, err := WeightedSum(table, w)
		refused(t, err, "CheckWeights")
		_, err = TOPSIS(table, w)
		refused(t, err, "CheckWeights")
	}
	_, err := Entropy(table)
	refused(t, err, "Entropy")
	idle, err := Entropy(Measurements{Columns: table.Columns, Rows: measured([]float64{0, 1}, []float64{0, 2})})
	require.NoError(t, err)
	assert.Equal(t, []float64{0, 1}, idle, "a column of zeros tells no rows apart")
	constant := Measurements{Columns: table.Columns, Rows: measured([]float64{1, 2}, []float64{1, 2})}
	_, err = Entropy(constant)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	_, err = CRITIC(constant)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
}

func TestTableJSON(t *testing.T) {
	data, err := json.Marshal(fighter)
	require.NoError(t, err)
	var back Measurements
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, fighter, back)
	assert.Contains(t, string(data), `"direction":"cost"`)
}

func TestLabels(t *testing.T) {
	assert.Equal(t, "成本型", ColumnDirectionCost.Label(clientele.LangChinese))
	assert.Equal(t, "Counts as the median", MissingMedian.Label(clientele.LangEnglish))
	assert.Equal(t, "TOPSIS", RankingMethodTOPSIS.Label(clientele.LangEnglish))
	var d ColumnDirection
	var m MissingRule
	var k RankingMethod
	require.NoError(t, d.UnmarshalText([]byte("benefit")))
	require.NoError(t, m.UnmarshalText([]byte("worst")))
	require.NoError(t, k.UnmarshalText([]byte("topsis")))
	assert.Equal(t, ColumnDirectionBenefit, d)
	assert.Equal(t, MissingWorst, m)
	assert.Equal(t, RankingMethodTOPSIS, k)
	assert.Error(t, k.UnmarshalText([]byte("best")))
}

func FuzzRanking(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0, 0.5)
	f.Add(0.0, 0.0, 0.0, 0.0, 1.0)
	f.Add(-1e100, 1e100, 1e-300, 0.0, 0.0)
	f.Fuzz(func(t *testing.T, a, b, c, d, w float64) {
		table := Measurements{Columns: []Column{{Name: "x", Direction: ColumnDirectionBenefit}, {Name: "y", Direction: ColumnDirectionCost}}, Rows: measured([]float64{a, b}, []float64{c, d})}
		weights := []float64{w, 1 - w}
		if table.Check() != nil || CheckWeights(weights, 2) != nil {
			return
		}
		for _, m := range []RankingMethod{RankingMethodWeightedSum, RankingMethodTOPSIS} {
			s, err := m.Scores(table, weights)
			require.NoError(t, err)
			for _, x := range s {
				require.True(t, x >= 0 && x <= 1+1e-12, "%v %v", m, x)
			}
		}
		for _, weigh := range []func(Measurements) ([]float64, error){Entropy, CRITIC} {
			if w, err := weigh(table); err == nil {
				require.NoError(t, CheckWeights(w, 2))
			}
		}
	})
}
