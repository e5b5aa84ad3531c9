package picture

import (
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele/keyaccount"
)

// Stress draws how much revenue rests on the largest 1, 2, 3, … accounts: what is
// lost if they all leave, and what their leaving is expected to cost, with a
// standard deviation up and down.
func Stress(losses []keyaccount.Loss, options *Options) (*plot.Plot, error) {
	if len(losses) == 0 {
		return nil, noData("Stress")
	}
	o := options.filled()
	f := o.newFrame(o.say(phrase{"If the largest accounts leave", "如果最大的客户离开"}),
		o.say(phrase{"the largest accounts looked at", "考察的最大客户数"}), o.say(phrase{"share of the revenue", "收入占比"}))
	f.grid()
	var bars rects
	var expected plotter.XYs
	var labels []string
	spread := stretches{LineStyle: draw.LineStyle{Color: vermilion, Width: 1.25}}
	for i, l := range losses {
		if !(l.Share >= 0 && l.Share <= 1+1e-9) || !(l.Expected >= 0) || !(l.SD >= 0) {
			return nil, badInput("Stress", "loss", l, "shares of the revenue")
		}
		x := float64(i)
		bars = append(bars, rect{x0: x - 0.35, x1: x + 0.35, y1: l.Share, fill: mixed(white, sky, 0.7)})
		expected = append(expected, plotter.XY{X: x, Y: l.Expected})
		spread.lines = append(spread.lines, stretch{x, max(0, l.Expected-l.SD), x, min(1, l.Expected+l.SD)})
		labels = append(labels, strconv.Itoa(l.Top))
	}
	f.Add(bars, spread)
	f.dots(expected, vermilion, 2.5)
	f.header.key(markBox, mixed(white, sky, 0.7), o.say(phrase{"if all leave", "全部离开"}))
	f.header.key(markDot, vermilion, o.say(phrase{"expected loss, ± standard deviation", "预期损失（± 标准差）"}))
	f.X.Min, f.X.Max, f.Y.Min = -0.6, float64(len(losses))-0.4, 0
	f.X.Tick.Marker, f.Y.Tick.Marker = sparse(labels, 262), ticker{o: &o, percent: true}
	return f.done(), nil
}
