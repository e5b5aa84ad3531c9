package retention

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/loyalty/internal/normal"
	"github.com/clientele-go/clientele/loyalty/internal/pairs"
)

// maxCount bounds counts of customers, so that they are exact in a float.
const maxCount = 1 << 50

// Cohorts counts customers and revenue by cohort (the period of their first
// purchase) and age (periods since). The zero value is empty.
type Cohorts struct{ cells map[cohortAge]*cohortCell }

type cohortAge struct{ cohort, age int }

type cohortCell struct {
	customers int
	revenue   exact.Sum
}

// Add counts customers ≥ 0 of a cohort who were active at an age ≥ 0, and
// their revenue then (one currency; 0 where only customers matter). Age 0 is
// the cohort itself: every customer belongs there. Calls add up; an impossible
// value is an *clientele.InputError and changes nothing.
func (c *Cohorts) Add(cohort, age, customers int, revenue float64) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "retention.Cohorts", Field: field, Value: value, Want: want}
	}
	at := cohortAge{cohort, age}
	switch {
	case cohort < -maxCount || cohort > maxCount:
		return bad("cohort", cohort, "a period number of magnitude up to 2^50")
	case age < 0 || age > maxCount:
		return bad("age", age, "periods since the first purchase, >= 0")
	case customers < 0 || customers > maxCount || (c.cells[at] != nil && c.cells[at].customers+customers > maxCount):
		return bad("customers", customers, "a count >= 0, and at most 2^50 a cell")
	case !(math.Abs(revenue) <= pairs.Max):
		return bad("revenue", revenue, "a finite amount")
	}
	c.cell(at).add(customers, revenue)
	return nil
}

func (c *Cohorts) cell(at cohortAge) *cohortCell {
	if c.cells == nil {
		c.cells = map[cohortAge]*cohortCell{}
	}
	if c.cells[at] == nil {
		c.cells[at] = new(cohortCell)
	}
	return c.cells[at]
}

func (x *cohortCell) add(customers int, revenue float64) {
	x.customers += customers
	x.revenue.Add(revenue)
}

// Merge adds the counts of d, which is unchanged; nil counts as empty.
func (c *Cohorts) Merge(d *Cohorts) {
	if d == nil {
		return
	}
	for at, x := range d.cells {
		own := c.cell(at)
		own.customers += x.customers
		own.revenue.Merge(x.revenue)
	}
}

// Len returns the number of customers: those at age 0.
func (c *Cohorts) Len() int {
	n := 0
	for at, x := range c.cells {
		if at.age == 0 {
			n += x.customers
		}
	}
	return n
}

// sorted returns the cells by cohort and age.
func (c *Cohorts) sorted() []cohortAge {
	return slices.SortedFunc(maps.Keys(c.cells), func(a, b cohortAge) int {
		return cmp.Or(cmp.Compare(a.cohort, b.cohort), cmp.Compare(a.age, b.age))
	})
}

// AppendBinary appends the encoding.
func (c *Cohorts) AppendBinary(dst []byte) ([]byte, error) {
	dst = codec.Header(dst, "rtco", 1)
	dst = codec.Uint(dst, uint64(len(c.cells)))
	for _, at := range c.sorted() {
		x := c.cells[at]
		dst = codec.Int(dst, int64(at.cohort))
		dst = codec.Uint(dst, uint64(at.age))
		dst = codec.Uint(dst, uint64(x.customers))
		dst = pairs.AppendSum(dst, &x.revenue)
	}
	return dst, nil
}

// MarshalBinary returns the encoding.
func (c *Cohorts) MarshalBinary() ([]byte, error) { return c.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; c is unchanged on error.
func (c *Cohorts) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "retention.Cohorts", "rtco", 1)
	var read Cohorts
	for range r.Count(4) {
		cohort, age, customers := r.Int(), r.Uint(), r.Uint()
		revenue := pairs.ReadSum(r)
		if age > maxCount || customers > maxCount {
			r.Fail("holds an age or count beyond 2^50")
		}
		if r.Err() != nil {
			break
		}
		at := cohortAge{int(cohort), int(age)}
		if err := read.Add(at.cohort, at.age, int(customers), 0); err != nil {
			return err
		}
		read.cells[at].revenue.Merge(revenue)
	}
	if err := r.Close(); err != nil {
		return err
	}
	*c = read
	return nil
}

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
