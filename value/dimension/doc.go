// Package dimension scores customers in four dimensions of value 客户价值分析:
//
//	economic     经济价值   what they buy: amount, frequency, channels, lifetime value, profit
//	social       社交价值   whom they move: influence, bridging, reach, referrals and their value
//	emotional    情感价值   how they feel: satisfaction, loyalty, recommendation, complaints
//	behavioural  行为价值   what they do, and how it changes: engagement, breadth, regularity, trend, silence
//
// Each Indicator is scored from 0 to 100 against the base of customers by a
// scale of cut points that is fitted once, stored as JSON and used for new
// customers; each dimension is the weighted mean of its indicators, and the
// composite the weighted mean of the dimensions. What was not measured stays
// missing at every step: it has no score, and the weights of the others fill
// its place, so that a gap in the data neither lowers nor raises a score.
//
//	Measures → FitScorer (or Population) → DimensionScorer → DimensionScore, with its levels and reasons
//
// The measurements come from elsewhere: a CLV from package value, network
// positions from package referral, satisfaction from surveys, trends and
// regularity from Slope and Evenness.
package dimension
