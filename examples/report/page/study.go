package page

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value/btyd"
)

type drawing = portrait.Drawing[string]

// base is what was found out about a base.
type base struct {
	Options
	*intake.Book
	pictures  *picture.Options
	all       clientele.LedgerReport
	asOf      time.Time
	since     time.Time // the earlier date of the moves; zero if the log is too short
	portrayer *portrait.Portrayer
	customers []customer
	calendar  clientele.CalendarPeriod      // of cohorts and growth
	panel     *clientele.Panel              // in days
	fit       *clientele.Fit[btyd.AnyModel] // of the kind that portraits use; nil under contract
	ctx       context.Context               // of the whole study
	recent    map[string]float64            // sales of the last year
	moves     *portrait.BaseMoves[string]   // since then; nil if the log is too short
	worths    *plot.Plot                    // how value is spread; nil if there is none to draw
	plan      *portrait.ContactPlan[string] // whom to call
}

// customer is what the page needs of a portrait.
type customer struct {
	id        string
	last      time.Time
	purchases int
	money     float64 // spent, all in all
	worth     float64
	silent    float64
	alive     float64
	lost      bool
	stage     lifecycle.Stage
	segment   rfm.Segment
	advice    portrait.Advice
}

func study(ctx context.Context, book *intake.Book, o Options) (*base, error) {
	if o.Top == 0 {
		o.Top = 15
	}
	b := &base{Options: o, Book: book, ctx: ctx, all: book.Ledger.Report(), asOf: o.AsOf, recent: map[string]float64{}}
	b.pictures = &picture.Options{Lang: o.Lang, Currency: o.Currency, Unit: clientele.Day}
	if b.asOf.IsZero() {
		b.asOf = b.all.Last
	}
	o.show(o.in(words{"fitting", "拟合模型"}))
	var err error
	if b.portrayer, err = portrait.Fit(ctx, book.Ledger, b.asOf, nil, &o.Policy); err != nil {
		return nil, err
	}
	o.show(o.in(words{"drawing portraits", "绘制画像"}))
	if err := b.draw(); err != nil {
		return nil, err
	}
	return b, b.read()
}

// draw draws everybody once, and again as of the earlier date, for all who need it.
func (b *base) draw() error {
	if ago := b.asOf.AddDate(0, 0, -91); ago.Sub(b.all.First) >= 91*24*time.Hour {
		b.since = ago
	}
	now, err := b.portraits(b.asOf)
	if err != nil {
		return err
	}
	var failed [3]error
	readers := []func(iter.Seq[drawing]){
		func(all iter.Seq[drawing]) { failed[0] = b.collect(all) },
		func(all iter.Seq[drawing]) { b.plan, failed[1] = portrait.Plan(all, &b.Contacts) },
		func(all iter.Seq[drawing]) { b.worths, _ = picture.Worths(all, b.pictures) }, // an error is that nothing can be drawn
	}
	if !b.since.IsZero() {
		before, err := b.portraits(b.since)
		if err != nil {
			return err
		}
		readers = append(readers, func(all iter.Seq[drawing]) { b.moves, failed[2] = portrait.Moves(before, all, 1) })
	}
	together(now, readers...)
	return cmp.Or(failed[:]...)
}

func (b *base) collect(all iter.Seq[drawing]) error {
	for d := range all {
		if d.Err != nil {
			return d.Err
		}
		p := &d.Portrait
		b.customers = append(b.customers, customer{id: d.Customer, last: p.Last, purchases: p.Purchases, money: p.Money, worth: p.Worth.Value,
			silent: p.Loss.ProbSilent, alive: p.Worth.Alive, lost: p.Loss.Lost(), stage: p.Stage.Stage, segment: p.Segment.Segment, advice: p.Advice})
	}
	return nil
}

// read reads the ledger for what portraits do not hold.
func (b *base) read() error {
	records, err := b.Ledger.Records(b.asOf, clientele.Day)
	if err != nil {
		return err
	}
	if b.panel, err = records.Panel(); err != nil {
		return err
	}
	if slices.Contains(btyd.Kinds(), b.portrayer.Kind()) {
		if b.fit, err = btyd.FitAny(b.ctx, b.portrayer.Kind(), b.panel, nil); err != nil {
			return err
		}
	}
	span := b.asOf.Sub(b.all.First)
	b.calendar = clientele.CalendarPeriodMonth
	switch {
	case span < 180*24*time.Hour:
		b.calendar = clientele.CalendarPeriodWeek
	case span > 4*366*24*time.Hour:
		b.calendar = clientele.CalendarPeriodQuarter
	}
	if last, err := records.Since(later(b.asOf.AddDate(-1, 0, 1), b.all.First)); err == nil {
		for r := range last.All() {
			b.recent[r.Customer] = r.Recent.Mean * float64(r.Recent.Count)
		}
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// portraits draws everybody as of a day.
func (b *base) portraits(asOf time.Time) (iter.Seq[drawing], error) {
	return portrait.Portraits(b.portrayer, b.Ledger, asOf, nil, 2)
}

// top returns the first customers of the list by an order, the largest first.
func (b *base) top(n int, of func(customer) float64) []customer {
	list, values := make([]customer, 0, n+1), make([]float64, 0, n+1)
	for _, c := range b.customers {
		v := of(c)
		if len(list) == n && !(v > values[n-1]) {
			continue
		}
		at := len(list)
		for at > 0 && v > values[at-1] {
			at--
		}
		list, values = slices.Insert(list, at, c), slices.Insert(values, at, v)
		list, values = list[:min(n, len(list))], values[:min(n, len(values))]
	}
	return list
}
