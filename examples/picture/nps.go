package picture

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele/loyalty/survey"
)

// NPS draws the net promoter score of the waves of a survey, each with its 95 %
// interval, and the line of the trend, in points a unit of their times, where there is one. Name says what a time is
// called; nil prints it. A change inside of the intervals is no change.
func NPS(waves []survey.Wave, name func(at float64) string, options *Options) (*plot.Plot, error) {
	if len(waves) == 0 {
		return nil, noData("NPS")
	}
	o := options.filled()
	const level = 0.95
	f := o.newFrame(o.say(phrase{"Would they recommend us?", "客户是否愿意推荐（NPS）"}),
		"", o.say(phrase{"net promoter score, with 95% interval (points)", "净推荐值及 95% 区间（分）"}))
	f.grid()
	var scores plotter.XYs
	var marks plot.ConstantTicks
	bars := stretches{LineStyle: draw.LineStyle{Color: blue, Width: 1.25}}
	var weight, sumX, sumY float64
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, w := range waves {
		if !finite(w.At) || w.Answers == nil || w.Answers.Len() == 0 {
			return nil, badInput("NPS", "wave", w.At, "a time, and at least one answer")
		}
		between := w.Answers.Interval(level)
		y := w.Answers.Score()
		scores = append(scores, plotter.XY{X: w.At, Y: y})
		bars.lines = append(bars.lines, stretch{w.At, between.Lo, w.At, between.Hi})
		lo, hi = math.Min(lo, between.Lo), math.Max(hi, between.Hi)
		k := 1 / math.Pow(between.Hi-between.Lo, 2)
		weight, sumX, sumY = weight+k, sumX+k*w.At, sumY+k*y
		label := o.short(w.At)
		if name != nil {
			label = name(w.At)
		}
		marks = append(marks, plot.Tick{Value: w.At, Label: label})
	}
	f.Add(bars)
	f.header.key(markDot, blue, o.say(phrase{"score of a wave", "各期得分"}))
	if trend, err := survey.FitTrend(waves, level); err == nil {
		first, last := scores[0].X, scores[0].X
		for _, s := range scores {
			first, last = math.Min(first, s.X), math.Max(last, s.X)
		}
		at := func(x float64) plotter.XY { // the line goes through the middle of the waves
			return plotter.XY{X: x, Y: sumY/weight + trend.Slope*(x-sumX/weight)}
		}
		f.line(plotter.XYs{at(first), at(last)}, vermilion, 1.25, 4, 2)
		f.header.key(markDash, vermilion, o.say(phrase{"trend: %+.1f points a period (p = %s)", "趋势：每期 %+.1f 分（p = %s）"}, trend.Slope, pValue(trend.P)))
	}
	f.dots(scores, blue, 2.5)
	span := math.Max(hi-lo, 10)
	f.Y.Min, f.Y.Max = math.Max(-100, lo-0.05*span), math.Min(100, hi+0.05*span)
	pad := 0.06 * math.Max(f.X.Max-f.X.Min, 1)
	f.X.Min, f.X.Max = f.X.Min-pad, f.X.Max+pad
	f.X.Tick.Marker = marks
	return f.done(), nil
}
