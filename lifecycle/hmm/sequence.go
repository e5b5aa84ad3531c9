package hmm

import (
	"cmp"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// Missing marks a period that was not observed.
const Missing = -1

// MaxCount is the largest count of a period.
const MaxCount = 1_000_000

// Sequence is what was seen of a customer, period by period.
type Sequence struct {
	Counts      []int       `json:"counts"`                // one a period, at least one; Missing where it was not observed
	Exposure    []float64   `json:"exposure,omitempty"`    // factor of the mean, such as the days of the period; nil: 1 everywhere
	Emission    [][]float64 `json:"emission,omitempty"`    // covariates of the mean, one row a period; nil if the model has none
	Transition  [][]float64 `json:"transition,omitempty"`  // covariates of the step into the period, one row a period; the first row is not used
	Established bool        `json:"established,omitempty"` // the first period is not the customer's first: HiddenMarkov.Established is where it starts
}

// Check returns nil if the sequence is possible, and otherwise an
// *clientele.InputError: at least one period, counts from 0 to MaxCount or
// Missing, exposures from 1e-9 to 1e9, finite covariates up to 1e6 in size with
// the same number in every period.
func (s Sequence) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "hmm.Sequence", Field: field, Value: value, Want: want}
	}
	if len(s.Counts) == 0 {
		return bad("Counts", s.Counts, "at least one period")
	}
	for _, y := range s.Counts {
		if y != Missing && (y < 0 || y > MaxCount) {
			return bad("Counts", y, "a count from 0 to 1,000,000, or Missing")
		}
	}
	if s.Exposure != nil && len(s.Exposure) != len(s.Counts) {
		return bad("Exposure", len(s.Exposure), "one number a period, or none at all")
	}
	for _, e := range s.Exposure {
		if !(e >= 1e-9 && e <= 1e9) {
			return bad("Exposure", e, "a number from 1e-9 to 1e9")
		}
	}
	for _, c := range []struct {
		name string
		rows [][]float64
	}{{"Emission", s.Emission}, {"Transition", s.Transition}} {
		if c.rows != nil && len(c.rows) != len(s.Counts) {
			return bad(c.name, len(c.rows), "one row of covariates a period, or none at all")
		}
		for _, row := range c.rows {
			if len(row) != len(c.rows[0]) {
				return bad(c.name, row, "the same number of covariates in every period")
			}
			for _, v := range row {
				if !(math.Abs(v) <= 1e6) {
					return bad(c.name, v, "a finite number up to 1e6 in size; standardise")
				}
			}
		}
	}
	return nil
}

// widths returns the numbers of covariates.
func (s Sequence) widths() (emission, transition int) {
	if len(s.Emission) > 0 {
		emission = len(s.Emission[0])
	}
	if len(s.Transition) > 0 {
		transition = len(s.Transition[0])
	}
	return emission, transition
}

// exposure returns the exposure of period t.
func (s Sequence) exposure(t int) float64 {
	if s.Exposure == nil {
		return 1
	}
	return s.Exposure[t]
}

// row returns row t of covariates, nil if there are none.
func row(rows [][]float64, t int) []float64 {
	if len(rows) == 0 {
		return nil
	}
	return rows[t]
}

// compare orders sequences; equal ones are 0.
func (s Sequence) compare(o Sequence) int {
	rows := func(a, b [][]float64) int { return slices.CompareFunc(a, b, slices.Compare[[]float64]) }
	established := func(v bool) int {
		if v {
			return 1
		}
		return 0
	}
	return cmp.Or(
		slices.Compare(s.Counts, o.Counts),
		cmp.Compare(established(s.Established), established(o.Established)),
		slices.Compare(s.Exposure, o.Exposure),
		rows(s.Emission, o.Emission),
		rows(s.Transition, o.Transition))
}

// clone returns a copy that shares nothing with s.
func (s Sequence) clone() Sequence {
	s.Counts = slices.Clone(s.Counts)
	s.Exposure = slices.Clone(s.Exposure)
	s.Emission = cloneRows(s.Emission)
	s.Transition = cloneRows(s.Transition)
	return s
}

func cloneRows(rows [][]float64) [][]float64 {
	if rows == nil {
		return nil
	}
	out := make([][]float64, len(rows))
	for i, r := range rows {
		out[i] = slices.Clone(r)
	}
	return out
}

// CountPanel holds the sequences of a base. The zero value is empty. The order in
// which customers come makes no difference to anything.
type CountPanel struct {
	seqs     []Sequence
	emission int // covariates of every sequence
	step     int
}

// Add adds one customer; the sequence is copied. If it fails its Check, or has
// other covariates than those before it, that is an *clientele.InputError and
// the panel is unchanged.
func (p *CountPanel) Add(s Sequence) error {
	if err := s.Check(); err != nil {
		return err
	}
	emission, step := s.widths()
	if len(p.seqs) > 0 && (emission != p.emission || step != p.step) {
		return &clientele.InputError{Where: "hmm.CountPanel", Field: "covariates", Value: []int{emission, step},
			Want: "as many emission and transition covariates as the customers before"}
	}
	p.emission, p.step = emission, step
	p.seqs = append(p.seqs, s.clone())
	return nil
}

// Merge adds the customers of q; q is unchanged, and nil counts as empty. If
// both have customers and their covariates differ in number, that is an
// *clientele.InputError and p is unchanged.
func (p *CountPanel) Merge(q *CountPanel) error {
	if q == nil || len(q.seqs) == 0 {
		return nil
	}
	if len(p.seqs) > 0 && (p.emission != q.emission || p.step != q.step) {
		return &clientele.InputError{Where: "hmm.CountPanel", Field: "covariates", Value: []int{q.emission, q.step},
			Want: "as many emission and transition covariates as the panel merged into"}
	}
	p.emission, p.step = q.emission, q.step
	p.seqs = append(p.seqs, slices.Clone(q.seqs)...)
	return nil
}

// Len returns the number of customers.
func (p *CountPanel) Len() int { return len(p.seqs) }

// Periods returns the number of observed periods of all customers.
func (p *CountPanel) Periods() int {
	n := 0
	for _, s := range p.seqs {
		for _, y := range s.Counts {
			if y != Missing {
				n++
			}
		}
	}
	return n
}
