package table

import (
	"bytes"
	"math"
	"strconv"
)

// numbers is how a column's numbers are read.
type numbers struct {
	comma bool
	each  bool // both signs are decimal ones, and every number tells by itself
	how   string
	note  string
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
