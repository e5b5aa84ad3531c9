package table

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// numeral is a number taken apart: the digits with the signs between them, and
// what stood around them.
type numeral struct {
	body     []byte // ASCII digits, with '.', ',', and ' ' for any other sign of groups
	exponent []byte // "e-3", may be empty
	negative bool
	currency string // as it is written; "" if there is none
}

// dissect takes a number apart; ok is false if it is none.
func dissect(s []byte, scratch []byte) (n numeral, ok bool) {
	s = bytes.TrimSpace(s)
	if len(s) > 2 && s[0] == '=' && s[1] == '"' && s[len(s)-1] == '"' {
		s = s[2 : len(s)-1]
	}
	if len(s) > 1 && s[0] == '\'' {
		s = s[1:]
	}
	minus := 0
	if len(s) > 2 && s[0] == '(' && s[len(s)-1] == ')' {
		s, minus = bytes.TrimSpace(s[1:len(s)-1]), 1
	}
	// what stands before the digits, and behind them
	var before, behind []byte
	first, last := -1, -1
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(s[i:])
		}
		if unicode.IsDigit(r) {
			if first < 0 {
				first = i
			}
			last = i + size
		}
		i += size
	}
	if first < 0 {
		return n, false
	}
	if first > 0 && (s[first-1] == '.' || s[first-1] == ',') && (first == 1 || !letterBefore(s[:first-1])) {
		first--
	}
	before, behind = s[:first], s[last:]
	body := scratch[:0]
	inside := s[first:last]
	for i := 0; i < len(inside); {
		r, size := utf8.DecodeRune(inside[i:])
		switch {
		case r >= '0' && r <= '9', r == '.', r == ',':
			body = append(body, byte(r))
		case unicode.IsDigit(r):
			body = append(body, '0'+digitOf(r))
		case r == '．' || r == '٫':
			body = append(body, '.')
		case r == '，':
			body = append(body, ',')
		case r == '\'' || r == '’' || r == '٬' || r == '˙' || unicode.IsSpace(r):
			if len(body) > 0 && body[len(body)-1] != ' ' {
				body = append(body, ' ')
			}
		case (r == 'e' || r == 'E') && len(n.exponent) == 0:
			rest := inside[i+1:]
			if len(rest) > 0 && (rest[0] == '-' || rest[0] == '+') {
				rest = rest[1:]
			}
			if len(rest) == 0 || len(rest) > 3 || !digits(rest) {
				return n, false
			}
			n.exponent = append([]byte("e"), inside[i+1:]...)
			i = len(inside)
			continue
		default:
			return n, false
		}
		i += size
	}
	n.body = body
	var signs int
	var words [2]string
	for k, side := range [2][]byte{before, behind} {
		words[k], signs, ok = aroundNumber(side, k == 1)
		if !ok {
			return n, false
		}
		minus += signs
	}
	if minus > 1 || words[0] != "" && words[1] != "" && currencyOf(words[0]) != currencyOf(words[1]) {
		return n, false
	}
	n.negative = minus == 1
	n.currency = words[0] + words[1]
	if words[0] != "" && words[1] != "" {
		n.currency = words[0]
	}
	return n, true
}

func letterBefore(b []byte) bool {
	r, _ := utf8.DecodeLastRune(b)
	return unicode.IsLetter(r)
}

// aroundNumber reads the signs and the currency before or behind the digits.
func aroundNumber(side []byte, behind bool) (currency string, minus int, ok bool) {
	var word []byte
	for i := 0; i < len(side); {
		r, size := utf8.DecodeRune(side[i:])
		switch {
		case r == '-' || r == '−' || r == '－' || r == '–':
			minus++
		case r == '+' && !behind, unicode.IsSpace(r), r == utf8.RuneError && size == 0:
		case behind && r == '-':
		default:
			word = utf8.AppendRune(word, r)
		}
		i += size
	}
	if len(word) == 0 {
		return "", minus, true
	}
	text := string(word)
	switch text {
	case ".-", ",-", "—", ".—": // francs and kroner without öre
		return "", 0, true
	case ".", ",":
		return "", minus, behind
	case "CR", "Cr", "cr":
		return "", minus + 1, behind
	case "DR", "Dr":
		return "", minus, behind
	}
	return text, minus, currencyOf(text) != ""
}

// digitOf returns the value of a decimal digit of any script.
func digitOf(r rune) byte {
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return byte((r - rune(t.Lo)) % 10)
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return byte((r - rune(t.Lo)) % 10)
		}
	}
	return 0
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
