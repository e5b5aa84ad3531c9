package design

import (
	"cmp"
	"slices"

	"github.com/clientele-go/clientele"
)

// Customers are histories, each with a row of covariates.
type Customers struct {
	Histories []clientele.History
	Names     []string  // of the covariates
	Z         []float64 // the rows, one after the other
}

// Row returns the covariates of customer i.
func (c Customers) Row(i int) []float64 {
	k := len(c.Names)
	return c.Z[i*k : (i+1)*k : (i+1)*k]
}

// Sorted returns the customers by covariates, then by history, so that sums do
// not depend on the order in which they came.
func (c Customers) Sorted() []int {
	columns := make([]int, len(c.Names))
	for i := range columns {
		columns[i] = i
	}
	return c.SortedBy(columns)
}

// SortedBy is Sorted for some of the covariates.
func (c Customers) SortedBy(columns []int) []int {
	order := make([]int, len(c.Histories))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		y, z := c.Row(a), c.Row(b)
		for _, k := range columns {
			if less := cmp.Compare(y[k], z[k]); less != 0 {
				return less
			}
		}
		return c.Histories[a].Compare(c.Histories[b])
	})
	return order
}
