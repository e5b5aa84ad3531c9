package table

import (
	"fmt"
	"io"
	"strings"
	"syscall/js"
	"unicode/utf8"
)

// decoderOf is the browser's own decoder of a name, and the first of its names.
func decoderOf(label string) (name string, d decoder, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	kind := js.Global().Get("TextDecoder")
	options := map[string]any{"ignoreBOM": true}
	name = kind.New(label, options).Get("encoding").String() // panics for one that it does not know
	return name, func(r io.Reader) io.Reader {
		return &textReader{r: r, decoder: kind.New(label, options), block: make([]byte, 64<<10)}
	}, nil
}

// textReader decodes block by block.
type textReader struct {
	r       io.Reader
	decoder js.Value
	block   []byte
	text    string // decoded, and not yet given
	err     error
}

func (t *textReader) Read(p []byte) (int, error) {
	for t.text == "" {
		if t.err != nil {
			return 0, t.err
		}
		var n int
		n, t.err = t.r.Read(t.block)
		bytes := js.Global().Get("Uint8Array").New(n)
		js.CopyBytesToJS(bytes, t.block[:n])
		t.text = t.decoder.Call("decode", bytes, map[string]any{"stream": t.err != io.EOF}).String()
	}
	n := copy(p, t.text)
	t.text = t.text[n:]
	return n, nil
}

// encoders are the bytes of the characters of an encoding.
var encoders = map[string]map[rune][]byte{}

// encoded returns the two bytes of a character, nil if the encoding has none for it. A
// browser only decodes: so all pairs of bytes are decoded, once.
func encoded(label string, r rune) []byte {
	to := encoders[label]
	if to == nil {
		to = map[rune][]byte{}
		encoders[label] = to
		var all []byte
		for lead := 0x81; lead <= 0xfe; lead++ {
			for trail := 0x40; trail <= 0xfe; trail++ {
				all = append(all, byte(lead), byte(trail), '\n')
			}
		}
		if _, from, err := decoderOf(label); err == nil {
			if text, err := from.bytes(all); err == nil {
				at := 0
				for line := range strings.SplitSeq(string(text), "\n") {
					if c, size := utf8.DecodeRuneInString(line); size == len(line) && c != utf8.RuneError && to[c] == nil {
						to[c] = all[at : at+2]
					}
					at += 3
				}
			}
		}
	}
	return to[r]
}
