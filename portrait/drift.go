package portrait

import (
	"context"
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

// CheckDrift tells whether a refit is due: whether the customers of a ledger, at
// the end of the day of asOf, still buy as those the portrayer was fitted to
// (btyd.CheckDrift). The error is that of the reading or the fit, or an
// *clientele.InputError for a model that is not fitted to histories, and for a trade
// under contract, of which renewals are few enough to be fitted anew.
func CheckDrift[K clientele.Key](ctx context.Context, p *Portrayer, l *clientele.Ledger[K], asOf time.Time, limits *btyd.DriftPolicy) (*btyd.FitDrift, error) {
	const where = "portrait.CheckDrift"
	if p.policy.Term > 0 {
		return nil, &clientele.InputError{Where: where, Field: "term", Value: p.policy.Term, Want: "a trade without contracts; fit renewals anew, which takes milliseconds"}
	}
	records, err := l.Records(asOf, Days)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	now := clientele.Panel{Unit: Days, AsOf: asOf}
	for r := range records.All() {
		d := Dossier{First: r.First, History: r.History}
		if err := now.Add(p.trade.history(&d)); err != nil {
			return nil, fmt.Errorf("%s: customer %v: %w", where, r.Customer, err)
		}
	}
	return btyd.CheckDrift(ctx, p.Purchases, &now, nil, limits)
}
