package lifecycle

import (
	"cmp"
	"iter"

	"github.com/clientele-go/clientele"
)

// Trace runs one customer's events, in the order of their days, through rules
// (nil for the default policy) up to and including asOf, and returns the stage
// history and the detector as it stands on that day.
func Trace(rules *Rules, events []Event, asOf Day) (history []StageEntry, d Detector, err error) {
	d = Detector{rules: rules}
	for _, e := range events {
		if err := d.Observe(e); err != nil {
			return history, d, err
		}
		history = d.AppendChanges(history)
	}
	if err := d.Advance(asOf); err != nil {
		return history, d, err
	}
	return d.AppendChanges(history), d, nil
}

// Journey is what Stages yields of one customer.
type Journey struct {
	Detector Detector     // as it stands at the end of observation
	History  []StageEntry // stage history; valid until the next one is yielded
	Err      error        // why the customer's events could not be followed; Detector and History then end before the offending event
}

// Stages runs a stream of events through rules (nil for the default policy) and
// yields one journey a customer, up to and including asOf. The events of a
// customer must be together, customers in increasing order of their keys and
// each one's events in the order of their days, as ORDER BY customer, day
// gives; so the memory is that of one customer, however long the stream. A
// customer whose events are out of order is yielded with the error, and one
// that turns up again after a later one too: never a wrong answer in silence.
func Stages[K cmp.Ordered](rules *Rules, events iter.Seq2[K, Event], asOf Day) iter.Seq2[K, *Journey] {
	return func(yield func(K, *Journey) bool) {
		var (
			key   K
			top   K // greatest key so far
			open  bool
			j     Journey
			start = Detector{rules: rules}
		)
		done := func() bool {
			if j.Err == nil {
				if j.Err = j.Detector.Advance(asOf); j.Err == nil {
					j.History = j.Detector.AppendChanges(j.History)
				}
			}
			return yield(key, &j)
		}
		for k, e := range events {
			if !open || k != key {
				if open && !done() {
					return
				}
				j = Journey{Detector: start, History: j.History[:0]}
				if open && !(k > top) {
					j.Err = &clientele.InputError{Where: "lifecycle.Stages", Field: "key", Value: k, Want: "keys in increasing order, all events of a customer together"}
				} else {
					top = k
				}
				key, open = k, true
			}
			if j.Err == nil {
				if j.Err = j.Detector.Observe(e); j.Err == nil {
					j.History = j.Detector.AppendChanges(j.History)
				}
			}
		}
		if open {
			done()
		}
	}
}
