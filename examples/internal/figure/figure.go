// Package figure draws the pictures of notebooks.
package figure

import (
	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/picture"
)

// Of returns what note.Page.Draw takes: a picture as SVG, nil if it cannot be drawn,
// because it only shows what the numbers say.
func Of(draw func(*picture.Options) (*plot.Plot, error)) func(clientele.Lang) []byte {
	return func(lang clientele.Lang) []byte {
		p, err := draw(&picture.Options{Lang: lang})
		if err != nil {
			return nil
		}
		return picture.SVG(p, nil)
	}
}
