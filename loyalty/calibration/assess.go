package calibration

import "github.com/clientele-go/clientele/internal/calibration"

// Prediction is a Probability in [0, 1] and whether it Happened.
type Prediction = calibration.Prediction

// Bin is a stretch of the reliability curve: N predictions of about the same
// probability, their Mean, the Rate at which it happened, and its 95 % Wilson Interval.
type Bin = calibration.Bin

// Assessment is how good N predictions were: the Rate at which it happened and
// the Mean probability, Brier score and Skill, LogLoss, AUC, the parts of Brier
// called Reliability (which recalibration can remove) and Resolution (what the
// predictions know), the expected calibration error ECE, and the Bins of the
// reliability curve.
type Assessment = calibration.Assessment

// Assess measures predictions, the reliability curve in up to the given number
// of bins of equal size (0: ten); equal probabilities stay in one bin. A
// probability outside [0, 1] is an *clientele.InputError; no predictions match
// clientele.ErrNoData. The order of the predictions does not matter.
func Assess(predictions []Prediction, bins int) (*Assessment, error) {
	return calibration.Assess("calibration.Assess", predictions, bins)
}
