package picture

import (
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// rect is a filled rectangle in data coordinates.
type rect struct {
	x0, y0, x1, y1 float64
	fill           color.Color
	gap            vg.Length // left free on each side; below 0 it reaches under its neighbours
}

type rects []rect

// Plot implements plot.Plotter.
func (r rects) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, q := range r {
		x0, y0, x1, y1 := x(q.x0)+q.gap, y(q.y0)+q.gap, x(q.x1)-q.gap, y(q.y1)-q.gap
		if q.gap > 0 && (x1 <= x0 || y1 <= y0) { // too small for gaps
			x0, y0, x1, y1 = x(q.x0), y(q.y0), x(q.x1), y(q.y1)
		}
		if x1 > x0 && y1 > y0 {
			c.FillPolygon(q.fill, []vg.Point{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}})
		}
	}
}

// DataRange implements plot.DataRanger.
func (r rects) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, xmax, ymin, ymax = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, q := range r {
		xmin, xmax = min(xmin, q.x0), max(xmax, q.x1)
		ymin, ymax = min(ymin, q.y0), max(ymax, q.y1)
	}
	return xmin, xmax, ymin, ymax
}

// stretch is a straight line in data coordinates.
type stretch struct{ x0, y0, x1, y1 float64 }

type stretches struct {
	lines []stretch
	draw.LineStyle
}

// Plot implements plot.Plotter.
func (s stretches) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, l := range s.lines {
		c.StrokeLine2(s.LineStyle, x(l.x0), y(l.y0), x(l.x1), y(l.y1))
	}
}

// note is a text at a place, moved by so many points.
type note struct {
	x, y   float64
	dx, dy vg.Length
	text   string
	style  text.Style
}

type notes []note

// Plot implements plot.Plotter.
func (n notes) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	slices.SortStableFunc(n, func(a, b note) int { return strings.Compare(hex(a.style.Color), hex(b.style.Color)) })
	for _, t := range n {
		at := vg.Point{X: x(t.x) + t.dx, Y: y(t.y) + t.dy}
		if t.style.YAlign == draw.YCenter { // of capitals and digits, which have no descent
			at.Y += t.style.Font.Size / 10
		}
		c.FillText(t.style, at, t.text)
	}
}

// GlyphBoxes implements plot.GlyphBoxer: no text is cut at the edge.
func (n notes) GlyphBoxes(p *plot.Plot) []plot.GlyphBox {
	var out []plot.GlyphBox
	for _, t := range n {
		out = append(out, plot.GlyphBox{X: p.X.Norm(t.x), Y: p.Y.Norm(t.y), Rectangle: t.style.Rectangle(t.text).Add(vg.Point{X: t.dx, Y: t.dy})})
	}
	return out
}

// aligned returns a style of text that lies so about its place.
func aligned(size float64, c color.Color, x text.XAlignment, y text.YAlignment) text.Style {
	s := style(size, c)
	s.XAlign, s.YAlign = x, y
	return s
}

// line adds a line through points; what is not finite is left out.
func (f *frame) line(points plotter.XYs, c color.Color, width vg.Length, dashes ...vg.Length) {
	l := &plotter.Line{LineStyle: draw.LineStyle{Color: c, Width: width, Dashes: dashes}}
	for _, p := range points {
		if finite(p.X) && finite(p.Y) {
			l.XYs = append(l.XYs, p)
		}
	}
	if len(l.XYs) > 0 {
		f.Add(l)
	}
}

// steps adds a line that stays level until the next point.
func (f *frame) steps(points plotter.XYs, c color.Color, width vg.Length, dashes ...vg.Length) {
	f.line(stairs(points), c, width, dashes...)
}

func stairs(points plotter.XYs) plotter.XYs {
	var out plotter.XYs
	for i, p := range points {
		if i > 0 {
			out = append(out, plotter.XY{X: p.X, Y: points[i-1].Y})
		}
		out = append(out, p)
	}
	return out
}

// band fills what lies between two lines.
func (f *frame) band(low, high plotter.XYs, c color.Color) {
	ring := append(plotter.XYs{}, high...)
	for i := len(low) - 1; i >= 0; i-- {
		ring = append(ring, low[i])
	}
	if len(ring) > 2 {
		f.Add(&plotter.Polygon{XYs: []plotter.XYs{ring}, Color: c})
	}
}

// dots adds points.
func (f *frame) dots(points plotter.XYs, c color.Color, radius vg.Length) {
	if len(points) > 0 {
		f.Add(&plotter.Scatter{XYs: points, GlyphStyle: draw.GlyphStyle{Color: c, Radius: radius, Shape: draw.CircleGlyph{}}})
	}
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// byColour orders rectangles by colour, in the order in which these come, so that
// an SVG needs one element for each.
func byColour(r rects) rects {
	order := map[color.Color]int{}
	for _, q := range r {
		if _, known := order[q.fill]; !known {
			order[q.fill] = len(order)
		}
	}
	slices.SortStableFunc(r, func(a, b rect) int { return order[a.fill] - order[b.fill] })
	return r
}

// disc fills a circle, and draws its edge if that has a colour.
func disc(c draw.Canvas, fill, edge color.Color, width vg.Length, at vg.Point, r vg.Length) {
	var path vg.Path
	path.Move(vg.Point{X: at.X + r, Y: at.Y})
	path.Arc(at, r, 0, 2*math.Pi)
	path.Close()
	c.SetColor(fill)
	c.Fill(path)
	if edge != nil {
		c.SetLineStyle(draw.LineStyle{Color: edge, Width: width})
		c.Stroke(path)
	}
}
