package main

import (
	"context"
	"fmt"
	"iter"
	"math"
	"time"

	"github.com/clientele-go/clientele"
)

// reading is the records of a log as of one day. Money is in minor units.
type reading struct {
	asOf, since time.Time // days of the zone; the zone is theirs
	minor       int
	all         func(ctx context.Context) iter.Seq2[clientele.Record[string], error]
}

// records returns the records, which the database computes as they are read, in order
// of the customer's bytes.
func (s *snapshot) records(q *query) (*reading, error) {
	text, err := q.text("records")
	if err != nil {
		return nil, err
	}
	days := &calendar{zone: q.policy.Zone}
	asOf, err := days.begin(q.asOf)
	if err != nil {
		return nil, err
	}
	since, err := days.begin(q.since)
	if err != nil {
		return nil, err
	}
	return &reading{asOf, since, q.minor, func(ctx context.Context) iter.Seq2[clientele.Record[string], error] {
		return func(yield func(clientele.Record[string], error) bool) {
			rows, err := s.tx.QueryContext(ctx, text)
			if err != nil {
				yield(clientele.Record[string]{}, err)
				return
			}
			defer rows.Close()
			for rows.Next() {
				var r counted
				err := rows.Scan(&r.customer, &r.purchases, &r.first, &r.last, &r.total, &r.repeats, &r.logGaps, &r.recent, &r.recentTotal)
				var record clientele.Record[string]
				if err == nil {
					record, err = r.record(days, q.asOf)
				}
				if !yield(record, err) || err != nil {
					return
				}
			}
			if err := rows.Err(); err != nil {
				yield(clientele.Record[string]{}, err)
			}
		}
	}}, nil
}

// counted is a row of the answer: whole numbers of days and of minor units.
type counted struct {
	customer                    string
	purchases, first, last      int64
	total, repeats, recentTotal int64
	recent                      int64
	logGaps                     float64
}

// record divides once, as the ledger does.
func (r *counted) record(days *calendar, asOf int64) (out clientele.Record[string], err error) {
	if r.total > 1<<53 {
		return out, refused("total of a customer", r.total, "at most 2^53 minor units, which a float holds exactly")
	}
	if out.First, err = days.begin(r.first); err != nil {
		return out, err
	}
	out.Customer = r.customer
	out.History = clientele.History{Repeats: int(r.purchases - 1), Last: float64(r.last - r.first), Age: float64(asOf - r.first)}
	out.Spend = mean(r.repeats, r.purchases-1)
	out.SpendAll = mean(r.total, r.purchases)
	out.Recent = mean(r.recentTotal, r.recent)
	out.LogGaps = r.logGaps
	if err := out.History.Check(); err != nil {
		return out, fmt.Errorf("customer %.100q: %w", r.customer, err)
	}
	return out, nil
}

func mean(total, n int64) clientele.Spend {
	if n == 0 {
		return clientele.Spend{}
	}
	return clientele.Spend{Count: int(n), Mean: float64(total) / float64(n)}
}

// calendar knows when days begin, which is not always at midnight: it asks a ledger.
type calendar struct {
	zone   *time.Location
	begins map[int64]time.Time
}

// begin returns the first instant of a day that is counted since 1970-01-01.
func (c *calendar) begin(day int64) (time.Time, error) {
	if t, known := c.begins[day]; known {
		return t, nil
	}
	l, err := clientele.NewLedger[int](&clientele.LedgerPolicy{Zone: c.zone})
	if err != nil {
		return time.Time{}, err
	}
	noon := time.Date(1970, 1, 1+int(day), 12, 0, 0, 0, c.zone)
	if err := l.Add(clientele.Transaction[int]{Time: noon}); err != nil {
		return noon, err
	}
	r, err := l.Record(0, noon, clientele.Day)
	if err != nil {
		return noon, err
	}
	if c.begins == nil {
		c.begins = map[int64]time.Time{}
	}
	c.begins[day] = r.First
	return r.First, nil
}

// money returns minor units as money.
func (r *reading) money(minor float64) float64 { return minor / math.Pow10(r.minor) }

// stream gives the records without their errors to what takes no errors; the error
// that ended it is there after it.
func (r *reading) stream(ctx context.Context, err *error) iter.Seq[clientele.Record[string]] {
	return func(yield func(clientele.Record[string]) bool) {
		for record, failed := range r.all(ctx) {
			if failed != nil {
				*err = failed
				return
			}
			if !yield(record) {
				return
			}
		}
	}
}

// panel counts the histories, for the Fit functions of purchase models: its memory is
// that of the histories that differ.
func (r *reading) panel(ctx context.Context) (*clientele.Panel, error) {
	p := &clientele.Panel{Unit: clientele.Day, AsOf: r.asOf}
	for record, err := range r.all(ctx) {
		if err == nil {
			err = p.AddTimed(record.History, record.LogGaps)
		}
		if err != nil {
			return nil, err
		}
	}
	return p, nil
}
