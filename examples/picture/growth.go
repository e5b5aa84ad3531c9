package picture

import (
	"iter"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"github.com/clientele-go/clientele/lifecycle"
)

// Growth draws growth accounting: of each period, above the line the customers who
// stayed, came and returned, below it those who bought in the period before and no
// longer. Name says what a period is called, such as
// clientele.CalendarPeriodMonth.Name.
func Growth(rows iter.Seq[lifecycle.GrowthRow], name func(period int) string, options *Options) (*plot.Plot, error) {
	if rows == nil {
		return nil, noData("Growth")
	}
	if name == nil {
		name = strconv.Itoa
	}
	o := options.filled()
	f := o.newFrame(o.say(phrase{"Who came, stayed, returned and went", "客户增长核算：新增、留存、回流与沉睡"}), "", o.say(phrase{"customers, by period", "各期客户数"}))
	f.grid()
	var bars rects
	var labels []string
	back := mixed(white, green, 0.55)
	for r := range rows {
		x, y := float64(len(labels)), 0.0
		if r.Retained < 0 || r.New < 0 || r.Resurrected < 0 || r.Dormant < 0 {
			return nil, badInput("Growth", "row", r, "numbers of customers")
		}
		labels = append(labels, name(r.Period))
		stackUp := func(n int, fill rect) {
			fill.x0, fill.x1, fill.y0, fill.y1 = x-0.38, x+0.38, y, y+float64(n)
			y += float64(n)
			if n > 0 {
				bars = append(bars, fill)
			}
		}
		stackUp(r.Retained, rect{fill: blue})
		stackUp(r.New, rect{fill: green})
		stackUp(r.Resurrected, rect{fill: back})
		if r.Dormant > 0 {
			bars = append(bars, rect{x0: x - 0.38, x1: x + 0.38, y0: -float64(r.Dormant), y1: 0, fill: orange})
		}
	}
	if len(bars) == 0 {
		return nil, noData("Growth")
	}
	f.Add(byColour(bars))
	f.line(plotter.XYs{{X: -0.5, Y: 0}, {X: float64(len(labels)) - 0.5, Y: 0}}, muted, 0.75)
	f.header.key(markBox, blue, o.say(phrase{"stayed", "留存"}))
	f.header.key(markBox, green, o.say(phrase{"came", "新增"}))
	f.header.key(markBox, back, o.say(phrase{"returned", "回流"}))
	f.header.key(markBox, orange, o.say(phrase{"went quiet", "沉睡"}))
	f.X.Min, f.X.Max = -0.6, float64(len(labels))-0.4
	f.X.Tick.Marker = sparse(labels, 262)
	f.X.Width = 0
	return f.done(), nil
}

// sparse are ticks at 0, 1, 2, … of which as many have their text as fit beside
// each other in the width.
func sparse(labels []string, width float64) plot.ConstantTicks {
	widest := 0.0
	for _, l := range labels {
		widest = max(widest, textWidth(l, smallSize)+8)
	}
	every := max(1, int(float64(len(labels))*widest/width+0.999))
	var out plot.ConstantTicks
	for i, l := range labels {
		if i%every == 0 {
			out = append(out, plot.Tick{Value: float64(i), Label: l})
		}
	}
	return out
}
