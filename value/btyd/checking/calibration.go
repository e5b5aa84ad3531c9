package checking

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/calibration"
)

// Prediction is a Probability in [0, 1] and whether it Happened.
type Prediction = calibration.Prediction

// Bin is a stretch of the reliability curve: N customers of about the same
// probability, their Mean, the Rate at which it happened, and its 95 % Wilson Interval.
type Bin = calibration.Bin

// Assessment is how good N probabilities were: the Rate at which it happened
// and the Mean probability, Brier score and Skill, LogLoss, AUC, the parts of
// Brier called Reliability (which recalibration could remove) and Resolution (what
// the probabilities know), the expected calibration error ECE, and the Bins of
// the reliability curve.
type Assessment = calibration.Assessment

// Predictions returns, for each customer of a holdout, P(at least one purchase)
// and whether there was one. P(alive) itself cannot be checked: nobody sees who
// is alive; this probability is P(alive)·P(a purchase in time | alive).
func Predictions(m clientele.PurchaseProber, d *Holdout) []Prediction {
	out := make([]Prediction, 0, d.n)
	each(d, func(h clientele.History) float64 {
		return math.Max(0, 1-m.ProbPurchases(h, d.Length, 0))
	}, func(o HoldoutObservation, n, p float64) {
		for range int(n) {
			out = append(out, Prediction{Probability: p, Happened: o.Purchases > 0})
		}
	})
	return out
}

// AssessCalibration assesses Predictions in up to the given number of bins of equal
// size (0: ten). Errors are those of [Assess], and a *[clientele.InputError] for
// a negative number of bins.
func AssessCalibration(m clientele.PurchaseProber, d *Holdout, bins int) (*Assessment, error) {
	const where = "checking.AssessCalibration"
	if err := d.nothing(where); err != nil {
		return nil, err
	}
	return calibration.Assess(where, Predictions(m, d), bins)
}
