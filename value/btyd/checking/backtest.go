package checking

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// BacktestOrigin is one date of a backtest: what was known then, and what followed.
type BacktestOrigin struct {
	At         time.Time
	Holdout    *Holdout
	Comparison *ModelComparison
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (b BacktestOrigin) MarshalJSON() ([]byte, error) { return wire.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (b *BacktestOrigin) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, b) }

// Backtest plays the past again: at each origin the candidates are fitted to
// what the ledger knew at the time, and their forecasts of the next length
// units held against what followed, beside the baselines ("as in the last
// period" among them). The last origin must leave length units of complete
// data. The error is that of the ledger or of [Compare], with the origin; a nil or
// empty list of origins matches [clientele.ErrNoData].
func Backtest[K clientele.Key](ctx context.Context, l *clientele.Ledger[K], origins []time.Time, length int, unit clientele.Unit, opt *CompareOptions) ([]BacktestOrigin, error) {
	const where = "checking.Backtest"
	if len(origins) == 0 {
		return nil, fmt.Errorf("%s: %w: no origins", where, clientele.ErrNoData)
	}
	if length < 1 {
		return nil, &clientele.InputError{Where: where, Field: "length", Value: length, Want: "a number of units >= 1"}
	}
	var o CompareOptions
	if opt != nil {
		o = *opt
	}
	var out []BacktestOrigin
	for _, at := range origins {
		p, d, err := observe(l, at, time.Duration(length)*time.Duration(unit), unit)
		if err != nil {
			return nil, fmt.Errorf("%s at %s: %w", where, at.Format(time.DateOnly), err)
		}
		o.Holdout = d
		c, err := Compare(ctx, p, &o)
		if err != nil {
			return nil, fmt.Errorf("%s at %s: %w", where, at.Format(time.DateOnly), err)
		}
		out = append(out, BacktestOrigin{at, d, c})
	}
	return out, nil
}

// observe reads the panel at a date, and what came before and after it.
func observe[K clientele.Key](l *clientele.Ledger[K], at time.Time, length time.Duration, unit clientele.Unit) (*clientele.Panel, *Holdout, error) {
	records, err := l.Split(at, at.Add(length), unit)
	if err != nil {
		return nil, nil, err
	}
	p, err := records.Panel()
	if err != nil {
		return nil, nil, err
	}
	before := make(map[K]int)
	earlier, err := l.Split(at.Add(-length), at, unit)
	known := err == nil
	if err != nil && !errors.Is(err, clientele.ErrSettled) {
		return nil, nil, err
	}
	if known {
		for r := range earlier.All() {
			before[r.Customer] = r.Holdout.Count
		}
	}
	d := &Holdout{Length: records.Holdout}
	for r := range records.All() {
		o := HoldoutObservation{r.History, r.Holdout.Count, -1}
		if known {
			o.Before = r.History.Repeats // who came since then
			if n, old := before[r.Customer]; old {
				o.Before = n
			}
		}
		if err := d.Add(o); err != nil {
			return nil, nil, err
		}
	}
	return p, d, nil
}

// BacktestScore is what a candidate or a baseline achieved over all origins: means over
// the customers of all of them.
type BacktestScore struct {
	Name     string
	Baseline bool
	Origins  int     // at which it could be fitted
	Bias     float64 // of the total of all origins
	MAE      float64
	RMSE     float64
	CRPS     float64
	LogScore float64 // NaN for baselines
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (b BacktestScore) MarshalJSON() ([]byte, error) { return wire.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (b *BacktestScore) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, b) }

// Summarise adds up the origins of a backtest, the lowest CRPS first. Compare
// only those with the same number of origins.
func Summarise(origins []BacktestOrigin) []BacktestScore {
	type sum struct {
		BacktestScore
		n, expected, actual float64
	}
	var sums []*sum
	add := func(name string, baseline bool, a *Accuracy) {
		i := slices.IndexFunc(sums, func(s *sum) bool { return s.Name == name && s.Baseline == baseline })
		if i < 0 {
			i = len(sums)
			sums = append(sums, &sum{BacktestScore: BacktestScore{Name: name, Baseline: baseline}})
		}
		s, n := sums[i], float64(a.N)
		s.Origins++
		s.n += n
		s.expected += a.Expected
		s.actual += a.Actual
		s.MAE += n * a.MAE
		s.RMSE += n * a.RMSE * a.RMSE
		s.CRPS += n * a.CRPS
		s.LogScore += n * a.LogScore
	}
	for _, o := range origins {
		for _, r := range o.Comparison.Rows {
			if r.Holdout != nil {
				add(r.Name, false, r.Holdout)
			}
		}
		for _, b := range o.Comparison.Baselines {
			add(b.Name, true, b.Accuracy)
		}
	}
	var out []BacktestScore
	for _, s := range sums {
		s.Bias = s.expected/s.actual - 1
		s.MAE, s.RMSE, s.CRPS, s.LogScore = s.MAE/s.n, math.Sqrt(s.RMSE/s.n), s.CRPS/s.n, s.LogScore/s.n
		out = append(out, s.BacktestScore)
	}
	slices.SortStableFunc(out, func(a, b BacktestScore) int {
		switch {
		case a.CRPS < b.CRPS:
			return -1
		case a.CRPS > b.CRPS:
			return 1
		}
		return 0
	})
	return out
}
