// Package sample draws every picture once, from a simulated shop and a few accounts:
// for the gallery and the tests of package picture.
package sample

import (
	"fmt"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele/examples/picture"
)

// Picture is a drawn example.
type Picture struct {
	Name string
	Plot *plot.Plot
	Size *picture.Size // nil for the default
}

// Pictures draws all of them in the language of the options.
func Pictures(o *picture.Options) ([]Picture, error) {
	var out []Picture
	for _, of := range []func(*picture.Options) ([]Picture, error){purchases, worth, segments, base, accounts} {
		more, err := of(o)
		if err != nil {
			return nil, fmt.Errorf("sample: %w", err)
		}
		out = append(out, more...)
	}
	return out, nil
}

// drawn collects pictures and the first error.
type drawn struct {
	pictures []Picture
	err      error
}

func (d *drawn) add(name string, p *plot.Plot, err error) {
	if err != nil && d.err == nil {
		d.err = fmt.Errorf("%s: %w", name, err)
	}
	d.pictures = append(d.pictures, Picture{Name: name, Plot: p})
}
