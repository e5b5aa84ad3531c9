//go:build !js

package table

import (
	"io"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"
)

// decoderOf returns the decoder of a name of the web, and the first of its names.
func decoderOf(label string) (name string, d decoder, err error) {
	e, err := htmlindex.Get(label)
	if err != nil {
		return "", nil, err
	}
	name, err = htmlindex.Name(e)
	return name, func(r io.Reader) io.Reader { return transform.NewReader(r, e.NewDecoder()) }, err
}

// encoded returns the bytes of a character, nil if the encoding has none.
func encoded(label string, r rune) []byte {
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil
	}
	b, err := e.NewEncoder().Bytes([]byte(string(r)))
	if err != nil {
		return nil
	}
	return b
}
