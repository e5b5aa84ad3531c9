package mcmc

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// SampledCustomer is one customer of a sample.
type SampledCustomer struct {
	History    clientele.History
	LogGaps    float64   // sum of the logarithms of the times between purchases, as clientele.Panel.AddTimed takes it; for Pareto/GGG
	Covariates []float64 // as many for every customer; for Abe
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (s SampledCustomer) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (s *SampledCustomer) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// Check returns nil if the history is possible and the rest finite. LogGaps
// cannot exceed what gaps that add up to Last allow.
func (c SampledCustomer) Check() error {
	if err := c.History.Check(); err != nil {
		return err
	}
	x, most := float64(c.History.Repeats), equalGaps(c.History)
	if !(c.LogGaps <= most+1e-6*x && c.LogGaps >= -1e6*x) {
		return &clientele.InputError{Where: "mcmc.SampledCustomer", Field: "LogGaps", Value: c.LogGaps,
			Want: fmt.Sprintf("the sum of the logarithms of the gaps, 0 if there is none, at most %.6g for these purchases", most)}
	}
	for i, v := range c.Covariates {
		if !(math.Abs(v) <= 1e6) {
			return &clientele.InputError{Where: "mcmc.SampledCustomer", Field: fmt.Sprintf("Covariates[%d]", i), Value: v, Want: "a number in [-1e6, 1e6]"}
		}
	}
	return nil
}

// equalGaps returns the sum of the logarithms of equal gaps: the greatest one.
func equalGaps(h clientele.History) float64 {
	if h.Repeats <= 0 {
		return 0
	}
	x := float64(h.Repeats)
	return x * math.Log(h.Last/x)
}

func (c SampledCustomer) compare(d SampledCustomer) int {
	return cmp.Or(c.History.Compare(d.History), cmp.Compare(c.LogGaps, d.LogGaps), slices.Compare(c.Covariates, d.Covariates))
}

// base is a sample of customers, sorted, with the mean age as the unit of time.
type base struct {
	customers []SampledCustomer
	place     []int // of the caller's customer i
	unit      float64
}

// newBase sorts the customers. Timed says that LogGaps is looked at.
func newBase(customers []SampledCustomer, timed bool, name string) (*base, error) {
	if len(customers) == 0 {
		return nil, fmt.Errorf("%s: %w: there are no customers", name, clientele.ErrNoData)
	}
	b := &base{place: make([]int, len(customers))}
	for i, c := range customers {
		if !timed {
			c.LogGaps = equalGaps(c.History)
		}
		if err := c.Check(); err != nil {
			return nil, fmt.Errorf("%s: customer %d: %w", name, i, err)
		}
		if len(c.Covariates) != len(customers[0].Covariates) {
			return nil, &clientele.InputError{Where: name, Field: fmt.Sprintf("covariates of customer %d", i), Value: len(c.Covariates),
				Want: fmt.Sprintf("%d, as many as the first customer has", len(customers[0].Covariates))}
		}
	}
	order := make([]int, len(customers))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return customers[i].compare(customers[j]) })
	ages := 0.0
	for at, i := range order {
		b.customers = append(b.customers, customers[i])
		b.place[i] = at
		ages += customers[i].History.Age
	}
	if b.unit = ages / float64(len(customers)); b.unit == 0 {
		return nil, fmt.Errorf("%s: %w: every customer has Age 0; observe them for longer", name, clientele.ErrNotIdentified)
	}
	return b, nil
}

// latents keep draws of what is known of each customer, in single precision.
type latents struct {
	fields, draws int
	values        []float32 // customer, draw, field
}

func newLatents(customers, draws, fields int) *latents {
	return &latents{fields, draws, make([]float32, customers*draws*fields)}
}

// of returns the draws of a customer: field f of draw d at d·fields + f.
func (l *latents) of(customer int) []float32 {
	n := l.draws * l.fields
	return l.values[customer*n : (customer+1)*n]
}
