// Package calibration asks whether predicted probabilities mean what they say:
// of the customers given 30 %, do 30 % leave, return, or turn out to be loyal?
// (概率校准)
//
// Assess measures it on outcomes that the model has not seen; Recalibrate
// learns a correction from them.
//
// # References
//
//   - Brier (1950), Verification of forecasts expressed in terms of probability.
//   - Murphy (1973), A new vector partition of the probability score.
//   - Cox (1958), Two further applications of a model for binary regression:
//     intercept and slope of recalibration.
//   - Hanley and McNeil (1982): area under the ROC curve as a probability.
package calibration
