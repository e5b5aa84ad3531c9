package btyd

import (
	"iter"
	"math"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd/internal/design"
)

// CovariatePanel holds the histories of customers together with their
// covariates: properties that do not change, such as the channel of the first
// purchase, as numbers (1 and 0 for yes and no; one column a level, the first
// left out, for a category). It is what [FitRegression] runs over. A panel may
// be read by several goroutines, but not while it changes.
//
// Unit and AsOf say what the times are counted in and when observation ended,
// as in a [clientele.Panel]; a fit takes them over.
type CovariatePanel struct {
	Unit clientele.Unit // of the histories; 0 if it is not known
	AsOf time.Time      // end of observation, the latest one; zero if it is not known

	names []string
	hs    []clientele.History
	z     []float64 // one row of len(names) a customer
}

// maxCovariate bounds a covariate, so that its square is finite.
const maxCovariate = 1e100

// NewCovariatePanel returns an empty panel for covariates of these names, in
// the order of the rows given to Add. The error is a [*clientele.InputError]
// if there is none, or one that is empty or not the only one of its name.
func NewCovariatePanel(names ...string) (*CovariatePanel, error) {
	bad := func(value any, want string) error {
		return &clientele.InputError{Where: "btyd.NewCovariatePanel", Field: "names", Value: value, Want: want}
	}
	if len(names) == 0 {
		return nil, bad("empty", "at least one covariate; without one use a clientele.Panel")
	}
	for i, name := range names {
		if name == "" {
			return nil, bad(names, "a name for every covariate")
		}
		if slices.Contains(names[:i], name) {
			return nil, bad(name, "names that differ")
		}
	}
	return &CovariatePanel{names: slices.Clone(names)}, nil
}

// Add counts one customer with covariates z, in the order of the names. If h
// fails its Check, z has not one number a name, or one is not finite, the error
// is a [*clientele.InputError] that names the column, and the panel is unchanged.
func (p *CovariatePanel) Add(h clientele.History, z []float64) error {
	if err := h.Check(); err != nil {
		return err
	}
	if len(z) != len(p.names) {
		return &clientele.InputError{Where: "btyd.CovariatePanel", Field: "covariates", Value: z, Want: "one number for each of " + list(p.names)}
	}
	for i, v := range z {
		if !(math.Abs(v) <= maxCovariate) {
			return &clientele.InputError{Where: "btyd.CovariatePanel", Field: p.names[i], Value: v, Want: "a finite number, at most 1e100 in size"}
		}
	}
	h.Last, h.Age = h.Last+0, h.Age+0 // -0 becomes +0
	p.hs = append(p.hs, h)
	for _, v := range z {
		p.z = append(p.z, v+0)
	}
	return nil
}

// Merge adds the customers of q to p; q is unchanged, and nil counts as empty.
// The error is a [*clientele.InputError] if the covariates are not the same,
// in the same order, or both say a unit and another one; then p is unchanged.
func (p *CovariatePanel) Merge(q *CovariatePanel) error {
	if q == nil {
		return nil
	}
	if !slices.Equal(p.names, q.names) {
		return &clientele.InputError{Where: "btyd.CovariatePanel", Field: "covariates", Value: list(q.names), Want: "the same as here: " + list(p.names)}
	}
	switch {
	case p.Unit == 0:
		p.Unit = q.Unit
	case q.Unit != 0 && q.Unit != p.Unit:
		return &clientele.InputError{Where: "btyd.CovariatePanel", Field: "unit of the merged panel", Value: q.Unit, Want: "that of the other, " + p.Unit.String()}
	}
	if q.AsOf.After(p.AsOf) {
		p.AsOf = q.AsOf
	}
	p.hs = append(p.hs, q.hs...)
	p.z = append(p.z, q.z...)
	return nil
}

// Names returns the names of the covariates, in the order of the rows.
func (p *CovariatePanel) Names() []string {
	if p == nil {
		return nil
	}
	return slices.Clone(p.names)
}

// Len returns the number of customers.
func (p *CovariatePanel) Len() int { return len(p.hs) }

// All yields every customer's history and covariates, sorted by covariates and
// then by history; the row must not be changed. Sums that run over it do not
// depend on the order in which the customers came.
func (p *CovariatePanel) All() iter.Seq2[clientele.History, []float64] {
	return func(yield func(clientele.History, []float64) bool) {
		c := p.customers()
		for _, i := range c.Sorted() {
			if !yield(p.hs[i], c.Row(i)) {
				return
			}
		}
	}
}

// CovariateHistory is a customer with covariates, as the quantities of a [Regression]
// take them.
type CovariateHistory struct {
	History    clientele.History `json:"history"`
	Covariates []float64         `json:"covariates"` // in the order of the names
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (c CovariateHistory) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (c *CovariateHistory) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// Customers returns the customers as [TotalPurchases] takes a base of them.
func (p *CovariatePanel) Customers() PanelOf[CovariateHistory] { return covariateCustomers{p} }

type covariateCustomers struct{ p *CovariatePanel }

// All yields the customers, each alone, in the order of CovariatePanel.All.
func (c covariateCustomers) All() iter.Seq2[CovariateHistory, int] {
	return func(yield func(CovariateHistory, int) bool) {
		for h, z := range c.p.All() {
			if !yield(CovariateHistory{h, z}, 1) {
				return
			}
		}
	}
}

// customers is what the fit sees.
func (p *CovariatePanel) customers() design.Customers {
	return design.Customers{Histories: p.hs, Names: p.names, Z: p.z}
}

// Panel returns the histories without the covariates.
func (p *CovariatePanel) Panel() *clientele.Panel {
	out := &clientele.Panel{Unit: p.Unit, AsOf: p.AsOf}
	for _, h := range p.hs {
		_ = out.Add(h) // it passed its Check
	}
	return out
}
