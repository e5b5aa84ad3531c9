package picture

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/portrait"
)

// The colours of the stages; the zero stage is that of those who were not there.
var stageColours = map[lifecycle.Stage]color.NRGBA{
	0:                          mixed(white, grey, 0.5),
	lifecycle.StageProspect:    mixed(white, grey, 0.5),
	lifecycle.StageExploration: sky,
	lifecycle.StageFormation:   blue,
	lifecycle.StageStability:   green,
	lifecycle.StageDecline:     orange,
	lifecycle.StageLost:        grey,
}

// StageFlow draws how customers moved between the stages of the relationship from
// one date to another: who came, grew, declined and was lost. The height of a
// ribbon is its customers.
func StageFlow(flows []portrait.StageFlow, options *Options) (*plot.Plot, error) {
	o := options.filled()
	total := 0
	var before, after [lifecycle.StageLost + 1]int
	for _, f := range flows {
		if f.Customers < 0 || f.From > lifecycle.StageLost || f.To > lifecycle.StageLost {
			return nil, badInput("StageFlow", "flow", f, "declared stages, and a number of customers")
		}
		before[f.From] += f.Customers
		after[f.To] += f.Customers
		total += f.Customers
	}
	if total == 0 {
		return nil, noData("StageFlow")
	}
	f := o.newFrame(o.say(phrase{"How customers moved between the stages", "客户在各阶段之间的流动"}), "", o.say(phrase{"customers before, and after", "客户数：期初与期末"}))
	f.bare()
	name := func(s lifecycle.Stage) string {
		if s == 0 {
			return o.say(phrase{"new", "新客户"})
		}
		return s.Label(o.Lang)
	}
	left, right := stacked(before[:], total), stacked(after[:], total)
	const barFrom, barTo = 0.22, 0.80 // where ribbons begin and end
	var fromY, toY [lifecycle.StageLost + 1]float64
	for s := range left {
		fromY[s], toY[s] = left[s].top, right[s].top
	}
	for from := range left {
		for to := range right {
			n := 0
			for _, q := range flows {
				if int(q.From) == from && int(q.To) == to {
					n += q.Customers
				}
			}
			if n == 0 {
				continue
			}
			h := float64(n) * left[from].scale
			c := stageColours[lifecycle.Stage(from)]
			if from == 0 {
				c = stageColours[lifecycle.Stage(to)]
			}
			c.A = 110
			f.Add(ribbon{x0: barFrom + 0.02, x1: barTo - 0.02, y0: fromY[from], y1: toY[to], height: h, fill: c})
			fromY[from] -= h
			toY[to] -= h
		}
	}
	var bars rects
	var texts notes
	for side, stacks := range [][]stack{left, right} {
		for s, q := range stacks {
			if q.n == 0 {
				continue
			}
			x, at, align := barFrom, barFrom-0.012, draw.XRight
			if side == 1 {
				x, at, align = barTo-0.02, barTo+0.012, draw.XLeft
			}
			bars = append(bars, rect{x0: x, x1: x + 0.02, y0: q.top - float64(q.n)*q.scale, y1: q.top, fill: stageColours[lifecycle.Stage(s)]})
			texts = append(texts, note{x: at, y: q.top - float64(q.n)*q.scale/2, text: name(lifecycle.Stage(s)) + " " + o.short(float64(q.n)), style: aligned(smallSize, ink, align, draw.YCenter)})
		}
	}
	f.Add(bars, texts)
	return f.done(), nil
}

// stack is a bar of the flow: its upper edge on the sheet, and the height of one customer.
type stack struct {
	n          int
	top, scale float64
}

// stacked lays bars under each other with gaps that leave each its line of text.
func stacked(n []int, total int) []stack {
	const gap = 0.045
	scale := (1 - gap*float64(len(n))) / float64(total)
	out := make([]stack, len(n))
	at := 1 - gap/2
	for i, k := range n {
		out[i] = stack{n: k, top: at, scale: scale}
		if k > 0 {
			at -= float64(k)*scale + gap
		}
	}
	return out
}

// ribbon flows from one bar to another on the sheet.
type ribbon struct {
	x0, x1, y0, y1, height float64
	fill                   color.Color
}

// Plot implements plot.Plotter.
func (r ribbon) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	mid := x((r.x0 + r.x1) / 2)
	at := func(px, py float64) vg.Point { return vg.Point{X: x(px), Y: y(py)} }
	var path vg.Path
	path.Move(at(r.x0, r.y0))
	path.CubeTo(vg.Point{X: mid, Y: y(r.y0)}, vg.Point{X: mid, Y: y(r.y1)}, at(r.x1, r.y1))
	path.Line(at(r.x1, r.y1-r.height))
	path.CubeTo(vg.Point{X: mid, Y: y(r.y1 - r.height)}, vg.Point{X: mid, Y: y(r.y0 - r.height)}, at(r.x0, r.y0-r.height))
	path.Close()
	c.SetColor(r.fill)
	c.Fill(path)
}
