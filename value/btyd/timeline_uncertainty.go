package btyd

import (
	"context"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/switching"
)

// ResampleTimelines is [Resample] of a fit to timelines, p being theirs: 40 replicates
// say a standard error to a tenth. There is no [Profile] of such a fit: its seven
// parameters run to ridges, along which a profile takes minutes; the percentiles of the
// replicates follow the skewness too.
func ResampleTimelines(ctx context.Context, fit *clientele.Fit[SwitchingParetoNBD], p *TimelinePanel, r *rand.Rand, opt *ResampleOptions) (*Resampled[SwitchingParetoNBD], error) {
	if fit == nil || r == nil {
		panic("btyd: ResampleTimelines needs a fit and a source of random numbers")
	}
	prob, err := refitTimelines("btyd.ResampleTimelines", fit.Model, p)
	if err != nil {
		return nil, err
	}
	return resample(ctx, prob, fit.Model, r, opt)
}

func refitTimelines(where string, m SwitchingParetoNBD, p *TimelinePanel) (*mle.Problem[SwitchingParetoNBD], error) {
	if err := sameUnit(where, m, p.Panel()); err != nil {
		return nil, err
	}
	prob, _, err := switching.Problem(p.Panel(), switchingRows(p), m, switchingName)
	return prob, err
}

const switchingName = "btyd: Pareto/NBD with a slow state"

func switchingRows(p *TimelinePanel) []switching.Row {
	rows := make([]switching.Row, 0, p.Len())
	for c := range p.All() {
		rows = append(rows, switching.Row{Gaps: c.gaps(), Last: c.History().Last, Age: c.Age})
	}
	return rows
}
