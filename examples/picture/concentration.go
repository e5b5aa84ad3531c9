package picture

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/value"
)

// Lorenz draws how much of the value the poorest customers hold together: the
// further the curve hangs below the diagonal, the fewer hold the most.
func Lorenz(c segment.Concentration, options *Options) (*plot.Plot, error) {
	if c == (segment.Concentration{}) { // of no values
		return nil, noData("Lorenz")
	}
	curve := c.Lorenz()
	if len(curve) == 0 {
		return nil, noData("Lorenz")
	}
	o := options.filled()
	f := o.newFrame(o.say(phrase{"How unequal customers are", "客户价值的集中程度"}),
		o.say(phrase{"customers, those worth least first", "客户占比（价值由低到高）"}), o.say(phrase{"share of the value", "价值占比"}))
	f.grid()
	points := thinned(curve, 120)
	f.band(plotter.XYs{{X: 0, Y: 0}, {X: 1, Y: 1}}, points, mixed(white, sky, 0.3))
	f.line(plotter.XYs{{X: 0, Y: 0}, {X: 1, Y: 1}}, grey, 1, 3, 2)
	f.line(points, blue, 1.75)
	f.header.key(markDash, grey, o.say(phrase{"all equal", "完全平均"}))
	if g := c.Gini(); finite(g) {
		f.header.key(markNone, nil, o.say(phrase{"Gini %.2f", "基尼系数 %.2f"}, g))
	}
	const best = 0.2
	if share := c.TopShare(best); finite(share) {
		f.header.key(markDot, vermilion, o.say(phrase{"the best %s hold %s", "前 %s 客户占 %s"}, percent(best, 0), percent(share, 0)))
		f.dots(plotter.XYs{{X: 1 - best, Y: 1 - share}}, vermilion, 3)
	}
	f.X.Tick.Marker, f.Y.Tick.Marker = ticker{o: &o, percent: true}, ticker{o: &o, percent: true}
	return f.done(), nil
}

// thinned keeps about n corners of a curve, evenly along it, the ends among them.
func thinned(curve []segment.CurvePoint, n int) plotter.XYs {
	var out plotter.XYs
	last := -1.0
	for i, p := range curve {
		if way := p.Heads + math.Abs(p.Value); i == 0 || i == len(curve)-1 || way-last >= 2/float64(n) {
			out = append(out, plotter.XY{X: p.Heads, Y: p.Value})
			last = way
		}
	}
	return out
}

// Whale draws the profit that customers have brought up to each, the best first:
// it rises above the total, and falls where customers cost more than they bring.
func Whale(w *value.Whale, options *Options) (*plot.Plot, error) {
	if w == nil || w.Customers() == 0 {
		return nil, noData("Whale")
	}
	o := options.filled()
	f := o.newFrame(o.say(phrase{"Who brings the profit, and who takes it", "利润从何而来，又去往何处"}),
		o.say(phrase{"customers, the most profitable first", "客户占比（利润由高到低）"}), o.sayMoney(phrase{"profit up to here", "累计利润"}))
	f.grid()
	var points plotter.XYs
	for _, p := range w.Curve(100) {
		points = append(points, plotter.XY{X: p.Heads, Y: p.Profit})
	}
	f.line(plotter.XYs{{X: 0, Y: w.Total()}, {X: 1, Y: w.Total()}}, grey, 1, 3, 2)
	f.line(points, blue, 1.75)
	heads, profit := w.Peak()
	top := plotter.XY{X: float64(heads) / float64(w.Customers()), Y: profit}
	f.dots(plotter.XYs{top}, vermilion, 3)
	f.header.key(markDot, vermilion, o.say(phrase{"peak: %s of the customers", "峰值：%s 的客户"}, percent(top.X, 0)))
	f.header.key(markDash, grey, o.say(phrase{"total", "总利润"}))
	if w.Destroyed() > 0 {
		f.header.key(markNone, nil, o.say(phrase{"the others take %s", "其余客户损耗 %s"}, o.short(w.Destroyed())))
	}
	if points[len(points)-1].Y < 0 || profit <= 0 {
		f.line(plotter.XYs{{X: 0, Y: 0}, {X: 1, Y: 0}}, muted, 0.75)
	}
	f.Y.Min, f.Y.Max = min(f.Y.Min, 0), f.Y.Max+0.04*math.Abs(f.Y.Max)
	f.X.Tick.Marker = ticker{o: &o, percent: true}
	return f.done(), nil
}
