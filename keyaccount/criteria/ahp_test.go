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

// published are examples that were printed with their weights; digits is how
// many decimals the weights were printed to.
var published = []struct {
	name    string
	n       int
	upper   []float64
	weights []float64
	digits  int
	lambda  float64
	lambdaD int
	cr      float64
	crD     int
}{

	{"Saaty (1990), How to make a decision, EJOR 48, 9–26: buying a house", 8,
		[]float64{5, 3, 7, 6, 6, 1. / 3, 1. / 4, 1. / 3, 5, 3, 3, 1. / 5, 1. / 7, 6, 3, 4, 6, 1. / 5,
			1. / 3, 1. / 4, 1. / 7, 1. / 8, 1. / 2, 1. / 5, 1. / 6, 1. / 5, 1. / 6, 1. / 2},
		[]float64{.173, .054, .188, .018, .031, .036, .167, .333}, 3, 9.669, 3, .169, 3},
	{"Saaty (1980), wealth of seven nations", 7,
		[]float64{4, 9, 6, 6, 5, 5, 7, 5, 5, 3, 4, 1. / 5, 1. / 5, 1. / 7, 1. / 5, 1, 1. / 3, 1. / 3, 1. / 3, 1. / 3, 2},
		[]float64{.427, .230, .021, .052, .052, .123, .094}, 3, 7.608, 3, .08, 2},
	{"Saaty (1980), light on four chairs, second observer", 4,
		[]float64{4, 6, 7, 3, 4, 2},
		[]float64{.62, .22, .10, .06}, 2, 4.1, 1, math.NaN(), 0},
	{"Saaty (2003), EJOR 145, 85–91: consumption of drinks", 7,
		[]float64{9, 5, 2, 1, 1, 1. / 2, 1. / 3, 1. / 9, 1. / 9, 1. / 9, 1. / 9, 1. / 3, 1. / 4, 1. / 3, 1. / 9, 1. / 2, 1, 1. / 3, 2, 1. / 2, 1. / 3},
		[]float64{.177, .019, .042, .116, .190, .129, .327}, 3, math.NaN(), 0, .022, 3},
}

// printed asserts that got rounds to want at the given number of decimals; a
// value that lies on the edge of rounding may have been cut.
func printed(t *testing.T, want, got float64, digits int, what ...any) {
	t.Helper()
	if !math.IsNaN(want) {
		assert.InDelta(t, want, got, 0.505*math.Pow(10, -float64(digits)), what...)
	}
}

func TestPublishedPriorities(t *testing.T) {
	for _, x := range published {
		j, err := FromUpper(x.n, x.upper...)
		require.NoError(t, err, x.name)
		p, err := j.Eigenvector()
		require.NoError(t, err, x.name)
		for i, w := range x.weights {
			printed(t, w, p.Weights[i], x.digits, x.name, i)
		}
		printed(t, x.lambda, p.Lambda, x.lambdaD, x.name)
		printed(t, x.cr, p.CR, x.crD, x.name)
	}
}

// TestHouseRepair is Saaty's own example of asking again: of the judgements on
// the house, neighbourhood against condition (6) fits worst, 1/2 was put in its
// place, and the weights became these.
func TestHouseRepair(t *testing.T) {
	j, err := FromUpper(published[0].n, published[0].upper...)
	require.NoError(t, err)
	before, err := j.Eigenvector()
	require.NoError(t, err)
	assert.False(t, before.Consistent())
	repairs, err := j.Repairs()
	require.NoError(t, err)
	require.Len(t, repairs, 28)
	r := repairs[0]
	assert.Equal(t, [2]int{2, 6}, [2]int{r.I, r.J})
	assert.Equal(t, 6.0, r.Given)
	assert.Equal(t, 0.5, r.Suggested)
	after, err := j.with(r.I, r.J, r.Suggested).Eigenvector()
	require.NoError(t, err)
	assert.True(t, after.Consistent())
	assert.Equal(t, r.CR, after.CR)
	printed(t, 8.81, after.Lambda, 2)
	for i, w := range []float64{.175, .062, .103, .019, .034, .041, .221, .345} {
		printed(t, w, after.Weights[i], 3, i)
	}
}

// random returns reciprocal judgements on Saaty's scale.
func random(t testing.TB, r *rand.Rand, n int) *Judgements {
	upper := make([]float64, n*(n-1)/2)
	for i := range upper {
		upper[i] = float64(1 + r.IntN(9))
		if r.IntN(2) == 0 {
			upper[i] = 1 / upper[i]
		}
	}
	j, err := FromUpper(n, upper...)
	require.NoError(t, err)
	return j
}

// consistent returns the judgements that the weights w would give.
func consistent(t testing.TB, w []float64) *Judgements {
	var upper []float64
	for i := range w {
		for k := i + 1; k < len(w); k++ {
			upper = append(upper, w[i]/w[k])
		}
	}
	j, err := FromUpper(len(w), upper...)
	require.NoError(t, err)
	return j
}

func TestConsistentJudgements(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for n := 1; n <= MaxCriteria; n++ {
		w := make([]float64, n)
		for i := range w {
			w[i] = math.Exp(1.5 * r.NormFloat64())
		}
		w, _ = Direct(w...)
		j := consistent(t, w)
		e, err := j.Eigenvector()
		require.NoError(t, err)
		g := j.GeometricMean()
		for i := range w {
			check.Close(t, w[i], e.Weights[i], 1e-10, "eigenvector", n, i)
			check.Close(t, w[i], g.Weights[i], 1e-12, "geometric mean", n, i)
		}
		check.Close(t, float64(n), e.Lambda, 1e-10)
		assert.InDelta(t, 0, e.CR, 1e-9)
		assert.InDelta(t, 0, j.GeometricConsistency(), 1e-9)
	}
}

func TestEigenvectorSolvesItsEquation(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 2))
	for range 200 {
		j := random(t, r, 2+r.IntN(14))
		p, err := j.Eigenvector()
		require.NoError(t, err)
		assert.GreaterOrEqual(t, p.Lambda, float64(j.Len()))
		sum := 0.0
		for i := range p.Weights {
			row := 0.0
			for k, w := range p.Weights {
				row += j.At(i, k) * w
			}
			check.Close(t, p.Lambda*p.Weights[i], row, 1e-9, i)
			sum += p.Weights[i]
		}
		check.Close(t, 1, sum, 1e-12)
	}
}

func TestRelabelling(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 3))
	for range 100 {
		n := 3 + r.IntN(8)
		j := random(t, r, n)
		order := r.Perm(n)
		rows := make([][]float64, n)
		for i := range rows {
			rows[i] = make([]float64, n)
			for k := range n {
				rows[i][k] = j.At(order[i], order[k])
			}
		}
		q, err := NewJudgements(rows)
		require.NoError(t, err)
		a, _ := j.Eigenvector()
		b, _ := q.Eigenvector()
		c, d := j.GeometricMean(), q.GeometricMean()
		for i := range order {
			check.Close(t, a.Weights[order[i]], b.Weights[i], 1e-9)
			check.Close(t, c.Weights[order[i]], d.Weights[i], 1e-12)
		}
		check.Close(t, a.Lambda, b.Lambda, 1e-10)
		assert.InDelta(t, j.GeometricConsistency(), q.GeometricConsistency(), 1e-12)
	}
}

// Asking the reverse question (how much less important?) turns geometric means
// into their reciprocals; the eigenvector has no such law for n > 3.
func TestGeometricMeanOfReciprocals(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 4))
	j := random(t, r, 6)
	rows := make([][]float64, 6)
	for i := range rows {
		rows[i] = make([]float64, 6)
		for k := range rows {
			rows[i][k] = j.At(k, i)
		}
	}
	q, err := NewJudgements(rows)
	require.NoError(t, err)
	a, b := j.GeometricMean(), q.GeometricMean()
	for i := range rows {
		check.Close(t, a.Weights[i]*b.Weights[i], a.Weights[0]*b.Weights[0], 1e-12)
	}
}

// TestImpliedIsTheFixedPoint puts the implied judgement in its place again and
// again: what the other judgements say must not contradict it any more.
func TestImpliedIsTheFixedPoint(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for range 20 {
		n := 3 + r.IntN(5)
		j := random(t, r, n)
		i := r.IntN(n - 1)
		k := i + 1 + r.IntN(n-i-1)
		want, err := j.implied(i, k)
		require.NoError(t, err)
		for range 400 {
			p, err := j.Eigenvector()
			require.NoError(t, err)
			j = j.with(i, k, p.Weights[i]/p.Weights[k])
		}
		check.Close(t, want, j.At(i, k), 1e-8)
	}
}

func TestRepairFindsThePlantedSlip(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 5))
	for range 50 {
		n := 4 + r.IntN(5)
		w := make([]float64, n)
		for i := range w {
			w[i] = 1 + 2*r.Float64()
		}
		i := r.IntN(n - 1)
		k := i + 1 + r.IntN(n-i-1)
		slipped := consistent(t, w).with(i, k, w[i]/w[k]*9)
		repairs, err := slipped.Repairs()
		require.NoError(t, err)
		assert.Equal(t, [2]int{i, k}, [2]int{repairs[0].I, repairs[0].J})
		check.Close(t, w[i]/w[k], repairs[0].Implied, 1e-9)
		for l := 1; l < len(repairs); l++ {
			assert.GreaterOrEqual(t, repairs[l].CR, repairs[l-1].CR-turnMargin)
		}
	}
	two, err := FromUpper(2, 9)
	require.NoError(t, err)
	repairs, err := two.Repairs()
	assert.NoError(t, err)
	assert.Nil(t, repairs)
}

func TestOnScale(t *testing.T) {
	for v, want := range map[float64]float64{1: 1, 1.4: 1, 1.42: 2, 2.44: 2, 2.46: 3, 8.4: 8, 8.5: 9, 50: 9, 0.5: 0.5, 0.4587: 0.5, 0.01: 1. / 9} {
		assert.Equal(t, want, onScale(v), v)
	}
}

// refused asserts that err is an input error of the place.
func refused(t *testing.T, err error, where string) {
	t.Helper()
	var in *clientele.InputError
	require.ErrorAs(t, err, &in)
	assert.Equal(t, "criteria."+where, in.Where)
}

func TestJudgementsRefuse(t *testing.T) {
	for name, rows := range map[string][][]float64{
		"empty":             {},
		"not square":        {{1, 2}, {0.5}},
		"not reciprocal":    {{1, 3}, {0.3, 1}},
		"diagonal":          {{2, 3}, {1. / 3, 1}},
		"zero":              {{1, 0}, {0, 1}},
		"negative":          {{1, -3}, {-1. / 3, 1}},
		"not a number":      {{1, math.NaN()}, {1, 1}},
		"infinite":          {{1, math.Inf(1)}, {0, 1}},
		"too many criteria": make([][]float64, 16),
	} {
		_, err := NewJudgements(rows)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, name)
	}
	_, err := FromUpper(3, 1, 2)
	refused(t, err, "Judgements")
	_, err = FromUpper(0)
	refused(t, err, "Judgements")
	_, err = FromUpper(2, math.NaN())
	refused(t, err, "Judgements")

	j, _ := FromUpper(3, 2, 4, 3)
	keep, _ := json.Marshal(j)
	assert.Error(t, json.Unmarshal([]byte(`[[1,3],[3,1]]`), j))
	now, _ := json.Marshal(j)
	assert.Equal(t, keep, now)
	var back Judgements
	require.NoError(t, json.Unmarshal(keep, &back))
	assert.Equal(t, *j, back)
	assert.Panics(t, func() { j.At(3, 0) })
	assert.True(t, math.IsNaN(RandomIndex(0)) && math.IsNaN(RandomIndex(16)))
}

func FuzzJudgements(f *testing.F) {
	f.Add(3, 2.0, 4.0, 3.0)
	f.Add(3, 1e-6, 1e6, 1e6)
	f.Add(2, math.NaN(), 0.0, -1.0)
	f.Fuzz(func(t *testing.T, n int, a, b, c float64) {
		upper := []float64{a, b, c, b, c, a}
		if n < 0 || n > 4 {
			return
		}
		j, err := FromUpper(n, upper[:max(n*(n-1)/2, 0)]...)
		if err != nil {
			return
		}
		p, err := j.Eigenvector()
		if err != nil {
			return
		}
		for _, q := range []Priorities{p, j.GeometricMean()} {
			require.NoError(t, CheckWeights(q.Weights, n))
			require.False(t, math.IsNaN(q.CR) || q.CR < 0)
		}
		_, err = j.Repairs()
		require.NoError(t, err)
	})
}

// TestGeometricConsistency by hand, for three criteria, where the sum is divided
// by one: the three deviations of ln a_ij from ln w_i/w_j are equal in size, a
// third of the logarithm of the whole contradiction.
func TestGeometricConsistencyOfThree(t *testing.T) {
	j, err := FromUpper(3, 2, 8, 3) // 2·3 = 6, and not 8
	require.NoError(t, err)
	off := math.Log(8./6) / 3
	check.Close(t, 3*off*off, j.GeometricConsistency(), 1e-12)
	consistent, err := FromUpper(3, 2, 6, 3)
	require.NoError(t, err)
	assert.InDelta(t, 0, consistent.GeometricConsistency(), 1e-25)
	two, err := FromUpper(2, 5)
	require.NoError(t, err)
	assert.Zero(t, two.GeometricConsistency())
}
