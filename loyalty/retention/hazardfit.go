package retention

import (
	"context"
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/logistic"
	"github.com/clientele-go/clientele/internal/mle"
)

// HazardOptions steer FitHazard; nil and zero fields mean the defaults.
type HazardOptions struct {
	// Cuts are the last periods of all pieces of the baseline but the last.
	// Default (nil): a new piece as soon as one holds MinLosses losses. An empty
	// list that is not nil is one piece for all periods.
	Cuts      []int
	MinLosses int                  // losses a piece of the default baseline; default 10
	Fit       clientele.FitOptions // Ridge, MaxIter and Progress; there is one maximum, so that Start is not used
}

// FitHazard estimates the hazard model by maximum likelihood, a logistic
// regression over all customers and periods at risk (Singer and Willett 1993).
// Ridge is the precision of a normal prior, centred on 0, on the coefficients
// of the covariates, each scaled to standard deviation 1; the baseline is left
// free. Late entry is allowed: a spell counts from its own start. The fit's N is
// the number of spells.
//
// Errors match clientele.ErrNoData for an empty collection;
// clientele.ErrNotIdentified if nobody or everybody left, in any piece of given
// cuts too, if covariates are collinear, or if they separate the outcomes and
// there is no ridge; clientele.ErrNotConverged (with the best fit so far); or
// the context's cause. An option that makes no sense is an *clientele.InputError.
func FitHazard(ctx context.Context, s *Spells, opt *HazardOptions) (*clientele.Fit[Hazard], error) {
	var o HazardOptions
	if opt != nil {
		o = *opt
	}
	if o.MinLosses <= 0 {
		o.MinLosses = 10
	}
	if s == nil || s.Len() == 0 {
		return nil, fmt.Errorf("retention.FitHazard: %w", clientele.ErrNoData)
	}
	if err := checkCuts(o.Cuts); err != nil {
		return nil, err
	}
	m := Hazard{Cuts: slices.Clone(o.Cuts), Names: s.Names(), Coef: make([]float64, len(s.names))}
	if o.Cuts == nil {
		m.Cuts = s.cuts(o.MinLosses)
	}
	lastLosses, err := s.identified(m)
	if err != nil {
		return nil, err
	}
	f, err := s.regress(ctx, m, &o.Fit)
	if f == nil {
		return nil, fmt.Errorf("retention.FitHazard: %w", err)
	}
	fit := m.receive(f, s.Len())
	if f.Separated {
		fit.Warnings = append(fit.Warnings, clientele.Warning{Code: WarnSeparated, Value: o.Fit.Ridge})
	}
	if lastLosses < o.MinLosses {
		fit.Warnings = append(fit.Warnings, clientele.Warning{Code: WarnShort, Value: float64(o.MinLosses)})
	}
	if err != nil {
		err = fmt.Errorf("retention.FitHazard: %w", err)
	}
	return mle.Checked("retention.FitHazard", fit, err)
}

// cuts chooses pieces that hold at least minLosses losses and as many
// periods-at-risk without one; what is left over joins the last piece.
func (s *Spells) cuts(minLosses int) []int {
	losses, risk := s.lossesBy()
	var cuts []int
	lost, stayed := 0, 0
	for t := 1; t < len(losses); t++ {
		lost += losses[t]
		stayed += risk[t] - losses[t]
		if lost >= minLosses && stayed >= minLosses {
			cuts = append(cuts, t)
			lost, stayed = 0, 0
		}
	}
	if len(cuts) > 0 { // the piece after the last cut is short of losses, or empty
		cuts = cuts[:len(cuts)-1]
	}
	return cuts
}

// identified refuses data that do not tell the baseline of a piece, and returns
// the losses in the last one.
func (s *Spells) identified(m Hazard) (lastLosses int, err error) {
	losses, risk := s.lossesBy()
	lost, total := make([]int, len(m.Cuts)+1), make([]int, len(m.Cuts)+1)
	for t := 1; t < len(losses); t++ {
		k := m.piece(t)
		lost[k] += losses[t]
		total[k] += risk[t]
	}
	for k := range lost {
		if lost[k] == 0 || lost[k] == total[k] {
			return 0, fmt.Errorf("retention.FitHazard: %w: %d of %d customer periods in piece %d of the baseline end in a loss; choose other cuts, or watch longer", clientele.ErrNotIdentified, lost[k], total[k], k+1)
		}
	}
	return lost[len(lost)-1], nil
}

// regress runs the logistic regression of the pieces (all but the first as
// dummies) and the covariates.
func (s *Spells) regress(ctx context.Context, m Hazard, o *clientele.FitOptions) (*logistic.Fitted, error) {
	pieces := len(m.Cuts)
	d := logistic.NewData(pieces + len(s.names))
	row := make([]float64, d.Covariates())
	free := make([]bool, d.Covariates())
	for k := range pieces {
		free[k] = true
	}
	for _, x := range s.spells {
		copy(row[pieces:], x.Covariates)
		for t := x.Start + 1; t <= x.End; {
			k, end := m.piece(t), x.End
			if k < pieces {
				end = min(end, m.Cuts[k])
			}
			lost := 0.0
			if x.Lost && end == x.End {
				lost = 1
			}
			clear(row[:pieces])
			if k > 0 {
				row[k-1] = 1
			}
			if err := d.Add(row, lost, float64(end-t+1)); err != nil {
				return nil, err
			}
			t = end + 1
		}
	}
	names := make([]string, pieces, pieces+len(s.names))
	for k := range names {
		names[k] = fmt.Sprintf("baseline_%d", k+2)
	}
	return logistic.Fit(ctx, d, &logistic.Options{Ridge: o.Ridge, Free: free, Names: append(names, s.names...), MaxIter: o.MaxIter, Progress: o.Progress})
}

// receive turns the regression into a fit: constant and dummies become the
// pieces' own log-odds, and the covariance with them.
func (m Hazard) receive(f *logistic.Fitted, n int) *clientele.Fit[Hazard] {
	pieces := len(m.Cuts)
	m.Baseline = make([]float64, pieces+1)
	for k := range m.Baseline {
		m.Baseline[k] = f.Coef[0]
		if k > 0 {
			m.Baseline[k] += f.Coef[k]
		}
	}
	m.Coef = slices.Clone(f.Coef[pieces+1:])
	// Row i of the answer is row i of the regression, plus row 0 for a piece beyond the first.
	slopes := make([][]float64, len(f.Coef))
	for i := range slopes {
		slopes[i] = make([]float64, len(f.Coef))
		slopes[i][i] = 1
		if i >= 1 && i <= pieces {
			slopes[i][0] = 1
		}
	}
	return &clientele.Fit[Hazard]{Model: m, LogLik: f.LogLik, N: n, Iters: f.Iters, Cov: mle.Moved(slopes, f.Cov)}
}
