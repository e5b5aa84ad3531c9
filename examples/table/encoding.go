package table

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// coding is how a file's bytes stand for characters.
type coding struct {
	name string
	from decoder // nil for UTF-8
	note string
}

// decoder decodes what a reader gives to UTF-8.
type decoder func(io.Reader) io.Reader

// bytes decodes a text.
func (d decoder) bytes(text []byte) ([]byte, error) { return io.ReadAll(d(bytes.NewReader(text))) }

// candidates are the encodings tried on text that is not UTF-8, in the order in
// which equals are preferred; the names are those of the web.
var candidates = []struct{ label, name string }{
	{"gb18030", "GB 18030"}, {"big5", "Big5"}, {"shift_jis", "Shift JIS"}, {"euc-kr", "EUC-KR"}, {"euc-jp", "EUC-JP"},
	{"windows-1252", "Windows-1252"}, {"windows-1251", "Windows-1251"}, {"koi8-r", "KOI8-R"},
}

// namedCoding is the encoding that the caller names.
func namedCoding(label string) (coding, error) {
	name, from, err := decoderOf(strings.ToLower(strings.TrimSpace(label)))
	if err != nil {
		return coding{}, fmt.Errorf("-encoding %q is not known: utf-8, utf-16, gb18030, big5, shift_jis, euc-kr, windows-1252, windows-1251, …", label)
	}
	if name == "utf-8" {
		return coding{name: "UTF-8"}, nil
	}
	return coding{name: name, from: from}, nil
}

// bytesSeen is what one pass over all bytes tells of their encoding.
type bytesSeen struct {
	head          []byte
	sample        []byte // lines with bytes beyond ASCII
	valid, broken int    // sequences of UTF-8 beyond ASCII, and bytes that are none
}

const sampleLength = 64 << 10

// seeBytes goes through all bytes once.
func seeBytes(open func() (io.ReadCloser, error)) (b bytesSeen, err error) {
	r, err := open()
	if err != nil {
		return b, err
	}
	defer r.Close()
	block := make([]byte, 128<<10)
	kept := 0
	for {
		n, err := io.ReadFull(r, block[kept:])
		text := block[:kept+n]
		if b.head == nil {
			b.head = bytes.Clone(text[:min(len(text), headLength)])
			if wide(b.head) {
				return b, nil
			}
		}
		last := err != nil
		if !last { // a sequence may be cut in two
			for kept = 0; kept < 3 && len(text) > kept && !utf8.RuneStart(text[len(text)-1-kept]); kept++ {
			}
			if len(text) > kept && text[len(text)-1-kept] >= utf8.RuneSelf {
				kept++
			} else {
				kept = 0
			}
		} else {
			kept = 0
		}
		b.look(text[:len(text)-kept])
		copy(block, text[len(text)-kept:])
		if last {
			if err == io.EOF || err == io.ErrUnexpectedEOF {
				err = nil
			}
			return b, err
		}
	}
}

func (b *bytesSeen) look(text []byte) {
	if ascii(text) {
		return
	}
	whole := utf8.Valid(text)
	for len(text) > 0 {
		line := text
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			line = text[:i+1]
		}
		text = text[len(line):]
		if ascii(line) {
			continue
		}
		if len(b.sample) < sampleLength {
			b.sample = append(b.sample, line[:min(len(line), sampleLength-len(b.sample))]...)
		} else if whole {
			b.valid++
			return
		}
		for i := 0; i < len(line); {
			r, size := utf8.DecodeRune(line[i:])
			if r == utf8.RuneError && size <= 1 {
				b.broken++
			} else if size > 1 {
				b.valid++
			}
			i += size
		}
	}
}

func ascii(text []byte) bool {
	for len(text) >= 8 {
		if binary.LittleEndian.Uint64(text)&0x8080808080808080 != 0 {
			return false
		}
		text = text[8:]
	}
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decide tells the encoding: a byte order mark, the zeros that UTF-16 puts
// between Latin letters, being UTF-8 (a few damaged bytes are forgiven), and
// otherwise the one under which the text reads best.
func (b *bytesSeen) decide() (coding, error) {
	switch {
	case bytes.HasPrefix(b.head, []byte{0xff, 0xfe}) || zerosAt(b.head, 1):
		_, from, err := decoderOf("utf-16le")
		return coding{name: "UTF-16 (little endian)", from: from}, err
	case bytes.HasPrefix(b.head, []byte{0xfe, 0xff}) || zerosAt(b.head, 0):
		_, from, err := decoderOf("utf-16be")
		return coding{name: "UTF-16 (big endian)", from: from}, err
	case b.broken == 0:
		return coding{name: "UTF-8"}, nil
	case b.valid > 10*b.broken:
		return coding{name: "UTF-8", note: fmt.Sprintf("%d bytes are not UTF-8 as the rest is: they are damaged", b.broken)}, nil
	}
	header := b.head
	if i := bytes.IndexAny(header, "\r\n"); i > 0 {
		header = header[:i]
	}
	var best coding
	bestScore, second := -1., -1.
	for _, c := range candidates {
		_, from, err := decoderOf(c.label)
		if err != nil {
			continue
		}
		text, err := from.bytes(b.sample)
		if err != nil {
			continue
		}
		names, _ := from.bytes(header)
		score := reads(c.label, string(text))
		for _, name := range strings.FieldsFunc(string(names), func(r rune) bool { return strings.ContainsRune(",;\t|\"", r) }) {
			if !ascii([]byte(name)) && knownName(name) {
				score++
			}
		}
		if score > bestScore {
			best, bestScore, second = coding{name: c.name, from: from}, score, bestScore
		} else {
			second = max(second, score)
		}
	}
	if bestScore < 0.5 {
		return best, fmt.Errorf("the encoding cannot be told: give -encoding (gb18030, big5, shift_jis, windows-1252, …) or save the file as UTF-8")
	}
	if second > bestScore-0.05 {
		best.note = fmt.Sprintf("the encoding was taken for %s, but others fit as well: -encoding decides; it changes letters of ids, no number", best.name)
	}
	return best, nil
}

// reads scores from 0 to 1 how much a text decoded by an encoding looks like
// text: the mean of how usual its characters beyond ASCII are there.
func reads(label, text string) float64 {
	usual, all, letters, run, runs := 0., 0., 0., 0, 0.
	wideScript := label != "windows-1252" && label != "windows-1251" && label != "koi8-r"
	before, capital := rune(0), false
	for _, r := range text {
		if r < utf8.RuneSelf {
			if wideScript && run > 0 && asciiLetter(r) { // 皦t is no word
				usual -= 0.6
			}
			run, before = 0, r
			continue
		}
		all++
		letter := unicode.IsLetter(r)
		if letter {
			letters++
			if run > 0 {
				runs++
			}
			if wideScript && run == 0 && asciiLetter(before) {
				usual -= 0.6
			}
			run++
		} else {
			run = 0
		}
		u := usualness(label, r)
		if unicode.Is(unicode.Cyrillic, r) && unicode.IsUpper(r) && run > 1 && !capital { // in the other encoding capitals and small letters change places
			u -= 0.6
		}
		capital = unicode.IsUpper(r) && (run <= 1 || capital)
		usual += u
		before = r
	}
	if all == 0 {
		return 0
	}
	score := usual / all
	switch { // accents stand alone among Latin letters; other scripts come in runs
	case label == "windows-1252" && letters > 0 && runs > 0.4*letters:
		score -= 0.5
	case (label == "windows-1251" || label == "koi8-r") && runs < 0.4*letters:
		score -= 0.5
	}
	return max(0, score)
}

func asciiLetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// usualness is how usual a character is in texts of an encoding, 1 the most:
// the standards put the frequent characters first.
func usualness(label string, r rune) float64 {
	switch {
	case r == utf8.RuneError || r < 0xA0 || unicode.Is(unicode.Co, r):
		return -20
	case strings.ContainsRune("，。、（）：；！？“”‘’《》【】—…·￥", r):
		return 1
	case label == "windows-1252" && (unicode.Is(unicode.Latin, r) || strings.ContainsRune("€£ °ºª«»’‘–", r)):
		return 0.9
	case r >= 0x3000 && r <= 0x303F, r >= 0xFF00 && r <= 0xFF5E:
		return 0.7
	case (r < 'А' || r > 'я') && unicode.Is(unicode.Cyrillic, r) && (label == "windows-1251" || label == "koi8-r"):
		if strings.ContainsRune("ЁёІіЇїЄєҐґЎў", r) {
			return 0.9
		}
		return 0.2
	case unicode.Is(unicode.Cyrillic, r) && (label == "windows-1251" || label == "koi8-r"):
		return 1
	case (label == "windows-1251" || label == "koi8-r") && strings.ContainsRune("№«»– €", r):
		return 0.9
	}
	b := encoded(label, r)
	if len(b) < 2 {
		return 0
	}
	kana := unicode.Is(unicode.Hiragana, r) || r >= 0x30A1 && r <= 0x30FC
	switch label {
	case "gb18030":
		if b[0] == 0xA8 && unicode.Is(unicode.Latin, r) { // the accents of pinyin
			return 0.7
		}
		return level(len(b) == 2 && b[1] >= 0xA1, b[0], 0xB0, 0xD7, 0xF7)
	case "big5":
		return level(true, b[0], 0xA4, 0xC6, 0xF9)
	case "shift_jis":
		if kana {
			return 1
		}
		return level(true, b[0], 0x88, 0x97, 0xEA) - 0.02
	case "euc-jp":
		if kana {
			return 1
		}
		return level(len(b) == 2, b[0], 0xB0, 0xCF, 0xF4) - 0.02
	case "euc-kr":
		return level(b[0] >= 0xB0 && b[1] >= 0xA1, b[0], 0xB0, 0xC8, 0xC8)
	}
	return 0
}

// level is 1 in the first level of a character set, half in the second.
func level(in bool, lead, first, frequent, last byte) float64 {
	switch {
	case !in || lead < first || lead > last:
		return 0
	case lead <= frequent:
		return 1
	}
	return 0.5
}

// decoded opens the text as UTF-8 without a byte order mark.
func (c coding) decoded(open func() (io.ReadCloser, error)) (io.ReadCloser, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	if c.from == nil {
		return &within{io.NopCloser(&withoutMark{r: r}), r}, nil
	}
	return &within{io.NopCloser(&withoutMark{r: c.from(r)}), r}, nil
}

// withoutMark skips a byte order mark.
type withoutMark struct {
	r       io.Reader
	started bool
}

func (w *withoutMark) Read(p []byte) (int, error) {
	if w.started || len(p) < 3 {
		return w.r.Read(p)
	}
	w.started = true
	n, err := io.ReadFull(w.r, p[:3])
	if err == io.ErrUnexpectedEOF {
		err = nil
	}
	if bytes.Equal(p[:n], []byte{0xef, 0xbb, 0xbf}) {
		return 0, err
	}
	return n, err
}

// zerosAt reports whether most of the first characters have a zero at this
// place of their two bytes.
func zerosAt(data []byte, place int) bool {
	n, count := min(len(data), 2000)/2, 0
	for i := range n {
		if data[2*i+place] == 0 && data[2*i+1-place] != 0 {
			count++
		}
	}
	return n > 0 && 2*count > n
}
