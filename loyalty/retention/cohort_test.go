package retention

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type activity struct {
	cohort, age, customers int
	revenue                float64
}

func (x activity) addTo(c *Cohorts) error { return c.Add(x.cohort, x.age, x.customers, x.revenue) }

var shop = []activity{
	{1, 0, 100, 1000}, {1, 1, 60, 700}, {1, 2, 50, 650},
	{2, 0, 200, 1500}, {2, 1, 100, 900},
	{3, 0, 50, 400},
}

func TestCohortTable(t *testing.T) {
	var c Cohorts
	for _, x := range shop {
		require.NoError(t, x.addTo(&c))
	}
	assert.Equal(t, 350, c.Len())
	table, err := c.Table(3)
	require.NoError(t, err)
	require.Len(t, table, 3)
	assert.Equal(t, []int{100, 60, 50}, table[0].Customers)
	assert.Equal(t, 0.6, table[0].Retention(1))
	assert.Equal(t, 0.65, table[0].NetRevenue(2))
	assert.True(t, table[0].Interval(1, 0.95).Contains(0.6))
	assert.True(t, math.IsNaN(table[2].Retention(1)), "not observed")
	assert.Equal(t, clientele.Interval{Lo: 0, Hi: 1, Level: 0.9}, table[2].Interval(1, 0.9))

	curve := table.Curve()
	require.Len(t, curve, 3)
	assert.Equal(t, CohortPoint{Age: 1, Size: 300, Active: 160, Retention: 160.0 / 300, Period: 160.0 / 300, NetRevenue: 1600.0 / 2500}, curve[1])
	assert.Equal(t, CohortPoint{Age: 2, Size: 100, Active: 50, Retention: 0.5, Period: 50.0 / 60, NetRevenue: 0.65}, curve[2])
	assert.True(t, curve[2].Interval(0.95).Contains(0.5))

	// A period later the ages without activity are observed zeros.
	table, err = c.Table(4)
	require.NoError(t, err)
	assert.Zero(t, table[0].Retention(3))

	var in *clientele.InputError
	_, err = c.Table(2)
	assert.ErrorAs(t, err, &in, "activity after the end of observation")
	require.NoError(t, c.Add(5, 1, 3, 0))
	_, err = c.Table(6)
	assert.ErrorAs(t, err, &in, "more active than the cohort has")
	var far Cohorts
	require.NoError(t, far.Add(-1<<28, 0, 1, 0))
	for _, asOf := range []int{0, math.MaxInt} {
		_, err = far.Table(asOf)
		assert.ErrorAs(t, err, &in)
	}
	_, err = new(Cohorts).Table(1)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, x := range []activity{{1, -1, 1, 0}, {1, 0, -1, 0}, {1, 0, 1, math.NaN()}, {math.MaxInt, 0, 1, 0}} {
		assert.ErrorAs(t, x.addTo(&c), &in, "%+v", x)
	}
}

func TestCohortsMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(101, 102))
	var items []activity
	for range 300 {
		items = append(items, activity{r.IntN(5), r.IntN(4), r.IntN(9), r.NormFloat64() * math.Pow(10, float64(r.IntN(9)))})
	}
	snapshot := func(c *Cohorts) map[cohortAge][2]float64 {
		out := map[cohortAge][2]float64{}
		for at, x := range c.cells {
			out[at] = [2]float64{float64(x.customers), x.revenue.Value()}
		}
		return out
	}
	check.MergeLaws(t, check.Merger[*Cohorts, activity]{
		New: func() *Cohorts { return new(Cohorts) }, Add: func(c *Cohorts, x activity) { require.NoError(t, x.addTo(c)) },
		Merge: (*Cohorts).Merge, Items: items,
		Equal: func(t *testing.T, want, got *Cohorts) { assert.Equal(t, snapshot(want), snapshot(got)) },
	})
	c := new(Cohorts)
	for _, x := range items {
		require.NoError(t, x.addTo(c))
	}
	data, err := c.MarshalBinary()
	require.NoError(t, err)
	var back Cohorts
	require.NoError(t, back.UnmarshalBinary(data))
	assert.Equal(t, snapshot(c), snapshot(&back))
	assert.Error(t, back.UnmarshalBinary(data[:len(data)-1]))
	assert.Equal(t, snapshot(c), snapshot(&back), "unchanged on error")
}

func FuzzCohortsBinary(f *testing.F) {
	var c Cohorts
	for _, x := range shop {
		_ = x.addTo(&c)
	}
	seed, _ := c.MarshalBinary()
	f.Add(seed)
	f.Fuzz(func(t *testing.T, data []byte) {
		var c Cohorts
		if c.UnmarshalBinary(data) == nil {
			if table, err := c.Table(1000); err == nil {
				table.Curve()
			}
		}
	})
}
