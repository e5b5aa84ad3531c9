// Package checking chooses among transaction models and checks them against
// what customers went on to buy.
//
//	Compare                     fits several models and ranks them, with reasons
//	Vuong                       two models that do not contain each other
//	Backtest                    fits and forecasts from several past dates
//	FitSilenceStack             mixes several models, by log score at past origins
//	FitTrackRecord              the interval of a base's total that is right as often as it says
//	Baselines                   what rules without a model achieve
//	Assess                      errors, log score and CRPS on a holdout
//	ByFrequency, ByRecency      expected against actual purchases in groups
//	AssessCalibration           is P(any purchase) what it says?
//	Gain                        does the forecast rank the customers?
//	Tracker, ForecastPath       purchases of the base, period by period
//	Frequencies                 customers by number of purchases, with a χ² test
//
// Everything returns data, ready to be plotted or tested; nothing plots. What
// needs the future takes a [Holdout]: each customer's history and the purchases
// that followed it. Nested models have a test in package btyd (LikelihoodRatio).
//
// # References
//
//   - Fader, Hardie and Lee (2005), section 4: tracking, frequencies, conditional expectations.
//   - Gneiting and Raftery (2007), Strictly proper scoring rules.
//   - Czado, Gneiting and Held (2009), Predictive model assessment for count data.
//   - Bates and Granger (1969), The combination of forecasts: weights of a track record.
//   - Vuong (1989), Likelihood ratio tests for model selection and non-nested hypotheses.
//   - Wübben and von Wangenheim (2008), Instant customer base analysis: the hiatus rule.
//   - Burnham and Anderson (2002), Model selection: differences of AIC.
package checking
