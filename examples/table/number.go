package table

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
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

// reading is what the signs within one number say of the decimal sign.
type reading uint8

const (
	readsWhole   reading = iota + 1 // no sign at all
	readsPoint                      // the point is the decimal sign
	readsComma                      // the comma is
	readsEither                     // 1,234 or 1.234: thousands or three decimals
	readsGrouped                    // groups beyond doubt, no decimals; either sign may be the decimal one where it is not the groups'
	readsNothing                    // no number
)

// read tells what one number says, by its groups alone.
func (n numeral) read() (reading, byte) {
	points, commas, spaces := bytes.Count(n.body, []byte(".")), bytes.Count(n.body, []byte(",")), bytes.Count(n.body, []byte(" "))
	point, comma := bytes.LastIndexByte(n.body, '.'), bytes.LastIndexByte(n.body, ',')
	switch {
	case points+commas+spaces == 0:
		return readsWhole, 0
	case points > 0 && commas > 0:
		if point > comma {
			return sure(points == 1 && grouped(n.body[:point]), readsPoint), '.'
		}
		return sure(commas == 1 && grouped(n.body[:comma]), readsComma), ','
	case points+commas == 0:
		return sure(grouped(n.body), readsGrouped), ' '
	}
	sign, count, at := byte('.'), points, point
	if commas > 0 {
		sign, count, at = ',', commas, comma
	}
	decimal := readsPoint
	if sign == ',' {
		decimal = readsComma
	}
	switch {
	case count > 1:
		return sure(spaces == 0 && grouped(n.body), readsGrouped), sign
	case spaces > 0:
		return sure(grouped(n.body[:at]), decimal), sign
	case len(n.body)-at-1 != 3 || at == 0 || at > 3 || n.body[0] == '0' || len(n.exponent) > 0:
		return decimal, sign
	}
	return readsEither, sign
}

func sure(ok bool, r reading) reading {
	if ok {
		return r
	}
	return readsNothing
}

// grouped reports whether digits are in groups as they are written somewhere:
// by three, by four, or by two with three at the end.
func grouped(body []byte) bool {
	var sizes []int
	size := 0
	for _, c := range body {
		if c >= '0' && c <= '9' {
			size++
			continue
		}
		sizes = append(sizes, size)
		size = 0
	}
	sizes = append(sizes, size)
	if len(sizes) == 1 {
		return size > 0
	}
	lead, rest := sizes[0], sizes[1:]
	last := rest[len(rest)-1]
	if lead == 0 || last != 3 && last != 4 {
		return false
	}
	for _, s := range rest[:len(rest)-1] {
		if s != last && !(s == 2 && last == 3) {
			return false
		}
	}
	return lead <= last
}

// decimals is what all numbers of a column say together.
type decimals struct {
	point, comma           int       // numbers with that decimal sign beyond doubt
	eitherPoint            int       // 1.234
	eitherComma            int       // 1,234
	groupPoint, groupComma int       // 1.234.567 and 1,234,567
	small, large           int       // whole numbers without signs below 1000, and from there on
	example                [2]string // of point and comma
}

// look takes note of a number.
func (d *decimals) look(n numeral) {
	r, sign := n.read()
	switch {
	case r == readsPoint:
		if d.point++; d.point == 1 {
			d.example[0] = string(n.body)
		}
	case r == readsComma:
		if d.comma++; d.comma == 1 {
			d.example[1] = string(n.body)
		}
	case r == readsEither && sign == '.':
		d.eitherPoint++
	case r == readsEither:
		d.eitherComma++
	case r == readsGrouped && sign == '.':
		d.groupPoint++
	case r == readsGrouped && sign == ',':
		d.groupComma++
	case r == readsWhole && len(n.body) <= 3:
		d.small++
	case r == readsWhole:
		d.large++
	}
}

// numbers is how a column's numbers are read.
type numbers struct {
	comma bool
	each  bool // both signs are decimal ones, and every number tells by itself
	how   string
	note  string
}

// decide tells the decimal sign of a column of that name.
func (d *decimals) decide(column, flag string) (numbers, error) {
	switch flag {
	case "comma", ",":
		return numbers{comma: true, how: "comma, as said"}, nil
	case "point", ".":
		return numbers{how: "point, as said"}, nil
	case "":
	default:
		return numbers{}, fmt.Errorf("-decimal %q is neither point nor comma", flag)
	}
	ask := func(format string, args ...any) (numbers, error) {
		return numbers{}, fmt.Errorf("column %q: %s; say -decimal point or -decimal comma", column, fmt.Sprintf(format, args...))
	}
	point, comma := d.point+d.groupComma, d.comma+d.groupPoint
	switch {
	case d.point > 0 && d.comma > 0 || point > 0 && comma > 0 && d.groupPoint+d.groupComma > 0:
		if d.eitherPoint+d.eitherComma+d.groupComma+d.groupPoint > 0 && !(d.point > 0 && d.groupComma == 0 && d.groupPoint == 0 && d.eitherPoint+d.eitherComma == 0) {
			return ask("%d numbers have a decimal point and %d a decimal comma, and others can be read either way", point, comma)
		}
		return numbers{each: true, how: "both point and comma",
			note: fmt.Sprintf("column %q: %d numbers have a decimal point (%s) and %d a decimal comma (%s): each was read by its own sign", column, d.point, d.example[0], d.comma, d.example[1])}, nil
	case d.point > 0:
		return numbers{how: "point"}, nil
	case d.comma > 0:
		return numbers{comma: true, how: "comma"}, nil
	case d.groupComma > 0 && d.groupPoint > 0:
		return ask("the groups of some numbers are set off by commas and of others by points")
	case d.groupComma > 0:
		if d.eitherPoint > 0 { // 1,234,567 beside 1.234
			return numbers{how: "point"}, nil
		}
		return numbers{how: "none; commas set off the thousands"}, nil
	case d.groupPoint > 0:
		return numbers{comma: true, how: "none; points set off the thousands"}, nil
	case d.eitherPoint > 0 && d.eitherComma > 0:
		return ask("%d numbers are like 1.234 and %d like 1,234", d.eitherPoint, d.eitherComma)
	case d.eitherPoint+d.eitherComma > 0:
		either := d.eitherPoint + d.eitherComma
		sign := "."
		if d.eitherComma > 0 {
			sign = ","
		}
		if d.large == 0 && either >= 5 && d.small >= 5 { // decimals would not all be three
			return numbers{comma: sign == ".", how: "none; the thousands are set off by " + sign}, nil
		}
		return ask("%d numbers are like 1%s234, thousands or three decimals, and none tells which", either, sign)
	}
	return numbers{how: "none"}, nil
}

var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// plain reads the digits that most files have, such as -12.50, fast and
// exactly; ok is false if it takes more.
func (f numbers) plain(s []byte) (v float64, ok bool) {
	sign := byte('.')
	if f.comma {
		sign = ','
	}
	i, negative := 0, false
	if len(s) > 0 && s[0] == '-' {
		negative = true
		i++
	}
	if len(s)-i > 16 || len(s) == i {
		return 0, false
	}
	m, after, seen := uint64(0), -1, 0
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			m = m*10 + uint64(c-'0')
			seen++
			if after >= 0 {
				after++
			}
		case c == sign && after < 0:
			after = 0
		default:
			return 0, false
		}
	}
	if seen == 0 || seen > 15 || f.each && after >= 0 {
		return 0, false
	}
	v = float64(m)
	if after > 0 {
		v /= powers[after]
	}
	if negative {
		v = -v
	}
	return v, true
}

// parse reads a finite number of a column; ok is false if it is none, or not
// one with the column's decimal sign.
func (f numbers) parse(s []byte) (v float64, ok bool) {
	if v, ok := f.plain(s); ok {
		return v, true
	}
	n, ok := dissect(s, nil)
	if !ok {
		return 0, false
	}
	return f.value(n)
}

// value is the number that was taken apart.
func (f numbers) value(n numeral) (float64, bool) {
	r, sign := n.read()
	decimal := byte('.')
	if f.comma {
		decimal = ','
	}
	switch {
	case r == readsNothing, r == readsEither && f.each:
		return 0, false
	case f.each && r == readsComma:
		decimal = ','
	case f.each:
		decimal = '.'
	case r == readsPoint && f.comma, r == readsComma && !f.comma, r == readsGrouped && sign == decimal:
		return 0, false
	}
	text := make([]byte, 0, len(n.body)+len(n.exponent))
	for _, c := range n.body {
		switch {
		case c == decimal:
			text = append(text, '.')
		case c >= '0' && c <= '9':
			text = append(text, c)
		}
	}
	text = append(text, n.exponent...)
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, false
	}
	if n.negative {
		v = -v
	}
	return v, true
}

// missing reports whether a field says that there is no value.
func missing(s []byte) bool {
	if len(s) == 0 {
		return true
	}
	if len(s) > 9 {
		return false
	}
	switch string(bytes.ToLower(s)) {
	case "na", "n/a", "nan", "null", "(null)", "none", "-", "--", "#n/a", "\\n", "nil", "<na>", "(blank)", "nat", "?", "#value!", "#ref!":
		return true
	}
	return false
}
