package portrait

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
	"github.com/clientele-go/clientele/value/silence"
	"github.com/clientele-go/clientele/value/spend"
)

// base is what Fit remembers of each customer until it is done.
type base struct {
	dossiers  []Dossier
	markers   []loyalty.Markers
	accounts  []keyaccount.Account
	rates     loyalty.BaseRates
	season    lifecycle.Season
	details   spend.DetailPanel
	means     spend.SpendPanel
	total     float64 // of all amounts
	count     int     // of all purchases
	timelines *btyd.TimelinePanel
}

// Fit chooses and fits all that the portraits of a base rest on, from the ledger at
// the end of the day in which asOf lies. Known tells what else is known of a
// customer; nil if nothing is. The policy may be nil.
//
// Purchase models are compared by AIC; among those within 2 of the best, which is
// a tie and said as one, the one with the fewest parameters is taken. Amounts are
// Gamma-Gamma or log-normal by the same rule, or one price where everybody pays
// the same.
//
// The error is an *clientele.InputError for a bad policy or measurement, matches
// clientele.ErrNoData without customers, clientele.ErrNotIdentified if no model
// can be told from the base (too few purchases, say), clientele.ErrSettled if
// single purchases are summed up, and the context's cause.
func Fit[K clientele.Key](ctx context.Context, l *clientele.Ledger[K], asOf time.Time, known func(K) *Facts, policy *PortraitPolicy) (*Portrayer, error) {
	if err := policy.Check(); err != nil {
		return nil, err
	}
	q := policy.filled()
	b, err := collect(l, asOf, known, &q)
	if err != nil {
		return nil, err
	}
	return b.portrayer(ctx, asOf, policy)
}

// FitRecords is Fit where only records are known, in days, as a reading of a ledger
// or a warehouse gives them: without the days of purchases the loss rule has no past
// to play again, no season is looked for, and amounts are Gamma-Gamma. Recent of the
// records is what RFM counts; where nobody has it, all purchases are.
func FitRecords[K clientele.Key](ctx context.Context, records iter.Seq[clientele.Record[K]], asOf time.Time, known func(K) *Facts, policy *PortraitPolicy) (*Portrayer, error) {
	if err := policy.Check(); err != nil {
		return nil, err
	}
	b := &base{}
	windowed := false
	for r := range records {
		d := DossierOfRecord(r, nil)
		if known != nil {
			if m := known(r.Customer); m != nil {
				d.Known = *m
			}
		}
		windowed = windowed || r.Recent.Count > 0
		d.Recent = r.Recent
		if err := errors.Join(d.Check(), b.add(&d)); err != nil {
			return nil, fmt.Errorf("portrait.FitRecords: customer %v: %w", r.Customer, err)
		}
	}
	if len(b.dossiers) == 0 {
		return nil, fmt.Errorf("portrait.FitRecords: %w", clientele.ErrNoData)
	}
	if !windowed {
		for i := range b.dossiers {
			b.dossiers[i].Recent = b.dossiers[i].SpendAll
		}
	}
	return b.portrayer(ctx, asOf, policy)
}

// portrayer fits everything from the base.
func (b *base) portrayer(ctx context.Context, asOf time.Time, policy *PortraitPolicy) (*Portrayer, error) {
	f := fitted{AsOf: asOf, Customers: len(b.dossiers)}
	if policy != nil {
		f.Given = *policy
	}
	q := policy.filled()
	if err := f.fit(ctx, b, &q); err != nil {
		return nil, err
	}
	return f.portrayer()
}

// add takes in a customer.
func (b *base) add(d *Dossier) error {
	if err := errors.Join(b.means.Add(d.Spend), b.rates.Add(d.Known.parts(tenureOf(d)))); err != nil {
		return err
	}
	if d.Known.Account != nil {
		b.accounts = append(b.accounts, *d.Known.Account)
	}
	b.total += d.SpendAll.Mean * float64(d.SpendAll.Count)
	b.count += d.SpendAll.Count
	b.markers = append(b.markers, markersOf(d))
	b.dossiers = append(b.dossiers, *d)
	return nil
}

// collect reads the ledger once.
func collect[K clientele.Key](l *clientele.Ledger[K], asOf time.Time, known func(K) *Facts, q *PortraitPolicy) (*base, error) {
	records, err := l.Records(asOf, Days)
	if err != nil {
		return nil, fmt.Errorf("portrait.Fit: %w", err)
	}
	if records.Len() == 0 {
		return nil, fmt.Errorf("portrait.Fit: %w: no purchase until %s", clientele.ErrNoData, asOf.Format(time.DateOnly))
	}
	timelines, err := btyd.CollectTimelines(records)
	if err != nil {
		return nil, fmt.Errorf("portrait.Fit: %w", err)
	}
	b := &base{timelines: timelines, dossiers: make([]Dossier, 0, records.Len()), markers: make([]loyalty.Markers, 0, records.Len())}
	from := asOf.Add(-time.Duration(q.Window))
	var events []lifecycle.Event
	for r := range records.All() {
		d := Dossier{First: r.First, History: r.History, Spend: r.Spend, SpendAll: r.SpendAll}
		if known != nil {
			if m := known(r.Customer); m != nil {
				d.Known = *m
			}
		}
		events = events[:0]
		var sums spend.PurchaseSums
		recent := 0.0
		for at, amount := range l.Purchases(r.Customer) {
			day := lifecycle.DayOf(at)
			if len(events) == r.SpendAll.Count { // after asOf
				break
			}
			events = append(events, lifecycle.Event{Day: day, Amount: amount, Free: amount == 0})
			if len(events) > 1 && amount > 0 {
				if err := sums.Add(float64(len(events)), amount); err != nil {
					return nil, fmt.Errorf("portrait.Fit: customer %v: %w", r.Customer, err)
				}
			}
			if at.After(from) {
				d.Recent.Count++
				recent += amount
			}
		}
		if len(events) != r.SpendAll.Count {
			return nil, fmt.Errorf("portrait.Fit: customer %v: %w: fit before the ledger is settled", r.Customer, clientele.ErrSettled)
		}
		if d.Recent.Count > 0 {
			d.Recent.Mean = recent / float64(d.Recent.Count)
		}
		if sums.Len() > 0 {
			if err := b.details.Add(sums.Detail()); err != nil {
				return nil, fmt.Errorf("portrait.Fit: customer %v: %w", r.Customer, err)
			}
		}
		if err := errors.Join(b.season.Add(events), b.add(&d)); err != nil {
			return nil, fmt.Errorf("portrait.Fit: customer %v: %w", r.Customer, err)
		}
	}
	return b, nil
}

// tenureOf is the tenure in years, the caller's or the ledger's.
func tenureOf(d *Dossier) clientele.Measure {
	if _, ok := d.Known.Markers.Tenure.Value(); ok {
		return d.Known.Markers.Tenure
	}
	return clientele.Known(d.History.Age * Days.In(clientele.Year))
}

// markersOf are the markers of orientation, filled from the ledger.
func markersOf(d *Dossier) loyalty.Markers {
	m := d.Known.Markers
	m.Tenure = tenureOf(d)
	if _, ok := m.Purchases.Value(); !ok {
		m.Purchases = clientele.Known(float64(d.SpendAll.Count))
	}
	return m
}

// fit estimates everything from the base.
func (f *fitted) fit(ctx context.Context, b *base, q *PortraitPolicy) error {
	if q.Calendar == nil && q.Term == 0 {
		f.Warnings = append(f.Warnings, b.season.Warnings()...)
	}
	if err := f.fitPurchases(ctx, b, q); err != nil {
		return err
	}
	if err := f.fitAmounts(ctx, b); err != nil {
		return err
	}
	f.Warnings = append(f.Warnings, f.Amounts.warnings()...)
	var trade purchases
	if q.Term > 0 {
		trade = newContract(f.Renewals, &f.Amounts, q)
	} else {
		o, err := newOpen(f.Purchases, &f.Amounts, f.Loss, q)
		if err != nil {
			return err
		}
		trade = o
	}
	return f.fitVerdicts(ctx, b, trade, q)
}

// fitPurchases chooses the purchase model.
func (f *fitted) fitPurchases(ctx context.Context, b *base, q *PortraitPolicy) error {
	var err error
	if q.Term > 0 {
		histories := make([]clientele.History, len(b.dossiers))
		for i := range b.dossiers {
			histories[i] = b.dossiers[i].History
		}
		if f.Renewals, err = fitContract(ctx, histories, q); err != nil {
			return err
		}
		f.Warnings = append(f.Warnings, f.Renewals.Warnings...)
		return nil
	}
	panel := clientele.Panel{Unit: Days, AsOf: f.AsOf}
	o := open{calendar: q.Calendar}
	for i := range b.dossiers {
		if err := panel.Add(o.history(&b.dossiers[i])); err != nil {
			return fmt.Errorf("portrait.Fit: %w", err)
		}
	}
	var candidates []checking.ModelCandidate
	for _, kind := range q.Kinds {
		candidates = append(candidates, checking.ModelCandidate{Name: kind, Fit: func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[btyd.AnyModel], error) {
			return btyd.FitAny(ctx, kind, p, opt)
		}})
	}
	compared, err := checking.Compare(ctx, &panel, &checking.CompareOptions{Candidates: candidates, By: checking.CriterionAIC})
	if err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	taken := thriftiest(compared.Rows)
	f.Purchases = taken.Fit
	f.Choice = append(f.Choice, choose(compared.Rows, taken)...)
	f.Warnings = append(f.Warnings, taken.Fit.Warnings...)
	loss := q.Loss
	if loss.Models == nil {
		loss.Models = defaultLoss
	}
	switch {
	case q.Calendar != nil || b.timelines == nil: // the rule counts operational time, or has no days
		f.Loss, err = silence.FitLossRuleFromPanel(ctx, &panel, &loss)
	default:
		f.Loss, err = silence.FitLossRule(ctx, b.timelines, &loss)
	}
	if err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	f.Choice = f.Loss.AppendReasons(f.Choice)
	return nil
}

// tie is the difference of AIC up to which two models are not told apart (Burnham
// & Anderson 2002).
const tie = 2

// thriftiest returns the row with the fewest parameters among those that tie with
// the best.
func thriftiest(rows []checking.ComparisonRow) *checking.ComparisonRow {
	best := &rows[0]
	for i := range rows {
		r := &rows[i]
		if r.Fit != nil && r.Delta <= tie && len(r.Fit.Model.Params()) < len(best.Fit.Model.Params()) {
			best = r
		}
	}
	return best
}

// choose says why a row was taken.
func choose(rows []checking.ComparisonRow, taken *checking.ComparisonRow) []clientele.Reason {
	tied, next := 0, math.NaN()
	for i := range rows {
		r := &rows[i]
		switch {
		case r == taken || r.Fit == nil:
		case r.Delta <= tie:
			tied++
		case math.IsNaN(next):
			next = r.Delta
		}
	}
	switch {
	case tied > 0:
		return []clientele.Reason{{Code: ReasonTie, Value: float64(tied), Limit: tie}}
	case math.IsNaN(next):
		return []clientele.Reason{{Code: ReasonOnly, Value: math.NaN(), Limit: math.NaN()}}
	}
	return []clientele.Reason{{Code: ReasonBest, Value: next, Limit: tie}}
}

// fitAmounts chooses the spend model.
func (f *fitted) fitAmounts(ctx context.Context, b *base) error {
	mean := value.Amount(b.total / float64(b.count))
	positive := b.means.Positive()
	gamma, err := spend.FitGammaGamma(ctx, positive, nil)
	if ctx.Err() != nil {
		return fmt.Errorf("portrait.Fit: %w", context.Cause(ctx))
	}
	if gamma == nil {
		if !errors.Is(err, clientele.ErrNotIdentified) && !errors.Is(err, clientele.ErrNoData) {
			return fmt.Errorf("portrait.Fit: amounts: %w", err)
		}
		if !(mean > 0) {
			return fmt.Errorf("portrait.Fit: %w: no purchase has an amount above 0", clientele.ErrNotIdentified)
		}
		f.Amounts.Amount = mean.Known()
		f.Choice = append(f.Choice, clientele.Reason{Code: ReasonOneAmount, Value: float64(mean), Limit: math.NaN()})
		return nil
	}
	f.Amounts.GammaGamma = gamma
	if b.details.Len() == 0 {
		return nil
	}
	detail, err := spend.FitGammaGammaDetail(ctx, &b.details, nil)
	if err != nil {
		return nil // nothing to compare with: the means are what every model sees
	}
	normal, err := spend.FitLogNormal(ctx, &b.details, nil)
	if err == nil && normal.AIC() < detail.AIC()-tie {
		f.Choice = append(f.Choice, clientele.Reason{Code: ReasonLogNormal, Value: detail.AIC() - normal.AIC(), Limit: tie})
		f.Amounts = amounts{LogNormal: normal}
	}
	return nil
}

// fitVerdicts fits the cut points of the base.
func (f *fitted) fitVerdicts(ctx context.Context, b *base, trade purchases, q *PortraitPolicy) error {
	n := len(b.dossiers)
	worth, recent, points := make([]float64, n), make([]rfm.RFM, n), make([]segment.CubePoint, n)
	var profits []float64
	for i := range b.dossiers {
		d := &b.dossiers[i]
		worth[i] = trade.worth(d)
		f.Worth += worth[i]
		recent[i] = recencyOf(d)
		points[i] = pointOf(d, q, trade.loss(d).ProbSilent)
	}
	var err error
	if f.Bins, err = rfm.Fit(recent, &q.Bins); err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	cells := q.Cells
	if cells.Unit == 0 {
		cells.Unit = Days
	}
	if f.Cells, err = rfm.FitCells(recent, &cells); err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	if f.Pyramid, err = segment.FitPyramid(worth, &q.Pyramid); err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	if f.Cube, err = segment.FitCube(points, &q.Cube); err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	if f.Orienter, err = loyalty.NewOrientationRules(&q.Orientation); err != nil {
		return err
	}
	for i, m := range b.markers {
		lean, err := f.Orienter.Orient(m)
		if err != nil {
			return fmt.Errorf("portrait.Fit: %w", err)
		}
		if lean.Orientation == loyalty.OrientationRelationship {
			profits = append(profits, profitOf(&b.dossiers[i], q))
		}
	}
	if len(profits) > 0 {
		classes, err := loyalty.NewValueClasses(&q.Classes)
		if err != nil {
			return err
		}
		cuts := classes.Cuts(profits)
		f.Cuts = &cuts
	}
	rates, _, err := loyalty.FitBase(ctx, &b.rates, nil) // a part that nobody has is unknown in every portrait, which says so
	if err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	if f.Scorer, err = loyalty.NewLoyaltyScorer(&q.Score, &rates); err != nil {
		return err
	}
	if len(b.accounts) == 0 {
		return nil
	}
	if f.Tiers, err = keyaccount.FitClassifier(b.accounts, &q.Tiers); err != nil {
		return fmt.Errorf("portrait.Fit: accounts: %w", err)
	}
	return nil
}

// recencyOf is the customer's recency, and frequency and money of the window.
func recencyOf(d *Dossier) rfm.RFM {
	return rfm.RFM{SinceLast: d.History.Age - d.History.Last, Purchases: float64(d.Recent.Count), Money: d.Recent.Mean * float64(d.Recent.Count)}
}

// profitOf is what the customer brought in the window, as a profit a year.
func profitOf(d *Dossier, q *PortraitPolicy) float64 {
	return q.Margin * d.Recent.Mean * float64(d.Recent.Count) / q.Window.In(clientele.Year)
}

// pointOf is the customer's place on value × potential × loyalty.
func pointOf(d *Dossier, q *PortraitPolicy, silent float64) segment.CubePoint {
	p := segment.CubePoint{Value: clientele.Known(profitOf(d, q)), Potential: d.Known.Potential}
	if !math.IsNaN(silent) {
		p.Loyalty = clientele.Known(1 - silent)
	}
	return p
}
