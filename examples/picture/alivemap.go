package picture

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele"
)

// AliveMap draws the probability that a customer is still there by the number of
// their repeat purchases and the time since the last one. It holds for customers
// of the middle age of the panel, who lie on it as points, all ages together. A
// silence of the many is worse news than of the few: the same weeks count more
// for those who used to come often.
func AliveMap(m clientele.AliveProber, customers *clientele.Panel, options *Options) (*plot.Plot, error) {
	if m == nil {
		return nil, badInput("AliveMap", "model", m, "a model")
	}
	o := options.filled()
	return historyMap("AliveMap", m, customers, &o, o.say(phrase{"Who is still a customer?", "哪些客户仍在活跃？"}), o.say(phrase{"P(alive)", "活跃概率"}), true, m.ProbAlive)
}

// PurchaseMap draws the purchases to expect in the next t, in the unit of the
// model, in the same way.
func PurchaseMap(m clientele.PurchaseForecaster, t float64, customers *clientele.Panel, options *Options) (*plot.Plot, error) {
	if m == nil || !(t > 0) || math.IsInf(t, 0) {
		return nil, badInput("PurchaseMap", "model and time", t, "a model, and a time above 0")
	}
	o := options.filled()
	key := o.say(phrase{"expected in the next %s %s", "未来 %s %s预期"}, o.short(t), o.unit(unitOf(m)))
	return historyMap("PurchaseMap", m, customers, &o, o.say(phrase{"Who will buy how often?", "未来谁会购买多少次？"}), key, false,
		func(h clientele.History) float64 { return m.ExpectedPurchases(h, t) })
}

// Cells of a map and steps of its colours.
const (
	mapColumns, mapRows = 24, 24
	mapShades           = 10
	mostPeople          = 250 // drawn, evenly taken from all
)

func historyMap(where string, model any, customers *clientele.Panel, o *Options, title, what string, share bool, of func(clientele.History) float64) (*plot.Plot, error) {
	if customers == nil || customers.Len() == 0 {
		return nil, noData(where)
	}
	age, repeats := middleAge(customers), usualRepeats(customers)
	columns := min(repeats+1, mapColumns)
	width := float64(repeats+1) / float64(columns)
	values := make([][]float64, columns)
	top := 0.0
	for i := range values {
		for j := range mapRows {
			x := int(float64(i)*width + width/2)
			h := clientele.History{Repeats: x, Last: age * (1 - (float64(j)+0.5)/mapRows), Age: age}
			if x == 0 { // silent since the first purchase
				h.Age -= h.Last
				h.Last = 0
			}
			v := of(h)
			if !finite(v) || v < 0 {
				return nil, badInput(where, "model", model, fmt.Sprintf("a number for the history %+v", h))
			}
			values[i] = append(values[i], v)
			top = max(top, v)
		}
	}
	if share {
		top = 1
	}
	step := roundStep(top / mapShades)
	top = math.Ceil(top/step-1e-9) * step
	f := o.newFrame(title, o.say(phrase{"repeat purchases", "复购次数"}), o.within(o.say(phrase{"time since the last purchase", "距上次购买的时间"}), o.unit(unitOfBoth(model, customers))))
	var cells rects
	for i, column := range values {
		for j := 0; j < len(column); { // equal neighbours are one rectangle
			shadeOf := func(v float64) int { return int(v / step) }
			k := j + 1
			for k < len(column) && shadeOf(column[k]) == shadeOf(column[j]) {
				k++
			}
			cells = append(cells, rect{x0: float64(i)*width - 0.5, x1: float64(i+1)*width - 0.5, y0: age * float64(j) / mapRows, y1: age * float64(k) / mapRows,
				fill: shade(math.Min(1, (float64(shadeOf(column[j]))+0.5)*step/top)), gap: -0.2})
			j = k
		}
	}
	f.Add(byColour(cells))
	f.Add(people{customers, float64(repeats), age})
	f.X.Min, f.X.Max, f.Y.Min, f.Y.Max = -0.5, float64(repeats)+0.5, 0, age
	f.X.Tick.Marker = ticker{o: o, whole: true}
	f.header.key(markNone, nil, what+o.say(phrase{":", "："}))
	for _, at := range []float64{0, 0.5, 1} {
		label := o.short(at * top)
		if share {
			label = percent(at, 0)
		}
		f.header.key(markBox, shade(at), label)
	}
	f.header.key(markDot, vermilion, o.say(phrase{"customers", "客户"}))
	return f.done(), nil
}

// unitOfBoth is the unit of the model, or else that of the panel.
func unitOfBoth(model any, customers *clientele.Panel) clientele.Unit {
	if u := unitOf(model); u != 0 {
		return u
	}
	return customers.Unit
}

// middleAge returns the median age of the customers.
func middleAge(p *clientele.Panel) float64 {
	var ages []float64
	for h, n := range p.All() {
		for range n {
			ages = append(ages, h.Age)
		}
	}
	slices.Sort(ages)
	return math.Max(ages[len(ages)/2], 1)
}

// usualRepeats returns the repeats that 98 % of the customers do not exceed.
func usualRepeats(p *clientele.Panel) int {
	seen, last := 0, 0
	for h, n := range p.All() { // sorted by repeats
		last = h.Repeats
		if seen += n; float64(seen) >= 0.98*float64(p.Len()) {
			break
		}
	}
	return max(last, 4)
}

// people are the customers of a panel as squares on a map of repeats and silence.
// Of a large base some
// are drawn, spread over all.
type people struct {
	*clientele.Panel
	repeats, silence float64
}

// Plot implements plot.Plotter.
func (q people) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	taken := map[[2]int]bool{}
	var places []vg.Point
	for h := range q.All() {
		silence := h.Age - h.Last
		if float64(h.Repeats) > q.repeats || silence > q.silence {
			continue
		}
		// Those of the same number of repeats lie beside each other, spread by their age.
		spread := 0.6 * (math.Mod(h.Age*0.6180339887, 1) - 0.5)
		at := vg.Point{X: x(float64(h.Repeats) + spread), Y: y(silence)}
		if cell := [2]int{int(at.X / 1.9), int(at.Y / 1.9)}; !taken[cell] {
			taken[cell] = true
			places = append(places, at)
		}
	}
	for i := range min(len(places), mostPeople) {
		square(c, vermilion, places[i*len(places)/min(len(places), mostPeople)], 0.75)
	}
}

// square fills a square about a point.
func square(c draw.Canvas, fill color.Color, at vg.Point, r vg.Length) {
	c.FillPolygon(fill, []vg.Point{{X: at.X - r, Y: at.Y - r}, {X: at.X + r, Y: at.Y - r}, {X: at.X + r, Y: at.Y + r}, {X: at.X - r, Y: at.Y + r}})
}
