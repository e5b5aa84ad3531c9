package api

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
	"github.com/clientele-go/clientele/value/btyd/mcmc"
)

func init() {
	base := btyd.ParetoNBD{R: 0.5, Alpha: 10, S: 0.6, Beta: 12, Unit: clientele.Week}
	covariates, err := btyd.NewCovariatePanel("age")
	must(err)
	covariates.Unit = clientele.Day
	discrete := new(btyd.DiscretePanel)
	panel := new(clientele.Panel)
	for i := range 40 {
		h := clientele.History{Repeats: i % 5, Last: 4.5 * float64(i%5), Age: 20 + float64(i%3)}
		must(covariates.Add(h, []float64{float64(i)}))
		must(discrete.Add(btyd.DiscreteHistory{Repeats: i % 5, Last: 2 * (i % 5), Age: 10}))
		must(panel.Add(h))
	}
	calendar, err := btyd.NewCalendar(0, 13, []float64{1, 1, 1, 2})
	must(err)
	effects := []btyd.Effect{{Covariate: "age", On: btyd.TargetPurchase, Coefficient: 0.5}}
	samples["value/btyd.CovariatePanel"], samples["value/btyd.DiscretePanel"], samples["value/btyd.Calendar"] = covariates, discrete, calendar
	samples["value/btyd.DiscreteHistory"] = btyd.DiscreteHistory{Repeats: 2, Last: 3, Age: 5}
	samples["value/btyd.Regression"] = btyd.Regression[btyd.BGNBD]{Base: btyd.BGNBD{R: 1, Alpha: 2, A: 3, B: 4, Unit: clientele.Week}, Covariates: []string{"age"}, Effects: effects}
	samples["value/btyd.DynamicParetoNBD"] = btyd.DynamicParetoNBD{Regression: btyd.Regression[btyd.ParetoNBD]{Base: base, Covariates: []string{"age"}, Effects: effects}}
	samples["value/btyd.Trajectory"] = btyd.Trajectory{Purchases: []float64{2, 5}, Age: 9, Starts: []float64{0, 4}, Covariates: [][]float64{{0, 1}, {1, 1}}}
	samples["value/btyd.Resampled"] = btyd.Resampled[btyd.BGNBD]{Models: []btyd.BGNBD{{R: 1, Alpha: 2, A: 3, B: 4}}, Boundary: 1}

	fit, err := btyd.FitNBD(context.Background(), panel, nil)
	must(err)
	held, winner := btyd.AnyFit(fit), checking.Accuracy{N: 3, CRPS: 0.5, LogScore: -1}
	row := checking.ComparisonRow{Name: "NBD", Fit: held, Holdout: &winner, Rank: 1, Weight: 1, Reasons: []clientele.Reason{{Code: checking.ReasonBest, Value: 0.5, Limit: 1}}}
	holdout, tracker := &checking.Holdout{Length: 26}, new(checking.Tracker)
	for i := range 5 {
		must(holdout.Add(checking.HoldoutObservation{History: clientele.History{Repeats: i % 2, Last: float64(i % 2), Age: 9}, Purchases: i, Before: i - 1}))
		must(tracker.Add(float64(i), float64(i)+1.5, float64(i)+3))
	}
	comparison := checking.ModelComparison{By: checking.CriterionHoldoutError, Rows: []checking.ComparisonRow{row}, Baselines: []checking.Baseline{{Name: checking.BaselineOwn, Accuracy: &winner}}}
	samples["value/btyd/checking.Holdout"], samples["value/btyd/checking.Tracker"] = holdout, tracker
	samples["value/btyd/checking.ComparisonRow"], samples["value/btyd/checking.ModelComparison"] = row, comparison
	samples["value/btyd/checking.BacktestOrigin"] = checking.BacktestOrigin{Holdout: holdout, Comparison: &comparison}
	short := &mcmc.SamplingOptions{Chains: 1, Warmup: 10, Draws: 4, Thinned: 2}
	posterior, err := mcmc.SampleParetoNBD(context.Background(), panel, nil, rand.New(rand.NewPCG(1, 2)), short)
	must(err)
	samples["value/btyd/mcmc.ParetoNBDPosterior"], samples["value/btyd/mcmc.Posterior"] = posterior, mcmc.Posterior[btyd.BGNBD]{Chains: [][]btyd.BGNBD{{{R: 1, Alpha: 2, A: 3, B: 4}}}, N: 3}
	leave, err := posterior.LeaveOneOut(context.Background(), panel)
	must(err)
	samples["value/btyd/mcmc.LeaveOneOut"], samples["value/btyd/mcmc.LeftOutCustomer"] = leave, leave.Customers[0]
	samples["value/btyd/mcmc.Abe"] = mcmc.Abe{Rate: []float64{1}, Dropout: []float64{2}, RateVar: 1, Cov: 0.5, DropoutVar: 1}
	samples["value/btyd/mcmc.SampledCustomer"] = mcmc.SampledCustomer{History: clientele.History{Repeats: 1, Last: 3, Age: 9}, LogGaps: math.Log(3)}
	refusing["value/btyd/mcmc.AbePosterior"] = "its Posterior"
	refusing["value/btyd/mcmc.ParetoGGGPosterior"] = "its Posterior"
	refusing["value/btyd/checking.ModelCandidate"] = "its name, or the kind of its model"

	policies["value/btyd.DriftPolicy"] = policyCase(func(p *btyd.DriftPolicy) (btyd.DriftPolicy, any, error) {
		d, err := btyd.CheckDrift(context.Background(), fit, panel, panel, p)
		if err != nil {
			return btyd.DriftPolicy{}, nil, err
		}
		return d.Policy(), *d, nil
	})
}
