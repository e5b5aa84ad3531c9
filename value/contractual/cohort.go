package contractual

import (
	"fmt"
	"github.com/clientele-go/clientele/internal/wire"

	"github.com/clientele-go/clientele"
)

// Cohort is one line of a retention table: customers who began together.
type Cohort struct {
	Survivors []int   // customers there at age First, First+1, …; never rising. Counts, not percentages
	First     int     // age of the first count; if > 0 the cohort was first seen then (left truncation)
	Weight    float64 // weight of each of its customers; 0 means 1
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (c Cohort) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Cohort) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// AddCohort adds the customers of a cohort. Those who disappear between two
// counts were lost in the period between them, those of the last count are
// still there. Cohorts may have any lengths; a later cohort is simply shorter.
func (ts *Tenures) AddCohort(c Cohort) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "contractual.Cohort", Field: field, Value: value, Want: want}
	}
	if len(c.Survivors) == 0 {
		return bad("Survivors", "empty", "at least one count")
	}
	if c.First < 0 || float64(c.First)+float64(len(c.Survivors)) > MaxAge {
		return bad("First", c.First, "an age >= 0")
	}
	if c.Weight == 0 {
		c.Weight = 1
	}
	before := c.Survivors[0]
	for k, n := range c.Survivors {
		if n < 0 || n > before {
			return bad(fmt.Sprintf("Survivors[%d]", k), n, fmt.Sprintf("a count from 0 to the one before, %d: customers do not come back to their cohort", before))
		}
		before = n
	}
	if err := checkCount(ts.n, c.Survivors[0]); err != nil {
		return err
	}
	if err := checkWeight(c.Weight); err != nil {
		return err
	}
	first := float64(c.First)
	last := len(c.Survivors) - 1
	for k := 1; k <= last; k++ {
		lost := Tenure{Age: first + float64(k), Lost: true, Entry: first, Width: 1}
		ts.count(cell{lost, c.Weight}, c.Survivors[k-1]-c.Survivors[k])
	}
	ts.count(cell{Tenure{Age: first + float64(last), Entry: first}, c.Weight}, c.Survivors[last])
	return nil
}
