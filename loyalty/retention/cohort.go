package retention

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/loyalty/internal/pairs"
)

// maxCount bounds counts of customers and periods, so that they are exact in a
// float and their sums do not overflow.
const maxCount = min(1<<50, math.MaxInt/4)

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
	case customers < 0 || customers > maxCount || (c.cells[at] != nil && customers > maxCount-c.cells[at].customers):
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
func (c *Cohorts) Merge(d *Cohorts) error {
	if d == nil {
		return nil
	}
	for at, x := range d.cells {
		if own := c.cells[at]; own != nil && x.customers > maxCount-own.customers {
			return &clientele.InputError{Where: "retention.Cohorts", Field: "customers of the merged cohorts", Value: x.customers, Want: "at most 2^50 a cell"}
		}
	}
	for at, x := range d.cells {
		own := c.cell(at)
		own.customers += x.customers
		own.revenue.Merge(x.revenue)
	}
	return nil
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
	if c == nil {
		c = new(Cohorts)
	}
	start := len(dst)
	dst = codec.Header(dst, "rtco", 1)
	dst = codec.Uint(dst, uint64(len(c.cells)))
	for _, at := range c.sorted() {
		x := c.cells[at]
		dst = codec.Int(dst, int64(at.cohort))
		dst = codec.Uint(dst, uint64(at.age))
		dst = codec.Uint(dst, uint64(x.customers))
		dst = x.revenue.Append(dst)
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary returns the encoding.
func (c *Cohorts) MarshalBinary() ([]byte, error) { return c.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; c is unchanged on error.
func (c *Cohorts) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "retention.Cohorts", "rtco", 1)
	var read Cohorts
	for range r.Count(4) {
		at, customers := cohortAge{int(r.Between(-maxCount, maxCount)), r.Number(maxCount)}, r.Number(maxCount)
		var revenue exact.Sum
		revenue.Read(r, pairs.MaxTotal)
		if r.Err() != nil {
			break
		}
		if err := read.Add(at.cohort, at.age, customers, 0); err != nil {
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

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (c *Cohorts) MarshalText() ([]byte, error) { return codec.MarshalText(c) }

// UnmarshalText reads what MarshalText writes; c is unchanged on error.
func (c *Cohorts) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "retention.Cohorts", c)
}
