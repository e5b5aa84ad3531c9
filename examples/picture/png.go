//go:build !minimal

package picture

import (
	"bytes"
	"image/png"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// PNG draws a plot as an image of the size, nil for the default, with scale pixels
// to a pixel of CSS: 2 for screens of high resolution and for print. A character
// that the embedded font lacks would be left out without a word; that is an
// *clientele.InputError. Panics for a size or a scale below 1.
func PNG(p *plot.Plot, size *Size, scale int) ([]byte, error) {
	w, h := size.points()
	if scale < 1 {
		panic("picture: a scale is at least 1")
	}
	c := &strict{Canvas: vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(96*scale))}
	drawn(p, draw.NewCanvas(c, w, h))
	if err := glyphError(c.lost); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err := png.Encode(&out, c.Image())
	return out.Bytes(), err
}

// strict remembers the characters that the font could not draw.
type strict struct {
	*vgimg.Canvas
	lost []rune
}

func (c *strict) FillString(face font.Face, at vg.Point, s string) {
	c.lost = append(c.lost, missing(face, s)...)
	c.Canvas.FillString(face, at, s)
}
