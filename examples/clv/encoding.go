package main

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// decode returns the text of a file as UTF-8, and the name of the encoding it
// was in: told by a byte order mark, by the zeros that UTF-16 puts between
// Latin letters, by being valid UTF-8 or GB 18030 (which GBK and GB 2312 are
// part of), and otherwise Windows-1252, which Latin-1 is part of.
func decode(data []byte) (text []byte, name string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		data = data[3:]
		fallthrough
	case utf8.Valid(data) && bytes.IndexByte(data, 0) < 0:
		return data, "UTF-8", nil
	}
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || zeros(data, 1):
		from, name = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16 (little endian)"
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}) || zeros(data, 0):
		from, name = unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "UTF-16 (big endian)"
	case bytes.IndexByte(data, 0) >= 0:
		return nil, "", fmt.Errorf("the file has zero bytes and is not UTF-16: it is no text; save it as CSV in UTF-8")
	default:
		if text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data); err == nil && chinese(text) {
			return text, "GB 18030", nil
		}
		from, name = charmap.Windows1252, "Windows-1252"
	}
	text, err = from.NewDecoder().Bytes(data)
	if err != nil {
		return nil, "", fmt.Errorf("the file looks like %s but is not: %w; save it as CSV in UTF-8", name, err)
	}
	return text, name, nil
}

// zeros reports whether most of the first characters have a zero at this place
// of their two bytes.
func zeros(data []byte, place int) bool {
	n, count := min(len(data), 2000)/2, 0
	for i := range n {
		if data[2*i+place] == 0 && data[2*i+1-place] != 0 {
			count++
		}
	}
	return n > 0 && 2*count > n
}

// chinese reports whether a text decoded from GB 18030 reads as one: without
// replacement characters, and nearly all that is not ASCII from the common
// Chinese characters and punctuation. Western letters with accents come in
// single bytes, which GB 18030 pairs with their neighbours into rare characters.
func chinese(text []byte) bool {
	han, other := 0, 0
	for _, r := range string(text) {
		switch {
		case r == utf8.RuneError:
			return false
		case r < utf8.RuneSelf:
		case commonHan(r), r >= 0x3000 && r <= 0x303F, r >= 0xFF00 && r <= 0xFFEF, r == '￥', r == '·', r == '—', r == '…', r == '“', r == '”', r == '‘', r == '’':
			han++
		default:
			other++
		}
	}
	return han > 0 && han >= 9*other
}

// commonHan reports whether r is one of the 6,763 characters of GB 2312, which
// cover more than 99.9 % of running text.
func commonHan(r rune) bool {
	if r < 0x4E00 || r > 0x9FFF {
		return false
	}
	var in, out [4]byte
	n := utf8.EncodeRune(in[:], r)
	k, _, err := simplifiedchinese.GBK.NewEncoder().Transform(out[:], in[:n], true)
	return err == nil && k == 2 && out[0] >= 0xB0 && out[0] <= 0xF7 && out[1] >= 0xA1
}
