package picture

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Sizes of text in points: three quarters of pixels.
const (
	titleSize = 10.5
	labelSize = 8.5
	smallSize = 7.5
	tinySize  = 6.75 // inside of cells
)

func style(size float64, c color.Color) text.Style {
	return text.Style{Color: c, Font: font.From(latin, vg.Length(size)), Handler: writer{}}
}

// frame is a plot in the making. What is measured on the y axis stands level above
// it, with the keys of the colours, where it can be read.
type frame struct {
	*plot.Plot
	o      *Options
	header header
}

// newFrame returns an empty frame; y says what is measured upwards, x to the right.
func (o *Options) newFrame(title, x, y string) *frame {
	p := plot.New()
	f := &frame{Plot: p, o: o, header: header{label: y}}
	p.TextHandler = writer{}
	p.Title.Text = wrapped(title, titleSize, 280)
	p.Title.TextStyle = style(titleSize, ink)
	p.Title.TextStyle.XAlign, p.Title.TextStyle.YAlign = draw.XCenter, draw.YTop
	p.X.Label.Text = x
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		label, tick := a.Label.TextStyle, a.Tick.Label
		a.Label.TextStyle, a.Tick.Label = style(labelSize, muted), style(smallSize, muted)
		a.Label.TextStyle.XAlign, a.Label.TextStyle.YAlign = label.XAlign, label.YAlign
		a.Tick.Label.XAlign, a.Tick.Label.YAlign = tick.XAlign, tick.YAlign
		a.Padding, a.Tick.Length, a.Tick.Width = 0, 0, 0
		a.LineStyle = draw.LineStyle{Color: grey, Width: 0.5}
		a.Tick.Marker = ticker{o: o}
	}
	p.X.Padding, p.X.Tick.Length, p.X.Tick.Width, p.X.Tick.Color = 1, 2, 0.5, grey
	p.X.Label.Padding = 2
	p.Y.Width = 0
	p.Legend.TextStyle = style(smallSize, ink)
	return f
}

// bare takes the axes away, for pictures that are drawn on a sheet from 0 to 1.
func (f *frame) bare() {
	f.HideAxes()
	f.X.Min, f.X.Max, f.Y.Min, f.Y.Max = 0, 1, 0, 1
}

// grid draws level lines behind the data at the ticks of the y axis.
func (f *frame) grid() {
	g := plotter.NewGrid()
	g.Vertical.Width = 0
	g.Horizontal = draw.LineStyle{Color: rule, Width: 0.5}
	f.Add(g)
}

// done returns the finished plot.
func (f *frame) done() *plot.Plot {
	f.header.lay(270)
	f.Title.Padding = vg.Length(f.header.height() + 7)
	f.Add(&f.header)
	return f.Plot
}

// mark is how a key shows its colour.
type mark uint8

const (
	markNone mark = iota // text alone
	markBox
	markLine
	markDash
	markDot
	markRing // a dot that is empty
)

type key struct {
	mark   mark
	colour color.Color
	text   string
	x, row float64 // by lay
}

// header stands between title and data: the label of the y axis, then the keys.
type header struct {
	label string
	keys  []key
	rows  int
}

func (h *header) key(m mark, c color.Color, text string) {
	h.keys = append(h.keys, key{mark: m, colour: c, text: text})
}

const (
	rowHeight = 11
	keyWidth  = 12 // of the mark, with the gap behind it
)

func (k *key) indent() float64 {
	if k.mark == markNone {
		return 0
	}
	return keyWidth
}

// lay gives the keys their places, in rows of the width.
func (h *header) lay(width float64) {
	x := 0.0
	h.rows = min(1, len(h.keys))
	for i := range h.keys {
		k := &h.keys[i]
		w := k.indent() + textWidth(k.text, smallSize)
		if x > 0 && x+w > width {
			x = 0
			h.rows++
		}
		k.x, k.row = x, float64(h.rows-1)
		x += w + 9
	}
}

func (h *header) height() float64 {
	rows := h.rows
	if h.label != "" {
		rows++
	}
	return float64(rows) * rowHeight
}

// margin is left free around a picture.
const margin = 4

// drawn draws a plot on a canvas, with a margin.
func drawn(p *plot.Plot, c draw.Canvas) {
	if p.BackgroundColor != nil {
		c.SetColor(p.BackgroundColor)
		c.Fill(c.Rectangle.Path())
	}
	p.Draw(draw.Crop(c, margin, -margin, margin-1, -margin))
}

// Plot implements plot.Plotter.
func (h *header) Plot(c draw.Canvas, p *plot.Plot) {
	left := vg.Length(margin)
	top := c.Max.Y + vg.Length(h.height()) + 6
	small := style(smallSize, muted)
	small.YAlign = draw.YTop
	if h.label != "" {
		c.FillText(small, vg.Point{X: left, Y: top}, h.label)
		top -= rowHeight
	}
	small.Color = ink
	for _, k := range h.keys {
		x, y := left+vg.Length(k.x), top-vg.Length(k.row*rowHeight)
		mid := y - 4
		switch k.mark {
		case markBox:
			c.FillPolygon(k.colour, []vg.Point{{X: x, Y: mid - 3}, {X: x + 9, Y: mid - 3}, {X: x + 9, Y: mid + 3}, {X: x, Y: mid + 3}})
		case markLine, markDash:
			line := draw.LineStyle{Color: k.colour, Width: 1.5}
			if k.mark == markDash {
				line.Dashes = []vg.Length{3, 1.5}
			}
			c.StrokeLine2(line, x, mid, x+9, mid)
		case markDot:
			disc(c, k.colour, nil, 0, vg.Point{X: x + 4.5, Y: mid}, 2.5)
		case markRing:
			disc(c, k.colour, muted, 0.5, vg.Point{X: x + 4.5, Y: mid}, 2.5)
		}
		c.FillText(small, vg.Point{X: x + vg.Length(k.indent()), Y: y}, k.text)
	}
}
