package picture

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Size is the size of an image in pixels of CSS, 96 to the inch.
type Size struct{ Width, Height int }

// DefaultSize is what the pictures are made for.
var DefaultSize = Size{400, 300}

func (s *Size) points() (w, h vg.Length) {
	if s == nil {
		s = &DefaultSize
	}
	if s.Width < 1 || s.Height < 1 {
		panic("picture: a size is at least one pixel wide and high")
	}
	return vg.Length(s.Width) * 0.75, vg.Length(s.Height) * 0.75
}

// SVG draws a plot as an SVG element, nil for the default size; it scales without
// loss. It can stand in a file, or in a page as it is. Text is text: it can be
// selected, searched and read aloud, and it keeps to its place whatever sans-serif
// font the reader has. Panics for a size below one pixel.
func SVG(p *plot.Plot, size *Size) []byte {
	w, h := size.points()
	c := newCanvas(w, h)
	drawn(p, draw.New(c))
	return c.element(p.Title.Text)
}

// canvas writes what is drawn as SVG. That of gonum.org/v1/plot/vg/vgsvg says the
// font with each text and the colour with each line; here equal neighbours share
// an element, and places are whole tenths of a pixel, relative to the last one: the
// pictures are a quarter as large, and equal on all processors.
type canvas struct {
	w, h  vg.Length
	body  bytes.Buffer
	open  string // attributes of the path, or the group of texts, that is being written
	end   string // of it
	state []state
}

type state struct {
	colour     color.Color
	width      vg.Length
	dashes     []vg.Length
	a, b, c, d float64 // x' = a·x + c·y + e, y' = b·x + d·y + f
	e, f       float64
}

func newCanvas(w, h vg.Length) *canvas {
	return &canvas{w: w, h: h, state: []state{{colour: color.Black, width: 1, a: 1, d: 1}}}
}

func (c *canvas) now() *state                            { return &c.state[len(c.state)-1] }
func (c *canvas) Size() (w, h vg.Length)                 { return c.w, c.h }
func (c *canvas) SetLineWidth(w vg.Length)               { c.now().width = w }
func (c *canvas) SetLineDash(d []vg.Length, _ vg.Length) { c.now().dashes = d }
func (c *canvas) Push()                                  { c.state = append(c.state, *c.now()) }
func (c *canvas) Pop()                                   { c.state = c.state[:len(c.state)-1] }

func (c *canvas) SetColor(to color.Color) {
	if to == nil {
		to = color.Black
	}
	c.now().colour = to
}

func (c *canvas) Rotate(angle float64) {
	sin, cos := math.Sincos(angle)
	c.multiply(cos, sin, -sin, cos, 0, 0)
}
func (c *canvas) Scale(x, y float64)    { c.multiply(x, 0, 0, y, 0, 0) }
func (c *canvas) Translate(by vg.Point) { c.multiply(1, 0, 0, 1, float64(by.X), float64(by.Y)) }

func (c *canvas) multiply(a, b, k, d, e, f float64) {
	s := c.now()
	s.a, s.b, s.c, s.d, s.e, s.f = s.a*a+s.c*b, s.b*a+s.d*b, s.a*k+s.c*d, s.b*k+s.d*d, s.a*e+s.c*f+s.e, s.b*e+s.d*f+s.f
}

// place returns where a point is, in tenths of a pixel from the upper left corner.
func (c *canvas) place(at vg.Point) (x, y int) {
	s := c.now()
	px, py := s.a*float64(at.X)+s.c*float64(at.Y)+s.e, s.b*float64(at.X)+s.d*float64(at.Y)+s.f
	return tenths(px), tenths(float64(c.h) - py)
}

func tenths(points float64) int { return int(math.Round(points * 10 / 0.75)) }

// number writes tenths as short as can be.
func number(t int) string {
	s := strconv.FormatFloat(float64(t)/10, 'f', -1, 64)
	switch {
	case len(s) > 2 && s[:2] == "0.":
		return s[1:]
	case len(s) > 3 && s[:3] == "-0.":
		return "-" + s[2:]
	}
	return s
}

// numbers writes tenths behind a letter.
func numbers(letter string, ts ...int) string {
	for i, t := range ts {
		s := number(t)
		if i > 0 && s[0] != '-' {
			letter += " "
		}
		letter += s
	}
	return letter
}

func (c *canvas) Stroke(path vg.Path) {
	s := c.now()
	if s.width <= 0 {
		return
	}
	attributes := `fill="none" stroke="` + hex(s.colour) + `" stroke-width="` + number(tenths(float64(s.width))) + `"` + opacity("stroke", s.colour)
	if len(s.dashes) > 0 {
		var d []int
		for _, l := range s.dashes {
			d = append(d, tenths(float64(l)))
		}
		attributes += ` stroke-dasharray="` + numbers("", d...) + `"`
	}
	c.path(attributes, path)
}

func (c *canvas) Fill(path vg.Path) {
	attributes := `fill="` + hex(c.now().colour) + `"` + opacity("fill", c.now().colour)
	if boxy(path) { // neighbours meet without a seam
		attributes += ` shape-rendering="crispEdges"`
	}
	c.path(attributes, path)
}

// boxy says whether all edges of a path are level or plumb.
func boxy(path vg.Path) bool {
	for i, p := range path {
		switch {
		case p.Type == vg.ArcComp || p.Type == vg.CurveComp:
			return false
		case p.Type == vg.LineComp && p.Pos.X != path[i-1].Pos.X && p.Pos.Y != path[i-1].Pos.Y:
			return false
		}
	}
	return true
}

// path goes on with the open element if the attributes are equal.
func (c *canvas) path(attributes string, path vg.Path) {
	if attributes != c.open {
		c.close()
		c.body.WriteString("<path " + attributes + ` d="`)
		c.open, c.end = attributes, "\"/>\n"
	}
	x, y := 0, 0
	for _, p := range path {
		toX, toY := c.place(p.Pos)
		switch p.Type {
		case vg.MoveComp:
			c.body.WriteString(numbers("M", toX, toY))
		case vg.LineComp:
			switch {
			case toX == x && toY == y:
			case toX == x:
				c.body.WriteString(numbers("v", toY-y))
			case toY == y:
				c.body.WriteString(numbers("h", toX-x))
			default:
				c.body.WriteString(numbers("l", toX-x, toY-y))
			}
		case vg.ArcComp:
			toX, toY = c.arc(p, x, y)
		case vg.CurveComp:
			letter := map[int]string{1: "q", 2: "c"}[len(p.Control)]
			var to []int
			for _, at := range append(p.Control[:len(p.Control):len(p.Control)], p.Pos) {
				px, py := c.place(at)
				to = append(to, px-x, py-y)
			}
			c.body.WriteString(numbers(letter, to...))
		case vg.CloseComp:
			c.body.WriteString("z")
			continue
		}
		x, y = toX, toY
	}
}

// arc writes an arc of a circle, in two halves so that a whole circle has a way.
func (c *canvas) arc(p vg.PathComp, x, y int) (toX, toY int) {
	at := func(angle float64) (int, int) {
		sin, cos := math.Sincos(angle)
		return c.place(vg.Point{X: p.Pos.X + p.Radius*vg.Length(cos), Y: p.Pos.Y + p.Radius*vg.Length(sin)})
	}
	if fromX, fromY := at(p.Start); fromX != x || fromY != y {
		c.body.WriteString(numbers("l", fromX-x, fromY-y))
		x, y = fromX, fromY
	}
	sweep := 0
	if p.Angle < 0 {
		sweep = 10
	}
	r := tenths(float64(p.Radius))
	for _, part := range []float64{0.5, 1} {
		toX, toY = at(p.Start + part*p.Angle)
		c.body.WriteString(numbers("a", r, r, 0, 0, sweep, toX-x, toY-y))
		x, y = toX, toY
	}
	return x, y
}

func (c *canvas) close() {
	if c.open != "" {
		c.body.WriteString(c.end)
		c.open = ""
	}
}

func (c *canvas) FillString(face font.Face, at vg.Point, s string) {
	if face.Font.Size <= 0 || s == "" {
		return
	}
	group := `font-size="` + number(tenths(float64(face.Font.Size))) + `"`
	if colour := hex(c.now().colour); colour != hex(ink) {
		group += ` fill="` + colour + `"`
	}
	if c.open != group {
		c.close()
		c.body.WriteString("<g " + group + ">\n")
		c.open, c.end = group, "</g>\n"
	}
	x, y := c.place(at)
	fmt.Fprintf(&c.body, `<text x="%s" y="%s" textLength="%s"`, number(x), number(y), number(tenths(float64(face.Width(s)))))
	if turn := math.Atan2(c.now().b, c.now().a); turn != 0 {
		fmt.Fprintf(&c.body, ` transform="rotate(%s %s %s)"`, number(int(math.Round(-turn*1800/math.Pi))), number(x), number(y))
	}
	fmt.Fprintf(&c.body, ">%s</text>\n", html.EscapeString(s))
}

// DrawImage puts a PNG into the picture.
func (c *canvas) DrawImage(at vg.Rectangle, img image.Image) {
	var data bytes.Buffer
	if err := png.Encode(&data, img); err != nil {
		panic("picture: an image that does not encode")
	}
	c.close()
	x, y := c.place(vg.Point{X: at.Min.X, Y: at.Max.Y})
	fmt.Fprintf(&c.body, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" href="data:image/png;base64,%s"/>`+"\n", number(x), number(y),
		number(tenths(float64(at.Size().X))), number(tenths(float64(at.Size().Y))), base64.StdEncoding.EncodeToString(data.Bytes()))
}

// element returns the whole element.
func (c *canvas) element(title string) []byte {
	c.close()
	w, h := number(tenths(float64(c.w))), number(tenths(float64(c.h)))
	head := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" aria-label="%s" fill="%s" `+
		`font-family="Arial, Helvetica, 'Liberation Sans', 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif">`+"\n",
		w, h, w, h, html.EscapeString(title), hex(ink))
	return append(append([]byte(head), c.body.Bytes()...), "</svg>\n"...)
}

func hex(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	if n.R%17 == 0 && n.G%17 == 0 && n.B%17 == 0 {
		return fmt.Sprintf("#%x%x%x", n.R/17, n.G/17, n.B/17)
	}
	return fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
}

func opacity(of string, c color.Color) string {
	a := color.NRGBAModel.Convert(c).(color.NRGBA).A
	if a == 255 {
		return ""
	}
	return fmt.Sprintf(` %s-opacity="%s"`, of, number(int(math.Round(float64(a)*10/255))))
}
