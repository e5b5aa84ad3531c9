package retention

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
)

// CohortRow is one cohort, from age 0 to the last age observed.
type CohortRow struct {
	Cohort    int
	Customers []int     // active at each age; Customers[0] is the size of the cohort
	Revenue   []float64 // at each age
}

// Retention returns the share of the cohort active at an age, its size the
// denominator; NaN for an age not observed and an empty cohort.
func (r CohortRow) Retention(age int) float64 {
	if age < 0 || age >= len(r.Customers) {
		return math.NaN()
	}
	return float64(r.Customers[age]) / float64(r.Customers[0])
}

// Interval returns the Wilson interval of Retention; [0, 1] where that is NaN.
// It panics unless level lies in (0, 1).
func (r CohortRow) Interval(age int, level float64) clientele.Interval {
	if age < 0 || age >= len(r.Customers) {
		return normal.Wilson(0, 0, level)
	}
	return normal.Wilson(float64(r.Customers[age]), float64(r.Customers[0]), level)
}

// NetRevenue returns the revenue at an age over the revenue at age 0; NaN for
// an age not observed and without revenue at age 0.
func (r CohortRow) NetRevenue(age int) float64 {
	if age < 0 || age >= len(r.Revenue) || !(r.Revenue[0] > 0) {
		return math.NaN()
	}
	return r.Revenue[age] / r.Revenue[0]
}

// maxTable bounds the cells of a table, so that a stray period number does not
// fill the memory.
const maxTable = 1 << 24

// CohortTable holds the cohorts in order.
type CohortTable []CohortRow

// Table returns all cohorts as observed to the end of period asOf: a cohort has
// the ages 0 … asOf − cohort, and where nothing was added nobody was active.
// An activity after asOf, or more customers active than the cohort has, is an
// *clientele.InputError; no cells at all match clientele.ErrNoData.
func (c *Cohorts) Table(asOf int) (CohortTable, error) {
	if len(c.cells) == 0 {
		return nil, fmt.Errorf("retention.Cohorts: %w", clientele.ErrNoData)
	}
	if asOf > maxCount {
		return nil, &clientele.InputError{Where: "retention.Cohorts", Field: "as of", Value: asOf, Want: "a period number up to 2^50"}
	}
	bad := func(at cohortAge, field string, value any, want string) error {
		return &clientele.InputError{Where: fmt.Sprintf("retention.Cohorts: cohort %d, age %d", at.cohort, at.age), Field: field, Value: value, Want: want}
	}
	var t CohortTable
	size := 0
	for _, at := range c.sorted() {
		x := c.cells[at]
		if at.cohort+at.age > asOf {
			return nil, bad(at, "period", at.cohort+at.age, fmt.Sprintf("a period up to %d, the last one observed", asOf))
		}
		if len(t) == 0 || t[len(t)-1].Cohort != at.cohort {
			ages := asOf - at.cohort + 1
			if size += ages; size > maxTable {
				return nil, bad(at, "ages", ages, "a table of at most 2^24 cells; use longer periods")
			}
			t = append(t, CohortRow{at.cohort, make([]int, ages), make([]float64, ages)})
		}
		row := t[len(t)-1]
		row.Customers[at.age] = x.customers
		row.Revenue[at.age] = x.revenue.Value()
		if x.customers > row.Customers[0] {
			return nil, bad(at, "customers", x.customers, fmt.Sprintf("at most the %d of the cohort; add every customer at age 0", row.Customers[0]))
		}
	}
	return t, nil
}

// CohortPoint is one age of the pooled retention curve.
type CohortPoint struct {
	Age        int
	Size       int     // customers of the cohorts observed at this age: the denominator
	Active     int     // of them active at this age
	Retention  float64 // Active / Size
	Period     float64 // Active / those of the same cohorts active one age before; NaN at age 0. Above 1 where customers return
	NetRevenue float64 // revenue at this age / revenue at age 0 of the same cohorts; NaN without revenue
}

// Interval returns the Wilson interval of Retention. It panics unless level
// lies in (0, 1).
func (p CohortPoint) Interval(level float64) clientele.Interval {
	return normal.Wilson(float64(p.Active), float64(p.Size), level)
}

// Curve pools the cohorts: at each age only the cohorts observed that long
// count, in numerator and denominator alike, so that young cohorts do not pull
// the curve down.
func (t CohortTable) Curve() []CohortPoint {
	oldest := 0
	for _, r := range t {
		oldest = max(oldest, len(r.Customers))
	}
	curve := make([]CohortPoint, oldest)
	for age := range curve {
		p := CohortPoint{Age: age}
		before, revenue, first := 0, 0.0, 0.0
		for _, r := range t {
			if age >= len(r.Customers) {
				continue
			}
			p.Size += r.Customers[0]
			p.Active += r.Customers[age]
			before += r.Customers[max(age-1, 0)]
			revenue += r.Revenue[age]
			first += r.Revenue[0]
		}
		p.Retention = float64(p.Active) / float64(p.Size)
		p.Period, p.NetRevenue = math.NaN(), math.NaN()
		if age > 0 {
			p.Period = float64(p.Active) / float64(before)
		}
		if first > 0 {
			p.NetRevenue = revenue / first
		}
		curve[age] = p
	}
	return curve
}
