package clientele

import (
	"fmt"
	"iter"
	"time"
)

// AppendAges appends the ages at a customer's repeat purchases, counted from the first
// one, ascending, in the given unit: what a model sees that looks at the gaps. Days are
// those of the ledger's zone and refunds are netted, as in Record, whose errors it has;
// purchases that are settled are only summed up, which gives ErrSettled.
func (l *Ledger[K]) AppendAges(dst []float64, customer K, asOf time.Time, unit Unit) ([]float64, error) {
	rec, err := l.Record(customer, asOf, unit)
	if err != nil {
		return dst, err
	}
	w, err := l.window(asOf, unit)
	if err != nil {
		return dst, err
	}
	row, _ := l.accounts.Find(customer)
	start := len(dst)
	var rd reader
	dst = l.ages(dst, row, w, &rd)
	if missing := rec.History.Repeats - (len(dst) - start); missing > 0 {
		return dst[:start], fmt.Errorf("clientele.Ledger: customer %v: %d purchases are %w %s: their days are not known", customer, missing, ErrSettled, l.Settled().Format(time.DateOnly))
	}
	return dst, nil
}

// Ages yields the records of All, each with the ages at the customer's repeat
// purchases as AppendAges gives them. They are fewer than History.Repeats where
// purchases are settled. The slice is good until the next record.
func (r *Records[K]) Ages() iter.Seq2[Record[K], []float64] {
	return func(yield func(Record[K], []float64) bool) {
		var rd reader
		var ages []float64
		i := 0
		for rec := range r.All() {
			ages = r.ledger.ages(ages[:0], r.rows[i], r.window, &rd)
			if i++; !yield(rec, ages) {
				return
			}
		}
	}
}

// ages appends the ages at the repeat purchases that are not settled.
func (l *Ledger[K]) ages(dst []float64, row uint32, w window, r *reader) []float64 {
	a := l.accounts.At(row)
	r.open(&l.book, &a.Value.chain)
	seen := r.purchases(l.policy.Refunds, w.end)
	var first int32
	switch {
	case a.Value.summary > 0 && l.summaries.At(a.Value.summary-1).purchases > 0:
		first = l.summaries.At(a.Value.summary - 1).first
	case len(seen) > 0:
		first, seen = seen[0].tick, seen[1:]
	}
	for _, p := range seen {
		dst = append(dst, l.clock.units(p.tick-first, w.unit))
	}
	return dst
}
