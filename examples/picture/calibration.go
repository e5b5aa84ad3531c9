package picture

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele/calibration"
)

// Calibration draws what was said against what was seen: for predictions of about
// the same probability, how often it happened, with the Wilson interval. Points on
// the diagonal are predictions that hold.
func Calibration(a *calibration.Assessment, options *Options) (*plot.Plot, error) {
	if a == nil || len(a.Bins) == 0 {
		return nil, noData("Calibration")
	}
	o := options.filled()
	f := o.newFrame(o.say(phrase{"Is what was said what was seen?", "预测与实际是否相符？"}),
		o.say(phrase{"probability said", "预测概率"}), o.say(phrase{"share in which it happened", "实际发生的比例"}))
	f.grid()
	var at plotter.XYs
	bars := stretches{LineStyle: draw.LineStyle{Color: blue, Width: 1.25}}
	for _, b := range a.Bins {
		if !(b.Mean >= 0 && b.Mean <= 1) || !(b.Rate >= 0 && b.Rate <= 1) {
			return nil, badInput("Calibration", "bin", b, "shares from 0 to 1")
		}
		at = append(at, plotter.XY{X: b.Mean, Y: b.Rate})
		bars.lines = append(bars.lines, stretch{b.Mean, b.Interval.Lo, b.Mean, b.Interval.Hi})
	}
	f.line(plotter.XYs{{X: 0, Y: 0}, {X: 1, Y: 1}}, grey, 1, 3, 2)
	f.Add(bars)
	f.dots(at, blue, 2.5)
	f.header.key(markDot, blue, o.say(phrase{"seen, with 95% interval", "实际（95% 区间）"}))
	f.header.key(markDash, grey, o.say(phrase{"perfect", "完全相符"}))
	if finite(a.AUC) {
		f.header.key(markNone, nil, o.say(phrase{"AUC %.2f", "AUC %.2f"}, a.AUC))
	}
	f.X.Min, f.X.Max, f.Y.Min, f.Y.Max = 0, 1, 0, 1
	f.X.Tick.Marker, f.Y.Tick.Marker = ticker{o: &o, percent: true}, ticker{o: &o, percent: true}
	return f.done(), nil
}
