package checking

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// HoldoutObservation is a customer at the end of calibration, and what followed.
type HoldoutObservation struct {
	History   clientele.History
	Purchases int // in (Age, Age+Length]
	Before    int // purchases in (Age−Length, Age], for the rule "as in the last period"; -1 if unknown
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (h HoldoutObservation) MarshalJSON() ([]byte, error) { return wire.Marshal(h) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (h *HoldoutObservation) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, h) }

// Holdout counts customers by their history and what followed in the same
// length of time. Only Length need be set; it is in the unit of the histories.
// A Holdout may be read by several goroutines, but not while it changes.
type Holdout struct {
	Length float64

	counts map[HoldoutObservation]int
	n      int
}

// Add counts a customer. The error is a *[clientele.InputError] for a Length
// that is not above 0, an impossible history and a negative count; then nothing changes.
func (d *Holdout) Add(o HoldoutObservation) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "checking.Holdout", Field: field, Value: value, Want: want}
	}
	if err := o.History.Check(); err != nil {
		return err
	}
	switch {
	case !(d.Length > 0 && d.Length <= clientele.MaxAge):
		return bad("Length", d.Length, "a time above 0, at most 1e12")
	case o.Purchases < 0 || o.Purchases > clientele.MaxRepeats:
		return bad("Purchases", o.Purchases, "a count from 0 to 10,000,000")
	case o.Before < -1 || o.Before > clientele.MaxRepeats+1:
		return bad("Before", o.Before, "a count, or -1 if it is unknown")
	}
	d.count(o, 1)
	return nil
}

func (d *Holdout) count(o HoldoutObservation, n int) {
	if d.counts == nil {
		d.counts = make(map[HoldoutObservation]int)
	}
	d.counts[o] += n
	d.n += n
}

// Merge adds the customers of e. The error is a *[clientele.InputError] if e
// has customers and another Length; then nothing changes.
func (d *Holdout) Merge(e *Holdout) error {
	if e == nil || e.n == 0 {
		return nil
	}
	if d.n == 0 && d.Length == 0 {
		d.Length = e.Length
	}
	if e.Length != d.Length {
		return &clientele.InputError{Where: "checking.Holdout", Field: "Length", Value: e.Length, Want: fmt.Sprintf("the same length, %v", d.Length)}
	}
	for o, n := range maps.Clone(e.counts) {
		d.count(o, n)
	}
	return nil
}

// Len returns the number of customers.
func (d *Holdout) Len() int { return d.n }

// All yields the different observations, sorted by history, each with its
// number of customers.
func (d *Holdout) All() iter.Seq2[HoldoutObservation, int] {
	return func(yield func(HoldoutObservation, int) bool) {
		for _, o := range slices.SortedFunc(maps.Keys(d.counts), compare) {
			if !yield(o, d.counts[o]) {
				return
			}
		}
	}
}

func compare(a, b HoldoutObservation) int {
	return cmp.Or(a.History.Compare(b.History), cmp.Compare(a.Purchases, b.Purchases), cmp.Compare(a.Before, b.Before))
}

// Panel returns the histories alone.
func (d *Holdout) Panel() *clientele.Panel {
	p := new(clientele.Panel)
	for o, n := range d.All() {
		if err := p.AddN(o.History, n); err != nil {
			panic("checking: a holdout held an impossible history")
		}
	}
	return p
}

// FromRecords takes the records of a split ledger, whose purchases in the last
// period are not known. The error is a *[clientele.InputError] if the reading
// has no holdout of a certain length (see [clientele.Ledger.Split]).
func FromRecords[K clientele.Key](r *clientele.Records[K]) (*Holdout, error) {
	d := &Holdout{Length: r.Holdout}
	for rec := range r.All() {
		if err := d.Add(HoldoutObservation{rec.History, rec.Holdout.Count, -1}); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// each calls visit for every customer group, with what expect says of the
// history, computed once for each.
func each[V any](d *Holdout, expect func(clientele.History) V, visit func(o HoldoutObservation, n float64, v V)) {
	var last clientele.History
	var v V
	known := false
	for o, n := range d.All() {
		if !known || o.History != last {
			last, v, known = o.History, expect(o.History), true
		}
		visit(o, float64(n), v)
	}
}

// nothing is the error of a check without customers.
func (d *Holdout) nothing(where string) error {
	if d == nil || d.n == 0 {
		return fmt.Errorf("%s: %w: the holdout is empty", where, clientele.ErrNoData)
	}
	return nil
}

// undefined is the error of a model that has no answer for a history.
func undefined(where string, h clientele.History, v float64) error {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return &clientele.InputError{Where: where, Field: fmt.Sprintf("forecast for %+v", h), Value: v, Want: "a finite number; check the parameters and the unit of time"}
	}
	return nil
}
