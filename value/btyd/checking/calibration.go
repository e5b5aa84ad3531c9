package checking

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/calibration"
)

// Predictions returns, for each customer of a holdout, P(at least one purchase)
// and whether there was one. P(alive) itself cannot be checked: nobody sees who
// is alive; this probability is P(alive)·P(a purchase in time | alive).
func Predictions(m clientele.PurchaseProber, d *Holdout) []calibration.Prediction {
	out := make([]calibration.Prediction, 0, d.n)
	each(d, func(h clientele.History) float64 {
		return math.Max(0, 1-m.ProbPurchases(h, d.Length, 0))
	}, func(o HoldoutObservation, n, p float64) {
		for range int(n) {
			out = append(out, calibration.Prediction{Probability: p, Happened: o.Purchases > 0})
		}
	})
	return out
}

// AssessCalibration assesses Predictions in up to the given number of bins of equal
// size (0: ten). Errors are those of [Assess], and a *[clientele.InputError] for
// a negative number of bins.
func AssessCalibration(m clientele.PurchaseProber, d *Holdout, bins int) (*calibration.Assessment, error) {
	const where = "checking.AssessCalibration"
	if err := d.nothing(where); err != nil {
		return nil, err
	}
	return calibration.Assess(Predictions(m, d), bins)
}
