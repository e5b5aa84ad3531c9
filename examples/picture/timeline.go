package picture

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

// aliveSteps is into how many steps the life of a customer is cut.
const aliveSteps = 160

// AliveThrough draws one customer's probability of being alive through time, as the
// model saw it at each day, with the purchases marked: it falls while they are
// silent, the faster the more often they used to buy, and a purchase lifts it.
func AliveThrough(m clientele.AliveProber, customer btyd.Timeline, options *Options) (*plot.Plot, error) {
	if m == nil {
		return nil, badInput("AliveThrough", "model", m, "a model")
	}
	if err := customer.Check(); err != nil {
		return nil, err
	}
	if !(customer.Age > 0) {
		return nil, noData("AliveThrough")
	}
	o := options.filled()
	var points plotter.XYs
	add := func(age float64, seen int) {
		h := clientele.History{Repeats: seen, Age: age}
		if seen > 0 {
			h.Last = customer.Purchases[seen-1]
		}
		points = append(points, plotter.XY{X: age, Y: m.ProbAlive(h)})
	}
	seen := 0
	for i := range aliveSteps + 1 {
		age := customer.Age * float64(i) / aliveSteps
		for seen < len(customer.Purchases) && customer.Purchases[seen] <= age {
			add(customer.Purchases[seen], seen) // the moment before
			seen++
			add(customer.Purchases[seen-1], seen)
		}
		add(age, seen)
	}
	for _, p := range points {
		if !(p.Y >= 0 && p.Y <= 1) {
			return nil, badInput("AliveThrough", "model", m, "a probability at every age")
		}
	}
	unit := o.unit(unitOf(m))
	f := o.newFrame(o.say(phrase{"Is this customer still there?", "这位客户还在吗？"}),
		o.within(o.say(phrase{"time since the first purchase", "首次购买以来的时间"}), unit), o.say(phrase{"P(alive), as known on the day", "当日所知的活跃概率"}))
	f.grid()
	f.line(points, blue, 1.5)
	bought := stretches{LineStyle: draw.LineStyle{Color: vermilion, Width: 1}, lines: []stretch{{0, 0, 0, 0.06}}}
	for _, at := range customer.Purchases {
		bought.lines = append(bought.lines, stretch{at, 0, at, 0.06})
	}
	f.Add(bought)
	f.header.key(markLine, vermilion, o.say(phrase{"purchases (%d)", "购买（%d 次）"}, len(customer.Purchases)+1))
	f.header.key(markLine, blue, o.say(phrase{"P(alive), %s at the end", "活跃概率，期末 %s"}, percent(points[len(points)-1].Y, 0)))
	f.X.Min, f.X.Max, f.Y.Min, f.Y.Max = 0, customer.Age, 0, 1
	f.Y.Tick.Marker = ticker{o: &o, percent: true}
	return f.done(), nil
}
