package picture

import (
	_ "embed" // of the font
	"fmt"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// Noto Sans CJK SC, cut down to the characters of the library: font/subset.sh.
//
//go:embed font/NotoSansSC-subset.otf
var noto []byte

// Texts of Latin letters are written in Liberation Sans, which is as wide as Arial
// and Helvetica, those with a Chinese character in Noto Sans.
var (
	latin   = font.Font{Typeface: "Liberation", Variant: "Sans"}
	chinese = font.Font{Typeface: "Noto Sans CJK SC"}
)

var fonts = sync.OnceValue(func() *font.Cache {
	face, err := opentype.Parse(noto)
	if err != nil {
		panic("picture: the font does not parse")
	}
	cache := font.NewCache(liberation.Collection())
	cache.Add(font.Collection{{Font: chinese, Face: face}})
	return cache
})

// wide says whether a rune is a Chinese character or sign.
func wide(r rune) bool { return r >= 0x2e80 && r <= 0xffef }

// fontFor returns the font of a text.
func fontFor(s string, size vg.Length) font.Font {
	if strings.ContainsFunc(s, wide) {
		return font.From(chinese, size)
	}
	return font.From(latin, size)
}

// missing returns the runes of a text that a face lacks, which it would leave out.
func missing(face font.Face, s string) (out []rune) {
	var buf sfnt.Buffer
	for _, r := range s {
		if i, err := face.Face.GlyphIndex(&buf, r); err != nil || i == 0 {
			out = append(out, r)
		}
	}
	return out
}

// textWidth measures a line, in points.
func textWidth(s string, size float64) float64 {
	w, _, _ := writer{}.Box(s, font.From(latin, vg.Length(size)))
	return w.Points()
}

// writer writes each line in the font that has its characters, as high as a line
// in Liberation Sans.
type writer struct{}

var _ text.Handler = writer{}

func (writer) Cache() *font.Cache { return fonts() }

func (writer) Extents(f font.Font) font.Extents {
	face := fonts().Lookup(latin, f.Size)
	return face.Extents()
}

func (writer) Lines(s string) []string { return strings.Split(strings.TrimRight(s, "\n"), "\n") }

func (w writer) Box(s string, f font.Font) (width, height, depth vg.Length) {
	face := fonts().Lookup(fontFor(s, f.Size), f.Size)
	e := w.Extents(f)
	return face.Width(s), e.Ascent, e.Descent
}

func (w writer) Draw(c vg.Canvas, s string, style text.Style, at vg.Point) {
	if s == "" {
		return
	}
	c.SetColor(style.Color)
	if style.Rotation != 0 {
		c.Push()
		defer c.Pop()
		c.Rotate(style.Rotation)
	}
	sin, cos := math.Sincos(-style.Rotation)
	at.X, at.Y = at.X*vg.Length(cos)-at.Y*vg.Length(sin), at.X*vg.Length(sin)+at.Y*vg.Length(cos)
	lines := w.Lines(s)
	height := style.Height(s) / vg.Length(len(lines))
	// The place of the first line, where text.Plain has it: plots reckon with that.
	top := at.Y + height*vg.Length(len(lines))*vg.Length(1+style.YAlign) - w.Extents(style.Font).Ascent - height + style.Font.Size
	for i, line := range lines {
		face := fonts().Lookup(fontFor(line, style.Font.Size), style.Font.Size)
		c.FillString(face, vg.Point{X: at.X + vg.Length(style.XAlign)*face.Width(line), Y: top - vg.Length(i)*height}, line)
	}
}

// glyphError says which characters an image could not show.
func glyphError(lost []rune) error {
	if len(lost) == 0 {
		return nil
	}
	return badInput("PNG", "characters", fmt.Sprintf("%q", string(lost)), "characters of the embedded font: take SVG, which any font can show, or other names")
}
