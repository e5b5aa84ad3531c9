package main

import (
	"context"
	"iter"
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/portrait"
)

// score is what is told of one customer: a row of the table that is written back. A
// number that is not known is null.
type score struct {
	Customer  string   `parquet:"customer"`
	Worth     *float64 `parquet:"worth,optional"`     // expected up to the horizon, discounted, in money
	Alive     *float64 `parquet:"alive,optional"`     // probability that they have not left
	Purchases *float64 `parquet:"purchases,optional"` // expected up to the horizon
	Silent    *float64 `parquet:"silent,optional"`    // probability of no purchase within the horizon of loss
	Lost      bool     `parquet:"lost"`
	Next      int32    `parquet:"next,optional,date"` // day by which half of such customers buy again, since 1970-01-01; 0 is null
	Segment   string   `parquet:"segment"`            // RFM, by its permanent name
	Band      string   `parquet:"band"`               // layer of the pyramid
	Advice    string   `parquet:"advice"`
}

// scoreColumns are the columns after the version, in the order of values.
var scoreColumns = []string{"customer", "worth", "alive", "purchases", "silent", "lost", "next", "segment", "band", "advice"}

func (s *score) values(postgres bool) []any {
	var next any
	if s.Next != 0 {
		day := time.Unix(int64(s.Next)*86400, 0).UTC()
		if next = day; !postgres {
			next = day.Format(time.DateOnly)
		}
	}
	return []any{s.Customer, s.Worth, s.Alive, s.Purchases, s.Silent, s.Lost, next, s.Segment, s.Band, s.Advice}
}

// fit fits what the scores rest on.
func (r *reading) fit(ctx context.Context, policy *portrait.PortraitPolicy) (*portrait.Portrayer, error) {
	var failed error
	p, err := portrait.FitRecords(ctx, r.stream(ctx, &failed), r.asOf, nil, policy)
	if failed != nil {
		return nil, failed
	}
	return p, err
}

// scores draws the customers, one after the other.
func (r *reading) scores(ctx context.Context, p *portrait.Portrayer) iter.Seq2[score, error] {
	return func(yield func(score, error) bool) {
		for record, err := range r.all(ctx) {
			var s score
			if err == nil {
				s, err = r.score(record, p)
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

func (r *reading) score(record clientele.Record[string], p *portrait.Portrayer) (score, error) {
	d := portrait.DossierOfRecord(record, nil)
	who, err := p.Classify(&d)
	if err != nil {
		return score{}, err
	}
	out := score{
		Customer: record.Customer,
		Worth:    finite(r.money(who.Worth.Value)), Alive: finite(who.Worth.Alive), Purchases: finite(who.Worth.Purchases),
		Silent: finite(who.Loss.ProbSilent), Lost: who.Loss.Lost(),
		Segment: who.Segment.Segment.String(), Band: who.Band.Band.String(), Advice: who.Advice.String(),
	}
	if next := who.Next.Likely; !next.IsZero() {
		out.Next = int32(dayNumber(next))
	}
	return out, nil
}

func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}
