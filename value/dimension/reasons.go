package dimension

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// ReasonLittleKnown is the code of the reason that less than half of the
// composite's weight was measured: value is the share that was.
const ReasonLittleKnown = "dimension.little-known"

// Codes of the other reasons of this package are made of the permanent names:
//
//	dimension.economic-high        the level of a dimension: value is the score, limit the threshold it passed or missed
//	dimension.economic-missing     nothing of the dimension was measured
//	dimension.amount-high          an indicator that speaks for or against the customer: value is the measurement,
//	dimension.amount-low           limit the measurement at which the level begins or ends
//
// Code and IndicatorCode return them.
var (
	dimensionCodes [Dimensions + 1][4]string
	indicatorCodes [Indicators + 1][4]string
)

// Code returns the code of the reason that a dimension is at a level; of the
// reason that it is missing for the unassigned level.
func Code(d Dimension, l clientele.Level) string {
	if !dimensions.Valid(d) || l > clientele.LevelHigh {
		return ""
	}
	return dimensionCodes[d][l]
}

// IndicatorCode returns the code of the reason that an indicator is low or
// high; "" for any other level.
func IndicatorCode(i Indicator, l clientele.Level) string {
	if i.Dimension() == 0 || l > clientele.LevelHigh {
		return ""
	}
	return indicatorCodes[i][l]
}

var _ = reason.Register(texts())

func texts() map[string]reason.Text {
	type words struct{ name, english, relation, chinese string }
	levels := [4]words{
		0:                     {name: "missing"},
		clientele.LevelLow:    {"low", "low", "below", "低"},
		clientele.LevelMedium: {"medium", "medium", "at least", "中"},
		clientele.LevelHigh:   {"high", "high", "at least", "高"},
	}
	out := map[string]reason.Text{ReasonLittleKnown: {
		English: "the composite score rests on {value:%} of the weight; the rest was not measured",
		Chinese: "综合得分仅基于 {value:%} 的权重，其余未测量"}}
	for d := DimensionEconomic; d <= Dimensions; d++ {
		for l, w := range levels {
			code := "dimension." + d.String() + "-" + w.name
			dimensionCodes[d][l] = code
			english, chinese := d.Label(clientele.LangEnglish), d.Label(clientele.LangChinese)
			if l == 0 {
				out[code] = reason.Text{English: english + " is unknown: nothing of it was measured", Chinese: chinese + "未知：没有相关测量"}
				continue
			}
			sign := "≥"
			if clientele.Level(l) == clientele.LevelLow {
				sign = "<"
			}
			out[code] = reason.Text{
				English: english + " is " + w.english + ": score {value}, " + w.relation + " {limit}",
				Chinese: chinese + w.chinese + "：得分 {value} " + sign + " {limit}"}
		}
	}
	for i := IndicatorAmount; i <= Indicators; i++ {
		for _, l := range []clientele.Level{clientele.LevelLow, clientele.LevelHigh} {
			w := levels[l]
			code := "dimension." + i.String() + "-" + w.name
			indicatorCodes[i][l] = code
			out[code] = reason.Text{
				English: i.Label(clientele.LangEnglish) + " scores " + w.english + " against the base: {value}, the level begins at {limit}",
				Chinese: i.Label(clientele.LangChinese) + "在客户群中得分" + w.chinese + "：{value}，界限为 {limit}"}
		}
	}
	return out
}

// AppendReasons appends why a customer has their levels: for each dimension with
// a weight, in order, its level (or that it is missing), then its indicators
// that are low or high; last, where less than half of the weight was measured,
// how little the composite rests on.
func (s *DimensionScore) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	i := IndicatorAmount
	for d := DimensionEconomic; d <= Dimensions; d++ {
		if s.Weights[d] == 0 {
			for i <= Indicators && of[i] == d {
				i++
			}
			continue
		}
		l := s.Level(d)
		dst = append(dst, clientele.Reason{Code: dimensionCodes[d][l], Value: s.Dimensions[d].Or(math.NaN()), Limit: s.threshold(l)})
		for ; i <= Indicators && of[i] == d; i++ {
			l := s.PartLevel(i)
			if l != clientele.LevelLow && l != clientele.LevelHigh {
				continue
			}
			dst = append(dst, clientele.Reason{Code: indicatorCodes[i][l], Value: s.Measured[i].Or(math.NaN()), Limit: s.Limits[i].Or(math.NaN())})
		}
	}
	if _, known := s.Composite.Value(); known && s.Coverage < littleCoverage {
		dst = append(dst, clientele.Reason{Code: ReasonLittleKnown, Value: s.Coverage, Limit: littleCoverage})
	}
	return dst
}

// littleCoverage is the share of the weight below which a composite is said to
// rest on little.
const littleCoverage = 0.5

// threshold returns the score that a level is held against: the one it is
// below (low) or has reached; NaN for a missing one.
func (s *DimensionScore) threshold(l clientele.Level) float64 {
	switch l {
	case clientele.LevelLow, clientele.LevelMedium:
		return s.Medium
	case clientele.LevelHigh:
		return s.High
	}
	return math.NaN()
}
