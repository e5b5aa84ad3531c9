package portrait

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/clientele-go/clientele"
)

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
