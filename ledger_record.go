package clientele

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"sort"
	"time"

	"github.com/clientele-go/clientele/internal/wire"
)

// Record is what a ledger says of one customer at the end of observation.
type Record[K Key] struct {
	Customer K         `json:"customer"`
	First    time.Time `json:"first"`     // beginning of the period of the first purchase
	History  History   `json:"history"`   // x, t_x, T
	Spend    Spend     `json:"spend"`     // the repeat purchases: what Gamma-Gamma takes
	SpendAll Spend     `json:"spend_all"` // all purchases, the first one too
	LogGaps  float64   `json:"log_gaps"`  // Σ ln(time between one purchase and the next); 0 if there is no repeat
	Holdout  Spend     `json:"holdout"`   // purchases after the end: see Split, and LaterHold
	Recent   Spend     `json:"recent"`    // purchases of the latest part of observation: see Records.Since; zero without it
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (r Record[K]) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes.
func (r *Record[K]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// Records is a reading of a ledger: one record a customer, as of one date. It
// reads the ledger while it is run through, so it is worth as long as the
// ledger stays as it is.
type Records[K Key] struct {
	AsOf    time.Time // the end of observation: its period is the last one inside
	Unit    Unit      // of the times
	From    time.Time // beginning of what Record.Recent counts, a period's; zero if it counts nothing
	Holdout float64   // length of the holdout in units; 0 if it is open (Records)
	Waiting int       // customers left out: no purchase until the end
	Later   int       // purchases after the end, of all customers; those after the end of the holdout too

	ledger  *Ledger[K]
	window  window
	rows    []uint32 // sorted by key
	changes uint64
}

// window is what a reading sees, in ticks.
type window struct {
	end, holdout int32 // last ticks of observation and of the holdout
	since        int32 // first tick of what is recent; math.MaxInt32 if nothing is
	unit         Unit
}

// Records reads the ledger at the end of the period in which asOf lies: what
// happened on the day of asOf is inside, and each customer's Age runs from the
// day of the first purchase to that day. AsOf may lie after the last
// transaction, and in general should be the date up to which the log is
// complete. Times are exact multiples of the period, divided once: with days
// and weeks, exactly days/7.
//
// Customers without a purchase until then are left out, and counted as
// Waiting. Later purchases are the record's Holdout, with an open end, unless
// the policy says otherwise.
//
// An asOf outside of the years 1800 to 2299, a unit that is not a positive
// whole number of seconds, and later purchases under LaterRefuse give an
// *InputError; an asOf before the settled date gives ErrSettled.
func (l *Ledger[K]) Records(asOf time.Time, unit Unit) (*Records[K], error) {
	w, err := l.window(asOf, unit)
	if err != nil {
		return nil, err
	}
	return l.read(asOf, w)
}

// Split reads the ledger at calibrationEnd, as Records does, and puts the
// purchases after it, up to and with the period of holdoutEnd, into the
// Holdout of each record. Both ends are checked as in Records, and holdoutEnd
// must be the later one. Under LaterRefuse, a purchase after holdoutEnd is an error.
func (l *Ledger[K]) Split(calibrationEnd, holdoutEnd time.Time, unit Unit) (*Records[K], error) {
	w, err := l.window(calibrationEnd, unit)
	if err != nil {
		return nil, err
	}
	end, ok := l.clock.tick(holdoutEnd)
	if !ok {
		return nil, badTime("clientele.Ledger", "holdoutEnd", holdoutEnd)
	}
	if end <= w.end {
		return nil, &InputError{Where: "clientele.Ledger", Field: "holdoutEnd", Value: holdoutEnd, Want: "a later period than that of " + calibrationEnd.String()}
	}
	w.holdout = end
	r, err := l.read(calibrationEnd, w)
	if err != nil {
		return nil, err
	}
	r.Holdout = l.clock.units(end-w.end, unit)
	return r, nil
}

// Record reads one customer, as Records would. A customer without a purchase
// until asOf gives ErrNoData.
func (l *Ledger[K]) Record(customer K, asOf time.Time, unit Unit) (Record[K], error) {
	w, err := l.window(asOf, unit)
	if err != nil {
		return Record[K]{}, err
	}
	if row, found := l.accounts.Find(customer); found {
		var r reader
		inside, _, beyond := l.count(row, w, &r)
		if err := l.allow(beyond); err != nil {
			return Record[K]{}, err
		}
		if inside > 0 {
			return l.record(row, w, &r), nil
		}
	}
	return Record[K]{}, fmt.Errorf("clientele.Ledger: %w: customer %v has no purchase until %v", ErrNoData, customer, asOf)
}

// window checks the end of a reading and its unit.
func (l *Ledger[K]) window(asOf time.Time, unit Unit) (window, error) {
	if err := unit.check("clientele.Ledger", "unit"); err != nil {
		return window{}, err
	}
	end, ok := l.clock.tick(asOf)
	if !ok {
		return window{}, badTime("clientele.Ledger", "asOf", asOf)
	}
	l.flush()
	if l.isSettled && end < l.settled-1 {
		return window{}, l.late(asOf)
	}
	w := window{end: end, holdout: math.MaxInt32, since: math.MaxInt32, unit: unit}
	if l.policy.Later > LaterHold {
		w.holdout = end
	}
	return w, nil
}

// allow returns the error of purchases beyond the window, if the policy refuses them.
func (l *Ledger[K]) allow(beyond int) error {
	if beyond == 0 || l.policy.Later != LaterRefuse {
		return nil
	}
	return &InputError{Where: "clientele.Ledger", Field: "purchases after the end", Value: beyond, Want: "none, as the policy says; LaterHold or LaterDrop would take them"}
}

// read goes through all accounts once, to sort and to count.
func (l *Ledger[K]) read(asOf time.Time, w window) (*Records[K], error) {
	out := &Records[K]{AsOf: asOf, Unit: w.unit, ledger: l, window: w, changes: l.changes}
	type named struct {
		key K
		row uint32
	}
	var r reader
	inside := make([]named, 0, l.Len())
	refused := 0
	n := l.Len()
	// Where nothing was refunded and nothing came later, no account need be opened to
	// know that each has purchases inside.
	plain := l.counts.refunds == 0 && l.counts.last <= w.end
	for row := range uint32(n) {
		if a := l.accounts.At(row); plain && (a.Value.summary > 0 || !a.Value.chain.Empty()) {
			inside = append(inside, named{a.Key, row})
			continue
		}
		if row%ahead == 0 {
			l.fetch(&r, min(ahead, n-int(row)), func(i int) uint32 { return row + uint32(i) })
		}
		purchases, later, beyond := l.count(row, w, &r)
		if purchases > 0 {
			inside = append(inside, named{l.accounts.At(row).Key, row})
		} else {
			out.Waiting++
		}
		out.Later += later + beyond
		refused += beyond
	}
	if err := l.allow(refused); err != nil {
		return nil, err
	}
	compare := KeyOrder[K]()
	slices.SortFunc(inside, func(a, b named) int { return compare(a.key, b.key) })
	out.rows = make([]uint32, len(inside))
	for i, n := range inside {
		out.rows[i] = n.row
	}
	return out, nil
}

// count returns how many purchases of an account lie inside the window, in its
// holdout, and beyond; where none was refunded and none came after the window,
// 1 stands for all of those inside.
func (l *Ledger[K]) count(row uint32, w window, r *reader) (inside, holdout, beyond int) {
	a := &l.accounts.At(row).Value
	if a.summary > 0 {
		inside = int(l.summaries.At(a.summary - 1).purchases)
	}
	if r.plain(&l.book, &a.chain, w.end) { // as almost all are: neither sorted nor added up
		return inside + 1, 0, 0
	}
	r.open(&l.book, &a.chain)
	inside += len(r.purchases(l.policy.Refunds, w.end))
	holdout = len(r.purchases(l.policy.Refunds, w.holdout))
	return inside, holdout, len(r.purchases(l.policy.Refunds, math.MaxInt32))
}

// record reads one account that has a purchase inside the window.
func (l *Ledger[K]) record(row uint32, w window, r *reader) (rec Record[K]) {
	a := l.accounts.At(row)
	var s, recent, h summary
	if a.Value.summary > 0 {
		s = *l.summaries.At(a.Value.summary - 1)
	}
	r.open(&l.book, &a.Value.chain)
	seen := r.purchases(l.policy.Refunds, w.end)
	s.add(seen)
	if w.since < math.MaxInt32 {
		recent.add(seen[sort.Search(len(seen), func(i int) bool { return seen[i].tick >= w.since }):])
	}
	h.add(r.purchases(l.policy.Refunds, w.holdout))

	repeats := int(s.purchases) - 1
	rec.Customer = a.Key
	rec.First = l.clock.time(s.first)
	rec.History = History{repeats, l.clock.units(s.last-s.first, w.unit), l.clock.units(w.end-s.first, w.unit)}
	rec.Spend = mean(s.repeats, repeats)
	rec.SpendAll = mean(s.initial+s.repeats, repeats+1)
	rec.LogGaps = s.logGaps + float64(repeats)*math.Log(l.clock.units(1, w.unit))
	rec.Holdout = mean(h.initial+h.repeats, int(h.purchases))
	rec.Recent = mean(recent.initial+recent.repeats, int(recent.purchases))
	return rec
}

// mean returns the spend of n purchases.
func mean(total float64, n int) Spend {
	if n == 0 {
		return Spend{}
	}
	return Spend{n, total / float64(n)}
}

// MarshalJSON refuses: the records are in the ledger, and each of them, from
// All, has a JSON form.
func (r *Records[K]) MarshalJSON() ([]byte, error) {
	return nil, &InputError{Where: "clientele.Records", Field: "JSON", Value: "a reading of a ledger", Want: "the ledger itself, or each record of All"}
}

// Since returns the same reading in which each record counts, as Recent, the
// purchases from the period of the given time to the end of observation: the
// frequency and the amounts of the last twelve months, say, beside the whole
// history. A time after AsOf gives an *InputError, one before the settled date
// ErrSettled: what was bought then is summed up.
func (r *Records[K]) Since(from time.Time) (*Records[K], error) {
	l := r.ledger
	tick, ok := l.clock.tick(from)
	switch {
	case !ok:
		return nil, badTime("clientele.Records", "from", from)
	case tick > r.window.end:
		return nil, &InputError{Where: "clientele.Records", Field: "from", Value: from, Want: "a time up to the end of observation, " + r.AsOf.String()}
	case l.isSettled && tick < l.settled:
		return nil, l.late(from)
	}
	recent := *r
	recent.window.since, recent.From = tick, l.clock.time(tick)
	return &recent, nil
}

// Len returns the number of records.
func (r *Records[K]) Len() int { return len(r.rows) }

// All yields the records, sorted by customer. If the ledger was changed after
// the reading, it panics.
func (r *Records[K]) All() iter.Seq[Record[K]] {
	return func(yield func(Record[K]) bool) {
		var rd reader
		for i, row := range r.rows {
			if i%ahead == 0 && r.changes == r.ledger.changes {
				r.ledger.fetch(&rd, min(ahead, len(r.rows)-i), func(j int) uint32 { return r.rows[i+j] })
			}
			if r.changes != r.ledger.changes {
				panic("clientele: the ledger changed after it was read; read it again")
			}
			if !yield(r.ledger.record(row, r.window, &rd)) {
				return
			}
		}
	}
}

// Panel counts the histories and the gaps between purchases, for the Fit
// functions of transaction models. It returns the error of the first history
// that fails its Check: a customer with more than MaxRepeats purchases.
func (r *Records[K]) Panel() (*Panel, error) {
	p := &Panel{Unit: r.Unit, AsOf: r.AsOf}
	for rec := range r.All() {
		if err := p.AddTimed(rec.History, rec.LogGaps); err != nil {
			return nil, err
		}
	}
	return p, nil
}
