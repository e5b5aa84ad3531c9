package picture

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// upright is a line across the data at a place of the x axis, with a text at its
// right side, or at the left where there is more space.
type upright struct {
	at   float64
	text string
	left bool
	down vg.Length // from the upper edge
}

// Plot implements plot.Plotter.
func (u upright) Plot(c draw.Canvas, p *plot.Plot) {
	x := c.X(p.X.Norm(u.at))
	c.StrokeLine2(draw.LineStyle{Color: vermilion, Width: 1, Dashes: []vg.Length{2, 2}}, x, c.Min.Y, x, c.Max.Y)
	style := aligned(smallSize, vermilion, draw.XLeft, draw.YTop)
	dx := vg.Length(3)
	if u.left {
		style.XAlign, dx = draw.XRight, -3
	}
	c.FillText(style, vg.Point{X: x + dx, Y: c.Max.Y - u.down}, u.text)
}
