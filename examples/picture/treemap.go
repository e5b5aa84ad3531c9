package picture

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele/segment"
)

// Treemap draws each segment as large as its share of the value; the darker, the
// more a customer of it is worth. A segment whose value is not above 0 has no area
// and is left out.
func Treemap[S Labelled](profiles []segment.SegmentProfile[S], options *Options) (*plot.Plot, error) {
	o := options.filled()
	var parts []segment.SegmentProfile[S]
	total, dearest := 0.0, 0.0
	for _, p := range profiles {
		if !finite(p.Value) || p.Heads < 0 {
			return nil, badInput("Treemap", "profile", p, "a finite value")
		}
		if p.Value > 0 {
			parts = append(parts, p)
			total += p.Value
			dearest = math.Max(dearest, p.MeanValue)
		}
	}
	if len(parts) == 0 {
		return nil, noData("Treemap")
	}
	slices.SortStableFunc(parts, func(a, b segment.SegmentProfile[S]) int { return cmp.Compare(b.Value, a.Value) })
	shares := make([]float64, len(parts))
	for i, p := range parts {
		shares[i] = p.Value / total
	}
	f := o.newFrame(o.say(phrase{"Where the value is", "价值分布在哪些客户群"}), "", o.sayMoney(phrase{"area: share of the value", "面积：价值占比"}))
	f.bare()
	f.header.key(markNone, nil, o.say(phrase{"worth a customer:", "人均价值："}))
	for _, at := range []float64{0.1, 0.5, 1} {
		f.header.key(markBox, shade(at), o.short(at*dearest))
	}
	for i, t := range squarified(shares, sheetWidth, sheetHeight) {
		p := parts[i]
		f.Add(&tile{tile: t, fill: shade(math.Max(0.05, p.MeanValue/dearest)), lines: []string{
			p.Segment.Label(o.Lang),
			o.say(phrase{"%s of value", "价值 %s"}, percent(shares[i], 0)),
			o.say(phrase{"%s customers", "%s 位客户"}, o.short(float64(p.Heads))),
			o.say(phrase{"%s each", "人均 %s"}, o.short(p.MeanValue)),
		}})
	}
	return f.done(), nil
}

// The sheet on which a treemap is laid, in about its proportions.
const sheetWidth, sheetHeight = 292.0, 180.0

// area is a rectangle on the sheet.
type area struct{ x, y, w, h float64 }

// squarified lays shares, the largest first, into a sheet so that their rectangles
// are about square (Bruls, Huizing and van Wijk 2000).
func squarified(shares []float64, width, height float64) []area {
	free := area{0, 0, width, height}
	out := make([]area, 0, len(shares))
	for first := 0; first < len(shares); {
		side := math.Min(free.w, free.h)
		last, sum := first, 0.0
		for worst := math.Inf(1); last < len(shares); last++ { // a strip along the shorter side
			next := sum + shares[last]
			thick := next * width * height / side
			w := math.Max(shares[first]*width*height/thick/thick, thick/(shares[last]*width*height/thick))
			if last > first && w > worst {
				break
			}
			worst, sum = w, next
		}
		thick := sum * width * height / side
		at := 0.0
		for _, s := range shares[first:last] {
			long := s / sum * side
			if free.w >= free.h {
				out = append(out, area{free.x, free.y + at, thick, long})
			} else {
				out = append(out, area{free.x + at, free.y, long, thick})
			}
			at += long
		}
		if free.w >= free.h {
			free.x, free.w = free.x+thick, free.w-thick
		} else {
			free.y, free.h = free.y+thick, free.h-thick
		}
		first = last
	}
	return out
}

// tile is a rectangle with as many of its lines as fit.
type tile struct {
	tile  area
	fill  color.NRGBA
	lines []string
}

// Plot implements plot.Plotter.
func (t *tile) Plot(c draw.Canvas, p *plot.Plot) {
	size := c.Size()
	x0, x1 := c.Min.X+vg.Length(t.tile.x/sheetWidth)*size.X, c.Min.X+vg.Length((t.tile.x+t.tile.w)/sheetWidth)*size.X
	y1, y0 := c.Max.Y-vg.Length(t.tile.y/sheetHeight)*size.Y, c.Max.Y-vg.Length((t.tile.y+t.tile.h)/sheetHeight)*size.Y
	const gap = 0.75
	c.FillPolygon(t.fill, []vg.Point{{X: x0 + gap, Y: y0 + gap}, {X: x1 - gap, Y: y0 + gap}, {X: x1 - gap, Y: y1 - gap}, {X: x0 + gap, Y: y1 - gap}})
	y := y1 - 3
	for i, l := range t.lines {
		s := style(smallSize, on(t.fill))
		if i == 0 {
			l = wrapped(l, smallSize, float64(x1-x0)-6)
		}
		s.YAlign = draw.YTop
		if s.Width(l) > x1-x0-5 || y-s.Height(l) < y0 {
			return
		}
		c.FillText(s, vg.Point{X: x0 + 4, Y: y}, l)
		y -= s.Height(l)
	}
}
