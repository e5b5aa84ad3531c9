package picture_test

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/examples/picture/internal/sample"
)

var update = flag.Bool("update", false, "rewrite the pictures in testdata")

var (
	english = sync.OnceValues(func() ([]sample.Picture, error) {
		return sample.Pictures(&picture.Options{Lang: clientele.LangEnglish, Currency: "EUR"})
	})
	chinese = sync.OnceValues(func() ([]sample.Picture, error) {
		return sample.Pictures(&picture.Options{Lang: clientele.LangChinese, Currency: "元"})
	})
)

// Every picture is what it was: in English to the last stroke, in Chinese its texts.
// go test ./examples/picture -update rewrites them; look at what changed.
func TestPictures(t *testing.T) {
	drawn, err := english()
	require.NoError(t, err)
	for _, p := range drawn {
		golden(t, p.Name+".svg", picture.SVG(p.Plot, p.Size))
	}
	drawn, err = chinese()
	require.NoError(t, err)
	var texts strings.Builder
	for _, p := range drawn {
		fmt.Fprintf(&texts, "%s:", p.Name)
		for _, t := range textsOf(picture.SVG(p.Plot, p.Size)) {
			if strings.ContainsFunc(t.text, func(r rune) bool { return r > 0x2e80 }) {
				fmt.Fprintf(&texts, " %s |", t.text)
			}
		}
		texts.WriteString("\n")
	}
	golden(t, "chinese.txt", []byte(texts.String()))
}

func golden(t *testing.T, name string, got []byte) {
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), name)
}

// placed is a text of an SVG with its box, in pixels.
type placed struct {
	text           string
	x0, y0, x1, y1 float64
}

var element = regexp.MustCompile(`<g font-size="([\d.]+)"|<text x="([-\d.]+)" y="([-\d.]+)" textLength="([\d.]+)"(?: transform="rotate\(([-\d.]+)[^"]*")?>([^<]*)</text>`)

func textsOf(svg []byte) (out []placed) {
	size := 0.0
	for _, m := range element.FindAllStringSubmatch(string(svg), -1) {
		number := func(s string) (v float64) {
			fmt.Sscan("0"+s, &v)
			return v
		}
		if m[1] != "" {
			size = number(m[1])
			continue
		}
		x, y, w := number(m[2]), number(m[3]), number(m[4])
		out = append(out, placed{m[6], x, y - 0.72*size, x + w, y + 0.05*size})
	}
	return out
}

// Nothing is cut at the edge of a picture of the default size, and no two texts
// lie on each other, in either language.
func TestTextsHaveTheirPlaces(t *testing.T) {
	for lang, drawn := range map[clientele.Lang]func() ([]sample.Picture, error){clientele.LangEnglish: english, clientele.LangChinese: chinese} {
		pictures, err := drawn()
		require.NoError(t, err)
		for _, p := range pictures {
			svg := picture.SVG(p.Plot, p.Size)
			texts := textsOf(svg)
			require.NotEmpty(t, texts, p.Name)
			assert.Equal(t, bytes.Count(svg, []byte("<text")), len(texts), p.Name)
			size := picture.DefaultSize
			if p.Size != nil {
				size = *p.Size
			}
			for i, a := range texts {
				assert.True(t, a.x0 >= 0 && a.y0 >= 0 && a.x1 <= float64(size.Width) && a.y1 <= float64(size.Height), "%v %s: %q is cut: %+v", lang, p.Name, a.text, a)
				for _, b := range texts[:i] {
					apart := a.x1 <= b.x0 || b.x1 <= a.x0 || a.y1 <= b.y0 || b.y1 <= a.y0
					assert.True(t, apart, "%v %s: %q lies on %q", lang, p.Name, a.text, b.text)
				}
			}
		}
	}
}

// A page holds a dozen of them.
func TestPicturesAreSmall(t *testing.T) {
	drawn, err := english()
	require.NoError(t, err)
	for _, p := range drawn {
		assert.Less(t, len(picture.SVG(p.Plot, p.Size)), 15<<10, p.Name)
	}
}

// PNG needs the embedded font for every character.
func TestPNG(t *testing.T) {
	pictures, err := chinese()
	require.NoError(t, err)
	for _, p := range pictures {
		data, err := picture.PNG(p.Plot, p.Size, 1)
		require.NoError(t, err, p.Name)
		img, err := png.DecodeConfig(bytes.NewReader(data))
		require.NoError(t, err)
		assert.Equal(t, picture.DefaultSize.Width, img.Width)
	}
	p := *pictures[0].Plot
	p.Title.Text = "Ωμ ⛄"
	_, err = picture.PNG(&p, nil, 1)
	var input *clientele.InputError
	require.ErrorAs(t, err, &input)
	assert.Contains(t, input.Error(), "⛄")
	assert.Contains(t, string(picture.SVG(&p, nil)), "⛄", "any font may have it")
}

// The same values give the same bytes.
func TestPicturesAreRepeatable(t *testing.T) {
	pictures, err := english()
	require.NoError(t, err)
	again, err := sample.Pictures(&picture.Options{Currency: "EUR"})
	require.NoError(t, err)
	for i, p := range pictures {
		first := picture.SVG(p.Plot, p.Size)
		assert.Equal(t, string(first), string(picture.SVG(p.Plot, p.Size)), p.Name)
		assert.Equal(t, string(first), string(picture.SVG(again[i].Plot, p.Size)), "%s: English is the default", p.Name)
	}
}
